//! Not now (F6): R sets an invitation aside until a day, privately, or telling S so.

use serde::{Deserialize, Serialize};

use super::answer::{answerable, answered};
use super::withdraw::event;
use super::{AnswerRefused, Invitation};
use crate::change::{Change, EventKind};
use crate::id::{InvitationId, MemberId};
use crate::policy::Policy;
use crate::relation::{Answer, Between, Open, Relation};
use crate::time::Timestamp;

/// "Not now, please ask me after that day": what R told S.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotNow {
    /// The day.
    pub until: Timestamp,
    /// When R said so.
    pub at: Timestamp,
}

/// Why R cannot set an invitation aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnoozeRefused {
    /// As every answer.
    Answer(AnswerRefused),
    /// Marked or reported.
    NoLongerPossible,
    /// The day has come already.
    Past,
    /// It is over too soon to be set aside without telling S, who was promised that end.
    EndsTooSoon,
    /// Farther away than S may be told to wait.
    TooFar {
        /// The latest that may be named.
        latest: Timestamp,
    },
}

/// The latest until when R may set an invitation aside without telling S: so long before its end that time is left to
/// answer it. None where it ends too soon for that.
pub fn latest_private(invitation: &Invitation, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    let latest = invitation.expires_if_answered(policy, now) - policy.not_now.left;
    (latest > now).then_some(latest)
}

/// The latest day that R may tell S.
pub fn latest_told(policy: &Policy, now: Timestamp) -> Timestamp {
    now + policy.not_now.at_most
}

/// R sets an invitation aside until `until` (F6). Privately nothing changes for S, and it is back early enough to be
/// answered before the end that S was promised (R6.1). With `tell` S reads the day, and the end moves behind it, never
/// before what S was promised. The second time changes nothing.
///
/// # Errors
/// Not for `by`, no longer available, marked or reported, or the day cannot be.
pub fn set_aside(
    relation: &Relation,
    invitation: &Invitation,
    by: MemberId,
    until: Timestamp,
    tell: bool,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, SnoozeRefused> {
    let open = *answerable(relation, invitation.id, by, now).map_err(SnoozeRefused::Answer)?;
    if matches!(open.answer, Answer::Marked { .. } | Answer::Reported { .. }) {
        return Err(SnoozeRefused::NoLongerPossible);
    }
    if until <= now {
        return Err(SnoozeRefused::Past);
    }
    if !tell {
        let latest = latest_private(invitation, policy, now).ok_or(SnoozeRefused::EndsTooSoon)?;
        let answer = Answer::Snoozed { until: until.min(latest) };
        if open.answer == answer {
            return Ok(Vec::new());
        }
        return Ok(vec![answered(relation, open, answer, EventKind::SetAside, by, now)]);
    }
    let latest = latest_told(policy, now);
    if until > latest {
        return Err(SnoozeRefused::TooFar { latest });
    }
    let told = invitation.not_now.is_some_and(|told| told.until == until);
    if told && open.answer == (Answer::Snoozed { until }) {
        return Ok(Vec::new());
    }
    let expires_at = open.expires_at.max(until + policy.not_now.told_for);
    let after = Open {
        viewed_at: open.viewed_at.or(Some(now)),
        answer: Answer::Snoozed { until },
        expires_at,
        ..open
    };
    Ok(vec![
        Change::Relation {
            after: relation.touched(Between::Invited(after), now),
            event: event(EventKind::NotNow, by, open.id, now),
        },
        Change::NotNowTold {
            sender: open.sender,
            invitation: open.id,
            told: NotNow { until, at: now },
            expires_at,
        },
    ])
}

/// R takes an invitation back among those that wait. What S was told stays told. On one not set aside it changes
/// nothing.
///
/// # Errors
/// Not for `by`, or no longer available.
pub fn bring_back(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    now: Timestamp,
) -> Result<Vec<Change>, AnswerRefused> {
    let open = *answerable(relation, id, by, now)?;
    match open.answer {
        Answer::Snoozed { until } if now < until => {
            Ok(vec![answered(relation, open, Answer::None, EventKind::BroughtBack, by, now)])
        }
        Answer::None
        | Answer::Snoozed { .. }
        | Answer::Ignored { .. }
        | Answer::Marked { .. }
        | Answer::Reported { .. } => Ok(Vec::new()),
    }
}
