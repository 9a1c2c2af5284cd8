//! What a member keeps about a connection, for themselves alone: a note, tags, when to be in touch next (F18).
//!
//! Nothing of it exists for the other one: in no field, no count and no export of theirs.

use crate::text::{MemoryNote, Tag};

/// At most this many tags on one connection.
pub const MOST_TAGS: usize = 20;
/// The last day that may be named: 31 December 2199.
const LAST_DAY: i64 = 84_005;

/// A calendar day, in days since 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// 1 January 1970.
    pub const FIRST: Self = Self(0);
    /// 31 December 2199.
    pub const LAST: Self = Self(LAST_DAY);

    /// A day of the years 1970 to 2199, or nothing.
    pub fn new(since_1970: i64) -> Option<Self> {
        (0..=LAST_DAY).contains(&since_1970).then_some(Self(since_1970))
    }

    /// Days since 1 January 1970.
    pub fn since_1970(self) -> i64 {
        self.0
    }
}

/// What a member keeps about a connection.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memory {
    /// In the member's own words.
    pub note: Option<MemoryNote>,
    /// Their own order of things, each tag once, in the order they gave them.
    pub tags: Vec<Tag>,
    /// The day on which they want to be in touch next.
    pub next_contact: Option<Day>,
}

/// More tags than a connection holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyTags;

impl Memory {
    /// What is kept; a tag given twice counts once.
    ///
    /// # Errors
    /// More than [`MOST_TAGS`] tags.
    pub fn new(
        note: Option<MemoryNote>,
        tags: Vec<Tag>,
        next_contact: Option<Day>,
    ) -> Result<Self, TooManyTags> {
        let mut once: Vec<Tag> = Vec::with_capacity(tags.len());
        for tag in tags {
            if !once.iter().any(|kept| kept.key() == tag.key()) {
                once.push(tag);
            }
        }
        if once.len() > MOST_TAGS { Err(TooManyTags) } else { Ok(Self { note, tags: once, next_contact }) }
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Tag {
    /// The form under which two spellings of one tag are equal. Signs count here: C++ is not C#.
    pub fn key(&self) -> String {
        self.as_str().to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_counts_once_and_twenty_are_the_most_f18() {
        let tag = |text: &str| Tag::parse(text).unwrap();
        let memory =
            Memory::new(None, vec![tag("Choir"), tag("choir "), tag("C++"), tag("C#")], None).unwrap();
        assert_eq!(memory.tags, [tag("Choir"), tag("C++"), tag("C#")]);
        let many = |count: usize| (0..count).map(|n| tag(&format!("tag {n}"))).collect();
        assert!(Memory::new(None, many(MOST_TAGS), None).is_ok());
        assert_eq!(Memory::new(None, many(MOST_TAGS + 1), None), Err(TooManyTags));
    }

    #[test]
    fn a_day_is_of_years_that_a_calendar_shows_f18() {
        assert_eq!(Day::new(0).map(Day::since_1970), Some(0));
        assert!(Day::new(-1).is_none() && Day::new(LAST_DAY + 1).is_none() && Day::new(LAST_DAY).is_some());
    }
}
