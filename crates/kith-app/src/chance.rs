use std::sync::Mutex;

use kith_domain::time::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

/// 2020-01-01T00:00:00Z: ids count their milliseconds from here.
const EPOCH: i64 = 1_577_836_800_000;
/// Bits of an id below its milliseconds: 10 for the node, 11 for chance.
const NODE_BITS: u32 = 10;
const LOW_BITS: u32 = 11;

/// Where ids and tokens come from: the only place that draws random numbers.
///
/// An id is 42 bits of milliseconds since 2020, 10 bits of the node that made it and 11 bits that rise by a
/// random step within a millisecond: ordered by time, unique, and not to be counted.
pub struct Chance {
    node: i64,
    state: Mutex<State>,
}

struct State {
    rng: StdRng,
    last_ms: i64,
    low: i64,
}

impl Chance {
    /// True chance, for the node with this number, 0 to 1023.
    pub fn system(node: u16) -> Self {
        Self::over(node, StdRng::from_rng(&mut rand::rng()))
    }

    /// The same draws each time, for tests.
    pub fn seeded(seed: u64) -> Self {
        Self::over(0, StdRng::seed_from_u64(seed))
    }

    fn over(node: u16, rng: StdRng) -> Self {
        let state = State { rng, last_ms: 0, low: 0 };
        Self { node: i64::from(node & 0x3ff), state: Mutex::new(state) }
    }

    /// A new id. Later ones are greater, though the clock may stand still or go back.
    pub fn id(&self, now: Timestamp) -> i64 {
        let mut state = self.lock();
        let ms = (now.0 - EPOCH).max(1);
        if ms > state.last_ms {
            state.last_ms = ms;
            state.low = state.rng.random_range(0..1 << (LOW_BITS - 2));
        } else {
            state.low += state.rng.random_range(1..8);
            if state.low >= 1 << LOW_BITS {
                state.last_ms += 1;
                state.low = state.rng.random_range(0..1 << (LOW_BITS - 2));
            }
        }
        (state.last_ms << (NODE_BITS + LOW_BITS)) | (self.node << LOW_BITS) | state.low
    }

    /// 32 bytes nobody can guess, for a token.
    pub fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.lock().rng.fill_bytes(&mut bytes);
        bytes
    }

    /// A number below `bound`, for what need not be secret.
    pub fn below(&self, bound: u32) -> u32 {
        self.lock().rng.random_range(0..bound.max(1))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // A panic while drawing leaves nothing half done.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_though_the_clock_does_not() {
        let chance = Chance::seeded(1);
        let mut last = 0;
        for step in 0..20_000 {
            let id = chance.id(Timestamp(1_800_000_000_000 - step % 3));
            assert!(id > last);
            last = id;
        }
        assert!(last > 0, "the sign bit stays clear");
    }
}
