use super::open::salt;
use crate::fields::FieldErrors;
use crate::passwords::Password;
use crate::{Actor, App, Failure};

/// Why a password is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangePasswordRefused {
    /// The current one is wrong.
    WrongPassword,
    /// The field `new_password` is wrong.
    Fields(FieldErrors),
}

/// Another password for the member who asks, and an end to all their other sessions.
///
/// # Errors
/// The current password is wrong, or the new one too short or too long.
pub async fn change_password(
    app: &App,
    actor: Actor,
    current: &str,
    new: &str,
) -> Result<(), Failure<ChangePasswordRefused>> {
    let mut errors = FieldErrors::new();
    let Some(new) = Password::parse(new, "new_password", &mut errors) else {
        return Err(Failure::Refused(ChangePasswordRefused::Fields(errors)));
    };
    let wrong = || Failure::Refused(ChangePasswordRefused::WrongPassword);
    let credential = app.store().credential(actor.member).await?.ok_or_else(wrong)?;
    let stored = Some(credential.password_hash.clone());
    if !app.passwords().verify(Password::typed(current), stored).await? {
        return Err(wrong());
    }
    let hash = app.passwords().hash(new, salt(app)).await?;
    // Changed meanwhile from elsewhere: what was typed here is no longer the current one.
    let changed = app.store().change_password(&credential, &hash, actor.session, app.now()).await?;
    if changed { Ok(()) } else { Err(wrong()) }
}
