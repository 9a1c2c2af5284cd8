use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kith_app::accounts::{self, AddMember};
use kith_app::sessions::{self, SessionKind};
use kith_app::{App, Chance, Clock, Network, SignUp, presets};
use kith_domain::time::{Span, Timestamp};
use kith_store::Store;
use kith_store::engine::{EngineOptions, Synchronous, Trouble};
use kith_testdb::TestDatabase;

use crate::Member;

/// When a test begins: 2026-03-02T09:00:00Z, a Monday.
pub const START: Timestamp = Timestamp(1_772_442_000_000);

/// A network for one test, gone with it.
pub struct Kith {
    /// The network as use cases take it.
    pub app: App,
    clock: Clock,
    members: AtomicU64,
    database: TestDatabase,
}

impl Kith {
    /// A network under the default policy.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A network where the operator decided otherwise.
    pub async fn with(decide: impl FnOnce(&mut Network)) -> Self {
        Self::on(TestDatabase::new(), decide).await
    }

    /// A network on this database, where the operator decided otherwise.
    pub async fn on(database: TestDatabase, decide: impl FnOnce(&mut Network)) -> Self {
        let mut network = Network {
            name: "Harbour".to_owned(),
            policy: presets::standard(),
            sign_up: SignUp::Open,
            verify_address: true,
        };
        decide(&mut network);
        let clock = Clock::manual(START);
        let app = open(database.url(), options(), &clock, network, Chance::seeded(1));
        app.store().migrate().await.expect("a schema");
        Self { app, clock, members: AtomicU64::new(0), database }
    }

    /// A network under the policy preset of this name.
    pub async fn preset(name: &str) -> Self {
        let preset = presets::PRESETS.iter().find(|(preset, _)| *preset == name);
        let policy = toml::from_str(preset.expect("a preset of this name").1).expect("a policy");
        Self::with(|network| network.policy = policy).await
    }

    /// The same database as another process would open it after this one was killed, now.
    pub async fn again(&self) -> App {
        let used = self.members.fetch_add(1, Ordering::Relaxed);
        self.opened(self.database.url(), options(), 1_000 + used)
    }

    /// The same database as another process would reach it at `url`, at the same time, with a patience of its own.
    pub async fn by(&self, url: &str, deadline: Duration) -> App {
        let used = self.members.fetch_add(1, Ordering::Relaxed);
        let options = EngineOptions { deadline, ..options() };
        self.opened(url, options, 2_000 + used)
    }

    /// The same file as another process would use it, at the same time, whose disk fails when it is told to.
    pub async fn in_trouble(&self) -> (App, Trouble) {
        let used = self.members.fetch_add(1, Ordering::Relaxed);
        let trouble = Trouble::to_order();
        let options = EngineOptions { trouble: trouble.clone(), ..options() };
        (self.opened(self.database.url(), options, 3_000 + used), trouble)
    }

    /// Where it is stored.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// Moves the clock forward: `"30s"`, `"21d"`.
    ///
    /// # Panics
    /// That is no span of time.
    pub fn advance(&self, by: &str) {
        self.clock.advance(by.parse::<Span>().expect("a span of time"));
    }

    /// A new member with a confirmed address, an empty profile and no password.
    ///
    /// # Panics
    /// The account cannot be made.
    pub async fn member(&self, name: &str) -> Member {
        self.joined(name, None, false).await
    }

    /// A new member with a confirmed address and a password.
    ///
    /// # Panics
    /// The account cannot be made.
    pub async fn member_with_password(&self, name: &str, password: &str) -> Member {
        self.joined(name, Some(password), false).await
    }

    /// A new member who moderates.
    ///
    /// # Panics
    /// The account cannot be made.
    pub async fn moderator(&self, name: &str) -> Member {
        self.joined(name, None, true).await
    }

    /// Several new members, all with an empty profile.
    ///
    /// # Panics
    /// An account cannot be made.
    pub async fn members<const N: usize>(&self, names: [&str; N]) -> [Member; N] {
        let mut members = Vec::with_capacity(N);
        for name in names {
            members.push(self.member(name).await);
        }
        members.try_into().unwrap_or_else(|_| unreachable!("as many members as names"))
    }

    /// As another process: of two at the same moment no id may be the same.
    fn opened(&self, url: &str, options: EngineOptions, seed: u64) -> App {
        let chance = Chance::seeded_as(seed, u16::try_from(1 + seed % 1_000).unwrap_or(1));
        open(url, options, &self.clock, self.app.network().clone(), chance)
    }

    async fn joined(&self, name: &str, password: Option<&str>, moderator: bool) -> Member {
        let n = self.members.fetch_add(1, Ordering::Relaxed);
        let email = format!("member{n}@example.org");
        let password = password.map(str::to_owned);
        let ask = AddMember { name: name.to_owned(), email: email.clone(), password, moderator };
        let added = accounts::add(&self.app, ask).await.expect("an account");
        let signed_in =
            sessions::open(&self.app, added.member, SessionKind::Api, "test").await.expect("a session");
        Member::new(self.app.clone(), signed_in, name, email)
    }
}

fn open(url: &str, options: EngineOptions, clock: &Clock, network: Network, chance: Chance) -> App {
    let store = Store::open(url, options).expect("a database");
    App::new(store, clock.clone(), chance, network)
}

fn options() -> EngineOptions {
    EngineOptions {
        synchronous: Synchronous::Off,
        mmap_mib: 0,
        readers: 2,
        connections: 4,
        ..EngineOptions::default()
    }
}
