//! A member's door policy: what they ask of whoever invites them, and what somebody who looks still needs (F7).

use kith_domain::door::Visitor;
pub use kith_domain::door::{
    Answered, DoorPolicy, DoorPolicyRefused, MOST_QUESTIONS, MOST_SHARED_CONNECTIONS, Need, Tie, Who,
};
use kith_domain::id::MemberId;
use kith_domain::relation::Pair;
use kith_store::profile_edits::Written;

use crate::invitations::introduced;
use crate::profile::mine;
use crate::relationship::meet;
use crate::{Actor, App, Failure, Fault, TRIES, contended};

/// One's own door policy with the version it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyDoor {
    /// The policy.
    pub policy: DoorPolicy,
    /// The version of the row, for `ETag` and `If-Match`; profile and settings have the same one.
    pub version: i64,
}

/// Somebody's door, as somebody else finds it before a word is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Whom they let in, and what they ask for: the same for all.
    pub policy: DoorPolicy,
    /// What of it the one who looks does not bring along.
    pub needs: Vec<Need>,
}

impl Door {
    /// Whether an invitation can be written that passes: whatever is still needed can be written into it.
    pub fn allowed(&self) -> bool {
        self.needs.iter().all(Need::can_be_written)
    }
}

/// Why a door policy is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditDoorRefused {
    /// What it says could not hold together.
    Policy(DoorPolicyRefused),
    /// It is of another version than the edit was made on.
    Outdated {
        /// The version in force.
        version: i64,
    },
    /// The account is no longer in use.
    Gone,
}

/// One's own door policy; nothing once the account is no longer in use.
///
/// # Errors
/// The database is in trouble.
pub async fn read(app: &App, actor: Actor) -> Result<Option<MyDoor>, Fault> {
    let account = mine(app, actor).await?;
    Ok(account.map(|account| MyDoor { policy: account.door, version: account.version }))
}

/// Puts a door policy in place of the one there was. `on` is the version the edit was made on, where the client says
/// so (`If-Match`). What was sent before stays as it is.
///
/// # Errors
/// What it says does not hold together, or another version.
pub async fn put(
    app: &App,
    actor: Actor,
    policy: DoorPolicy,
    on: Option<i64>,
) -> Result<MyDoor, Failure<EditDoorRefused>> {
    let now = app.now();
    let policy =
        DoorPolicy::new(policy).map_err(|refused| Failure::Refused(EditDoorRefused::Policy(refused)))?;
    for _ in 0..TRIES {
        let account = mine(app, actor).await?.ok_or(Failure::Refused(EditDoorRefused::Gone))?;
        if on.is_some_and(|on| on != account.version) {
            return Err(Failure::Refused(EditDoorRefused::Outdated { version: account.version }));
        }
        if account.door == policy {
            return Ok(MyDoor { policy, version: account.version });
        }
        match app.store().put_door(&account, &policy, now).await? {
            Written::Done(version) => return Ok(MyDoor { policy, version }),
            Written::HandleTaken | Written::Changed => {}
        }
    }
    Err(contended("change a door policy").into())
}

/// What somebody who looks finds at another's door; nothing where that member is not there for them.
///
/// # Errors
/// The database is in trouble.
pub async fn at(app: &App, actor: Actor, other: MemberId) -> Result<Option<Door>, Fault> {
    let Some(pair) = Pair::of(actor.member, other) else { return Ok(None) };
    let Some(met) = meet(app, actor, pair).await? else { return Ok(None) };
    let verified = met.encounter.one.verified || !app.network().verify_address;
    let policy = met.encounter.other.door;
    let introduced = introduced(app, actor.member, other, &policy).await?;
    let needs = policy.needs(&Visitor::before_writing(&met.ground, verified, introduced));
    Ok(Some(Door { policy, needs }))
}
