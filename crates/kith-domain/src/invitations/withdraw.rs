//! Taking an invitation back (R8), and what happens when its time runs out (R8.5).

use super::send::cooldown_of_expired;
use super::{Invitation, Outcome};
use crate::change::{Change, Event, EventKind};
use crate::id::{InvitationId, MemberId};
use crate::policy::Policy;
use crate::relation::{Between, Open, Relation, Stage};
use crate::time::Timestamp;

/// Why withdrawing is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawRefused {
    /// It is not S's, or there is none (R8.1).
    NotFound,
    /// Viewed, expired or answered: one answer for all, the difference is R's business (R8.5).
    NoLongerPossible,
}

/// Why undoing is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoRefused {
    /// It is not S's, or there is none.
    NotFound,
    /// The window is over, or somebody acted.
    NoLongerPossible,
}

/// Whether S may withdraw what is open, at `now`. Ignored, marked and reported ones as long as R has
/// not viewed them, exactly as if R had done nothing (R6.1); and whom R asked to wait need not (F6).
pub fn may_withdraw(invitation: &Invitation, open: &Open, policy: &Policy, now: Timestamp) -> bool {
    open.stage_at(now) != Stage::Expired
        && (open.viewed_at.is_none() || invitation.not_now.is_some() || policy.withdraw.after_view)
}

/// Takes an invitation back before it was seen (R8.1–R8.5). The second time answers as the first.
///
/// # Errors
/// Not `by`'s own, or no longer possible.
pub fn withdraw(
    relation: &Relation,
    invitation: &Invitation,
    by: MemberId,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, WithdrawRefused> {
    if invitation.from != by {
        return Err(WithdrawRefused::NotFound);
    }
    if invitation.outcome == Outcome::Withdrawn {
        return Ok(Vec::new());
    }
    let open = relation.invitation(invitation.id).ok_or(WithdrawRefused::NoLongerPossible)?;
    if !may_withdraw(invitation, open, policy, now) {
        return Err(WithdrawRefused::NoLongerPossible);
    }
    let mut after = relation.clone();
    after.stance_mut(by).may_invite_from = now + policy.cooldown.withdrawn;
    let after = gone(&after, now);
    let mut changes =
        vec![Change::Relation { after, event: event(EventKind::Withdrawn, by, invitation.id, now) }];
    changes.extend(withdrawal_changes(open, policy, now));
    Ok(changes)
}

/// Undoes an invitation inside its window, as if it had never been sent (R8.7).
///
/// # Errors
/// Not `by`'s own, or the window is over.
pub fn undo(
    relation: &Relation,
    invitation: &Invitation,
    by: MemberId,
    now: Timestamp,
) -> Result<Vec<Change>, UndoRefused> {
    if invitation.from != by {
        return Err(UndoRefused::NotFound);
    }
    let open = relation.invitation(invitation.id).ok_or(UndoRefused::NoLongerPossible)?;
    if open.stage_at(now) != Stage::Held {
        return Err(UndoRefused::NoLongerPossible);
    }
    let after = relation.touched(Between::Nothing, now);
    Ok(vec![
        Change::Relation { after, event: event(EventKind::Undone, by, invitation.id, now) },
        Change::AllowanceReturned { member: by, spent_at: invitation.sent_at },
        Change::InvitationErased { sender: by, invitation: invitation.id, sent_at: invitation.sent_at },
    ])
}

/// Tidies up an invitation whose time has run out: what every comparison with now already says (R8.5).
pub fn expire(relation: &Relation, policy: &Policy, now: Timestamp) -> Vec<Change> {
    let Between::Invited(open) = &relation.between else { return Vec::new() };
    if open.stage_at(now) != Stage::Expired {
        return Vec::new();
    }
    let mut after = relation.clone();
    after.stance_mut(open.sender).may_invite_from = cooldown_of_expired(relation, open.sender, policy);
    let after = gone(&after, now);
    let mut changes =
        vec![Change::Relation { after, event: event(EventKind::Expired, open.sender, open.id, now) }];
    changes.extend(expiry_changes(open, policy));
    changes
}

/// The relation once its invitation is gone.
fn gone(relation: &Relation, now: Timestamp) -> Relation {
    unseen(relation, Between::Nothing, now)
}

/// The relation after an act of S's that R is not told of. Under a block its time stays that of the block: whoever
/// blocks reads it there, and nothing the other does may show in it (R8.3, R11.7).
pub(super) fn unseen(relation: &Relation, between: Between, now: Timestamp) -> Relation {
    let after = relation.touched(between, now);
    if relation.blocked() { Relation { updated_at: relation.updated_at, ..after } } else { after }
}

/// What a withdrawal changes besides the relation.
pub(crate) fn withdrawal_changes(open: &Open, policy: &Policy, now: Timestamp) -> [Change; 2] {
    ended(open, Outcome::Withdrawn, policy, now)
}

/// What the end of an expired invitation changes besides the relation.
pub(crate) fn expiry_changes(open: &Open, policy: &Policy) -> [Change; 2] {
    ended(open, Outcome::Expired, policy, open.expires_at)
}

fn ended(open: &Open, outcome: Outcome, policy: &Policy, at: Timestamp) -> [Change; 2] {
    [
        Change::Counted { member: open.sender, connections: 0, pending: -1, most: policy.connections.max },
        Change::InvitationEnded { sender: open.sender, invitation: open.id, outcome, at },
    ]
}

pub(super) fn event(kind: EventKind, actor: MemberId, invitation: InvitationId, now: Timestamp) -> Event {
    Event { kind, actor, invitation: Some(invitation), at: now, visible_at: now }
}
