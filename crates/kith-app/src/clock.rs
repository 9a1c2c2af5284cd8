use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kith_domain::time::{Span, Timestamp};

/// Where the time comes from: the only place that reads it.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The system's.
    System,
    /// One that a test moves by hand.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `start` until it is moved.
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.0)))
    }

    /// Now, in milliseconds since 1970 in UTC.
    #[expect(clippy::disallowed_methods, reason = "the one place where time is read")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp(jiff::Timestamp::now().as_millisecond()),
            Self::Manual(ms) => Timestamp(ms.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock forward; the system's cannot be moved.
    pub fn advance(&self, by: Span) {
        match self {
            Self::System => {}
            Self::Manual(ms) => {
                ms.fetch_add(by.as_milliseconds(), Ordering::SeqCst);
            }
        }
    }
}
