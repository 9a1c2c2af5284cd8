//! The record of commits, as those read it who follow it, each with a place of its own.

use kith_domain::change::EventKind;
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::relation::Pair;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Batch, CommitFailure, Fault, Row, Step, Touch, args, statements};
use crate::unknown;

statements! {
    AFTER = "journal/after";
    BEFORE = "journal/before";
    POSITION = "journal/position";
    END = "journal/end";
    ADVANCE = "journal/advance";
}

/// One thing that happened, with its place in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its number; rises, without gaps that are filled later.
    pub seq: i64,
    /// The two it happened between; none where it is about one member alone.
    pub pair: Option<Pair>,
    /// The version of what stands between the two since then; 0 where it is not about that.
    pub version: i64,
    /// What happened.
    pub kind: EventKind,
    /// About which invitation.
    pub invitation: Option<InvitationId>,
    /// Who did it.
    pub actor: MemberId,
    /// When.
    pub at: Timestamp,
    /// From when on others may learn of it (R8.7).
    pub visible_at: Timestamp,
}

/// Who follows the journal, each with a place that moves in the same batch as what they write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Turns entries into members' news.
    Notifications,
    /// Tidies up invitations whose time has run out.
    Expiry,
}

impl Reader {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Notifications => "notifications",
            Self::Expiry => "expiry",
        }
    }
}

impl Store {
    /// The entries after `after`, in order, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn journal_after(&self, after: i64, most: u32) -> Result<Vec<Entry>, Fault> {
        self.engine.rows(AFTER.with(args![after, i64::from(most)])).await?.iter().map(decode).collect()
    }

    /// The entries up to `to`, the last one first, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn journal_before(&self, to: i64, most: u32) -> Result<Vec<Entry>, Fault> {
        self.engine.rows(BEFORE.with(args![to, i64::from(most)])).await?.iter().map(decode).collect()
    }

    /// The number of the last entry; 0 before the first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub(crate) async fn journal_end(&self) -> Result<i64, Fault> {
        let row = self.engine.row(END.with(args![])).await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    /// How far a reader has come; 0 before the first entry.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn journal_position(&self, reader: Reader) -> Result<i64, Fault> {
        let row = self.engine.row(POSITION.with(args![reader.name()])).await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    /// A reader that writes nothing of its own has come from `from` to `to`.
    ///
    /// # Errors
    /// `Conflict` where it stands elsewhere: another process reads for it too.
    pub async fn advance_journal(&self, reader: Reader, from: i64, to: i64) -> Result<(), CommitFailure> {
        let steps = vec![advance(reader, from, to)];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }
}

/// The step by which a reader comes from `from` to `to`, and nobody else with it.
pub(crate) fn advance(reader: Reader, from: i64, to: i64) -> Step {
    ADVANCE.step(args![reader.name(), from, to], Touch::One)
}

fn decode(row: &Row) -> Result<Entry, Fault> {
    let kind = row.int(4)?;
    Ok(Entry {
        seq: row.int(0)?,
        pair: Pair::of(MemberId(row.int(1)?), MemberId(row.int(2)?)),
        version: row.int(3)?,
        kind: EventKind::of(kind).ok_or_else(|| unknown("journal.kind", kind))?,
        invitation: Some(row.int(5)?).filter(|id| *id > 0).map(InvitationId),
        actor: MemberId(row.int(6)?),
        at: Timestamp(row.int(7)?),
        visible_at: Timestamp(row.int(8)?),
    })
}
