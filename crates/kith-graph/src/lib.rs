//! Who knows whom, in memory: how far apart two members are, whom they share, and who is near.
//!
//! Members have dense numbers, slots, in the order in which they were first seen. Each has one sorted list of entries of four bytes: the
//! slot of a connection, and whether that connection limits the member (F9): over whoever limits somebody, nobody is
//! shown to them. Lists grow by an eighth, so that a network of a million members with a hundred connections each
//! takes about a gigabyte.

mod degree;
mod list;
mod near;
mod shared;

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

use kith_domain::id::MemberId;
use kith_domain::relation::Pair;
use list::{Entry, List};

/// How two members are connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Tie {
    /// The one with the lower id limits the other.
    pub lo_limits: bool,
    /// The one with the higher id limits the other.
    pub hi_limits: bool,
}

/// The connections of all members.
#[derive(Clone, Default)]
pub struct Graph {
    slots: HashMap<MemberId, u32, BuildHasherDefault<IdHasher>>,
    members: Vec<MemberId>,
    lists: Vec<List>,
    connections: u64,
    /// What the lists hold, in bytes.
    held: usize,
}

/// A graph while its connections come one by one, in any order: eight bytes are kept for each.
#[derive(Default)]
pub struct Builder {
    graph: Graph,
    /// The entry of each list for the other of the two: the lower one's, then the higher one's.
    entries: Vec<(Entry, Entry)>,
}

impl Builder {
    /// One more connection; of a pair that comes more than once, the last tie holds.
    pub fn add(&mut self, pair: Pair, tie: Tie) {
        let (lo, hi) = (self.graph.slot_or_new(pair.lo()), self.graph.slot_or_new(pair.hi()));
        self.entries.push((Entry::new(hi, tie.hi_limits), Entry::new(lo, tie.lo_limits)));
    }

    /// The graph of them all.
    pub fn finish(self) -> Graph {
        let Self { mut graph, entries } = self;
        let mut lengths = vec![0_usize; graph.members.len()];
        for (of_lo, of_hi) in &entries {
            lengths[of_lo.slot() as usize] += 1;
            lengths[of_hi.slot() as usize] += 1;
        }
        graph.lists = lengths.into_iter().map(List::with_room).collect();
        for (of_lo, of_hi) in entries {
            graph.lists[of_hi.slot() as usize].push(of_lo);
            graph.lists[of_lo.slot() as usize].push(of_hi);
        }
        graph.lists.iter_mut().for_each(List::settle);
        graph.connections = graph.lists.iter().map(|list| list.len() as u64).sum::<u64>() / 2;
        graph.held = graph.lists.iter().map(List::bytes).sum();
        graph
    }
}

impl Graph {
    /// The graph of all these connections; see [`Builder`].
    pub fn build(ties: impl IntoIterator<Item = (Pair, Tie)>) -> Self {
        let mut builder = Builder::default();
        ties.into_iter().for_each(|(pair, tie)| builder.add(pair, tie));
        builder.finish()
    }

    /// What stands between two members from now on: a tie, or none.
    pub fn set(&mut self, pair: Pair, tie: Option<Tie>) {
        match tie {
            Some(tie) => {
                let (lo, hi) = (self.slot_or_new(pair.lo()), self.slot_or_new(pair.hi()));
                let new = self.change(lo, |list| list.put(Entry::new(hi, tie.hi_limits)));
                self.change(hi, |list| list.put(Entry::new(lo, tie.lo_limits)));
                self.connections += u64::from(new);
            }
            None => {
                let Some((lo, hi)) = self.pair(pair) else { return };
                let there = self.change(lo, |list| list.drop(hi));
                self.change(hi, |list| list.drop(lo));
                self.connections -= u64::from(there);
            }
        }
    }

    /// How two members are connected; nothing where they are not.
    pub fn tie(&self, pair: Pair) -> Option<Tie> {
        let (lo, hi) = self.pair(pair)?;
        let hi_limits = self.list(lo).limits(hi)?;
        Some(Tie { lo_limits: self.list(hi).limits(lo)?, hi_limits })
    }

    /// All connections, in no order.
    pub fn ties(&self) -> Vec<(Pair, Tie)> {
        let mut ties = Vec::with_capacity(usize::try_from(self.connections).unwrap_or(0));
        for (slot, member) in (0..).zip(&self.members) {
            let others = self.list(slot).slots().map(|other| self.members[other as usize]);
            let upward = others.filter(|other| member < other).filter_map(|other| Pair::of(*member, other));
            ties.extend(upward.filter_map(|pair| Some((pair, self.tie(pair)?))));
        }
        ties
    }

    /// With whom a member is connected, by ascending id.
    pub fn connections_of(&self, of: MemberId) -> Vec<MemberId> {
        let Some(slot) = self.slot(of) else { return Vec::new() };
        self.named(self.list(slot).slots())
    }

    /// How many members have, or had, a connection.
    pub fn members(&self) -> usize {
        self.members.len()
    }

    /// How many pairs are connected.
    pub fn connections(&self) -> u64 {
        self.connections
    }

    /// How many bytes of memory it takes, but for what the allocator adds.
    pub fn bytes(&self) -> usize {
        let of_slots = self.slots.capacity() * (size_of::<(MemberId, u32)>() + 1);
        self.held
            + of_slots
            + self.lists.capacity() * size_of::<List>()
            + self.members.capacity() * size_of::<MemberId>()
    }

    /// Changes a list, and counts what it holds from then on.
    fn change(&mut self, slot: u32, change: impl FnOnce(&mut List) -> bool) -> bool {
        let list = &mut self.lists[slot as usize];
        let before = list.bytes();
        let changed = change(list);
        self.held = self.held + list.bytes() - before;
        changed
    }

    fn slot(&self, member: MemberId) -> Option<u32> {
        self.slots.get(&member).copied()
    }

    fn pair(&self, pair: Pair) -> Option<(u32, u32)> {
        Some((self.slot(pair.lo())?, self.slot(pair.hi())?))
    }

    fn list(&self, slot: u32) -> &List {
        &self.lists[slot as usize]
    }

    /// Those in these slots, by ascending id.
    fn named(&self, slots: impl Iterator<Item = u32>) -> Vec<MemberId> {
        let mut members: Vec<MemberId> = slots.map(|slot| self.members[slot as usize]).collect();
        members.sort_unstable();
        members
    }

    fn slot_or_new(&mut self, member: MemberId) -> u32 {
        if let Some(slot) = self.slot(member) {
            return slot;
        }
        // An entry has 31 bits for a slot: two thousand million members, for whom no one machine has the memory.
        let slot = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
        assert!(slot < list::MOST_SLOTS, "more members than have slots");
        self.slots.insert(member, slot);
        self.members.push(member);
        self.lists.push(List::default());
        slot
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Graph({} members, {} connections)", self.members(), self.connections)
    }
}

/// Spreads ids, which the program makes itself, and slots: one multiplication, folded.
#[derive(Clone, Copy, Default)]
struct IdHasher(u64);

impl IdHasher {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

    fn take(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number) * u128::from(Self::ODD);
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }
}

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.take(u64::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.take(u64::from(number));
    }

    fn write_i64(&mut self, number: i64) {
        self.take(number.cast_unsigned());
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
