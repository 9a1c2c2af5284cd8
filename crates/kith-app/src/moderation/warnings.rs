use kith_domain::id::WarningId;
use kith_store::warnings::Warning;

use crate::{Actor, App, Fault};

/// What the moderators said to whoever asks, the latest first.
///
/// # Errors
/// The database is in trouble.
pub async fn mine(app: &App, actor: Actor) -> Result<Vec<Warning>, Fault> {
    app.store().warnings(actor.member).await
}

/// A member says to have read a warning; false where it is none of theirs. The second time changes nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn acknowledge(app: &App, actor: Actor, warning: WarningId) -> Result<bool, Fault> {
    app.store().acknowledge_warning(actor.member, warning, app.now()).await
}
