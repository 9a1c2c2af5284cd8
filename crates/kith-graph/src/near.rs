//! Who is near: the connections of connections.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use kith_domain::id::MemberId;

use crate::{Graph, IdHasher};

/// How many ways are walked at most: the hub of a great network is answered in milliseconds too.
const MOST_WAYS: usize = 2_000_000;
/// Up to so many members each has a counter of their own; of more, only those met have one.
const MOST_COUNTERS: usize = 4_000_000;

thread_local! {
    /// A counter for each slot, all at 0 between two questions.
    static COUNTERS: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

impl Graph {
    /// Who shares connections with `of`, and how many: over those of them that do not limit `of` (F9) and that `over`
    /// admits; without `of` and its connections. The `most` with the most, of equal ones those with the greater id.
    ///
    /// Of a member whose connections have more than two million together, those with the fewest are walked.
    pub fn near(&self, of: MemberId, over: impl Fn(MemberId) -> bool, most: usize) -> Vec<(MemberId, u32)> {
        let Some(of) = self.slot(of) else { return Vec::new() };
        let admitted = self.list(of).usable().filter(|slot| over(self.members[*slot as usize]));
        let mut walked: Vec<u32> = admitted.collect();
        let ways = |slot: &u32| self.list(*slot).len();
        if walked.iter().map(ways).sum::<usize>() > MOST_WAYS {
            walked.sort_by_key(ways);
            let mut left = MOST_WAYS;
            let fits = walked.iter().take_while(|slot| {
                let fits = ways(slot) <= left;
                left = left.saturating_sub(ways(slot));
                fits
            });
            let fits = fits.count();
            walked.truncate(fits.max(1));
        }
        let counted = if self.members.len() <= MOST_COUNTERS {
            COUNTERS.with_borrow_mut(|counters| self.counted(of, &walked, counters))
        } else {
            self.counted_sparsely(of, &walked)
        };
        self.first(counted, most)
    }

    /// How many of `walked` lead to each slot, but for `of` and its connections; leaves the counters at 0.
    fn counted(&self, of: u32, walked: &[u32], counters: &mut Vec<u32>) -> Vec<(u32, u32)> {
        if counters.len() < self.members.len() {
            counters.resize(self.members.len(), 0);
        }
        let mut met = Vec::new();
        for over in walked {
            for slot in self.list(*over).slots() {
                let counter = &mut counters[slot as usize];
                if *counter == 0 {
                    met.push(slot);
                }
                *counter += 1;
            }
        }
        let known = self.list(of).slots().chain([of]);
        known.for_each(|slot| counters[slot as usize] = 0);
        met.retain(|slot| counters[*slot as usize] > 0);
        met.into_iter().map(|slot| (slot, std::mem::take(&mut counters[slot as usize]))).collect()
    }

    /// The same, where counters for all would be far more than are met.
    fn counted_sparsely(&self, of: u32, walked: &[u32]) -> Vec<(u32, u32)> {
        let mut counts: HashMap<u32, u32, BuildHasherDefault<IdHasher>> = HashMap::default();
        for slot in walked.iter().flat_map(|over| self.list(*over).slots()) {
            *counts.entry(slot).or_default() += 1;
        }
        let known = self.list(of);
        counts.into_iter().filter(|(slot, _)| *slot != of && !known.has(*slot)).collect()
    }

    fn first(&self, counted: Vec<(u32, u32)>, most: usize) -> Vec<(MemberId, u32)> {
        let named = counted.into_iter().map(|(slot, ways)| (self.members[slot as usize], ways));
        let mut named: Vec<(MemberId, u32)> = named.collect();
        let place = |(member, ways): &(MemberId, u32)| Reverse((*ways, *member));
        if named.len() > most && most > 0 {
            named.select_nth_unstable_by_key(most - 1, place);
        }
        named.truncate(most);
        named.sort_unstable_by_key(place);
        named
    }
}

#[cfg(test)]
mod tests {
    use kith_domain::relation::Pair;

    use super::*;
    use crate::Tie;

    #[test]
    fn those_met_are_counted_alike_with_a_counter_for_each_and_without() {
        let pairs = (1..40_i64).flat_map(|one| (1..40).map(move |other| (one, one * other % 61 + 1)));
        let pairs = pairs.filter_map(|(one, other)| Pair::of(MemberId(one), MemberId(other)));
        let graph = Graph::build(pairs.map(|pair| (pair, Tie::default())));
        for of in 0..u32::try_from(graph.members()).expect("a few") {
            let walked: Vec<u32> = graph.list(of).usable().collect();
            let mut counters = Vec::new();
            let mut one = graph.counted(of, &walked, &mut counters);
            let mut other = graph.counted_sparsely(of, &walked);
            one.sort_unstable();
            other.sort_unstable();
            assert_eq!(one, other);
            assert!(counters.iter().all(|counter| *counter == 0));
        }
    }
}
