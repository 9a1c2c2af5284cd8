//! What the store may rely on, whichever database is below it.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use kith_store::engine::{
    Batch, CommitFailure, Committed, Engine, EngineOptions, FaultKind, JournalEntry, MigrateError, Migration,
    OpenError, Statement, Synchronous, Touch, args,
};
use tempfile::TempDir;

static SCHEMA: [Migration; 1] = [Migration {
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

static ADD: Statement =
    Statement::shared("things/add", "INSERT INTO thing (name, id, count) VALUES ($3, $1, $2)");
static ADD_ONCE: Statement = Statement::shared(
    "things/add_once",
    "INSERT INTO thing (id, count, name) VALUES ($1, $2, NULL) ON CONFLICT (id) DO NOTHING",
);
static COUNT_UP: Statement = Statement::shared(
    "things/count_up",
    "UPDATE thing SET count = count + $2 WHERE id = $1 AND count = $3 RETURNING count",
);
static COUNT_ALL_UP: Statement =
    Statement::shared("things/count_all_up", "UPDATE thing SET count = count + $1 WHERE id >= $2");
static EXISTS: Statement = Statement::shared("things/exists", "SELECT id FROM thing WHERE id = $1");
static READ: Statement = Statement::shared("things/read", "SELECT id, count, name FROM thing WHERE id = $1");
static ALL: Statement = Statement::shared("things/all", "SELECT id, count, name FROM thing ORDER BY id");
static TOTAL: Statement =
    Statement::shared("things/total", "SELECT COUNT(*), coalesce(sum(count), 0) FROM thing");
static NUMBERS: Statement =
    Statement::shared("journal/numbers", "SELECT seq, inv_id FROM journal ORDER BY seq");
static WRONG: Statement = Statement::shared("things/wrong", "SELECT nothing FROM nowhere WHERE id = $1");

/// A database of its own for one test.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: TempDir::new().unwrap() }
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.path("kith.db"))
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn open(&self) -> Engine {
        Engine::open(&self.url(), quick()).unwrap()
    }

    async fn migrated(&self) -> Engine {
        let engine = self.open();
        engine.migrate(&SCHEMA).await.unwrap();
        engine
    }
}

fn quick() -> EngineOptions {
    EngineOptions {
        synchronous: Synchronous::Off,
        upkeep_every: Duration::from_millis(20),
        ..EngineOptions::default()
    }
}

fn told(inv_id: i64) -> JournalEntry {
    JournalEntry { lo: 1, hi: 2, version: inv_id, kind: 1, inv_id, actor_id: 1, at: 1_000, visible_at: 1_000 }
}

fn adds(id: i64, count: i64) -> Batch {
    Batch { steps: vec![ADD.step(args![id, count, None::<i64>], Touch::One)], journal: vec![told(id)] }
}

async fn total(engine: &Engine) -> (i64, i64) {
    let row = engine.row(TOTAL.with(args![])).await.unwrap().unwrap();
    (row.int(0).unwrap(), row.int(1).unwrap())
}

async fn numbers(engine: &Engine) -> Vec<(i64, i64)> {
    let rows = engine.rows(NUMBERS.with(args![])).await.unwrap();
    rows.iter().map(|row| (row.int(0).unwrap(), row.int(1).unwrap())).collect()
}

fn conflict_at(outcome: Result<Committed, CommitFailure>) -> &'static str {
    match outcome {
        Err(CommitFailure::Conflict { step }) => step,
        other => panic!("expected a conflict, got {other:?}"),
    }
}

#[tokio::test]
async fn arguments_go_where_their_number_says() {
    let place = Place::new();
    let engine = place.migrated().await;
    let steps = vec![ADD.step(args![7_i64, 3_i64, "seven"], Touch::One)];
    engine.commit(Batch { steps, journal: vec![] }).await.unwrap();
    let row = engine.row(READ.with(args![7_i64])).await.unwrap().unwrap();
    assert_eq!((row.int(0).unwrap(), row.int(1).unwrap(), row.text(2).unwrap()), (7, 3, "seven"));
    assert_eq!(engine.row(READ.with(args![8_i64])).await.unwrap(), None);
}

#[tokio::test]
async fn a_column_of_another_type_is_a_fault_that_names_the_statement() {
    let place = Place::new();
    let engine = place.migrated().await;
    engine.commit(adds(1, 5)).await.unwrap();
    let row = engine.row(READ.with(args![1_i64])).await.unwrap().unwrap();
    for fault in [
        row.text(0).unwrap_err(),
        row.int(2).unwrap_err(),
        row.flag(1).unwrap_err(),
        row.bytes(1).unwrap_err(),
        row.int(3).unwrap_err(),
    ] {
        assert_eq!((fault.kind(), fault.doing()), (FaultKind::Bug, "things/read"));
    }
    assert_eq!(row.opt_text(2).unwrap(), None);
    assert!(row.flag(0).unwrap());
}

#[tokio::test]
async fn a_wrong_statement_or_a_wrong_number_of_arguments_is_a_fault_of_its_own() {
    let place = Place::new();
    let engine = place.migrated().await;
    assert_eq!(engine.row(WRONG.with(args![1_i64])).await.unwrap_err().kind(), FaultKind::Bug);
    assert_eq!(engine.row(READ.with(args![])).await.unwrap_err().kind(), FaultKind::Bug);
    let wrong = Batch {
        steps: vec![ADD.step(args![1_i64, 1_i64, "a"], Touch::One), WRONG.step(args![1_i64], Touch::Any)],
        journal: vec![told(1)],
    };
    let (wrong, right) = tokio::join!(engine.commit(wrong), engine.commit(adds(2, 2)));
    assert!(matches!(wrong, Err(CommitFailure::Fault(fault)) if fault.kind() == FaultKind::Bug));
    right.unwrap();
    assert_eq!(total(&engine).await, (1, 2));
}

#[tokio::test]
async fn a_guard_that_fails_undoes_its_batch_alone() {
    let place = Place::new();
    let engine = place.migrated().await;
    engine.commit(adds(1, 0)).await.unwrap();
    let half_way = Batch {
        steps: vec![
            ADD.step(args![50_i64, 1_i64, "fifty"], Touch::One),
            COUNT_UP.step(args![1_i64, 1_i64, 99_i64], Touch::One),
        ],
        journal: vec![told(50)],
    };
    let at_once = Batch {
        steps: vec![
            COUNT_UP.step(args![1_i64, 1_i64, 99_i64], Touch::One),
            ADD.step(args![51_i64, 1_i64, "x"], Touch::One),
        ],
        journal: vec![told(51)],
    };
    let too_many =
        Batch { steps: vec![COUNT_ALL_UP.step(args![1_i64, 0_i64], Touch::One)], journal: vec![told(52)] };
    engine.commit(adds(2, 0)).await.unwrap();
    let (a, b, c, d, e) = tokio::join!(
        engine.commit(adds(3, 0)),
        engine.commit(half_way),
        engine.commit(at_once),
        engine.commit(too_many),
        engine.commit(adds(4, 0)),
    );
    assert_eq!(a.unwrap().journal_to, 3);
    assert_eq!(conflict_at(b), "things/count_up");
    assert_eq!(conflict_at(c), "things/count_up");
    assert_eq!(conflict_at(d), "things/count_all_up");
    assert_eq!(e.unwrap().journal_to, 4);
    assert_eq!(total(&engine).await, (4, 0));
    assert_eq!(numbers(&engine).await, [(1, 1), (2, 2), (3, 3), (4, 4)]);
    assert_eq!(engine.stats().conflicts, 3);
}

#[tokio::test]
async fn a_broken_constraint_is_a_conflict_and_a_missing_value_a_fault() {
    let place = Place::new();
    let engine = place.migrated().await;
    let named = |id: i64, name: &str| Batch {
        steps: vec![
            ADD_ONCE.step(args![id + 100, 0_i64], Touch::One),
            ADD.step(args![id, 1_i64, name], Touch::One),
        ],
        journal: vec![],
    };
    engine.commit(named(1, "same")).await.unwrap();
    assert_eq!(conflict_at(engine.commit(named(2, "same")).await), "things/add");
    assert_eq!(conflict_at(engine.commit(named(1, "other")).await), "things/add_once");
    assert_eq!(conflict_at(engine.commit(adds(3, 101)).await), "things/add");
    let missing =
        Batch { steps: vec![ADD.step(args![4_i64, None::<i64>, "four"], Touch::One)], journal: vec![] };
    assert!(
        matches!(engine.commit(missing).await, Err(CommitFailure::Fault(fault)) if fault.kind() == FaultKind::Bug)
    );
    assert_eq!(total(&engine).await.0, 2);
}

#[tokio::test]
async fn at_most_one_takes_what_was_done_before_and_a_read_can_guard() {
    let place = Place::new();
    let engine = place.migrated().await;
    let once =
        || Batch { steps: vec![ADD_ONCE.step(args![1_i64, 1_i64], Touch::AtMostOne)], journal: vec![] };
    engine.commit(once()).await.unwrap();
    engine.commit(once()).await.unwrap();
    let guarded = |by: i64| Batch {
        steps: vec![EXISTS.step(args![by], Touch::One), ADD_ONCE.step(args![by + 1, 1_i64], Touch::One)],
        journal: vec![],
    };
    engine.commit(guarded(1)).await.unwrap();
    assert_eq!(conflict_at(engine.commit(guarded(9)).await), "things/exists");
    assert_eq!(total(&engine).await, (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_commits_at_once_share_transactions_and_keep_their_numbers() {
    let place = Place::new();
    let engine = place.migrated().await;
    // Every tenth fails half-way: its neighbours must not notice.
    let commits: Vec<_> = (1..=1000_i64)
        .map(|id| {
            let engine = engine.clone();
            tokio::spawn(async move {
                let mut batch = adds(id, 1);
                if id % 10 == 0 {
                    batch.steps.push(EXISTS.step(args![-1_i64], Touch::One));
                }
                (id, engine.commit(batch).await)
            })
        })
        .collect();
    let mut answered = Vec::new();
    for commit in commits {
        let (id, outcome) = commit.await.unwrap();
        match outcome {
            Ok(committed) => answered.push((committed.journal_to, id)),
            Err(CommitFailure::Conflict { step }) => assert_eq!((id % 10, step), (0, "things/exists")),
            Err(CommitFailure::Fault(fault)) => panic!("{fault:?}"),
        }
    }
    answered.sort_unstable();
    assert_eq!(answered.len(), 900);
    let told = numbers(&engine).await;
    assert_eq!(told, answered);
    assert!(told.iter().map(|(seq, _)| *seq).eq(1..=900));
    assert_eq!(engine.journal_last(), 900);
    let stats = engine.stats();
    assert_eq!((stats.commits, stats.conflicts), (900, 100));
    assert!(stats.groups < 1000, "{stats:?}");
}

#[tokio::test]
async fn reads_in_one_flight_see_one_moment() {
    let place = Place::new();
    let engine = place.migrated().await;
    engine.commit(adds(1, 0)).await.unwrap();
    let writing = engine.clone();
    let writer = tokio::spawn(async move {
        for from in 0..100_i64 {
            let steps = vec![COUNT_UP.step(args![1_i64, 1_i64, from], Touch::One)];
            writing.commit(Batch { steps, journal: vec![] }).await.unwrap();
        }
    });
    while !writer.is_finished() {
        let both = || vec![READ.with(args![1_i64]), TOTAL.with(args![])];
        for answers in [engine.fetch(both()).await.unwrap(), engine.fetch_long(both()).await.unwrap()] {
            assert_eq!(answers[0][0].int(1).unwrap(), answers[1][0].int(1).unwrap());
        }
        tokio::task::yield_now().await;
    }
    writer.await.unwrap();
    let count = engine.row(READ.with(args![1_i64])).await.unwrap().unwrap().int(1).unwrap();
    assert_eq!(count, 100);
}

#[tokio::test]
async fn many_rows_go_in_and_come_out_one_by_one() {
    let place = Place::new();
    let engine = place.migrated().await;
    let rows = 20_000_i64;
    let touched = engine.bulk(&ADD_ONCE, (0..rows).map(|id| args![id, id % 7])).await.unwrap();
    assert_eq!(touched, 20_000);
    assert_eq!(engine.bulk(&ADD_ONCE, (0..rows + 5).map(|id| args![id, 0_i64])).await.unwrap(), 5);
    let mut seen = 0;
    engine
        .each(ALL.with(args![]), |row| {
            assert_eq!(row.int(0).unwrap(), seen);
            seen += 1;
            ControlFlow::Continue(())
        })
        .await
        .unwrap();
    assert_eq!(seen, rows + 5);
    let mut few = 0;
    let three = |_| {
        few += 1;
        if few == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    engine.each(ALL.with(args![]), three).await.unwrap();
    assert_eq!(few, 3);
    assert!(engine.each(WRONG.with(args![1_i64]), |_| ControlFlow::Continue(())).await.is_err());
    assert_eq!(engine.bulk(&ADD, std::iter::empty()).await.unwrap(), 0);
    let contradicting = engine.bulk(&ADD, std::iter::once(args![1_i64, 1_i64, "one"])).await;
    assert_eq!(contradicting.unwrap_err().kind(), FaultKind::Bug);
}

#[tokio::test]
async fn what_was_answered_is_there_when_opened_again() {
    let place = Place::new();
    let options = EngineOptions::default();
    assert_eq!(options.synchronous, Synchronous::Full);
    let engine = Engine::open(&place.url(), options).unwrap();
    engine.migrate(&SCHEMA).await.unwrap();
    for id in 1..=50 {
        engine.commit(adds(id, 1)).await.unwrap();
    }
    engine.close().await;
    assert!(!Path::new(&place.path("kith.db-wal")).exists(), "a closed database is one file");
    let refused = engine.commit(adds(51, 1)).await;
    assert!(matches!(refused, Err(CommitFailure::Fault(fault)) if fault.kind() == FaultKind::Unavailable));
    assert!(engine.ping().await.is_err());

    let engine = place.open();
    assert_eq!(engine.journal_last(), 50);
    assert_eq!(engine.commit(adds(51, 1)).await.unwrap().journal_to, 51);
    drop(engine);

    // Dropped without closing: as after a kill, the log still holds the last commit.
    let engine = place.open();
    assert_eq!(total(&engine).await, (51, 51));
    engine.ping().await.unwrap();
}

#[tokio::test]
async fn closing_does_what_was_handed_over_before() {
    let place = Place::new();
    let engine = place.migrated().await;
    let commits: Vec<_> = (1..=200)
        .map(|id| {
            let engine = engine.clone();
            tokio::spawn(async move { engine.commit(adds(id, 1)).await })
        })
        .collect();
    tokio::task::yield_now().await;
    engine.close().await;
    let mut answered = 0;
    for commit in commits {
        match commit.await.unwrap() {
            Ok(_) => answered += 1,
            Err(CommitFailure::Fault(fault)) => assert_eq!(fault.kind(), FaultKind::Unavailable),
            Err(CommitFailure::Conflict { step }) => panic!("{step}"),
        }
    }
    assert_eq!(total(&place.open()).await.0, answered);
}

#[tokio::test]
async fn a_newer_or_another_or_a_changed_schema_is_refused() {
    static NEWER: [Migration; 2] = [
        SCHEMA[0],
        Migration { version: 2, name: "more", sql: "CREATE TABLE more (id BIGINT); -- it's more\n" },
    ];
    static CHANGED: [Migration; 1] =
        [Migration { version: 1, name: "things", sql: "CREATE TABLE thing (id BIGINT);" }];
    static BROKEN: [Migration; 3] = [
        SCHEMA[0],
        Migration { version: 2, name: "more", sql: "CREATE TABLE more (id BIGINT);" },
        Migration {
            version: 3,
            name: "broken",
            sql: "CREATE TABLE half (id BIGINT); CREATE TABEL other (id BIGINT);",
        },
    ];
    let place = Place::new();
    let engine = place.open();
    let first = engine.migrate(&SCHEMA).await.unwrap();
    assert_eq!((first.from, first.to, first.applied), (0, 1, vec!["things"]));
    assert!(engine.migrate(&SCHEMA).await.unwrap().applied.is_empty());

    let broken = engine.migrate(&BROKEN).await.unwrap_err();
    assert!(matches!(broken, MigrateError::Failed { version: 3, name: "broken", .. }));
    let second = engine.migrate(&NEWER).await.unwrap();
    assert_eq!((second.from, second.to), (1, 2), "a broken migration takes back those before it");

    let older = engine.migrate(&SCHEMA).await.unwrap_err();
    assert!(matches!(older, MigrateError::Newer { database: 2, program: 1 }));
    assert!(older.to_string().contains("newer version"));
    let changed = place.open().migrate(&CHANGED).await.unwrap_err();
    assert!(matches!(changed, MigrateError::Newer { .. } | MigrateError::Changed { .. }));

    let other = Place::new();
    other.migrated().await.close().await;
    assert!(matches!(other.open().migrate(&CHANGED).await, Err(MigrateError::Changed { version: 1, .. })));

    let foreign = Place::new();
    let connection = rusqlite::Connection::open(foreign.path("kith.db")).unwrap();
    connection.execute_batch("CREATE TABLE recipe (title TEXT)").unwrap();
    assert!(matches!(foreign.open().migrate(&SCHEMA).await, Err(MigrateError::NotOurs)));
}

#[test]
fn what_cannot_be_opened_is_refused_in_one_sentence() {
    let place = Place::new();
    let open = |path: &str| Engine::open(&format!("sqlite:{path}"), quick()).unwrap_err();
    assert!(matches!(Engine::open("postgres://localhost/kith", quick()), Err(OpenError::Url(_))));
    assert!(matches!(open(&place.path("no/such/folder/kith.db")), OpenError::Folder(_)));
    std::fs::write(place.path("photo.jpg"), "not a database, but long enough to have had a header").unwrap();
    assert!(matches!(open(&place.path("photo.jpg")), OpenError::NotADatabase(_)));
    std::fs::create_dir(place.path("folder")).unwrap();
    assert!(matches!(open(&place.path("folder")), OpenError::Unavailable { .. }));
}

#[cfg(unix)]
fn mode(path: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_file() {
    let place = Place::new();
    let _engine = place.migrated().await;
    for name in ["kith.db", "kith.db-wal"] {
        assert_eq!(mode(&place.path(name)), 0o600, "{name}");
    }
}

#[tokio::test]
async fn the_log_does_not_grow_with_what_is_written() {
    let place = Place::new();
    // No idle moment comes: only its length calls for the log to be carried over.
    let options = EngineOptions { long_log_pages: 100, upkeep_every: Duration::from_secs(3600), ..quick() };
    let engine = Engine::open(&place.url(), options).unwrap();
    engine.migrate(&SCHEMA).await.unwrap();
    let mut longest = 0;
    for id in 1..=3000 {
        engine.commit(adds(id, 1)).await.unwrap();
        longest = longest.max(engine.stats().wal_pages);
        if id % 100 == 0 {
            // Longer than a checkpoint without fsync takes, so that a busy machine gets round to it.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    let stats = engine.stats();
    let written = stats.wal_bytes / 4120;
    assert!(written > 3000, "{stats:?}");
    assert!(longest < written / 3, "of {written} pages, {longest} were in the log at once");
    assert!(stats.checkpoints > 1, "{stats:?}");
    assert_eq!(total(&engine).await, (3000, 3000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_writing_is_one_moment() {
    let place = Place::new();
    let engine = place.migrated().await;
    let writing = engine.clone();
    let (stop, mut stopped) = tokio::sync::oneshot::channel::<()>();
    let writer = tokio::spawn(async move {
        // Two rows at a time: a copy with an odd number of rows would be between two moments.
        for id in (1..).step_by(2) {
            if stopped.try_recv().is_ok() {
                return id;
            }
            let add = |id: i64| ADD.step(args![id, 1_i64, format!("thing {id}")], Touch::One);
            let batch = Batch { steps: vec![add(id), add(id + 1)], journal: vec![told(id), told(id + 1)] };
            writing.commit(batch).await.unwrap();
        }
        unreachable!("the ids do not end")
    });
    let mut before = 0;
    for copy in 0..5 {
        engine.wait_for_journal(before + 20).await;
        let path = place.path(&format!("copy-{copy}.db"));
        engine.backup(Path::new(&path)).await.unwrap();
        let copied = Engine::open(&format!("sqlite:{path}"), quick()).unwrap();
        let (rows, _) = total(&copied).await;
        assert!(rows % 2 == 0 && rows > before, "{rows} rows after {before}");
        assert_eq!(numbers(&copied).await.len(), usize::try_from(rows).unwrap());
        before = rows;
    }
    stop.send(()).unwrap();
    writer.await.unwrap();
    #[cfg(unix)]
    assert_eq!(mode(&place.path("copy-0.db")), 0o600, "a copy is as private as what it was made from");
    let kept = std::fs::read(place.path("copy-0.db")).unwrap();
    let refused = engine.backup(Path::new(&place.path("copy-0.db"))).await;
    assert_eq!(refused.unwrap_err().kind(), FaultKind::Unavailable);
    assert_eq!(std::fs::read(place.path("copy-0.db")).unwrap(), kept, "a copy that is there is not touched");
    assert!(engine.backup(Path::new(&place.path("no/folder/copy.db"))).await.is_err());
    let left = std::fs::read_dir(place.folder.path()).unwrap();
    let partial =
        left.filter(|file| file.as_ref().unwrap().file_name().to_str().unwrap().contains("partial"));
    assert_eq!(partial.count(), 0);
}

#[tokio::test]
async fn what_another_process_writes_is_noticed_and_numbered_after() {
    let place = Place::new();
    let server = place.migrated().await;
    let command = place.open();
    assert_eq!(server.commit(adds(1, 1)).await.unwrap().journal_to, 1);
    assert_eq!(command.commit(adds(2, 1)).await.unwrap().journal_to, 2);
    let noticed = tokio::time::timeout(Duration::from_secs(10), server.wait_for_journal(1)).await;
    assert_eq!(noticed.unwrap(), 2);
    assert_eq!(server.commit(adds(3, 1)).await.unwrap().journal_to, 3);
    assert_eq!(command.commit(adds(4, 1)).await.unwrap().journal_to, 4);
    assert_eq!(numbers(&server).await, [(1, 1), (2, 2), (3, 3), (4, 4)]);
}

#[tokio::test]
async fn a_database_locked_by_another_process_is_a_fault_and_passes() {
    let place = Place::new();
    let options = EngineOptions { busy_wait: Duration::from_millis(50), ..quick() };
    let engine = Engine::open(&place.url(), options).unwrap();
    engine.migrate(&SCHEMA).await.unwrap();
    let other = rusqlite::Connection::open(place.path("kith.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let locked = engine.commit(adds(1, 1)).await;
    assert!(matches!(locked, Err(CommitFailure::Fault(fault)) if fault.kind() == FaultKind::Unavailable));
    other.execute_batch("ROLLBACK").unwrap();
    engine.commit(adds(1, 1)).await.unwrap();
}

#[tokio::test]
async fn waiting_for_the_journal_ends_with_the_entry() {
    let place = Place::new();
    let engine = place.migrated().await;
    let waiting = tokio::spawn({
        let engine = engine.clone();
        async move { engine.wait_for_journal(1).await }
    });
    engine.commit(adds(1, 1)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert!(!waiting.is_finished());
    engine.commit(adds(2, 1)).await.unwrap();
    assert_eq!(waiting.await.unwrap(), 2);
    assert_eq!(engine.wait_for_journal(0).await, 2);
}
