//! Chance that can be repeated: the same seed gives the same network, on every machine and for ever, which
//! general generators do not promise across their versions.

/// A stream of chance (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream for one purpose: `parts` name it, so that what is decided for one person does not move when
    /// something else about the network changes.
    pub(crate) fn new(seed: u64, parts: &[u64]) -> Self {
        let mut chance = Self(seed);
        for &part in parts {
            chance.0 = chance.bits() ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        chance.bits();
        chance
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// From 0 to 1, without 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this probability.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From 0 to `end`, without `end`; 0 where there is nothing to choose from.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as usize) as i32
    }

    /// One of them. The lists it is given are this crate's own and never empty.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of these lines.
    pub(crate) fn say(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    /// The index of one of `weights`, each as likely as it is heavy.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (index, weight) in weights.enumerate() {
            last = index;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// Normally distributed, mean 0 and deviation 1.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_stable_and_apart() {
        assert_eq!(Chance::new(1, &[2, 3]).bits(), Chance::new(1, &[2, 3]).bits());
        assert_ne!(Chance::new(1, &[2, 3]).bits(), Chance::new(1, &[3, 2]).bits());
        assert_ne!(Chance::new(1, &[2]).bits(), Chance::new(2, &[2]).bits());
    }

    #[test]
    fn choices_are_spread_as_they_should() {
        let mut chance = Chance::new(7, &[]);
        let mut counts = [0; 3];
        for _ in 0..30_000 {
            counts[chance.weighted([1.0, 2.0, 3.0].into_iter())] += 1;
        }
        assert!((4_700..5_300).contains(&counts[0]) && (14_500..15_500).contains(&counts[2]), "{counts:?}");
        let mean = (0..20_000).map(|_| chance.normal()).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03);
        assert!((0..1_000).all(|_| (3..=5).contains(&chance.between(3, 5))));
    }
}
