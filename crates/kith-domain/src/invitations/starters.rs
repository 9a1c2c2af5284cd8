//! Starters for a note, built from facts and never flattering (R2.2, R2.7, R2.8).

use crate::common_ground::Common;
use crate::text::graphemes;

/// The wish every starter ends with (R2.7).
pub(super) const WISH: &str = "I'd like to keep in touch.";

/// A note to begin from. Everything in it is a fact both can see; what is missing drops its clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// The text, complete, without a placeholder.
    pub text: String,
    /// The facts it uses.
    pub facts: Vec<Common>,
}

/// One starter for each fact, the greeting by first name and the sign-off with S's name; at most `most`, each within
/// `limit` grapheme clusters. What a long name leaves no room for is dropped: the sign-off, then the greeting's name;
/// a fact that does not fit even so has no starter.
pub fn starters(
    sender: &str,
    recipient_first: &str,
    ground: &[Common],
    most: usize,
    limit: u32,
) -> Vec<Starter> {
    let starter = |fact: &Common| {
        let text = fitting(sender, recipient_first, &lower_first(&sentence(fact)), limit)?;
        Some(Starter { text, facts: vec![fact.clone()] })
    };
    ground.iter().filter_map(starter).take(most).collect()
}

/// The starter of two people who share nothing that is known: a greeting, and room for the reason; nothing where the
/// limit has no room for it.
pub fn greeting_starter(sender: &str, recipient_first: &str, limit: u32) -> Option<Starter> {
    let text = fitting(sender, recipient_first, "[how we know each other].", limit)?;
    Some(Starter { text, facts: Vec::new() })
}

/// A note around `why`, with as many of the two names as there is room for.
fn fitting(sender: &str, recipient_first: &str, why: &str, limit: u32) -> Option<String> {
    let (sender, first) = (unbracketed(sender), unbracketed(recipient_first));
    [
        format!("Hi {first}, {why} {WISH} – {sender}"),
        format!("Hi {first}, {why} {WISH}"),
        format!("Hi, {why} {WISH}"),
    ]
    .into_iter()
    .find(|text| graphemes(text) <= limit)
}

/// A name without the signs that stand around what is left to be filled in, and would keep the note from being sent.
fn unbracketed(name: &str) -> String {
    let round = |sign| match sign {
        '[' | '{' => '(',
        ']' | '}' => ')',
        other => other,
    };
    name.chars().map(round).collect()
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
    let words = unbracketed(&words);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invitations::{Note, NoteRefused};
    use crate::policy::Policy;

    fn interest(text: &str) -> Common {
        Common::Interest { text: text.to_owned() }
    }

    #[test]
    fn a_starter_can_be_sent_whatever_the_names_are_r2_7() {
        let policy: Policy =
            toml::from_str(include_str!("../../../../policies/standard.toml")).expect("the preset");
        let limit = policy.note.max_graphemes;
        let long = "Wolfeschlegelsteinhausenbergerdorff ".repeat(8);
        for (sender, first, fact) in [
            ("Ana Lee", "Ben", "rust"),
            ("Ana [she her]", "{first name}", "[sailing boats]"),
            (&long, "Ben", "rust"),
            (&long, long.trim(), &"rust ".repeat(30)),
        ] {
            let starters = starters(sender, first, &[interest(fact.trim())], 6, limit);
            assert_eq!(starters.len(), 1, "{first}");
            let sent = Note::parse(&starters[0].text, "Harbour", sender, &policy);
            assert_eq!(sent.expect("may be sent").expect("a note").as_str(), starters[0].text);
        }
        assert!(starters("Ana", "Ben", &[interest(&"x".repeat(290))], 6, limit).is_empty());
    }

    #[test]
    fn the_gap_of_a_greeting_is_its_only_one_r2_7() {
        let policy: Policy =
            toml::from_str(include_str!("../../../../policies/standard.toml")).expect("the preset");
        let starter = greeting_starter("Ana [she her]", "[Ben]", 300).expect("there is room");
        let refused = Note::parse(&starter.text, "Harbour", "Ana", &policy).expect_err("a gap");
        let gap = "[how we know each other]".to_owned();
        assert!(matches!(refused, NoteRefused::HasPlaceholder { placeholder, .. } if placeholder == gap));
        assert_eq!(greeting_starter("Ana", "Ben", 20), None);
    }
}
