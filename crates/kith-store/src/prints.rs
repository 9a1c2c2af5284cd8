//! The prints of a member's notes of late, which the next one is held against (F10).

use kith_domain::change::PrintKept;
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{Earlier, Print};
use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Fault, Query, Row, Step, Touch, args, statements};

statements! {
    RECENT = "prints/recent";
    PUT = "prints/put";
    DROP = "prints/drop";
    FORGET = "prints/forget";
}

/// A note is held against so many of its sender's, the latest.
const MOST: u32 = 1_000;

impl Store {
    /// The prints of a member's notes since then, the latest first; of very many only the latest.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn recent_prints(&self, member: MemberId, since: Timestamp) -> Result<Vec<Earlier>, Fault> {
        decode(&self.engine.rows(recent(member, since)).await?)
    }
}

pub(crate) fn recent(member: MemberId, since: Timestamp) -> Query {
    RECENT.with(args![member.0, since.0, i64::from(MOST)])
}

pub(crate) fn decode(rows: &[Row]) -> Result<Vec<Earlier>, Fault> {
    rows.iter()
        .map(|row| Ok(Earlier { to: MemberId(row.int(0)?), print: Print([row.int(1)?, row.int(2)?]) }))
        .collect()
}

/// Keeps a print, or takes out what an invitation had, and forgets what is too old.
pub(crate) fn keep(kept: &PrintKept) -> [Step; 2] {
    let PrintKept { sender, invitation, recipient, sent_at, print, forget_before } = *kept;
    let put = match print {
        Some(Print([a, b])) => {
            PUT.step(args![sender.0, sent_at.0, invitation.0, recipient.0, a, b], Touch::One)
        }
        None => drop(sender, sent_at, invitation),
    };
    [FORGET.step(args![sender.0, forget_before.0], Touch::Any), put]
}

pub(crate) fn drop(sender: MemberId, sent_at: Timestamp, invitation: InvitationId) -> Step {
    DROP.step(args![sender.0, sent_at.0, invitation.0], Touch::AtMostOne)
}
