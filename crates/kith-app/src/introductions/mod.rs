//! Introductions, from the facts to the committed change, and the conversation of three that a yes begins (R4.3–R4.5,
//! F13).
//!
//! What S reads and what S's acts are decided on is S's own part alone: it is the same whatever M and R did short of
//! a yes, and so are the statements that run (R4.4, R6.1).

mod act;
mod ask;
mod talk;

pub use act::{ForwardRefused, agree, dismiss, forward, withdraw};
pub use ask::{AskIntroduction, Asking, ask, asking, introducers};
pub use talk::{
    Circle, Talk, TalkRefused, TalkWriteRefused, circles, leave, mark_read, read_talk, write_talk,
};

use kith_domain::id::IntroductionId;
use kith_domain::introductions::{Part, Role, Stage};
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::relation::{Pair, Relation};
use kith_domain::time::Timestamp;

use crate::{Actor, App, Cursor, Fault, Page};

/// An introduction as one of its three sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What that one has of it.
    pub part: Part,
    /// Where it stands.
    pub stage: Stage,
    /// S; none once they have left and their name is gone.
    pub asker: Option<Person>,
    /// M.
    pub go_between: Option<Person>,
    /// R.
    pub recipient: Option<Person>,
}

/// One of a member's lists of introductions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntroductionBox {
    /// What the member asked, whatever became of it.
    Asked,
    /// What the member is asked to forward, while it waits.
    ToForward,
    /// What the member is asked to agree to, while it waits.
    ToAnswer,
}

impl IntroductionBox {
    fn role(self) -> Role {
        match self {
            Self::Asked => Role::Asker,
            Self::ToForward => Role::GoBetween,
            Self::ToAnswer => Role::Recipient,
        }
    }
}

/// A list of the actor's introductions, the latest first.
///
/// # Errors
/// The database is in trouble.
pub async fn list(
    app: &App,
    actor: Actor,
    which: IntroductionBox,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Seen>, Fault> {
    let now = app.now();
    let waiting = match which {
        IntroductionBox::Asked => None,
        IntroductionBox::ToForward | IntroductionBox::ToAnswer => Some(now),
    };
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let read = Page::<Part>::read(most);
    let rows = app.store().introductions(actor.member, which.role(), waiting, before, read).await?;
    let page = Page::cut(rows, most, |part| Cursor::new(0, part.introduction.id.0));
    let mut items = Vec::with_capacity(page.items.len());
    for part in page.items {
        items.extend(seen(app, part, now).await?);
    }
    Ok(Page { items, next: page.next })
}

/// One of the actor's introductions; nothing where it is not theirs, or no longer there for them.
///
/// # Errors
/// The database is in trouble.
pub async fn read(app: &App, actor: Actor, id: IntroductionId) -> Result<Option<Seen>, Fault> {
    let Some(part) = app.store().introduction(actor.member, id).await? else { return Ok(None) };
    seen(app, part, app.now()).await
}

/// A part with its people.
async fn with_people(app: &App, part: Part, now: Timestamp) -> Result<Seen, Fault> {
    let members = part.introduction.members();
    let people = app.store().persons(&members).await?;
    let person = |n: usize| people.iter().find(|person| person.id == members[n]).cloned();
    let (asker, go_between, recipient) = (person(0), person(1), person(2));
    Ok(Seen { stage: part.stage_at(now), part, asker, go_between, recipient })
}

/// A part with its people, where it is there for whose it is.
async fn seen(app: &App, part: Part, now: Timestamp) -> Result<Option<Seen>, Fault> {
    let seen = with_people(app, part, now).await?;
    Ok(match (seen.stage, seen.part.role) {
        (Stage::Agreed, _) => (!kept_apart(app, &seen).await?).then_some(seen),
        // Nothing that the others do, or that happens to them, changes what S sees before R says yes.
        (_, Role::Asker) => Some(seen),
        (_, Role::GoBetween | Role::Recipient) => there(app, &seen).await?.then_some(seen),
    })
}

/// Whether a block keeps whose part it is from one of the other two.
async fn kept_apart(app: &App, seen: &Seen) -> Result<bool, Fault> {
    let members = seen.part.introduction.members();
    let own = match seen.part.role {
        Role::Asker => members[0],
        Role::GoBetween => members[1],
        Role::Recipient => members[2],
    };
    let pairs: Vec<Pair> = members.into_iter().filter_map(|other| Pair::of(own, other)).collect();
    Ok(app.store().relations(&pairs).await?.iter().any(Relation::blocked))
}

/// Whether an introduction is there for M or R: S stands behind it, and nobody is kept apart from another. All that
/// takes it away looks alike, so that nobody learns of a block by it (R11.7).
async fn there(app: &App, seen: &Seen) -> Result<bool, Fault> {
    let active =
        |person: &Option<Person>| person.as_ref().is_some_and(|person| person.status == MemberStatus::Active);
    let all_there = [&seen.asker, &seen.go_between, &seen.recipient].into_iter().all(active);
    if seen.stage == Stage::Withdrawn || !all_there {
        return Ok(false);
    }
    let [asker, go_between, recipient] = seen.part.introduction.members();
    let pairs = [(asker, go_between), (go_between, recipient), (asker, recipient)];
    let pairs: Vec<Pair> = pairs.into_iter().filter_map(|(one, other)| Pair::of(one, other)).collect();
    let relations = app.store().relations(&pairs).await?;
    let [with_asker, with_recipient, between] = relations.as_slice() else { return Ok(false) };
    if relations.iter().any(Relation::blocked) {
        return Ok(false);
    }
    // A mark or a report closes the way from S to R for good, this one too, and as silently (R10.7).
    if seen.part.role == Role::Recipient && between.stance(recipient).closed {
        return Ok(false);
    }
    let waits = matches!(seen.stage, Stage::Open | Stage::SetAside);
    Ok(!waits || (with_asker.connected() && with_recipient.connected() && !between.connected()))
}
