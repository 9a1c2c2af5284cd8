use kith_domain::id::MemberId;
use kith_domain::profile::{MemberStatus, Person};

use crate::actor::Authority;
use crate::moderation::{AuditAct, entry};
use crate::{App, Failure, TRIES, contended};

/// Why nobody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApproveRefused {
    /// Who asks is no moderator.
    NotAModerator,
    /// There is nobody of this id who waits or was let in.
    NotFound,
}

/// Lets in somebody who signed up where the operator wants it so. The second time changes nothing.
///
/// # Errors
/// Who asks is no moderator, or nobody waits there.
pub async fn approve(app: &App, by: Authority, member: MemberId) -> Result<(), Failure<ApproveRefused>> {
    if !by.decides(app).await? {
        return Err(Failure::Refused(ApproveRefused::NotAModerator));
    }
    for _ in 0..TRIES {
        let not_found = || Failure::Refused(ApproveRefused::NotFound);
        let account = app.store().account(member).await?.ok_or_else(not_found)?;
        match account.profile.person.status {
            MemberStatus::Active => return Ok(()),
            MemberStatus::Suspended | MemberStatus::Closed => return Err(not_found()),
            MemberStatus::Awaiting => {
                let head = app.store().audit_head().await?;
                let written = entry(app, by, AuditAct::MemberAdmitted, member, None, "");
                if app.store().admit(&account, &head, &written).await? {
                    return Ok(());
                }
            }
        }
    }
    Err(contended("let somebody in").into())
}

/// Who waits to be let in, the earliest first, after `after`, at most `most`.
///
/// # Errors
/// Who asks is no moderator.
pub async fn awaiting(
    app: &App,
    by: Authority,
    after: Option<MemberId>,
    most: u32,
) -> Result<Vec<Person>, Failure<ApproveRefused>> {
    if !by.decides(app).await? {
        return Err(Failure::Refused(ApproveRefused::NotAModerator));
    }
    Ok(app.store().awaiting(after, most).await?)
}
