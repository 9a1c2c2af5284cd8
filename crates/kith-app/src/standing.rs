//! How many invitations a member has left, and whether they may send any.

mod appeals;
mod bands;
mod ledger;
mod requests;
mod waiting;

pub use appeals::{
    AnsweringRefused, Appeal, AppealAnswer, AppealAnswerRefused, AppealCase, AppealOutcome, AppealRefused,
    AppealingRefused, answer_appeal, appeal, appeal_case,
};
pub(crate) use bands::secret;
pub use bands::{AcceptedBand, Bands, LEAST_DECIDED, UnknownBand, bands};
pub use ledger::{Cause, LedgerLine, Movement, movements};
pub use requests::{
    AllowanceRequest, AskForMoreRefused, AskRefused, Asking, History, RequestOutcome, Review, ReviewRefused,
    Suggestion, Tally, Verdict, VerdictRefused, ask_for_more, asking, decide_request, requests, review,
};
pub use waiting::{Waits, WaitsFor, waiting};

use kith_domain::id::{MemberId, RestrictionId};
use kith_domain::policy::Lifts;
use kith_domain::profile::MemberStatus;
pub use kith_domain::standing::{
    AGREEMENT_TEXT, AGREEMENT_VERSION, AgreeRefused, Balance, Decided, FactsKind, Ground, Redress, Scope,
    Statement,
};
use kith_domain::standing::{DAY, RestrictRefused, Restricting, Restriction, Standing, WEEK};
use kith_domain::text::Reasons;
use kith_domain::time::Timestamp;

use crate::actor::Authority;
use crate::moderation::{AuditAct, entry, logged};
use crate::{Actor, App, CommitFailure, Failure, Fault, TRIES, contended};

/// What is left, in all, this week and open at once (R5.1, R5.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// In all, with what reviews granted.
    pub lifetime: Balance,
    /// This week; it begins with its first invitation.
    pub week: Balance,
    /// When the week begins anew; none where nothing was sent in it.
    pub week_resets_at: Option<Timestamp>,
    /// Open at once: only what is not over by now.
    pub pending: Balance,
    /// Sent today, for the hint at pace (R6.6).
    pub today: u64,
}

/// Whether a member may send invitations (R6.4). How many said what about them is not in here (R6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyStanding {
    /// The restriction in force; none is a good standing.
    pub restriction: Option<Restricted>,
    /// The appeal against the latest restriction, in force or not.
    pub appeal: Option<Appeal>,
}

/// A restriction in force, as the restricted member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restricted {
    /// Which.
    pub id: RestrictionId,
    /// Since when.
    pub since: Timestamp,
    /// The statement of reasons (F11).
    pub statement: Statement,
    /// What lifts it.
    pub lifts: Lifts,
    /// The earliest end, where it also waits.
    pub until: Option<Timestamp>,
    /// When the member agreed.
    pub agreed_at: Option<Timestamp>,
    /// The version of the text to agree to; none where agreeing does not help or was done.
    pub agreement_version: Option<u32>,
}

/// The text that lifts a restriction (R6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// Its version, to be sent back with the tick.
    pub version: u32,
    /// What is agreed to.
    pub text: &'static str,
}

/// Why a restriction is not lifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiftRefused {
    /// Who asks is no moderator.
    NotAModerator,
    /// There is no such member.
    NotFound,
}

/// What is left to a member; nothing once the account is no longer in use.
///
/// # Errors
/// The database is in trouble.
pub async fn allowance(app: &App, actor: Actor) -> Result<Option<Allowance>, Fault> {
    let now = app.now();
    let Some(standing) = app.store().standing(actor.member).await? else { return Ok(None) };
    let limits = &app.policy().invitations;
    Ok(Some(Allowance {
        lifetime: Balance { limit: standing.lifetime_limit(app.policy()), used: standing.sent },
        week: Balance::new(limits.weekly, standing.week.used_at(now, WEEK)),
        week_resets_at: standing.week.resets_at(now, WEEK),
        pending: Balance::new(limits.pending, app.store().open_count(actor.member, now).await?),
        today: standing.day.used_at(now, DAY),
    }))
}

/// Whether a member may send invitations; nothing once the account is no longer in use.
///
/// # Errors
/// The database is in trouble.
pub async fn standing(app: &App, actor: Actor) -> Result<Option<MyStanding>, Fault> {
    let now = app.now();
    let Some(standing) = app.store().standing(actor.member).await? else { return Ok(None) };
    let appeal = match &standing.restriction {
        Some(latest) => app.store().appeal(actor.member, latest.id).await?,
        None => None,
    };
    Ok(Some(MyStanding { restriction: standing.restricted_at(now).map(restricted), appeal }))
}

/// The text that lifts a restriction.
pub fn agreement() -> Agreement {
    Agreement { version: AGREEMENT_VERSION, text: AGREEMENT_TEXT }
}

/// A member agrees, with an explicit tick, not to do it again (R6.5). Agreeing twice, or unrestricted, changes nothing.
///
/// # Errors
/// Another version of the text, no tick, or a restriction that only a moderator lifts.
pub async fn agree(
    app: &App,
    actor: Actor,
    version: u32,
    agreed: bool,
) -> Result<MyStanding, Failure<AgreeRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let Some(before) = app.store().standing(actor.member).await? else {
            return Ok(MyStanding { restriction: None, appeal: None });
        };
        let changes =
            kith_domain::standing::agree(&before, version, agreed, now).map_err(Failure::Refused)?;
        let committed = if changes.is_empty() { None } else { Some(app.store().commit(&changes).await) };
        match committed {
            None | Some(Ok(_)) => {
                return Ok(standing(app, actor)
                    .await?
                    .unwrap_or(MyStanding { restriction: None, appeal: None }));
            }
            Some(Err(CommitFailure::Conflict { .. })) => {}
            Some(Err(CommitFailure::Fault(fault))) => return Err(fault.into()),
        }
    }
    Err(contended("agree").into())
}

/// A moderator restricts a member, in the words of a complete statement of reasons (F11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestrictMember {
    /// Who.
    pub member: MemberId,
    /// Why.
    pub ground: Ground,
    /// On what kind of facts.
    pub facts: FactsKind,
    /// What is closed.
    pub scope: Scope,
    /// What lifts it.
    pub lifts: Lifts,
    /// What the moderator says to the member.
    pub explanation: Reasons,
}

/// Why a moderator's restriction is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRestricted {
    /// Who asks is no moderator.
    NotAModerator,
    /// There is no such member.
    NotFound,
    /// A rule stands against it.
    Refused(RestrictRefused),
}

/// A moderator restricts a member (F11).
///
/// # Errors
/// Who asks is no moderator, there is no such member, or a rule stands against it.
pub async fn restrict(
    app: &App,
    moderator: Actor,
    ask: RestrictMember,
) -> Result<RestrictionId, Failure<NotRestricted>> {
    if !Authority::Moderator(moderator).decides(app).await? {
        return Err(Failure::Refused(NotRestricted::NotAModerator));
    }
    let now = app.now();
    let id = RestrictionId(app.chance().id(now)?);
    for _ in 0..TRIES {
        let standing = standing_of(app, ask.member).await?;
        let standing = standing.ok_or(Failure::Refused(NotRestricted::NotFound))?;
        let RestrictMember { member: _, ground, facts, scope, lifts, explanation } = ask.clone();
        let order = Restricting { id, by: moderator.member, ground, facts, scope, lifts, explanation };
        let changes = kith_domain::standing::restrict(&standing, order, app.policy(), now)
            .map_err(|refused| Failure::Refused(NotRestricted::Refused(refused)))?;
        let by = Authority::Moderator(moderator);
        let written = entry(app, by, AuditAct::RestrictionMade, ask.member, None, ask.explanation.as_str());
        if logged(app, &written, &changes).await? {
            return Ok(id);
        }
    }
    Err(contended("restrict a member").into())
}

/// The standing of a member who has not left.
async fn standing_of(app: &App, member: MemberId) -> Result<Option<Standing>, Fault> {
    let account = app.store().account(member).await?;
    let there = account.is_some_and(|account| account.profile.person.status != MemberStatus::Closed);
    Ok(app.store().standing(member).await?.filter(|_| there))
}

/// A moderator or the operator lifts the restriction of a member, and marks count anew. Without one it changes
/// nothing; returns whether there was one.
///
/// # Errors
/// Who asks is no moderator, or there is no such member.
pub async fn lift(app: &App, by: Authority, member: MemberId) -> Result<bool, Failure<LiftRefused>> {
    if !by.decides(app).await? {
        return Err(Failure::Refused(LiftRefused::NotAModerator));
    }
    let now = app.now();
    for _ in 0..TRIES {
        let standing = standing_of(app, member).await?.ok_or(Failure::Refused(LiftRefused::NotFound))?;
        let Some(restriction) = standing.restricted_at(now) else { return Ok(false) };
        let head = app.store().audit_head().await?;
        let written = entry(app, by, AuditAct::RestrictionLifted, member, None, "");
        if app.store().lift_restriction(&standing, restriction.id, &head, &written).await? {
            return Ok(true);
        }
    }
    Err(contended("lift a restriction").into())
}

fn restricted(restriction: &Restriction) -> Restricted {
    let agreeing_helps = restriction.lifts != Lifts::Moderator && restriction.agreed_at.is_none();
    Restricted {
        id: restriction.id,
        since: restriction.since,
        statement: restriction.statement.clone(),
        lifts: restriction.lifts,
        until: restriction.until,
        agreed_at: restriction.agreed_at,
        agreement_version: agreeing_helps.then_some(AGREEMENT_VERSION),
    }
}
