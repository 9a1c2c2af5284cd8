//! The only SQL of Kith: what is stored, written once, over a narrow engine.
//!
//! Facts are read together, in one flight; changes are written as one guarded batch. Statements live in
//! `sql/<concept>/<verb>.sql` and are used from the module of the same name.

pub mod accounts;
mod acquaintance;
pub mod addresses;
pub(crate) mod apart;
pub mod appeals;
pub mod audit;
pub mod bulk;
pub mod chores;
pub mod codes;
mod commit;
pub mod connections;
pub mod copy;
pub mod credits;
pub mod departures;
pub mod distribution;
pub mod doors;
pub mod engine;
pub mod follows;
pub mod groups;
pub mod idempotency;
pub mod introductions;
pub mod invitations;
pub mod journal;
pub mod memory;
pub mod messages;
pub mod moderation;
pub mod nodes;
pub mod notifications;
pub mod outreach;
pub mod pictures;
pub mod prints;
pub mod profile_edits;
pub mod profiles;
pub(crate) mod provisos;
pub mod relations;
pub mod reviews;
pub(crate) mod roster;
pub mod search;
mod search_document;
pub mod sessions;
mod shared;
pub mod standing;
pub mod suggestions;
pub mod tables;
pub mod vouches;
pub mod warnings;

use std::sync::Arc;

use acquaintance::Acquaintance;
pub use acquaintance::Known;
use engine::{
    Batch, CommitFailure, Committed, Engine, EngineOptions, Fault, MigrateError, Migration, MigrationOutcome,
    OpenError, Statement,
};
use kith_domain::change::Change;

/// The schema's history, in order. A released migration never changes.
pub static MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "network", sql: include_str!("../migrations/0001_network.sql") },
    Migration { version: 2, name: "door", sql: include_str!("../migrations/0002_door.sql") },
    Migration { version: 3, name: "standing", sql: include_str!("../migrations/0003_standing.sql") },
    Migration {
        version: 4,
        name: "introductions",
        sql: include_str!("../migrations/0004_introductions.sql"),
    },
    Migration { version: 5, name: "memory", sql: include_str!("../migrations/0005_memory.sql") },
    Migration { version: 6, name: "sending", sql: include_str!("../migrations/0006_sending.sql") },
    Migration { version: 7, name: "moderation", sql: include_str!("../migrations/0007_moderation.sql") },
    Migration { version: 8, name: "outreach", sql: include_str!("../migrations/0008_outreach.sql") },
    Migration { version: 9, name: "answering", sql: include_str!("../migrations/0009_answering.sql") },
    Migration { version: 10, name: "terms", sql: include_str!("../migrations/0010_terms.sql") },
    Migration { version: 11, name: "provisos", sql: include_str!("../migrations/0011_provisos.sql") },
];

/// One network's store.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    acquaintance: Arc<Acquaintance>,
}

impl Store {
    /// Opens the database at `url` (`sqlite:PATH` or `sqlite:///abs/path`) without looking at its schema.
    ///
    /// # Errors
    /// The address is of no known form, or the database cannot be opened.
    pub fn open(url: &str, options: EngineOptions) -> Result<Self, OpenError> {
        Ok(Self { engine: Engine::open(url, options)?, acquaintance: Arc::default() })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// The database is of a newer version, a released migration was changed, or a copy to it was broken off.
    pub async fn migrate(&self) -> Result<MigrationOutcome, MigrateError> {
        let outcome = self.migrate_for_copy().await?;
        if copy::is_unfinished(self).await? { Err(MigrateError::HalfCopied) } else { Ok(outcome) }
    }

    /// The same where a copy goes on that was broken off.
    async fn migrate_for_copy(&self) -> Result<MigrationOutcome, MigrateError> {
        self.engine.migrate(MIGRATIONS).await
    }

    /// The names of what [`Store::migrate`] would apply, in order; nothing where the schema is up to date.
    ///
    /// # Errors
    /// As migrating.
    pub async fn pending_migrations(&self) -> Result<Vec<&'static str>, MigrateError> {
        let pending = self.engine.pending_migrations(MIGRATIONS).await?;
        // A database that has no schema yet holds no mark either.
        if pending.len() < MIGRATIONS.len() && copy::is_unfinished(self).await? {
            return Err(MigrateError::HalfCopied);
        }
        Ok(pending.iter().map(|migration| migration.name).collect())
    }

    /// The engine below, for what is no business of members: backup, health, the journal.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Writes a decision, whole or not at all.
    ///
    /// # Errors
    /// `Conflict` where somebody else was first: read the facts again and decide again.
    pub async fn commit(&self, changes: &[Change]) -> Result<Committed, CommitFailure> {
        let committed = self.engine.commit(commit::batch(changes)).await?;
        self.committed(changes);
        Ok(committed)
    }

    /// Writes what somebody with authority decided, together with its row of the audit log after `head`.
    ///
    /// # Errors
    /// `Conflict` where a guard fails or somebody else wrote to the log first: read both again and decide again.
    pub async fn commit_logged(
        &self,
        changes: &[Change],
        head: &audit::AuditHead,
        entry: &audit::AuditEntry,
    ) -> Result<Committed, CommitFailure> {
        let mut batch = commit::batch(changes);
        batch.steps.push(audit::append(head, entry));
        let committed = self.engine.commit(batch).await?;
        self.committed(changes);
        Ok(committed)
    }

    /// Writes a decision together with steps of another concept, whole or not at all.
    async fn commit_batch(&self, batch: Batch) -> Result<Committed, CommitFailure> {
        self.engine.commit(batch).await
    }
}

/// Every statement of every concept, for tests that prepare and explain each one.
pub fn statements() -> Vec<&'static Statement> {
    [
        accounts::ALL,
        acquaintance::ALL,
        addresses::ALL,
        apart::ALL,
        appeals::ALL,
        audit::ALL,
        bulk::ALL,
        chores::ALL,
        connections::ALL,
        copy::ALL,
        credits::ALL,
        departures::ALL,
        doors::ALL,
        follows::ALL,
        groups::ALL,
        idempotency::ALL,
        introductions::ALL,
        invitations::ALL,
        journal::ALL,
        memory::ALL,
        messages::ALL,
        moderation::ALL,
        nodes::ALL,
        notifications::ALL,
        outreach::ALL,
        pictures::ALL,
        prints::ALL,
        profile_edits::ALL,
        profiles::ALL,
        provisos::ALL,
        relations::ALL,
        reviews::ALL,
        roster::ALL,
        search::ALL,
        search_document::ALL,
        sessions::ALL,
        shared::ALL,
        standing::ALL,
        suggestions::ALL,
        vouches::ALL,
        warnings::ALL,
        engine::statements(),
    ]
    .concat()
}

/// A column holds what no version of this program wrote there.
pub(crate) fn unknown(column: &'static str, value: i64) -> Fault {
    Fault::new(engine::FaultKind::Corrupt, "read a row", format!("{column} is {value}"))
}
