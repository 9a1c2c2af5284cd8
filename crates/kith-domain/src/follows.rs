//! Following: one way, without asking, undone at any time (R0.3, R4.2).

use crate::change::{Change, Event, EventKind};
use crate::id::MemberId;
use crate::invitations::without_terms;
use crate::profile::MemberStatus;
use crate::relation::{Between, Relation};
use crate::time::Timestamp;

/// Who may follow a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FollowedBy {
    /// Anybody.
    #[default]
    Anybody,
    /// Connections.
    Connections,
    /// Nobody.
    Nobody,
}

impl FollowedBy {
    /// Whether somebody may begin to follow, who is a connection or is not. Who follows already goes on.
    pub fn lets(self, connected: bool) -> bool {
        match self {
            Self::Anybody => true,
            Self::Connections => connected,
            Self::Nobody => false,
        }
    }
}

/// What following is decided on.
#[derive(Debug, Clone)]
pub struct FollowFacts {
    /// What stands between the two.
    pub relation: Relation,
    /// Whether the account of whom is followed is in use.
    pub followed: Option<MemberStatus>,
    /// Whom they let follow them.
    pub followed_by: FollowedBy,
    /// Whether the one follows the other already.
    pub follows: bool,
}

/// Why somebody is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowRefused {
    /// Nobody follows oneself.
    ToYourself,
    /// There is nobody, or a block hides them.
    NotFound,
    /// They let nobody follow them, or connections only: the same for all.
    NotFollowable,
}

/// One follows another. The second time changes nothing.
///
/// # Errors
/// Nobody there, or they are not to be followed by this one.
pub fn follow(facts: &FollowFacts, follower: MemberId, now: Timestamp) -> Result<Vec<Change>, FollowRefused> {
    let relation = &facts.relation;
    if facts.followed != Some(MemberStatus::Active) || relation.blocked() {
        return Err(FollowRefused::NotFound);
    }
    if facts.follows {
        return Ok(Vec::new());
    }
    if !facts.followed_by.lets(relation.connected()) {
        return Err(FollowRefused::NotFollowable);
    }
    let followed = relation.pair.other(follower);
    let touched = told(relation, EventKind::Followed, follower, now);
    Ok(vec![touched, Change::Followed { follower, followed, at: now }])
}

/// One no longer follows another, whoever of the two wants it so. Without following it changes nothing.
pub fn unfollow(
    relation: &Relation,
    follower: MemberId,
    by: MemberId,
    follows: bool,
    now: Timestamp,
) -> Vec<Change> {
    if !follows {
        return Vec::new();
    }
    let followed = relation.pair.other(follower);
    let mut after = relation.clone();
    if matches!(relation.between, Between::Following { .. }) {
        // Who no longer follows wants no connection of it either (F9).
        after = Relation { between: Between::Nothing, ..without_terms(relation) };
    }
    vec![told(&after, EventKind::Unfollowed, by, now), Change::Unfollowed { follower, followed }]
}

/// Nothing between the two changes but the version: of a follow and a block at once the first wins (R11.8).
fn told(relation: &Relation, kind: EventKind, actor: MemberId, now: Timestamp) -> Change {
    let event = Event { kind, actor, invitation: None, at: now, visible_at: now };
    Change::Relation { after: relation.touched(relation.between.clone(), now), event }
}
