//! Conversations of two who are connected or whom an answered outreach message lets write, and what they wrote.

use std::collections::HashMap;

use kith_domain::change::EventKind;
use kith_domain::id::{ConversationId, MemberId, MessageId, OutreachId};
use kith_domain::profile::Person;
use kith_domain::relation::{Pair, Relation};
use kith_domain::text::MessageText;
use kith_domain::time::Timestamp;

use crate::engine::{Batch, CommitFailure, Fault, JournalEntry, Row, Step, Touch, args, statements};
use crate::{Store, relations};

statements! {
    CONVERSATION = "messages/conversation";
    PUT_HALF = "messages/put_half";
    OPEN_HALF = "messages/open_half";
    CLOSE_HALF = "messages/close_half";
    GUARD_OPEN = "messages/guard_open";
    INSERT = "messages/insert";
    LIST = "messages/list";
    ONE = "messages/one";
    WROTE_SINCE = "messages/wrote_since";
    CONVERSATIONS = "messages/conversations";
    UNREAD = "messages/unread";
    WAITING = "messages/waiting";
    MARK_READ = "messages/mark_read";
    CLAIM_OPERATION = "messages/claim_operation";
    OPERATION = "messages/operation";
}

/// Unread messages of one conversation are counted to here, and conversations with some.
pub const MOST_COUNTED: u32 = 100;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Who wrote it.
    pub from: MemberId,
    /// What.
    pub text: MessageText,
    /// When.
    pub at: Timestamp,
}

/// A conversation as one of the two has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// Which.
    pub id: ConversationId,
    /// The last message of it.
    pub last: MessageId,
    /// The last message this member has read.
    pub read: MessageId,
    /// The answered outreach message for whose sake the two may write though they are not connected (R4.6).
    pub outreach: Option<OutreachId>,
}

/// A line in a member's list of conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Which.
    pub id: ConversationId,
    /// The other one.
    pub other: Person,
    /// What was written last.
    pub last: Message,
    /// How many of the other's messages are unread, counted to [`MOST_COUNTED`].
    pub unread: u32,
}

/// How a conversation ends for one of those in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct End {
    /// What was written last; nothing before the first message.
    pub(crate) last: Option<Message>,
    /// How many of the others' messages are unread, counted to [`MOST_COUNTED`].
    pub(crate) unread: u32,
}

/// A message to be written.
#[derive(Debug, Clone)]
pub struct Writing<'a> {
    /// What stands between the two, as it was read.
    pub relation: &'a Relation,
    /// Their conversation; a new id for the first message.
    pub conversation: ConversationId,
    /// The message.
    pub message: &'a Message,
    /// Under which key it is done once, and the fingerprint of what was asked.
    pub operation: Option<(&'a str, Vec<u8>)>,
}

impl Store {
    /// The conversation `member` has with `other`; nothing before the first message.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn conversation(&self, member: MemberId, other: MemberId) -> Result<Option<Side>, Fault> {
        let row = self.engine.row(CONVERSATION.with(args![member.0, other.0])).await?;
        row.map(|row| {
            Ok(Side {
                id: ConversationId(row.int(0)?),
                last: MessageId(row.int(1)?),
                read: MessageId(row.int(2)?),
                outreach: Some(row.int(3)?).filter(|id| *id > 0).map(OutreachId),
            })
        })
        .transpose()
    }

    /// Writes a message between connections, or between two whom an answered outreach message lets write, with its
    /// entry in the journal.
    ///
    /// # Errors
    /// `Conflict` where the two may no longer write to each other, a first message was written at the same time, or the
    /// operation was done before.
    pub async fn write_message(&self, writing: Writing<'_>) -> Result<(), CommitFailure> {
        let Writing { relation, conversation, message, operation } = writing;
        let pair = relation.pair;
        let (from, other) = (message.from, pair.other(message.from));
        let mut steps = guards(relation);
        if let Some((key, fingerprint)) = operation {
            steps.push(claim_operation(message, key, fingerprint));
        }
        // Who writes has read what stood above.
        for (member, other, read) in [(from, other, message.id.0), (other, from, 0)] {
            let row = args![member.0, conversation.0, other.0, message.id.0, read];
            steps.push(PUT_HALF.step(row, Touch::One));
        }
        steps.push(insert(conversation, message));
        let entry = JournalEntry {
            lo: pair.lo().0,
            hi: pair.hi().0,
            version: relation.version,
            kind: EventKind::MessageWritten.code(),
            inv_id: 0,
            actor_id: from.0,
            at: message.at.0,
            visible_at: message.at.0,
        };
        self.commit_batch(Batch { steps, journal: vec![entry] }).await.map(drop)
    }

    /// Which message an operation of `member` wrote before.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn written_by_operation(
        &self,
        member: MemberId,
        key: &str,
    ) -> Result<Option<MessageId>, Fault> {
        let row = self.engine.row(OPERATION.with(args![member.0, key])).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(row.opt_text(0)?.and_then(|id| id.parse().ok()))
    }

    /// One message.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn message(
        &self,
        conversation: ConversationId,
        id: MessageId,
    ) -> Result<Option<Message>, Fault> {
        let row = self.engine.row(ONE.with(args![conversation.0, id.0])).await?;
        row.as_ref().map(|row| decode(row, 0)).transpose()
    }

    /// The messages of a conversation, the latest first, before `before`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn messages(
        &self,
        conversation: ConversationId,
        before: i64,
        most: u32,
    ) -> Result<Vec<Message>, Fault> {
        let query = LIST.with(args![conversation.0, before, i64::from(most)]);
        self.engine.rows(query).await?.iter().map(|row| decode(row, 0)).collect()
    }

    /// Whether `member` wrote in a conversation at or after `since`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn wrote_since(
        &self,
        conversation: ConversationId,
        member: MemberId,
        since: Timestamp,
    ) -> Result<bool, Fault> {
        let row = self.engine.row(WROTE_SINCE.with(args![conversation.0, member.0, since.0])).await?;
        row.map_or(Ok(false), |row| row.flag(0))
    }

    /// A member's conversations with whom they may write to, the one written in last first, before the message `before`,
    /// at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn conversations(
        &self,
        member: MemberId,
        before: i64,
        most: u32,
    ) -> Result<Vec<Conversation>, Fault> {
        let rows = self.engine.rows(CONVERSATIONS.with(args![member.0, before, i64::from(most)])).await?;
        let places = rows.iter().map(|row| {
            let (id, last) = (ConversationId(row.int(1)?), MessageId(row.int(2)?));
            Ok((id, last, MessageId(row.int(3)?)))
        });
        let ends = self.ends(member, &places.collect::<Result<Vec<_>, Fault>>()?).await?;
        let mut ends: HashMap<ConversationId, End> = ends.into_iter().collect();
        let others = self.with_people(&rows, |row, other| Ok((ConversationId(row.int(1)?), other))).await?;
        let conversation = |(id, other)| {
            let end = ends.remove(&id)?;
            Some(Conversation { id, other, last: end.last?, unread: end.unread })
        };
        Ok(others.into_iter().filter_map(conversation).collect())
    }

    /// How several conversations end for `member`, in one flight: each with its last message and the last one read.
    pub(crate) async fn ends(
        &self,
        member: MemberId,
        places: &[(ConversationId, MessageId, MessageId)],
    ) -> Result<Vec<(ConversationId, End)>, Fault> {
        let queries = places.iter().flat_map(|(conversation, last, read)| {
            let unread = args![conversation.0, read.0, member.0, i64::from(MOST_COUNTED)];
            [ONE.with(args![conversation.0, last.0]), UNREAD.with(unread)]
        });
        let rows = self.engine.fetch(queries.collect()).await?;
        let end = |((conversation, ..), rows): (&(ConversationId, MessageId, MessageId), &[Vec<Row>])| {
            let first = |place: usize| rows.get(place).and_then(|rows| rows.first());
            let unread = first(1).map_or(Ok(0), |row| row.int(0))?;
            Ok((
                *conversation,
                End {
                    last: first(0).map(|row| decode(row, 0)).transpose()?,
                    unread: u32::try_from(unread).unwrap_or(u32::MAX),
                },
            ))
        };
        places.iter().zip(rows.chunks(2)).map(end).collect()
    }

    /// `member` has read the conversation with `other` up to a message; never back.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn mark_messages_read(
        &self,
        member: MemberId,
        other: MemberId,
        up_to: MessageId,
    ) -> Result<(), CommitFailure> {
        let steps = vec![MARK_READ.step(args![member.0, other.0, up_to.0], Touch::AtMostOne)];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }
}

/// What holds until a message is written: the connection, or what lets the two write without one.
fn guards(relation: &Relation) -> Vec<Step> {
    let pair = relation.pair;
    if relation.connected() {
        return vec![relations::guard_connected(pair)];
    }
    let open = GUARD_OPEN.step(args![pair.lo().0, pair.hi().0], Touch::One);
    vec![relations::guard_unblocked(pair), open]
}

/// A conversation that an answered outreach message opens, with the answer.
pub(crate) fn opened(
    pair: Pair,
    outreach: OutreachId,
    conversation: ConversationId,
    answer: &Message,
) -> [Step; 3] {
    let half = |member: MemberId| {
        let read = if member == answer.from { answer.id.0 } else { 0 };
        let row = args![member.0, conversation.0, pair.other(member).0, answer.id.0, read, outreach.0];
        OPEN_HALF.step(row, Touch::One)
    };
    [half(pair.lo()), half(pair.hi()), insert(conversation, answer)]
}

/// A conversation goes on for a connection's sake alone.
pub(crate) fn closed(pair: Pair) -> [Step; 2] {
    [(pair.lo(), pair.hi()), (pair.hi(), pair.lo())]
        .map(|(member, other)| CLOSE_HALF.step(args![member.0, other.0], Touch::AtMostOne))
}

/// Keeps what one writing came to, so that it is done once.
pub(crate) fn claim_operation(message: &Message, key: &str, fingerprint: Vec<u8>) -> Step {
    let row = args![message.from.0, key, fingerprint, message.at.0, message.id.0.to_string()];
    CLAIM_OPERATION.step(row, Touch::One)
}

/// The message alone; the sides that lead to it are rows of their own.
pub(crate) fn insert(conversation: ConversationId, message: &Message) -> Step {
    let m = message;
    INSERT.step(args![conversation.0, m.id.0, m.from.0, m.text.as_str(), m.at.0], Touch::One)
}

/// A message from four columns, the first of them at `from`.
fn decode(row: &Row, from: usize) -> Result<Message, Fault> {
    Ok(Message {
        id: MessageId(row.int(from)?),
        from: MemberId(row.int(from + 1)?),
        text: MessageText::stored(row.text(from + 2)?.to_owned()),
        at: Timestamp(row.int(from + 3)?),
    })
}
