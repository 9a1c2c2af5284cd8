use kith_domain::change::Change;
use kith_store::engine::{CommitFailure, Fault};

use crate::App;

/// Why a use case did not do what was asked.
#[derive(Debug)]
pub enum Failure<R> {
    /// A rule stands against it; an ordinary answer.
    Refused(R),
    /// Something unexpected; logged once, at the edge.
    Fault(Fault),
}

impl<R> From<Fault> for Failure<R> {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<R> Failure<R> {
    /// The same failure, its refusal in other words.
    pub fn map<S>(self, f: impl FnOnce(R) -> S) -> Failure<S> {
        match self {
            Self::Refused(refused) => Failure::Refused(f(refused)),
            Self::Fault(fault) => Failure::Fault(fault),
        }
    }
}

/// Writes what was decided, where that changes anything; false where somebody else was first, and the facts are to be read
/// again (R11.8).
pub(crate) async fn committed(app: &App, changes: &[Change]) -> Result<bool, Fault> {
    if changes.is_empty() {
        return Ok(true);
    }
    was_first(app.store().commit(changes).await)
}

/// Whether it is written; false where somebody else was first.
pub(crate) fn was_first<T>(outcome: Result<T, CommitFailure>) -> Result<bool, Fault> {
    match outcome {
        Ok(_) => Ok(true),
        Err(CommitFailure::Conflict { .. }) => Ok(false),
        Err(CommitFailure::Fault(fault)) => Err(fault),
    }
}
