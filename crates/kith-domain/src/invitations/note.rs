//! The note of an invitation (R1.6), and the text that stands in for none (R1.3).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::policy::Policy;
use crate::text::{TextRefused, graphemes, lines};

/// A personal note: plain text, 1 to `note.max_graphemes` grapheme clusters, trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(String);

/// Why a note is refused; it is never cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteRefused {
    /// Over the limit (R1.6).
    TooLong {
        /// The limit, in grapheme clusters.
        limit: u32,
        /// What it has.
        length: u32,
    },
    /// A placeholder of a template was left unfilled (R2.7).
    HasPlaceholder {
        /// The placeholder, as it stands in the note.
        placeholder: String,
        /// Where it begins, in grapheme clusters from the start.
        at: u32,
    },
    /// More marks stacked on letters than can be shown.
    Unreadable,
}

impl Note {
    /// The note in `text`: nothing for white space alone (R1.6), and nothing for the generic text
    /// typed by hand, however its case, spaces, quotes and dashes are (R1.3).
    ///
    /// # Errors
    /// Too long, or with a placeholder left unfilled.
    pub fn parse(
        text: &str,
        network: &str,
        sender: &str,
        policy: &Policy,
    ) -> Result<Option<Self>, NoteRefused> {
        let limit = policy.note.max_graphemes;
        let note = match lines(text, limit) {
            Ok(note) => note,
            Err(TextRefused::Empty) => return Ok(None),
            Err(TextRefused::TooLong { limit, length }) => {
                return Err(NoteRefused::TooLong { limit, length });
            }
            Err(TextRefused::TooShort { .. } | TextRefused::Malformed(_)) => {
                return Err(NoteRefused::Unreadable);
            }
        };
        if is_generic(&note, network, sender) {
            return Ok(None);
        }
        match placeholder(&note) {
            Some((at, placeholder)) => Err(NoteRefused::HasPlaceholder { placeholder, at }),
            None => Ok(Some(Self(note))),
        }
    }

    /// What was stored as a note.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A language in which Kith can say the generic text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 4] = [Self::En, Self::De, Self::Es, Self::Fr];

    /// Its code (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Es => "es",
            Self::Fr => "fr",
        }
    }

    /// The language of a code, where Kith has it.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Es => "Español",
            Self::Fr => "Français",
        }
    }
}

/// What R reads where S wrote no note, in R's language (R1.3).
pub fn generic_text(language: Language, network: &str, sender: &str) -> String {
    match language {
        Language::En => format!("I'd like to add you to my professional network on {network}. – {sender}"),
        Language::De => {
            format!("Ich möchte Sie auf {network} zu meinem beruflichen Netzwerk hinzufügen. – {sender}")
        }
        Language::Es => format!("Me gustaría añadirte a mi red profesional en {network}. – {sender}"),
        Language::Fr => {
            format!("J’aimerais vous ajouter à mon réseau professionnel sur {network}. – {sender}")
        }
    }
}

/// Whether a note is the generic text typed by hand, with or without the signature.
fn is_generic(note: &str, network: &str, sender: &str) -> bool {
    let bare = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let note = bare(note);
    Language::ALL.iter().any(|language| {
        let says = |signature: &str| note == bare(&generic_text(*language, network, signature));
        says(sender) || says("")
    })
}

/// The first placeholder of a template in a text: words in square brackets as the starters have
/// them, or a name in braces as mail merges have them.
fn placeholder(text: &str) -> Option<(u32, String)> {
    let mut from = 0;
    while let Some(offset) = text[from..].find(['[', '{']) {
        let start = from + offset;
        let (open, close) = if text[start..].starts_with('[') { ('[', ']') } else { ('{', '}') };
        let inside = &text[start + 1..];
        if let Some(end) = inside.find(close) {
            let words = inside[..end].trim_matches(open);
            let wordy =
                words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '_' | '\'' | '’' | '-' | '…'));
            let worded = words.chars().filter(|c| c.is_alphabetic()).count() >= 3;
            if wordy && worded && words.chars().count() <= 60 {
                let mut stop = start + 1 + end + 1;
                while text[stop..].starts_with(close) {
                    stop += 1;
                }
                return Some((graphemes(&text[..start]), text[start..stop].to_owned()));
            }
        }
        from = start + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        toml::from_str(include_str!("../../../../policies/standard.toml")).expect("the preset")
    }

    fn parse(text: &str) -> Result<Option<Note>, NoteRefused> {
        Note::parse(text, "Guild", "Ana Lee", &policy())
    }

    #[test]
    fn a_note_is_1_to_300_graphemes_and_white_space_is_none_r1_6() {
        assert_eq!(parse(" \n\t "), Ok(None));
        assert_eq!(parse(" Hi! ").unwrap().unwrap().as_str(), "Hi!");
        assert!(parse(&"👩‍👩‍👧".repeat(300)).is_ok());
        assert_eq!(parse(&"é".repeat(301)), Err(NoteRefused::TooLong { limit: 300, length: 301 }));
    }

    #[test]
    fn the_generic_text_typed_by_hand_is_no_note_r1_3() {
        for typed in [
            "I'd like to add you to my professional network on Guild. – Ana Lee",
            "i’d  like to add you to my\nprofessional network on GUILD - ana lee",
            "I'd like to add you to my professional network on Guild.",
            "«Ich möchte Sie auf Guild zu meinem beruflichen Netzwerk hinzufügen.» — Ana Lee",
        ] {
            assert_eq!(parse(typed), Ok(None), "{typed}");
        }
        assert!(parse("I'd like to add you to my professional network on Guild, Ben.").unwrap().is_some());
    }

    #[test]
    fn an_unfilled_placeholder_points_at_itself_r2_7() {
        for (text, at, placeholder) in [
            ("Hi [first name], hello", 3, "[first name]"),
            ("👩‍👩‍👧 {{name}}", 2, "{{name}}"),
            ("We met at {where we met}", 10, "{where we met}"),
        ] {
            let refused = NoteRefused::HasPlaceholder { placeholder: placeholder.to_owned(), at };
            assert_eq!(parse(text), Err(refused), "{text}");
        }
        for fine in ["See [1] and {2}", "array[i] = {}", "a [ b ] c", "[unclosed name", "{"] {
            assert!(parse(fine).unwrap().is_some(), "{fine}");
        }
    }
}
