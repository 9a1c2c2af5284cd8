//! What members keep about their connections, for themselves alone (F18): all of it on their own shard.

use kith_domain::id::{InvitationId, MemberId};
use kith_domain::memory::{Day, Memory};
use kith_domain::relation::Pair;
use kith_domain::text::{MemoryNote, Tag};
use kith_domain::time::Timestamp;

use crate::engine::{Batch, CommitFailure, Fault, Row, Touch, args, statements};
use crate::{Store, relations};

statements! {
    READ = "memory/read";
    TAGS_OF = "memory/tags_of";
    PUT = "memory/put";
    FORGET = "memory/forget";
    FORGET_TAGS = "memory/forget_tags";
    PUT_TAG = "memory/put_tag";
    TAGS = "memory/tags";
    TAGGED = "memory/tagged";
    DUE = "memory/due";
}

/// How two people came to be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Since when.
    pub since: Timestamp,
    /// Who had invited, and by which invitation; none where an import connected them.
    pub invitation: Option<(MemberId, InvitationId)>,
}

/// What is kept about somebody, and how the two met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What is kept.
    pub memory: Memory,
    /// How they met, as it was when it was first written.
    pub origin: Origin,
}

/// A tag a member gives, and to how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenTag {
    /// In one of the spellings it was given in.
    pub tag: Tag,
    /// The form two spellings share.
    pub key: String,
    /// To how many.
    pub count: u32,
}

impl Store {
    /// What a member keeps about another; nothing where they keep nothing.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn memory(&self, member: MemberId, other: MemberId) -> Result<Option<Kept>, Fault> {
        let row = args![member.0, other.0];
        let rows = self.engine.fetch(vec![READ.with(row.clone()), TAGS_OF.with(row)]).await?;
        let [kept, tags] = rows.as_slice() else { return Ok(None) };
        kept.first().map(|row| decode(row, tags)).transpose()
    }

    /// Writes what a member keeps about a connection; only while the two are connected.
    ///
    /// # Errors
    /// `Conflict` where they are not.
    pub async fn put_memory(
        &self,
        member: MemberId,
        pair: Pair,
        memory: &Memory,
        origin: Origin,
        at: Timestamp,
    ) -> Result<(), CommitFailure> {
        let other = pair.other(member);
        let (sender, invitation) = origin.invitation.map_or((0, 0), |(sender, id)| (sender.0, id.0));
        let row = args![
            member.0,
            other.0,
            memory.note.as_ref().map(MemoryNote::as_str),
            memory.next_contact.map(Day::since_1970),
            origin.since.0,
            sender,
            invitation,
            at.0
        ];
        let mut steps = vec![
            relations::guard_connected(pair),
            PUT.step(row, Touch::One),
            FORGET_TAGS.step(args![member.0, other.0], Touch::Any),
        ];
        for (place, tag) in (0_i64..).zip(&memory.tags) {
            let row = args![member.0, other.0, tag.key(), tag.as_str(), place];
            steps.push(PUT_TAG.step(row, Touch::One));
        }
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }

    /// A member keeps nothing about another any more. The second time changes nothing.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn forget_memory(&self, member: MemberId, other: MemberId) -> Result<(), CommitFailure> {
        let row = args![member.0, other.0];
        let steps = vec![FORGET.step(row.clone(), Touch::AtMostOne), FORGET_TAGS.step(row, Touch::Any)];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }

    /// The tags a member gives, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn given_tags(&self, member: MemberId, most: u32) -> Result<Vec<GivenTag>, Fault> {
        let rows = self.engine.rows(TAGS.with(args![member.0, i64::from(most)])).await?;
        rows.iter()
            .map(|row| {
                Ok(GivenTag {
                    tag: Tag::stored(row.text(0)?.to_owned()),
                    key: row.text(1)?.to_owned(),
                    count: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
                })
            })
            .collect()
    }

    /// To whom a member gave a tag, by ascending id, after `after`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn tagged(
        &self,
        member: MemberId,
        key: &str,
        after: i64,
        most: u32,
    ) -> Result<Vec<MemberId>, Fault> {
        let query = TAGGED.with(args![member.0, key, after, i64::from(most)]);
        self.engine.rows(query).await?.iter().map(|row| row.int(0).map(MemberId)).collect()
    }

    /// With whom a member wants to be in touch up to a day, the longest since first, after the place `(day, id)`, at
    /// most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn contacts_due(
        &self,
        member: MemberId,
        until: Day,
        after: (i64, i64),
        most: u32,
    ) -> Result<Vec<(MemberId, Day)>, Fault> {
        let row = args![member.0, until.since_1970(), after.0, after.1, i64::from(most)];
        let rows = self.engine.rows(DUE.with(row)).await?;
        rows.iter()
            .filter_map(|row| match (row.int(0), row.int(1)) {
                (Ok(other), Ok(day)) => Day::new(day).map(|day| Ok((MemberId(other), day))),
                (Err(fault), _) | (_, Err(fault)) => Some(Err(fault)),
            })
            .collect()
    }
}

fn decode(row: &Row, tags: &[Row]) -> Result<Kept, Fault> {
    let (sender, invitation) = (row.int(3)?, row.int(4)?);
    let memory = Memory {
        note: row.opt_text(0)?.map(|note| MemoryNote::stored(note.to_owned())),
        tags: tags
            .iter()
            .map(|row| Ok(Tag::stored(row.text(0)?.to_owned())))
            .collect::<Result<_, Fault>>()?,
        next_contact: row.opt_int(1)?.and_then(Day::new),
    };
    let invitation = (invitation > 0).then_some((MemberId(sender), InvitationId(invitation)));
    Ok(Kept { memory, origin: Origin { since: Timestamp(row.int(2)?), invitation } })
}
