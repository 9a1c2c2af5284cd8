//! What must be done now and then, off the commit path.
//!
//! The write-ahead log is carried over into the file (a checkpoint) when it has grown long, and in idle moments.
//! While it is being carried over, the writer goes on appending; so this thread does the bulk and leaves the last
//! pages to the writer, who does them between two groups: only a log that is carried over whole can begin anew.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{Builder, JoinHandle};

use rusqlite::Connection;

use super::run;
use super::shared::Shared;

/// A page of the log with its frame header.
pub(super) const LOG_PAGE_BYTES: u64 = 4096 + 24;
/// So few pages can be left to the writer: a few milliseconds.
const FEW_PAGES: u64 = 1_000;
/// Rounds in which this thread tries to catch up with the writer.
const ROUNDS: usize = 4;

/// The state of the write-ahead log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Log {
    /// Pages in it.
    pub(super) pages: u64,
    /// How many of them are in the file as well.
    pub(super) carried: u64,
}

/// Starts the thread. It ends when [`Shared::stop`] is called.
pub(super) fn spawn(connection: Connection, shared: Arc<Shared>) -> std::io::Result<JoinHandle<()>> {
    Builder::new().name("kith-upkeep".to_owned()).spawn(move || {
        let mut groups_before = 0;
        loop {
            let call = shared.wait_for_call(shared.options.upkeep_every);
            if call.stop {
                break;
            }
            notice_others(&connection, &shared);
            let groups = shared.counts.groups.load(Relaxed);
            if call.long_log {
                shorten(&connection, &shared);
            } else if groups == groups_before {
                use_idle_moment(&connection, &shared);
            }
            groups_before = groups;
        }
        truncate(&connection, &shared);
    })
}

/// The state of the log, without changing it. None if it cannot be told now.
pub(super) fn log(connection: &Connection) -> Option<Log> {
    ask(connection, "PRAGMA wal_checkpoint(NOOP)").ok()
}

/// Carries over what can be without anybody waiting: what no reader still needs as it was.
pub(super) fn checkpoint(connection: &Connection, shared: &Shared) -> Option<Log> {
    match ask(connection, "PRAGMA wal_checkpoint(PASSIVE)") {
        Ok(log) => {
            shared.counts.checkpoints.fetch_add(1, Relaxed);
            Some(log)
        }
        Err(error) => {
            tracing::warn!(%error, "the write-ahead log could not be carried over");
            None
        }
    }
}

/// Publishes journal entries that other processes wrote.
fn notice_others(connection: &Connection, shared: &Shared) {
    match run::journal_last(connection) {
        Ok(last) => shared.publish(last),
        Err(error) => tracing::debug!(%error, "the journal cannot be read yet"),
    }
}

/// Carries over a long log until only few pages are left, and leaves those to the writer.
fn shorten(connection: &Connection, shared: &Shared) {
    for _round in 0..ROUNDS {
        match checkpoint(connection, shared) {
            Some(log) if log.pages.saturating_sub(log.carried) > FEW_PAGES => {}
            Some(_) => break,
            None => return,
        }
    }
    shared.log_nearly_done.store(true, Relaxed);
}

fn use_idle_moment(connection: &Connection, shared: &Shared) {
    let behind = log(connection).is_some_and(|log| log.carried < log.pages);
    if behind {
        checkpoint(connection, shared);
    }
}

/// Leaves an empty log behind. Others may still use it, and then it stays.
fn truncate(connection: &Connection, shared: &Shared) {
    match ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)") {
        Ok(log) => {
            shared.counts.checkpoints.fetch_add(1, Relaxed);
            shared.counts.wal_pages.store(log.pages, Relaxed);
        }
        Err(error) => tracing::debug!(%error, "the write-ahead log stays"),
    }
}

fn ask(connection: &Connection, pragma: &'static str) -> rusqlite::Result<Log> {
    let mut statement = connection.prepare_cached(pragma)?;
    let count = |row: &rusqlite::Row<'_>, column| row.get(column).map(|n: i64| u64::try_from(n).unwrap_or(0));
    statement.query_row([], |row| Ok(Log { pages: count(row, 1)?, carried: count(row, 2)? }))
}
