//! A batch in two flights: everything up to the guards, then COMMIT.
//!
//! The first flight leaves the transaction's number in the connection's receipt. If COMMIT is not answered, the
//! receipt tells whether it was done: whoever asks waits at the receipt's lock for a transaction that is still under
//! way. So a batch is never done twice, and none that was done is called failed.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::super::{Batch, CommitFailure, Committed, Fault, FaultKind, Step, Touch, args};
use super::flight::{Leg, fly};
use super::link::{Link, Receipt, Stop};
use super::{Inner, PoolLink, own};

/// How long to wait before the same is tried again after somebody else was in the way.
const SOON: Duration = Duration::from_millis(5);
/// How long to wait before another connection is tried.
const LATER: Duration = Duration::from_millis(75);
const COMMIT: &str = "commit";

/// Why an attempt did not commit.
enum Setback {
    /// It would fail again.
    Final(CommitFailure),
    /// Somebody else was in the way.
    Again(Fault),
    /// The connection is lost, and nothing was done.
    Lost(Fault),
    /// COMMIT was sent and not answered.
    Unknown(Receipt, Fault),
}

impl Inner {
    /// Does a batch, trying again while that can help, until the deadline.
    pub(super) async fn commit(&self, batch: &Batch) -> Result<Committed, CommitFailure> {
        let deadline = Instant::now() + self.options.deadline;
        loop {
            let mut link = self.link_until(deadline).await?;
            let setback = match self.attempt(&mut link, batch, deadline).await {
                Ok(()) => return Ok(self.committed(batch)),
                Err(setback) => setback,
            };
            let (wait, fault) = match setback {
                Setback::Final(failure) => {
                    if matches!(failure, CommitFailure::Conflict { .. }) {
                        self.counts.conflicts.fetch_add(1, Relaxed);
                    }
                    return Err(failure);
                }
                Setback::Again(fault) => (SOON, fault),
                Setback::Lost(fault) => {
                    discard(link);
                    (LATER, fault)
                }
                Setback::Unknown(receipt, fault) => {
                    discard(link);
                    if self.resolve(receipt, &fault).await? {
                        return Ok(self.committed(batch));
                    }
                    (LATER, fault)
                }
            };
            self.counts.regroups.fetch_add(1, Relaxed);
            if Instant::now() + wait >= deadline {
                return Err(fault.into());
            }
            // Two that met go apart: each connection waits a little longer than the one before it.
            sleep(wait + Duration::from_micros(self.jitter.fetch_add(397, Relaxed) % 10_000)).await;
        }
    }

    fn committed(&self, batch: &Batch) -> Committed {
        self.counts.commits.fetch_add(1, Relaxed);
        self.counts.groups.fetch_add(1, Relaxed);
        self.counts.ops.fetch_add(batch.steps.len() as u64, Relaxed);
        if !batch.journal.is_empty() {
            self.call_for_numbers();
        }
        Committed { journal_to: self.journal_last() }
    }

    async fn attempt(&self, link: &mut Link, batch: &Batch, deadline: Instant) -> Result<(), Setback> {
        let lost = |_elapsed| Setback::Lost(silent());
        let receipt = timeout_at(deadline, receipt(link)).await.map_err(lost)?.map_err(setback(COMMIT))?;
        match timeout_at(deadline, first_flight(link, receipt, batch)).await.map_err(lost)? {
            Ok(()) => {}
            Err((failed, setback)) => {
                // Where the connection is lost, so is the transaction.
                if !matches!(setback, Setback::Lost(_)) {
                    let undone = timeout_at(deadline, link.client.batch_execute("ROLLBACK")).await;
                    if !matches!(undone, Ok(Ok(()))) {
                        return Err(Setback::Lost(Fault::new(
                            FaultKind::Unavailable,
                            failed,
                            "the way back was lost",
                        )));
                    }
                }
                return Err(setback);
            }
        }
        match timeout_at(deadline, link.client.batch_execute("COMMIT")).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(match Stop::from(COMMIT, error) {
                Stop::Again(fault) => Setback::Again(fault),
                Stop::Conflict => Setback::Final(CommitFailure::Conflict { step: COMMIT }),
                Stop::Lost(fault) | Stop::Fault(fault) => Setback::Unknown(receipt, fault),
            }),
            Err(_elapsed) => Err(Setback::Unknown(receipt, silent())),
        }
    }

    /// Whether the transaction with this receipt was committed. Waits for one that is still under way.
    async fn resolve(&self, receipt: Receipt, cause: &Fault) -> Result<bool, CommitFailure> {
        // The question matters more than the deadline of who asked it: it is asked for longer.
        let deadline = Instant::now() + self.options.deadline.max(Duration::from_secs(30));
        tracing::warn!(source = ?cause, "a commit was not answered; looking for it");
        while Instant::now() < deadline {
            let Ok(mut link) = self.link_until(deadline).await else { break };
            let found = timeout_at(deadline, async {
                let look = link.ready(&own::LOOK, &args![receipt.id]).await?;
                link.client
                    .query_opt(&look, &[&receipt.id])
                    .await
                    .map_err(|error| Stop::from(own::LOOK.name, error))
            });
            match found.await {
                // The row is kept for a day, and nobody else takes it away.
                Ok(Ok(row)) => return Ok(row.is_some_and(|row| row.get::<_, i64>(0) == receipt.number)),
                // Whoever still holds the row does not for ever: asked again, it answers.
                Ok(Err(Stop::Fault(fault))) if fault.kind() != FaultKind::Unavailable => {
                    return Err(fault.into());
                }
                Ok(Err(Stop::Fault(_) | Stop::Lost(_) | Stop::Again(_) | Stop::Conflict)) | Err(_) => {
                    discard(link)
                }
            }
            sleep(LATER).await;
        }
        Err(Fault::new(
            FaultKind::Unavailable,
            COMMIT,
            format!(
                "the database went away during the commit, and whether it was done is not known: {cause:?}"
            ),
        )
        .into())
    }
}

/// The connection's receipt with its next number; made with its first commit.
async fn receipt(link: &mut Link) -> Result<Receipt, Stop> {
    if let Some(last) = &mut link.receipt {
        last.number += 1;
        return Ok(*last);
    }
    let failed = |error| Stop::from(own::NEW_RECEIPT.name, error);
    link.client.batch_execute(own::TIDY_RECEIPTS).await.map_err(failed)?;
    let new = link.prepare(&own::NEW_RECEIPT).await.map_err(failed)?;
    let row = link.client.query_one(&new, &[]).await.map_err(failed)?;
    let receipt = Receipt { id: row.get(0), number: 1 };
    link.receipt = Some(receipt);
    Ok(receipt)
}

/// BEGIN, the receipt, the steps and the journal, all in one flight. The first that fails is what failed.
async fn first_flight(
    link: &mut Link,
    receipt: Receipt,
    batch: &Batch,
) -> Result<(), (&'static str, Setback)> {
    let sign = own::SIGN.step(args![receipt.id, receipt.number], Touch::One);
    let told: Vec<Step> = (0_i64..)
        .zip(&batch.journal)
        .map(|(place, entry)| own::HOLD.step(own::held(entry, receipt, place), Touch::One))
        .collect();
    let steps = || std::iter::once(&sign).chain(&batch.steps).chain(&told);
    let mut prepared = Vec::with_capacity(batch.steps.len() + 2);
    for step in steps() {
        let name = step.statement.name;
        prepared
            .push(link.ready(step.statement, &step.args).await.map_err(|stop| (name, setback(name)(stop)))?);
    }
    let client = &link.client;
    let begin: Leg<'_, _> = Box::pin(async { client.batch_execute("BEGIN").await.map(|()| 1) });
    let legs = steps().zip(&prepared).map(|(step, prepared)| {
        let leg: Leg<'_, _> = Box::pin(client.execute_raw(prepared, &step.args));
        leg
    });
    let mut answers = fly(std::iter::once(begin).chain(legs).collect()).await.into_iter();
    if let Some(Err(error)) = answers.next() {
        return Err((COMMIT, Setback::Lost(super::trouble::fault(COMMIT, error))));
    }
    for (step, answer) in steps().zip(answers) {
        let name = step.statement.name;
        let conflict = || Setback::Final(CommitFailure::Conflict { step: name });
        match answer {
            Ok(rows) if step.touch.allows(rows) => {}
            // Its receipt was tidied away: the connection is older than it may be.
            Ok(_) if std::ptr::eq(step, &raw const sign) => return Err((name, Setback::Lost(silent()))),
            Ok(_) => return Err((name, conflict())),
            Err(error) => return Err((name, setback(name)(Stop::from(name, error)))),
        }
    }
    Ok(())
}

fn setback(step: &'static str) -> impl Fn(Stop) -> Setback {
    move |stop| match stop {
        Stop::Lost(fault) => Setback::Lost(fault),
        Stop::Again(fault) => Setback::Again(fault),
        Stop::Conflict => Setback::Final(CommitFailure::Conflict { step }),
        Stop::Fault(fault) => Setback::Final(fault.into()),
    }
}

fn silent() -> Fault {
    Fault::new(FaultKind::Unavailable, COMMIT, "the database did not answer in time")
}

/// Takes a connection out of the pool and closes it.
pub(super) fn discard(link: PoolLink) {
    drop(PoolLink::take(link));
}
