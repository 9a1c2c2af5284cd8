use kith_domain::id::MemberId;
use kith_domain::relation::Pair;
use kith_media::{LARGE, MEDIUM, PictureRefused, SMALL};
use kith_store::pictures::Picture;
use kith_store::profile_edits::Written;

use super::mine;
use crate::{Actor, App, Failure, Fault, TRIES, contended};

/// In which size a picture is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureSize {
    /// For lists.
    Small,
    /// For cards.
    Medium,
    /// For the head of a profile.
    Large,
}

impl PictureSize {
    /// The length of the edge in pixels, at most: a picture is never enlarged.
    pub fn pixels(self) -> u32 {
        match self {
            Self::Small => SMALL,
            Self::Medium => MEDIUM,
            Self::Large => LARGE,
        }
    }

    /// The size with this length of the edge.
    pub fn of(pixels: u32) -> Option<Self> {
        [Self::Small, Self::Medium, Self::Large].into_iter().find(|size| size.pixels() == pixels)
    }
}

/// Why a picture is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetPictureRefused {
    /// It is none that can be shown.
    Picture(PictureRefused),
    /// The account is no longer in use.
    Gone,
}

/// One's picture from now on: turned, squared, scaled and written anew, with nothing but its pixels left. Returns the
/// number that changes with it.
///
/// # Errors
/// Something else than a picture, too large, too small or damaged; `Unavailable` where too many wait.
pub async fn set_picture(
    app: &App,
    actor: Actor,
    upload: Vec<u8>,
) -> Result<i64, Failure<SetPictureRefused>> {
    let made = app.portraits().run(move || kith_media::portrait(&upload)).await?;
    let portrait = made.map_err(|refused| Failure::Refused(SetPictureRefused::Picture(refused)))?;
    let sizes =
        vec![(SMALL, portrait.small.bytes), (MEDIUM, portrait.medium.bytes), (LARGE, portrait.large.bytes)];
    let now = app.now();
    for _ in 0..TRIES {
        let account = mine(app, actor).await?.ok_or(Failure::Refused(SetPictureRefused::Gone))?;
        // A number that differs from the one before, though the clock stands still.
        let set_at = account.profile.person.picture.map_or(now.0, |before| now.0.max(before + 1));
        match app.store().put_picture(&account, set_at, sizes.clone(), now).await? {
            Written::Done(_) => return Ok(set_at),
            Written::HandleTaken | Written::Changed => {}
        }
    }
    Err(contended("set a picture").into())
}

/// Takes one's picture away. The second time changes nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn clear_picture(app: &App, actor: Actor) -> Result<(), Fault> {
    let now = app.now();
    for _ in 0..TRIES {
        let Some(account) = mine(app, actor).await? else { return Ok(()) };
        if account.profile.person.picture.is_none() {
            return Ok(());
        }
        match app.store().drop_picture(&account, now).await? {
            Written::Done(_) => return Ok(()),
            Written::HandleTaken | Written::Changed => {}
        }
    }
    Err(contended("clear a picture"))
}

/// A member's picture, a JPEG file, for a member; nothing where there is none, or where either blocks the other.
///
/// # Errors
/// The database is in trouble.
pub async fn picture(
    app: &App,
    actor: Actor,
    of: MemberId,
    size: PictureSize,
) -> Result<Option<Picture>, Fault> {
    if let Some(pair) = Pair::of(actor.member, of)
        && app.store().relation(pair).await?.blocked()
    {
        return Ok(None);
    }
    app.store().picture(of, size.pixels()).await
}
