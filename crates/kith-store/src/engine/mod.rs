//! The narrow waist over the databases: some ten functions that the whole store is written against.
//!
//! A read is one or several [`Query`]s; a write is a [`Batch`] of guarded steps that is done whole or not at all,
//! with its [`JournalEntry`]s. There is nothing in between: no transaction that stays open while the program
//! thinks, so a batch can be grouped with others on SQLite and sent in one flight to a server.
//!
//! The engine knows two tables by name: `migration`, which it makes, and `journal`, which it numbers. Whoever trims
//! the journal leaves its last entry: the next number is found there.

mod batch;
mod dialect;
mod fault;
mod journal;
mod migration;
mod postgres;
mod row;
mod sqlite;
mod statement;
mod trouble;
mod url;
mod value;

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

pub use batch::{Batch, CommitFailure, Committed, JournalEntry, Step, Touch};
pub use fault::{DistributeError, Fault, FaultKind, OpenError};
pub use migration::{MigrateError, Migration, MigrationOutcome};
pub use postgres::Postgres;
pub use row::Row;
pub use sqlite::{Sqlite, put_in_place};
pub(crate) use statement::statements;
pub use statement::{Query, Statement};
pub use trouble::Trouble;
pub use url::without_password;
pub use value::{Value, args};

/// A database: every function of the store runs on it, whichever it is. Cloning is cheap; all clones are one.
#[derive(Clone, Debug)]
pub enum Engine {
    /// A file, in this process.
    Sqlite(Sqlite),
    /// A server, or several behind one address, shared with other processes.
    Postgres(Postgres),
}

impl Engine {
    /// Opens the database that `url` names. A file is made if there is none; a server is reached with the first
    /// question.
    ///
    /// `sqlite:kith.db` and `sqlite://kith.db` are relative to the working directory, `sqlite:///var/lib/kith.db` is
    /// absolute. `postgres://user:password@host:5432,other:5432/kith?sslmode=verify-full` names a server that can
    /// write among several. The schema is not touched: see [`Engine::migrate`].
    pub fn open(url: &str, options: EngineOptions) -> Result<Engine, OpenError> {
        if is_postgres(url) {
            return Postgres::open(url, options).map(Engine::Postgres);
        }
        Sqlite::open(url, options).map(Engine::Sqlite)
    }

    /// Whether [`Engine::open`] knows what to do with `url`; nothing is opened.
    pub fn check_url(url: &str) -> Result<(), OpenError> {
        if is_postgres(url) { Postgres::check_url(url) } else { Sqlite::check_url(url) }
    }

    /// The first row of the answer, if there is one. For short reads: on SQLite it runs on the calling thread.
    pub async fn row(&self, query: Query) -> Result<Option<Row>, Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.row(&query),
            Engine::Postgres(postgres) => postgres.row(query).await,
        }
    }

    /// All rows of the answer. For short reads, which bound their number themselves (`LIMIT`).
    pub async fn rows(&self, query: Query) -> Result<Vec<Row>, Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.rows(&query),
            Engine::Postgres(postgres) => postgres.rows(query).await,
        }
    }

    /// Several short reads in one flight, all on one consistent snapshot; the answers come in the same order.
    pub async fn fetch(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.fetch(&queries),
            Engine::Postgres(postgres) => postgres.fetch(queries).await,
        }
    }

    /// Like [`Engine::fetch`], for reads that may take longer than a millisecond (search, suggestions): they keep
    /// off the async threads, and only so many run at once.
    pub async fn fetch_long(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.fetch_long(queries).await,
            Engine::Postgres(postgres) => postgres.fetch_long(queries).await,
        }
    }

    /// Does a batch, and answers when it is safe on disk.
    ///
    /// Whoever stops waiting does not stop the batch: once handed over, it is done.
    pub async fn commit(&self, batch: Batch) -> Result<Committed, CommitFailure> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.commit(batch).await,
            Engine::Postgres(postgres) => postgres.commit(batch).await,
        }
    }

    /// Reads an answer of any length row by row, on one snapshot, until `f` says stop.
    pub async fn each(
        &self,
        query: Query,
        f: impl FnMut(Row) -> ControlFlow<()> + Send,
    ) -> Result<(), Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.each(query, f).await,
            Engine::Postgres(postgres) => postgres.each(query, f).await,
        }
    }

    /// Runs one statement for each of many rows of arguments, a few thousand to a transaction, between the batches
    /// of others. Returns how many rows were touched.
    ///
    /// Not all or nothing: after a fault, the transactions before it stay.
    pub async fn bulk(
        &self,
        statement: &'static Statement,
        rows: impl Iterator<Item = Vec<Value>> + Send + 'static,
    ) -> Result<u64, Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.bulk(statement, rows).await,
            Engine::Postgres(postgres) => postgres.bulk(statement, rows).await,
        }
    }

    /// Does any number of batches in one transaction: all of them, or none. Nobody else writes meanwhile, so it is for
    /// filling a network, not for serving one.
    ///
    /// Whoever stops waiting before the last batch was handed over, stops all of them.
    pub async fn commit_all(
        &self,
        batches: impl Iterator<Item = Batch> + Send + 'static,
    ) -> Result<Committed, CommitFailure> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.commit_all(batches).await,
            Engine::Postgres(postgres) => postgres.commit_all(batches).await,
        }
    }

    /// Brings the schema up to the last of `migrations`, in one transaction, and refuses a database that is newer
    /// than them or was made with others.
    pub async fn migrate(&self, migrations: &'static [Migration]) -> Result<MigrationOutcome, MigrateError> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.migrate(migrations).await,
            Engine::Postgres(postgres) => postgres.migrate(migrations).await,
        }
    }

    /// What [`Engine::migrate`] would apply, in order. Nothing is changed.
    pub async fn pending_migrations(
        &self,
        migrations: &'static [Migration],
    ) -> Result<&'static [Migration], MigrateError> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.pending_migrations(migrations),
            Engine::Postgres(postgres) => postgres.pending_migrations(migrations).await,
        }
    }

    /// Whether a server is at work on the database, as far as can be told: never of a file. One that was killed counts
    /// for a few seconds more.
    pub async fn is_served(&self) -> Result<bool, Fault> {
        match self {
            Engine::Sqlite(_) => Ok(false),
            Engine::Postgres(postgres) => postgres.is_served().await,
        }
    }

    /// Makes the next journal entry's number follow `last`, where the journal is written by other means than commits.
    /// On SQLite it follows the last entry found when the file is opened next.
    pub async fn number_journal_from(&self, last: i64) -> Result<(), Fault> {
        match self {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(postgres) => postgres.number_journal_from(last).await,
        }
    }

    /// The names of the tables that Citus has spread over its servers, or copied to each.
    pub async fn distributed_tables(&self) -> Result<Vec<String>, DistributeError> {
        match self {
            Engine::Sqlite(_) => Err(DistributeError::OneFile),
            Engine::Postgres(postgres) => postgres.distributed_tables().await,
        }
    }

    /// Runs a statement that says where a table lives.
    pub async fn place(&self, sql: &str) -> Result<(), DistributeError> {
        match self {
            Engine::Sqlite(_) => Err(DistributeError::OneFile),
            Engine::Postgres(postgres) => postgres.place(sql).await,
        }
    }

    /// Waits until the journal has an entry with a higher number than `after`, and returns the last one's number.
    ///
    /// Entries of this process are noticed at once, those of others within a second or so.
    pub async fn wait_for_journal(&self, after: i64) -> i64 {
        match self {
            Engine::Sqlite(sqlite) => sqlite.wait_for_journal(after).await,
            Engine::Postgres(postgres) => postgres.wait_for_journal(after).await,
        }
    }

    /// Returns when every entry that was committed before has its number. On SQLite it has that with the commit.
    pub async fn settle_journal(&self) -> Result<(), Fault> {
        match self {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(postgres) => postgres.settle_journal().await,
        }
    }

    /// The number of the journal's last entry, as far as this process knows; 0 if there is none.
    pub fn journal_last(&self) -> i64 {
        match self {
            Engine::Sqlite(sqlite) => sqlite.journal_last(),
            Engine::Postgres(postgres) => postgres.journal_last(),
        }
    }

    /// Copies the database to a new file while it is in use. The copy is the state at one moment; it appears whole
    /// or not at all, and never in place of a file that is there.
    pub async fn backup(&self, to: &Path) -> Result<(), Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.backup(to).await,
            Engine::Postgres(_) => {
                let message = "a PostgreSQL server is backed up with its own tools, such as pg_dump";
                Err(Fault::new(FaultKind::Unavailable, "back up", message))
            }
        }
    }

    /// Reads all of the database and says whether it is damaged: a file that was cut off, a page that is not what it
    /// was. Takes as long as reading the file does.
    pub async fn check(&self) -> Result<(), Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.check().await,
            // A server looks after its own pages.
            Engine::Postgres(postgres) => postgres.ping().await,
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Fault> {
        match self {
            Engine::Sqlite(sqlite) => sqlite.ping(),
            Engine::Postgres(postgres) => postgres.ping().await,
        }
    }

    /// What it has done so far.
    pub fn stats(&self) -> EngineStats {
        match self {
            Engine::Sqlite(sqlite) => sqlite.stats(),
            Engine::Postgres(postgres) => postgres.stats(),
        }
    }

    /// Does what was handed over, then takes no more: later commits are faults. On SQLite the file is left without
    /// its `-wal` beside it, if no other process uses it.
    pub async fn close(&self) {
        match self {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }
}

/// Every statement that the engine itself runs, whichever the database.
pub fn statements() -> &'static [&'static Statement] {
    journal::ALL
}

/// Every statement that the engine runs for itself on PostgreSQL alone.
pub fn postgres_statements() -> &'static [&'static Statement] {
    postgres::STATEMENTS
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// When an answered commit is safe on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synchronous {
    /// Before it is answered: it survives a power cut. An answered request is a promise.
    Full,
    /// Soon after: the last moments before a power cut may be lost, a killed process loses nothing.
    Normal,
    /// Whenever the system likes. For tests.
    Off,
}

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// How safe an answered commit is.
    pub synchronous: Synchronous,
    /// How many connections are kept for reading, and how many long reads run at once. At least 1.
    pub readers: usize,
    /// How many batches share one transaction at most. At least 1.
    pub max_group: usize,
    /// How many batches may wait before whoever commits waits too. At least 1.
    pub queue: usize,
    /// Page cache of the writer, in KiB.
    pub writer_cache_kib: u32,
    /// Page cache of each reader, in KiB.
    pub reader_cache_kib: u32,
    /// How much of the file readers map into memory, in MiB; 0 for none.
    pub mmap_mib: u32,
    /// How long to wait for another process that is writing.
    pub busy_wait: Duration,
    /// The length of the write-ahead log, in pages of 4 KiB, from which on it is carried over into the file without
    /// waiting for an idle moment.
    pub long_log_pages: u64,
    /// How often to look for journal entries of other processes, and for idle moments to tidy up in.
    pub upkeep_every: Duration,
    /// How many connections to a server are open at most. At least 2.
    pub connections: usize,
    /// How long a read or a commit is tried while a server is away or slow, before it is a fault.
    pub deadline: Duration,
    /// For tests: trouble with a file's disk.
    pub trouble: Trouble,
}

impl Default for EngineOptions {
    fn default() -> Self {
        EngineOptions {
            synchronous: Synchronous::Full,
            readers: std::thread::available_parallelism().map_or(4, usize::from).clamp(2, 16),
            max_group: 256,
            queue: 8192,
            writer_cache_kib: 64 * 1024,
            reader_cache_kib: 16 * 1024,
            // After every commit of the writer a reader gives its map back and faults its pages in anew, which costs
            // more than reading them (a fifth of a send's CPU time with one client, measured).
            mmap_mib: 0,
            busy_wait: Duration::from_secs(10),
            long_log_pages: 16_000,
            upkeep_every: Duration::from_secs(1),
            connections: 16,
            deadline: Duration::from_secs(5),
            trouble: Trouble::default(),
        }
    }
}

/// What an engine has done since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EngineStats {
    /// Batches committed.
    pub commits: u64,
    /// Batches refused because the facts had changed.
    pub conflicts: u64,
    /// Transactions they were committed in.
    pub groups: u64,
    /// Transactions that were begun again with a savepoint for each batch, because one failed half-way.
    pub regroups: u64,
    /// Steps done in committed batches, and rows of bulk writes.
    pub ops: u64,
    /// The longest time a group took from its first statement to the disk, in microseconds.
    pub longest_group_us: u64,
    /// Bytes written to the write-ahead log.
    pub wal_bytes: u64,
    /// Pages in the write-ahead log now.
    pub wal_pages: u64,
    /// Times the write-ahead log was carried over into the file.
    pub checkpoints: u64,
}
