//! What is true of PostgreSQL alone: connections that break, commits nobody answers, several processes at once.

mod things;

use std::time::{Duration, Instant};

use kith_store::engine::{Batch, CommitFailure, Engine, EngineOptions, FaultKind, Touch, args};
use kith_testdb::{Break, Proxy, TestDatabase};
use things::*;

/// A database on PostgreSQL; the tests here have nothing to say where the run has none.
fn place() -> Option<Place> {
    TestDatabase::postgres().map(|database| Place { database })
}

async fn ids(engine: &Engine) -> Vec<i64> {
    let rows = engine.rows(ALL.with(args![])).await.unwrap();
    rows.iter().map(|row| row.int(0).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_breaks_anywhere_is_done_once() {
    let Some(place) = place() else { return };
    let direct = place.migrated().await;
    let proxy = Proxy::to(place.url());
    let broken = Engine::open(proxy.url(), quick()).unwrap();
    // Warm: what is prepared once is no part of what is counted.
    broken.commit(adds(1, 1)).await.unwrap();
    let mut id = 1;
    for how in [Break::Before, Break::After, Break::Refusal] {
        for at in 0.. {
            id += 1;
            proxy.break_at(at, how);
            broken.commit(adds(id, 1)).await.unwrap();
            if !proxy.heal() {
                assert!(at >= 5, "BEGIN, the receipt, a step, an entry and COMMIT were each broken");
                break;
            }
        }
    }
    assert_eq!(ids(&direct).await, (1..=id).collect::<Vec<_>>());
    let mut told: Vec<i64> = numbers(&direct).await.into_iter().map(|(_, id)| id).collect();
    told.sort_unstable();
    assert_eq!(told, (1..=id).collect::<Vec<_>>(), "each is told once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_breaks_is_asked_again() {
    let Some(place) = place() else { return };
    place.migrated().await.commit(adds(1, 7)).await.unwrap();
    let proxy = Proxy::to(place.url());
    let engine = Engine::open(proxy.url(), quick()).unwrap();
    for how in [Break::Before, Break::After] {
        for at in 0..4 {
            proxy.break_at(at, how);
            let both = vec![READ.with(args![1_i64]), TOTAL.with(args![])];
            assert_eq!(engine.fetch(both).await.unwrap()[1][0].int(1).unwrap(), 7);
            proxy.heal();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_says_nothing_is_a_fault_in_time_and_nothing_is_half_done() {
    let Some(place) = place() else { return };
    let direct = place.migrated().await;
    let proxy = Proxy::to(place.url());
    let options = EngineOptions { deadline: Duration::from_millis(400), ..quick() };
    let engine = Engine::open(proxy.url(), options).unwrap();
    engine.commit(adds(1, 1)).await.unwrap();
    let mut done = vec![1];
    for at in 0..4 {
        let id = at + 2;
        proxy.break_at(at, Break::Silence);
        let begun = Instant::now();
        let outcome = engine.commit(adds(id, 1)).await;
        proxy.heal();
        match outcome {
            Ok(_) => done.push(id),
            Err(CommitFailure::Fault(fault)) => assert_eq!(fault.kind(), FaultKind::Unavailable),
            Err(CommitFailure::Conflict { step }) => panic!("{step}"),
        }
        assert!(begun.elapsed() < Duration::from_secs(3), "it took {:?}", begun.elapsed());
    }
    // What is open there ends with its connection.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(ids(&direct).await, done);
    engine.commit(adds(50, 1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_the_server_ends_are_replaced() {
    let Some(place) = place() else { return };
    let engine = place.migrated().await;
    for id in 1..=10 {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE application_name = 'kith' AND datname = current_database()";
        kith_testdb::run(place.url(), vec![end.to_owned()]).unwrap();
        engine.commit(adds(id, 1)).await.unwrap();
    }
    assert_eq!(total(&engine).await, (10, 10));
    assert_eq!(numbers(&engine).await.len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_that_start_together_migrate_once() {
    let Some(place) = place() else { return };
    let engines = [place.open(), place.open(), place.open()];
    let [a, b, c] = &engines;
    let (a, b, c) = tokio::join!(a.migrate(&SCHEMA), b.migrate(&SCHEMA), c.migrate(&SCHEMA));
    let applied: usize = [a, b, c].into_iter().map(|outcome| outcome.unwrap().applied.len()).sum();
    assert_eq!(applied, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processes_number_one_journal_in_one_order() {
    let Some(place) = place() else { return };
    place.migrated().await;
    let engines = [place.open(), place.open(), place.open()];
    // Each follows, so each may be the one who numbers; the first goes away in the middle without a word.
    let mut following = Vec::new();
    for engine in &engines {
        let engine = engine.clone();
        following.push(tokio::spawn(async move {
            let mut seen: Vec<i64> = Vec::new();
            while seen.len() < 600 {
                let from = seen.len() as i64;
                engine.wait_for_journal(from).await;
                let rows = engine.rows(AFTER.with(args![from])).await.unwrap();
                seen.extend(rows.iter().map(|row| row.int(1).unwrap()));
            }
            seen
        }));
    }
    let mut writing = Vec::new();
    for (lane, engine) in (0_i64..).zip(&engines) {
        let engine = engine.clone();
        writing.push(tokio::spawn(async move {
            for n in 0..200 {
                engine.commit(adds(1 + lane * 1000 + n, 1)).await.unwrap();
            }
        }));
    }
    for lane in writing {
        lane.await.unwrap();
    }
    let mut orders = Vec::new();
    for follower in following {
        let seen = tokio::time::timeout(Duration::from_secs(20), follower).await;
        orders.push(seen.expect("all is told in time").unwrap());
    }
    assert!(orders.windows(2).all(|pair| pair[0] == pair[1]), "everybody hears the same in the same order");
    let told = numbers(&engines[0]).await;
    assert!(told.iter().map(|(seq, _)| *seq).eq(1..=600), "no number is left out or given twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_number_calls_the_one_who_does() {
    let Some(place) = place() else { return };
    let first = place.migrated().await;
    first.commit(adds(1, 1)).await.unwrap();
    assert_eq!(first.wait_for_journal(0).await, 1);
    let (client, mut connection) = tokio_postgres::connect(place.url(), tokio_postgres::NoTls).await.unwrap();
    let (heard, mut hearing) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(Ok(message)) = std::future::poll_fn(|context| connection.poll_message(context)).await {
            if let tokio_postgres::AsyncMessage::Notification(call) = message {
                heard.send(call.channel().to_owned()).unwrap();
            }
        }
    });
    client.batch_execute("LISTEN kith_pending").await.unwrap();
    let second = place.open();
    assert_eq!(second.wait_for_journal(0).await, 1, "it follows");
    second.commit(adds(2, 1)).await.unwrap();
    let call = tokio::time::timeout(Duration::from_secs(10), hearing.recv()).await;
    assert_eq!(call.expect("a call").as_deref(), Some("kith_pending"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_read_that_breaks_off_leaves_nothing_open_for_the_next() {
    let Some(place) = place() else { return };
    place.migrated().await;
    let engine = Engine::open(place.url(), EngineOptions { connections: 2, ..quick() }).unwrap();
    engine.commit(adds(1, 1)).await.unwrap();
    for _ in 0..4 {
        // It fails when the row is worked out: the transaction it is in is of no use any more.
        let failed = engine.each(DIVIDE.with(args![0_i64]), |_| std::ops::ControlFlow::Continue(())).await;
        assert_eq!(failed.unwrap_err().kind(), FaultKind::Bug);
        assert_eq!(total(&engine).await, (1, 1));
        assert!(engine.bulk(&ADD, std::iter::once(args![1_i64, 1_i64, "one"])).await.is_err());
        assert_eq!(total(&engine).await, (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_numbers_is_replaced_when_it_goes_away_with_or_without_a_word() {
    let Some(place) = place() else { return };
    let first = place.migrated().await;
    let second = place.open();
    first.commit(adds(1, 1)).await.unwrap();
    assert_eq!(first.wait_for_journal(0).await, 1);
    // With a word.
    first.close().await;
    second.commit(adds(2, 1)).await.unwrap();
    let told = tokio::time::timeout(Duration::from_secs(2), second.wait_for_journal(1)).await;
    assert_eq!(told.expect("the next one takes over at once"), 2);
    // Without: dropped, it neither numbers nor gives up its lease.
    drop(second);
    let third = place.open();
    third.commit(adds(3, 1)).await.unwrap();
    let told = tokio::time::timeout(Duration::from_secs(10), third.wait_for_journal(2)).await;
    assert_eq!(told.expect("the lease runs out"), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_wait_for_each_other_are_both_done_in_the_end() {
    let Some(place) = place() else { return };
    let engine = place.migrated().await;
    engine.commit(adds(1, 0)).await.unwrap();
    engine.commit(adds(2, 0)).await.unwrap();
    let up = |first: i64, second: i64| Batch {
        steps: vec![ADD_UP.step(args![first], Touch::One), ADD_UP.step(args![second], Touch::One)],
        journal: vec![],
    };
    let mut all = Vec::new();
    for n in 0..6 {
        let engine = engine.clone();
        let batch = if n % 2 == 0 { up(1, 2) } else { up(2, 1) };
        all.push(tokio::spawn(async move { engine.commit(batch).await }));
    }
    for one in all {
        one.await.unwrap().unwrap();
    }
    assert_eq!(total(&engine).await, (2, 12));
}
