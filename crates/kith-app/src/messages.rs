//! Conversations of two who are connected (R7), or one of whom has answered the other's outreach message (R4.6).

use kith_domain::id::{ConversationId, MemberId, MessageId};
use kith_domain::invitations::Invitation;
use kith_domain::messages::{Ask, asks_for, pitch};
use kith_domain::outreach::Outreach;
use kith_domain::profile::Person;
use kith_domain::relation::{Between, NoPitches, Pair, Relation};
use kith_domain::text::{MessageText, TextRefused};
use kith_domain::time::Timestamp;
pub use kith_store::messages::{Conversation, MOST_COUNTED, Message};
use kith_store::messages::{Side, Writing};
use sha2::{Digest, Sha256};

use crate::connections::active;
use crate::failure::committed;
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
    /// Until when the other wants no pitches nor requests of the actor (F9).
    pub no_pitches_until: Option<Timestamp>,
    /// When the actor asked the other for none, also once that is over.
    pub asked_for_none: Option<NoPitches>,
    /// Which of the other's messages the actor reported as pitches.
    pub pitches: Vec<MessageId>,
}

impl Thread {
    /// Whether the actor may report a message as a pitch: the other wrote it in the time for which they had been asked
    /// for none.
    pub fn may_report(&self, message: &Message) -> bool {
        message.from == self.other.id
            && self.asked_for_none.is_some_and(|pause| pause.covers(message.at))
            && !self.pitches.contains(&message.id)
    }
}

/// Why a message is not reported as a pitch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PitchRefused {
    /// There is no such message of the other's.
    NotFound,
    /// It was not written in a time for which the actor had asked for none.
    NotAsked,
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
        Between::Nothing | Between::Invited(_) | Between::Following { .. } => (None, None),
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
    let (mine, theirs) = (relation.stance(actor.member), relation.stance(other));
    let pitches = match mine.no_pitches {
        Some(_) => app.store().reported_pitches(other, actor.member).await?,
        None => Vec::new(),
    };
    Ok(Thread {
        other: person,
        connected_since,
        outreach,
        invitation,
        messages,
        read,
        no_pitches_until: theirs.no_pitches.map(|pause| pause.until).filter(|until| app.now() < *until),
        asked_for_none: mine.no_pitches,
        pitches,
    })
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

/// The actor reports a message as a pitch, written in a time for which its writer had been asked for none (F9): a complaint
/// that moderators decide, unseen by its writer. The second time answers as the first.
///
/// # Errors
/// No such message, or nothing had been asked for.
pub async fn report_pitch(
    app: &App,
    actor: Actor,
    other: MemberId,
    id: MessageId,
) -> Result<(), Failure<PitchRefused>> {
    let missing = || Failure::Refused(PitchRefused::NotFound);
    let now = app.now();
    for _ in 0..TRIES {
        let (_, relation) = met(app, actor, other).await?.ok_or_else(missing)?;
        let side = app.store().conversation(actor.member, other).await?.ok_or_else(missing)?;
        let message = app.store().message(side.id, id).await?.ok_or_else(missing)?;
        if message.from != other || !may_write(&relation, Some(side)) {
            return Err(missing());
        }
        if app.store().reported_pitches(other, actor.member).await?.contains(&id) {
            return Ok(());
        }
        let reported = pitch(&relation, actor.member, message.id, message.at, now);
        let reported = reported.ok_or(Failure::Refused(PitchRefused::NotAsked))?;
        if committed(app, &[reported]).await? {
            return Ok(());
        }
    }
    Err(contended("report a pitch").into())
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

/// The hint to the writer of a first message that asks for something soon after the yes (R7.3), or of any that does in a
/// time for which they were asked for none.
async fn hint_for(
    app: &App,
    actor: Actor,
    relation: &Relation,
    side: Option<Side>,
    text: &str,
    now: Timestamp,
) -> Result<Option<Ask>, Fault> {
    let Between::Connected { since, .. } = relation.between else { return Ok(None) };
    if relation.stance(relation.pair.other(actor.member)).no_pitches.is_some_and(|pause| pause.covers(now)) {
        // Who was asked for none is told each time (F9).
        return Ok(asks_for(text));
    }
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
