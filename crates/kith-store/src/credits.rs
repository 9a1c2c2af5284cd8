//! Members' credits and the ledger they are the sum of (R4.7).

use kith_domain::credits::{Cause, CreditEntry, Credits, Plan};
use kith_domain::id::{CreditEntryId, MemberId, OutreachId};
use kith_domain::time::Timestamp;

use crate::Store;
use crate::codes::Code;
use crate::engine::{Fault, FaultKind, Row, Step, Touch, args, statements};

statements! {
    READ = "credits/read";
    ENTRIES = "credits/entries";
    PUT = "credits/put";
    SPEND = "credits/spend";
    GIVE_BACK = "credits/give_back";
    INSERT_ENTRY = "credits/insert_entry";
    GUARD_UNRESTRICTED = "credits/guard_unrestricted";
    DROP = "credits/drop";
    DROP_ENTRIES = "credits/drop_entries";
}

impl Store {
    /// A member's credits as they are stored; nothing where nothing ever was.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn credits(&self, member: MemberId) -> Result<Option<Credits>, Fault> {
        let row = self.engine.row(READ.with(args![member.0])).await?;
        row.map(|row| {
            Ok(Credits {
                member,
                plan: Plan::stored(row.text(0)?.to_owned()),
                balance: small(row.int(1)?)?,
                next_at: Timestamp(row.int(2)?),
            })
        })
        .transpose()
    }

    /// The ledger of a member, the latest first, before the line `before`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn credit_entries(
        &self,
        member: MemberId,
        before: i64,
        most: u32,
    ) -> Result<Vec<CreditEntry>, Fault> {
        let query = ENTRIES.with(args![member.0, before, i64::from(most)]);
        self.engine.rows(query).await?.iter().map(entry).collect()
    }
}

/// One credit less, while no restriction is in force, and its line.
pub(crate) fn spent(member: MemberId, id: CreditEntryId, outreach: OutreachId, at: Timestamp) -> [Step; 3] {
    let entry = CreditEntry { id, amount: -1, cause: Cause::Spent, outreach: Some(outreach), by: None, at };
    [
        GUARD_UNRESTRICTED.step(args![member.0, at.0], Touch::One),
        SPEND.step(args![member.0, at.0], Touch::One),
        line(member, &entry),
    ]
}

/// One credit more, and its line.
pub(crate) fn returned(
    member: MemberId,
    id: CreditEntryId,
    outreach: OutreachId,
    at: Timestamp,
) -> [Step; 2] {
    let entry = CreditEntry { id, amount: 1, cause: Cause::Returned, outreach: Some(outreach), by: None, at };
    [GIVE_BACK.step(args![member.0, at.0], Touch::One), line(member, &entry)]
}

/// Credits as they are from now on, if they still are `before`.
pub(crate) fn put(before: &Credits, after: &Credits) -> Step {
    let row = args![
        after.member.0,
        after.plan.as_str(),
        i64::from(after.balance),
        after.next_at.0,
        before.plan.as_str(),
        i64::from(before.balance),
        before.next_at.0
    ];
    PUT.step(row, Touch::One)
}

/// A line of the ledger.
pub(crate) fn line(member: MemberId, entry: &CreditEntry) -> Step {
    let e = entry;
    let row = args![
        member.0,
        e.id.0,
        i64::from(e.amount),
        e.cause.code(),
        e.outreach.map(|id| id.0),
        e.by.map(|id| id.0),
        e.at.0
    ];
    INSERT_ENTRY.step(row, Touch::One)
}

fn entry(row: &Row) -> Result<CreditEntry, Fault> {
    Ok(CreditEntry {
        id: CreditEntryId(row.int(0)?),
        amount: i32::try_from(row.int(1)?).map_err(out_of_range)?,
        cause: Cause::read(row.int(2)?)?,
        outreach: row.opt_int(3)?.map(OutreachId),
        by: row.opt_int(4)?.map(MemberId),
        at: Timestamp(row.int(5)?),
    })
}

fn small(number: i64) -> Result<u32, Fault> {
    u32::try_from(number).map_err(out_of_range)
}

fn out_of_range(error: std::num::TryFromIntError) -> Fault {
    Fault::new(FaultKind::Corrupt, "read credits", error)
}
