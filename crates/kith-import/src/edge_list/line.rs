//! One line of an edge list.

use super::refused::{Refused, Wrong};

/// The longest line in bytes. Comments of real files stay far below; a file without line ends is none of ours.
pub(super) const MAX_LENGTH: usize = 64 * 1024;

/// Columns after the two ids that are allowed, if they are numbers: a weight and a time.
const EXTRA_COLUMNS: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Blank, or a comment.
    Nothing,
    Edge(u64, u64),
}

/// Reads the line with this number, counted from 1.
pub(super) fn parse(text: &[u8], number: u64) -> Result<Line, Refused> {
    let refuse = |wrong| Err(Refused::at(number, text, wrong));
    if text.len() > MAX_LENGTH {
        return refuse(Wrong::TooLong { limit: MAX_LENGTH });
    }
    if text.contains(&0) {
        return refuse(Wrong::Binary);
    }
    let text = match number {
        1 => text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text),
        _ => text,
    };
    let text = text.trim_ascii();
    match text.first() {
        Some(b'%') if text.starts_with(b"%%MatrixMarket") => return refuse(Wrong::MatrixMarket),
        None | Some(b'#' | b'%') => return Ok(Line::Nothing),
        Some(_) => {}
    }

    let mut columns = columns(text);
    let (Some(from), to) = (columns.next(), columns.next()) else { return refuse(Wrong::OneColumn) };
    let Some(to) = to else {
        return refuse(if looks_binary(text) { Wrong::Binary } else { Wrong::OneColumn });
    };
    let (from, to) = match (id(from), id(to)) {
        (Ok(from), Ok(to)) => (from, to),
        (Err(_), Err(_)) if number == 1 && text.is_ascii() && !looks_binary(text) => {
            return refuse(Wrong::Heading);
        }
        (Err(wrong), _) | (_, Err(wrong)) => {
            return refuse(if looks_binary(text) { Wrong::Binary } else { wrong });
        }
    };
    for (index, column) in columns.enumerate() {
        if index == EXTRA_COLUMNS {
            return refuse(Wrong::TooManyColumns { most: 2 + EXTRA_COLUMNS });
        }
        if !is_number(column) {
            return refuse(Wrong::ExtraColumnNoNumber { column: index + 3 });
        }
    }
    Ok(Line::Edge(from, to))
}

/// Splits at runs of white space, and at commas with white space around them. Two commas in a row leave an
/// empty column between them.
fn columns(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end =
            text.iter().position(|&byte| byte == b',' || byte.is_ascii_whitespace()).unwrap_or(text.len());
        let (column, after) = text.split_at(end);
        let after = after.trim_ascii_start();
        rest = match after {
            [] => None,
            [b',', after @ ..] => Some(after.trim_ascii_start()),
            after => Some(after),
        };
        Some(column)
    })
}

fn id(column: &[u8]) -> Result<u64, Wrong> {
    if column.is_empty() || !column.iter().all(u8::is_ascii_digit) {
        let negative = matches!(column, [b'-', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
        return Err(if negative { Wrong::Negative } else { Wrong::NoNumber });
    }
    column
        .iter()
        .try_fold(0u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(Wrong::TooLarge)
}

fn is_number(column: &[u8]) -> bool {
    std::str::from_utf8(column).is_ok_and(|text| text.parse::<f64>().is_ok())
}

/// Control characters do not occur in text that people or programs write as lines.
fn looks_binary(text: &[u8]) -> bool {
    text.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
        || std::str::from_utf8(text).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Wrong {
        match parse(text.as_bytes(), 7) {
            Err(Refused::Line { wrong, line: 7, .. }) => wrong,
            other => panic!("{text:?} gave {other:?}"),
        }
    }

    #[test]
    fn two_ids_parted_by_white_space_or_a_comma() {
        for text in ["3 5", "3\t5", "  3   5  ", "3,5", "3 , 5", "3,\t5", "3 5 0.5", "3,5,-1,1289241911.7"] {
            assert_eq!(parse(text.as_bytes(), 7), Ok(Line::Edge(3, 5)), "{text:?}");
        }
        assert_eq!(parse(b"18446744073709551615 0", 1), Ok(Line::Edge(u64::MAX, 0)));
    }

    #[test]
    fn comments_and_blank_lines_hold_nothing() {
        for text in ["", "   ", "# 1 2", "% 1 2", "\t#x", "\u{feff}# first"] {
            assert_eq!(parse(text.as_bytes(), 1), Ok(Line::Nothing), "{text:?}");
        }
    }

    #[test]
    fn everything_else_is_named() {
        assert_eq!(wrong("17"), Wrong::OneColumn);
        assert_eq!(wrong("1,"), Wrong::NoNumber);
        assert_eq!(wrong("1,,2"), Wrong::NoNumber);
        assert_eq!(wrong(",2"), Wrong::NoNumber);
        assert_eq!(wrong("a b"), Wrong::NoNumber);
        assert_eq!(wrong("1.5 2"), Wrong::NoNumber);
        assert_eq!(wrong("-1 2"), Wrong::Negative);
        assert_eq!(wrong("1 18446744073709551616"), Wrong::TooLarge);
        assert_eq!(wrong("1 2 3 4 5"), Wrong::TooManyColumns { most: 4 });
        assert_eq!(wrong("1 2 friend"), Wrong::ExtraColumnNoNumber { column: 3 });
        assert_eq!(wrong("1 2 0 friend"), Wrong::ExtraColumnNoNumber { column: 4 });
        assert_eq!(wrong("\u{1}\u{2} 3"), Wrong::Binary);
        assert_eq!(wrong("1 2\0"), Wrong::Binary);
        assert_eq!(wrong("\u{feff}1 2"), Wrong::NoNumber);
        assert_eq!(wrong("%%MatrixMarket matrix coordinate"), Wrong::MatrixMarket);
        assert!(matches!(
            parse(b"source,target", 1),
            Err(Refused::Line { wrong: Wrong::Heading, line: 1, .. })
        ));
    }
}
