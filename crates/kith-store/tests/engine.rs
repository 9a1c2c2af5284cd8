//! What the store may rely on, whichever database is below it.

mod things;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use kith_store::engine::{
    Batch, CommitFailure, Engine, EngineOptions, FaultKind, MigrateError, Migration, Synchronous, Touch, args,
};
use things::*;

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
    assert!(a.is_ok(), "{a:?}");
    assert_eq!(conflict_at(b), "things/count_up");
    assert_eq!(conflict_at(c), "things/count_up");
    assert_eq!(conflict_at(d), "things/count_all_up");
    assert!(e.is_ok(), "{e:?}");
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
    assert!(told.iter().map(|(seq, _)| *seq).eq(1..=900));
    assert_eq!(engine.journal_last(), 900);
    let ids = |numbered: &[(i64, i64)]| numbered.iter().map(|(_, id)| *id).collect::<BTreeSet<_>>();
    assert_eq!(ids(&told), ids(&answered), "each is told once");
    let stats = engine.stats();
    assert_eq!((stats.commits, stats.conflicts), (900, 100));
    if !place.database.is_postgres() {
        assert_eq!(told, answered, "who is answered knows the number");
        assert!(stats.groups < 1000, "{stats:?}");
    }
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
    let engine = Engine::open(place.url(), options).unwrap();
    engine.migrate(&SCHEMA).await.unwrap();
    for id in 1..=50 {
        engine.commit(adds(id, 1)).await.unwrap();
    }
    engine.close().await;
    assert!(!place.database.path("kith.db-wal").exists(), "a closed database is one file");
    let refused = engine.commit(adds(51, 1)).await;
    assert!(matches!(refused, Err(CommitFailure::Fault(fault)) if fault.kind() == FaultKind::Unavailable));
    assert!(engine.ping().await.is_err());

    let engine = place.open();
    engine.commit(adds(51, 1)).await.unwrap();
    engine.settle_journal().await.unwrap();
    assert_eq!(engine.journal_last(), 51);
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
    let theirs = "CREATE TABLE recipe (title TEXT)";
    if place.database.is_postgres() {
        kith_testdb::run(foreign.url(), vec![theirs.to_owned()]).unwrap();
    } else {
        rusqlite::Connection::open(foreign.path("kith.db")).unwrap().execute_batch(theirs).unwrap();
    }
    assert!(matches!(foreign.open().migrate(&SCHEMA).await, Err(MigrateError::NotOurs)));
}

#[tokio::test]
async fn what_another_process_writes_is_noticed_and_numbered_after() {
    let place = Place::new();
    let server = place.migrated().await;
    let command = place.open();
    server.commit(adds(1, 1)).await.unwrap();
    command.commit(adds(2, 1)).await.unwrap();
    let noticed = tokio::time::timeout(Duration::from_secs(10), server.wait_for_journal(1)).await;
    assert_eq!(noticed.unwrap(), 2);
    server.commit(adds(3, 1)).await.unwrap();
    command.commit(adds(4, 1)).await.unwrap();
    assert_eq!(numbers(&server).await, [(1, 1), (2, 2), (3, 3), (4, 4)]);
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
