//! SQLite: one thread writes, everybody reads.
//!
//! * The [`writer`] thread takes what waits, does it in one transaction and answers after the commit: the more
//!   wait, the fewer commits each costs. It numbers the journal.
//! * [`readers`] are connections that short reads borrow on the thread that asks.
//! * The [`upkeep`] thread carries the write-ahead log over into the file, off the commit path, and notices what
//!   other processes write.

mod backup;
mod connect;
mod group;
mod migrate;
mod readers;
mod run;
mod shared;
mod upkeep;
mod writer;

pub use backup::put_in_place;

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tokio::sync::{Semaphore, mpsc, oneshot};

use self::connect::Location;
use self::shared::{Shared, lock};
use self::writer::{Job, Piece};
use super::{
    Batch, CommitFailure, Committed, EngineOptions, EngineStats, Fault, FaultKind, MigrateError, Migration,
    MigrationOutcome, OpenError, Query, Row, Statement, Value,
};

/// Rows in one piece of an answer that is read row by row.
const ROWS_IN_PIECE: usize = 512;
/// Pieces read ahead of whoever takes them.
const PIECES_AHEAD: usize = 4;
/// Rows in one transaction of a bulk write: some ten milliseconds, which the batches of others wait for.
const ROWS_IN_BULK: usize = 4096;
const BULK: &str = "bulk write";
/// Batches handed over at once where any number are done in one transaction.
const BATCHES_IN_PIECE: usize = 256;
const COMMIT_ALL: &str = "commit all";

/// An open SQLite database.
#[derive(Clone)]
pub struct Sqlite {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    jobs: mpsc::Sender<Job>,
    long_reads: Semaphore,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Sqlite {
    pub(super) fn open(url: &str, options: EngineOptions) -> Result<Sqlite, OpenError> {
        let location = Location::parse(url)?;
        let writing = connect::writer(&location, &options)?;
        let checkpointing = connect::writer(&location, &options)?;
        let long_reads = Semaphore::new(options.readers.max(1));
        let (jobs, waiting) = mpsc::channel(options.queue.max(1));
        let shared = Arc::new(Shared::new(location, options));
        shared.publish(run::journal_last(&writing).unwrap_or(0));
        let threads = vec![
            writer::spawn(writing, waiting, Arc::clone(&shared))
                .map_err(|error| shared.unavailable(&error))?,
            upkeep::spawn(checkpointing, Arc::clone(&shared)).map_err(|error| shared.unavailable(&error))?,
        ];
        Ok(Sqlite { inner: Arc::new(Inner { shared, jobs, long_reads, threads: Mutex::new(threads) }) })
    }

    pub(super) fn check_url(url: &str) -> Result<(), OpenError> {
        Location::parse(url).map(drop)
    }

    pub(super) fn row(&self, query: &Query) -> Result<Option<Row>, Fault> {
        let reader = self.inner.shared.readers.borrow()?;
        let row = run::first(&reader, query)?;
        reader.give_back();
        Ok(row)
    }

    pub(super) fn rows(&self, query: &Query) -> Result<Vec<Row>, Fault> {
        let reader = self.inner.shared.readers.borrow()?;
        let rows = run::all(&reader, query)?;
        reader.give_back();
        Ok(rows)
    }

    pub(super) fn fetch(&self, queries: &[Query]) -> Result<Vec<Vec<Row>>, Fault> {
        self.inner.shared.fetch(queries)
    }

    pub(super) async fn fetch_long(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Fault> {
        let _turn = self.inner.long_reads.acquire().await.map_err(|closed| stopped("read", closed))?;
        let shared = Arc::clone(&self.inner.shared);
        tokio::task::spawn_blocking(move || shared.fetch(&queries))
            .await
            .map_err(|died| broke("read", died))?
    }

    pub(super) async fn commit(&self, batch: Batch) -> Result<Committed, CommitFailure> {
        if batch.steps.is_empty() && batch.journal.is_empty() {
            return Ok(Committed { journal_to: self.journal_last() });
        }
        self.ask("commit", |answer| Job::Commit { batch, answer }).await?
    }

    pub(super) async fn each(
        &self,
        query: Query,
        mut f: impl FnMut(Row) -> ControlFlow<()> + Send,
    ) -> Result<(), Fault> {
        let (pieces, mut taken) = mpsc::channel::<Vec<Row>>(PIECES_AHEAD);
        let shared = Arc::clone(&self.inner.shared);
        let reading = tokio::task::spawn_blocking(move || {
            let reader = shared.readers.borrow()?;
            run::in_pieces(&reader, &query, ROWS_IN_PIECE, |piece| match pieces.blocking_send(piece) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_nobody_listens) => ControlFlow::Break(()),
            })?;
            reader.give_back();
            Ok(())
        });
        while let Some(piece) = taken.recv().await {
            if piece.into_iter().try_for_each(&mut f).is_break() {
                break;
            }
        }
        drop(taken);
        reading.await.map_err(|died| broke("read", died))?
    }

    pub(super) async fn bulk(
        &self,
        statement: &'static Statement,
        rows: impl Iterator<Item = Vec<Value>> + Send + 'static,
    ) -> Result<u64, Fault> {
        let jobs = self.inner.jobs.clone();
        // The iterator may read and parse a file: it runs here, so that the writer never waits for it.
        let feeding = tokio::task::spawn_blocking(move || {
            let mut rows = rows;
            let wait = |answered: oneshot::Receiver<Result<u64, Fault>>| {
                answered.blocking_recv().map_err(|gone| stopped(BULK, gone))?
            };
            let mut touched = 0;
            let mut in_flight = None;
            loop {
                let piece: Vec<Vec<Value>> = rows.by_ref().take(ROWS_IN_BULK).collect();
                let last = piece.len() < ROWS_IN_BULK;
                let (answer, answered) = oneshot::channel();
                jobs.blocking_send(Job::Bulk { statement, rows: piece, answer })
                    .map_err(|closed| stopped(BULK, closed.to_string()))?;
                if let Some(before) = in_flight.replace(answered) {
                    touched += wait(before)?;
                }
                if last {
                    break;
                }
            }
            in_flight.map_or(Ok(0), wait).map(|at_last| touched + at_last)
        });
        feeding.await.map_err(|died| broke(BULK, died))?
    }

    pub(super) async fn commit_all(
        &self,
        batches: impl Iterator<Item = Batch> + Send + 'static,
    ) -> Result<Committed, CommitFailure> {
        let (pieces, taken) = mpsc::channel(PIECES_AHEAD);
        // The iterator works out what to write while the writer writes what it gave before.
        let feeding = tokio::task::spawn_blocking(move || {
            let mut batches = batches;
            loop {
                let piece: Vec<Batch> = batches.by_ref().take(BATCHES_IN_PIECE).collect();
                let message = if piece.is_empty() { Piece::End } else { Piece::Batches(piece) };
                let last = matches!(message, Piece::End);
                if pieces.blocking_send(message).is_err() || last {
                    break;
                }
            }
        });
        let outcome = self.ask(COMMIT_ALL, |answer| Job::CommitAll { pieces: taken, answer }).await?;
        feeding.await.map_err(|died| broke(COMMIT_ALL, died))?;
        outcome
    }

    pub(super) async fn migrate(
        &self,
        migrations: &'static [Migration],
    ) -> Result<MigrationOutcome, MigrateError> {
        self.ask("migrate", |answer| Job::Migrate { migrations, answer }).await?
    }

    pub(super) fn pending_migrations(
        &self,
        migrations: &'static [Migration],
    ) -> Result<&'static [Migration], MigrateError> {
        let reader = self.inner.shared.readers.borrow()?;
        let pending = migrate::pending(&reader, migrations)?;
        reader.give_back();
        Ok(pending)
    }

    pub(super) async fn wait_for_journal(&self, after: i64) -> i64 {
        self.inner.shared.wait_for_journal(after).await
    }

    pub(super) fn journal_last(&self) -> i64 {
        self.inner.shared.journal_last()
    }

    pub(super) async fn backup(&self, to: &Path) -> Result<(), Fault> {
        let shared = Arc::clone(&self.inner.shared);
        let to = to.to_owned();
        tokio::task::spawn_blocking(move || backup::copy(&shared, &to))
            .await
            .map_err(|died| broke("back up", died))?
    }

    pub(super) async fn check(&self) -> Result<(), Fault> {
        let _turn = self.inner.long_reads.acquire().await.map_err(|closed| stopped("check", closed))?;
        let shared = Arc::clone(&self.inner.shared);
        let checking = tokio::task::spawn_blocking(move || {
            let reader = shared.readers.borrow()?;
            run::check(&reader)?;
            reader.give_back();
            Ok(())
        });
        checking.await.map_err(|died| broke("check", died))?
    }

    pub(super) fn ping(&self) -> Result<(), Fault> {
        if self.inner.jobs.is_closed() {
            return Err(stopped("ping", "the writer has stopped"));
        }
        let reader = self.inner.shared.readers.borrow()?;
        run::ping(&reader)?;
        reader.give_back();
        Ok(())
    }

    pub(super) fn stats(&self) -> EngineStats {
        self.inner.shared.counts.snapshot()
    }

    pub(super) async fn close(&self) {
        // The writer stops after what was handed over before; the upkeep thread checkpoints as it stops.
        let _stopped_before = self.ask("close", |answer| Job::Close { answer }).await;
        // The last connection to be closed tidies the log away, which one that only reads cannot.
        self.inner.shared.readers.clear();
        self.inner.shared.stop();
        let threads = std::mem::take(&mut *lock(&self.inner.threads));
        let ending = tokio::task::spawn_blocking(move || {
            for thread in threads {
                if thread.join().is_err() {
                    tracing::error!("a thread of the database had broken");
                }
            }
        });
        if ending.await.is_err() {
            tracing::error!("the database was not closed in order");
        }
    }

    /// Hands a job to the writer and waits for its answer.
    async fn ask<T>(
        &self,
        doing: &'static str,
        job: impl FnOnce(oneshot::Sender<T>) -> Job,
    ) -> Result<T, Fault> {
        let (answer, answered) = oneshot::channel();
        self.inner.jobs.send(job(answer)).await.map_err(|closed| stopped(doing, closed.to_string()))?;
        answered.await.map_err(|gone| stopped(doing, gone))
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sqlite({})", self.inner.shared.location)
    }
}

impl Drop for Inner {
    /// The writer stops by itself when nobody can hand it anything any more.
    fn drop(&mut self) {
        self.shared.stop();
    }
}

fn stopped(doing: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
    Fault::new(FaultKind::Unavailable, doing, source)
}

fn broke(doing: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
    Fault::new(FaultKind::Bug, doing, source)
}
