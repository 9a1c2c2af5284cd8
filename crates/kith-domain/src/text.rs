//! Text as members write it: trimmed, without what cannot be seen, within a limit counted in graphemes.
//!
//! Parse, don't validate: a value of these types cannot be wrong.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Why a text is refused; nothing is ever cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextRefused {
    /// Nothing is left of it after trimming.
    Empty,
    /// Longer than the limit; lengths in grapheme clusters.
    TooLong {
        /// The limit.
        limit: u32,
        /// What it has.
        length: u32,
    },
    /// Shorter than it must be to say something; lengths in grapheme clusters.
    TooShort {
        /// At least this many.
        least: u32,
        /// What it has.
        length: u32,
    },
    /// Its form is not what the field holds; the sentence says what is.
    Malformed(&'static str),
}

impl TextRefused {
    /// The stable code of the refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::Malformed(_) => "malformed",
        }
    }
}

impl fmt::Display for TextRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("This is needed."),
            Self::TooLong { limit, length } => {
                write!(f, "This has {length} characters; at most {limit} fit.")
            }
            Self::TooShort { least, length } => {
                write!(f, "This has {length} characters; write at least {least}.")
            }
            Self::Malformed(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for TextRefused {}

/// How many characters a person would count.
pub fn graphemes(text: &str) -> u32 {
    u32::try_from(text.graphemes(true).count()).unwrap_or(u32::MAX)
}

/// One line: white space folded to single spaces, control characters gone.
pub fn line(text: &str, limit: u32) -> Result<String, TextRefused> {
    let folded = text
        .nfc()
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect::<String>();
    let folded = folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    within(folded, limit)
}

/// Some lines: line ends as `\n`, no other control characters, at most two line ends in a row.
pub fn lines(text: &str, limit: u32) -> Result<String, TextRefused> {
    let mut kept = String::with_capacity(text.len());
    let mut ends = 0;
    for c in text.replace("\r\n", "\n").replace('\r', "\n").nfc() {
        let c = if c == '\t' { ' ' } else { c };
        if c == '\n' {
            ends += 1;
        } else if c.is_control() || is_invisible(c) {
            continue;
        } else {
            ends = 0;
        }
        if ends <= 2 {
            kept.push(c);
        }
    }
    within(kept.trim().to_owned(), limit)
}

fn within(text: String, limit: u32) -> Result<String, TextRefused> {
    match graphemes(&text) {
        0 => Err(TextRefused::Empty),
        length if length > limit => Err(TextRefused::TooLong { limit, length }),
        // A grapheme may be stacked from any number of code points; no honest text needs this many.
        _ if text.chars().count() > 12 * limit as usize + 64 => {
            Err(TextRefused::Malformed("This has more marks stacked on its letters than can be shown."))
        }
        _ if text.chars().all(is_blank) => Err(TextRefused::Empty),
        _ => Ok(text),
    }
}

/// Characters that show nothing and would only disguise a text: zero-width spaces, explicit
/// direction overrides, tags. Joiners stay: emoji and several scripts need them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Shows nothing where it stands alone: a text of nothing else is empty.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || is_joiner(c)
        || is_combining_mark(c)
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{2800}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// A text folded so that two spellings of one thing are equal: case, accents, punctuation and
/// white space do not count.
pub fn folded(text: &str) -> String {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd().filter(|c| !is_accent(*c) && !is_joiner(*c)) {
        if is_combining_mark(c) {
            // A vowel or a voicing sign, as Devanagari, Thai and kana have them: another sign is another word. Alone it
            // is none: a word has a letter or a digit.
            if !word.is_empty() {
                word.push(c);
            }
        } else if c.is_alphanumeric() {
            match c {
                'ß' => word.push_str("ss"),
                'æ' | 'Æ' => word.push_str("ae"),
                'œ' | 'Œ' => word.push_str("oe"),
                'ø' | 'Ø' => word.push('o'),
                'ł' | 'Ł' => word.push('l'),
                'đ' | 'Đ' => word.push('d'),
                'ı' => word.push('i'),
                c => word.extend(c.to_lowercase().filter(|c| *c != '\u{307}')),
            }
        } else if !word.is_empty() && !matches!(c, '.' | '\'' | '’') {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.join(" ")
}

/// A mark that two spellings of one word may differ in: accents, and the points of Hebrew and Arabic.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// What a text has once it was looked at: it is stored and shown as it is.
macro_rules! kept {
    ($($name:ident),*) => {$(
        impl $name {
            /// What was stored as this, without looking again.
            pub fn stored(text: String) -> Self {
                Self(text)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

pub(crate) use kept;

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($shape:ident, $limit:expr);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The longest it may be, in grapheme clusters.
            pub const LIMIT: u32 = $limit;

            /// The text, trimmed and cleaned.
            ///
            /// # Errors
            /// Empty, or longer than the limit.
            pub fn parse(text: &str) -> Result<Self, TextRefused> {
                $shape(text, Self::LIMIT).map(Self)
            }
        }

        kept!($name);
    )*};
}

/// Texts that are stored within something else, read back as they were stored; what members write is parsed.
macro_rules! stored {
    ($($name:ident),*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map(Self::stored)
            }
        }
    )*};
}

stored!(DoorQuestion, DoorAnswer, QuestionText, QuestionAnswer);

texts! {
    /// A member's name as it is shown, any script.
    Name(line, 80);
    /// What somebody does, in a line under the name.
    Headline(line, 160);
    /// A member's own words about themselves.
    Summary(lines, 2_000);
    /// Where somebody lives or works.
    Location(line, 80);
    /// An employer's name as its people write it.
    Employer(line, 100);
    /// The title of a position.
    Title(line, 100);
    /// A school's name.
    School(line, 120);
    /// A degree and its field.
    Degree(line, 100);
    /// A thing that interests somebody.
    Interest(line, 40);
    /// A group's name.
    GroupName(line, 80);
    /// What a group is about.
    GroupAbout(lines, 600);
    /// Where two people met (R1.5).
    MetAt(line, 100);
    /// A message of a conversation.
    MessageText(lines, 5_000);
    /// What a member keeps about a connection, for themselves (F18).
    MemoryNote(lines, 2_000);
    /// A word a member orders their connections by, for themselves (F18).
    Tag(line, 30);
    /// What somebody asks whoever would invite them (F7).
    DoorQuestion(line, 140);
    /// What is answered to it.
    DoorAnswer(lines, 300);
    /// What R asks before deciding about an invitation (F5).
    QuestionText(lines, 200);
    /// What S answers to it.
    QuestionAnswer(lines, 600);
    /// What M adds to an invitation of S's (F19).
    VouchText(line, 140);
    /// Why a moderator decides as they do; for moderators alone.
    ModerationReason(lines, 1_000);
    /// What moderators say to a member whom they warn.
    WarningText(lines, 1_000);
    /// What an outreach message is about (R4.6).
    OutreachSubject(line, 200);
    /// What an outreach message says (R4.6).
    OutreachBody(lines, 2_000);
    /// Why something is reported.
    ReportReason(lines, 1_000);
}

/// Reasons one member gives to another who decides, or who was decided about: long enough to say something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Reasons(String);

impl Reasons {
    /// The shortest they may be, in grapheme clusters.
    pub const LEAST: u32 = 20;
    /// The longest they may be, in grapheme clusters.
    pub const LIMIT: u32 = 2_000;

    /// The reasons, trimmed and cleaned.
    ///
    /// # Errors
    /// Empty, shorter or longer than they may be.
    pub fn parse(text: &str) -> Result<Self, TextRefused> {
        let text = lines(text, Self::LIMIT)?;
        match graphemes(&text) {
            length if length < Self::LEAST => Err(TextRefused::TooShort { least: Self::LEAST, length }),
            _ => Ok(Self(text)),
        }
    }
}

kept!(Reasons);

impl Name {
    /// What a friend would call them: the first word of the name.
    pub fn first(&self) -> &str {
        self.0.split(' ').next().unwrap_or(&self.0)
    }
}

/// A member's name in an address: 3–40 of `a–z 0–9 - _`, beginning and ending with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Handle(String);

/// Handles that would pass for something of the network's own, or for an id.
const RESERVED: [&str; 16] = [
    "admin",
    "administrator",
    "api",
    "help",
    "kith",
    "me",
    "moderator",
    "moderators",
    "official",
    "root",
    "security",
    "self",
    "staff",
    "support",
    "system",
    "team",
];

impl Handle {
    /// The handle, in lower case.
    ///
    /// # Errors
    /// Not of the form, all digits (that would be an id), or reserved.
    pub fn parse(text: &str) -> Result<Self, TextRefused> {
        let handle = text.trim().trim_start_matches('@').to_ascii_lowercase();
        let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = handle.as_bytes();
        if handle.is_empty() {
            return Err(TextRefused::Empty);
        }
        if !(3..=40).contains(&bytes.len()) {
            return Err(TextRefused::Malformed("A handle has 3 to 40 characters."));
        }
        if !bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            return Err(TextRefused::Malformed("A handle has only letters a–z, digits, - and _."));
        }
        if !edge(bytes.first()) || !edge(bytes.last()) {
            return Err(TextRefused::Malformed("A handle begins and ends with a letter or a digit."));
        }
        if bytes.iter().all(u8::is_ascii_digit) {
            return Err(TextRefused::Malformed("A handle needs at least one letter."));
        }
        if RESERVED.contains(&handle.as_str()) {
            return Err(TextRefused::Malformed("This handle is kept for the network itself."));
        }
        Ok(Self(handle))
    }

    /// A handle made from a name, for somebody who did not choose one; `salt` tells namesakes apart.
    pub fn from_name(name: &str, salt: Option<u32>) -> Self {
        let mut base = folded(name).replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        while base.contains("--") {
            base = base.replace("--", "-");
        }
        base.truncate(28);
        let base = base.trim_matches('-');
        let base = if base.len() < 3 || base.bytes().all(|b| b.is_ascii_digit()) { "member" } else { base };
        let handle = match salt {
            Some(salt) => format!("{base}-{salt}"),
            None => base.to_owned(),
        };
        Self::parse(&handle).unwrap_or_else(|_| Self(format!("member-{}", salt.unwrap_or(0))))
    }
}

kept!(Handle);

/// An e-mail address as its owner writes it, with the form under which it is unique.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    written: String,
}

impl Address {
    /// An address of at most 254 bytes with one `@`, a local part and a domain with a dot or `localhost`.
    ///
    /// # Errors
    /// Not of that form.
    pub fn parse(text: &str) -> Result<Self, TextRefused> {
        const FORM: TextRefused =
            TextRefused::Malformed("This is no e-mail address; it should look like ana@example.org.");
        // What is checked is what is kept: signs of full width would turn into others after the check.
        let written: String = text.trim().nfkc().collect();
        if written.is_empty() {
            return Err(TextRefused::Empty);
        }
        let (local, domain) = written.rsplit_once('@').ok_or(FORM)?;
        let plain = |c: char| {
            !c.is_control()
                && !c.is_whitespace()
                && !matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '\\' | '[' | ']')
        };
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let dotted = domain.contains('.') || domain == "localhost";
        if written.len() > 254
            || local.is_empty()
            || local.len() > 64
            || local.contains('@')
            || !local.chars().all(plain)
            || !dotted
            || !domain.split('.').all(label)
        {
            return Err(FORM);
        }
        Ok(Self { written })
    }

    /// As it was written, in NFKC.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The form under which it is unique: in lower case.
    pub fn normal(&self) -> String {
        self.written.to_lowercase().nfkc().collect()
    }
}

/// Never whole in a log: the first letter and the domain are enough to recognise it.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_folded_and_counted_in_graphemes() {
        assert_eq!(line("  Ana\t\n Lee ", 80).unwrap(), "Ana Lee");
        assert_eq!(line("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2).unwrap(), "👩‍👩‍👧‍👦👩‍👩‍👧‍👦");
        assert_eq!(line("abc", 2), Err(TextRefused::TooLong { limit: 2, length: 3 }));
        for empty in [
            "",
            "  ",
            "\u{200b}\u{202e}",
            "\u{200d}",
            "\0",
            "\u{3164}\u{ffa0}",
            "\u{2800} \u{115f}",
            "\u{301}",
        ] {
            assert_eq!(line(empty, 10), Err(TextRefused::Empty), "{empty:?}");
        }
    }

    #[test]
    fn stacked_marks_are_refused_rather_than_shown() {
        let zalgo = format!("a{}", "\u{301}".repeat(2_000));
        assert!(matches!(line(&zalgo, 80), Err(TextRefused::Malformed(_))));
    }

    #[test]
    fn folding_ignores_case_accents_and_punctuation() {
        assert_eq!(folded("Hartmann & Söhne, GmbH."), "hartmann sohne gmbh");
        assert_eq!(folded("İstanbul ÜNİVERSİTESİ"), "istanbul universitesi");
        assert_eq!(folded("S.A."), "sa");
        assert_eq!(folded("Łódź—Øst"), "lodz ost");
    }

    #[test]
    fn folding_keeps_the_signs_that_make_another_word() {
        for (one, another) in [("कमल", "कमाल"), ("ガス", "カス"), ("บาน", "บ้าน")]
        {
            assert_ne!(folded(one), folded(another));
        }
        assert_eq!(folded("שָׁלוֹם"), folded("שלום"));
        assert_eq!(folded("❤\u{fe0f} Ana \u{3099}"), "ana");
    }

    #[test]
    fn handles_are_plain_and_never_an_id() {
        assert_eq!(Handle::parse(" @Ana_Lee ").unwrap().as_str(), "ana_lee");
        for bad in ["", "ab", "-ana", "ana-", "123", "a b", "анна", "admin", &"a".repeat(41)] {
            assert!(Handle::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(Handle::from_name("Zoë Østergård", None).as_str(), "zoe-ostergard");
        assert_eq!(Handle::from_name("李小龙", Some(7)).as_str(), "member-7");
    }

    #[test]
    fn addresses_have_one_normal_form_and_no_hidden_header() {
        assert_eq!(Address::parse(" Ana@Example.ORG ").unwrap().normal(), "ana@example.org");
        assert_eq!(Address::parse("ａna@example.org").unwrap().as_str(), "ana@example.org");
        for bad in [
            "",
            "ana",
            "ana@",
            "@x.org",
            "a@b",
            "a@b..c",
            "a b@x.org",
            "a@x.org\nBcc: b@x.org",
            "a@x@y.org",
            "<a@x.org>",
            "a＠evil.org@x.org",
            "a﹥b@x.org",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad:?}");
        }
    }
}
