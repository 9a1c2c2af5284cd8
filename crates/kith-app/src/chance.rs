use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kith_domain::time::Timestamp;
use kith_store::engine::{Fault, FaultKind};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

/// 2020-01-01T00:00:00Z: ids count their milliseconds from here.
const EPOCH: i64 = 1_577_836_800_000;
/// Bits of an id below its milliseconds: 10 for the node, 11 for chance.
const NODE_BITS: u32 = 10;
const LOW_BITS: u32 = 11;

/// Where ids and tokens come from: the only place that draws random numbers. Cheap to clone; all clones are one.
///
/// An id is 42 bits of milliseconds since 2020, 10 bits of the node that made it and 11 bits that rise by a
/// random step within a millisecond: ordered by time, unique, and not to be counted.
///
/// The number of the node is held until an instant (see [`crate::nodes`]); no id is made that says it was made later,
/// so whoever has the number next makes none that there is already.
#[derive(Clone)]
pub struct Chance {
    state: Arc<Mutex<State>>,
}

struct State {
    rng: StdRng,
    node: i64,
    last_ms: i64,
    low: i64,
    /// The first millisecond of which no id is made.
    until_ms: i64,
}

impl Chance {
    /// True chance, over a database that nobody else uses meanwhile.
    pub fn alone() -> Self {
        Self::over(StdRng::from_rng(&mut rand::rng()), i64::MAX)
    }

    /// True chance, without a number yet: no id is made before there is one.
    pub(crate) fn waiting() -> Self {
        Self::over(StdRng::from_rng(&mut rand::rng()), 0)
    }

    /// The same draws each time, for tests.
    pub fn seeded(seed: u64) -> Self {
        Self::over(StdRng::seed_from_u64(seed), i64::MAX)
    }

    /// The same draws each time, with a node number of their own: for tests of several processes.
    pub fn seeded_as(seed: u64, node: u16) -> Self {
        let chance = Self::seeded(seed);
        chance.lock().node = i64::from(node & 0x3ff);
        chance
    }

    fn over(rng: StdRng, until_ms: i64) -> Self {
        Self { state: Arc::new(Mutex::new(State { rng, node: 0, last_ms: 0, low: 0, until_ms })) }
    }

    /// A new id. Later ones are greater, though the clock may stand still or go back.
    ///
    /// # Errors
    /// `Unavailable` where this process has lost its node number and has no other yet.
    pub fn id(&self, now: Timestamp) -> Result<i64, Fault> {
        let mut state = self.lock();
        let ms = (now.0 - EPOCH).max(1);
        let (ms, low) = if ms > state.last_ms {
            (ms, state.rng.random_range(0..1 << (LOW_BITS - 2)))
        } else {
            let low = state.low + state.rng.random_range(1..8);
            if low >= 1 << LOW_BITS {
                (state.last_ms + 1, state.rng.random_range(0..1 << (LOW_BITS - 2)))
            } else {
                (state.last_ms, low)
            }
        };
        if ms >= state.until_ms {
            return Err(Fault::new(FaultKind::Unavailable, "make an id", "the node number has run out"));
        }
        (state.last_ms, state.low) = (ms, low);
        Ok((ms << (NODE_BITS + LOW_BITS)) | (state.node << LOW_BITS) | low)
    }

    /// From now on ids have the node number `node`, 0 to 1023, say that they were made after `after`, and are made
    /// up to `until`.
    pub(crate) fn hold(&self, node: u16, after: Timestamp, until: Timestamp) {
        let mut state = self.lock();
        state.node = i64::from(node & 0x3ff);
        let after = after.0.saturating_sub(EPOCH);
        if after > state.last_ms {
            // The low bits of whoever had the number before are not known.
            (state.last_ms, state.low) = (after, 1 << LOW_BITS);
        }
        state.until_ms = until.0.saturating_sub(EPOCH);
    }

    /// Makes no more ids.
    pub(crate) fn let_go(&self) {
        self.lock().until_ms = 0;
    }

    /// The time that the last id says it was made at.
    pub(crate) fn last_id_at(&self) -> Timestamp {
        Timestamp(EPOCH + self.lock().last_ms)
    }

    /// 32 bytes nobody can guess, for a token.
    pub fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.lock().rng.fill_bytes(&mut bytes);
        bytes
    }

    /// A positive number that nobody else has, for what needs no order.
    pub(crate) fn name(&self) -> i64 {
        self.secret()[..8].iter().fold(0, |number, byte| (number << 8) | i64::from(*byte)) & i64::MAX
    }

    /// A short text that nobody else has, for what needs no order.
    pub fn nonce(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.secret()[..12])
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
            let id = chance.id(Timestamp(1_800_000_000_000 - step % 3)).unwrap();
            assert!(id > last);
            last = id;
        }
        assert!(last > 0, "the sign bit stays clear");
    }

    #[test]
    fn no_id_is_made_outside_of_the_time_a_number_is_held() {
        let start = 1_800_000_000_000;
        let chance = Chance::waiting();
        assert_eq!(chance.id(Timestamp(start)).unwrap_err().kind(), FaultKind::Unavailable);
        chance.hold(7, Timestamp(start), Timestamp(start + 2));
        let first = chance.id(Timestamp(start - 1_000)).unwrap();
        assert_eq!((first >> (NODE_BITS + LOW_BITS), (first >> LOW_BITS) & 0x3ff), (start - EPOCH + 1, 7));
        while chance.id(Timestamp(start)).is_ok() {}
        assert_eq!(chance.last_id_at(), Timestamp(start + 1), "the milliseconds that are held were used up");
        chance.hold(7, Timestamp(start), Timestamp(start + 3));
        assert!(chance.id(Timestamp(start)).unwrap() > first);
        chance.let_go();
        assert!(chance.id(Timestamp(start)).is_err());
    }
}
