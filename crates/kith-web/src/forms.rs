//! What the fields of forms are called.

/// A field as its label has it, for the summary of what is wrong above a form.
pub fn words(field: &str) -> &'static str {
    // A list's fields are `interests[3]`: the list is what the form shows.
    match field.split('[').next().unwrap_or_default() {
        "name" => "Name",
        "handle" => "Handle",
        "headline" => "Headline",
        "summary" => "Summary",
        "location" => "Place",
        "picture" => "Picture",
        "title" => "Title",
        "employer" => "Employer",
        "school" => "School",
        "degree" => "Degree",
        "from" => "From",
        "to" => "To",
        "interests" => "Interests",
        "about" => "What it is about",
        "label" => "Name of the token",
        "password" => "Password",
        "current_password" => "Present password",
        "new_password" => "New password",
        "confirmation" => "Confirmation",
        "email" => "E-mail address",
        "reasons" => "Your reasons",
        "text" => "Why it is wrong",
        "reason" => "Reason",
        "contact_email" => "E-mail",
        "contact_phone" => "Telephone",
        "contact_website" => "Website",
        _ => "A field",
    }
}
