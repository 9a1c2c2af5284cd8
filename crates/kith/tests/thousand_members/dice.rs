//! Chance that a seed repeats (SplitMix64): what a member wants to do, though not in which order members meet.

/// A member's dice.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The dice of one member in a run.
    pub(crate) fn of(seed: u64, member: usize) -> Self {
        let mut dice = Self(seed ^ (member as u64).wrapping_mul(0xd134_2543_de82_ef95));
        dice.bits();
        dice
    }

    /// One of the first so many numbers.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from((u128::from(self.bits()) * bound as u128) >> 64).expect("below a usize")
    }

    /// Whether something happens that happens this often in a hundred times.
    pub(crate) fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list; none of an empty one.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { from.get(self.below(from.len())) }
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}
