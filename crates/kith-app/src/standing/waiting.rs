//! What waits for a moderator: requests for more, appeals, and restrictions that only a moderator lifts (R6.5).

use kith_domain::id::MemberId;
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::time::Timestamp;
pub use kith_store::reviews::WaitsFor;

use super::requests::ReviewRefused;
use crate::actor::Authority;
use crate::{Actor, App, Failure};

/// How many are listed; more show as these are decided.
const MOST_LISTED: u32 = 100;

/// Something that waits for a moderator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// What.
    pub what: WaitsFor,
    /// About whom.
    pub member: Person,
    /// Since when.
    pub since: Timestamp,
}

/// What waits for moderators, the oldest first; nothing about whoever asks.
///
/// # Errors
/// Who asks is no moderator.
pub async fn waiting(app: &App, moderator: Actor) -> Result<Vec<Waits>, Failure<ReviewRefused>> {
    if !Authority::Moderator(moderator).decides(app).await? {
        return Err(Failure::Refused(ReviewRefused::NotAModerator));
    }
    let found = app.store().standing_waits(app.now(), MOST_LISTED).await?;
    let members: Vec<MemberId> = found.iter().map(|wait| wait.member).collect();
    let persons = app.store().persons(&members).await?;
    let shown = found.into_iter().filter(|wait| wait.member != moderator.member).filter_map(|wait| {
        let member = persons.iter().find(|person| person.id == wait.member)?;
        let there = member.status != MemberStatus::Closed;
        there.then(|| Waits { what: wait.what, member: member.clone(), since: wait.since })
    });
    Ok(shown.collect())
}
