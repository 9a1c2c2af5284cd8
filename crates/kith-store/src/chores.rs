//! Who does what has to be done once for the whole network, of several processes that could.

use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Fault, Touch, args, statements};

statements! {
    TAKE = "chores/take";
    LEAVE = "chores/leave";
}

/// What one process at a time does for all. Doing it twice would do no harm, only work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chore {
    /// Tidying up invitations whose time has run out.
    Expiry,
    /// Clearing away what was of members who have left.
    Departures,
    /// Forgetting who knocked a while ago.
    Knocks,
}

impl Chore {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Expiry, Self::Departures, Self::Knocks];

    fn name(self) -> &'static str {
        match self {
            Self::Expiry => "expiry",
            Self::Departures => "departures",
            Self::Knocks => "knocks",
        }
    }
}

impl Store {
    /// Takes a chore for `holder` from `now` to `until`, or keeps it; false where it is somebody else's.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn take_chore(
        &self,
        chore: Chore,
        holder: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, Fault> {
        self.held(TAKE.step(args![chore.name(), holder, now.0, until.0], Touch::One)).await
    }

    /// Leaves a chore to whoever is next.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn leave_chore(&self, chore: Chore, holder: i64) -> Result<(), Fault> {
        self.commit_unguarded(vec![LEAVE.step(args![chore.name(), holder], Touch::AtMostOne)]).await
    }
}
