//! How far apart members are.

use kith_domain::connections::Degree;
use kith_domain::id::MemberId;
use kith_domain::relation::Pair;

use crate::Graph;
use crate::list::List;

impl Graph {
    /// How far apart two members are; nothing beyond the 3rd degree. Nobody is reached by way of a connection that
    /// limits the one or the other (F9).
    pub fn degree(&self, pair: Pair) -> Option<Degree> {
        let (one, other) = self.pair(pair)?;
        self.near_degree(one, other).or_else(|| self.meet_over_two(one, other).then_some(Degree::Third))
    }

    /// How far each of several members is from `of`, in the order asked for, where that is the 1st or the 2nd degree:
    /// what takes longer, however many connections `of` has, is not asked.
    pub fn near_degrees(&self, of: MemberId, others: &[MemberId]) -> Vec<Option<Degree>> {
        let near = |other: &MemberId| {
            let (one, other) = self.pair(Pair::of(of, *other)?)?;
            self.near_degree(one, other)
        };
        others.iter().map(near).collect()
    }

    fn near_degree(&self, one: u32, other: u32) -> Option<Degree> {
        let (ones, others) = (self.list(one), self.list(other));
        let (shorter, slot) = if ones.len() <= others.len() { (ones, other) } else { (others, one) };
        if shorter.has(slot) {
            return Some(Degree::First);
        }
        let mut share = false;
        ones.meet(others, |_| {
            share = true;
            true
        });
        share.then_some(Degree::Second)
    }

    /// Whether a connection of the one is connected to a connection of the other.
    fn meet_over_two(&self, one: u32, other: u32) -> bool {
        let ways = |slot: u32| self.list(slot).usable().map(|over| self.list(over).len()).sum::<usize>();
        let (walked, met) = if ways(one) <= ways(other) { (one, other) } else { (other, one) };
        let met = Sieve::of(self.list(met));
        self.list(walked).usable().any(|over| self.list(over).slots().any(|slot| met.has(slot)))
    }
}

/// A bit for each slot.
struct Marks(Vec<u64>);

impl Marks {
    fn of_all(slots: usize) -> Self {
        Self(vec![0; slots.div_ceil(64)])
    }

    fn mark(&mut self, slot: u32) {
        self.0[slot as usize / 64] |= 1 << (slot % 64);
    }

    fn has(&self, slot: u32) -> bool {
        self.0[slot as usize / 64] & (1 << (slot % 64)) != 0
    }
}

/// The usable slots of a list, behind a few bits that most others do not pass: it stays in the fastest memory, however
/// many members there are.
struct Sieve<'a> {
    list: &'a List,
    bits: Marks,
    mask: u32,
}

impl<'a> Sieve<'a> {
    fn of(list: &'a List) -> Self {
        let size = (list.len() * 16).next_power_of_two().clamp(64, 1 << 24);
        let mask = u32::try_from(size - 1).unwrap_or(u32::MAX);
        let mut bits = Marks::of_all(size);
        list.usable().for_each(|slot| bits.mark(slot & mask));
        Self { list, bits, mask }
    }

    fn has(&self, slot: u32) -> bool {
        self.bits.has(slot & self.mask) && self.list.limits(slot) == Some(false)
    }
}
