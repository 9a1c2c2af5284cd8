use kith_domain::id::{CaseId, MemberId};
use kith_domain::moderation::{CaseRefused, Partial};
use kith_domain::profile::MemberStatus;
use kith_store::audit::AuditAct;
use kith_store::moderation::Effect;

use super::{ModerateRefused, authority, connected, done, entry, reason};
use crate::actor::Authority;
use crate::{App, Failure, Fault, TRIES, contended};

/// Stops an account: nobody signs in with it, its sessions end, what it sent is no longer shown (R11.4), nobody finds
/// it. All of that comes back when it is restored. The second time changes nothing.
///
/// # Errors
/// No moderator, no such member, oneself or a connection, or no reason.
pub async fn suspend(
    app: &App,
    by: Authority,
    member: MemberId,
    why: &str,
) -> Result<(), Failure<ModerateRefused>> {
    let why = may(app, by, member, why).await?;
    Ok(stop(app, by, member, None, &why).await?)
}

/// Lets a stopped account go on. The second time changes nothing.
///
/// # Errors
/// No moderator, no such member, oneself or a connection, or no reason.
pub async fn restore(
    app: &App,
    by: Authority,
    member: MemberId,
    why: &str,
) -> Result<(), Failure<ModerateRefused>> {
    let why = may(app, by, member, why).await?;
    for _ in 0..TRIES {
        let Some(account) = app.store().account(member).await? else { return Ok(()) };
        if account.profile.person.status != MemberStatus::Suspended {
            return Ok(());
        }
        let written = entry(app, by, AuditAct::MemberRestored, member, None, &why);
        if done(app, &written, &[Effect::Restore(Box::new(account))]).await? {
            return Ok(());
        }
    }
    Err(contended("restore an account").into())
}

async fn may(
    app: &App,
    by: Authority,
    member: MemberId,
    why: &str,
) -> Result<String, Failure<ModerateRefused>> {
    authority(app, by).await?;
    let refused = |partial| Failure::Refused(ModerateRefused::Case(CaseRefused::Partial(partial)));
    let there = app.store().account(member).await?;
    there
        .filter(|account| account.profile.person.status != MemberStatus::Closed)
        .ok_or(Failure::Refused(ModerateRefused::NotFound))?;
    if by.moderator() == Some(member) {
        return Err(refused(Partial::AboutYou));
    }
    if !app.policy().moderation.connected_may_decide && connected(app, by, [member, member]).await? {
        return Err(refused(Partial::Connected));
    }
    Ok(reason(why)?.to_string())
}

/// Stops an account that is in use; another one stays as it is.
pub(super) async fn stop(
    app: &App,
    by: Authority,
    member: MemberId,
    case: Option<CaseId>,
    why: &str,
) -> Result<(), Fault> {
    for _ in 0..TRIES {
        let Some(account) = app.store().account(member).await? else { return Ok(()) };
        if account.profile.person.status != MemberStatus::Active {
            return Ok(());
        }
        let written = entry(app, by, AuditAct::MemberSuspended, member, case, why);
        if done(app, &written, &[Effect::Suspend(Box::new(account))]).await? {
            return Ok(());
        }
    }
    Err(contended("suspend an account"))
}
