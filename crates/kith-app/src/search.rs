//! Finding members.

use std::collections::HashMap;

use kith_domain::id::MemberId;
use kith_domain::profile::Person;
use kith_domain::text::folded;
use kith_store::search::{Found, Match};

use crate::relationship::{Bearing, bearings};
use crate::{Actor, App, Cursor, Fault, Page};

/// At most this many members are found; who wants others asks more closely.
const MOST_FOUND: u32 = 500;
/// At most this many characters of a question are read.
const MOST_CHARACTERS: usize = 200;
/// At most this many words of a question are read.
const MOST_WORDS: usize = 8;

/// Where in a profile a question was found, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name.
    Name,
    /// The line below it.
    Headline,
    /// An employer.
    Employer,
    /// A school.
    School,
    /// An interest.
    Interest,
}

impl Field {
    const ALL: [Self; 5] = [Self::Name, Self::Headline, Self::Employer, Self::School, Self::Interest];
}

/// A member who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Who.
    pub person: Person,
    /// How they stand to the one who asks.
    pub bearing: Bearing,
    /// Where the words were found, the weightiest first; nowhere for an empty question.
    pub matched: Vec<Field>,
}

/// Members whose name, headline, employers, schools and interests have every word of `question`, the last of them as
/// its beginning; case, accents and punctuation do not count. Without the one who asks, who is not active, and whom a
/// block hides (R11.7).
///
/// The order: whole names, then beginnings of names, then by the least weighty field that was needed; within each the
/// connections first, then their connections; then the newest members. It rests on nothing but the member and the
/// question, so a page goes on where the last one ended, whoever comes and goes. An empty question is all members,
/// the newest first; one without a letter or digit finds nobody.
///
/// # Errors
/// The database is in trouble.
pub async fn search(
    app: &App,
    actor: Actor,
    question: &str,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Hit>, Fault> {
    let page = if question.trim().is_empty() {
        let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
        let rows = app.store().newest_members(actor.member, before, Page::<Person>::read(most)).await?;
        Page::cut(rows, most, |person| Cursor::new(0, person.id.0)).map(|person| (person, Vec::new()))
    } else {
        let words = words(question);
        let found = app.store().find_members(actor.member, &words, MOST_FOUND).await?;
        let ranked = ranked(found, &words);
        let rest = ranked
            .into_iter()
            .skip_while(|hit| cursor.is_some_and(|cursor| hit.place() <= (cursor.rank, -cursor.id)))
            .take(Page::<Person>::read(most) as usize)
            .collect();
        Page::cut(rest, most, |hit: &Ranked| Cursor::new(hit.rank, hit.person.id.0))
            .map(|hit| (hit.person, hit.matched))
    };
    let ids: Vec<MemberId> = page.items.iter().map(|(person, _)| person.id).collect();
    let mut bearings = bearings(app, actor, &ids).await?.into_iter();
    let items = page.items.into_iter().zip(bearings.by_ref());
    let items = items.map(|((person, matched), bearing)| Hit { person, bearing, matched }).collect();
    Ok(Page { items, next: page.next })
}

/// A match with its place.
struct Ranked {
    rank: i64,
    person: Person,
    matched: Vec<Field>,
}

impl Ranked {
    fn place(&self) -> (i64, i64) {
        (self.rank, -self.person.id.0)
    }
}

/// The words of a question, folded as the documents are.
fn words(question: &str) -> Vec<String> {
    let read: String = question.chars().take(MOST_CHARACTERS).collect();
    folded(&read).split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).map(str::to_owned).collect()
}

fn ranked(found: Found, words: &[String]) -> Vec<Ranked> {
    let mut degrees: HashMap<MemberId, u8> = HashMap::with_capacity(found.near.len());
    for (member, degree) in found.near {
        degrees.entry(member).and_modify(|known| *known = degree.min(*known)).or_insert(degree);
    }
    let mut ranked: Vec<Ranked> = found
        .matches
        .into_iter()
        .map(|Match { person, fields }| {
            let (class, matched) = place(&fields, words);
            let degree = degrees.get(&person.id).copied().unwrap_or(3);
            Ranked { rank: class * 4 + i64::from(degree), person, matched }
        })
        .collect();
    ranked.sort_by_key(Ranked::place);
    ranked
}

/// How well a document answers the words, the lower the better, and in which fields they were found.
fn place(fields: &[String; 5], words: &[String]) -> (i64, Vec<Field>) {
    let mut matched = Vec::new();
    let (mut worst, mut whole) = (0, true);
    for (at, word) in words.iter().enumerate() {
        let last = at + 1 == words.len();
        let has = |field: &String, exactly: bool| {
            field
                .split([' ', '\n'])
                .any(|found| found == word || (!exactly && found.starts_with(word.as_str())))
        };
        let exact = fields.iter().position(|field| has(field, true));
        let begun = fields.iter().position(|field| has(field, false)).filter(|_| last);
        // The weightier field counts, though a lesser one has the whole word.
        let Some(field) = exact.into_iter().chain(begun).min() else { continue };
        whole &= has(&fields[field], true);
        worst = worst.max(field);
        matched.push(Field::ALL[field]);
    }
    matched.sort_unstable();
    matched.dedup();
    let class = match worst {
        0 if whole => 0,
        0 => 1,
        field => i64::try_from(field).unwrap_or(5) + 1,
    };
    (class, matched)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_words_whatever_else_is_in_it() {
        assert_eq!(words("  Zoë \"Østergård\" "), ["zoe", "ostergard"]);
        assert_eq!(
            words("name: a* OR NOT (b) AND -c ^d NEAR/2"),
            ["name", "a", "or", "not", "b", "and", "c", "d"]
        );
        assert!(words("\0\u{202e}💥 \"*\" ++ '").is_empty());
        assert_eq!(words(&"x".repeat(10_000)).concat().len(), MOST_CHARACTERS);
    }

    #[test]
    fn whole_names_come_before_beginnings_and_names_before_the_rest() {
        let document =
            ["ana lee", "writes rust", "quill", "harbour school", "rust\nchoir"].map(str::to_owned);
        let placed = |question: &str| place(&document, &words(question));
        assert_eq!(placed("Lee"), (0, vec![Field::Name]));
        assert_eq!(placed("ana le"), (1, vec![Field::Name]));
        assert_eq!(placed("rust"), (2, vec![Field::Headline]));
        assert_eq!(placed("ana quill"), (3, vec![Field::Name, Field::Employer]));
        assert_eq!(placed("choir"), (5, vec![Field::Interest]));
    }
}
