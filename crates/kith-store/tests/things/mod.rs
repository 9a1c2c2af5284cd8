//! A small schema and what is done with it, for the tests of the engine.

#![allow(dead_code, unreachable_pub, reason = "each test uses what it needs of this")]

use std::time::Duration;

use kith_store::engine::{
    Batch, CommitFailure, Committed, Engine, EngineOptions, JournalEntry, Migration, Statement, Synchronous,
    Touch, args,
};
use kith_testdb::TestDatabase;

pub static SCHEMA: [Migration; 1] = [Migration {
    version: 1,
    name: "things",
    sql: "
        CREATE TABLE journal (part BIGINT NOT NULL, seq BIGINT NOT NULL, lo BIGINT NOT NULL, hi BIGINT NOT NULL,
          version BIGINT NOT NULL, kind SMALLINT NOT NULL, inv_id BIGINT NOT NULL, actor_id BIGINT NOT NULL,
          at BIGINT NOT NULL, visible_at BIGINT NOT NULL, PRIMARY KEY (part, seq)) /*sqlite: WITHOUT ROWID */;
        CREATE TABLE thing (id BIGINT NOT NULL, count BIGINT NOT NULL, name TEXT, CHECK (count <= 100),
          PRIMARY KEY (id)) /*sqlite: WITHOUT ROWID */;
        CREATE UNIQUE INDEX thing_name ON thing (name) WHERE name IS NOT NULL;
    ",
}];

pub static ADD: Statement =
    Statement::shared("things/add", "INSERT INTO thing (name, id, count) VALUES ($3, $1, $2)");
pub static ADD_ONCE: Statement = Statement::shared(
    "things/add_once",
    "INSERT INTO thing (id, count, name) VALUES ($1, $2, NULL) ON CONFLICT (id) DO NOTHING",
);
pub static COUNT_UP: Statement = Statement::shared(
    "things/count_up",
    "UPDATE thing SET count = count + $2 WHERE id = $1 AND count = $3 RETURNING count",
);
pub static COUNT_ALL_UP: Statement =
    Statement::shared("things/count_all_up", "UPDATE thing SET count = count + $1 WHERE id >= $2");
pub static DIVIDE: Statement = Statement::shared("things/divide", "SELECT count / $1 FROM thing");
pub static ADD_UP: Statement =
    Statement::shared("things/add_up", "UPDATE thing SET count = count + 1 WHERE id = $1");
pub static AFTER: Statement = Statement::shared(
    "journal/after_all",
    "SELECT seq, inv_id FROM journal WHERE part = 0 AND seq > $1 ORDER BY seq",
);
pub static EXISTS: Statement = Statement::shared("things/exists", "SELECT id FROM thing WHERE id = $1");
pub static READ: Statement =
    Statement::shared("things/read", "SELECT id, count, name FROM thing WHERE id = $1");
pub static ALL: Statement = Statement::shared("things/all", "SELECT id, count, name FROM thing ORDER BY id");
pub static TOTAL: Statement =
    Statement::shared("things/total", "SELECT count(*), CAST(coalesce(sum(count), 0) AS BIGINT) FROM thing");
pub static NUMBERS: Statement =
    Statement::shared("journal/numbers", "SELECT seq, inv_id FROM journal ORDER BY seq");
pub static WRONG: Statement = Statement::shared("things/wrong", "SELECT nothing FROM nowhere WHERE id = $1");

/// A database of its own for one test.
pub struct Place {
    pub database: TestDatabase,
}

impl Place {
    pub fn new() -> Place {
        Place { database: TestDatabase::new() }
    }

    pub fn sqlite() -> Place {
        Place { database: TestDatabase::sqlite() }
    }

    pub fn url(&self) -> &str {
        self.database.url()
    }

    pub fn path(&self, name: &str) -> String {
        self.database.path(name).to_str().unwrap().to_owned()
    }

    pub fn open(&self) -> Engine {
        Engine::open(self.url(), quick()).unwrap()
    }

    pub async fn migrated(&self) -> Engine {
        let engine = self.open();
        engine.migrate(&SCHEMA).await.unwrap();
        engine
    }
}

pub fn quick() -> EngineOptions {
    EngineOptions {
        synchronous: Synchronous::Off,
        upkeep_every: Duration::from_millis(20),
        connections: 8,
        ..EngineOptions::default()
    }
}

pub fn told(inv_id: i64) -> JournalEntry {
    JournalEntry { lo: 1, hi: 2, version: inv_id, kind: 1, inv_id, actor_id: 1, at: 1_000, visible_at: 1_000 }
}

pub fn adds(id: i64, count: i64) -> Batch {
    Batch { steps: vec![ADD.step(args![id, count, None::<i64>], Touch::One)], journal: vec![told(id)] }
}

pub async fn total(engine: &Engine) -> (i64, i64) {
    let row = engine.row(TOTAL.with(args![])).await.unwrap().unwrap();
    (row.int(0).unwrap(), row.int(1).unwrap())
}

pub async fn numbers(engine: &Engine) -> Vec<(i64, i64)> {
    engine.settle_journal().await.unwrap();
    let rows = engine.rows(NUMBERS.with(args![])).await.unwrap();
    rows.iter().map(|row| (row.int(0).unwrap(), row.int(1).unwrap())).collect()
}

pub fn conflict_at(outcome: Result<Committed, CommitFailure>) -> &'static str {
    match outcome {
        Err(CommitFailure::Conflict { step }) => step,
        other => panic!("expected a conflict, got {other:?}"),
    }
}
