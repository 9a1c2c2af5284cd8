//! Members' news on the site: written by who follows the journal, and filtered again whenever it is read, so that
//! nothing shows that is no longer true (R8.3, R11.7).

use kith_domain::id::{
    CaseId, ConversationId, IntroductionId, InvitationId, MemberId, NotificationId, OutreachId, WarningId,
};
use kith_domain::profile::Person;
use kith_domain::relation::Pair;
use kith_domain::time::Timestamp;

use crate::codes::Code;
use crate::engine::{Batch, CommitFailure, Fault, Query, Row, Statement, Step, Touch, args, statements};
use crate::journal::{self, Reader};
use crate::messages::MOST_COUNTED;
use crate::relations::{self, Boxed};
use crate::{Store, introductions, invitations, messages};

statements! {
    LIST = "notifications/list" after "notifications/news";
    SINCE = "notifications/since" after "notifications/news";
    ONE = "notifications/one" after "notifications/news";
    UNREAD = "notifications/unread" after "notifications/news";
    PUT = "notifications/put";
    PUT_MESSAGE = "notifications/put_message";
    PUT_INTRODUCTION = "notifications/put_introduction";
    PUT_CIRCLE = "notifications/put_circle";
    DROP = "notifications/drop";
    DROP_ABOUT = "notifications/drop_about";
    READ_UNTIL = "notifications/read_until";
    MARK_READ = "notifications/mark_read";
}

/// What a line of news tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotificationKind {
    /// To R: S invites.
    InvitationReceived,
    /// To S: R accepted. The only thing S ever hears of (R6.1).
    InvitationAccepted,
    /// To S: R asks something before deciding (F5).
    QuestionAsked,
    /// To R: S answered.
    QuestionAnswered,
    /// To S: "not now", with a day (F6).
    NotNow,
    /// To S: R accepted on terms (F9).
    AcceptedOnTerms,
    /// To R: S declined them.
    TermsDeclined,
    /// To who only followed the other, and was followed: the other has made a connection of it.
    TermsWidened,
    /// To who is written to; one line for each conversation.
    MessageReceived,
    /// To M: S asks for a line on an invitation (F19).
    VouchAsked,
    /// To a member whom the moderators warned.
    Warned,
    /// To who reported something: the moderators looked at it. What came of it is not told.
    ReportLookedAt,
    /// To a member whose sending a moderator restricted (F11).
    Restricted,
    /// To who asked for more invitations: they are granted (R5.5).
    AllowanceGranted,
    /// To who asked for more invitations: they are not granted (R5.4).
    AllowanceDeclined,
    /// To who appealed: a moderator answered (F11).
    AppealAnswered,
    /// To R: S, whom they are not connected with, has written (R4.6).
    OutreachReceived,
    /// To S: R wrote back.
    OutreachAnswered,
    /// To S: R said "no, thank you".
    OutreachRefused,
    /// To M: S asks to be brought together with R (R4.4).
    IntroductionAsked,
    /// To R: M would like R to meet S.
    IntroductionForwarded,
    /// To S and M: R said yes. The only thing S ever hears of.
    IntroductionAgreed,
    /// To the other two: one of the three wrote; one line for each conversation.
    IntroductionMessage,
}

/// What a line of news is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An invitation.
    Invitation(InvitationId),
    /// A conversation.
    Conversation(ConversationId),
    /// A warning.
    Warning(WarningId),
    /// A case that the member opened.
    Case(CaseId),
    /// The member's own standing.
    Standing,
    /// An outreach message.
    Outreach(OutreachId),
    /// An introduction, or the conversation that it began.
    Introduction(IntroductionId),
}

/// A line of a member's news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Which; the same for all that is told of one subject.
    pub id: NotificationId,
    /// What it tells.
    pub kind: NotificationKind,
    /// Who did it; the member themselves where it comes from the moderators, whose names nobody is told.
    pub actor: Person,
    /// About what.
    pub subject: Subject,
    /// Since when it may be seen.
    pub at: Timestamp,
    /// Whether the two are connected by now: then an invitation waits for no answer.
    pub connected: bool,
}

/// What follows from an entry of the journal for members' news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsStep {
    /// A line about an invitation.
    Invitation {
        /// Whose news.
        to: MemberId,
        /// Received or accepted.
        kind: NotificationKind,
        /// Which.
        invitation: InvitationId,
        /// Who did it.
        actor: MemberId,
        /// From when on it shows.
        visible_at: Timestamp,
    },
    /// The line about a conversation.
    Message {
        /// Whose news.
        to: MemberId,
        /// Who wrote.
        from: MemberId,
        /// When.
        at: Timestamp,
    },
    /// A line from the moderators.
    Moderators {
        /// Whose news.
        to: MemberId,
        /// Which kind.
        kind: NotificationKind,
        /// The warning or the case.
        subject: i64,
        /// When.
        at: Timestamp,
    },
    /// A line about an outreach message.
    Outreach {
        /// Whose news.
        to: MemberId,
        /// Received, answered or refused.
        kind: NotificationKind,
        /// Which.
        outreach: OutreachId,
        /// Who did it.
        actor: MemberId,
        /// When.
        at: Timestamp,
    },
    /// The line about an introduction.
    Introduction {
        /// Whose news.
        to: MemberId,
        /// Asked, forwarded or agreed.
        kind: NotificationKind,
        /// Which.
        introduction: IntroductionId,
        /// Who did it.
        actor: MemberId,
        /// When.
        at: Timestamp,
    },
    /// The line about the conversation of three that an introduction began.
    Circle {
        /// Whose news.
        to: MemberId,
        /// Which introduction.
        introduction: IntroductionId,
        /// Who wrote.
        from: MemberId,
        /// When.
        at: Timestamp,
    },
    /// A line is taken back, as if it had never been there.
    Gone {
        /// Whose news.
        to: MemberId,
        /// The invitation it was about.
        invitation: InvitationId,
    },
    /// All that somebody did is taken out (R11.7).
    AllGone {
        /// Whose news.
        to: MemberId,
        /// Who did it.
        about: MemberId,
    },
}

/// What waits for a member, as the frame of every page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Invitations without an answer.
    pub invitations: u32,
    /// Conversations with something unread, counted to [`MOST_COUNTED`].
    pub messages: u32,
    /// Unread news, counted to [`MOST_COUNTED`].
    pub notifications: u32,
}

impl Store {
    /// Writes what follows from the entries from `from` to `to`, and that they are done, in one batch: each entry
    /// has its effect once, whatever is killed when.
    ///
    /// # Errors
    /// `Conflict` where the reader stands elsewhere: another process reads for it too.
    pub async fn write_news(&self, steps: &[NewsStep], from: i64, to: i64) -> Result<(), CommitFailure> {
        let mut batch =
            Batch { steps: vec![journal::advance(Reader::Notifications, from, to)], journal: Vec::new() };
        batch.steps.extend(steps.iter().map(step));
        self.commit_batch(batch).await.map(drop)
    }

    /// A member's news at `now`, the latest first, before the place `(at, id)`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn notifications(
        &self,
        member: MemberId,
        now: Timestamp,
        before: (i64, i64),
        most: u32,
    ) -> Result<Vec<Notification>, Fault> {
        self.news(&LIST, member, now, before, most).await
    }

    /// A member's news at `now`, the oldest first, after the place `(at, id)`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn notifications_since(
        &self,
        member: MemberId,
        now: Timestamp,
        after: (i64, i64),
        most: u32,
    ) -> Result<Vec<Notification>, Fault> {
        self.news(&SINCE, member, now, after, most).await
    }

    /// One line of a member's news, if it shows at `now`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn notification(
        &self,
        member: MemberId,
        id: NotificationId,
        now: Timestamp,
    ) -> Result<Option<Notification>, Fault> {
        let rows = self.still_true(self.engine.rows(ONE.with(args![member.0, now.0, id.0])).await?).await?;
        Ok(self.with_people(&rows, decode).await?.pop())
    }

    /// What a statement of a member's news finds from a place `(at, id)` on, at most `most`.
    async fn news(
        &self,
        statement: &'static Statement,
        member: MemberId,
        now: Timestamp,
        mut place: (i64, i64),
        most: u32,
    ) -> Result<Vec<Notification>, Fault> {
        let mut rows = Vec::new();
        loop {
            let query = statement.with(args![member.0, now.0, place.0, place.1, i64::from(most)]);
            let found = self.engine.rows(query).await?;
            let all = found.len() < most as usize;
            place = found.last().map_or(Ok(place), |row| Ok((row.int(4)?, row.int(1)?)))?;
            rows.extend(self.still_true(found).await?);
            if all || rows.len() >= most as usize {
                break;
            }
        }
        rows.truncate(most as usize);
        self.with_people(&rows, decode).await
    }

    /// The rows without those that rest on what lies with others and is no longer so: an introduction while no block
    /// keeps its other two apart, a vouch while the invitation is open.
    async fn still_true(&self, rows: Vec<Row>) -> Result<Vec<Row>, Fault> {
        let mut queries = Vec::new();
        let mut asked = Vec::with_capacity(rows.len());
        for row in &rows {
            let query = rests_on(row)?;
            asked.push(query.is_some());
            queries.extend(query);
        }
        if queries.is_empty() {
            return Ok(rows);
        }
        let mut answers = self.engine.fetch(queries).await?.into_iter();
        let mut kept = Vec::with_capacity(rows.len());
        for (row, asked) in rows.into_iter().zip(asked) {
            if !asked || answers.next().is_some_and(|answer| !answer.is_empty()) {
                kept.push(row);
            }
        }
        Ok(kept)
    }

    /// Up to when a member has read the news.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn news_read_until(&self, member: MemberId) -> Result<Timestamp, Fault> {
        let row = self.engine.row(READ_UNTIL.with(args![member.0])).await?;
        row.map_or(Ok(Timestamp(0)), |row| row.int(0).map(Timestamp))
    }

    /// A member has read the news up to `until`; never back.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn mark_news_read(&self, member: MemberId, until: Timestamp) -> Result<(), CommitFailure> {
        let steps = vec![MARK_READ.step(args![member.0, until.0], Touch::AtMostOne)];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }

    /// What waits for a member, in one flight.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn waiting(&self, member: MemberId, now: Timestamp) -> Result<Waiting, Fault> {
        let most = i64::from(MOST_COUNTED);
        let queries = vec![
            invitations::BOX_COUNT.with(args![
                member.0,
                Boxed::Received.code(),
                now.0,
                Boxed::Received.later()
            ]),
            messages::WAITING.with(args![member.0, most]),
            UNREAD.with(args![member.0, now.0, most]),
            introductions::WAITING.with(args![member.0, most]),
        ];
        let mut rows = self.engine.fetch(queries).await?.into_iter();
        let mut next = || rows.next().unwrap_or_default();
        let count = |rows: Vec<Row>| -> Result<u32, Fault> {
            Ok(u32::try_from(rows.first().map_or(Ok(0), |row| row.int(0))?).unwrap_or(u32::MAX))
        };
        let (invitations, messages, unread, circles) = (count(next())?, count(next())?, next(), next());
        let unread = self.still_true(unread).await?.len();
        Ok(Waiting {
            invitations,
            messages: (messages + self.circles_waiting(member, circles).await?).min(MOST_COUNTED),
            notifications: u32::try_from(unread).unwrap_or(MOST_COUNTED),
        })
    }
}

fn step(step: &NewsStep) -> Step {
    match *step {
        NewsStep::Invitation { to, kind, invitation, actor, visible_at } => {
            let row = args![to.0, invitation.0, kind.code(), actor.0, visible_at.0];
            PUT.step(row, Touch::AtMostOne)
        }
        NewsStep::Message { to, from, at } => PUT_MESSAGE.step(args![to.0, from.0, at.0], Touch::AtMostOne),
        NewsStep::Moderators { to, kind, subject, at } => {
            PUT.step(args![to.0, subject, kind.code(), to.0, at.0], Touch::AtMostOne)
        }
        NewsStep::Outreach { to, kind, outreach, actor, at } => {
            PUT.step(args![to.0, outreach.0, kind.code(), actor.0, at.0], Touch::AtMostOne)
        }
        NewsStep::Introduction { to, kind, introduction, actor, at } => {
            PUT_INTRODUCTION.step(args![to.0, introduction.0, kind.code(), actor.0, at.0], Touch::AtMostOne)
        }
        NewsStep::Circle { to, introduction, from, at } => {
            PUT_CIRCLE.step(args![to.0, introduction.0, from.0, at.0], Touch::AtMostOne)
        }
        NewsStep::Gone { to, invitation } => DROP.step(args![to.0, invitation.0], Touch::AtMostOne),
        NewsStep::AllGone { to, about } => DROP_ABOUT.step(args![to.0, about.0], Touch::Any),
    }
}

/// What lies with others and must be there for a line to be true; nothing where the line rests on the member's own rows.
fn rests_on(row: &Row) -> Result<Option<Query>, Fault> {
    let (one, other) = (MemberId(row.int(6)?), MemberId(row.int(7)?));
    Ok(match NotificationKind::read(row.int(2)?)? {
        NotificationKind::IntroductionAsked | NotificationKind::IntroductionForwarded => {
            Pair::of(one, other).map(relations::not_apart)
        }
        NotificationKind::VouchAsked => Some(invitations::open(one, InvitationId(row.int(3)?))),
        NotificationKind::InvitationReceived
        | NotificationKind::InvitationAccepted
        | NotificationKind::QuestionAsked
        | NotificationKind::QuestionAnswered
        | NotificationKind::NotNow
        | NotificationKind::AcceptedOnTerms
        | NotificationKind::TermsDeclined
        | NotificationKind::TermsWidened
        | NotificationKind::MessageReceived
        | NotificationKind::Warned
        | NotificationKind::ReportLookedAt
        | NotificationKind::Restricted
        | NotificationKind::AllowanceGranted
        | NotificationKind::AllowanceDeclined
        | NotificationKind::AppealAnswered
        | NotificationKind::OutreachReceived
        | NotificationKind::OutreachAnswered
        | NotificationKind::OutreachRefused
        | NotificationKind::IntroductionAgreed
        | NotificationKind::IntroductionMessage => None,
    })
}

fn decode(row: &Row, actor: Person) -> Result<Notification, Fault> {
    let kind = NotificationKind::read(row.int(2)?)?;
    let subject = row.int(3)?;
    Ok(Notification {
        actor,
        id: NotificationId(row.int(1)?),
        kind,
        subject: match kind {
            NotificationKind::InvitationReceived
            | NotificationKind::InvitationAccepted
            | NotificationKind::QuestionAsked
            | NotificationKind::QuestionAnswered
            | NotificationKind::NotNow
            | NotificationKind::AcceptedOnTerms
            | NotificationKind::TermsDeclined
            | NotificationKind::TermsWidened
            | NotificationKind::VouchAsked => Subject::Invitation(InvitationId(subject)),
            NotificationKind::MessageReceived => Subject::Conversation(ConversationId(subject)),
            NotificationKind::Warned => Subject::Warning(WarningId(subject)),
            NotificationKind::ReportLookedAt => Subject::Case(CaseId(subject)),
            NotificationKind::Restricted
            | NotificationKind::AllowanceGranted
            | NotificationKind::AllowanceDeclined
            | NotificationKind::AppealAnswered => Subject::Standing,
            NotificationKind::OutreachReceived
            | NotificationKind::OutreachAnswered
            | NotificationKind::OutreachRefused => Subject::Outreach(OutreachId(subject)),
            NotificationKind::IntroductionAsked
            | NotificationKind::IntroductionForwarded
            | NotificationKind::IntroductionAgreed
            | NotificationKind::IntroductionMessage => Subject::Introduction(IntroductionId(subject)),
        },
        at: Timestamp(row.int(4)?),
        connected: row.flag(5)?,
    })
}
