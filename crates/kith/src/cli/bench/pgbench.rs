//! What a PostgreSQL server allows: pgbench writing the rows that an invitation leaves behind, to tables of the same
//! form in a schema of their own. No check, no reading, no HTTP; a transaction each, sent in one flight.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use kith_store::Store;
use kith_store::engine::{EngineOptions, Statement};

use super::cpu::Cpu;
use super::raw::{RawMeasured, Write};

/// The most connections that are opened, whatever the number of clients: a server has some hundred.
const MOST_CONNECTIONS: usize = 64;

const SEND: &str = r"\set a random(1000001, 9000000000000)
\set b random(1000001, 9000000000000)
\set s random(1, 100000)
\startpipeline
BEGIN;
INSERT INTO relation (owner_id, other_id, state, box, rank, sender_id, inv_id, sent_at, opens_at, expires_at, version, updated_at) VALUES (:a, :b, 1, 0, :b, :a, :b, 1, 1, 1, 1, 1) ON CONFLICT DO NOTHING;
UPDATE standing SET sent = sent + 1, pending = pending + 1, week_used = week_used + 1, day_used = day_used + 1 WHERE member_id = :s;
INSERT INTO relation (owner_id, other_id, state, box, rank, sender_id, inv_id, sent_at, opens_at, expires_at, version, updated_at) VALUES (:b, :a, 1, 1, :b, :a, :b, 1, 1, 1, 1, 1) ON CONFLICT DO NOTHING;
INSERT INTO invitation (sender_id, inv_id, recipient_id, relation_kind, purpose, place, card, sent_at, opens_at, expires_at) VALUES (:a, :b, :s, 0, 0, 5, repeat('card ', 120), 1, 1, 1) ON CONFLICT DO NOTHING;
INSERT INTO journal_pending (lo, hi, version, kind, inv_id, actor_id, at, visible_at, receipt_id, number, place) VALUES (:a, :b, 1, 1, :b, :a, 1, 1, :s, :b, 0) ON CONFLICT DO NOTHING;
INSERT INTO notification (member_id, notification_id, kind, actor_id, subject_id, visible_at) VALUES (:b, :a, 1, :a, :b, 1) ON CONFLICT DO NOTHING;
COMMIT;
\endpipeline
";
const ACCEPT: &str = r"\set k random(1, 100000)
\set n random(1, 9000000000000)
\startpipeline
BEGIN;
UPDATE relation SET state = 2, box = 2, rank = :n, state_at = :n, version = version + 1 WHERE owner_id = :k AND other_id = :k + 1000000;
UPDATE standing SET connections = connections + 1 WHERE member_id = :k;
UPDATE relation SET state = 2, box = 2, rank = :n, state_at = :n, version = version + 1 WHERE owner_id = :k + 1000000 AND other_id = :k;
UPDATE invitation SET outcome = 1, ended_at = :n WHERE sender_id = :k AND inv_id = :k;
INSERT INTO journal_pending (lo, hi, version, kind, inv_id, actor_id, at, visible_at, receipt_id, number, place) VALUES (:k, :n, 2, 2, :k, :k, 1, 1, :n, :n, 0) ON CONFLICT DO NOTHING;
INSERT INTO notification (member_id, notification_id, kind, actor_id, subject_id, visible_at) VALUES (:k, :n, 2, :k, :k, 1) ON CONFLICT DO NOTHING;
COMMIT;
\endpipeline
";

static IS_EMPTY: Statement =
    Statement::shared("bench/is_empty", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
static LSN: Statement = Statement::shared("bench/lsn", "SELECT CAST(pg_current_wal_lsn() - '0/0' AS BIGINT)");
/// Tables of the same form, with people and invitations to act on.
static PREPARE: [Statement; 11] = [
    Statement::shared("bench/schema", "CREATE SCHEMA raw"),
    Statement::shared("bench/relation", "CREATE TABLE raw.relation (LIKE public.relation INCLUDING ALL)"),
    Statement::shared("bench/standing", "CREATE TABLE raw.standing (LIKE public.standing INCLUDING ALL)"),
    Statement::shared("bench/invitation", "CREATE TABLE raw.invitation (LIKE public.invitation INCLUDING ALL)"),
    Statement::shared("bench/pending", "CREATE TABLE raw.journal_pending (LIKE public.journal_pending INCLUDING ALL)"),
    Statement::shared("bench/notification", "CREATE TABLE raw.notification (LIKE public.notification INCLUDING ALL)"),
    Statement::shared("bench/fill_standing", "INSERT INTO raw.standing (member_id) SELECT generate_series(1, 100000)"),
    Statement::shared(
        "bench/fill_halves",
        "INSERT INTO raw.relation (owner_id, other_id, state, box, rank, version, updated_at)
         SELECT n, n + 1000000, 1, 0, n, 1, 1 FROM generate_series(1, 100000) n",
    ),
    Statement::shared(
        "bench/fill_mirrors",
        "INSERT INTO raw.relation (owner_id, other_id, state, box, rank, version, updated_at)
         SELECT n + 1000000, n, 1, 1, n, 1, 1 FROM generate_series(1, 100000) n",
    ),
    Statement::shared(
        "bench/fill_invitations",
        "INSERT INTO raw.invitation (sender_id, inv_id, recipient_id, relation_kind, purpose, place, card, sent_at, opens_at, expires_at)
         SELECT n, n, n, 0, 0, 5, repeat('card ', 120), 1, 1, 1 FROM generate_series(1, 100000) n",
    ),
    Statement::shared("bench/analyze", "ANALYZE"),
];
static CLEAR: [Statement; 3] = [
    Statement::shared("bench/drop_raw", "DROP SCHEMA IF EXISTS raw CASCADE"),
    Statement::shared("bench/drop_public", "DROP SCHEMA public CASCADE"),
    Statement::shared("bench/make_public", "CREATE SCHEMA public"),
];

/// The server that is measured, seen from beside it.
pub(super) struct Pgbench {
    url: String,
    store: Store,
    folder: PathBuf,
}

impl Pgbench {
    /// Refuses a database that holds anything: it is emptied in the end.
    pub(super) async fn open(url: &str, folder: &Path) -> Result<Pgbench> {
        let known = Command::new("pgbench").arg("--version").output();
        known.context("pgbench is not installed; it comes with PostgreSQL")?;
        let patient = Duration::from_secs(600);
        let options = EngineOptions { deadline: patient, connections: 2, ..EngineOptions::default() };
        let store = Store::open(url, options)?;
        let tables = store.engine().row(IS_EMPTY.with(Vec::new())).await?;
        if tables.map_or(Ok(0), |row| row.int(0))? > 0 {
            bail!(
                "the database that --postgres names holds tables: give an empty one, it is emptied afterwards"
            );
        }
        Ok(Pgbench { url: url.to_owned(), store, folder: folder.to_owned() })
    }

    /// Makes what pgbench writes to, when the tables of the network are there.
    pub(super) async fn prepare(&self) -> Result<()> {
        std::fs::write(self.folder.join("send.sql"), SEND)?;
        std::fs::write(self.folder.join("accept.sql"), ACCEPT)?;
        for statement in &PREPARE {
            self.store.engine().rows(statement.with(Vec::new())).await?;
        }
        Ok(())
    }

    /// Removes all that was made.
    pub(super) async fn clear(&self) -> Result<()> {
        for statement in &CLEAR {
            self.store.engine().rows(statement.with(Vec::new())).await?;
        }
        self.store.engine().close().await;
        Ok(())
    }

    /// The server's write-ahead log so far, in bytes.
    pub(super) async fn wal_bytes(&self) -> Result<u64> {
        let row = self.store.engine().row(LSN.with(Vec::new())).await?.context("no answer")?;
        Ok(u64::try_from(row.int(0)?)?)
    }

    /// Writes for a while over `clients` connections, at most 64; for a second at least.
    pub(super) async fn run(&self, write: Write, clients: usize, length: Duration) -> Result<RawMeasured> {
        let script = match write {
            Write::Send => "send.sql",
            Write::Accept => "accept.sql",
        };
        let connections = clients.min(MOST_CONNECTIONS).to_string();
        let threads = clients.min(std::thread::available_parallelism().map_or(1, usize::from)).to_string();
        let seconds = length.as_secs_f64().ceil().max(1.0).to_string();
        let mut pgbench = Command::new("pgbench");
        pgbench.args(["-n", "-M", "prepared", "-c", &connections, "-j", &threads, "-T", &seconds, "-f"]);
        pgbench.arg(self.folder.join(script)).env("PGOPTIONS", "-c search_path=raw").arg(&self.url);
        let before = self.wal_bytes().await?;
        let output = tokio::task::spawn_blocking(move || pgbench.output()).await??;
        let wal_bytes = self.wal_bytes().await?.saturating_sub(before);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = read(&said).with_context(|| {
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            format!("pgbench told no rate: {}", error.lines().last().unwrap_or_default())
        })?;
        let (operations, per_second) = told;
        let took = Duration::from_secs_f64(operations as f64 / per_second.max(1e-9));
        Ok(RawMeasured { operations, took, cpu: Cpu::default(), wal_bytes })
    }
}

/// Transactions and transactions a second, as pgbench tells them.
fn read(said: &str) -> Option<(u64, f64)> {
    let after = |what: &str| {
        let rest = said.lines().find_map(|line| line.trim().strip_prefix(what))?;
        rest.trim().split(|end: char| end != '.' && !end.is_ascii_digit()).next()
    };
    let processed = after("number of transactions actually processed:")?.parse().ok()?;
    Some((processed, after("tps =")?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pgbench_tells_is_read() {
        let said = "transaction type: send.sql\nnumber of transactions actually processed: 1520\n\
                    latency average = 0.6 ms\ntps = 1633.202947 (without initial connection time)\n";
        assert_eq!(read(said), Some((1520, 1633.202947)));
        assert_eq!(read("pgbench: error: no server"), None);
    }
}
