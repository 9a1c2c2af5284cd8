//! Node numbers: each id holds the number of the process that made it, and no two processes have the same at once.

use kith_domain::time::Timestamp;

use crate::engine::{Batch, CommitFailure, Fault, Row, Step, Touch, args, statements};
use crate::{Store, unknown};

statements! {
    LIST = "nodes/list";
    TAKE = "nodes/take";
    RENEW = "nodes/renew";
    GIVE_BACK = "nodes/give_back";
}

/// A node number that was used at least once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeRow {
    /// The number, 0 to 1023.
    pub number: u16,
    /// Who has it, or had it last.
    pub holder: i64,
    /// The first instant at which it is nobody's.
    pub lease_until: Timestamp,
    /// When its last id was made, as far as it was told.
    pub last_id_at: Timestamp,
}

impl Store {
    /// Every number that was ever used, the lowest first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn nodes(&self) -> Result<Vec<NodeRow>, Fault> {
        self.engine.rows(LIST.with(args![])).await?.iter().map(decode).collect()
    }

    /// Takes a number for `holder` from `now` to `until`; false where it is somebody's. `before` is who had it last,
    /// 0 where nobody ever had.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn take_node(
        &self,
        number: u16,
        holder: i64,
        before: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, Fault> {
        let row = args![i64::from(number), holder, now.0, until.0, before];
        self.held(TAKE.step(row, Touch::One)).await
    }

    /// Keeps a number until `until`; false where somebody else has taken it since it ran out.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn renew_node(
        &self,
        number: u16,
        holder: i64,
        until: Timestamp,
        last_id_at: Timestamp,
    ) -> Result<bool, Fault> {
        self.held(RENEW.step(args![i64::from(number), holder, until.0, last_id_at.0], Touch::One)).await
    }

    /// Gives a number back; nothing happens where it is somebody else's by now.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn give_back_node(&self, number: u16, holder: i64, last_id_at: Timestamp) -> Result<(), Fault> {
        let row = args![i64::from(number), holder, last_id_at.0];
        self.commit_unguarded(vec![GIVE_BACK.step(row, Touch::AtMostOne)]).await
    }

    /// Does one guarded step; false where the guard stands against it.
    pub(crate) async fn held(&self, step: Step) -> Result<bool, Fault> {
        match self.commit_batch(Batch { steps: vec![step], journal: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }
}

fn decode(row: &Row) -> Result<NodeRow, Fault> {
    let number = row.int(0)?;
    Ok(NodeRow {
        number: u16::try_from(number).map_err(|_| unknown("node.node_id", number))?,
        holder: row.int(1)?,
        lease_until: Timestamp(row.int(2)?),
        last_id_at: Timestamp(row.int(3)?),
    })
}
