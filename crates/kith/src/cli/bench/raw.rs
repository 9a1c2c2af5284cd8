//! What the machine allows: SQLite alone, in this process, writing the rows that an invitation leaves behind, to the
//! same tables with the same indexes on the same disk. No check, no reading, no HTTP.
//!
//! The only SQL outside the store: it is what the store is compared with.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use kith_app::{Chance, Clock};
use rusqlite::{Connection, params};

use super::cpu::Cpu;
use super::setting::Setting;

/// As the store's writer has it.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 134217728;
    PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;";
const HALF: &str = "INSERT INTO relation (owner_id, other_id, state, box, rank, sender_id, inv_id, sent_at, opens_at, \
    expires_at, viewed_at, state_at, stances, lo_may_from, hi_may_from, version, updated_at) \
    VALUES (?1, ?2, 1, ?3, ?4, ?5, ?4, ?6, ?6, ?7, 0, ?6, 0, 0, 0, 1, ?6)";
const INVITATION: &str = "INSERT INTO invitation (sender_id, inv_id, recipient_id, relation_kind, purpose, place, card, \
    sent_at, opens_at, expires_at) VALUES (?1, ?2, ?3, 0, 0, 5, ?4, ?5, ?5, ?6)";
const SPENT: &str = "UPDATE standing SET sent = sent + 1, pending = pending + 1, week_used = week_used + 1, \
    day_used = day_used + 1 WHERE member_id = ?1";
const CONNECTED: &str = "UPDATE relation SET state = 2, box = 2, rank = ?3, sent_at = 0, opens_at = 0, expires_at = 0, \
    state_at = ?3, version = 2, updated_at = ?3 WHERE owner_id = ?1 AND other_id = ?2";
const COUNTED: &str =
    "UPDATE standing SET connections = connections + 1, pending = max(pending - ?2, 0) WHERE member_id = ?1";
const ENDED: &str = "UPDATE invitation SET outcome = 1, ended_at = ?3 WHERE sender_id = ?1 AND inv_id = ?2";
const JOURNAL: &str = "INSERT INTO journal (part, seq, lo, hi, version, kind, inv_id, actor_id, at, visible_at) \
    VALUES (0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)";
const NEWS: &str = "INSERT INTO notification (member_id, notification_id, kind, actor_id, subject_id, visible_at) \
    VALUES (?1, ?2, ?3, ?4, ?2, ?5)";
/// A page of the log with its frame header.
const LOG_PAGE_BYTES: u64 = 4096 + 24;
/// Half a year: how long an invitation stays open, in milliseconds.
const OPEN_FOR: i64 = 180 * 86_400_000;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Write {
    /// An invitation is sent.
    Send,
    /// One is accepted.
    Accept,
}

/// What came of it.
pub(super) struct RawMeasured {
    pub(super) operations: u64,
    pub(super) took: Duration,
    pub(super) cpu: Cpu,
    pub(super) wal_bytes: u64,
}

/// The copy of the network that SQLite alone writes to.
pub(super) struct Raw {
    connection: Connection,
    setting: Arc<Setting>,
    chance: Chance,
    /// What is said on a card, as the cards in the network have it.
    cards: Vec<String>,
    next: usize,
    seq: i64,
    sent: VecDeque<(usize, i64)>,
}

impl Raw {
    pub(super) fn open(file: &Path, setting: Arc<Setting>) -> Result<Raw> {
        let connection = Connection::open(file)?;
        connection.execute_batch(PRAGMAS)?;
        let seq = connection.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))?;
        let cards = connection
            .prepare("SELECT card FROM invitation ORDER BY inv_id DESC LIMIT 500")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        let chance = Chance::alone();
        Ok(Raw { connection, setting, chance, cards, next: 0, seq, sent: VecDeque::new() })
    }

    /// Writes for a while, `group` operations to a transaction.
    pub(super) fn run(&mut self, write: Write, group: usize, length: Duration) -> Result<RawMeasured> {
        // The log is written over from its beginning, as a busy server does: a file that grows is dearer to sync.
        self.log_pages("PRAGMA wal_checkpoint(RESTART)")?;
        let (used, begun) = (Cpu::own(), Instant::now());
        let mut operations = 0;
        while begun.elapsed() < length {
            self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            let mut done = 0;
            while done < group && self.one(write)? {
                done += 1;
            }
            self.connection.prepare_cached("COMMIT")?.execute([])?;
            operations += done as u64;
            if done < group {
                break;
            }
        }
        let (took, cpu) = (begun.elapsed(), Cpu::own().since(used));
        let wal_bytes = self.log_pages("PRAGMA wal_checkpoint(NOOP)")? * LOG_PAGE_BYTES;
        Ok(RawMeasured { operations, took, cpu, wal_bytes })
    }

    /// Does something about the log, and returns how many pages it has.
    fn log_pages(&self, pragma: &str) -> Result<u64> {
        let pages: i64 = self.connection.query_row(pragma, [], |row| row.get(1))?;
        Ok(u64::try_from(pages).unwrap_or(0))
    }

    /// One operation; false when there is nothing left to do.
    fn one(&mut self, write: Write) -> Result<bool> {
        match write {
            Write::Send => self.send(),
            Write::Accept => self.accept(),
        }
    }

    fn send(&mut self) -> Result<bool> {
        let Some([from, to]) = self.setting.pairs.get(self.next).copied() else { return Ok(false) };
        let now = Clock::System.now();
        let (id, at) = (self.chance.id(now)?, now.0);
        let (sender, recipient) = (self.setting.members[from].id.0, self.setting.members[to].id.0);
        let card = self.cards.get(self.next % self.cards.len().max(1)).map_or("{}", String::as_str);
        for (owner, other) in [(sender, recipient), (recipient, sender)] {
            let boxed = i64::from(owner == recipient);
            let row = params![owner, other, boxed, id, sender, at, at + OPEN_FOR];
            self.connection.prepare_cached(HALF)?.execute(row)?;
        }
        self.connection.prepare_cached(SPENT)?.execute([sender])?;
        let row = params![sender, id, recipient, card, at, at + OPEN_FOR];
        self.connection.prepare_cached(INVITATION)?.execute(row)?;
        self.tell(1, [sender, recipient], id, at)?;
        self.sent.push_back((self.next, id));
        self.next += 1;
        Ok(true)
    }

    fn accept(&mut self) -> Result<bool> {
        let Some((pair, id)) = self.sent.pop_front() else { return Ok(false) };
        let [from, to] = self.setting.pairs[pair];
        let at = Clock::System.now().0;
        let (sender, recipient) = (self.setting.members[from].id.0, self.setting.members[to].id.0);
        for (owner, other) in [(sender, recipient), (recipient, sender)] {
            self.connection.prepare_cached(CONNECTED)?.execute([owner, other, at])?;
            let fewer = i64::from(owner == sender);
            self.connection.prepare_cached(COUNTED)?.execute([owner, fewer])?;
        }
        self.connection.prepare_cached(ENDED)?.execute([sender, id, at])?;
        self.tell(2, [recipient, sender], id, at)?;
        Ok(true)
    }

    /// The journal's entry, and the line of news that follows from it.
    fn tell(&mut self, kind: i64, [actor, other]: [i64; 2], id: i64, at: i64) -> Result<()> {
        self.seq += 1;
        let (lo, hi) = (actor.min(other), actor.max(other));
        let row = params![self.seq, lo, hi, kind, kind, id, actor, at];
        self.connection.prepare_cached(JOURNAL)?.execute(row)?;
        // Both news about an invitation bear its id, each with another member.
        self.connection.prepare_cached(NEWS)?.execute([other, id, kind, actor, at])?;
        Ok(())
    }
}
