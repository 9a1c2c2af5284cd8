//! How often somebody tried what guards a password, counted for all processes together.

use kith_domain::time::{Span, Timestamp};

use crate::Store;
use crate::engine::{Fault, Touch, args, statements};

statements! {
    KNOCK = "doors/knock";
    READ = "doors/read";
    TIDY = "doors/tidy";
}

/// A try, and those before it in the same window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knocked {
    /// Whether it is within what may be tried.
    pub heard: bool,
    /// How many were, with this one.
    pub used: u32,
    /// When the window began.
    pub since: Timestamp,
}

impl Store {
    /// Counts a try of `who`, up to `most` in a `window` that begins with the first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn knock(
        &self,
        who: &[u8; 32],
        most: u32,
        window: Span,
        now: Timestamp,
    ) -> Result<Knocked, Fault> {
        let row = args![who.to_vec(), now.0, i64::from(most), window.as_milliseconds()];
        let heard = self.held(KNOCK.step(row, Touch::One)).await?;
        let row = self.engine.row(READ.with(args![who.to_vec()])).await?;
        let (since, used) = match row {
            Some(row) => (Timestamp(row.int(0)?), u32::try_from(row.int(1)?).unwrap_or(u32::MAX)),
            // Forgotten in between: the window is over.
            None => (now, 1),
        };
        Ok(Knocked { heard, used, since })
    }

    /// Forgets who has not knocked since `before`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn forget_knocks(&self, before: Timestamp) -> Result<(), Fault> {
        self.commit_unguarded(vec![TIDY.step(args![before.0], Touch::Any)]).await
    }
}
