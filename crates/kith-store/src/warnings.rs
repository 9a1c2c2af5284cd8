//! What moderators said to a member whom they warned.

use kith_domain::id::{MemberId, WarningId};
use kith_domain::text::WarningText;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Batch, CommitFailure, Fault, Step, Touch, args, statements};

statements! {
    PUT = "warnings/put";
    LIST = "warnings/list";
    ACKNOWLEDGE = "warnings/acknowledge";
    DROP = "warnings/drop";
}

/// The most warnings that are shown of one member.
const MOST: i64 = 100;

/// A warning to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Which.
    pub id: WarningId,
    /// To whom.
    pub member: MemberId,
    /// In the moderators' words.
    pub text: WarningText,
    /// When.
    pub at: Timestamp,
    /// When the member said to have read it.
    pub acknowledged_at: Option<Timestamp>,
}

impl Store {
    /// The warnings of a member, the latest first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn warnings(&self, member: MemberId) -> Result<Vec<Warning>, Fault> {
        let rows = self.engine.rows(LIST.with(args![member.0, MOST])).await?;
        rows.iter()
            .map(|row| {
                Ok(Warning {
                    id: WarningId(row.int(0)?),
                    member,
                    text: WarningText::stored(row.text(1)?.to_owned()),
                    at: Timestamp(row.int(2)?),
                    acknowledged_at: row.opt_int(3)?.map(Timestamp),
                })
            })
            .collect()
    }

    /// A member has read a warning; false where there is none. The second time changes nothing.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn acknowledge_warning(
        &self,
        member: MemberId,
        warning: WarningId,
        at: Timestamp,
    ) -> Result<bool, Fault> {
        let steps = vec![ACKNOWLEDGE.step(args![member.0, warning.0, at.0], Touch::One)];
        match self.commit_batch(Batch { steps, journal: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }
}

pub(crate) fn put(warning: &Warning) -> Step {
    let row = args![warning.member.0, warning.id.0, warning.text.as_str(), warning.at.0];
    PUT.step(row, Touch::One)
}

pub(crate) fn dropped(member: MemberId) -> Step {
    DROP.step(args![member.0], Touch::Any)
}
