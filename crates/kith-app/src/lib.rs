//! Use cases: read facts, decide, commit, tell. HTML and JSON call the same ones; neither holds a rule.

pub mod accounts;
mod actor;
mod chance;
mod clock;
pub mod connections;
pub mod credits;
pub mod door_policy;
pub mod doors;
pub mod events;
mod failure;
mod fields;
pub mod followers;
pub mod follows;
pub mod groups;
pub mod idempotency;
pub mod introductions;
pub mod invitations;
pub mod memory;
pub mod messages;
pub mod moderation;
pub mod nodes;
pub mod notifications;
pub mod outreach;
mod page;
pub mod passwords;
pub mod population;
pub mod presets;
pub mod profile;
pub mod relationship;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod standing;
pub mod suggestions;
pub mod vouches;
mod workshop;

use std::sync::Arc;

pub use actor::{Actor, Authority};
pub use chance::Chance;
pub use clock::Clock;
pub use failure::Failure;
pub use fields::{Edit, FieldError, FieldErrors};
use kith_domain::policy::Policy;
use kith_domain::time::Timestamp;
use kith_store::Store;
pub use kith_store::engine::{CommitFailure, Fault, FaultKind};
pub use page::{Cursor, MOST_ON_A_PAGE, NotACursor, Page};
use workshop::Workshop;

/// How often a use case decides again because somebody else was first, before it gives up. Each try finds at least one
/// other done, so this many may act on one standing or one pair at once.
const TRIES: usize = 64;
/// How many pictures are worked on at once: each may take a second, and 256 MiB.
const PORTRAITS_AT_ONCE: usize = 2;
/// How many uploads of up to 5 MiB wait at most.
const MOST_PORTRAITS_WAITING: usize = 16;

/// One network, ready to act. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    chance: Chance,
    network: Network,
    passwords: passwords::Passwords,
    portraits: Workshop,
    hub: Arc<events::Hub>,
    news: tokio::sync::Mutex<Option<followers::NewsFollower>>,
    pulse: Arc<followers::Pulse>,
}

/// What the operator decided about the network.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its name, as members read it.
    pub name: String,
    /// The numbers of its rules.
    pub policy: Policy,
    /// Who may open an account.
    pub sign_up: SignUp,
    /// Whether an address must be confirmed before its owner may invite.
    pub verify_address: bool,
}

/// Who may open an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUp {
    /// Anybody.
    Open,
    /// Anybody, but a moderator lets them in.
    Approval,
    /// Who was invited by e-mail.
    Invited,
    /// Nobody; the operator makes accounts.
    Closed,
}

impl App {
    /// A network over its store.
    pub fn new(store: Store, clock: Clock, chance: Chance, network: Network) -> Self {
        let passwords = passwords::Passwords::new();
        let portraits = Workshop::new("make a portrait", PORTRAITS_AT_ONCE, MOST_PORTRAITS_WAITING);
        let hub = Arc::new(events::Hub::default());
        let news = tokio::sync::Mutex::new(None);
        let pulse = Arc::new(followers::Pulse::default());
        Self {
            inner: Arc::new(Inner { store, clock, chance, network, passwords, portraits, hub, news, pulse }),
        }
    }

    /// Now. Read once for each use case.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// What the operator decided.
    pub fn network(&self) -> &Network {
        &self.inner.network
    }

    /// The numbers of the rules.
    pub fn policy(&self) -> &Policy {
        &self.inner.network.policy
    }

    /// What is stored.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Ids and tokens.
    pub fn chance(&self) -> &Chance {
        &self.inner.chance
    }

    /// How many passwords were hashed or checked since the process began, each a core for some hundredths of a second.
    pub fn passwords_hashed(&self) -> u64 {
        self.inner.passwords.hashed()
    }

    /// Where passwords are hashed.
    pub(crate) fn passwords(&self) -> &passwords::Passwords {
        &self.inner.passwords
    }

    /// Who listens to live news.
    pub(crate) fn hub(&self) -> &Arc<events::Hub> {
        &self.inner.hub
    }

    /// Who turns the journal into news; one at a time.
    pub(crate) fn news_follower(&self) -> &tokio::sync::Mutex<Option<followers::NewsFollower>> {
        &self.inner.news
    }

    /// How the followers of this process do.
    pub(crate) fn pulse(&self) -> &Arc<followers::Pulse> {
        &self.inner.pulse
    }

    /// Where pictures are worked on.
    pub(crate) fn portraits(&self) -> &Workshop {
        &self.inner.portraits
    }
}

/// The fault of a use case that was never first in [`TRIES`] tries.
fn contended(doing: &'static str) -> Fault {
    Fault::new(FaultKind::Unavailable, doing, "others kept being first")
}
