//! Leaving a connection, and blocking (R11.6, R11.7).

use crate::change::{Change, Event, EventKind};
use crate::id::MemberId;
use crate::invitations::Outcome;
use crate::policy::Policy;
use crate::relation::{Between, Relation, Stage};
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

/// Either leaves the connection: silent, at once, for both (R11.6). Without one it changes nothing.
pub fn disconnect(relation: &Relation, by: MemberId, policy: &Policy, now: Timestamp) -> Vec<Change> {
    let Between::Connected { invitation, .. } = relation.between else { return Vec::new() };
    let event = Event { kind: EventKind::Disconnected, actor: by, invitation, at: now, visible_at: now };
    let mut changes = vec![Change::Relation { after: relation.touched(Between::Nothing, now), event }];
    changes.extend(one_fewer(relation, policy));
    changes
}

/// Blocks the other: cuts what is pending and the connection, unannounced (R11.7). An invitation of the
/// other's stays pending in their eyes until its time runs out; an own one is withdrawn.
pub fn block(relation: &Relation, by: MemberId, policy: &Policy, now: Timestamp) -> Vec<Change> {
    if relation.stance(by).blocks {
        return Vec::new();
    }
    let mut after = relation.clone();
    after.stance_mut(by).blocks = true;
    let mut changes = Vec::new();
    let mut invitation = None;
    match &relation.between {
        Between::Nothing => {}
        Between::Connected { invitation: accepted, .. } => {
            invitation = *accepted;
            changes.extend(one_fewer(relation, policy));
        }
        Between::Invited(open) => {
            invitation = Some(open.id);
            if open.sender == by {
                let outcome =
                    if open.stage_at(now) == Stage::Expired { Outcome::Expired } else { Outcome::Withdrawn };
                changes.push(Change::Counted {
                    member: by,
                    connections: 0,
                    pending: -1,
                    most: policy.connections.max,
                });
                changes.push(Change::InvitationEnded { sender: by, invitation: open.id, outcome, at: now });
            }
        }
    }
    let event = Event { kind: EventKind::Blocked, actor: by, invitation, at: now, visible_at: now };
    changes.insert(0, Change::Relation { after: after.touched(Between::Nothing, now), event });
    changes
}

/// Takes a block back; nothing that it cut comes back. Without one it changes nothing.
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

fn one_fewer(relation: &Relation, policy: &Policy) -> [Change; 2] {
    let most = policy.connections.max;
    [relation.pair.lo(), relation.pair.hi()].map(|member| Change::Counted {
        member,
        connections: -1,
        pending: 0,
        most,
    })
}
