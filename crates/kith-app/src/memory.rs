//! What a member keeps about their connections, for themselves alone (F18).

use kith_domain::id::MemberId;
use kith_domain::invitations::Invitation;
pub use kith_domain::memory::{Day, MOST_TAGS, Memory};
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::relation::{Between, Pair};
use kith_domain::text::{MemoryNote, Tag};
use kith_domain::time::{Span, Timestamp};
pub use kith_store::memory::GivenTag;
use kith_store::memory::Origin;

use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, FieldErrors, Page, TRIES, contended};

/// The most tags that are listed.
const TAGS_LISTED: u32 = 200;

/// What is kept about somebody, with how the two met.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// Who.
    pub person: Person,
    /// What is kept; empty where nothing is.
    pub memory: Memory,
    /// Whether they are connected: then it can be changed.
    pub connected: bool,
    /// Since when they are, or were.
    pub since: Timestamp,
    /// The invitation that was accepted then; none where an import connected them.
    pub invitation: Option<Invitation>,
}

/// What is to be kept, as typed.
#[derive(Debug, Clone, Default)]
pub struct PutMemory {
    /// In own words; empty is none.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
    /// The day to be in touch.
    pub next_contact: Option<Day>,
}

/// Why nothing is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PutMemoryRefused {
    /// There is nobody, or a block hides them.
    NotFound,
    /// They are not connected.
    NotConnected,
    /// Fields `note` or `tags[n]` are wrong, or there are too many tags.
    Fields(FieldErrors),
}

/// Whose memories are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Who bears a tag, by its key.
    Tagged(String),
    /// With whom the member wants to be in touch up to this day.
    DueBy(Day),
}

/// What the actor keeps about another member, and how they met; nothing where that member is not there, or they never
/// were connected as far as is known.
///
/// # Errors
/// The database is in trouble.
pub async fn read(app: &App, actor: Actor, other: MemberId) -> Result<Option<Remembered>, Fault> {
    let Some(pair) = Pair::of(actor.member, other) else { return Ok(None) };
    let Some(person) = app.store().persons(&[other]).await?.pop() else { return Ok(None) };
    let relation = app.store().relation(pair).await?;
    if person.status != MemberStatus::Active || relation.blocked() {
        return Ok(None);
    }
    let kept = app.store().memory(actor.member, other).await?;
    let connected = origin(&relation.between);
    let Some(origin) = connected.or(kept.as_ref().map(|kept| kept.origin)) else { return Ok(None) };
    let invitation = match origin.invitation {
        Some((sender, id)) => app.store().invitation(sender, id).await?,
        None => None,
    };
    Ok(Some(Remembered {
        person,
        memory: kept.map_or_else(Memory::default, |kept| kept.memory),
        connected: connected.is_some(),
        since: origin.since,
        invitation,
    }))
}

/// Keeps something about a connection in place of what was kept; keeping nothing is forgetting.
///
/// # Errors
/// Nobody there, not connected, or fields that are wrong.
pub async fn put(
    app: &App,
    actor: Actor,
    other: MemberId,
    ask: PutMemory,
) -> Result<Memory, Failure<PutMemoryRefused>> {
    let refused = |refused| Err(Failure::Refused(refused));
    let now = app.now();
    let Some(pair) = Pair::of(actor.member, other) else { return refused(PutMemoryRefused::NotFound) };
    let memory = match parse(ask) {
        Ok(memory) => memory,
        Err(errors) => return refused(PutMemoryRefused::Fields(errors)),
    };
    for _ in 0..TRIES {
        let relation = app.store().relation(pair).await?;
        let person = app.store().persons(&[other]).await?.pop();
        let there = person.is_some_and(|person| person.status == MemberStatus::Active);
        if !there || relation.blocked() {
            return refused(PutMemoryRefused::NotFound);
        }
        let Some(origin) = origin(&relation.between) else { return refused(PutMemoryRefused::NotConnected) };
        let written = if memory.is_empty() {
            app.store().forget_memory(actor.member, other).await
        } else {
            app.store().put_memory(actor.member, pair, &memory, origin, now).await
        };
        match written {
            Ok(()) => return Ok(memory),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(contended("keep a memory").into())
}

/// Forgets what was kept about somebody, connected or not. The second time changes nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn forget(app: &App, actor: Actor, other: MemberId) -> Result<(), Fault> {
    match app.store().forget_memory(actor.member, other).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(contended("forget a memory")),
        Err(CommitFailure::Fault(fault)) => Err(fault),
    }
}

/// The tags the actor gives, by their key.
///
/// # Errors
/// The database is in trouble.
pub async fn tags(app: &App, actor: Actor) -> Result<Vec<GivenTag>, Fault> {
    app.store().given_tags(actor.member, TAGS_LISTED).await
}

/// Those about whom the actor keeps something of this kind. Who is gone or kept apart is left out, so that a page may
/// hold fewer than there is room for.
///
/// # Errors
/// The database is in trouble.
pub async fn list(
    app: &App,
    actor: Actor,
    which: &Which,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Remembered>, Fault> {
    let read_most = Page::<Person>::read(most);
    let after = cursor.map_or((0, 0), |cursor| (cursor.rank, cursor.id));
    let found: Vec<(MemberId, i64)> = match which {
        Which::Tagged(key) => {
            let found = app.store().tagged(actor.member, key, after.1, read_most).await?;
            found.into_iter().map(|other| (other, 0)).collect()
        }
        Which::DueBy(day) => {
            let found = app.store().contacts_due(actor.member, *day, after, read_most).await?;
            found.into_iter().map(|(other, day)| (other, day.since_1970())).collect()
        }
    };
    let page = Page::cut(found, most, |(other, day)| Cursor::new(*day, other.0));
    let mut items = Vec::with_capacity(page.items.len());
    for (other, _) in &page.items {
        items.extend(read(app, actor, *other).await?);
    }
    Ok(Page { items, next: page.next })
}

/// Today, in UTC.
pub fn today(now: Timestamp) -> Day {
    let days = now.0.div_euclid(Span::days(1).as_milliseconds());
    Day::new(days).unwrap_or(Day::FIRST)
}

fn origin(between: &Between) -> Option<Origin> {
    match between {
        Between::Connected { invitation, inviter, since } => {
            Some(Origin { since: *since, invitation: invitation.map(|id| (*inviter, id)) })
        }
        Between::Nothing | Between::Invited(_) | Between::Following { .. } => None,
    }
}

fn parse(ask: PutMemory) -> Result<Memory, FieldErrors> {
    let mut errors = FieldErrors::new();
    let note = match MemoryNote::parse(&ask.note) {
        _ if ask.note.trim().is_empty() => None,
        Ok(note) => Some(note),
        Err(refused) => {
            errors.add("note", refused.code(), refused.to_string());
            None
        }
    };
    let mut tags = Vec::with_capacity(ask.tags.len().min(MOST_TAGS));
    for (n, typed) in ask.tags.iter().enumerate() {
        match Tag::parse(typed) {
            _ if typed.trim().is_empty() => {}
            Ok(tag) => tags.push(tag),
            Err(refused) => errors.add(format!("tags[{n}]"), refused.code(), refused.to_string()),
        }
    }
    match Memory::new(note, tags, ask.next_contact) {
        Ok(memory) if errors.is_empty() => Ok(memory),
        Ok(_) => Err(errors),
        Err(_) => {
            errors.add("tags", "too_many", format!("Give {MOST_TAGS} tags at most."));
            Err(errors)
        }
    }
}
