use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::super::{
    Batch, CommitFailure, Committed, Fault, FaultKind, MigrateError, Migration, MigrationOutcome, Statement,
    Value,
};
use super::group::Waiting;
use super::run;
use super::shared::Shared;
use super::{migrate, upkeep};

/// What the writer is asked to do, with where to answer.
pub(super) enum Job {
    Commit {
        batch: Batch,
        answer: oneshot::Sender<Result<Committed, CommitFailure>>,
    },
    Bulk {
        statement: &'static Statement,
        rows: Vec<Vec<Value>>,
        answer: oneshot::Sender<Result<u64, Fault>>,
    },
    CommitAll {
        pieces: mpsc::Receiver<Piece>,
        answer: oneshot::Sender<Result<Committed, CommitFailure>>,
    },
    Migrate {
        migrations: &'static [Migration],
        answer: oneshot::Sender<Result<MigrationOutcome, MigrateError>>,
    },
    Close {
        answer: oneshot::Sender<()>,
    },
}

/// A part of what is done in one transaction. Pieces that stop coming before the end undo what came before.
pub(super) enum Piece {
    Batches(Vec<Batch>),
    End,
}

/// Starts the thread that writes. It ends when nobody can hand it a job any more, or after [`Job::Close`].
pub(super) fn spawn(
    connection: Connection,
    jobs: mpsc::Receiver<Job>,
    shared: Arc<Shared>,
) -> std::io::Result<JoinHandle<()>> {
    Builder::new().name("kith-writer".to_owned()).spawn(move || {
        let mut writer = Writer::new(&connection, &shared);
        writer.work(jobs);
    })
}

/// The one who writes: the only connection of this process that changes anything.
pub(super) struct Writer<'c> {
    pub(super) connection: &'c Connection,
    pub(super) shared: &'c Shared,
    /// The last number given to a journal entry and committed, so that numbers go on even if the journal is emptied.
    pub(super) journal_last: i64,
    /// Prepared statements by the address of their declaration: looked up faster than by their text.
    statements: HashMap<usize, Prepared<'c>>,
    wal_pages: u64,
    /// The length of the log, in pages, at which the upkeep thread is called next.
    call_at: u64,
}

struct Prepared<'c> {
    statement: rusqlite::Statement<'c>,
    answers: bool,
    reads_only: bool,
}

/// What one statement did.
pub(super) struct Done {
    /// Rows changed; for a statement that only reads, rows found.
    pub(super) rows: u64,
    /// Whether anything was written.
    pub(super) wrote: bool,
}

/// Why one statement did nothing.
pub(super) enum Undone {
    /// It contradicts what is there.
    Conflict,
    Fault(Fault),
}

impl From<Fault> for Undone {
    fn from(fault: Fault) -> Undone {
        Undone::Fault(fault)
    }
}

impl<'c> Writer<'c> {
    pub(super) fn new(connection: &'c Connection, shared: &'c Shared) -> Writer<'c> {
        Writer {
            connection,
            shared,
            journal_last: shared.journal_last(),
            statements: HashMap::new(),
            wal_pages: 0,
            call_at: shared.options.long_log_pages,
        }
    }

    /// Takes whatever waits, never waiting for more: groups grow with the load by themselves.
    fn work(&mut self, mut jobs: mpsc::Receiver<Job>) {
        let max_group = self.shared.options.max_group.max(1);
        let mut taken = Vec::with_capacity(max_group);
        let mut group = Vec::with_capacity(max_group);
        while jobs.blocking_recv_many(&mut taken, max_group) > 0 {
            for job in taken.drain(..) {
                match job {
                    Job::Commit { batch, answer } => group.push(Waiting { batch, answer }),
                    Job::Bulk { statement, rows, answer } => {
                        self.commit_group(&mut group);
                        let done = self.guarded("bulk write", |writer| writer.bulk(statement, &rows));
                        let _nobody_waits = answer.send(done);
                    }
                    Job::CommitAll { pieces, answer } => {
                        self.commit_group(&mut group);
                        let done = self.guarded("commit all", |writer| writer.do_all(pieces));
                        self.shared.publish(self.journal_last);
                        let _nobody_waits = answer.send(done);
                    }
                    Job::Migrate { migrations, answer } => {
                        self.commit_group(&mut group);
                        let done = self.guarded("migrate", |writer| migrate::migrate(writer, migrations));
                        let _nobody_waits = answer.send(done);
                    }
                    Job::Close { answer } => {
                        self.commit_group(&mut group);
                        // What was handed over before is done; what comes now is told so at once.
                        jobs.close();
                        let _nobody_waits = answer.send(());
                    }
                }
            }
            self.commit_group(&mut group);
        }
    }

    /// Runs a transaction so that whatever happens in it, it is over afterwards and somebody hears of it.
    pub(super) fn guarded<T, E: From<Fault>>(
        &mut self,
        doing: &'static str,
        transaction: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let started = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| transaction(self)));
        if !self.connection.is_autocommit() {
            self.roll_back();
        }
        self.after_transaction(started);
        outcome.unwrap_or_else(|_panic| {
            // The panic hook has told where.
            Err(Fault::new(FaultKind::Bug, doing, "the writer broke in the middle of it").into())
        })
    }

    /// Begins a transaction that no other process can come in between, waiting for those that write now.
    pub(super) fn begin(&mut self) -> Result<(), Fault> {
        self.control("BEGIN IMMEDIATE")
    }

    pub(super) fn commit(&mut self) -> Result<(), Fault> {
        self.control("COMMIT")
    }

    pub(super) fn roll_back(&mut self) {
        // SQLite has done so already after some errors, and then there is nothing left to undo.
        if let Err(fault) = self.control_surely("ROLLBACK") {
            tracing::debug!(?fault, "nothing to roll back");
        }
    }

    /// Runs a statement that begins or ends something.
    pub(super) fn control(&self, sql: &'static str) -> Result<(), Fault> {
        self.shared.options.trouble.meets(sql)?;
        self.control_surely(sql)
    }

    /// No trouble can be ordered for this.
    fn control_surely(&self, sql: &'static str) -> Result<(), Fault> {
        let ran = self.connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute());
        ran.map(drop).map_err(|error| run::fault(sql, error))
    }

    /// Runs one statement to its end.
    pub(super) fn run(&mut self, statement: &'static Statement, args: &[Value]) -> Result<Done, Undone> {
        self.shared.options.trouble.meets(statement.name)?;
        let connection = self.connection;
        let failed = |error| match run::is_conflict(&error) {
            true => Undone::Conflict,
            false => Undone::Fault(run::fault(statement.name, error)),
        };
        let prepared = match self.statements.entry(std::ptr::from_ref(statement).addr()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let statement = connection.prepare(statement.sqlite_text()).map_err(failed)?;
                let (answers, reads_only) = (statement.column_count() > 0, statement.readonly());
                unknown.insert(Prepared { statement, answers, reads_only })
            }
        };
        run::bind(&mut prepared.statement, statement.name, args)?;
        if !prepared.answers {
            let rows = prepared.statement.raw_execute().map_err(failed)? as u64;
            return Ok(Done { rows, wrote: rows > 0 });
        }
        let mut found = 0;
        let mut rows = prepared.statement.raw_query();
        while rows.next().map_err(failed)?.is_some() {
            found += 1;
        }
        drop(rows);
        Ok(Done { rows: found, wrote: found > 0 && !prepared.reads_only })
    }

    fn bulk(&mut self, statement: &'static Statement, rows: &[Vec<Value>]) -> Result<u64, Fault> {
        self.begin()?;
        let mut touched = 0;
        for row in rows {
            touched += match self.run(statement, row) {
                Ok(done) => done.rows,
                Err(Undone::Conflict) => {
                    let message = "a row contradicts what is there";
                    return Err(Fault::new(FaultKind::Bug, statement.name, message));
                }
                Err(Undone::Fault(fault)) => return Err(fault),
            };
        }
        self.commit()?;
        self.shared.counts.ops.fetch_add(rows.len() as u64, Relaxed);
        Ok(touched)
    }

    /// Counts, and keeps the write-ahead log from growing without end.
    fn after_transaction(&mut self, started: Instant) {
        let counts = &self.shared.counts;
        let took = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        counts.longest_group_us.fetch_max(took, Relaxed);
        let Some(log) = upkeep::log(self.connection) else { return };
        // A log that is shorter than before was begun anew.
        let grown = if log.pages < self.wal_pages { log.pages } else { log.pages - self.wal_pages };
        counts.wal_bytes.fetch_add(grown * upkeep::LOG_PAGE_BYTES, Relaxed);
        counts.wal_pages.store(log.pages, Relaxed);
        self.wal_pages = log.pages;
        let long = self.shared.options.long_log_pages;
        if log.pages < long {
            self.call_at = long;
        } else if log.pages >= self.call_at {
            // If a reader holds on to an old page, there is no use in trying again at once.
            self.call_at = log.pages + long / 8;
            self.shared.call_for_long_log();
        }
        if self.shared.log_nearly_done.swap(false, Relaxed) {
            // With the last pages carried over, the next transaction begins the log anew.
            upkeep::checkpoint(self.connection, self.shared);
        }
    }
}
