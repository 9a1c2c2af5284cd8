//! Whatever happened in whatever order, the graph says what a table of pairs says.

use std::collections::{BTreeMap, HashMap};

use kith_domain::connections::Degree;
use kith_domain::id::MemberId;
use kith_domain::relation::Pair;
use kith_graph::{Graph, Tie};
use proptest::prelude::*;

/// Every pair with its tie: the plainest way to say the same.
struct Model {
    members: i64,
    ties: HashMap<Pair, Tie>,
}

impl Model {
    fn of(members: i64) -> Self {
        Self { members, ties: HashMap::new() }
    }

    fn members(&self) -> impl Iterator<Item = MemberId> + use<> {
        (1..=self.members).map(MemberId)
    }

    fn tie(&self, one: MemberId, other: MemberId) -> Option<Tie> {
        Pair::of(one, other).and_then(|pair| self.ties.get(&pair).copied())
    }

    /// Whether `over` is a connection of `of` and does not limit `of`.
    fn usable(&self, of: MemberId, over: MemberId) -> bool {
        self.tie(of, over).is_some_and(|tie| if over < of { !tie.lo_limits } else { !tie.hi_limits })
    }

    fn shared(&self, one: MemberId, other: MemberId) -> Vec<MemberId> {
        self.members().filter(|over| self.usable(one, *over) && self.usable(other, *over)).collect()
    }

    fn degree(&self, one: MemberId, other: MemberId) -> Option<Degree> {
        let met = |a| self.members().any(|b| self.usable(other, b) && self.tie(a, b).is_some());
        let third = || self.members().any(|a| self.usable(one, a) && met(a));
        if one == other {
            None
        } else if self.tie(one, other).is_some() {
            Some(Degree::First)
        } else if !self.shared(one, other).is_empty() {
            Some(Degree::Second)
        } else {
            third().then_some(Degree::Third)
        }
    }

    fn near(&self, of: MemberId, over: impl Fn(MemberId) -> bool) -> Vec<(MemberId, u32)> {
        let mut ways: BTreeMap<MemberId, u32> = BTreeMap::new();
        for by in self.members().filter(|by| self.usable(of, *by) && over(*by)) {
            for far in self.members().filter(|far| self.tie(by, *far).is_some()) {
                if far != of && self.tie(of, far).is_none() {
                    *ways.entry(far).or_default() += 1;
                }
            }
        }
        let mut near: Vec<(MemberId, u32)> = ways.into_iter().collect();
        near.sort_by_key(|(member, ways)| std::cmp::Reverse((*ways, *member)));
        near
    }
}

const MEMBERS: i64 = 12;

/// What stands between two members from then on: nothing, or a connection with who limits whom.
type Act = (i64, i64, Option<(bool, bool)>);

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let tie = prop::option::weighted(0.8, (prop::bool::weighted(0.2), prop::bool::weighted(0.2)));
    prop::collection::vec((1..=MEMBERS, 1..=MEMBERS, tie), 0..80)
}

proptest! {
    #[test]
    fn the_graph_says_what_the_pairs_say(acts in acts(), most in 0_usize..14, left_out in 1..=MEMBERS) {
        let (mut graph, mut model) = (Graph::default(), Model::of(MEMBERS));
        for (one, other, tie) in acts {
            let Some(pair) = Pair::of(MemberId(one), MemberId(other)) else { continue };
            let tie = tie.map(|(lo_limits, hi_limits)| Tie { lo_limits, hi_limits });
            graph.set(pair, tie);
            match tie {
                Some(tie) => model.ties.insert(pair, tie),
                None => model.ties.remove(&pair),
            };
        }
        agree(&graph, &model, most, MemberId(left_out))?;
        agree(&Graph::build(model.ties.iter().map(|(pair, tie)| (*pair, *tie))), &model, most, MemberId(left_out))?;
    }
}

fn agree(graph: &Graph, model: &Model, most: usize, left_out: MemberId) -> Result<(), TestCaseError> {
    prop_assert_eq!(graph.connections(), model.ties.len() as u64);
    let ties: HashMap<Pair, Tie> = graph.ties().into_iter().collect();
    prop_assert_eq!(&ties, &model.ties);
    let all: Vec<MemberId> = model.members().collect();
    for one in model.members() {
        let near = |other: &MemberId| model.degree(one, *other).filter(|degree| *degree <= Degree::Second);
        let degrees: Vec<Option<Degree>> = all.iter().map(near).collect();
        prop_assert_eq!(graph.near_degrees(one, &all), degrees);
        for other in model.members() {
            let Some(pair) = Pair::of(one, other) else { continue };
            prop_assert_eq!(graph.tie(pair), model.ties.get(&pair).copied());
            prop_assert_eq!(graph.degree(pair), model.degree(one, other), "{:?}", pair);
            prop_assert_eq!(graph.shared(pair), model.shared(one, other), "{:?}", pair);
        }
        let connections: Vec<MemberId> =
            model.members().filter(|other| model.tie(one, *other).is_some()).collect();
        prop_assert_eq!(graph.connections_of(one), connections);
        let mut near = model.near(one, |over| over != left_out);
        near.truncate(most);
        prop_assert_eq!(graph.near(one, |over| over != left_out, most), near);
    }
    Ok(())
}

/// A few who know nearly everybody, and many who know a few: lists of which one is many times as long as the other, and
/// more members than the bits that degrees are sieved by.
#[test]
fn hubs_and_those_at_the_edge_are_told_as_the_pairs_say() {
    let mut random = 7_u64;
    let mut below = |most: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % most
    };
    let members = 160;
    let mut model = Model::of(members);
    for one in 1..=members {
        // Two hubs, those who know one of them or none, and now and then each other.
        let hub = i64::try_from(below(3)).expect("few") + 1;
        let other = i64::try_from(below(members as u64)).expect("few") + 1;
        let pairs = [(hub < 3 && below(10) < 7).then_some(hub), (below(10) < 4).then_some(other)];
        for pair in pairs.into_iter().flatten().filter_map(|other| Pair::of(MemberId(one), MemberId(other))) {
            model.ties.insert(pair, Tie { lo_limits: below(9) == 0, hi_limits: below(9) == 0 });
        }
    }
    let graph = Graph::build(model.ties.iter().map(|(pair, tie)| (*pair, *tie)));
    agree(&graph, &model, 25, MemberId(2)).expect("alike");
}
