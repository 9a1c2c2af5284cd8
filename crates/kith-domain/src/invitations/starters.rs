//! Starters for a note, built from facts and never flattering (R2.2, R2.7, R2.8).

use crate::common_ground::Common;

/// A note to begin from. Everything in it is a fact both can see; what is missing drops its clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// The text, complete, without a placeholder.
    pub text: String,
    /// The facts it uses.
    pub facts: Vec<Common>,
}

/// One starter for each fact, the greeting by first name and the sign-off with S's name; at most `most`.
pub fn starters(sender: &str, recipient_first: &str, ground: &[Common], most: usize) -> Vec<Starter> {
    ground
        .iter()
        .take(most)
        .map(|fact| Starter {
            text: format!(
                "Hi {recipient_first}, {} I'd like to keep in touch. – {sender}",
                lower_first(&sentence(fact))
            ),
            facts: vec![fact.clone()],
        })
        .collect()
}

/// The starter of two people who share nothing that is known: a greeting, and room for the reason.
pub fn greeting_starter(sender: &str, recipient_first: &str) -> Starter {
    Starter {
        text: format!(
            "Hi {recipient_first}, [how we know each other]. I'd like to keep in touch. – {sender}"
        ),
        facts: Vec::new(),
    }
}

/// A fact as a sentence that S can put into the note and edit (R2.8).
pub fn sentence(fact: &Common) -> String {
    let words = match fact {
        Common::Group { text, .. } => format!("We are both in {text}"),
        Common::Connection { text, .. } => format!("We both know {text}"),
        Common::Employer { text, together: Some(period) }
        | Common::School { text, together: Some(period) } => {
            format!("We were at {text} at the same time, {period}")
        }
        Common::Employer { text, together: None } => format!("We both worked at {text}"),
        Common::Interest { text } => format!("We are both interested in {text}"),
        Common::School { text, together: None } => format!("We both went to {text}"),
    };
    // Names like "Acme Inc." bring their own full stop.
    if words.ends_with(['.', '!', '?']) { words } else { words + "." }
}

fn lower_first(sentence: &str) -> String {
    let mut chars = sentence.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
