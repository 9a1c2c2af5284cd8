//! The journal's numbers, where many processes write: one of them at a time gives them.
//!
//! An entry is committed into `journal_pending` with the change it tells of. Whoever holds the lease in
//! `journal_head` moves entries from there into the journal, a page in one transaction: the head's row is locked by
//! it, so that whoever has seen one number has seen all below it. The lease only says who should; that nobody else
//! did is said by the epoch and the number in the same row. Readers are woken by one NOTIFY for each page, and look
//! for themselves beneath that.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::future::FutureExt;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::AsyncMessage;
use tokio_postgres::types::ToSql;

use super::commit::discard;
use super::flight::{Leg, fly};
use super::link::Link;
use super::trouble::fault;
use super::{Inner, own};
use crate::engine::{Fault, FaultKind};

/// Entries numbered in one transaction.
const PAGE: i64 = 500;
/// How long whoever holds the lease waits after a page, so that the next one holds what several commits left.
const BREATH: Duration = Duration::from_millis(2);
/// How often to look without having been called.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How often the lease is renewed, and asked for.
const RENEW_EVERY: Duration = Duration::from_secs(1);
const AFTER_FAULT: Duration = Duration::from_millis(500);
const NUMBER: &str = "number the journal";

const TAKE_LEASE: &str = "UPDATE journal_head SET epoch = CASE WHEN holder = $1 THEN epoch ELSE epoch + 1 END, \
     holder = $1, lease_until = clock_timestamp() + interval '3 seconds' \
     WHERE part = 0 AND (holder = $1 OR lease_until < clock_timestamp()) RETURNING epoch, seq";
const GIVE_UP_LEASE: &str =
    "UPDATE journal_head SET lease_until = '-infinity' WHERE part = 0 AND holder = $1 AND epoch = $2";
const HEAD: &str = "SELECT seq FROM journal_head WHERE part = 0";
const PENDING: &str = "SELECT lo, hi, version, kind, inv_id, actor_id, at, visible_at, receipt_id, number, place \
     FROM journal_pending ORDER BY at, lo, hi, version, place LIMIT $1";
const ADVANCE: &str = "UPDATE journal_head SET seq = $3, lease_until = clock_timestamp() + interval '3 seconds' \
     WHERE part = 0 AND holder = $1 AND epoch = $2 AND seq = $4";
const APPEND: &str = "INSERT INTO journal (part, seq, lo, hi, version, kind, inv_id, actor_id, at, visible_at) \
     SELECT 0, t.seq, t.lo, t.hi, t.version, t.kind, t.inv_id, t.actor_id, t.at, t.visible_at \
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::bigint[], $7::bigint[], \
     $8::bigint[], $9::bigint[]) AS t (seq, lo, hi, version, kind, inv_id, actor_id, at, visible_at)";
const TAKE: &str = "DELETE FROM journal_pending p USING unnest($1::bigint[], $2::bigint[], $3::bigint[], \
     $4::bigint[]) AS t (lo, receipt_id, number, place) \
     WHERE p.lo = t.lo AND p.receipt_id = t.receipt_id AND p.number = t.number AND p.place = t.place";

/// The right to number the journal, as long as nobody else has taken it.
#[derive(Clone, Copy)]
struct Lease {
    epoch: i64,
    seq: i64,
    renewed: Instant,
}

/// What one process knows of the lease.
struct Numbering {
    /// Who this process is to the others; 0 before it has asked.
    me: i64,
    lease: Option<Lease>,
    asked: Option<Instant>,
}

/// An entry that waits for its number.
struct Pending {
    lo: i64,
    hi: i64,
    version: i64,
    kind: i16,
    inv_id: i64,
    actor_id: i64,
    at: i64,
    visible_at: i64,
    receipt_id: i64,
    number: i64,
    place: i64,
}

impl Inner {
    /// Starts to follow the journal, and to number it when it is this process's turn; once.
    pub(super) fn follow(self: &Arc<Inner>) {
        if self.following.swap(true, Relaxed) {
            return;
        }
        let tasks = [tokio::spawn(number(Arc::downgrade(self))), tokio::spawn(listen(Arc::downgrade(self)))];
        super::lock(&self.tasks).extend(tasks);
    }

    /// Something was committed that wants a number: this process gives it, or calls the one that does.
    pub(super) fn call_for_numbers(&self) {
        self.committed.store(true, Relaxed);
        self.wake.notify_one();
    }

    /// Whether entries wait for their numbers.
    pub(super) async fn journal_waits(&self) -> Result<bool, Fault> {
        let waits = "SELECT EXISTS (SELECT 1 FROM journal_pending)";
        Ok(self.asked(waits).await?.is_some_and(|row| row.get(0)))
    }

    /// Looks for the last number.
    pub(super) async fn look(&self) -> Result<(), Fault> {
        let head = self.asked(HEAD).await?;
        self.publish(head.map_or(0, |row| row.get(0)));
        Ok(())
    }

    /// The answer to a question about the journal.
    async fn asked(&self, sql: &'static str) -> Result<Option<tokio_postgres::Row>, Fault> {
        let link = self.link_until(Instant::now() + self.options.deadline).await?;
        let answer = in_time(self, link.client.query_opt(sql, &[]).map(|row| row.map_err(failed))).await;
        if answer.is_err() {
            discard(link);
        }
        answer
    }
}

/// Numbers what waits whenever it is called, and beneath that from time to time.
async fn number(engine: Weak<Inner>) {
    let mut numbering = Numbering { me: 0, lease: None, asked: None };
    loop {
        let Some(inner) = engine.upgrade() else { return };
        let wait = match numbering.round(&inner).await {
            Ok(()) => LOOK_EVERY,
            Err(fault) => {
                tracing::warn!(%fault, source = ?std::error::Error::source(&fault), "the journal waits");
                numbering.lease = None;
                AFTER_FAULT
            }
        };
        let (wake, closing) = (Arc::clone(&inner.wake), Arc::clone(&inner.closing));
        drop(inner);
        tokio::select! {
            () = wake.notified() => {}
            () = sleep(wait) => {}
            () = closing.notified() => {
                if let Some(inner) = engine.upgrade() {
                    numbering.give_up(&inner).await;
                }
                return;
            }
        }
        sleep(BREATH).await;
    }
}

impl Numbering {
    async fn round(&mut self, inner: &Inner) -> Result<(), Fault> {
        let mut link = inner.link_until(Instant::now() + inner.options.deadline).await?;
        let done = self.round_over(inner, &mut link).await;
        if done.is_err() {
            // Whatever is open there ends with it.
            discard(link);
        }
        done
    }

    async fn round_over(&mut self, inner: &Inner, link: &mut Link) -> Result<(), Fault> {
        let called = inner.committed.swap(false, Relaxed);
        in_time(inner, self.ask(link)).await?;
        if self.lease.is_none() {
            if called {
                let tell = link.client.batch_execute("NOTIFY kith_pending");
                in_time(inner, tell.map(|told| told.map_err(failed))).await?;
            }
            let head = link.client.query_opt(HEAD, &[]).map(|head| head.map_err(failed));
            inner.publish(in_time(inner, head).await?.map_or(0, |row| row.get(0)));
            return Ok(());
        }
        while let Some(lease) = self.lease {
            inner.publish(lease.seq);
            let entries = in_time(inner, pending(link)).await?;
            if entries.is_empty() {
                break;
            }
            self.lease = in_time(inner, append(link, self.me, lease, &entries)).await?;
        }
        Ok(())
    }

    /// Asks for the lease, or for more of it, if it is time.
    async fn ask(&mut self, link: &mut Link) -> Result<(), Fault> {
        let due = |then: Option<Instant>| then.is_none_or(|then| then.elapsed() >= RENEW_EVERY);
        if !due(self.lease.map(|lease| lease.renewed).or(self.asked)) {
            return Ok(());
        }
        if self.me == 0 {
            let new = link.prepare(&own::NEW_RECEIPT).await.map_err(failed)?;
            self.me = link.client.query_one(&new, &[]).await.map_err(failed)?.get(0);
        }
        let now = Instant::now();
        let given = link.client.query_opt(TAKE_LEASE, &[&self.me]).await.map_err(failed)?;
        self.asked = Some(now);
        self.lease = given.map(|row| Lease { epoch: row.get(0), seq: row.get(1), renewed: now });
        Ok(())
    }

    /// Lets the next one take over at once.
    async fn give_up(&self, inner: &Inner) {
        let Some(lease) = self.lease else { return };
        let Ok(link) = inner.link_until(Instant::now() + Duration::from_secs(1)).await else { return };
        if let Err(error) = link.client.execute(GIVE_UP_LEASE, &[&self.me, &lease.epoch]).await {
            tracing::debug!(%error, "the lease of the journal runs out by itself");
        }
    }
}

/// What a server that hangs, or is gone without a word, does not answer is asked again on another connection: whoever
/// waited for it would number nothing ever after, though another server has long taken over.
async fn in_time<T>(inner: &Inner, asked: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let late = |_| Err(Fault::new(FaultKind::Unavailable, NUMBER, "the database did not answer in time"));
    timeout(inner.options.deadline, asked).await.unwrap_or_else(late)
}

async fn pending(link: &Link) -> Result<Vec<Pending>, Fault> {
    let rows = link.client.query(PENDING, &[&PAGE]).await.map_err(failed)?;
    let read = |row: &tokio_postgres::Row| Pending {
        lo: row.get(0),
        hi: row.get(1),
        version: row.get(2),
        kind: row.get(3),
        inv_id: row.get(4),
        actor_id: row.get(5),
        at: row.get(6),
        visible_at: row.get(7),
        receipt_id: row.get(8),
        number: row.get(9),
        place: row.get(10),
    };
    Ok(in_order(rows.iter().map(read).collect()))
}

/// Between the same two members versions rise, whatever the clocks of the nodes that wrote them said.
fn in_order(mut entries: Vec<Pending>) -> Vec<Pending> {
    let mut places: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (place, entry) in entries.iter().enumerate() {
        places.entry((entry.lo, entry.hi)).or_default().push(place);
    }
    let mut taken: Vec<Option<Pending>> = entries.drain(..).map(Some).collect();
    let mut ordered: Vec<Option<Pending>> = taken.iter().map(|_| None).collect();
    for places in places.into_values() {
        let mut pair: Vec<Pending> = places.iter().filter_map(|place| taken[*place].take()).collect();
        pair.sort_by_key(|entry| entry.version);
        for (place, entry) in places.into_iter().zip(pair) {
            ordered[place] = Some(entry);
        }
    }
    ordered.into_iter().flatten().collect()
}

/// Gives entries their numbers, in one transaction. Returns the lease after it; none where somebody else has it.
async fn append(link: &mut Link, me: i64, lease: Lease, entries: &[Pending]) -> Result<Option<Lease>, Fault> {
    let count = entries.len() as u64;
    let last = lease.seq + entries.len() as i64;
    let column = |read: fn(&Pending) -> i64| entries.iter().map(read).collect::<Vec<i64>>();
    let numbers: Vec<i64> = (lease.seq + 1..=last).collect();
    let kinds: Vec<i16> = entries.iter().map(|entry| entry.kind).collect();
    let (lo, hi, version) = (column(|e| e.lo), column(|e| e.hi), column(|e| e.version));
    let (inv_id, actor_id) = (column(|e| e.inv_id), column(|e| e.actor_id));
    let (at, visible_at) = (column(|e| e.at), column(|e| e.visible_at));
    let (receipt_id, number, place) = (column(|e| e.receipt_id), column(|e| e.number), column(|e| e.place));

    let client = &link.client;
    let mut prepared = Vec::with_capacity(3);
    for sql in [ADVANCE, APPEND, TAKE] {
        prepared.push(client.prepare(sql).await.map_err(failed)?);
    }
    let advance: [&(dyn ToSql + Sync); 4] = [&me, &lease.epoch, &last, &lease.seq];
    let append: [&(dyn ToSql + Sync); 9] =
        [&numbers, &lo, &hi, &version, &kinds, &inv_id, &actor_id, &at, &visible_at];
    let take: [&(dyn ToSql + Sync); 4] = [&lo, &receipt_id, &number, &place];
    let legs: Vec<Leg<'_, _>> = vec![
        client.batch_execute("BEGIN").map(|begun| begun.map(|()| 0)).boxed(),
        client.execute(&prepared[0], &advance).boxed(),
        client.execute(&prepared[1], &append).boxed(),
        client.execute(&prepared[2], &take).boxed(),
    ];
    let touched: Vec<u64> = fly(legs).await.into_iter().collect::<Result<_, _>>().map_err(failed)?;
    if touched != [0, 1, count, count] {
        // Somebody else has taken over, or is about to.
        client.batch_execute("ROLLBACK").await.map_err(failed)?;
        return Ok(None);
    }
    let tell = format!("COMMIT; NOTIFY kith_journal, '{last}'");
    client.batch_execute(&tell).await.map_err(failed)?;
    Ok(Some(Lease { seq: last, renewed: Instant::now(), ..lease }))
}

/// Hears what the others tell.
async fn listen(engine: Weak<Inner>) {
    loop {
        let Some(inner) = engine.upgrade() else { return };
        let connected = inner.address.config.connect(inner.address.tls.clone()).await;
        drop(inner);
        match connected {
            Ok((client, mut connection)) => {
                let (heard, mut hearing) = mpsc::unbounded_channel();
                let driver = tokio::spawn(async move {
                    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
                        if let AsyncMessage::Notification(notification) = message
                            && heard.send(notification).is_err()
                        {
                            break;
                        }
                    }
                });
                let _ends_with_this = AbortOnDrop(driver);
                if client.batch_execute("LISTEN kith_journal; LISTEN kith_pending").await.is_ok() {
                    while let Some(notification) = hearing.recv().await {
                        let Some(inner) = engine.upgrade() else { return };
                        match notification.payload().parse() {
                            Ok(last) => inner.publish(last),
                            Err(_called) => inner.wake.notify_one(),
                        }
                    }
                }
            }
            Err(error) => tracing::debug!(%error, "nobody can be heard; looking from time to time"),
        }
        sleep(RENEW_EVERY).await;
    }
}

/// Ends a task with whoever waits for it.
struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn failed(error: tokio_postgres::Error) -> Fault {
    fault(NUMBER, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(lo: i64, hi: i64, version: i64, at: i64) -> Pending {
        Pending {
            lo,
            hi,
            version,
            at,
            kind: 1,
            inv_id: 0,
            actor_id: lo,
            visible_at: at,
            receipt_id: 1,
            number: version,
            place: 0,
        }
    }

    #[test]
    fn a_clock_that_was_behind_does_not_turn_two_members_history_around() {
        let entries = vec![entry(1, 2, 4, 10), entry(3, 4, 1, 11), entry(1, 2, 3, 12), entry(1, 2, 4, 13)];
        let ordered: Vec<_> = in_order(entries).iter().map(|e| (e.lo, e.version, e.at)).collect();
        assert_eq!(ordered, [(1, 3, 12), (3, 1, 11), (1, 4, 10), (1, 4, 13)]);
    }
}
