//! Several processes on one database: numbers for ids, chores, doors, who knows whom.

use kith_app::doors::{self, Answer};
use kith_app::followers::run_followers_once;
use kith_app::nodes::{ClaimFailure, Node, SERVER};
use kith_app::population::{Graph, fill_with_graph};
use kith_app::{App, Clock, FaultKind, connections, invitations};
use kith_domain::connections::Degree;
use kith_domain::invitations::{PauseWish, TermsScope};
use kith_domain::relation::Pair;
use kith_domain::text::{Handle, Name};
use kith_domain::time::{Span, Timestamp};
use kith_store::chores::Chore;
use kith_testkit::{Kith, Member};

/// A process of its own, with a clock of its own.
async fn node(app: &App, clock: &Clock) -> Node {
    Node::claim(app.store(), clock, SERVER).await.expect("a number")
}

fn number_of(id: i64) -> i64 {
    (id >> 11) & 0x3ff
}

fn clock(app: &App) -> Clock {
    Clock::manual(app.now())
}

#[tokio::test]
async fn whoever_starts_at_the_same_moment_has_another_number() {
    let kith = Kith::new().await;
    let (clock, store) = (clock(&kith.app), kith.app.store());
    let claims = futures_util::future::join_all((0..8).map(|_| Node::claim(store, &clock, SERVER))).await;
    let nodes: Vec<Node> = claims.into_iter().map(|claim| claim.expect("a number")).collect();
    let mut numbers: Vec<u16> = nodes.iter().map(Node::number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
    for node in &nodes {
        let id = node.chance().id(clock.now()).expect("an id");
        assert_eq!(number_of(id), i64::from(node.number()));
    }
    nodes[3].give_back().await.expect("an end");
    assert!(nodes[3].chance().id(clock.now()).is_err(), "it is somebody else's now");
    assert_eq!(node(&kith.app, &clock).await.number(), nodes[3].number());
}

#[tokio::test]
async fn a_number_that_ran_out_makes_no_ids_and_is_the_next_ones() {
    let kith = Kith::new().await;
    let (slow, quick) = (clock(&kith.app), clock(&kith.app));
    let paused = node(&kith.app, &slow).await;
    let last = paused.chance().id(slow.now()).expect("an id");
    quick.advance(SERVER);
    let next = node(&kith.app, &quick).await;
    assert_eq!((paused.number(), next.number()), (0, 0));
    // Though the clock of the first one stands still, none of its ids can be one of the second's.
    let mine = next.chance().id(quick.now()).expect("an id");
    assert!(mine >> 21 > last >> 21, "made in another millisecond");
    slow.advance(SERVER);
    let refused = paused.chance().id(slow.now()).expect_err("its time is over");
    assert_eq!(refused.kind(), FaultKind::Unavailable);
    paused.renew().await.expect("another number");
    assert_eq!(paused.number(), 1);
    assert_eq!(number_of(paused.chance().id(slow.now()).expect("an id")), 1);
}

#[tokio::test]
async fn a_number_that_nobody_took_meanwhile_is_kept() {
    let kith = Kith::new().await;
    let clock = clock(&kith.app);
    let node = node(&kith.app, &clock).await;
    clock.advance(SERVER);
    clock.advance(SERVER);
    assert!(node.chance().id(clock.now()).is_err());
    node.renew().await.expect("the number again");
    assert_eq!(node.number(), 0);
    assert!(node.chance().id(clock.now()).is_ok());
}

#[tokio::test]
async fn a_clock_that_is_behind_is_refused_in_a_sentence() {
    let kith = Kith::new().await;
    let right = clock(&kith.app);
    let first = node(&kith.app, &right).await;
    right.advance(Span::seconds(50));
    first.chance().id(right.now()).expect("an id");
    first.renew().await.expect("more of it");
    let behind = Clock::manual(Timestamp(right.now().0 - 90_000));
    let refused = Node::claim(kith.app.store(), &behind, SERVER).await.err().expect("a refusal");
    assert!(matches!(refused, ClaimFailure::Behind { number: 0, .. }), "{refused}");
    let said = refused.to_string();
    assert!(
        said.starts_with("this machine's clock says 20") && said.contains("but node 0 made an id"),
        "{said}"
    );
}

#[tokio::test]
async fn a_chore_is_one_processes_until_it_ends_or_dies() {
    let kith = Kith::new().await;
    let (store, other) = (kith.app.store().clone(), kith.again().await);
    let lease = Span::seconds(90);
    let take = |me: i64, now: Timestamp| {
        let store = if me == 1 { store.clone() } else { other.store().clone() };
        async move { store.take_chore(Chore::Expiry, me, now, now + lease).await.expect("an answer") }
    };
    let now = kith.app.now();
    let at_once = futures_util::future::join(take(1, now), take(2, now)).await;
    let mine = match at_once {
        (true, false) => 1,
        (false, true) => 2,
        both => panic!("{both:?}"),
    };
    let theirs = 3 - mine;
    assert!(take(mine, now + Span::seconds(30)).await, "kept");
    assert!(!take(theirs, now + Span::seconds(100)).await, "kept until 120");
    assert!(take(theirs, now + Span::seconds(120)).await, "its holder died");
    assert!(!take(mine, now + Span::seconds(121)).await);
    store.leave_chore(Chore::Expiry, theirs).await.expect("an end");
    assert!(take(mine, now + Span::seconds(122)).await, "its holder ended");
    assert!(store.take_chore(Chore::Departures, theirs, now, now + lease).await.expect("an answer"));
}

#[tokio::test]
async fn a_door_counts_for_all_processes_together_and_forgets() {
    let kith = Kith::new().await;
    let apps = [kith.app.clone(), kith.again().await];
    let knocks = (0..30).map(|turn| doors::knock(&apps[turn % 2], "address 192.0.2.1"));
    let answers = futures_util::future::join_all(knocks).await;
    let heard = answers.iter().filter(|answer| matches!(answer, Ok(Answer::Heard { .. }))).count();
    assert_eq!(heard, 10, "{answers:?}");
    kith.advance("59s");
    let answer = doors::knock(&apps[0], "address 192.0.2.1").await.expect("an answer");
    assert_eq!(answer, Answer::TooOften { seconds: 1 });
    assert_eq!(
        doors::knock(&apps[1], "address 192.0.2.2").await.expect("an answer"),
        Answer::Heard { left: 9 }
    );
    kith.advance("1s");
    let answer = doors::knock(&apps[1], "address 192.0.2.1").await.expect("an answer");
    assert_eq!(answer, Answer::Heard { left: 9 });
}

/// What a process says of two members once it has taken up what others committed.
async fn degree(app: &App, one: &Member, other: &Member) -> Option<Degree> {
    run_followers_once(app).await.expect("followed");
    app.store().degree(Pair::of(one.id, other.id).expect("two")).await.expect("an answer")
}

#[tokio::test]
async fn every_process_learns_who_knows_whom_from_the_journal() {
    let kith = Kith::new().await;
    let [ana, ben, cem] = kith.members(["Ana", "Ben", "Cem"]).await;
    let other = kith.again().await;
    assert_eq!(other.store().read_graph().await.expect("nobody").connections, 0);
    ana.connects(&kith, &ben).await;
    ben.connects(&kith, &cem).await;
    assert_eq!(degree(&other, &ana, &ben).await, Some(Degree::First));
    assert_eq!(degree(&other, &ana, &cem).await, Some(Degree::Second));
    // Whom Ben limits is shown nobody over Ben (F9).
    invitations::change_terms(&kith.app, ben.actor, cem.id, TermsScope::Limited, PauseWish::Keep)
        .await
        .expect("limited");
    assert_eq!(degree(&other, &ana, &cem).await, None);
    invitations::change_terms(&kith.app, ben.actor, cem.id, TermsScope::Full, PauseWish::Keep)
        .await
        .expect("widened");
    assert_eq!(degree(&other, &ana, &cem).await, Some(Degree::Second));
    connections::disconnect(&other, ana.actor, ben.id).await.expect("disconnected");
    assert_eq!(degree(&kith.app, &ana, &cem).await, None);
    connections::block(&kith.app, cem.actor, ben.id).await.expect("blocked");
    assert_eq!(degree(&other, &ben, &cem).await, None);
    for app in [&kith.app, &other] {
        assert_eq!(app.store().misremembered().await.expect("an answer"), []);
    }
}

#[tokio::test]
async fn a_process_knows_at_once_what_it_committed_itself() {
    let kith = Kith::new().await;
    let [ana, ben, cem] = kith.members(["Ana", "Ben", "Cem"]).await;
    kith.app.store().read_graph().await.expect("nobody");
    ana.connects(&kith, &ben).await;
    ben.connects(&kith, &cem).await;
    let degree =
        async || kith.app.store().degree(Pair::of(ana.id, cem.id).expect("two")).await.expect("an answer");
    assert_eq!(degree().await, Some(Degree::Second));
    connections::disconnect(&kith.app, ben.actor, cem.id).await.expect("disconnected");
    assert_eq!(degree().await, None);
    assert_eq!(kith.app.store().misremembered().await.expect("an answer"), []);
}

#[tokio::test]
async fn what_an_import_connects_is_known_to_every_process() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let other = kith.again().await;
    ana.connects(&kith, &ben).await;
    assert_eq!(degree(&other, &ana, &ben).await, Some(Degree::First));
    let named = |n: usize| {
        (
            Name::parse(&format!("Node {n}")).expect("a name"),
            Handle::parse(&format!("node-{n}")).expect("a handle"),
        )
    };
    let graph = Graph { members: (0..4).map(named).collect(), edges: vec![(0, 1), (1, 2), (2, 3)] };
    let ids = fill_with_graph(&kith.app, graph, |_| {}).await.expect("a graph");
    run_followers_once(&other).await.expect("followed");
    for app in [&kith.app, &other] {
        let pair = Pair::of(ids[0], ids[3]).expect("two");
        assert_eq!(app.store().degree(pair).await.expect("an answer"), Some(Degree::Third));
        assert_eq!(app.store().known_now().connections, 4);
        assert_eq!(app.store().misremembered().await.expect("an answer"), []);
    }
}

#[tokio::test]
async fn a_process_that_begins_after_others_told_the_news_knows_what_they_told() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let late = kith.again().await;
    late.store().read_graph().await.expect("nobody");
    ana.connects(&kith, &ben).await;
    run_followers_once(&kith.app).await.expect("told");
    assert_eq!(degree(&late, &ana, &ben).await, Some(Degree::First));
}
