//! Introductions: who may be asked for one, each one as its three have it, and the conversation that a yes begins.

use std::collections::HashSet;

use kith_domain::change::EventKind;
use kith_domain::id::{ConversationId, IntroductionId, MemberId, MessageId};
use kith_domain::introductions::{Introduction, Part, Reason, Role, Seat, State, Words};
use kith_domain::policy::Limit;
use kith_domain::relation::Pair;
use kith_domain::time::Timestamp;

use crate::apart::Kept;
use crate::codes::Code;
use crate::engine::{Batch, CommitFailure, Fault, JournalEntry, Query, Row, Step, Touch, args, statements};
use crate::messages::{self, End, Message};
use crate::{Store, relations, standing};

statements! {
    HOLD_ASKER = "introductions/hold_asker";
    ASK = "introductions/ask";
    INSERT = "introductions/insert";
    MOVE = "introductions/move";
    WITHDRAW = "introductions/withdraw";
    SEAT = "introductions/seat";
    READ = "introductions/read";
    BOX = "introductions/box";
    RUNNING = "introductions/running";
    AGREED = "introductions/agreed";
    SEATED = "introductions/seated";
    CONVERSATIONS = "introductions/conversations";
    WAITING = "introductions/waiting";
    WRITTEN = "introductions/written";
    MARK_READ = "introductions/mark_read";
    LEAVE = "introductions/leave";
}

/// A conversation of three in a member's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// The introduction that began it.
    pub introduction: IntroductionId,
    /// The three, the one who asked first.
    pub members: [MemberId; 3],
    /// Its place among the member's conversations: the last message, or what stands in for one before the first.
    pub place: MessageId,
    /// What was written last; nothing before the first message.
    pub last: Option<Message>,
    /// How many of the others' messages are unread, counted to [`MOST_COUNTED`].
    pub unread: u32,
}

/// What an act of M or R moves.
#[derive(Debug, Clone, Copy)]
pub struct Moving<'a> {
    /// The part of who acts, as it was read.
    pub part: &'a Part,
    /// The state it is in from now on.
    pub to: State,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// An introduction as `member` has it; nothing where it is not theirs.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn introduction(&self, member: MemberId, id: IntroductionId) -> Result<Option<Part>, Fault> {
        let row = self.engine.row(READ.with(args![member.0, id.0])).await?;
        row.as_ref().map(decode).transpose()
    }

    /// A member's introductions in a role, the latest first, before `before`; with `waiting`, only those that wait for
    /// the member at that instant. At most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn introductions(
        &self,
        member: MemberId,
        role: Role,
        waiting: Option<Timestamp>,
        before: i64,
        most: u32,
    ) -> Result<Vec<Part>, Fault> {
        let at = waiting.map_or(0, |at| at.0);
        let row = args![member.0, role.code(), before, waiting.is_some(), at, i64::from(most)];
        self.engine.rows(BOX.with(row)).await?.iter().map(decode).collect()
    }

    /// What a member asked whose time runs at `now`, whatever became of it.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn introductions_running(&self, asker: MemberId, now: Timestamp) -> Result<Vec<Part>, Fault> {
        self.engine.rows(RUNNING.with(args![asker.0, now.0])).await?.iter().map(decode).collect()
    }

    /// Whether somebody introduced two members to each other, and both agreed.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn introduced(&self, one: MemberId, other: MemberId) -> Result<bool, Fault> {
        Ok(self.engine.row(AGREED.with(args![one.0, other.0])).await?.is_some())
    }

    /// Writes what S asks, with M's part of it.
    ///
    /// # Errors
    /// `Conflict` where S was restricted, or asked so much, meanwhile.
    pub async fn ask_introduction(
        &self,
        introduction: &Introduction,
        open: Limit,
    ) -> Result<(), CommitFailure> {
        let i = introduction;
        let row = args![
            i.asker.0,
            i.id.0,
            i.go_between.0,
            i.recipient.0,
            i.reason.as_str(),
            i.asked_at.0,
            i.expires_at.0,
            standing::limit(open)
        ];
        let steps = vec![
            HOLD_ASKER.step(args![i.asker.0, i.asked_at.0], Touch::One),
            ASK.step(row, Touch::One),
            part(i, i.go_between, Role::GoBetween, None, i.asked_at),
        ];
        let journal = vec![told(i, EventKind::IntroductionAsked, i.asker, i.go_between, i.asked_at)];
        self.commit_batch(Batch { steps, journal }).await.map(drop)
    }

    /// M forwards: R has a part from now on, with M's words.
    ///
    /// # Errors
    /// `Conflict` where S withdrew, M acted otherwise, or M is no longer connected with both, meanwhile.
    pub async fn forward_introduction(&self, moving: Moving<'_>, words: &Words) -> Result<(), CommitFailure> {
        let (i, at) = (&moving.part.introduction, moving.at);
        let connected = [i.asker, i.recipient].into_iter().filter_map(|other| Pair::of(i.go_between, other));
        let mut connected: Vec<Pair> = connected.collect();
        // In one order for all, so that two batches never wait for each other in a circle.
        connected.sort_by_key(|pair| (pair.lo(), pair.hi()));
        let mut steps: Vec<Step> = connected.into_iter().map(relations::guard_connected).collect();
        steps.push(moved(moving, Some(words)));
        steps.push(part(i, i.recipient, Role::Recipient, Some(words), at));
        let journal = vec![told(i, EventKind::IntroductionForwarded, i.go_between, i.recipient, at)];
        self.commit_batch(Batch { steps, journal }).await.map(drop)
    }

    /// M or R puts it away: their own part alone moves (R4.4).
    ///
    /// # Errors
    /// `Conflict` where it moved meanwhile.
    pub async fn dismiss_introduction(&self, moving: Moving<'_>) -> Result<(), CommitFailure> {
        let i = &moving.part.introduction;
        let (by, other) = match moving.part.role {
            Role::Asker | Role::GoBetween => (i.go_between, i.asker),
            Role::Recipient => (i.recipient, i.go_between),
        };
        let journal = vec![told(i, EventKind::IntroductionDismissed, by, other, moving.at)];
        self.commit_batch(Batch { steps: vec![moved(moving, None)], journal }).await.map(drop)
    }

    /// S takes it back. The steps are the same whatever M and R did, and so is what they take (R4.4).
    ///
    /// # Errors
    /// `Conflict` where R said yes meanwhile.
    pub async fn withdraw_introduction(&self, moving: Moving<'_>) -> Result<(), CommitFailure> {
        let (i, at) = (&moving.part.introduction, moving.at);
        let mut steps = vec![moved(moving, None)];
        let mut journal = Vec::with_capacity(2);
        for other in [i.go_between, i.recipient] {
            steps.push(WITHDRAW.step(args![other.0, i.id.0, at.0], Touch::AtMostOne));
            journal.push(told(i, EventKind::IntroductionWithdrawn, i.asker, other, at));
        }
        self.commit_batch(Batch { steps, journal }).await.map(drop)
    }

    /// R says yes: all three sit in a conversation from now on, which begins with M's words and S's reason.
    ///
    /// # Errors
    /// `Conflict` where S withdrew, or R acted otherwise, meanwhile.
    pub async fn agree_introduction(
        &self,
        moving: Moving<'_>,
        conversation: ConversationId,
        begins: MessageId,
    ) -> Result<(), CommitFailure> {
        let (i, at) = (&moving.part.introduction, moving.at);
        let words = moving.part.words.as_ref().map(Words::as_str);
        let seats =
            [(i.asker, State::Open), (i.go_between, State::Forwarded), (i.recipient, moving.part.state)];
        let steps = seats.map(|(member, from)| {
            let row = args![member.0, i.id.0, from.code(), at.0, conversation.0, begins.0, words];
            SEAT.step(row, Touch::One)
        });
        let journal = [i.asker, i.go_between]
            .map(|other| told(i, EventKind::IntroductionAgreed, i.recipient, other, at));
        self.commit_batch(Batch { steps: steps.into(), journal: journal.into() }).await.map(drop)
    }

    /// Which of the three sit in the conversation of an introduction.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn introduction_seats(&self, of: &Introduction) -> Result<Vec<MemberId>, Fault> {
        let rows = self.engine.fetch(of.members().map(|member| seated(member, of.id)).into()).await?;
        rows.iter().flatten().map(|row| row.int(0).map(MemberId)).collect()
    }

    /// A member's conversations of three, the one written in last first, before the place `before`, at most `most`; but
    /// those in which somebody sits whom a block keeps apart from them.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn circles(&self, member: MemberId, before: i64, most: u32) -> Result<Vec<Circle>, Fault> {
        let (mut before, mut rows) = (before, Vec::new());
        loop {
            let found =
                self.engine.rows(CONVERSATIONS.with(args![member.0, before, i64::from(most)])).await?;
            let all = found.len() < most as usize;
            before = found.last().map_or(Ok(before), |row| row.int(5))?;
            rows.extend(self.without_apart(member, found).await?);
            if all || rows.len() >= most as usize {
                break;
            }
        }
        rows.truncate(most as usize);
        let places = rows
            .iter()
            .map(|row| Ok((ConversationId(row.int(4)?), MessageId(row.int(5)?), MessageId(row.int(6)?))));
        let ends = self.ends(member, &places.collect::<Result<Vec<_>, Fault>>()?).await?;
        rows.iter().zip(ends).map(|(row, (_, end))| circle(row, end)).collect()
    }

    /// How many of the rows of [`WAITING`] are conversations that the member may see.
    pub(crate) async fn circles_waiting(&self, member: MemberId, rows: Vec<Row>) -> Result<u32, Fault> {
        let seen = self.without_apart(member, rows).await?;
        Ok(u32::try_from(seen.len()).unwrap_or(u32::MAX))
    }

    /// The rows, each an introduction and its three, but those in which somebody sits whom a block keeps apart from
    /// `member`.
    async fn without_apart(&self, member: MemberId, rows: Vec<Row>) -> Result<Vec<Row>, Fault> {
        if rows.is_empty() {
            return Ok(rows);
        }
        let apart = self.apart(member, Kept::Apart).await?;
        let mut queries = Vec::new();
        for row in &rows {
            let id = IntroductionId(row.int(0)?);
            for other in [row.int(1)?, row.int(2)?, row.int(3)?].map(MemberId) {
                queries.extend(apart.has(other).then(|| seated(other, id)));
            }
        }
        // The row of a seat names who sits there and where.
        let seats = self.engine.fetch(queries).await?;
        let seats = seats.iter().flatten().map(|row| row.int(1)).collect::<Result<HashSet<i64>, Fault>>()?;
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            if !seats.contains(&row.int(0)?) {
                kept.push(row);
            }
        }
        Ok(kept)
    }

    /// Writes a message into the conversation of three, with its entries in the journal.
    ///
    /// # Errors
    /// `Conflict` where the writer left meanwhile, or the operation was done before.
    pub async fn write_to_circle(
        &self,
        of: &Introduction,
        conversation: ConversationId,
        message: &Message,
        operation: Option<(&str, Vec<u8>)>,
    ) -> Result<(), CommitFailure> {
        let mut steps = Vec::with_capacity(5);
        let mut journal = Vec::with_capacity(2);
        for member in of.members() {
            // Who writes has read what stood above, and has to be there.
            let (read, touch) =
                if member == message.from { (message.id.0, Touch::One) } else { (0, Touch::AtMostOne) };
            steps.push(WRITTEN.step(args![member.0, of.id.0, message.id.0, read], touch));
            if member != message.from {
                journal.push(told(of, EventKind::IntroductionMessage, message.from, member, message.at));
            }
        }
        if let Some((key, fingerprint)) = operation {
            steps.push(messages::claim_operation(message, key, fingerprint));
        }
        steps.push(messages::insert(conversation, message));
        self.commit_batch(Batch { steps, journal }).await.map(drop)
    }

    /// A member has read the conversation of three up to a message; never back.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn mark_circle_read(
        &self,
        member: MemberId,
        id: IntroductionId,
        up_to: MessageId,
    ) -> Result<(), CommitFailure> {
        let steps = vec![MARK_READ.step(args![member.0, id.0, up_to.0], Touch::AtMostOne)];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }

    /// A member leaves the conversation of three, for good.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn leave_circle(
        &self,
        member: MemberId,
        id: IntroductionId,
        at: Timestamp,
    ) -> Result<(), CommitFailure> {
        let steps = vec![LEAVE.step(args![member.0, id.0, at.0], Touch::AtMostOne)];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }
}

fn part(of: &Introduction, member: MemberId, role: Role, words: Option<&Words>, at: Timestamp) -> Step {
    let row = args![
        member.0,
        of.id.0,
        role.code(),
        of.asker.0,
        of.go_between.0,
        of.recipient.0,
        of.reason.as_str(),
        words.map(Words::as_str),
        State::Open.code(),
        at.0,
        of.asked_at.0,
        of.expires_at.0
    ];
    INSERT.step(row, Touch::One)
}

fn moved(moving: Moving<'_>, words: Option<&Words>) -> Step {
    let (part, i) = (moving.part, &moving.part.introduction);
    let member = match part.role {
        Role::Asker => i.asker,
        Role::GoBetween => i.go_between,
        Role::Recipient => i.recipient,
    };
    let row =
        args![member.0, i.id.0, part.state.code(), moving.to.code(), moving.at.0, words.map(Words::as_str)];
    MOVE.step(row, Touch::One)
}

/// What the journal tells one of the three of what another did.
fn told(of: &Introduction, kind: EventKind, actor: MemberId, to: MemberId, at: Timestamp) -> JournalEntry {
    JournalEntry {
        lo: actor.min(to).0,
        hi: actor.max(to).0,
        version: 0,
        kind: kind.code(),
        inv_id: of.id.0,
        actor_id: actor.0,
        at: at.0,
        visible_at: at.0,
    }
}

fn decode(row: &Row) -> Result<Part, Fault> {
    let conversation = row.int(10)?;
    Ok(Part {
        introduction: Introduction {
            id: IntroductionId(row.int(0)?),
            asker: MemberId(row.int(2)?),
            go_between: MemberId(row.int(3)?),
            recipient: MemberId(row.int(4)?),
            reason: Reason::stored(row.text(5)?.to_owned()),
            asked_at: Timestamp(row.int(8)?),
            expires_at: Timestamp(row.int(9)?),
        },
        role: Role::read(row.int(1)?)?,
        words: row.opt_text(6)?.map(|words| Words::stored(words.to_owned())),
        state: State::read(row.int(7)?)?,
        conversation: if conversation == 0 {
            None
        } else {
            Some(Seat {
                conversation: ConversationId(conversation),
                last: MessageId(row.int(11)?),
                read: MessageId(row.int(12)?),
                left_at: Some(row.int(13)?).filter(|at| *at > 0).map(Timestamp),
            })
        },
    })
}

fn seated(member: MemberId, id: IntroductionId) -> Query {
    SEATED.with(args![member.0, id.0])
}

fn circle(row: &Row, end: End) -> Result<Circle, Fault> {
    Ok(Circle {
        introduction: IntroductionId(row.int(0)?),
        members: [MemberId(row.int(1)?), MemberId(row.int(2)?), MemberId(row.int(3)?)],
        place: MessageId(row.int(5)?),
        last: end.last,
        unread: end.unread,
    })
}
