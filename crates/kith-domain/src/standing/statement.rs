//! The statement of reasons that every restriction carries (F11): complete, or there is no restriction.

use serde::Serialize;

use super::{NEVER, Restriction, Standing};
use crate::change::Change;
use crate::id::{MemberId, RestrictionId};
use crate::policy::{Lifts, Policy};
use crate::text::Reasons;
use crate::time::Timestamp;

/// Why a member is restricted, on what, by whom, in what, and how to appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Why.
    pub ground: Ground,
    /// On what kind of facts.
    pub facts: FactsKind,
    /// Who decided.
    pub decided: Decided,
    /// What is restricted.
    pub scope: Scope,
    /// How to appeal.
    pub redress: Redress,
}

/// Why a member is restricted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// More people than the policy allows said they did not know S (R6.3).
    Marks,
    /// Invitations or messages that advertise.
    Advertising,
    /// Somebody was pestered or threatened.
    Harassment,
    /// They pretended to be somebody, or something, they are not.
    Deception,
    /// Another rule of the network.
    Rules,
}

impl Ground {
    /// What a moderator may restrict for; marks restrict by themselves.
    pub const OF_MODERATORS: &[Self] = &[Self::Advertising, Self::Harassment, Self::Deception, Self::Rules];
}

/// On what kind of facts a restriction rests. Never which: that would tell who said them (R6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactsKind {
    /// What people who were invited said.
    Marks,
    /// What was reported to the moderators.
    Reports,
    /// What S sent.
    Invitations,
    /// What S's profile says.
    Profile,
}

impl FactsKind {
    /// Every one of them.
    pub const ALL: &[Self] = &[Self::Marks, Self::Reports, Self::Invitations, Self::Profile];
}

/// Who decided on a restriction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// The program alone.
    Automatically,
    /// A moderator, who says why in words.
    By {
        /// Who. Never told to S.
        moderator: MemberId,
        /// What they say to S.
        explanation: Reasons,
    },
}

impl Decided {
    /// The moderator, where one decided.
    pub fn moderator(&self) -> Option<MemberId> {
        match self {
            Self::Automatically => None,
            Self::By { moderator, .. } => Some(*moderator),
        }
    }
}

/// What a restriction closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every way of sending invitations, and nothing else (R6.4).
    Sending,
}

/// How to appeal against a restriction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Redress {
    /// In words, on the page of standing; a moderator answers who did not decide.
    AnotherModerator,
}

/// A restriction as a moderator wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restricting {
    /// The id it gets.
    pub id: RestrictionId,
    /// The moderator.
    pub by: MemberId,
    /// Why.
    pub ground: Ground,
    /// On what kind of facts.
    pub facts: FactsKind,
    /// What is closed.
    pub scope: Scope,
    /// What lifts it.
    pub lifts: Lifts,
    /// What the moderator says to S.
    pub explanation: Reasons,
}

/// Why a moderator's restriction is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestrictRefused {
    /// Nobody decides about themselves.
    Yourself,
    /// Marks restrict by themselves; a moderator names another ground.
    NotAGround,
    /// There is one already that was not agreed to.
    AlreadyRestricted {
        /// Since when.
        since: Timestamp,
    },
}

/// A moderator restricts a member, with a complete statement of reasons (F11).
///
/// # Errors
/// Oneself, no ground of moderators, or a restriction that stands already.
pub fn restrict(
    standing: &Standing,
    order: Restricting,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, RestrictRefused> {
    if order.by == standing.member {
        return Err(RestrictRefused::Yourself);
    }
    if !Ground::OF_MODERATORS.contains(&order.ground) {
        return Err(RestrictRefused::NotAGround);
    }
    if let Some(stands) = standing.restricted_at(now).filter(|r| r.agreed_at.is_none()) {
        return Err(RestrictRefused::AlreadyRestricted { since: stands.since });
    }
    let Restricting { id, by, ground, facts, scope, lifts, explanation } = order;
    let decided = Decided::By { moderator: by, explanation };
    let statement = Statement { ground, facts, decided, scope, redress: Redress::AnotherModerator };
    let restriction = standing.next_restriction(id, lifts, statement, policy, now);
    Ok(vec![Change::Restricted { member: standing.member, restriction, standing_version: standing.version }])
}

impl Standing {
    /// The next restriction of this member, from `now` on.
    pub(crate) fn next_restriction(
        &self,
        id: RestrictionId,
        lifts: Lifts,
        statement: Statement,
        policy: &Policy,
        now: Timestamp,
    ) -> Restriction {
        let until = match lifts {
            Lifts::AgreementAndWait => Some(now + policy.restriction.wait),
            Lifts::Agreement | Lifts::Moderator => None,
        };
        Restriction { id, since: now, nth: self.restrictions + 1, statement, lifts, until, agreed_at: None }
    }

    /// The standing once `restriction` is in force, as the store writes it.
    #[must_use]
    pub fn restricted_by(self, restriction: Restriction) -> Self {
        Self {
            version: self.version + 1,
            restrictions: self.restrictions + 1,
            restricted_until: NEVER,
            restriction: Some(restriction),
            ..self
        }
    }
}
