//! Accepting with terms (F9): how far R lets S in, and for how long R wants no pitches; and changing that later.

use serde::{Deserialize, Serialize};

use super::Invitation;
use super::Outcome;
use super::answer::{AcceptRefused, Connections, within_connections};
use super::withdraw::event;
use crate::change::{Change, Event, EventKind};
use crate::connections::one_fewer;
use crate::id::MemberId;
use crate::policy::Policy;
use crate::relation::{Between, NoPitches, Relation, Stance};
use crate::time::{Span, Timestamp};

/// How far a member lets another in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermsScope {
    /// Connected, with all that connections see.
    #[default]
    Full,
    /// Connected, without one's own contact details and list of connections.
    Limited,
    /// Not connected: each follows the other.
    FollowOnly,
}

impl TermsScope {
    /// Every one of them, the widest first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Limited, Self::FollowOnly];
}

/// For how long from now on a member wants neither pitches nor requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PitchPause {
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
}

impl PitchPause {
    /// Every one of them, the shortest first.
    pub const ALL: [Self; 2] = [Self::Month, Self::Quarter];

    /// The pause of so many days, where there is one.
    pub fn of_days(days: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|pause| pause.days() == days)
    }

    /// How many days of 24 hours it lasts.
    pub const fn days(self) -> i64 {
        match self {
            Self::Month => 30,
            Self::Quarter => 90,
        }
    }

    fn from(self, now: Timestamp) -> NoPitches {
        NoPitches { since: now, until: now + Span::days(self.days()) }
    }
}

/// The terms on which R accepts; without a word it is all that a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms {
    /// How far S is let in.
    pub scope: TermsScope,
    /// For how long R wants no pitches.
    pub no_pitches: Option<PitchPause>,
}

impl Terms {
    /// Whether they say anything at all.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}

/// The terms as S was told them, written once; what R changes later is told to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToldTerms {
    /// How far S was let in.
    pub scope: TermsScope,
    /// Until when R wants no pitches.
    pub no_pitches_until: Option<Timestamp>,
}

/// What a member wishes of the pause they asked another for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PauseWish {
    /// It stays as it is.
    Keep,
    /// It ends now.
    End,
    /// A new one begins now.
    Begin(PitchPause),
}

/// Why terms are not declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclineRefused {
    /// It is not `by`'s own invitation, or was never there.
    NotFound,
    /// It was not accepted on terms, they no longer stand, or too long ago.
    NoLongerPossible,
}

/// Why terms are not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermsRefused {
    /// The two are not connected, nor is it by the wish of `by` that they only follow each other.
    NotConnected,
    /// There is no room for one more connection.
    TooManyConnections {
        /// The limit.
        limit: u32,
        /// Whether it is `by` who has that many.
        yours: bool,
    },
}

/// What accepting on terms leaves of what R and S hold against each other, and what is between them.
pub(super) fn agreed(
    relation: &Relation,
    invitation: crate::id::InvitationId,
    inviter: MemberId,
    terms: Terms,
    policy: &Policy,
    now: Timestamp,
) -> Relation {
    let by = relation.pair.other(inviter);
    let mut after = relation.clone();
    for member in [by, inviter] {
        let stance = after.stance_mut(member);
        *stance = Stance { closed: false, ..stance.unlimited() };
    }
    let stance = after.stance_mut(by);
    stance.limits = terms.scope == TermsScope::Limited;
    stance.follow_only = terms.scope == TermsScope::FollowOnly;
    stance.no_pitches = terms.no_pitches.map(|pause| pause.from(now));
    let invitation = Some(invitation);
    let between = if terms.scope == TermsScope::FollowOnly {
        wait(&mut after, inviter, policy, now);
        Between::Following { invitation, inviter, since: now }
    } else {
        Between::Connected { invitation, inviter, since: now }
    };
    after.touched(between, now)
}

/// Until when S may decline the terms of an accepted invitation, as far as the invitation tells.
pub fn declinable_until(invitation: &Invitation, policy: &Policy) -> Option<Timestamp> {
    let standing = invitation.outcome == Outcome::Accepted && invitation.terms.is_some();
    let accepted_at = invitation.ended_at.filter(|_| standing)?;
    Some(accepted_at + policy.terms.decline_within)
}

/// S declines the terms R accepted on: it ends as if S had withdrawn, and counts against nobody. The second time
/// changes nothing.
///
/// # Errors
/// Not S's own, or no longer possible.
pub fn decline_terms(
    relation: &Relation,
    invitation: &Invitation,
    by: MemberId,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, DeclineRefused> {
    if invitation.from != by {
        return Err(DeclineRefused::NotFound);
    }
    if invitation.terms.is_some() && invitation.outcome == Outcome::Withdrawn {
        return Ok(Vec::new());
    }
    let due = declinable_until(invitation, policy).is_some_and(|until| now < until);
    if !due || !relation.tied_by(invitation.id) || relation.blocked() {
        return Err(DeclineRefused::NoLongerPossible);
    }
    let mut after = without_terms(relation);
    wait(&mut after, by, policy, now);
    let after = after.touched(Between::Nothing, now);
    let mut changes =
        vec![Change::Relation { after, event: event(EventKind::TermsDeclined, by, invitation.id, now) }];
    if relation.connected() {
        changes.extend(one_fewer(relation, policy));
        changes.push(Change::ConversationClosed { pair: relation.pair });
    }
    if invitation.terms.is_some_and(|told| told.scope == TermsScope::FollowOnly) {
        changes.extend(unfollowing(relation));
    }
    changes.push(Change::TermsDeclined { sender: by, invitation: invitation.id, at: now });
    Ok(changes)
}

/// A member changes how far another is let in: at once, and without a word, but for the one thing that the other cannot
/// help seeing, a connection where they only followed each other. `connections` is what the two have now. What is as
/// wished already changes nothing.
///
/// # Errors
/// Not connected, or no room.
pub fn change_terms(
    relation: &Relation,
    by: MemberId,
    scope: TermsScope,
    pause: PauseWish,
    connections: Connections,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, TermsRefused> {
    if relation.blocked() {
        return Err(TermsRefused::NotConnected);
    }
    let other = relation.pair.other(by);
    // What the other holds is theirs: nothing that one does to the own stance lets one see more of the other.
    let mut after = relation.clone();
    let stance = after.stance_mut(by);
    stance.no_pitches = wished(stance.no_pitches, pause, now);
    match relation.between {
        Between::Connected { invitation, inviter, .. } if scope == TermsScope::FollowOnly => {
            after.stance_mut(by).follow_only = true;
            wait(&mut after, other, policy, now);
            let following = Between::Following { invitation, inviter, since: now };
            let event = told(EventKind::TermsChanged, by, now);
            let mut changes = vec![Change::Relation { after: after.touched(following, now), event }];
            changes.extend(one_fewer(relation, policy));
            changes.push(Change::ConversationClosed { pair: relation.pair });
            changes.extend(following_each_other(relation, now));
            Ok(changes)
        }
        Between::Following { .. } if !relation.stance(by).follow_only => Err(TermsRefused::NotConnected),
        Between::Following { invitation, inviter, .. } if scope != TermsScope::FollowOnly => {
            within_connections(connections, policy).map_err(|refused| match refused {
                AcceptRefused::TooManyConnections { limit, yours } => {
                    TermsRefused::TooManyConnections { limit, yours }
                }
                AcceptRefused::Answer(_) => TermsRefused::NotConnected,
            })?;
            let stance = after.stance_mut(by);
            stance.limits = scope == TermsScope::Limited;
            stance.follow_only = false;
            let connected = Between::Connected { invitation, inviter, since: now };
            let event =
                Event { kind: EventKind::TermsWidened, actor: by, invitation, at: now, visible_at: now };
            let most = policy.connections.max;
            let mut changes = vec![Change::Relation { after: after.touched(connected, now), event }];
            changes.extend([relation.pair.lo(), relation.pair.hi()].map(|member| Change::Counted {
                member,
                connections: 1,
                pending: 0,
                most,
            }));
            Ok(changes)
        }
        Between::Connected { .. } | Between::Following { .. } => {
            if relation.connected() {
                after.stance_mut(by).limits = scope == TermsScope::Limited;
            }
            if after == *relation {
                return Ok(Vec::new());
            }
            let after = after.touched(relation.between.clone(), now);
            Ok(vec![Change::Relation { after, event: told(EventKind::TermsChanged, by, now) }])
        }
        Between::Nothing | Between::Invited(_) => Err(TermsRefused::NotConnected),
    }
}

/// Makes a member wait as after a withdrawal, or they could ask again at once for what was just answered.
fn wait(relation: &mut Relation, member: MemberId, policy: &Policy, now: Timestamp) {
    let stance = relation.stance_mut(member);
    stance.may_invite_from = stance.may_invite_from.max(now + policy.cooldown.withdrawn);
}

/// The relation without what either let the other see, or asked of them, as a connection: that ends with it.
pub(crate) fn without_terms(relation: &Relation) -> Relation {
    Relation { lo: relation.lo.unlimited(), hi: relation.hi.unlimited(), ..relation.clone() }
}

/// Each follows the other from now on.
pub(super) fn following_each_other(relation: &Relation, now: Timestamp) -> [Change; 2] {
    both_ways(relation).map(|(follower, followed)| Change::Followed { follower, followed, at: now })
}

fn unfollowing(relation: &Relation) -> [Change; 2] {
    both_ways(relation).map(|(follower, followed)| Change::Unfollowed { follower, followed })
}

fn both_ways(relation: &Relation) -> [(MemberId, MemberId); 2] {
    let (lo, hi) = (relation.pair.lo(), relation.pair.hi());
    [(lo, hi), (hi, lo)]
}

/// The pause as it is from now on. What fell into an earlier part of it goes on to fall into it.
fn wished(had: Option<NoPitches>, wish: PauseWish, now: Timestamp) -> Option<NoPitches> {
    match wish {
        PauseWish::Keep => had,
        PauseWish::End => had.map(|pause| NoPitches { until: pause.until.min(now), ..pause }),
        PauseWish::Begin(pause) => {
            let begun = pause.from(now);
            let since =
                had.filter(|running| now < running.until).map_or(begun.since, |running| running.since);
            Some(NoPitches { since, ..begun })
        }
    }
}

fn told(kind: EventKind, actor: MemberId, now: Timestamp) -> Event {
    Event { kind, actor, invitation: None, at: now, visible_at: now }
}
