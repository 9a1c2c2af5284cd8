//! Members' credits: what there is, the ledger, and what an operator grants (R4.7).

use kith_domain::change::Change;
pub use kith_domain::credits::{Cause, CreditEntry, Credits, Plan};
use kith_domain::credits::{MOST_GRANTED, MonthlyGrant};
use kith_domain::id::{CreditEntryId, MemberId, OutreachId};
use kith_domain::profile::MemberStatus;
use kith_domain::time::Timestamp;

use crate::actor::Authority;
use crate::moderation::{AuditAct, entry, logged};
use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, Page, TRIES, contended};

/// A member's credits, as they are at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purse {
    /// What brings them.
    pub plan: Plan,
    /// How many there are.
    pub balance: u32,
    /// How many the plan brings each month.
    pub monthly: u32,
    /// Up to how many those add up.
    pub cap: u32,
    /// When the next ones come; none where the plan brings none.
    pub next_at: Option<Timestamp>,
}

/// A line of the ledger, as its member reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// How many credits more, or fewer.
    pub amount: i32,
    /// Why.
    pub cause: Cause,
    /// For which message.
    pub outreach: Option<OutreachId>,
    /// When.
    pub at: Timestamp,
}

/// Why nothing is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantRefused {
    /// Who asks is no moderator.
    NotAModerator,
    /// There is no such member.
    NotFound,
    /// Not a number from 1 to this.
    Amount {
        /// The most.
        most: u32,
    },
    /// The policy names no such plan.
    NoSuchPlan {
        /// Those it names.
        known: Vec<Plan>,
    },
}

/// What a member has; nothing once the account is no longer in use.
///
/// # Errors
/// The database is in trouble.
pub async fn purse(app: &App, actor: Actor) -> Result<Option<Purse>, Fault> {
    let now = app.now();
    let Some(stored) = stored(app, actor.member).await? else { return Ok(None) };
    Ok(Some(purse_of(app, &stored.settled(&app.policy().outreach, now).0)))
}

/// The ledger of a member, the latest line first. What is due by now is on top, though it is written only when
/// something else is.
///
/// # Errors
/// The database is in trouble.
pub async fn ledger(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<LedgerLine>, Fault> {
    let now = app.now();
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let entries = app.store().credit_entries(actor.member, before, Page::<CreditEntry>::read(most)).await?;
    let mut page = Page::cut(entries, most, |entry| Cursor::new(0, entry.id.0)).map(line);
    if cursor.is_none()
        && let Some(stored) = stored(app, actor.member).await?
    {
        let (_, due) = stored.settled(&app.policy().outreach, now);
        let due = due.iter().rev().map(|grant| LedgerLine {
            amount: amount(grant.amount),
            cause: Cause::Monthly,
            outreach: None,
            at: grant.at,
        });
        page.items.splice(0..0, due);
    }
    Ok(page)
}

/// The operator, or a moderator, grants a member credits, on top of whatever there is. Returns the new balance.
///
/// # Errors
/// Who asks is no moderator, there is no such member, or the number is none.
pub async fn grant(
    app: &App,
    by: Authority,
    member: MemberId,
    credits: u32,
) -> Result<Purse, Failure<GrantRefused>> {
    if !(1..=MOST_GRANTED).contains(&credits) {
        return Err(Failure::Refused(GrantRefused::Amount { most: MOST_GRANTED }));
    }
    let moderator = by.moderator();
    let words = format!("{credits} credits");
    changed(app, by, member, AuditAct::CreditsGranted, &words, |before, id, now| {
        let after = before.granted(credits);
        let entry = CreditEntry {
            id,
            amount: amount(after.balance - before.balance),
            cause: Cause::Granted,
            outreach: None,
            by: moderator,
            at: now,
        };
        (after, vec![entry])
    })
    .await
}

/// The operator, or a moderator, puts a member on a plan. Where it brings more than the one before, its first month
/// begins at once.
///
/// # Errors
/// Who asks is no moderator, there is no such member, or no such plan.
pub async fn put_plan(
    app: &App,
    by: Authority,
    member: MemberId,
    plan: &Plan,
) -> Result<Purse, Failure<GrantRefused>> {
    let policy = &app.policy().outreach;
    if !policy.plans.contains_key(plan) {
        let known = policy.plans.keys().cloned().collect();
        return Err(Failure::Refused(GrantRefused::NoSuchPlan { known }));
    }
    let onto = |before: &Credits, _, now| (before.under(plan.clone(), policy, now), Vec::new());
    changed(app, by, member, AuditAct::PlanChanged, plan.as_str(), onto).await
}

/// Changes a member's credits as `change` says, after what is due by now.
async fn changed(
    app: &App,
    by: Authority,
    member: MemberId,
    act: AuditAct,
    words: &str,
    change: impl Fn(&Credits, CreditEntryId, Timestamp) -> (Credits, Vec<CreditEntry>),
) -> Result<Purse, Failure<GrantRefused>> {
    if !by.decides(app).await? {
        return Err(Failure::Refused(GrantRefused::NotAModerator));
    }
    let now = app.now();
    for _ in 0..TRIES {
        let account = app.store().account(member).await?;
        let there = account.is_some_and(|account| account.profile.person.status != MemberStatus::Closed);
        if !there {
            return Err(Failure::Refused(GrantRefused::NotFound));
        }
        let Some(before) = settled(app, member, now).await? else {
            return Err(Failure::Refused(GrantRefused::NotFound));
        };
        let (after, entries) = change(&before, CreditEntryId(app.chance().id(now)?), now);
        let changes = [Change::CreditsChanged { before, after: after.clone(), entries }];
        if logged(app, &entry(app, by, act, member, None, words), &changes).await? {
            // Another plan may bring its first month at once.
            return Ok(purse_of(app, &settled(app, member, now).await?.unwrap_or(after)));
        }
    }
    Err(contended("change credits").into())
}

/// A member's credits, every month that is due by `now` written: what spends or gives back relies on it. Nothing where
/// there is no such member.
pub(crate) async fn settled(app: &App, member: MemberId, now: Timestamp) -> Result<Option<Credits>, Fault> {
    for _ in 0..TRIES {
        let Some(before) = stored(app, member).await? else { return Ok(None) };
        if !before.due(now) {
            return Ok(Some(before));
        }
        let (after, due) = before.settled(&app.policy().outreach, now);
        let entries = due.iter().map(|grant| monthly(app, grant, now)).collect::<Result<_, Fault>>()?;
        match app.store().commit(&[Change::CreditsChanged { before, after: after.clone(), entries }]).await {
            Ok(_) => return Ok(Some(after)),
            // Somebody else wrote the month, or more.
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault),
        }
    }
    Err(contended("write monthly credits"))
}

/// A member's credits as they are stored, or as they begin; nothing where there is no such member.
pub(crate) async fn stored(app: &App, member: MemberId) -> Result<Option<Credits>, Fault> {
    if let Some(credits) = app.store().credits(member).await? {
        return Ok(Some(credits));
    }
    let account = app.store().account(member).await?;
    Ok(account.map(|account| Credits::new(member, account.joined_at)))
}

/// What a member may know of their credits.
pub(crate) fn purse_of(app: &App, credits: &Credits) -> Purse {
    let policy = &app.policy().outreach;
    Purse {
        plan: credits.plan.clone(),
        balance: credits.balance,
        monthly: policy.monthly(&credits.plan),
        cap: policy.cap(&credits.plan),
        next_at: credits.next_grant(policy),
    }
}

fn monthly(app: &App, grant: &MonthlyGrant, now: Timestamp) -> Result<CreditEntry, Fault> {
    let id = CreditEntryId(app.chance().id(now)?);
    let amount = amount(grant.amount);
    Ok(CreditEntry { id, amount, cause: Cause::Monthly, outreach: None, by: None, at: grant.at })
}

fn line(entry: CreditEntry) -> LedgerLine {
    LedgerLine { amount: entry.amount, cause: entry.cause, outreach: entry.outreach, at: entry.at }
}

fn amount(credits: u32) -> i32 {
    i32::try_from(credits).unwrap_or(i32::MAX)
}
