//! Whose address is whose.

use kith_domain::id::MemberId;
use kith_domain::standing::DAY;
use kith_domain::text::Address;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Batch, CommitFailure, Fault, Touch, args, statements};

statements! {
    OWNER = "addresses/owner";
    COUNT_TRY = "addresses/count_try";
}

impl Store {
    /// Whose confirmed address this is; unconfirmed ones are nobody's (R11.2).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn address_owner(&self, address: &Address) -> Result<Option<MemberId>, Fault> {
        let row = self.engine.row(OWNER.with(args![address.normal()])).await?;
        row.map(|row| row.int(0).map(MemberId)).transpose()
    }

    /// Counts a try at somebody's address; false where the day's `most` are used up (R4.8).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn count_address_try(&self, by: MemberId, most: u32, now: Timestamp) -> Result<bool, Fault> {
        let step = COUNT_TRY.step(args![by.0, now.0, i64::from(most), DAY.as_milliseconds()], Touch::One);
        match self.commit_batch(Batch { steps: vec![step], journal: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }
}
