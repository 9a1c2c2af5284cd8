//! The conversation of three: S, M and R, from R's yes on. Each may leave. Whom a block keeps apart from another who
//! still sits there finds the conversation gone, as everything of the other is (R11.7); the third keeps what was written.

use kith_domain::id::{IntroductionId, MemberId, MessageId};
use kith_domain::introductions::{Part, Role, Seat};
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::relation::{Pair, Relation};
use kith_domain::text::{MessageText, TextRefused};
use kith_store::introductions::Circle as Stored;
use kith_store::messages::Message;

use super::{Seen, with_people};
use crate::messages::operation_key;
use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, Page, TRIES, contended};

/// A conversation of three in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Which, and what was written last.
    pub circle: Stored,
    /// Its members, the one who asked first; without those who have left the network and whose name is gone.
    pub members: Vec<Person>,
}

/// A conversation of three.
#[derive(Debug, Clone)]
pub struct Talk {
    /// The introduction that began it, on top for all three.
    pub introduction: Seen,
    /// Who of the three still sits there.
    pub present: Vec<MemberId>,
    /// Whom the actor may connect with from here: S and R, each the other, while they are not (R4.4).
    pub may_connect: Option<MemberId>,
    /// The messages, the latest first.
    pub messages: Page<Message>,
    /// The last message the actor has read, or what stands in for one before the first.
    pub read: MessageId,
}

/// Why a conversation of three is not shown, read or left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TalkRefused {
    /// There is none, the actor is not in it or has left, or a block hides it.
    NotFound,
}

/// Why a message of three is not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalkWriteRefused {
    /// There is none, the actor is not in it or has left, or a block hides it.
    NotFound,
    /// The text is empty or too long.
    Text(TextRefused),
}

/// The actor's conversations of three, the one written in last first.
///
/// # Errors
/// The database is in trouble.
pub async fn circles(app: &App, actor: Actor, before: i64, most: u32) -> Result<Vec<Circle>, Fault> {
    let rows = app.store().circles(actor.member, before, most).await?;
    let mut circles = Vec::with_capacity(rows.len());
    for circle in rows {
        let members = app.store().persons(&circle.members).await?;
        circles.push(Circle { circle, members });
    }
    Ok(circles)
}

/// The conversation of three of an introduction, its messages the latest first.
///
/// # Errors
/// There is none for the actor.
pub async fn read_talk(
    app: &App,
    actor: Actor,
    id: IntroductionId,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Talk, Failure<TalkRefused>> {
    let Found { part, seat, present } =
        found(app, actor, id).await?.ok_or(Failure::Refused(TalkRefused::NotFound))?;
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let rows = app.store().messages(seat.conversation, before, Page::<Message>::read(most)).await?;
    let messages = Page::cut(rows, most, |message| Cursor::new(0, message.id.0));
    let (asker, recipient) = (part.introduction.asker, part.introduction.recipient);
    let other = match part.role {
        Role::Asker => Some(recipient),
        Role::Recipient => Some(asker),
        Role::GoBetween => None,
    };
    let may_connect = match other {
        Some(other) => may_connect(app, actor, other).await?,
        None => None,
    };
    let introduction = with_people(app, part, app.now()).await?;
    Ok(Talk { introduction, present, may_connect, messages, read: seat.read })
}

/// Writes to the other two. With an `operation`, a second call with the same operation and text writes none.
///
/// # Errors
/// There is no such conversation for the actor, or the text is refused.
pub async fn write_talk(
    app: &App,
    actor: Actor,
    id: IntroductionId,
    text: &str,
    operation: Option<&str>,
) -> Result<Message, Failure<TalkWriteRefused>> {
    let now = app.now();
    let not_found = || Failure::Refused(TalkWriteRefused::NotFound);
    // Before a word is read: where nothing is for the actor, whatever was written is answered alike.
    found(app, actor, id).await?.ok_or_else(not_found)?;
    let text =
        MessageText::parse(text).map_err(|refused| Failure::Refused(TalkWriteRefused::Text(refused)))?;
    let message = Message { id: MessageId(app.chance().id(now)?), from: actor.member, text, at: now };
    let key = operation.map(|operation| operation_key(operation, id.0, &message.text));
    for _ in 0..TRIES {
        let Found { part, seat, .. } = found(app, actor, id).await?.ok_or_else(not_found)?;
        if let Some((key, _)) = &key
            && let Some(id) = app.store().written_by_operation(actor.member, key).await?
            && let Some(message) = app.store().message(seat.conversation, id).await?
        {
            return Ok(message);
        }
        let operation = key.as_ref().map(|(key, print)| (key.as_str(), print.clone()));
        let of = &part.introduction;
        match app.store().write_to_circle(of, seat.conversation, &message, operation).await {
            Ok(()) => return Ok(message),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(contended("write to three").into())
}

/// The actor has read the conversation up to a message; never back.
///
/// # Errors
/// There is none for the actor.
pub async fn mark_read(
    app: &App,
    actor: Actor,
    id: IntroductionId,
    up_to: MessageId,
) -> Result<(), Failure<TalkRefused>> {
    found(app, actor, id).await?.ok_or(Failure::Refused(TalkRefused::NotFound))?;
    match app.store().mark_circle_read(actor.member, id, up_to).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(contended("mark messages read").into()),
        Err(CommitFailure::Fault(fault)) => Err(fault.into()),
    }
}

/// The actor leaves the conversation, for good: nothing that is written from then on reaches them. The second time
/// answers as the first.
///
/// # Errors
/// There never was one for the actor.
pub async fn leave(app: &App, actor: Actor, id: IntroductionId) -> Result<(), Failure<TalkRefused>> {
    let part = app.store().introduction(actor.member, id).await?;
    if part.and_then(|part| part.conversation).is_none() {
        return Err(Failure::Refused(TalkRefused::NotFound));
    }
    match app.store().leave_circle(actor.member, id, app.now()).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(contended("leave a conversation").into()),
        Err(CommitFailure::Fault(fault)) => Err(fault.into()),
    }
}

struct Found {
    part: Part,
    seat: Seat,
    present: Vec<MemberId>,
}

/// The conversation, where the actor sits in it and is kept apart from nobody else who does.
async fn found(app: &App, actor: Actor, id: IntroductionId) -> Result<Option<Found>, Fault> {
    let Some(part) = app.store().introduction(actor.member, id).await? else { return Ok(None) };
    let Some(seat) = part.conversation.filter(|seat| seat.left_at.is_none()) else { return Ok(None) };
    let present = app.store().introduction_seats(&part.introduction).await?;
    let pairs: Vec<Pair> = present.iter().filter_map(|other| Pair::of(actor.member, *other)).collect();
    let relations = app.store().relations(&pairs).await?;
    let apart = relations.iter().any(Relation::blocked);
    Ok((!apart).then_some(Found { part, seat, present }))
}

async fn may_connect(app: &App, actor: Actor, other: MemberId) -> Result<Option<MemberId>, Fault> {
    use crate::relationship::{RelationshipState, bearings};

    let active = crate::connections::active(app, other).await?;
    if active.is_none_or(|person| person.status != MemberStatus::Active) {
        return Ok(None);
    }
    let bearing = bearings(app, actor, &[other]).await?.pop();
    let open = bearing.is_some_and(|bearing| bearing.state == RelationshipState::None);
    Ok(open.then_some(other))
}
