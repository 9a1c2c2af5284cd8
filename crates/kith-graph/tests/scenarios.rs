//! What the graph says of a few members.

use kith_domain::connections::Degree;
use kith_domain::id::MemberId;
use kith_domain::relation::Pair;
use kith_graph::{Graph, Tie};

fn pair(one: i64, other: i64) -> Pair {
    Pair::of(MemberId(one), MemberId(other)).expect("two members")
}

fn graph(pairs: &[(i64, i64)]) -> Graph {
    Graph::build(pairs.iter().map(|(one, other)| (pair(*one, *other), Tie::default())))
}

fn ids(members: &[i64]) -> Vec<MemberId> {
    members.iter().copied().map(MemberId).collect()
}

#[test]
fn degrees_go_to_the_third_and_no_further() {
    let chain = graph(&[(1, 2), (2, 3), (3, 4), (4, 5)]);
    let degree = |other| chain.degree(pair(1, other));
    assert_eq!(degree(2), Some(Degree::First));
    assert_eq!(degree(3), Some(Degree::Second));
    assert_eq!(degree(4), Some(Degree::Third));
    assert_eq!(degree(5), None);
    assert_eq!(degree(6), None, "who has no connection is far from all");
    let near = chain.near_degrees(MemberId(1), &ids(&[1, 2, 3, 4, 5, 6]));
    assert_eq!(near, [None, Some(Degree::First), Some(Degree::Second), None, None, None]);
}

#[test]
fn shared_connections_come_by_ascending_id_r2_5() {
    // First seen in another order than that of their ids.
    let network = graph(&[(9, 1), (9, 2), (4, 2), (7, 1), (4, 1), (7, 2), (1, 3), (2, 5)]);
    assert_eq!(network.shared(pair(2, 1)), ids(&[4, 7, 9]));
    assert_eq!(network.shared(pair(3, 5)), ids(&[]));
    assert_eq!(network.shared(pair(3, 77)), ids(&[]));
    assert_eq!(network.connections_of(MemberId(1)), ids(&[3, 4, 7, 9]));
}

#[test]
fn over_who_limits_one_of_the_two_nobody_is_shown_f9() {
    let mut network = graph(&[(1, 3), (3, 2), (3, 4), (2, 5)]);
    assert_eq!(network.degree(pair(1, 2)), Some(Degree::Second));
    // 3, the higher one of the pair, limits 1.
    network.set(pair(1, 3), Some(Tie { lo_limits: false, hi_limits: true }));
    assert_eq!(network.shared(pair(1, 2)), ids(&[]));
    assert_eq!(network.degree(pair(1, 2)), None);
    assert_eq!(network.degree(pair(1, 3)), Some(Degree::First), "they are connected all the same");
    assert!(network.near(MemberId(1), |_| true, 9).is_empty());
    // That 1 limits 3 hides nothing from 1.
    network.set(pair(1, 3), Some(Tie { lo_limits: true, hi_limits: false }));
    assert_eq!(network.shared(pair(1, 2)), ids(&[3]));
    assert_eq!(network.degree(pair(1, 5)), Some(Degree::Third));
}

#[test]
fn a_limit_between_the_two_in_the_middle_of_a_third_degree_does_not_count_f9() {
    let mut network = graph(&[(1, 2), (2, 3), (3, 4)]);
    network.set(pair(2, 3), Some(Tie { lo_limits: true, hi_limits: true }));
    assert_eq!(network.degree(pair(1, 4)), Some(Degree::Third));
}

#[test]
fn who_is_near_is_counted_by_ways_and_connections_are_left_out() {
    let network =
        graph(&[(1, 2), (1, 3), (1, 4), (2, 5), (3, 5), (4, 5), (2, 6), (3, 6), (2, 7), (2, 3), (4, 8)]);
    let near = network.near(MemberId(1), |_| true, 3);
    assert_eq!(near, [(MemberId(5), 3), (MemberId(6), 2), (MemberId(8), 1)], "of equal ones the greater id");
    let near = network.near(MemberId(1), |over| over != MemberId(2), 9);
    assert_eq!(near, [(MemberId(5), 2), (MemberId(8), 1), (MemberId(6), 1)]);
    assert!(network.near(MemberId(1), |_| true, 0).is_empty());
    assert!(network.near(MemberId(99), |_| true, 3).is_empty());
}

#[test]
fn a_pair_that_comes_twice_is_one_connection_and_the_last_tie_holds() {
    let limited = Tie { lo_limits: true, hi_limits: false };
    let network =
        Graph::build([(pair(1, 2), Tie::default()), (pair(2, 3), Tie::default()), (pair(1, 2), limited)]);
    assert_eq!((network.members(), network.connections()), (3, 2));
    assert_eq!(network.tie(pair(1, 2)), Some(limited));
    assert_eq!(format!("{network:?}"), "Graph(3 members, 2 connections)");
}

#[test]
fn a_connection_takes_some_ten_bytes_however_it_came() {
    let mut random = 1_u64;
    let mut next = |below: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((random >> 33) % below).expect("small")
    };
    let mut network = Graph::default();
    while network.connections() < 200_000 {
        if let Some(pair) = Pair::of(MemberId(next(4_000)), MemberId(next(4_000))) {
            network.set(pair, Some(Tie::default()));
        }
    }
    let of_connections = network.bytes() - 64 * network.members();
    let each = of_connections as f64 / network.connections() as f64;
    assert!((8.0..10.0).contains(&each), "{each} bytes");
    for (pair, _) in network.ties() {
        network.set(pair, None);
    }
    assert_eq!(network.connections(), 0);
    assert!(network.bytes() < 100 * network.members(), "what ended takes no memory");
}
