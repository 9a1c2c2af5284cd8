use askama::Template;
use kith_app::Cursor;
use kith_app::introductions::Circle;
use kith_app::messages::{self, Conversation, Listed, Message, Thread};
use kith_app::outreach::{self, Outreach};
use kith_domain::id::{MemberId, MessageId};
use kith_domain::invitations::{Invitation, generic_text};
use kith_domain::messages::Ask;
use kith_domain::profile::Person;
use kith_domain::time::Timestamp;

use crate::introductions::talk::OpenCircle;
use crate::lists::{self, ROWS};
use crate::page::{Face, Frame, MemberRequest, Place};
use crate::people::Row;
use crate::problem::Problem;
use crate::when::{self, When};

/// Conversations, with the open one beside them; on a phone one at a time.
#[derive(Template)]
#[template(path = "messages/messages.html")]
pub(crate) struct MessagesPage {
    frame: Frame,
    here: String,
    older: bool,
    conversations: Vec<ConversationLine>,
    /// How many requests wait, apart from these (R4.6).
    waiting: u32,
    next: Option<String>,
    thread: Option<OpenThread>,
    circle: Option<OpenCircle>,
}

struct ConversationLine {
    face: Face,
    name: String,
    /// Where it is opened.
    path: String,
    unread: bool,
    current: bool,
    mine: bool,
    last: String,
    at: Option<When>,
}

/// The open conversation.
pub(super) struct OpenThread {
    person: Row,
    connected: bool,
    outreach: Option<PinnedOutreach>,
    invitation: Option<Pinned>,
    days: Vec<Day>,
    earlier: Option<String>,
    newest: Option<String>,
    unread: Option<String>,
    /// Until when the other wants no pitches (F9).
    no_pitches: Option<When>,
    /// Which messages may be reported as pitches.
    may_report: Vec<MessageId>,
    /// Which were.
    pitches: Vec<MessageId>,
    composer: Composer,
}

/// The invitation that became the connection, on top for both (R7.2).
struct Pinned {
    mine: bool,
    generic: bool,
    text: String,
    common: Vec<String>,
    sent: When,
}

/// The outreach message whose answer opened the conversation, on top for both (R4.6).
struct PinnedOutreach {
    mine: bool,
    subject: String,
    body: String,
    sent: When,
}

impl PinnedOutreach {
    fn new(outreach: &Outreach, me: MemberId, now: Timestamp) -> Self {
        Self {
            mine: outreach.from == me,
            subject: outreach.subject.to_string(),
            body: outreach.body.to_string(),
            sent: When::day(outreach.sent_at, now),
        }
    }
}

/// What was written on one day.
pub(crate) struct Day {
    pub(crate) date: When,
    pub(crate) messages: Vec<Bubble>,
}

/// A message.
pub(crate) struct Bubble {
    /// Which.
    pub(crate) id: MessageId,
    pub(crate) mine: bool,
    /// Who wrote it, where there are more than two.
    pub(crate) by: String,
    pub(crate) text: String,
    pub(crate) at: When,
}

/// The field to write in.
pub(super) struct Composer {
    pub(super) text: String,
    pub(super) told: Told,
    /// A number of this form: sent twice, it writes once.
    pub(super) operation: String,
    /// A thank-you to begin with, which nothing sends but its writer (R7.1).
    pub(super) starter: Option<String>,
}

/// What the field to write in has to tell.
#[derive(Default)]
pub(super) enum Told {
    /// Nothing.
    #[default]
    Nothing,
    /// Why nothing was sent.
    Refused(String),
    /// What its words seem to ask for so soon, for the writer alone (R7.3).
    Hint(Ask),
}

impl Composer {
    fn hinted(&self) -> bool {
        matches!(self.told, Told::Hint(_))
    }
}

impl MessagesPage {
    /// The page with `thread` open, if any is.
    pub(super) async fn read(
        ask: &MemberRequest,
        here: String,
        place: Option<Cursor>,
        thread: Option<OpenThread>,
    ) -> Result<Self, Problem> {
        let (app, actor) = (ask.app(), ask.actor());
        let now = app.now();
        let found = messages::all(app, actor, place, ROWS).await?;
        let open = thread.as_ref().map(|thread| format!("/messages/{}", thread.person.handle));
        let line = |row: Listed| ConversationLine::listed(row, actor.member, open.as_deref(), now);
        Ok(Self {
            circle: None,
            conversations: found.items.into_iter().map(line).collect(),
            waiting: outreach::waiting(app, actor).await?,
            next: lists::next("/messages", &[], found.next),
            older: place.is_some(),
            here,
            thread,
            frame: ask.frame(Place::Messages).await?,
        })
    }

    /// The page with a conversation of three open.
    pub(crate) async fn with_circle(ask: &MemberRequest, circle: OpenCircle) -> Result<Self, Problem> {
        let page = Self::read(ask, circle.path.clone(), None, None).await?;
        let current = |line| ConversationLine::opened(line, &circle.path);
        let conversations = page.conversations.into_iter().map(current).collect();
        Ok(Self { conversations, circle: Some(circle), ..page })
    }
}

impl ConversationLine {
    fn listed(row: Listed, me: MemberId, open: Option<&str>, now: Timestamp) -> Self {
        match row {
            Listed::Two(row) => Self::two(*row, me, open, now),
            Listed::Three(row) => Self::three(*row, me, now),
        }
    }

    fn opened(self, path: &str) -> Self {
        let current = self.path == path;
        Self { current, unread: self.unread && !current, ..self }
    }

    fn three(row: Circle, me: MemberId, now: Timestamp) -> Self {
        let others: Vec<&Person> = row.members.iter().filter(|person| person.id != me).collect();
        let names: Vec<&str> = others.iter().map(|person| person.name.as_str()).collect();
        let last = row.circle.last;
        Self {
            face: Face::group(),
            name: names.join(" and "),
            path: format!("/messages/introductions/{}", row.circle.introduction),
            unread: row.circle.unread > 0,
            current: false,
            mine: last.as_ref().is_some_and(|last| last.from == me),
            at: last.as_ref().map(|last| When::ago(last.at, now)),
            last: last.map_or_else(|| "You were introduced".to_owned(), |last| last.text.to_string()),
        }
    }

    fn two(row: Conversation, me: MemberId, open: Option<&str>, now: Timestamp) -> Self {
        let path = format!("/messages/{}", row.other.handle);
        let current = open == Some(path.as_str());
        Self {
            face: Face::of(&row.other),
            name: row.other.name.to_string(),
            path,
            unread: row.unread > 0 && !current,
            current,
            mine: row.last.from == me,
            last: row.last.text.to_string(),
            at: Some(When::ago(row.last.at, now)),
        }
    }
}

impl OpenThread {
    /// A word to whoever seems to ask for something: soon after the yes (R7.3), or in a time for which the other wants to
    /// hear of no such thing (F9).
    fn hint(&self, asks: &Ask) -> String {
        let seems = match asks {
            Ask::Job => "ask about a job",
            Ask::Favour => "ask for a favour",
            Ask::Sale => "offer something for sale",
        };
        match self.no_pitches {
            Some(_) => {
                format!("This seems to {seems}, which {} would rather not hear for now.", self.person.first)
            }
            None => {
                format!(
                    "This is your first message, and it seems to {seems}. Many would rather hear hello first."
                )
            }
        }
    }

    /// A conversation as the one who asks sees it; `older` where its latest messages are not shown.
    pub(super) fn new(ask: &MemberRequest, thread: Thread, older: bool, text: String, told: Told) -> Self {
        let me = ask.actor().member;
        let now = ask.app().now();
        let path = format!("/messages/{}", thread.other.handle);
        let latest = thread.messages.items.first().map(|message| message.id);
        let unread = latest.filter(|latest| !older && thread.read.is_none_or(|read| read < *latest));
        let begun = latest.is_some() || older;
        let reportable = thread.messages.items.iter().filter(|message| thread.may_report(message));
        let may_report = reportable.map(|message| message.id).collect();
        Self {
            invitation: thread.invitation.map(|invitation| Pinned::new(*invitation, &thread.other, ask, now)),
            connected: thread.connected_since.is_some(),
            outreach: thread.outreach.map(|outreach| PinnedOutreach::new(&outreach, me, now)),
            earlier: lists::next(&path, &[], thread.messages.next),
            newest: older.then(|| path.clone()),
            unread: unread.map(|id| id.to_string()),
            composer: Composer {
                text,
                told,
                operation: ask.app().chance().nonce(),
                starter: (!begun && thread.connected_since.is_some())
                    .then(|| starter(thread.other.name.first(), ask.caller().person.name.first())),
            },
            no_pitches: thread.no_pitches_until.map(|until| When::day(until, now)),
            may_report,
            pitches: thread.pitches,
            days: days(thread.messages.items, me, now, |_| String::new()),
            person: Row::new(&thread.other),
        }
    }
}

impl Pinned {
    fn new(invitation: Invitation, other: &Person, ask: &MemberRequest, now: Timestamp) -> Self {
        let mine = invitation.from == ask.actor().member;
        let sender = if mine { &ask.caller().person.name } else { &other.name };
        let generic = invitation.note.is_none();
        let text = match &invitation.note {
            Some(note) => note.as_str().to_owned(),
            None => generic_text(ask.caller().language, &ask.app().network().name, sender.as_str()),
        };
        let common = invitation.card.common_ground.iter().map(|fact| fact.text().to_owned()).collect();
        Self { mine, generic, text, common, sent: When::day(invitation.sent_at, now) }
    }
}

/// Messages that came the latest first, under the days on which they were written, the earliest first.
pub(crate) fn days(
    messages: Vec<Message>,
    me: MemberId,
    now: Timestamp,
    by: impl Fn(MemberId) -> String,
) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let mut of = None;
    for message in messages.into_iter().rev() {
        let date = when::date(message.at);
        if of != Some(date) {
            of = Some(date);
            days.push(Day { date: When::heading(message.at, now), messages: Vec::new() });
        }
        let bubble = Bubble {
            id: message.id,
            mine: message.from == me,
            by: by(message.from),
            text: message.text.to_string(),
            at: When::clock(message.at),
        };
        if let Some(day) = days.last_mut() {
            day.messages.push(bubble);
        }
    }
    days
}

fn starter(theirs: &str, mine: &str) -> String {
    format!("Hi {theirs}, thank you. I am glad that we are connected. – {mine}")
}

#[cfg(test)]
mod tests {
    use kith_domain::text::MessageText;

    use super::*;

    #[test]
    fn messages_stand_under_their_days_the_earliest_first() {
        let message = |id, at| Message {
            id: MessageId(id),
            from: MemberId(id % 2 + 1),
            text: MessageText::stored(id.to_string()),
            at: Timestamp(at),
        };
        let day = 86_400_000;
        let written = vec![message(3, day + 5), message(2, day), message(1, 9)];
        let told = days(written, MemberId(1), Timestamp(day), |_| String::new());
        let texts: Vec<Vec<&str>> =
            told.iter().map(|day| day.messages.iter().map(|m| m.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["1"], vec!["2", "3"]]);
        assert!(told[1].messages[0].mine && !told[0].messages[0].mine);
    }
}
