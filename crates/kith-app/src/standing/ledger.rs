//! Every movement of one's allowance, with its cause (F11).

use kith_domain::profile::Person;
pub use kith_store::reviews::{Cause, Movement};

use crate::{Actor, App, Cursor, Fault, Page};

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// What moved.
    pub movement: Movement,
    /// Who was invited, where that is what moved and they are still there.
    pub to: Option<Person>,
    /// What was left after it under the limit of today; none where nothing limits.
    pub left: Option<i64>,
}

/// The movements of the actor's allowance, the newest first. What was undone in time left no trace (R8.7).
///
/// # Errors
/// The database is in trouble.
pub async fn movements(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<LedgerLine>, Fault> {
    let before = cursor.map_or(i64::MAX, |cursor| cursor.rank);
    let read = Page::<Movement>::read(most);
    let Some(moved) = app.store().movements(actor.member, before, read).await? else {
        return Ok(Page::empty());
    };
    let limit = moved.standing.lifetime_limit(app.policy());
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let mut left = limit.map(|limit| number(limit) - number(moved.standing.sent) - moved.since);
    let invited: Vec<_> = moved.movements.iter().filter_map(|movement| sent_to(&movement.cause)).collect();
    let persons = app.store().persons(&invited).await?;
    let lines = moved.movements.into_iter().map(|movement| {
        let after = left;
        left = left.map(|left| left - movement.amount);
        let to = sent_to(&movement.cause).and_then(|to| persons.iter().find(|person| person.id == to));
        LedgerLine { movement, to: to.cloned(), left: after }
    });
    Ok(Page::cut(lines.collect(), most, |line| Cursor::new(line.movement.id, 0)))
}

fn sent_to(cause: &Cause) -> Option<kith_domain::id::MemberId> {
    match cause {
        Cause::Sent { to, invitation: _ } => Some(*to),
        Cause::CarriedOver | Cause::Granted { .. } => None,
    }
}
