//! Doors: what may be tried only so often, whichever process answers, because it guards a password.

use kith_domain::time::Span;
use sha2::{Digest, Sha256};

use crate::{App, Fault};

/// How often one may knock within [`WINDOW`].
pub const MOST: u32 = 10;
/// How long a knock counts: from the first one on.
pub const WINDOW: Span = Span::seconds(60);

/// What came of knocking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// So many more are heard before the window is over.
    Heard {
        /// How many.
        left: u32,
    },
    /// Too often: not before so many seconds are over.
    TooOften {
        /// How many, at least 1.
        seconds: u64,
    },
}

/// Counts a knock of `who`, an address or a member, and says whether it is heard.
///
/// # Errors
/// The database is in trouble.
pub async fn knock(app: &App, who: &str) -> Result<Answer, Fault> {
    let now = app.now();
    let who: [u8; 32] = Sha256::digest(who.as_bytes()).into();
    let knocked = app.store().knock(&who, MOST, WINDOW, now).await?;
    if knocked.heard {
        return Ok(Answer::Heard { left: MOST.saturating_sub(knocked.used) });
    }
    let wait = (knocked.since + WINDOW).0.saturating_sub(now.0).max(1);
    Ok(Answer::TooOften { seconds: u64::try_from(wait).unwrap_or(0).div_ceil(1_000) })
}

/// Forgets who knocked so long ago that it counts no more.
///
/// # Errors
/// The database is in trouble.
pub(crate) async fn tidy(app: &App) -> Result<(), Fault> {
    app.store().forget_knocks(app.now() - WINDOW).await
}
