//! One's own rates, as bands (R6.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kith_domain::id::MemberId;
pub use kith_domain::standing::{AcceptedBand, Bands, LEAST_DECIDED, UnknownBand};
use kith_domain::standing::{delay, shown_as_of};
use kith_domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::{Actor, App, Fault};

/// The actor's rates, as bands: late, and of twenty silent people at a time (R6.2). Nothing once the account is no
/// longer in use.
///
/// # Errors
/// The database is in trouble.
pub async fn bands(app: &App, actor: Actor) -> Result<Option<Bands>, Fault> {
    let Some(standing) = app.store().standing(actor.member).await? else { return Ok(None) };
    let as_of = as_of(app, actor.member).await?;
    let sent = app.store().past_invitations(actor.member).await?;
    Ok(Some(kith_domain::standing::bands(&sent, &standing, app.policy(), as_of)))
}

/// The instant whose state a member's bands show now.
pub(super) async fn as_of(app: &App, member: MemberId) -> Result<Timestamp, Fault> {
    let secret = secret(app).await?;
    Ok(shown_as_of(app.now(), |week| delay(drawn(&secret, member, week))))
}

/// What the days are drawn from; made where there is none yet.
pub(crate) async fn secret(app: &App) -> Result<String, Fault> {
    app.store().bands_secret(|| URL_SAFE_NO_PAD.encode(app.chance().secret())).await
}

/// The chance of a member in a week: always the same, and unknown to whoever does not know the secret.
fn drawn(secret: &str, member: MemberId, week: i64) -> u64 {
    let mut hash = Sha256::new();
    hash.update(secret.as_bytes());
    hash.update(member.0.to_be_bytes());
    hash.update(week.to_be_bytes());
    hash.finalize()[..8].iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
