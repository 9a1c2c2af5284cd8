//! Conversations of two who are connected (R7), or one of whom has answered the other's outreach message (R4.6).

use kith_domain::id::{ConversationId, MemberId, MessageId};
use kith_domain::invitations::Invitation;
use kith_domain::messages::{Ask, asks_for};
use kith_domain::outreach::Outreach;
use kith_domain::profile::Person;
use kith_domain::relation::{Between, Pair, Relation};
use kith_domain::text::{MessageText, TextRefused};
use kith_domain::time::Timestamp;
pub use kith_store::messages::{Conversation, MOST_COUNTED, Message};
use kith_store::messages::{Side, Writing};
use sha2::{Digest, Sha256};

use crate::connections::active;
use crate::introductions::{Circle, circles};
use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, Page, TRIES, contended};

/// Why a conversation is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadRefused {
    /// There is nobody, or a block hides them.
    NotFound,
    /// The two are not connected, nor has either answered the other's outreach message.
    NotConnected,
}

/// Why a message is not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteRefused {
    /// There is nobody, or a block hides them.
    NotFound,
    /// The two are not connected, or no longer, nor does an outreach message let them write.
    NotConnected,
    /// The text is empty or too long.
    Text(TextRefused),
}

/// A conversation.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The other one.
    pub other: Person,
    /// Since when they are connected; none where an answered outreach message lets them write.
    pub connected_since: Option<Timestamp>,
    /// The outreach message whose answer opened it, on top for both (R4.6); none where they were connected first.
    pub outreach: Option<Box<Outreach>>,
    /// The invitation that became the connection, with its note and card, on top for both (R7.2); none where an
    /// import connected them.
    pub invitation: Option<Box<Invitation>>,
    /// The messages, the latest first.
    pub messages: Page<Message>,
    /// The last message the actor has read; none before the first.
    pub read: Option<MessageId>,
}

/// A message that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// It.
    pub message: Message,
    /// What it seems to ask for, where that is worth a word to its writer, and to nobody else (R7.3).
    pub hint: Option<Ask>,
}

/// The actor's conversations, the one written in last first.
///
/// # Errors
/// The database is in trouble.
pub async fn conversations(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Conversation>, Fault> {
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let read = Page::<Conversation>::read(most);
    let rows = app.store().conversations(actor.member, before, read).await?;
    Ok(Page::cut(rows, most, |row| Cursor::new(0, row.last.id.0)))
}

/// A conversation in the actor's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// With one other.
    Two(Box<Conversation>),
    /// Of three, which an introduction began (R4.4).
    Three(Box<Circle>),
}

impl Listed {
    /// Its place in the list: the last message, or what stands in for one before the first.
    pub fn place(&self) -> MessageId {
        match self {
            Self::Two(conversation) => conversation.last.id,
            Self::Three(circle) => circle.circle.place,
        }
    }
}

/// All conversations of the actor, of two and of three, the one written in last first.
///
/// # Errors
/// The database is in trouble.
pub async fn all(app: &App, actor: Actor, cursor: Option<Cursor>, most: u32) -> Result<Page<Listed>, Fault> {
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let read = Page::<Listed>::read(most);
    let two = app.store().conversations(actor.member, before, read).await?;
    let three = circles(app, actor, before, read).await?;
    let two = two.into_iter().map(|conversation| Listed::Two(Box::new(conversation)));
    let three = three.into_iter().map(|circle| Listed::Three(Box::new(circle)));
    let mut rows: Vec<Listed> = two.chain(three).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.place()));
    Ok(Page::cut(rows, most, |row| Cursor::new(0, row.place().0)))
}

/// The conversation with another member, its messages the latest first (R7.2). There is one from the moment the
/// two are connected, though nobody has written yet.
///
/// # Errors
/// Nobody there, or the two may not write to each other.
pub async fn messages(
    app: &App,
    actor: Actor,
    other: MemberId,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Thread, Failure<ReadRefused>> {
    let (person, relation) = met(app, actor, other).await?.ok_or(Failure::Refused(ReadRefused::NotFound))?;
    let side = app.store().conversation(actor.member, other).await?;
    if !may_write(&relation, side) {
        return Err(Failure::Refused(ReadRefused::NotConnected));
    }
    let (connected_since, invitation) = match relation.between {
        Between::Connected { invitation: Some(id), inviter, since } => {
            (Some(since), app.store().invitation(inviter, id).await?.map(Box::new))
        }
        Between::Connected { invitation: None, since, .. } => (Some(since), None),
        Between::Nothing | Between::Invited(_) => (None, None),
    };
    let outreach = match side.and_then(|side| side.outreach) {
        Some(id) => app.store().outreach_of_either(relation.pair, id).await?.map(Box::new),
        None => None,
    };
    let messages = match side {
        None => Page::empty(),
        Some(side) => {
            let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
            let rows = app.store().messages(side.id, before, Page::<Message>::read(most)).await?;
            Page::cut(rows, most, |message| Cursor::new(0, message.id.0))
        }
    };
    let read = side.map(|side| side.read).filter(|read| read.0 > 0);
    Ok(Thread { other: person, connected_since, outreach, invitation, messages, read })
}

/// Writes a message to another member. With an `operation`, a second call of the same member with the same
/// operation, receiver and text answers with the first message and writes none: a form that is sent twice.
///
/// # Errors
/// Nobody there, not connected, or the text is refused.
pub async fn write(
    app: &App,
    actor: Actor,
    other: MemberId,
    text: &str,
    operation: Option<&str>,
) -> Result<Written, Failure<WriteRefused>> {
    let now = app.now();
    let text = MessageText::parse(text).map_err(|refused| Failure::Refused(WriteRefused::Text(refused)))?;
    let message = Message { id: MessageId(app.chance().id(now)?), from: actor.member, text, at: now };
    let fresh = ConversationId(app.chance().id(now)?);
    let key = operation.map(|operation| operation_key(operation, other.0, &message.text));
    for _ in 0..TRIES {
        let (_, relation) = met(app, actor, other).await?.ok_or(Failure::Refused(WriteRefused::NotFound))?;
        let side = app.store().conversation(actor.member, other).await?;
        if !may_write(&relation, side) {
            return Err(Failure::Refused(WriteRefused::NotConnected));
        }
        if let (Some(side), Some((key, _))) = (&side, &key)
            && let Some(id) = app.store().written_by_operation(actor.member, key).await?
            && let Some(message) = app.store().message(side.id, id).await?
        {
            return Ok(Written { message, hint: None });
        }
        let hint = hint_for(app, actor, &relation, side, message.text.as_str(), now).await?;
        let written = app.store().write_message(Writing {
            relation: &relation,
            conversation: side.map_or(fresh, |side| side.id),
            message: &message,
            operation: key.as_ref().map(|(key, print)| (key.as_str(), print.clone())),
        });
        match written.await {
            Ok(()) => return Ok(Written { message, hint }),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(contended("write a message").into())
}

/// What a text that is still being written seems to ask for, where that is worth a word (R7.3); nothing where it
/// could not be sent.
///
/// # Errors
/// The database is in trouble.
pub async fn hint(app: &App, actor: Actor, other: MemberId, text: &str) -> Result<Option<Ask>, Fault> {
    let Some((_, relation)) = met(app, actor, other).await? else { return Ok(None) };
    let Ok(text) = MessageText::parse(text) else { return Ok(None) };
    let side = app.store().conversation(actor.member, other).await?;
    hint_for(app, actor, &relation, side, text.as_str(), app.now()).await
}

/// The actor has read the conversation up to a message; never back, and nothing without a conversation.
///
/// # Errors
/// The database is in trouble.
pub async fn mark_read(app: &App, actor: Actor, other: MemberId, up_to: MessageId) -> Result<(), Fault> {
    match app.store().mark_messages_read(actor.member, other, up_to).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(contended("mark messages read")),
        Err(CommitFailure::Fault(fault)) => Err(fault),
    }
}

/// Whether the two may write to each other: they are connected, or one has answered the other's outreach message (R4.6).
fn may_write(relation: &Relation, side: Option<Side>) -> bool {
    relation.connected() || side.is_some_and(|side| side.outreach.is_some())
}

/// The other one and what stands between the two, where they are there for each other.
async fn met(app: &App, actor: Actor, other: MemberId) -> Result<Option<(Person, Relation)>, Fault> {
    let Some(pair) = Pair::of(actor.member, other) else { return Ok(None) };
    let relation = app.store().relation(pair).await?;
    if relation.blocked() {
        return Ok(None);
    }
    Ok(active(app, other).await?.map(|person| (person, relation)))
}

/// The hint to the writer of a first message that asks for something soon after the yes (R7.3).
async fn hint_for(
    app: &App,
    actor: Actor,
    relation: &Relation,
    side: Option<Side>,
    text: &str,
    now: Timestamp,
) -> Result<Option<Ask>, Fault> {
    let Between::Connected { since, .. } = relation.between else { return Ok(None) };
    if now >= since + app.policy().messages.hint_window {
        return Ok(None);
    }
    let Some(ask) = asks_for(text) else { return Ok(None) };
    let wrote = match side {
        None => false,
        Some(side) => app.store().wrote_since(side.id, actor.member, since).await?,
    };
    Ok((!wrote).then_some(ask))
}

/// One key for each operation, receiver and text, of a length that does not depend on what a client sends; and
/// the fingerprint of the three.
pub(crate) fn operation_key(operation: &str, to: i64, text: &MessageText) -> (String, Vec<u8>) {
    let mut hash = Sha256::new();
    for part in [operation.as_bytes(), &to.to_be_bytes(), text.as_str().as_bytes()] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let print = hash.finalize().to_vec();
    let key = print.iter().fold(String::from("message:"), |key, byte| format!("{key}{byte:02x}"));
    (key, print)
}
