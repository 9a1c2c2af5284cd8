//! Groups that anybody may join. The last one may leave: an empty group stays, with its name, for whoever comes next.

use kith_domain::id::GroupId;
use kith_domain::profile::{MOST_GROUPS, Person};
use kith_domain::text::{GroupAbout, GroupName, TextRefused, folded};
pub use kith_store::groups::{Group, GroupFilter};

use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, Page, TRIES, contended};

/// Why a group is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundRefused {
    /// Its name is no name.
    Name(TextRefused),
    /// What it is about is too long.
    About(TextRefused),
    /// There is a group of this name, whatever the case, accents and punctuation.
    NameTaken(GroupId),
    /// The founder is in as many groups as a profile holds.
    TooMany {
        /// How many that are.
        limit: usize,
    },
}

/// Why a member does not get into a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinRefused {
    /// There is no such group.
    NotFound,
    /// The member is in as many groups as a profile holds.
    TooMany {
        /// How many that are.
        limit: usize,
    },
}

/// Makes a group; its founder is in it.
///
/// # Errors
/// The name or the text is refused, the name is taken, or the founder is in too many groups.
pub async fn found(
    app: &App,
    actor: Actor,
    name: &str,
    about: Option<&str>,
) -> Result<Group, Failure<FoundRefused>> {
    let now = app.now();
    let name = GroupName::parse(name).map_err(|refused| Failure::Refused(FoundRefused::Name(refused)))?;
    let about = match about.filter(|about| !about.trim().is_empty()) {
        None => None,
        Some(about) => {
            Some(GroupAbout::parse(about).map_err(|refused| Failure::Refused(FoundRefused::About(refused)))?)
        }
    };
    let key = name_key(&name);
    let group = Group {
        id: GroupId(app.chance().id(now)?),
        name,
        about,
        founder: actor.member,
        created_at: now,
        joined: true,
        members: 1,
    };
    for _ in 0..TRIES {
        match app.store().found_group(&group, &key, MOST_GROUPS).await {
            Ok(()) => return Ok(group),
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
            Err(CommitFailure::Conflict { .. }) => {}
        }
        if let Some(taken) = app.store().group_named(&key).await? {
            return Err(Failure::Refused(FoundRefused::NameTaken(taken)));
        }
        if in_too_many(app, actor).await? {
            return Err(Failure::Refused(FoundRefused::TooMany { limit: MOST_GROUPS }));
        }
    }
    Err(contended("found a group").into())
}

/// Groups, the newest first: all, those the actor is in, or those whose name contains `query` (case, accents and
/// punctuation do not count; an empty one is all).
///
/// # Errors
/// The database is in trouble.
pub async fn list(
    app: &App,
    actor: Actor,
    query: Option<&str>,
    joined: bool,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Group>, Fault> {
    let asked = query.map(str::trim).filter(|query| !query.is_empty());
    // Nobody's name is longer; what is beyond cannot match.
    let part = asked.map(|query| key(&query.chars().take(GroupName::LIMIT as usize * 4).collect::<String>()));
    if part.as_ref().is_some_and(String::is_empty) {
        return Ok(Page::empty());
    }
    let filter = match (&part, joined) {
        (_, true) => GroupFilter::Joined,
        (Some(part), false) => GroupFilter::Named(part),
        (None, false) => GroupFilter::All,
    };
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let rows = app.store().groups(actor.member, filter, before, Page::<Group>::read(most)).await?;
    Ok(Page::cut(rows, most, |group| Cursor::new(0, group.id.0)))
}

/// One group; nothing where there is none.
///
/// # Errors
/// The database is in trouble.
pub async fn group(app: &App, actor: Actor, id: GroupId) -> Result<Option<Group>, Fault> {
    app.store().group(id, actor.member).await
}

/// Who is in a group, the newest members first, without who is not active and whom a block hides (R11.7);
/// nothing where there is no such group.
///
/// # Errors
/// The database is in trouble.
pub async fn members(
    app: &App,
    actor: Actor,
    id: GroupId,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Option<Page<Person>>, Fault> {
    if group(app, actor, id).await?.is_none() {
        return Ok(None);
    }
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let rows = app.store().group_members(id, actor.member, before, Page::<Person>::read(most)).await?;
    Ok(Some(Page::cut(rows, most, |person| Cursor::new(0, person.id.0))))
}

/// Joins a group. The second time answers as the first.
///
/// # Errors
/// No such group, or the member is in too many.
pub async fn join(app: &App, actor: Actor, id: GroupId) -> Result<Group, Failure<JoinRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let Some(group) = group(app, actor, id).await? else {
            return Err(Failure::Refused(JoinRefused::NotFound));
        };
        if group.joined {
            return Ok(group);
        }
        match app.store().join_group(&group, actor.member, now, MOST_GROUPS).await {
            Ok(()) => return Ok(Group { joined: true, members: group.members + 1, ..group }),
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
            Err(CommitFailure::Conflict { .. }) => {}
        }
        if in_too_many(app, actor).await? {
            return Err(Failure::Refused(JoinRefused::TooMany { limit: MOST_GROUPS }));
        }
    }
    Err(contended("join a group").into())
}

/// Leaves a group; without being in it, it changes nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn leave(app: &App, actor: Actor, id: GroupId) -> Result<(), Fault> {
    match app.store().leave_group(id, actor.member).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(contended("leave a group")),
        Err(CommitFailure::Fault(fault)) => Err(fault),
    }
}

/// The form under which two spellings of one group's name are equal.
pub(crate) fn name_key(name: &GroupName) -> String {
    key(name.as_str())
}

fn key(text: &str) -> String {
    let key = folded(text);
    // A name of signs alone is known by its signs.
    if key.is_empty() { text.to_lowercase().replace(char::is_control, "") } else { key }
}

async fn in_too_many(app: &App, actor: Actor) -> Result<bool, Fault> {
    let account = app.store().account(actor.member).await?;
    Ok(account.is_some_and(|account| account.profile.groups.len() >= MOST_GROUPS))
}
