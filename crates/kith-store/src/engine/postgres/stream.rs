//! What is too long for one flight: answers read row by row, and writes of any number of rows.

use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::atomic::Ordering::Relaxed;

use futures_util::TryStreamExt;
use futures_util::future::FutureExt;
use tokio::sync::mpsc;
use tokio_postgres::Error;

use super::super::{
    Batch, CommitFailure, Committed, Fault, FaultKind, Query, Row, Statement, Step, Touch, Value,
};
use super::flight::{Leg, fly};
use super::link::{Link, Receipt, Stop};
use super::trouble::fault;
use super::{Inner, PoolLink, bind, own};

/// Rows in one transaction of a bulk write.
const ROWS_IN_BULK: usize = 4096;
const BULK: &str = "bulk write";
/// Batches sent in one flight where any number are done in one transaction.
const BATCHES_IN_PIECE: usize = 64;
/// Pieces worked out ahead of the one that is written.
const PIECES_AHEAD: usize = 2;
const COMMIT_ALL: &str = "commit all";
/// A transaction that may take its time.
const BEGIN: &str =
    "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

impl Inner {
    /// A connection of one's own: whatever is open on it ends with whoever uses it, though that is in the middle of it.
    async fn own_link(&self) -> Result<Link, Fault> {
        Ok(PoolLink::take(self.link().await?))
    }

    pub(super) async fn each(
        &self,
        query: Query,
        mut f: impl FnMut(Row) -> ControlFlow<()> + Send,
    ) -> Result<(), Fault> {
        let name = query.statement.name;
        let failed = |error: Error| fault(name, error);
        let mut link = self.own_link().await?;
        let prepared =
            link.ready(query.statement, &query.args).await.map_err(|stop| unguarded(name, stop))?;
        link.client.batch_execute(BEGIN).await.map_err(failed)?;
        let mut rows = pin!(link.client.query_raw(&prepared, &query.args).await.map_err(failed)?);
        while let Some(row) = rows.try_next().await.map_err(failed)? {
            if f(bind::row(name, &row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) async fn bulk(
        &self,
        statement: &'static Statement,
        rows: impl Iterator<Item = Vec<Value>> + Send + 'static,
    ) -> Result<u64, Fault> {
        let mut pieces = ahead(rows, ROWS_IN_BULK);
        let mut link = self.own_link().await?;
        let mut touched = 0;
        while let Some(piece) = pieces.recv().await {
            touched += write_rows(&mut link, statement, &piece).await?;
            self.counts.ops.fetch_add(piece.len() as u64, Relaxed);
        }
        Ok(touched)
    }

    pub(super) async fn commit_all(
        &self,
        batches: impl Iterator<Item = Batch> + Send + 'static,
    ) -> Result<Committed, CommitFailure> {
        let mut pieces = ahead(batches, BATCHES_IN_PIECE);
        let mut link = self.own_link().await?;
        let failed = |error: Error| fault(COMMIT_ALL, error);
        let new = link.prepare(&own::NEW_RECEIPT).await.map_err(failed)?;
        let id = link.client.query_one(&new, &[]).await.map_err(failed)?.get(0);
        link.client.batch_execute(BEGIN).await.map_err(failed)?;
        let mut told = 0;
        let (mut commits, mut ops) = (0, 0);
        while let Some(piece) = pieces.recv().await {
            write_batches(&mut link, &piece, Receipt { id, number: 1 }, &mut told).await?;
            commits += piece.len() as u64;
            ops += piece.iter().map(|batch| batch.steps.len() as u64).sum::<u64>();
        }
        link.client.batch_execute("COMMIT").await.map_err(failed)?;
        self.counts.groups.fetch_add(1, Relaxed);
        self.counts.commits.fetch_add(commits, Relaxed);
        self.counts.ops.fetch_add(ops, Relaxed);
        self.call_for_numbers();
        Ok(Committed { journal_to: self.journal_last() })
    }
}

/// What an iterator gives, in pieces, worked out off the async threads and a little ahead.
fn ahead<T: Send + 'static>(
    items: impl Iterator<Item = T> + Send + 'static,
    in_piece: usize,
) -> mpsc::Receiver<Vec<T>> {
    let (pieces, taken) = mpsc::channel(PIECES_AHEAD);
    tokio::task::spawn_blocking(move || {
        let mut items = items;
        loop {
            let piece: Vec<T> = items.by_ref().take(in_piece).collect();
            if piece.is_empty() || pieces.blocking_send(piece).is_err() {
                break;
            }
        }
    });
    taken
}

async fn write_rows(
    link: &mut Link,
    statement: &'static Statement,
    rows: &[Vec<Value>],
) -> Result<u64, Fault> {
    let name = statement.name;
    let prepared = link.prepare(statement).await.map_err(|error| fault(name, error))?;
    for row in rows {
        bind::check(name, &prepared, row)?;
    }
    let client = &link.client;
    let begin: Leg<'_, Result<u64, Error>> = client.batch_execute(BEGIN).map(|done| done.map(|()| 0)).boxed();
    let legs = rows.iter().map(|row| client.execute_raw(&prepared, row).boxed());
    let mut touched = 0;
    for answer in fly(std::iter::once(begin).chain(legs).collect()).await {
        touched += answer.map_err(|error| fault(name, error))?;
    }
    client.batch_execute("COMMIT").await.map_err(|error| fault(BULK, error))?;
    Ok(touched)
}

async fn write_batches(
    link: &mut Link,
    batches: &[Batch],
    receipt: Receipt,
    told: &mut i64,
) -> Result<(), CommitFailure> {
    let mut held = Vec::new();
    for entry in batches.iter().flat_map(|batch| &batch.journal) {
        *told += 1;
        held.push(own::HOLD.step(own::held(entry, receipt, *told), Touch::One));
    }
    let steps: Vec<&Step> = batches.iter().flat_map(|batch| &batch.steps).chain(&held).collect();
    let mut prepared = Vec::with_capacity(steps.len());
    for step in &steps {
        let ready = link.ready(step.statement, &step.args).await;
        prepared.push(ready.map_err(|stop| unguarded(step.statement.name, stop))?);
    }
    let client = &link.client;
    let legs =
        steps.iter().zip(&prepared).map(|(step, prepared)| client.execute_raw(prepared, &step.args).boxed());
    for (step, answer) in steps.iter().zip(fly(legs.collect()).await) {
        let conflict = CommitFailure::Conflict { step: step.statement.name };
        match answer {
            Ok(rows) if step.touch.allows(rows) => {}
            Ok(_) => return Err(conflict),
            Err(error) => match Stop::from(step.statement.name, error) {
                Stop::Conflict => return Err(conflict),
                Stop::Lost(fault) | Stop::Again(fault) | Stop::Fault(fault) => return Err(fault.into()),
            },
        }
    }
    Ok(())
}

fn unguarded(doing: &'static str, stop: Stop) -> Fault {
    match stop {
        Stop::Lost(fault) | Stop::Again(fault) | Stop::Fault(fault) => fault,
        Stop::Conflict => Fault::new(FaultKind::Bug, doing, "a constraint stands against it"),
    }
}
