//! Node numbers: each process that makes ids has one that no other has at the same time.
//!
//! A number is claimed until an instant and kept by claiming more before that. No id says that it was made after that
//! instant, and whoever has the number next begins after it: two processes never make the same id, whatever their
//! clocks say. A process that could not keep its number makes no ids until it has one again.

use std::sync::Arc;
use std::time::Duration;

use kith_domain::time::{Span, Timestamp};
use kith_store::Store;
use kith_store::nodes::NodeRow;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::{Chance, Clock, Fault};

/// How long a server has its number at a time: so long it makes ids without a word from the database, and for so long
/// nobody has the number of one that was killed.
pub const SERVER: Span = Span::seconds(60);
/// How long a command has its number at a time: a long import writes in one transaction, and cannot claim meanwhile.
pub const COMMAND: Span = Span::days(1);

/// How many numbers there are.
const NUMBERS: u16 = 1024;
/// How far this clock may be behind the last id that anybody made.
const BEHIND: Span = Span::seconds(60);
/// How often others may be first, one for each number, before this is given up.
const TRIES: usize = 1024;

/// Why a process has no number.
#[derive(Debug, thiserror::Error)]
pub enum ClaimFailure {
    /// Ids would say that they were made before others that are older.
    #[error(
        "this machine's clock says {}, but node {number} made an id at {}: set the clock and start again",
        said(.now), said(.last)
    )]
    Behind {
        /// What this clock says.
        now: Timestamp,
        /// Who made the id.
        number: u16,
        /// When, by its clock.
        last: Timestamp,
    },
    /// 1024 processes run, or were killed a moment ago.
    #[error("all 1024 node numbers are taken; wait until some of them run out, and start again")]
    AllTaken,
    /// The database is in trouble.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A number that this process has.
pub struct Node {
    store: Store,
    clock: Clock,
    lease: Span,
    /// Who this process is to the others.
    holder: i64,
    chance: Chance,
    number: watch::Sender<u16>,
}

/// A number that is kept until it is given back.
pub struct Kept {
    node: Arc<Node>,
    stop: watch::Sender<bool>,
    keeping: JoinHandle<()>,
}

impl Node {
    /// Claims the lowest number that is free, for `lease` from now on.
    ///
    /// # Errors
    /// The clock is behind the ids that others have made; no number is free; the database is in trouble.
    pub async fn claim(store: &Store, clock: &Clock, lease: Span) -> Result<Self, ClaimFailure> {
        let chance = Chance::waiting();
        let holder = chance.name();
        let number = watch::Sender::new(0);
        let node = Self { store: store.clone(), clock: clock.clone(), lease, holder, chance, number };
        node.take().await?;
        Ok(node)
    }

    /// The number, 0 to 1023.
    pub fn number(&self) -> u16 {
        *self.number.borrow()
    }

    /// Where ids with this number come from.
    pub fn chance(&self) -> Chance {
        self.chance.clone()
    }

    /// Claims the number for longer, or another one where somebody has taken it since it ran out.
    ///
    /// # Errors
    /// As [`Node::claim`]; the number is still held for as long as it was.
    pub async fn renew(&self) -> Result<(), ClaimFailure> {
        let until = self.clock.now() + self.lease;
        let (number, last) = (self.number(), self.chance.last_id_at());
        if self.store.renew_node(number, self.holder, until, last).await? {
            self.chance.hold(number, last, until);
            return Ok(());
        }
        // It ran out, so no id was made with it since.
        self.take().await?;
        tracing::warn!(before = number, now = self.number(), "another process took the node number");
        Ok(())
    }

    /// Makes no more ids, and lets others have the number at once.
    ///
    /// # Errors
    /// The database is in trouble; the number is free when its time is over.
    pub async fn give_back(&self) -> Result<(), Fault> {
        self.chance.let_go();
        self.store.give_back_node(self.number(), self.holder, self.chance.last_id_at()).await
    }

    /// Keeps the number until it is given back.
    pub fn keep(self) -> Kept {
        let node = Arc::new(self);
        let (stop, mut stopped) = watch::channel(false);
        let kept = Arc::clone(&node);
        let every = Duration::from_millis(u64::try_from(kept.lease.as_milliseconds() / 4).unwrap_or(1));
        let keeping = tokio::spawn(async move {
            let mut wait = every;
            loop {
                tokio::select! {
                    _ = stopped.wait_for(|stop| *stop) => return,
                    () = tokio::time::sleep(wait) => {}
                }
                wait = match kept.renew().await {
                    Ok(()) => every,
                    Err(failure) => {
                        tracing::warn!(error = %failure, "the node number could not be kept yet");
                        every / 8
                    }
                };
            }
        });
        Kept { node, stop, keeping }
    }

    async fn take(&self) -> Result<(), ClaimFailure> {
        for _ in 0..TRIES {
            let now = self.clock.now();
            let nodes = self.store.nodes().await?;
            if let Some(ahead) = nodes.iter().find(|node| node.last_id_at > now + BEHIND) {
                return Err(ClaimFailure::Behind { now, number: ahead.number, last: ahead.last_id_at });
            }
            let (number, before) = free(&nodes, now).ok_or(ClaimFailure::AllTaken)?;
            let until = now + self.lease;
            let holder_before = before.map_or(0, |node| node.holder);
            if self.store.take_node(number, self.holder, holder_before, now, until).await? {
                let after = before.map_or(Timestamp(0), |node| node.lease_until.max(node.last_id_at));
                self.chance.hold(number, after, until);
                self.number.send_replace(number);
                return Ok(());
            }
        }
        Err(ClaimFailure::AllTaken)
    }
}

impl Kept {
    /// Who this process is.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Makes no more ids, and lets others have the number.
    pub async fn give_back(self) {
        self.stop.send_replace(true);
        if let Err(died) = self.keeping.await {
            tracing::error!(error = %died, "what keeps the node number died");
        }
        if let Err(fault) = self.node.give_back().await {
            tracing::warn!(%fault, "the node number is free when its time is over");
        }
    }
}

fn said(time: &Timestamp) -> String {
    jiff::Timestamp::from_millisecond(time.0).map_or_else(|_| time.0.to_string(), |time| time.to_string())
}

/// The lowest number that nobody has, with who had it last.
fn free(nodes: &[NodeRow], now: Timestamp) -> Option<(u16, Option<NodeRow>)> {
    (0..NUMBERS).find_map(|number| match nodes.iter().find(|node| node.number == number) {
        Some(node) if node.lease_until <= now => Some((number, Some(*node))),
        Some(_held) => None,
        None => Some((number, None)),
    })
}
