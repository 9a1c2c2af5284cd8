//! Why a file is not read.

use std::fmt;
use std::io;

/// Why a file was not taken. The text of each is one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The file cannot be opened or read at all; the system's own words.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// It is a directory.
    #[error("this is a directory, not a file")]
    Directory,
    /// The content is of a kind that is recognised and not read.
    #[error("this is {0}, not an edge list in plain text, gzip or zstd")]
    OtherKind(&'static str),
    /// Packed data ends early or does not unpack.
    #[error("the {packing} data is damaged or cut short after line {lines}")]
    Damaged {
        /// "gzip" or "zstd".
        packing: &'static str,
        /// Whole lines read until then.
        lines: u64,
    },
    /// More text than is taken in.
    #[error("the file holds more than {limit} bytes of text (reached after line {lines})")]
    TooMuchText {
        /// Bytes allowed.
        limit: u64,
        /// Whole lines read until then.
        lines: u64,
    },
    /// A line that is none of an edge list.
    #[error("line {line} {wrong}: “{text}”")]
    Line {
        /// Its number, counted from 1.
        line: u64,
        /// What is wrong with it.
        wrong: Wrong,
        /// Its beginning, fit for a terminal.
        text: String,
    },
    /// More ids than are taken in.
    #[error("line {line} names the file's {}th id, and at most {limit} are taken", u64::from(*limit) + 1)]
    TooManyNodes {
        /// The line's number, counted from 1.
        line: u64,
        /// Ids allowed.
        limit: u32,
    },
    /// More edges than are taken in.
    #[error("line {line} is the file's {}th edge, and at most {limit} are taken", limit + 1)]
    TooManyEdges {
        /// The line's number, counted from 1.
        line: u64,
        /// Edges allowed.
        limit: usize,
    },
    /// Nothing but comments and blank lines, or nothing at all.
    #[error("the file holds no edge: expected lines of two ids, such as “17 42”")]
    NoEdges,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Bytes that are not text.
    #[error("is not text; this looks like a binary file")]
    Binary,
    /// Longer than any line of an edge list.
    #[error("is longer than {limit} bytes")]
    TooLong {
        /// Bytes allowed.
        limit: usize,
    },
    /// The first line has words for columns.
    #[error("is a heading, not two ids; remove it or put # before it")]
    Heading,
    /// A Matrix Market file, whose second line looks like an edge and is none.
    #[error("says that this is a Matrix Market file; remove its heading and the line of sizes after it")]
    MatrixMarket,
    /// Nothing that parts two ids.
    #[error("has one column, not two ids parted by a space, a tab or a comma")]
    OneColumn,
    /// More than two ids, a weight and a time.
    #[error("has more than {most} columns; two ids are expected, and after them at most a weight and a time")]
    TooManyColumns {
        /// Columns allowed.
        most: usize,
    },
    /// An id that is not a whole number.
    #[error("has an id that is not a whole number")]
    NoNumber,
    /// An id below zero.
    #[error("has a negative id")]
    Negative,
    /// An id beyond 64 bits.
    #[error("has an id larger than 18446744073709551615")]
    TooLarge,
    /// A further column that is no number.
    #[error("has something other than a number in column {column}")]
    ExtraColumnNoNumber {
        /// The column, counted from 1.
        column: usize,
    },
}

impl Refused {
    pub(super) fn unreadable(error: io::Error) -> Self {
        Self::Unreadable(error.to_string())
    }

    pub(super) fn at(line: u64, text: &[u8], wrong: Wrong) -> Self {
        Self::Line { line, wrong, text: Excerpt(text).to_string() }
    }
}

/// The beginning of a line from a stranger's file, such that it cannot move a terminal's cursor, turn the
/// direction of the text around it, or fill the screen.
struct Excerpt<'a>(&'a [u8]);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 40;
        // Four bytes make a character at most.
        let bytes = &self.0[..self.0.len().min(SHOWN * 4 + 4)];
        let text = String::from_utf8_lossy(bytes);
        let mut characters = text.chars();
        for character in characters.by_ref().take(SHOWN) {
            if character.is_ascii_graphic() || character == ' ' || character.is_alphanumeric() {
                write!(f, "{character}")?;
            } else {
                write!(f, "{}", character.escape_default())?;
            }
        }
        if characters.next().is_some() || bytes.len() < self.0.len() { write!(f, "…") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_short_and_harmless() {
        let shown = |bytes: &[u8]| Excerpt(bytes).to_string();
        assert_eq!(shown(b"a\tb"), "a\\tb");
        assert_eq!(shown(b"\x1b[2J\xff"), "\\u{1b}[2J\\u{fffd}");
        assert_eq!(shown("\u{202e}Zoë".as_bytes()), "\\u{202e}Zoë");
        assert_eq!(shown(&[b'x'; 41]), format!("{}…", "x".repeat(40)));
        assert_eq!(shown(&[b'x'; 40]), "x".repeat(40));
        assert_eq!(shown("字".repeat(100).as_bytes()), format!("{}…", "字".repeat(40)));
    }
}
