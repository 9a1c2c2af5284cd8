//! Members' allowances, marks, restrictions and reports.

use kith_domain::id::{InvitationId, MemberId, RestrictionId};
use kith_domain::policy::{Lifts, Limit};
use kith_domain::standing::{
    Count, Decided, FactsKind, Ground, Redress, Restriction, Scope, Standing, Statement,
};
use kith_domain::text::Reasons;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::audit::{self, AuditEntry, AuditHead};
use crate::codes::Code;
use crate::engine::{Batch, CommitFailure, Fault, Query, Row, Step, Touch, args, statements};

statements! {
    READ = "standing/read";
    INSERT = "standing/insert";
    SPEND = "standing/spend";
    GIVE_BACK = "standing/give_back";
    COUNT = "standing/count";
    TOUCH = "standing/touch";
    RESTRICT = "standing/restrict";
    FREE = "standing/free";
    AGREE = "standing/agree";
    INSERT_RESTRICTION = "standing/insert_restriction";
    AGREE_RESTRICTION = "standing/agree_restriction";
    VOID_RESTRICTION = "standing/void_restriction";
    PUT_MARK = "standing/put_mark";
    VOID_MARK = "standing/void_mark";
    MARKS = "standing/marks";
    MARK = "standing/mark";
    INSERT_REPORT = "standing/insert_report";
    GRANT = "standing/grant";
    ACQUIT = "standing/acquit";
    RESTRICTION = "standing/restriction";
    LIFT_RESTRICTION = "standing/lift_restriction";
}

/// The marks against a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// How many count.
    pub counting: u32,
    /// Whether one by the member asked about stands, counted still or not.
    pub by_asker: bool,
    /// Whether that one counts still.
    pub askers_counts: bool,
}

impl Store {
    /// A member's standing.
    ///
    /// # Errors
    /// There is no such member, or the database is in trouble.
    pub async fn standing(&self, member: MemberId) -> Result<Option<Standing>, Fault> {
        let row = self.engine.row(read(member)).await?;
        row.as_ref().map(|row| decode(member, row)).transpose()
    }

    /// How many connections each of two members has, as it is counted in their standings.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn connection_counts(&self, one: MemberId, other: MemberId) -> Result<(u32, u32), Fault> {
        let rows = self.engine.fetch(vec![read(one), read(other)]).await?;
        let count = |member: MemberId, place: usize| -> Result<u32, Fault> {
            let row = rows.get(place).and_then(|rows| rows.first());
            row.map_or(Ok(0), |row| Ok(decode(member, row)?.connections))
        };
        Ok((count(one, 0)?, count(other, 1)?))
    }

    /// The marks against `member` that count from `since` on, and whether one by `marker` is among them.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn marks(&self, member: MemberId, since: Timestamp, marker: MemberId) -> Result<Marks, Fault> {
        let row = self.engine.row(MARKS.with(args![member.0, since.0, marker.0])).await?;
        let Some(row) = row else { return Ok(Marks { counting: 0, by_asker: false, askers_counts: false }) };
        Ok(Marks {
            counting: u32::try_from(row.int(0)?).unwrap_or(u32::MAX),
            by_asker: row.flag(1)?,
            askers_counts: row.flag(2)?,
        })
    }

    /// The mark of `member` by `marker` that stands: about which invitation, and since when.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn mark(
        &self,
        member: MemberId,
        marker: MemberId,
    ) -> Result<Option<(InvitationId, Timestamp)>, Fault> {
        let row = self.engine.row(MARK.with(args![member.0, marker.0])).await?;
        row.map(|row| Ok((InvitationId(row.int(0)?), Timestamp(row.int(1)?)))).transpose()
    }

    /// One restriction of a member, in force or not.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn restriction(
        &self,
        member: MemberId,
        id: RestrictionId,
    ) -> Result<Option<Restriction>, Fault> {
        let row = self.engine.row(RESTRICTION.with(args![member.0, id.0])).await?;
        let columns = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        row.as_ref().map(|row| restriction(id, row, columns)).transpose()
    }

    /// Lifts a restriction: invitations may be sent from `at` on, and marks count anew. `by` is the moderator, none
    /// where it is the operator. False where the standing changed since it was read.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn lift_restriction(
        &self,
        standing: &Standing,
        restriction: RestrictionId,
        head: &AuditHead,
        entry: &AuditEntry,
    ) -> Result<bool, Fault> {
        let (member, at) = (standing.member.0, entry.at);
        let steps = vec![
            AGREE.step(args![member, standing.version, at.0, at.0], Touch::One),
            LIFT_RESTRICTION.step(args![member, restriction.0, at.0, entry.by.map(|by| by.0)], Touch::One),
            audit::append(head, entry),
        ];
        match self.commit_batch(Batch { steps, journal: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }
}

pub(crate) fn read(member: MemberId) -> Query {
    READ.with(args![member.0])
}

pub(crate) fn decode(member: MemberId, row: &Row) -> Result<Standing, Fault> {
    let count = |column| -> Result<u64, Fault> { Ok(u64::try_from(row.int(column)?).unwrap_or(0)) };
    let small = |column| -> Result<u32, Fault> { Ok(u32::try_from(row.int(column)?).unwrap_or(u32::MAX)) };
    let restriction = match row.opt_int(12)? {
        None => None,
        Some(id) => Some(restriction(RestrictionId(id), row, [13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23])?),
    };
    Ok(Standing {
        member,
        version: row.int(0)?,
        sent: count(1)?,
        granted: small(2)?,
        week: Count { start: Timestamp(row.int(3)?), used: count(4)? },
        day: Count { start: Timestamp(row.int(5)?), used: count(6)? },
        pending: count(7)?,
        connections: small(8)?,
        marks_from: Timestamp(row.int(9)?),
        restrictions: small(10)?,
        restricted_until: Timestamp(row.int(11)?),
        restriction,
    })
}

/// A restriction out of the columns since, nth, ground, lifts, until, agreed, facts, decided by, scope, redress and
/// explanation.
fn restriction(id: RestrictionId, row: &Row, columns: [usize; 11]) -> Result<Restriction, Fault> {
    let [since, nth, ground, lifts, until, agreed_at, facts, decided_by, scope, redress, explanation] =
        columns;
    let decided = match (row.opt_int(decided_by)?, row.opt_text(explanation)?) {
        (Some(moderator), Some(explanation)) => Decided::By {
            moderator: MemberId(moderator),
            explanation: Reasons::stored(explanation.to_owned()),
        },
        (Some(_) | None, Some(_) | None) => Decided::Automatically,
    };
    Ok(Restriction {
        id,
        since: Timestamp(row.int(since)?),
        nth: u32::try_from(row.int(nth)?).unwrap_or(u32::MAX),
        statement: Statement {
            ground: Ground::read(row.int(ground)?)?,
            facts: FactsKind::read(row.int(facts)?)?,
            decided,
            scope: Scope::read(row.int(scope)?)?,
            redress: Redress::read(row.int(redress)?)?,
        },
        lifts: Lifts::read(row.int(lifts)?)?,
        until: row.opt_int(until)?.map(Timestamp),
        agreed_at: row.opt_int(agreed_at)?.map(Timestamp),
    })
}

/// A limit as the statements take it: -1 is off.
pub(crate) fn limit(limit: Limit) -> i64 {
    limit.number().map_or(-1, i64::from)
}

/// The row of a new member.
pub(crate) fn insert(member: MemberId, sent: u64) -> Step {
    INSERT.step(args![member.0, i64::try_from(sent).unwrap_or(i64::MAX)], Touch::One)
}

/// A restriction brought about by a mark.
pub(crate) fn restrict(member: MemberId, version: i64, restriction: &Restriction) -> [Step; 2] {
    [RESTRICT.step(args![member.0, version], Touch::One), restriction_row(member, restriction)]
}

/// What is kept of a restriction besides the counters.
pub(crate) fn restriction_row(member: MemberId, restriction: &Restriction) -> Step {
    let r = restriction;
    let Statement { ground, facts, decided, scope, redress } = &r.statement;
    let explanation = match decided {
        Decided::Automatically => None,
        Decided::By { explanation, .. } => Some(explanation.as_str()),
    };
    let row = args![
        member.0,
        r.id.0,
        i64::from(r.nth),
        r.since.0,
        ground.code(),
        facts.code(),
        *decided == Decided::Automatically,
        decided.moderator().map(|moderator| moderator.0),
        scope.code(),
        redress.code(),
        explanation,
        r.lifts.code(),
        r.until.map(|at| at.0)
    ];
    INSERT_RESTRICTION.step(row, Touch::One)
}
