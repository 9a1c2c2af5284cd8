use kith_store::audit::{AuditChain, AuditRow};

use super::{ModerateRefused, authority};
use crate::actor::Authority;
use crate::{App, Failure, Fault};

/// Rows of the audit log, the latest first, before a number; none for its end.
///
/// # Errors
/// Who asks is no moderator.
pub async fn log(
    app: &App,
    by: Authority,
    before: Option<i64>,
    most: u32,
) -> Result<Vec<AuditRow>, Failure<ModerateRefused>> {
    authority(app, by).await?;
    Ok(app.store().audit_before(before.unwrap_or(i64::MAX), most).await?)
}

/// Rows of the audit log in order, after a number: for taking all of it along.
///
/// # Errors
/// Who asks is no moderator.
pub async fn log_after(
    app: &App,
    by: Authority,
    after: i64,
    most: u32,
) -> Result<Vec<AuditRow>, Failure<ModerateRefused>> {
    authority(app, by).await?;
    Ok(app.store().audit_after(after, most).await?)
}

/// Works every hash of the audit log out anew, and says which row is the first that is not as it was written.
///
/// # Errors
/// The database is in trouble.
pub async fn verify(app: &App) -> Result<AuditChain, Fault> {
    app.store().verify_audit().await
}
