//! Connections: who they are, leaving one, and blocking (R11.6, R11.7).

use kith_domain::change::Change;
use kith_domain::connections::list_shown;
use kith_domain::id::MemberId;
use kith_domain::profile::{Audience, MemberStatus, Person};
use kith_domain::relation::{Between, Pair, Relation};
pub use kith_store::connections::{Blocked, Connection};

use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, Page, TRIES, contended};

/// Why somebody's list of connections is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRefused {
    /// There is nobody, or a block hides them.
    NotFound,
    /// The list is for their connections, or for nobody.
    Hidden,
}

/// Why somebody cannot be blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockRefused {
    /// Nobody blocks oneself.
    Yourself,
    /// There is nobody, or they have blocked first.
    NotFound,
}

/// The connections of `of`, the latest first: one's own, or those of a connection who lets them be seen. Of
/// another's, those who hide their own list are left out, unless the policy lets them count (R2.4).
///
/// # Errors
/// Nobody there, or the list is not for the one who asks.
pub async fn list(
    app: &App,
    actor: Actor,
    of: MemberId,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Connection>, Failure<ListRefused>> {
    let all = may_list(app, actor, of).await?;
    let read = Page::<Connection>::read(most);
    let rows = app.store().connections(of, actor.member, all, Cursor::top(cursor), read).await?;
    Ok(Page::cut(rows, most, |row| Cursor::new(row.since.0, row.person.id.0)))
}

/// How many connections [`list`] holds.
///
/// # Errors
/// Nobody there, or the list is not for the one who asks.
pub async fn count(app: &App, actor: Actor, of: MemberId) -> Result<u32, Failure<ListRefused>> {
    let all = may_list(app, actor, of).await?;
    Ok(app.store().connection_count(of, actor.member, all).await?)
}

/// The connection of the actor with another member; nothing without one.
///
/// # Errors
/// The database is in trouble.
pub async fn connection(app: &App, actor: Actor, other: MemberId) -> Result<Option<Connection>, Fault> {
    let Some(pair) = Pair::of(actor.member, other) else { return Ok(None) };
    let relation = app.store().relation(pair).await?;
    let Between::Connected { invitation, inviter, since } = relation.between else { return Ok(None) };
    let Some(person) = active(app, other).await? else { return Ok(None) };
    Ok(Some(Connection { person, since, invitation, inviter }))
}

/// The connections the actor shares with another member, by ascending id (R2.5); nothing where that member is
/// not there, an empty page where either hides the own list.
///
/// # Errors
/// The database is in trouble.
pub async fn shared_connections(
    app: &App,
    actor: Actor,
    other: MemberId,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Option<Page<Person>>, Fault> {
    let Some(pair) = Pair::of(actor.member, other) else { return Ok(None) };
    let (Some(mine), Some(theirs)) =
        (app.store().account(actor.member).await?, app.store().account(other).await?)
    else {
        return Ok(None);
    };
    if theirs.profile.person.status != MemberStatus::Active || app.store().relation(pair).await?.blocked() {
        return Ok(None);
    }
    let hidden = [&mine, &theirs].map(|a| a.profile.connections_visible_to).contains(&Audience::Nobody);
    if hidden {
        return Ok(Some(Page::empty()));
    }
    let after = cursor.map_or(0, |cursor| cursor.id);
    let though_hidden = app.policy().connections.shared_though_hidden;
    let rows = app.store().shared_persons(pair, though_hidden, after, Page::<Person>::read(most)).await?;
    Ok(Some(Page::cut(rows, most, |person| Cursor::new(0, person.id.0))))
}

/// Leaves a connection: silent, at once, for both (R11.6). Without one it changes nothing, and tells nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn disconnect(app: &App, actor: Actor, other: MemberId) -> Result<(), Fault> {
    let now = app.now();
    let decide =
        |relation: &Relation| kith_domain::connections::disconnect(relation, actor.member, app.policy(), now);
    decided(app, actor, other, "disconnect", decide).await
}

/// Blocks another member: cuts what is pending both ways and the connection, unannounced (R11.7). The second
/// time answers as the first.
///
/// # Errors
/// Oneself, or nobody there; who has blocked the actor is not there either.
pub async fn block(app: &App, actor: Actor, other: MemberId) -> Result<(), Failure<BlockRefused>> {
    let pair = Pair::of(actor.member, other).ok_or(Failure::Refused(BlockRefused::Yourself))?;
    let relation = app.store().relation(pair).await?;
    if relation.stance(actor.member).blocks {
        return Ok(());
    }
    if relation.stance(other).blocks || active(app, other).await?.is_none() {
        return Err(Failure::Refused(BlockRefused::NotFound));
    }
    let now = app.now();
    let decide =
        |relation: &Relation| kith_domain::connections::block(relation, actor.member, app.policy(), now);
    Ok(decided(app, actor, other, "block a member", decide).await?)
}

/// Takes a block back; nothing it cut comes back (R11.7). Without one it changes nothing, and tells nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn unblock(app: &App, actor: Actor, other: MemberId) -> Result<(), Fault> {
    let now = app.now();
    let decide = |relation: &Relation| kith_domain::connections::unblock(relation, actor.member, now);
    decided(app, actor, other, "unblock a member", decide).await
}

/// Whom the actor blocks, the latest first.
///
/// # Errors
/// The database is in trouble.
pub async fn blocks(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Blocked>, Fault> {
    let read = Page::<Blocked>::read(most);
    let rows = app.store().blocks(actor.member, Cursor::top(cursor), read).await?;
    Ok(Page::cut(rows, most, |row| Cursor::new(row.at.0, row.person.id.0)))
}

/// Whether the actor may see the connections of `of`, and if so, whether also those who hide their own list.
async fn may_list(app: &App, actor: Actor, of: MemberId) -> Result<bool, Failure<ListRefused>> {
    let Some(pair) = Pair::of(actor.member, of) else { return Ok(true) };
    let relation = app.store().relation(pair).await?;
    let Some(account) = app.store().account(of).await? else {
        return Err(Failure::Refused(ListRefused::NotFound));
    };
    if account.profile.person.status != MemberStatus::Active || relation.blocked() {
        return Err(Failure::Refused(ListRefused::NotFound));
    }
    match list_shown(&relation, of, account.profile.connections_visible_to) {
        true => Ok(app.policy().connections.shared_though_hidden),
        false => Err(Failure::Refused(ListRefused::Hidden)),
    }
}

/// A member who is there for others.
pub(crate) async fn active(app: &App, member: MemberId) -> Result<Option<Person>, Fault> {
    let person = app.store().persons(&[member]).await?.pop();
    Ok(person.filter(|person| person.status == MemberStatus::Active))
}

/// Reads what stands between the two, decides, commits; again where somebody else was first.
async fn decided(
    app: &App,
    actor: Actor,
    other: MemberId,
    doing: &'static str,
    decide: impl Fn(&Relation) -> Vec<Change>,
) -> Result<(), Fault> {
    let Some(pair) = Pair::of(actor.member, other) else { return Ok(()) };
    for _ in 0..TRIES {
        let changes = decide(&app.store().relation(pair).await?);
        if changes.is_empty() {
            return Ok(());
        }
        match app.store().commit(&changes).await {
            Ok(_) => return Ok(()),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault),
        }
    }
    Err(contended(doing))
}
