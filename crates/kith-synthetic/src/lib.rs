//! A network of people who do not exist, for the demo and for measurements.
//!
//! [`network`] makes members with names from many languages, careers that overlap, schools, groups,
//! interests and ways of writing about themselves; connections among them that cluster as real ones do; and
//! what stands between people: invitations good and bad, answered and not, and conversations.
//!
//! Everything is decided by the seed. The same [`Options`] give the same network, byte for byte. What comes
//! out is plain: members are numbers from 0, and whoever stores them gives them ids.

#![forbid(unsafe_code)]

mod career;
mod chance;
mod conversations;
mod graph;
mod members;
mod notes;
mod pending;
mod profile;
mod protagonists;
mod voice;
mod world;

pub use members::{Education, Month, Person, Position, Role};
pub use protagonists::{FULL_INBOX, MODERATOR, NEWCOMER};

use kith_domain::invitations::Purpose;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many members. At least the three protagonists are made.
    pub members: usize,
    /// What decides everything.
    pub seed: u64,
    /// The month in which it is now: year, and month from 1. Nobody's career reaches beyond it.
    pub today: Month,
}

/// A network, ready to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Members. The first three are [`FULL_INBOX`], [`NEWCOMER`] and [`MODERATOR`].
    pub members: Vec<Person>,
    /// Groups that members are in, by [`Person::groups`].
    pub groups: Vec<Group>,
    /// Connections, each pair once.
    pub edges: Vec<Edge>,
    /// Invitations that led to no connection, or have not yet. At most one for a pair, and none for a pair that
    /// is connected.
    pub pending: Vec<PendingInvitation>,
    /// Conversations, each between two who are connected.
    pub conversations: Vec<Conversation>,
}

/// A group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
}

/// A connection, with the invitation that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Who invited.
    pub from: usize,
    /// Who accepted.
    pub to: usize,
    /// The month of the acceptance.
    pub since: Month,
    /// How the one who invited said to know the other; none where they did not say.
    pub relation: Option<Relation>,
    /// The note, 1–300 grapheme clusters; none where it went with the generic text.
    pub note: Option<String>,
}

/// How a sender says to know the recipient (R1.5). Always backed by the sender's profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// Colleagues, in this one of the sender's positions.
    Colleague {
        /// Index into the sender's [`Person::positions`].
        position: usize,
    },
    /// Classmates, in this one of the sender's educations.
    Classmate {
        /// Index into the sender's [`Person::educations`].
        education: usize,
    },
    /// Did business, while the sender held this position.
    Business {
        /// Index into the sender's [`Person::positions`].
        position: usize,
    },
    /// Friends.
    Friend,
    /// Both in a group.
    Group {
        /// Index into [`Network::groups`].
        group: usize,
    },
    /// Met somewhere.
    Met {
        /// Where.
        place: String,
    },
    /// Something else.
    Other,
}

/// An invitation that is not a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingInvitation {
    /// Who sent it.
    pub from: usize,
    /// To whom.
    pub to: usize,
    /// How the sender says to know the recipient.
    pub relation: Option<Relation>,
    /// The note, if any.
    pub note: Option<String>,
    /// What the sender is after, if they said.
    pub purpose: Option<Purpose>,
    /// How long ago it was sent, in days, 0 for today.
    pub days_ago: u32,
    /// Whether the recipient has opened it.
    pub viewed: bool,
    /// What became of it.
    pub fate: Fate,
}

/// What became of an invitation that was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Still open; sent less than 175 days ago.
    Pending,
    /// Put away by the recipient, still open for the sender.
    Ignored,
    /// Ignored, and the sender marked as unknown. Nobody has more than four of these.
    Marked,
    /// Taken back by the sender, before it was opened.
    Withdrawn,
    /// Ran out; sent more than 185 days ago.
    Expired,
}

/// A conversation between two connected members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The two; the one who invited first.
    pub between: [usize; 2],
    /// Messages, the oldest first; at least one.
    pub messages: Vec<Message>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it: one of the conversation's two.
    pub from: usize,
    /// What they wrote.
    pub text: String,
    /// How long ago, in minutes.
    pub minutes_ago: u32,
}

/// Makes a network.
#[must_use]
pub fn network(options: Options) -> Network {
    let people = members::all(&options);
    let mut edges = graph::build(&people, &options);
    protagonists::connect_newcomer(&people, &mut edges, &options);
    let pending = pending::build(&people, &edges, &options);
    let conversations = conversations::build(&people, &edges, &options);
    let groups =
        world::groups::GROUPS.iter().map(|group| Group { name: group.name, about: group.about }).collect();
    Network {
        members: people.into_iter().map(members::Member::into_person).collect(),
        groups,
        edges,
        pending,
        conversations,
    }
}
