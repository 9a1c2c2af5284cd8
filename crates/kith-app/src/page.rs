use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The longest page a list is given in.
pub const MOST_ON_A_PAGE: u32 = 100;

/// A place in a list from which to go on: the sort key of the last row that was shown, so it stays right while
/// rows come and go. Opaque to clients; one of another list leads somewhere, never to an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) rank: i64,
    pub(crate) id: i64,
}

impl Cursor {
    pub(crate) fn new(rank: i64, id: i64) -> Self {
        Self { rank, id }
    }

    /// The place before the first row of a list that falls.
    pub(crate) fn top(cursor: Option<Self>) -> (i64, i64) {
        cursor.map_or((i64::MAX, i64::MAX), |cursor| (cursor.rank, cursor.id))
    }
}

/// A text that is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACursor;

impl fmt::Display for NotACursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a cursor of this list")
    }
}

impl std::error::Error for NotACursor {}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.rank.to_be_bytes());
        bytes[8..].copy_from_slice(&self.id.to_be_bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotACursor)?;
        let bytes: [u8; 16] = bytes.try_into().map_err(|_| NotACursor)?;
        let number = |from: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&bytes[from..from + 8]);
            i64::from_be_bytes(eight)
        };
        Ok(Self { rank: number(0), id: number(8) })
    }
}

/// Some rows of a list, and where it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; none after the last row.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// How many rows to read for a page of `most`: one more, to know whether there is another page.
    pub(crate) fn read(most: u32) -> u32 {
        most.clamp(1, MOST_ON_A_PAGE) + 1
    }

    /// The page of at most `most` from rows that were read as [`Page::read`] says.
    pub(crate) fn cut(mut rows: Vec<T>, most: u32, place: impl Fn(&T) -> Cursor) -> Self {
        let most = most.clamp(1, MOST_ON_A_PAGE) as usize;
        let more = rows.len() > most;
        rows.truncate(most);
        let next = rows.last().filter(|_| more).map(place);
        Self { items: rows, next }
    }

    /// A page without rows.
    pub(crate) fn empty() -> Self {
        Self { items: Vec::new(), next: None }
    }

    /// The same page of other rows.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_wire_and_nothing_else_is_one() {
        for cursor in [Cursor::new(0, 0), Cursor::new(i64::MIN, i64::MAX), Cursor::new(1_795_000_000_000, -7)]
        {
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for bad in ["", "1", "AAAA", "\0", "AAAAAAAAAAAAAAAAAAAAAA==", "💥", &"A".repeat(10_000)] {
            assert_eq!(bad.parse::<Cursor>(), Err(NotACursor), "{bad:?}");
        }
    }

    #[test]
    fn a_page_ends_where_the_list_does() {
        let place = |n: &i64| Cursor::new(*n, *n);
        assert_eq!(Page::cut(vec![3, 2, 1], 2, place), Page { items: vec![3, 2], next: Some(place(&2)) });
        assert_eq!(Page::cut(vec![3, 2], 2, place), Page { items: vec![3, 2], next: None });
        assert_eq!(Page::<i64>::read(1_000_000), 101);
        assert_eq!(Page::<i64>::read(0), 2);
    }
}
