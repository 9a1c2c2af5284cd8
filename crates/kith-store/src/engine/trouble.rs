use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};

use super::{Fault, FaultKind};

/// Trouble with the disk, on order: for tests, which make each call of the database fail in turn. Without an order
/// there is none. Clones share the order. Reads, statements that write, and the beginning and the end of a transaction
/// on SQLite meet it; a server's trouble comes over the wire, and is made there.
#[derive(Clone, Default)]
pub struct Trouble {
    order: Option<Arc<Order>>,
}

struct Order {
    /// Calls to let through before; negative when none is to fail.
    left: AtomicI64,
    full: AtomicBool,
    met: AtomicBool,
}

impl Trouble {
    /// Nothing is ordered yet, but may be.
    pub fn to_order() -> Trouble {
        let order =
            Order { left: AtomicI64::new(-1), full: AtomicBool::new(false), met: AtomicBool::new(false) };
        Trouble { order: Some(Arc::new(order)) }
    }

    /// The `n`th call from now on, counted from 0, fails: as on a disk that is full, or that does not answer.
    pub fn at(&self, n: i64, full: bool) {
        if let Some(order) = &self.order {
            order.met.store(false, SeqCst);
            order.full.store(full, SeqCst);
            order.left.store(n, SeqCst);
        }
    }

    /// No call fails any more. Returns whether the one that was to fail came.
    pub fn over(&self) -> bool {
        self.order.as_ref().is_some_and(|order| {
            order.left.store(-1, SeqCst);
            order.met.swap(false, SeqCst)
        })
    }

    /// The fault of a call, where it is its turn.
    pub(super) fn meets(&self, doing: &'static str) -> Result<(), Fault> {
        let Some(order) = &self.order else { return Ok(()) };
        if order.left.load(SeqCst) < 0 || order.left.fetch_sub(1, SeqCst) != 0 {
            return Ok(());
        }
        order.met.store(true, SeqCst);
        let kind = if order.full.load(SeqCst) { FaultKind::Full } else { FaultKind::Unavailable };
        Err(Fault::new(kind, doing, "a test ordered it"))
    }
}

impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.order.is_some() { "Trouble(to order)" } else { "Trouble(none)" })
    }
}
