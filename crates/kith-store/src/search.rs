//! Finding members by the words of their documents, which are folded as questions are.

use kith_domain::id::MemberId;
use kith_domain::profile::Person;

use crate::Store;
use crate::apart::Kept;
use crate::engine::{Fault, Query, Row, args, statements};
use crate::profiles::decode_person;

statements! {
    FIND = "search/find" per engine;
    NEWEST = "search/newest";
}

/// How many matches are looked at for the best.
const MOST_MATCHES: i64 = 5_000;

/// A member whose document matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Who.
    pub person: Person,
    /// The words of the document: name, headline, employers, schools, interests, folded.
    pub fields: [String; 5],
}

/// What the best matches are, and who is near the one who asks.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The best matches.
    pub matches: Vec<Match>,
    /// Those of them at the 1st (1) and at the 2nd degree (2).
    pub near: Vec<(MemberId, u8)>,
}

impl Store {
    /// The best `most` members whose document has every one of `words`, the last of them as its beginning, without
    /// `viewer` and whom a block keeps apart; and who of them is near the viewer.
    ///
    /// `words` are folded: letters and digits alone, so nothing in them means anything to the search itself.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn find_members(&self, viewer: MemberId, words: &[String], most: u32) -> Result<Found, Fault> {
        if words.is_empty() {
            return Ok(Found::default());
        }
        let apart = self.apart(viewer, Kept::Apart).await?;
        let queries = vec![find(viewer, words, apart.room(most))];
        let mut rows = self.engine.fetch_long(queries).await?.pop().unwrap_or_default();
        apart.leave_out(&mut rows, most)?;
        let matches = rows.iter().map(decode).collect::<Result<Vec<Match>, Fault>>()?;
        let members: Vec<MemberId> = matches.iter().map(|found| found.person.id).collect();
        let degrees = self.known(|graph| graph.near_degrees(viewer, &members)).await?;
        let near = members.into_iter().zip(degrees);
        let near = near.filter_map(|(member, degree)| Some((member, degree?.number())));
        Ok(Found { near: near.collect(), matches })
    }

    /// All members as `viewer` finds them, the newest first, below `before`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn newest_members(
        &self,
        viewer: MemberId,
        before: i64,
        most: u32,
    ) -> Result<Vec<Person>, Fault> {
        let apart = self.apart(viewer, Kept::Apart).await?;
        let mut rows = self.engine.rows(NEWEST.with(args![viewer.0, before, apart.room(most)])).await?;
        apart.leave_out(&mut rows, most)?;
        rows.iter().map(decode_person).collect()
    }
}

/// The question in both engines' forms: `"ana" "le"*` and `'ana' & 'le':*`.
fn find(viewer: MemberId, words: &[String], most: i64) -> Query {
    let all = |quote: &str, and: &str, begins: &str| {
        let quoted: Vec<String> = words.iter().map(|word| format!("{quote}{word}{quote}")).collect();
        format!("{}{begins}", quoted.join(and))
    };
    let (lite, pg) = (all("\"", " ", "*"), all("'", " & ", ":*"));
    FIND.with(args![viewer.0, lite, pg, MOST_MATCHES, most])
}

fn decode(row: &Row) -> Result<Match, Fault> {
    let field = |column| -> Result<String, Fault> { Ok(row.text(column)?.to_owned()) };
    Ok(Match {
        person: decode_person(row)?,
        fields: [field(7)?, field(8)?, field(9)?, field(10)?, field(11)?],
    })
}
