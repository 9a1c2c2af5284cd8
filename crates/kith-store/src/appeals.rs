//! Appeals against restrictions.

use kith_domain::id::{MemberId, RestrictionId};
use kith_domain::standing::{Appeal, AppealAnswer, AppealOutcome};
use kith_domain::text::Reasons;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::codes::Code;
use crate::engine::{Fault, Row, Step, Touch, args, statements};

statements! {
    PUT = "appeals/put";
    ANSWER = "appeals/answer";
    READ = "appeals/read";
}

impl Store {
    /// The appeal against a restriction of a member, if there is one.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn appeal(
        &self,
        member: MemberId,
        restriction: RestrictionId,
    ) -> Result<Option<Appeal>, Fault> {
        let row = self.engine.row(READ.with(args![member.0, restriction.0])).await?;
        row.as_ref().map(|row| decode(member, restriction, row)).transpose()
    }
}

pub(crate) fn put(appeal: &Appeal) -> Step {
    let Appeal { member, restriction, text, at, due_at, answer: _ } = appeal;
    PUT.step(args![member.0, restriction.0, text.as_str(), at.0, due_at.0], Touch::One)
}

pub(crate) fn answer(member: MemberId, restriction: RestrictionId, answer: &AppealAnswer) -> Step {
    let AppealAnswer { outcome, reason, by, at } = answer;
    let row = args![member.0, restriction.0, outcome.code(), at.0, by.0, reason.as_str()];
    ANSWER.step(row, Touch::One)
}

fn decode(member: MemberId, restriction: RestrictionId, row: &Row) -> Result<Appeal, Fault> {
    let answer = match row.int(3)? {
        0 => None,
        code => Some(AppealAnswer {
            outcome: AppealOutcome::read(code)?,
            reason: Reasons::stored(row.opt_text(6)?.unwrap_or_default().to_owned()),
            by: MemberId(row.opt_int(5)?.unwrap_or_default()),
            at: Timestamp(row.opt_int(4)?.unwrap_or_default()),
        }),
    };
    Ok(Appeal {
        member,
        restriction,
        text: Reasons::stored(row.text(0)?.to_owned()),
        at: Timestamp(row.int(1)?),
        due_at: Timestamp(row.int(2)?),
        answer,
    })
}
