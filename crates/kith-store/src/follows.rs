//! Who follows whom, from both sides.

use kith_domain::id::MemberId;
use kith_domain::profile::Person;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Batch, CommitFailure, Fault, Row, Step, Touch, args, statements};

statements! {
    PUT = "follows/put";
    PUT_FOLLOWER = "follows/put_follower";
    DROP = "follows/drop";
    DROP_FOLLOWER = "follows/drop_follower";
    READ = "follows/read";
    FOLLOWING = "follows/following";
    FOLLOWERS = "follows/followers";
    TIES = "follows/ties";
}

/// Somebody whom a member follows, or who follows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// Who.
    pub person: Person,
    /// Since when.
    pub since: Timestamp,
}

impl Store {
    /// Since when `member` follows `other`; nothing where they do not.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn follows(&self, member: MemberId, other: MemberId) -> Result<Option<Timestamp>, Fault> {
        let row = self.engine.row(READ.with(args![member.0, other.0])).await?;
        row.map(|row| row.int(0).map(Timestamp)).transpose()
    }

    /// Whom `member` follows, the latest first, before the place `(since, id)`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn following(
        &self,
        member: MemberId,
        before: (i64, i64),
        most: u32,
    ) -> Result<Vec<Follow>, Fault> {
        let query = FOLLOWING.with(args![member.0, before.0, before.1, i64::from(most)]);
        self.with_people(&self.engine.rows(query).await?, follow).await
    }

    /// Who follows `member`, the latest first, before the place `(since, id)`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn followers(
        &self,
        member: MemberId,
        before: (i64, i64),
        most: u32,
    ) -> Result<Vec<Follow>, Fault> {
        let query = FOLLOWERS.with(args![member.0, before.0, before.1, i64::from(most)]);
        self.with_people(&self.engine.rows(query).await?, follow).await
    }

    /// Ends following from and to a departed member, at most `most` of it; returns whether there was any.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn end_follows(&self, member: MemberId, most: u32) -> Result<bool, Fault> {
        let rows = self.engine.rows(TIES.with(args![member.0, i64::from(most)])).await?;
        let mut steps = Vec::with_capacity(rows.len() * 4);
        for row in &rows {
            let other = MemberId(row.int(0)?);
            steps.extend(dropped(member, other));
            steps.extend(dropped(other, member));
        }
        if steps.is_empty() {
            return Ok(false);
        }
        match self.commit_batch(Batch { steps, journal: Vec::new() }).await {
            Ok(_) | Err(CommitFailure::Conflict { .. }) => Ok(true),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }
}

/// One follows another: both sides.
pub(crate) fn put(follower: MemberId, followed: MemberId, at: Timestamp) -> [Step; 2] {
    [
        PUT.step(args![follower.0, followed.0, at.0], Touch::One),
        PUT_FOLLOWER.step(args![followed.0, follower.0, at.0], Touch::One),
    ]
}

/// One no longer follows another: both sides, as far as they are there.
pub(crate) fn dropped(follower: MemberId, followed: MemberId) -> [Step; 2] {
    [
        DROP.step(args![follower.0, followed.0], Touch::AtMostOne),
        DROP_FOLLOWER.step(args![followed.0, follower.0], Touch::AtMostOne),
    ]
}

fn follow(row: &Row, person: Person) -> Result<Follow, Fault> {
    Ok(Follow { person, since: Timestamp(row.int(1)?) })
}
