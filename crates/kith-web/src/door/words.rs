//! What a door asks for, in words.

use kith_app::door_policy::{DoorPolicy, Need, Tie, Who};
use kith_domain::invitations::{Language, Purpose};

use crate::words;

/// A tie as somebody reads it who would invite: `share a group with Ryan`.
pub fn tie(tie: Tie, first: &str) -> String {
    match tie {
        Tie::Group => format!("are in a group with {first}"),
        Tie::School => format!("were at a school with {first}"),
        Tie::Employer => format!("work or worked where {first} did"),
        Tie::Connections(at_least) => {
            let people = words::counted(u64::from(at_least), "connection", "connections");
            format!("share at least {people} with {first}")
        }
        Tie::Address => format!("know the e-mail address of {first}"),
        Tie::Introduction => format!("were introduced to {first} by somebody you both know"),
    }
}

/// Several ties of which one is enough: `a, b or c`.
pub fn one_of(ties: &[Tie], first: &str) -> String {
    joined(&ties.iter().map(|of| tie(*of, first)).collect::<Vec<_>>(), "or")
}

/// Several purposes of which one is enough.
pub fn purposes(purposes: &[Purpose]) -> String {
    let lower = |purpose: &Purpose| {
        let words = words::purpose(*purpose);
        words[..1].to_lowercase() + &words[1..]
    };
    joined(&purposes.iter().map(lower).collect::<Vec<_>>(), "or")
}

/// What is needed, as a sentence to whoever would invite.
pub fn need(need: &Need, first: &str) -> String {
    match need {
        Need::Nobody => format!("{first} takes no invitations at present."),
        Need::OneOf(ties) => format!("{first} takes invitations from people who {}.", one_of(ties, first)),
        Need::VerifiedAddress => "A confirmed e-mail address of your own.".to_owned(),
        Need::Note => "A note in your own words.".to_owned(),
        Need::Purpose(of) => format!("What it is about, of: {}.", purposes(of)),
        Need::Answers(questions) => match questions.len() {
            1 => "An answer to a question.".to_owned(),
            _ => "Answers to two questions.".to_owned(),
        },
    }
}

/// All that a door asks for, the same for everybody; empty where it asks for nothing.
pub fn policy(policy: &DoorPolicy, first: &str) -> Vec<String> {
    let mut told = Vec::new();
    match &policy.who {
        Who::Anybody => {}
        Who::Tied(ties) => told.push(need(&Need::OneOf(ties.clone()), first)),
        Who::Nobody => told.push(need(&Need::Nobody, first)),
    }
    if policy.verified {
        told.push(need(&Need::VerifiedAddress, first));
    }
    if policy.note {
        told.push(need(&Need::Note, first));
    }
    if !policy.purposes.is_empty() {
        told.push(need(&Need::Purpose(policy.purposes.clone()), first));
    }
    if !policy.questions.is_empty() {
        told.push(need(&Need::Answers(policy.questions.clone()), first));
    }
    if !policy.languages.is_empty() {
        let read: Vec<&str> = policy.languages.iter().map(|language| language_name(*language)).collect();
        told.push(format!("{first} reads {}.", joined(&read, "and")));
    }
    told
}

/// A language in English, as the pages are.
pub fn language_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::De => "German",
        Language::Es => "Spanish",
        Language::Fr => "French",
    }
}

fn joined<S: AsRef<str>>(parts: &[S], last: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., end] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", most.join(", "), end.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_is_told_whole_and_in_sentences_f7() {
        let door = DoorPolicy {
            who: Who::Tied(vec![Tie::Group, Tie::Employer, Tie::Connections(3)]),
            note: true,
            purposes: vec![Purpose::KeepInTouch, Purpose::Hiring],
            languages: vec![Language::En, Language::De],
            ..DoorPolicy::default()
        };
        let told = policy(&door, "Ryan");
        assert_eq!(
            told,
            [
                "Ryan takes invitations from people who are in a group with Ryan, work or worked where Ryan did or \
                 share at least 3 connections with Ryan.",
                "A note in your own words.",
                "What it is about, of: keeping in touch or hiring.",
                "Ryan reads English and German.",
            ]
        );
        assert!(policy(&DoorPolicy::default(), "Ryan").is_empty());
    }
}
