//! Long lists on pages: a piece at a time, the next one a link away.

use std::fmt::Write as _;

use kith_app::Cursor;

/// How many rows one page of a list shows.
pub const ROWS: u32 = 30;

/// Where to go on, as the address says it. What is no cursor begins the list: a page is not worth an error.
pub fn place(cursor: Option<&str>) -> Option<Cursor> {
    cursor.and_then(|text| text.parse().ok())
}

/// The address of the next piece of the list at `path`, with what else its address holds.
pub fn next(path: &str, kept: &[(&str, &str)], cursor: Option<Cursor>) -> Option<String> {
    let cursor = cursor?;
    let mut address = format!("{path}?");
    for (name, value) in kept.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(address, "{name}={}&", escaped(value));
    }
    let _ = write!(address, "cursor={cursor}");
    Some(address)
}

/// A value as it stands in the query of an address.
pub fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                escaped.push(char::from(byte))
            }
            _ => {
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_searched_for_survives_the_address() {
        assert_eq!(escaped("Núñez & Co"), "N%C3%BA%C3%B1ez%20%26%20Co");
    }

    #[test]
    fn what_is_no_cursor_begins_the_list() {
        assert_eq!(place(Some("<script>")), None);
        assert_eq!(place(None), None);
        assert_eq!(next("/people", &[], None), None);
    }
}
