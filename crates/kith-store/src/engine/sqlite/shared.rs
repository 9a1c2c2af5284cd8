use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::super::{EngineOptions, EngineStats, Fault, OpenError, Query, Row};
use super::connect::Location;
use super::readers::Readers;
use super::run;

/// What the threads of one database have in common.
pub(super) struct Shared {
    pub(super) location: Location,
    pub(super) options: EngineOptions,
    pub(super) readers: Readers,
    pub(super) counts: Counts,
    /// Set when little of the write-ahead log is left to carry over, so that the writer can do the rest and start
    /// the log anew.
    pub(super) log_nearly_done: AtomicBool,
    journal: watch::Sender<i64>,
    call: Mutex<Call>,
    called: Condvar,
}

/// What the upkeep thread is called for.
#[derive(Clone, Copy, Default)]
pub(super) struct Call {
    /// The write-ahead log has grown long.
    pub(super) long_log: bool,
    /// The database is closing.
    pub(super) stop: bool,
}

impl Shared {
    pub(super) fn new(location: Location, options: EngineOptions) -> Shared {
        Shared {
            readers: Readers::new(location.clone(), options.clone()),
            location,
            options,
            counts: Counts::default(),
            log_nearly_done: AtomicBool::new(false),
            journal: watch::Sender::new(0),
            call: Mutex::new(Call::default()),
            called: Condvar::new(),
        }
    }

    /// Several reads on one snapshot.
    pub(super) fn fetch(&self, queries: &[Query]) -> Result<Vec<Vec<Row>>, Fault> {
        let reader = self.readers.borrow()?;
        let answers = run::snapshot(&reader, queries)?;
        reader.give_back();
        Ok(answers)
    }

    /// Tells everybody who waits that the journal reaches to `last`. It never goes back.
    pub(super) fn publish(&self, last: i64) {
        self.journal.send_if_modified(|known| {
            let further = last > *known;
            *known = last.max(*known);
            further
        });
    }

    pub(super) fn journal_last(&self) -> i64 {
        *self.journal.borrow()
    }

    pub(super) async fn wait_for_journal(&self, after: i64) -> i64 {
        let mut journal = self.journal.subscribe();
        match journal.wait_for(|last| *last > after).await {
            Ok(last) => *last,
            // The sender is in `self`, so it outlives this wait.
            Err(_closed) => self.journal_last(),
        }
    }

    pub(super) fn call_for_long_log(&self) {
        lock(&self.call).long_log = true;
        self.called.notify_one();
    }

    pub(super) fn stop(&self) {
        lock(&self.call).stop = true;
        self.called.notify_one();
    }

    /// Waits for a call, at most `timeout`. The stop call stays; the other is answered by this.
    pub(super) fn wait_for_call(&self, timeout: Duration) -> Call {
        let nobody_called = |call: &mut Call| !call.stop && !call.long_log;
        let waited = self.called.wait_timeout_while(lock(&self.call), timeout, nobody_called);
        let (mut call, _timed_out) = waited.unwrap_or_else(PoisonError::into_inner);
        let taken = *call;
        call.long_log = false;
        taken
    }

    pub(super) fn unavailable(&self, error: &std::io::Error) -> OpenError {
        OpenError::Unavailable { path: self.location.to_string(), reason: error.to_string() }
    }
}

/// Counters behind [`EngineStats`].
#[derive(Default)]
pub(super) struct Counts {
    pub(super) commits: AtomicU64,
    pub(super) conflicts: AtomicU64,
    pub(super) groups: AtomicU64,
    pub(super) regroups: AtomicU64,
    pub(super) ops: AtomicU64,
    pub(super) longest_group_us: AtomicU64,
    pub(super) wal_bytes: AtomicU64,
    pub(super) wal_pages: AtomicU64,
    pub(super) checkpoints: AtomicU64,
}

impl Counts {
    pub(super) fn snapshot(&self) -> EngineStats {
        EngineStats {
            commits: self.commits.load(Relaxed),
            conflicts: self.conflicts.load(Relaxed),
            groups: self.groups.load(Relaxed),
            regroups: self.regroups.load(Relaxed),
            ops: self.ops.load(Relaxed),
            longest_group_us: self.longest_group_us.load(Relaxed),
            wal_bytes: self.wal_bytes.load(Relaxed),
            wal_pages: self.wal_pages.load(Relaxed),
            checkpoints: self.checkpoints.load(Relaxed),
        }
    }
}

/// The content of a mutex, whether or not a thread broke while it held it: nothing here is ever left half changed.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
