//! Live news: who has a page open hears of it at once.
//!
//! What is sent live is what stands in the list of news, read again at the moment of sending; so a stream never
//! tells more than the list, and a stream that broke is taken up from the list.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use kith_domain::id::{MemberId, NotificationId};
use kith_domain::time::Timestamp;
use tokio::sync::mpsc;

use crate::notifications::Notification;
use crate::{Actor, App, Fault};

/// How many events wait for one stream; a stream that falls further behind is ended, and takes up where it was.
const MOST_WAITING: usize = 64;
/// How many streams one member has at once; one more ends the oldest.
const MOST_STREAMS: usize = 12;
/// How many events are repeated to a stream that comes back; what is older is in the list.
const MOST_REPEATED: u32 = 100;

/// The place of an event among a member's news, for `Last-Event-ID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventId {
    at: Timestamp,
    id: NotificationId,
}

/// A text that is no id of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnEventId;

/// Something new, as the member may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its place among the member's news.
    pub id: EventId,
    /// The line of news.
    pub news: Notification,
}

/// One member's stream of events. Ends when it falls too far behind, when the member opens too many, or when the
/// program stops; who asks again with the last id misses nothing.
pub struct Subscription {
    hub: Arc<Hub>,
    member: MemberId,
    number: u64,
    repeated: VecDeque<Event>,
    live: mpsc::Receiver<Event>,
    /// What was sent already: an event may be both in the list that is repeated and on its way.
    sent: Vec<EventId>,
}

/// Who listens.
#[derive(Default)]
pub(crate) struct Hub {
    streams: Mutex<Streams>,
}

#[derive(Default)]
struct Streams {
    last: u64,
    closed: bool,
    of: HashMap<MemberId, VecDeque<(u64, mpsc::Sender<Event>)>>,
}

/// Listens to the actor's news from now on, after what came since the event `last`.
///
/// # Errors
/// The database is in trouble.
pub async fn subscribe(app: &App, actor: Actor, last: Option<EventId>) -> Result<Subscription, Fault> {
    // First listen, then look: what happens in between comes twice rather than never, and is told once.
    let mut subscription = app.hub().open(actor.member);
    if let Some(EventId { at, id }) = last {
        let now = app.now();
        let since = app.store().notifications_since(actor.member, now, (at.0, id.0), MOST_REPEATED).await?;
        subscription.repeated = since.into_iter().map(Event::of).collect();
        subscription.sent = subscription.repeated.iter().map(|event| event.id).collect();
    }
    Ok(subscription)
}

impl Subscription {
    /// The next event; none once the stream has ended.
    pub async fn next(&mut self) -> Option<Event> {
        if let Some(event) = self.repeated.pop_front() {
            return Some(event);
        }
        loop {
            let event = self.live.recv().await?;
            if !self.sent.contains(&event.id) {
                return Some(event);
            }
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.leave(self.member, self.number);
    }
}

impl EventId {
    /// The place before all that came at `at` or later, for who has seen everything until then.
    pub fn before(at: Timestamp) -> Self {
        Self { at, id: NotificationId(0) }
    }
}

impl Event {
    pub(crate) fn of(news: Notification) -> Self {
        Self { id: EventId { at: news.at, id: news.id }, news }
    }
}

impl Hub {
    /// Whether anybody listens to a member's news.
    pub(crate) fn listens(&self, member: MemberId) -> bool {
        self.lock().of.contains_key(&member)
    }

    /// Sends an event to every stream of a member, and ends those that are too far behind.
    pub(crate) fn send(&self, member: MemberId, event: &Event) {
        let mut streams = self.lock();
        let Some(of_member) = streams.of.get_mut(&member) else { return };
        of_member.retain(|(_, stream)| stream.try_send(event.clone()).is_ok());
        if of_member.is_empty() {
            streams.of.remove(&member);
        }
    }

    /// Ends every stream, and each one opened from now on.
    pub(crate) fn close(&self) {
        let mut streams = self.lock();
        streams.closed = true;
        streams.of.clear();
    }

    fn open(self: &Arc<Self>, member: MemberId) -> Subscription {
        let (sender, live) = mpsc::channel(MOST_WAITING);
        let mut streams = self.lock();
        streams.last += 1;
        let number = streams.last;
        if !streams.closed {
            let of_member = streams.of.entry(member).or_default();
            if of_member.len() >= MOST_STREAMS {
                of_member.pop_front();
            }
            of_member.push_back((number, sender));
        }
        drop(streams);
        let hub = Arc::clone(self);
        Subscription { hub, member, number, repeated: VecDeque::new(), live, sent: Vec::new() }
    }

    fn leave(&self, member: MemberId, number: u64) {
        let mut streams = self.lock();
        let Some(of_member) = streams.of.get_mut(&member) else { return };
        of_member.retain(|(stream, _)| *stream != number);
        if of_member.is_empty() {
            streams.of.remove(&member);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Streams> {
        // Nothing here is left half done by a panic.
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.0, self.id)
    }
}

impl FromStr for EventId {
    type Err = NotAnEventId;

    fn from_str(text: &str) -> Result<Self, NotAnEventId> {
        let (at, id) = text.split_once('-').ok_or(NotAnEventId)?;
        let plain = !at.is_empty() && at.bytes().all(|b| b.is_ascii_digit());
        let at = at.parse().ok().filter(|_| plain).ok_or(NotAnEventId)?;
        Ok(Self { at: Timestamp(at), id: id.parse().map_err(|_| NotAnEventId)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_an_event_survives_the_wire_and_nothing_else_is_one() {
        let id = EventId { at: Timestamp(1_795_000_000_000), id: NotificationId(7) };
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in ["", "-", "1", "1-", "-1", "1-0", "a-1", "+1-1", "1-1-1", "99999999999999999999-1"] {
            assert_eq!(bad.parse::<EventId>(), Err(NotAnEventId), "{bad:?}");
        }
    }

    #[tokio::test]
    async fn one_stream_too_many_ends_the_oldest_and_a_closed_stream_is_forgotten() {
        let hub = Arc::new(Hub::default());
        let member = MemberId(1);
        let mut streams: Vec<Subscription> = (0..=MOST_STREAMS).map(|_| hub.open(member)).collect();
        assert!(streams[0].next().await.is_none());
        streams.clear();
        assert!(!hub.listens(member));
        hub.close();
        assert!(hub.open(member).next().await.is_none());
    }
}
