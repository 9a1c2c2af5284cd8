//! The keys under which clients send a request again, with what was answered the first time.

use kith_domain::id::MemberId;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Batch, CommitFailure, Fault, Touch, args, statements};

statements! {
    TIDY = "idempotency/tidy";
    BEGIN = "idempotency/begin";
    READ = "idempotency/read";
    ANSWER = "idempotency/answer";
    FORGET = "idempotency/forget";
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The hash of the request that took it.
    pub fingerprint: Vec<u8>,
    /// The status and body it was answered with; none while it is under way.
    pub answer: Option<(u16, String)>,
}

impl Store {
    /// Takes a key for a request; false where it is taken. Keys from before `kept_from` are forgotten, and one
    /// whose request began before `lost_before` and never ended may be taken over.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn take_key(
        &self,
        member: MemberId,
        key: &str,
        fingerprint: &[u8; 32],
        now: Timestamp,
        kept_from: Timestamp,
        lost_before: Timestamp,
    ) -> Result<bool, Fault> {
        let row = args![member.0, key, fingerprint.to_vec(), now.0, lost_before.0];
        let steps = vec![TIDY.step(args![member.0, kept_from.0], Touch::Any), BEGIN.step(row, Touch::One)];
        match self.commit_batch(Batch { steps, journal: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }

    /// What a key was used for; nothing where it is free.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn key(&self, member: MemberId, key: &str) -> Result<Option<Known>, Fault> {
        let Some(row) = self.engine.row(READ.with(args![member.0, key])).await? else { return Ok(None) };
        let status = u16::try_from(row.int(1)?).unwrap_or(0);
        let body = row.opt_text(2)?.unwrap_or_default().to_owned();
        Ok(Some(Known {
            fingerprint: row.bytes(0)?.to_vec(),
            answer: (status != 0).then_some((status, body)),
        }))
    }

    /// Keeps what the request that holds a key was answered with.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn answer_key(
        &self,
        member: MemberId,
        key: &str,
        status: u16,
        body: &str,
    ) -> Result<(), Fault> {
        let row = args![member.0, key, i64::from(status), body];
        self.commit_unguarded(vec![ANSWER.step(row, Touch::AtMostOne)]).await
    }

    /// Gives a key back whose request came to nothing.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn forget_key(&self, member: MemberId, key: &str) -> Result<(), Fault> {
        self.commit_unguarded(vec![FORGET.step(args![member.0, key], Touch::AtMostOne)]).await
    }
}
