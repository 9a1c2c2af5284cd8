//! A member's allowance and standing: how many invitations are left, and whether any may be sent.

mod appeal;
mod bands;
mod past;
mod review;
mod statement;

pub use appeal::{
    Appeal, AppealAnswer, AppealAnswerRefused, AppealOutcome, AppealRefused, answer_appeal, appeal,
    may_answer,
};
pub use bands::{AcceptedBand, BLOCK, Bands, LEAST_DECIDED, UnknownBand, bands, delay, shown_as_of};
pub use past::{PastInvitation, SETTLES};
pub use review::{
    AllowanceRequest, AskRefused, History, RECENT, RequestOutcome, STEPS, Suggestion, Tally, Verdict,
    VerdictRefused, ask, asks_at_left, decide, granted_by_rule, may_ask, suggest,
};
pub use statement::{
    Decided, FactsKind, Ground, Redress, RestrictRefused, Restricting, Scope, Statement, restrict,
};

use crate::change::Change;
use crate::id::{MemberId, RestrictionId};
use crate::policy::{Lifts, Limit, Policy, Window};
use crate::time::{Span, Timestamp};

/// How long a week of pace is; it begins with its first invitation (R5.6).
pub const WEEK: Span = Span::days(7);
/// How long a day of pace is (R6.6).
pub const DAY: Span = Span::days(1);
/// The version of the agreement's text that lifts a restriction (R6.5).
pub const AGREEMENT_VERSION: u32 = 1;
/// What S agrees to (R6.5).
pub const AGREEMENT_TEXT: &str = "I invite only people I know, or who have a reason to know me. \
I understand that several people said they did not know me, that the count starts anew with this \
agreement, and that the next restriction lasts longer.";

/// A member's counters and restriction, one guarded row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub member: MemberId,
    /// The guard of marks, restrictions and agreements.
    pub version: i64,
    /// Invitations sent in all, undone ones not among them.
    pub sent: u64,
    /// What reviews granted on top of the policy's limit (R5.4).
    pub granted: u32,
    /// The current week's count.
    pub week: Count,
    /// The current day's count.
    pub day: Count,
    /// Open invitations; may count some whose time ran out until somebody tidies up.
    pub pending: u64,
    /// Connections.
    pub connections: u32,
    /// Marks up to this instant do not count: the last agreement (R6.5).
    pub marks_from: Timestamp,
    /// How many restrictions there were, the current one included.
    pub restrictions: u32,
    /// The latest restriction.
    pub restriction: Option<Restriction>,
    /// No invitation may be sent before this instant.
    pub restricted_until: Timestamp,
}

/// A count within a stretch of time that begins with the first thing counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// When it began.
    pub start: Timestamp,
    /// How many.
    pub used: u64,
}

impl Count {
    /// How many at `now`, none once `length` is over.
    pub fn used_at(self, now: Timestamp, length: Span) -> u64 {
        if now < self.start + length { self.used } else { 0 }
    }

    /// When it starts anew, if it is running at `now`.
    pub fn resets_at(self, now: Timestamp, length: Span) -> Option<Timestamp> {
        (self.used_at(now, length) > 0).then(|| self.start + length)
    }
}

/// The instant that stands for "not until somebody agrees or decides".
pub const NEVER: Timestamp = Timestamp(i64::MAX);

/// Why and until when a member may send no invitations (R6.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// Which.
    pub id: RestrictionId,
    /// Since when.
    pub since: Timestamp,
    /// The first, second, third … of this member.
    pub nth: u32,
    /// The statement of reasons (F11).
    pub statement: Statement,
    /// What lifts it.
    pub lifts: Lifts,
    /// The earliest end, where it also waits.
    pub until: Option<Timestamp>,
    /// When S agreed.
    pub agreed_at: Option<Timestamp>,
}

impl Standing {
    /// The standing of a new member, with what a closed account of the same address had sent (R5.1).
    pub fn new(member: MemberId, carried_over: u64) -> Self {
        Self {
            member,
            version: 0,
            sent: carried_over,
            granted: 0,
            week: Count::default(),
            day: Count::default(),
            pending: 0,
            connections: 0,
            marks_from: Timestamp(0),
            restrictions: 0,
            restriction: None,
            restricted_until: Timestamp(0),
        }
    }

    /// The restriction in force at `now`.
    pub fn restricted_at(&self, now: Timestamp) -> Option<&Restriction> {
        self.restriction.as_ref().filter(|_| now < self.restricted_until)
    }

    /// The limit on invitations in all, grants included.
    pub fn lifetime_limit(&self, policy: &Policy) -> Option<u64> {
        policy.invitations.lifetime.number().map(|limit| u64::from(limit) + u64::from(self.granted))
    }

    /// From when on a mark counts at `now`: the window of the policy, and only after the agreement, so
    /// that what led to it does not count again though all happened in one millisecond.
    pub fn marks_count_from(&self, policy: &Policy, now: Timestamp) -> Timestamp {
        let anew = self.marks_from + Span::milliseconds(1);
        match policy.marks.window {
            Window::Forever => anew,
            Window::Last(span) => anew.max(now - span),
        }
    }

    /// The restriction that one more mark brings about when `counting` count already (R6.3, R6.5).
    pub(crate) fn restriction_by(
        &self,
        id: RestrictionId,
        counting: u32,
        policy: &Policy,
        now: Timestamp,
    ) -> Option<Restriction> {
        // One that was agreed to and only waits does not stand against the next: marks count anew since (R6.5).
        let unsettled = self.restricted_at(now).is_some_and(|r| r.agreed_at.is_none());
        if counting < policy.marks.threshold || unsettled {
            return None;
        }
        let nth = self.restrictions + 1;
        let lifts = match nth {
            1 => policy.restriction.first,
            2 => policy.restriction.second,
            _ => policy.restriction.third,
        };
        let statement = Statement {
            ground: Ground::Marks,
            facts: FactsKind::Marks,
            decided: Decided::Automatically,
            scope: Scope::Sending,
            redress: Redress::AnotherModerator,
        };
        Some(self.next_restriction(id, lifts, statement, policy, now))
    }

    /// Whether the restriction in force falls when one of the `counting` marks is taken back.
    pub(crate) fn freed_by_one_fewer(&self, counting: u32, policy: &Policy, now: Timestamp) -> bool {
        let unsettled = |r: &Restriction| r.statement.ground == Ground::Marks && r.agreed_at.is_none();
        self.restricted_at(now).is_some_and(unsettled) && counting <= policy.marks.threshold + 1
    }
}

/// Why an agreement is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreeRefused {
    /// The text has another version by now; read it again.
    WrongVersion {
        /// The version in force.
        current: u32,
    },
    /// The tick is not set: agreeing is explicit.
    NotAgreed,
    /// A moderator decides about this restriction.
    ModeratorDecides,
}

/// S agrees not to do it again (R6.5). Agreeing twice, or unrestricted, changes nothing.
///
/// # Errors
/// Another version, no tick, or a restriction that only a moderator lifts.
pub fn agree(
    standing: &Standing,
    version: u32,
    agreed: bool,
    now: Timestamp,
) -> Result<Vec<Change>, AgreeRefused> {
    if version != AGREEMENT_VERSION {
        return Err(AgreeRefused::WrongVersion { current: AGREEMENT_VERSION });
    }
    if !agreed {
        return Err(AgreeRefused::NotAgreed);
    }
    let Some(restriction) = standing.restricted_at(now) else { return Ok(Vec::new()) };
    let restricted_until = match restriction.lifts {
        Lifts::Moderator => return Err(AgreeRefused::ModeratorDecides),
        Lifts::Agreement => now,
        Lifts::AgreementAndWait => restriction.until.unwrap_or(now).max(now),
    };
    if restriction.agreed_at.is_some() {
        return Ok(Vec::new());
    }
    Ok(vec![Change::Agreed {
        member: standing.member,
        agreement_version: version,
        at: now,
        restricted_until,
        standing_version: standing.version,
    }])
}

/// What is left of a limit: `{limit, used, left}` of the API (R5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The limit; none where it is off.
    pub limit: Option<u64>,
    /// What is used of it.
    pub used: u64,
}

impl Balance {
    /// A balance of a limit.
    pub fn new(limit: Limit, used: u64) -> Self {
        Self { limit: limit.number().map(u64::from), used }
    }

    /// What is left; none where the limit is off.
    pub fn left(self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.used))
    }
}
