//! The database is in trouble at every point of every use case that writes: each ends whole or not at all.
//!
//! On PostgreSQL the way to the server breaks; on SQLite each call fails in turn. Which use cases write is read out of
//! the sources (`writing.rs`), so that none is forgotten.

mod acts;
mod whole;
mod writing;

use std::sync::Arc;
use std::time::Duration;

use acts::{ACTS, Act};
use kith_app::{App, Failure};
use kith_testdb::{Break, Proxy, TestDatabase};
use kith_testkit::Kith;
use tokio::sync::Semaphore;
use whole::wrong;

/// How many acts are tried at once: most of the time is spent waiting for what does not come.
const AT_ONCE: usize = 12;
/// How long one act may take in all, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn every_use_case_is_whole_wherever_the_way_breaks() {
    if std::env::var(kith_testdb::SERVER).is_err() {
        eprintln!("SKIPPED: {} names no server", kith_testdb::SERVER);
        return;
    }
    each(|act| tokio::spawn(is_whole_wherever_the_way_breaks(act)));
}

#[test]
fn every_use_case_is_whole_whichever_call_fails() {
    each(|act| tokio::spawn(is_whole_whichever_call_fails(act)));
}

/// Tries all acts, or the one that `KITH_ACT` names, some side by side.
fn each(try_it: impl Fn(Act) -> tokio::task::JoinHandle<()>) {
    // Unoptimized, the one function that can do any act needs more room than a thread has by itself.
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime =
        runtime.worker_threads(2).thread_stack_size(32 << 20).enable_all().build().expect("a runtime");
    runtime.block_on(each_in_turn(try_it));
}

async fn each_in_turn(try_it: impl Fn(Act) -> tokio::task::JoinHandle<()>) {
    let only = std::env::var("KITH_ACT").ok();
    let acts: Vec<Act> = ACTS
        .iter()
        .copied()
        .filter(|act| only.as_ref().is_none_or(|only| *only == format!("{act:?}")))
        .collect();
    assert!(!acts.is_empty(), "no act is called {only:?}");
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut trying = Vec::new();
    for act in acts {
        let turn = Arc::clone(&turns).acquire_owned().await.expect("a turn");
        let tried = try_it(act);
        trying.push((
            act,
            tokio::spawn(async move {
                let outcome = tokio::time::timeout(PATIENCE, tried).await;
                drop(turn);
                outcome
            }),
        ));
    }
    let mut broken = Vec::new();
    for (act, tried) in trying {
        match tried.await.expect("what waits does not break") {
            Ok(Ok(())) => {}
            Ok(Err(panic)) => broken.push(format!("{act:?}: {panic}")),
            Err(_late) => broken.push(format!("{act:?}: not over after {PATIENCE:?}")),
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

async fn is_whole_wherever_the_way_breaks(act: Act) {
    let kith = Kith::with(|network| act.decided(network)).await;
    let proxy = Proxy::to(kith.database().url());
    let patient = kith.by(proxy.url(), Duration::from_secs(5)).await;
    let hasty = kith.by(proxy.url(), Duration::from_millis(500)).await;
    for (app, how, step) in [
        (&patient, Break::After, 3),
        (&patient, Break::Before, 7),
        (&patient, Break::Refusal, 7),
        (&hasty, Break::Silence, 11),
    ] {
        if how != Break::Silence || !act.waits() {
            break_everywhere(&kith, &proxy, app, act, how, step * act.length()).await;
        }
    }
    settled(&kith, act, &[&patient]).await;
}

/// Does the act again and again, each time with the way broken one `step` later, until it no longer is.
async fn break_everywhere(kith: &Kith, proxy: &Proxy, app: &App, act: Act, how: Break, step: i64) {
    // What is prepared once is no part of what is counted.
    let scene = act.prepared(kith, app).await;
    follow(kith, app).await;
    let warm = act.done(app, &scene).await;
    // On a busy machine the hasty one may give up even so.
    assert!(warm.is_ok() || how == Break::Silence, "it is done where nothing breaks: {warm:?}");
    for n in 0.. {
        let scene = act.prepared(kith, app).await;
        follow(kith, app).await;
        proxy.break_at(n * step, how);
        let outcome = act.done(app, &scene).await;
        let broke = proxy.heal();
        match outcome {
            Ok(()) => {}
            // Where nobody says that the way is broken, patience may run out first.
            Err(Failure::Fault(_)) if how == Break::Silence || act.tried_once() => {}
            Err(Failure::Fault(fault)) => panic!("{act:?} broken {how:?} message {}: {fault}", n * step),
            Err(Failure::Refused(refused)) => {
                panic!("{act:?} broken {how:?} message {}: done twice? {refused}", n * step)
            }
        }
        if !broke {
            assert!(n > 0, "it was broken somewhere");
            break;
        }
    }
}

async fn is_whole_whichever_call_fails(act: Act) {
    let kith = Kith::on(TestDatabase::sqlite(), |network| act.decided(network)).await;
    let (app, trouble) = kith.in_trouble().await;
    follow(&kith, &kith.app).await;
    let scene = act.prepared(&kith, &app).await;
    follow(&kith, &app).await;
    let warm = act.done(&app, &scene).await;
    assert!(warm.is_ok(), "it is done where nothing fails: {warm:?}");
    for n in 0.. {
        let scene = act.prepared(&kith, &app).await;
        follow(&kith, &app).await;
        trouble.at(n, n % 2 == 0);
        let outcome = act.done(&app, &scene).await;
        let failed = trouble.over();
        if let Err(Failure::Refused(refused)) = &outcome {
            panic!("call {n} failed, {failed}: {refused}");
        }
        let wrong = wrong(kith.database(), act.beside());
        assert!(wrong.is_empty(), "call {n} failed: {}", wrong.join("\n"));
        // Done again, it is done, or refused for having been.
        if outcome.is_err()
            && let Err(Failure::Fault(fault)) = act.done(&app, &scene).await
        {
            panic!("call {n} failed, and what is done again afterwards as well: {fault}");
        }
        if !failed {
            assert!(n > 0, "some call failed");
            break;
        }
    }
    settled(&kith, act, &[&app]).await;
}

/// A process takes up what others did, as its follower does all the time, and again where a busy machine answers too
/// late for it.
async fn follow(kith: &Kith, app: &App) {
    kith.app.store().engine().settle_journal().await.expect("a journal");
    for _ in 0..100 {
        let store = app.store();
        if store.read_graph().await.is_ok() && store.follow_connections().await.is_ok() {
            return;
        }
    }
    panic!("a process cannot follow the journal");
}

/// All is whole; also once what was left to a sweep has been swept.
async fn settled(kith: &Kith, act: Act, apps: &[&App]) {
    let at_once = wrong(kith.database(), act.beside());
    assert!(at_once.is_empty(), "{}", at_once.join("\n"));
    kith.advance("30d");
    kith_app::accounts::tidy_departed(&kith.app).await.expect("tidied");
    let at_last = wrong(kith.database(), act.beside());
    assert!(at_last.is_empty(), "once swept: {}", at_last.join("\n"));
    for app in apps.iter().copied().chain([&kith.app]) {
        follow(kith, app).await;
        let wrong = app.store().misremembered().await.expect("an answer");
        assert!(wrong.is_empty(), "who knows whom is remembered as it is stored: {wrong:?}");
    }
}
