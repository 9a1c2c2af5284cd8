use super::{Fault, Statement, Value};

/// How many rows a step must touch. Anything else means that the facts have changed since they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Exactly one: the guard of a compare-and-set.
    One,
    /// Any number, none included.
    Any,
    /// None or one: an insert that may have happened before.
    AtMostOne,
}

impl Touch {
    pub(crate) fn allows(self, rows: u64) -> bool {
        match self {
            Touch::One => rows == 1,
            Touch::Any => true,
            Touch::AtMostOne => rows <= 1,
        }
    }
}

/// One statement of a batch, and how many rows it must touch (for a statement that only reads: answer with).
#[derive(Clone, Debug)]
pub struct Step {
    /// What is done.
    pub statement: &'static Statement,
    /// `$1`, `$2`, … in order.
    pub args: Vec<Value>,
    /// The guard.
    pub touch: Touch,
}

/// What the journal tells of a batch: the engine gives it its number when the batch commits.
///
/// The fields are the columns of `journal`; what `kind` means is the store's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// The lower member id of the pair, or the member the entry is about.
    pub lo: i64,
    /// The higher member id of the pair.
    pub hi: i64,
    /// The version that the pair's authority row has after the change.
    pub version: i64,
    /// What happened.
    pub kind: i64,
    /// The invitation it happened to, or 0.
    pub inv_id: i64,
    /// The member who did it.
    pub actor_id: i64,
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// From when on others may be told, in milliseconds since the epoch.
    pub visible_at: i64,
}

/// Steps that are done together or not at all, and the journal entries that tell of them.
///
/// Put the step most likely to fail first, as a rule the authority's compare-and-set: a batch that fails before it
/// has written anything costs its neighbours in the group nothing.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// In the order in which they are done.
    pub steps: Vec<Step>,
    /// In the order in which they are numbered.
    pub journal: Vec<JournalEntry>,
}

/// A batch that is safe on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The number of the batch's last journal entry; of the journal's last entry before it if it has none. On a
    /// server entries get their numbers a moment after the commit: there it is the last number known so far.
    pub journal_to: i64,
}

/// Why a batch was not done. Nothing of it was.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitFailure {
    /// The facts have changed: a step touched another number of rows than it must, or broke a constraint.
    /// An ordinary answer: read again, decide again.
    #[error("the facts changed before {step}")]
    Conflict {
        /// The name of the step's statement.
        step: &'static str,
    },
    /// Something unexpected.
    #[error(transparent)]
    Fault(#[from] Fault),
}
