//! PostgreSQL: a pool of connections, and one process at a time that numbers the journal.
//!
//! * A read is sent in one flight, several on one snapshot. A [`commit`] is two flights: all steps, then COMMIT.
//! * The [`feed`] gives the journal its numbers, and wakes whoever follows it on any node.
//! * Whatever fails because the server went away is tried again on another connection until a deadline, and is then
//!   a fault that says so: nobody hangs.

mod address;
mod bind;
mod commit;
mod feed;
mod flight;
mod link;
mod migrate;
mod own;
mod placing;
mod stream;
mod trouble;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{Object, Pool, PoolError};
use futures_util::TryStreamExt;
use futures_util::future::FutureExt;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout_at};

use self::address::Address;
use self::commit::discard;
use self::flight::{Leg, fly};
use self::link::{Link, Opener, Stop};
use self::trouble::{Trouble, fault};
use super::{
    Batch, CommitFailure, Committed, DistributeError, EngineOptions, EngineStats, Fault, FaultKind,
    MigrateError, Migration, MigrationOutcome, OpenError, Query, Row, Statement, Value,
};

pub(super) use own::ALL as STATEMENTS;

/// A connection borrowed from the pool.
type PoolLink = Object<Opener>;

/// As many commits as may be under way at once: more than there ever are.
const COMMITS: u32 = 1 << 20;
/// How long to wait before another connection is tried.
const LATER: Duration = Duration::from_millis(75);
const CONNECT: &str = "connect to the database";
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A PostgreSQL database.
#[derive(Clone)]
pub struct Postgres {
    inner: Arc<Inner>,
}

struct Inner {
    address: Address,
    options: EngineOptions,
    pool: Pool<Opener>,
    long_reads: Semaphore,
    /// Taken by each commit; whoever closes takes them all.
    commits: Semaphore,
    counts: Counts,
    /// Spreads out those who try again.
    jitter: AtomicU64,
    journal: watch::Sender<i64>,
    /// Set by a commit with something to number.
    committed: AtomicBool,
    wake: Arc<Notify>,
    closing: Arc<Notify>,
    following: AtomicBool,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct Counts {
    commits: AtomicU64,
    conflicts: AtomicU64,
    groups: AtomicU64,
    regroups: AtomicU64,
    ops: AtomicU64,
}

impl Postgres {
    /// Whether the address can be meant. Nobody is connected to.
    pub(super) fn check_url(url: &str) -> Result<(), OpenError> {
        Address::parse(url).map(drop)
    }

    /// Reads the address. Nobody is connected to yet.
    pub(super) fn open(url: &str, options: EngineOptions) -> Result<Postgres, OpenError> {
        let address = Address::parse(url)?;
        let opener =
            Opener { address: address.clone(), synchronous: options.synchronous, deadline: options.deadline };
        let pool = Pool::builder(opener)
            .max_size(options.connections.max(2))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| OpenError::PostgresUrl(error.to_string()))?;
        // Long reads leave connections for the short ones.
        let long_reads = Semaphore::new((options.connections / 2).max(1));
        let inner = Inner {
            address,
            options,
            pool,
            long_reads,
            commits: Semaphore::new(COMMITS as usize),
            counts: Counts::default(),
            jitter: AtomicU64::new(0),
            journal: watch::Sender::new(0),
            committed: AtomicBool::new(false),
            wake: Arc::new(Notify::new()),
            closing: Arc::new(Notify::new()),
            following: AtomicBool::new(false),
            tasks: Mutex::new(Vec::new()),
        };
        Ok(Postgres { inner: Arc::new(inner) })
    }

    pub(super) async fn row(&self, query: Query) -> Result<Option<Row>, Fault> {
        Ok(self.rows(query).await?.into_iter().next())
    }

    pub(super) async fn rows(&self, query: Query) -> Result<Vec<Row>, Fault> {
        Ok(self.inner.fetch(&[query]).await?.pop().unwrap_or_default())
    }

    pub(super) async fn fetch(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Fault> {
        self.inner.fetch(&queries).await
    }

    pub(super) async fn fetch_long(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Fault> {
        let _turn = self.inner.long_reads.acquire().await.map_err(|_closed| stopped("read"))?;
        self.inner.fetch(&queries).await
    }

    pub(super) async fn commit(&self, batch: Batch) -> Result<Committed, CommitFailure> {
        if batch.steps.is_empty() && batch.journal.is_empty() {
            return Ok(Committed { journal_to: self.journal_last() });
        }
        let inner = Arc::clone(&self.inner);
        // Whoever stops waiting does not stop the batch.
        let committing = tokio::spawn(async move {
            let _under_way = inner.commits.acquire().await.map_err(|_closed| stopped("commit"))?;
            inner.commit(&batch).await
        });
        committing.await.map_err(|died| Fault::new(FaultKind::Bug, "commit", died))?
    }

    pub(super) async fn commit_all(
        &self,
        batches: impl Iterator<Item = Batch> + Send + 'static,
    ) -> Result<Committed, CommitFailure> {
        let _under_way = self.inner.commits.acquire().await.map_err(|_closed| stopped("commit all"))?;
        self.inner.commit_all(batches).await
    }

    pub(super) async fn each(
        &self,
        query: Query,
        f: impl FnMut(Row) -> ControlFlow<()> + Send,
    ) -> Result<(), Fault> {
        self.inner.each(query, f).await
    }

    pub(super) async fn bulk(
        &self,
        statement: &'static Statement,
        rows: impl Iterator<Item = Vec<Value>> + Send + 'static,
    ) -> Result<u64, Fault> {
        self.inner.bulk(statement, rows).await
    }

    pub(super) async fn migrate(
        &self,
        migrations: &'static [Migration],
    ) -> Result<MigrationOutcome, MigrateError> {
        let mut link = self.inner.link().await?;
        let outcome = migrate::migrate(&mut link, migrations).await;
        // It has settings of its own, and may have prepared what has changed.
        discard(link);
        if outcome.is_ok() {
            self.inner.look().await?;
        }
        outcome
    }

    pub(super) async fn pending_migrations(
        &self,
        migrations: &'static [Migration],
    ) -> Result<&'static [Migration], MigrateError> {
        migrate::pending(&mut *self.inner.link().await?, migrations).await
    }

    pub(super) async fn distributed_tables(&self) -> Result<Vec<String>, DistributeError> {
        self.inner.distributed_tables().await
    }

    pub(super) async fn place(&self, sql: &str) -> Result<(), DistributeError> {
        self.inner.place(sql).await
    }

    pub(super) async fn is_served(&self) -> Result<bool, Fault> {
        self.inner.is_served().await
    }

    pub(super) async fn number_journal_from(&self, last: i64) -> Result<(), Fault> {
        self.inner.number_journal_from(last).await
    }

    pub(super) async fn wait_for_journal(&self, after: i64) -> i64 {
        self.inner.follow();
        let mut journal = self.inner.journal.subscribe();
        match journal.wait_for(|last| *last > after).await {
            Ok(last) => *last,
            // The sender is in `inner`, so it outlives this wait.
            Err(_closed) => self.journal_last(),
        }
    }

    pub(super) async fn settle_journal(&self) -> Result<(), Fault> {
        self.inner.follow();
        while self.inner.journal_waits().await? {
            self.inner.wake.notify_one();
            sleep(Duration::from_millis(3)).await;
        }
        self.inner.look().await
    }

    pub(super) fn journal_last(&self) -> i64 {
        self.inner.journal_last()
    }

    pub(super) async fn ping(&self) -> Result<(), Fault> {
        let link = self.inner.link().await?;
        link.client.batch_execute("SELECT 1").await.map_err(|error| fault("ping", error))
    }

    pub(super) fn stats(&self) -> EngineStats {
        let Counts { commits, conflicts, groups, regroups, ops } = &self.inner.counts;
        EngineStats {
            commits: commits.load(Relaxed),
            conflicts: conflicts.load(Relaxed),
            groups: groups.load(Relaxed),
            regroups: regroups.load(Relaxed),
            ops: ops.load(Relaxed),
            ..EngineStats::default()
        }
    }

    pub(super) async fn close(&self) {
        // What was handed over before is done first.
        drop(self.inner.commits.acquire_many(COMMITS).await);
        self.inner.commits.close();
        self.inner.closing.notify_one();
        let tasks = std::mem::take(&mut *lock(&self.inner.tasks));
        let mut tasks = tasks.into_iter();
        if let Some(numbering) = tasks.next() {
            // It gives up the lease; whatever became of it, the lease runs out by itself.
            let _ended = tokio::time::timeout(Duration::from_secs(2), numbering).await;
        }
        tasks.for_each(|task| task.abort());
        self.inner.pool.close();
    }
}

impl Inner {
    async fn link(&self) -> Result<PoolLink, Fault> {
        self.link_until(Instant::now() + self.options.deadline).await
    }

    /// A connection to a server that can write, as soon as there is one before the deadline.
    async fn link_until(&self, deadline: Instant) -> Result<PoolLink, Fault> {
        // Why the last try failed says more than that there was no time for another.
        let mut last = None;
        loop {
            let fault = match timeout_at(deadline, self.pool.get()).await {
                Ok(Ok(link)) => return Ok(link),
                Ok(Err(PoolError::Closed)) => return Err(stopped(CONNECT)),
                Ok(Err(PoolError::Backend(error))) => match Trouble::of(&error) {
                    Trouble::Lost | Trouble::Again => fault(CONNECT, error),
                    Trouble::Conflict | Trouble::Fault(_) => {
                        return Err(Fault::new(FaultKind::Unavailable, CONNECT, error));
                    }
                },
                Ok(Err(error)) => Fault::new(FaultKind::Unavailable, CONNECT, error),
                Err(_elapsed) => {
                    let none_free =
                        || Fault::new(FaultKind::Unavailable, CONNECT, "no connection was free in time");
                    return Err(last.unwrap_or_else(none_free));
                }
            };
            if Instant::now() + LATER >= deadline {
                return Err(fault);
            }
            last = Some(fault);
            sleep(LATER).await;
        }
    }

    /// Several reads on one snapshot, tried again while that can help.
    async fn fetch(&self, queries: &[Query]) -> Result<Vec<Vec<Row>>, Fault> {
        let Some(first) = queries.first() else { return Ok(Vec::new()) };
        let doing = first.statement.name;
        let deadline = Instant::now() + self.options.deadline;
        loop {
            let mut link = self.link_until(deadline).await?;
            let fault = match timeout_at(deadline, read(&mut link, queries)).await {
                Ok(Ok(rows)) => return Ok(rows),
                Ok(Err(Stop::Fault(fault))) => return Err(fault),
                Ok(Err(Stop::Conflict)) => {
                    return Err(Fault::new(FaultKind::Bug, doing, "a read met a constraint"));
                }
                Ok(Err(Stop::Again(fault))) => fault,
                Ok(Err(Stop::Lost(fault))) => {
                    discard(link);
                    fault
                }
                Err(_elapsed) => {
                    discard(link);
                    let message = "the database did not answer in time";
                    return Err(Fault::new(FaultKind::Unavailable, doing, message));
                }
            };
            if Instant::now() + LATER >= deadline {
                return Err(fault);
            }
            sleep(LATER).await;
        }
    }

    /// Tells everybody who waits that the journal reaches to `last`. It never goes back.
    fn publish(&self, last: i64) {
        self.journal.send_if_modified(|known| {
            let further = last > *known;
            *known = last.max(*known);
            further
        });
    }

    fn journal_last(&self) -> i64 {
        *self.journal.borrow()
    }
}

async fn read(link: &mut Link, queries: &[Query]) -> Result<Vec<Vec<Row>>, Stop> {
    let prepared = link.ready_all(queries).await?;
    let client = &link.client;
    let ask = |place: usize| -> Leg<'_, Result<Vec<tokio_postgres::Row>, tokio_postgres::Error>> {
        let (prepared, args) = (&prepared[place], &queries[place].args);
        async move { client.query_raw(prepared, args).await?.try_collect().await }.boxed()
    };
    let control = |sql: &'static str| client.batch_execute(sql).map(|done| done.map(|()| Vec::new())).boxed();
    let legs = match queries.len() {
        1 => vec![ask(0)],
        many => std::iter::once(control(SNAPSHOT))
            .chain((0..many).map(ask))
            .chain(std::iter::once(control("COMMIT")))
            .collect(),
    };
    let alone = legs.len() == 1;
    let mut answers = fly(legs).await.into_iter();
    if !alone && let Some(Err(error)) = answers.next() {
        return Err(Stop::from("read", error));
    }
    let mut found = Vec::with_capacity(queries.len());
    for (query, answer) in queries.iter().zip(answers) {
        let rows = answer.map_err(|error| Stop::from(query.statement.name, error))?;
        found.push(bind::rows(query, &rows).map_err(Stop::Fault)?);
    }
    Ok(found)
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Postgres({})", self.inner.address)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        for task in std::mem::take(&mut *lock(&self.tasks)) {
            task.abort();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn stopped(doing: &'static str) -> Fault {
    Fault::new(FaultKind::Unavailable, doing, "the database was closed")
}
