//! Whom two members share.

use kith_domain::id::MemberId;
use kith_domain::relation::Pair;

use crate::Graph;

impl Graph {
    /// The members connected to both, by ascending id, but for those who limit one of the two (F9).
    pub fn shared(&self, pair: Pair) -> Vec<MemberId> {
        let Some((one, other)) = self.pair(pair) else { return Vec::new() };
        let mut shared = Vec::new();
        self.list(one).meet(self.list(other), |slot| {
            shared.push(slot);
            false
        });
        self.named(shared.into_iter())
    }
}
