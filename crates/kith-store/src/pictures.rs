//! Members' pictures, in the sizes they are shown in.

use kith_domain::id::MemberId;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Fault, Step, Touch, args, statements};
use crate::profile_edits::Written;
use crate::profiles::Account;

statements! {
    PUT = "pictures/put";
    DROP = "pictures/drop";
    READ = "pictures/read";
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// When it was set: a number that changes with it.
    pub set_at: i64,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Store {
    /// A member's new picture in all sizes, each with the length of its edge in pixels.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn put_picture(
        &self,
        before: &Account,
        set_at: i64,
        sizes: Vec<(u32, Vec<u8>)>,
        at: Timestamp,
    ) -> Result<Written, Fault> {
        let mut after = before.profile.clone();
        after.person.picture = Some(set_at);
        let member = after.person.id.0;
        let steps = sizes
            .into_iter()
            .map(|(size, bytes)| PUT.step(args![member, i64::from(size), set_at, bytes], Touch::One))
            .collect();
        self.put_profile_with(before, &after, steps, at).await
    }

    /// Takes a member's picture away.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn drop_picture(&self, before: &Account, at: Timestamp) -> Result<Written, Fault> {
        let mut after = before.profile.clone();
        after.person.picture = None;
        self.put_profile_with(before, &after, vec![dropped(after.person.id)], at).await
    }

    /// A picture of an active member, by the length of its edge in pixels.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn picture(&self, member: MemberId, size: u32) -> Result<Option<Picture>, Fault> {
        let row = self.engine.row(READ.with(args![member.0, i64::from(size)])).await?;
        row.map(|mut row| Ok(Picture { set_at: row.int(0)?, bytes: row.take_bytes(1)? })).transpose()
    }
}

pub(crate) fn dropped(member: MemberId) -> Step {
    DROP.step(args![member.0], Touch::Any)
}
