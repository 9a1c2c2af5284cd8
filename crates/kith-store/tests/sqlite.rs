//! What is true of SQLite alone: one file, its log, its copies, its lock.

mod things;

use std::path::Path;
use std::time::Duration;

use kith_store::engine::{Batch, CommitFailure, Engine, EngineOptions, FaultKind, OpenError, Touch, args};
use things::*;

#[test]
fn what_cannot_be_opened_is_refused_in_one_sentence() {
    let place = Place::sqlite();
    let open = |path: &str| Engine::open(&format!("sqlite:{path}"), quick()).unwrap_err();
    assert!(matches!(Engine::open("mysql://localhost/kith", quick()), Err(OpenError::Url(_))));
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
    let place = Place::sqlite();
    let _engine = place.migrated().await;
    for name in ["kith.db", "kith.db-wal"] {
        assert_eq!(mode(&place.path(name)), 0o600, "{name}");
    }
}

#[tokio::test]
async fn the_log_does_not_grow_with_what_is_written() {
    let place = Place::sqlite();
    // No idle moment comes: only its length calls for the log to be carried over.
    let options = EngineOptions { long_log_pages: 100, upkeep_every: Duration::from_secs(3600), ..quick() };
    let engine = Engine::open(place.url(), options).unwrap();
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
    let place = Place::sqlite();
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
    let left = std::fs::read_dir(place.database.folder()).unwrap();
    let partial =
        left.filter(|file| file.as_ref().unwrap().file_name().to_str().unwrap().contains("partial"));
    assert_eq!(partial.count(), 0);
}

#[tokio::test]
async fn a_database_locked_by_another_process_is_a_fault_and_passes() {
    let place = Place::sqlite();
    let options = EngineOptions { busy_wait: Duration::from_millis(50), ..quick() };
    let engine = Engine::open(place.url(), options).unwrap();
    engine.migrate(&SCHEMA).await.unwrap();
    let other = rusqlite::Connection::open(place.path("kith.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let locked = engine.commit(adds(1, 1)).await;
    assert!(matches!(locked, Err(CommitFailure::Fault(fault)) if fault.kind() == FaultKind::Unavailable));
    other.execute_batch("ROLLBACK").unwrap();
    engine.commit(adds(1, 1)).await.unwrap();
}
