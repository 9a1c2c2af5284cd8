//! Leaving a connection, and blocking (R11.6, R11.7).

use crate::change::{Change, Event, EventKind};
use crate::id::MemberId;
use crate::invitations::{cooldown_of_expired, expiry_changes, withdrawal_changes, without_terms};
use crate::policy::Policy;
use crate::profile::Audience;
use crate::relation::{Answer, Between, Open, Relation, Stage};
use crate::time::Timestamp;

/// How far apart two members are, as it is shown: the 1st, 2nd or 3rd degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Degree {
    /// Connected.
    First,
    /// They share a connection.
    Second,
    /// A connection of one is connected to a connection of the other.
    Third,
}

impl Degree {
    /// 1, 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
        }
    }
}

/// Whether the other one of the two may see the list of connections of `of`: who shows it shows it to connections, and not
/// to one whom they limit (F9).
pub fn list_shown(relation: &Relation, of: MemberId, visible_to: Audience) -> bool {
    match visible_to {
        Audience::Connections => relation.connected() && !relation.blocked() && !relation.stance(of).limits,
        Audience::Nobody => false,
    }
}

/// Either leaves the connection: silent, at once, for both (R11.6). Without one it changes nothing.
pub fn disconnect(relation: &Relation, by: MemberId, policy: &Policy, now: Timestamp) -> Vec<Change> {
    let Between::Connected { invitation, .. } = relation.between else { return Vec::new() };
    let event = Event { kind: EventKind::Disconnected, actor: by, invitation, at: now, visible_at: now };
    let after = without_terms(relation).touched(Between::Nothing, now);
    let mut changes = vec![Change::Relation { after, event }];
    changes.extend(one_fewer(relation, policy));
    // Or whoever was left could go on writing because of an outreach message from before.
    changes.push(Change::ConversationClosed { pair: relation.pair });
    changes
}

/// Blocks the other: cuts what is pending and the connection, unannounced (R11.7).
///
/// An own invitation is withdrawn, and keeps its cooldown, or blocking would be a way around R8.8. One of
/// the other's stays where it is, since in their eyes nothing may change before its time runs out; for
/// `by` it is gone as long as the block lasts, and archived should the block ever be taken back.
pub fn block(relation: &Relation, by: MemberId, policy: &Policy, now: Timestamp) -> Vec<Change> {
    if relation.stance(by).blocks {
        return Vec::new();
    }
    let mut after = without_terms(relation);
    after.stance_mut(by).blocks = true;
    let mut between = Between::Nothing;
    let mut invitation = None;
    let mut follows = Vec::new();
    match &relation.between {
        Between::Nothing | Between::Following { .. } => {}
        Between::Connected { invitation: accepted, .. } => {
            invitation = *accepted;
            follows.extend(one_fewer(relation, policy));
        }
        Between::Invited(open) if open.stage_at(now) == Stage::Expired => {
            after.stance_mut(open.sender).may_invite_from =
                cooldown_of_expired(relation, open.sender, policy);
            follows.extend(expiry_changes(open, policy));
        }
        Between::Invited(open) if open.sender == by => {
            invitation = Some(open.id);
            after.stance_mut(by).may_invite_from = now + policy.cooldown.withdrawn;
            follows.extend(withdrawal_changes(open, policy, now));
        }
        Between::Invited(open) => {
            let answer = match open.answer {
                Answer::None | Answer::Snoozed { .. } => Answer::Ignored { at: now },
                answer @ (Answer::Ignored { .. } | Answer::Marked { .. } | Answer::Reported { .. }) => answer,
            };
            between = Between::Invited(Open { answer, ..*open });
        }
    }
    let event = Event { kind: EventKind::Blocked, actor: by, invitation, at: now, visible_at: now };
    let mut changes = vec![Change::Relation { after: after.touched(between, now), event }];
    changes.extend(follows);
    changes.push(Change::Parted { pair: relation.pair, at: now });
    changes
}

/// Takes a block back; nothing that it cut comes back, and what the other had sent lies in the archive.
/// Without one it changes nothing.
pub fn unblock(relation: &Relation, by: MemberId, now: Timestamp) -> Vec<Change> {
    if !relation.stance(by).blocks {
        return Vec::new();
    }
    let mut after = relation.clone();
    after.stance_mut(by).blocks = false;
    let event = Event { kind: EventKind::Unblocked, actor: by, invitation: None, at: now, visible_at: now };
    let between = relation.between.clone();
    vec![Change::Relation { after: after.touched(between, now), event }]
}

/// Both have one connection fewer.
pub(crate) fn one_fewer(relation: &Relation, policy: &Policy) -> [Change; 2] {
    let most = policy.connections.max;
    [relation.pair.lo(), relation.pair.hi()].map(|member| Change::Counted {
        member,
        connections: -1,
        pending: 0,
        most,
    })
}
