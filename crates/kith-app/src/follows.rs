//! Following: one way, without asking; whom one follows and who follows one, for oneself alone (R0.3, R4.2).

use kith_domain::follows::FollowFacts;
pub use kith_domain::follows::{FollowRefused, FollowedBy};
use kith_domain::id::MemberId;
use kith_domain::profile::MemberStatus;
use kith_domain::relation::Pair;
pub use kith_store::follows::Follow;

use crate::failure::committed;
use crate::{Actor, App, Cursor, Failure, Fault, Page, TRIES, contended};

/// Follows another member, who is not told. The second time answers as the first.
///
/// # Errors
/// Oneself, nobody there, or they are not to be followed by this one.
pub async fn follow(app: &App, actor: Actor, other: MemberId) -> Result<(), Failure<FollowRefused>> {
    let pair = Pair::of(actor.member, other).ok_or(Failure::Refused(FollowRefused::ToYourself))?;
    let now = app.now();
    for _ in 0..TRIES {
        let account = app.store().account(other).await?.ok_or(Failure::Refused(FollowRefused::NotFound))?;
        let facts = FollowFacts {
            relation: app.store().relation(pair).await?,
            followed: Some(account.profile.person.status),
            followed_by: account.followed_by,
            follows: app.store().follows(actor.member, other).await?.is_some(),
        };
        let changes = kith_domain::follows::follow(&facts, actor.member, now).map_err(Failure::Refused)?;
        if committed(app, &changes).await? {
            return Ok(());
        }
    }
    Err(contended("follow a member").into())
}

/// Follows another member no longer. Without following it changes nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn unfollow(app: &App, actor: Actor, other: MemberId) -> Result<(), Fault> {
    ended(app, actor, actor.member, other).await
}

/// Takes a follower away, who is not told. Without one it changes nothing; they may follow again where the setting lets
/// them.
///
/// # Errors
/// The database is in trouble.
pub async fn remove_follower(app: &App, actor: Actor, follower: MemberId) -> Result<(), Fault> {
    ended(app, actor, follower, actor.member).await
}

/// Whom the actor follows, the latest first.
///
/// # Errors
/// The database is in trouble.
pub async fn following(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Follow>, Fault> {
    let read = Page::<Follow>::read(most);
    let rows = app.store().following(actor.member, Cursor::top(cursor), read).await?;
    Ok(Page::cut(rows, most, place))
}

/// Who follows the actor, the latest first.
///
/// # Errors
/// The database is in trouble.
pub async fn followers(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Follow>, Fault> {
    let read = Page::<Follow>::read(most);
    let rows = app.store().followers(actor.member, Cursor::top(cursor), read).await?;
    Ok(Page::cut(rows, most, place))
}

/// How one may follow another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Following {
    /// Whether one does.
    pub follows: bool,
    /// Whether one may begin to.
    pub may: bool,
}

/// Whether `member` follows another member, and whether they may; nothing of either where that member is not there.
///
/// # Errors
/// The database is in trouble.
pub async fn between(app: &App, member: MemberId, other: MemberId) -> Result<Following, Fault> {
    let Some(pair) = Pair::of(member, other) else { return Ok(Following::default()) };
    let Some(account) = app.store().account(other).await? else { return Ok(Following::default()) };
    let relation = app.store().relation(pair).await?;
    if relation.blocked() || account.profile.person.status != MemberStatus::Active {
        return Ok(Following::default());
    }
    let follows = app.store().follows(member, other).await?.is_some();
    Ok(Following { follows, may: !follows && account.followed_by.lets(relation.connected()) })
}

/// Ends that `follower` follows `followed`, at the actor's wish.
async fn ended(app: &App, actor: Actor, follower: MemberId, followed: MemberId) -> Result<(), Fault> {
    let Some(pair) = Pair::of(follower, followed) else { return Ok(()) };
    let now = app.now();
    for _ in 0..TRIES {
        let relation = app.store().relation(pair).await?;
        let follows = app.store().follows(follower, followed).await?.is_some();
        let changes = kith_domain::follows::unfollow(&relation, follower, actor.member, follows, now);
        if committed(app, &changes).await? {
            return Ok(());
        }
    }
    Err(contended("end following"))
}

fn place(row: &Follow) -> Cursor {
    Cursor::new(row.since.0, row.person.id.0)
}
