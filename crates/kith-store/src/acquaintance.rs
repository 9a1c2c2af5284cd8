//! Who knows whom, in memory: read once from the relations, and kept true by this process's own commits at once and by
//! those of all processes as the journal tells of them.
//!
//! What two members may do stands in their relation, which is read from the database; how far apart others are, whom they
//! share and who is near comes from here, and is at most as old as the journal is behind.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use kith_domain::change::{Change, EventKind};
use kith_domain::id::MemberId;
use kith_domain::relation::{Pair, Relation};
use kith_graph::{Builder, Graph, Tie};

use crate::Store;
use crate::engine::{Fault, FaultKind, Query, Row, args, statements};
use crate::journal::Entry;
use crate::relations::{HI_LIMITS, LO_LIMITS};

statements! {
    TIES = "relations/ties";
    TIE = "relations/tie";
}

/// How many entries of the journal are followed at once.
const ENTRIES: u32 = 1_000;
/// How long the version of a pair is kept in mind at least, after it was written: no read takes as long.
const MINDED: Duration = Duration::from_secs(120);

/// The graph of one store, shared by its clones.
#[derive(Default)]
pub(crate) struct Acquaintance {
    state: RwLock<State>,
    /// What this process committed while the graph was being read, oldest first; none while it is not.
    early: Mutex<Option<Vec<Update>>>,
    /// One reads or follows at a time.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    graph: Option<Graph>,
    /// Up to which entry the journal was followed.
    followed: i64,
    versions: Versions,
}

/// What stands between two members since a version of their relation.
#[derive(Clone, Copy)]
struct Update {
    pair: Pair,
    version: i64,
    tie: Option<Tie>,
}

/// The versions of pairs written of late: what is read late must not undo what was written after it.
#[derive(Default)]
struct Versions {
    young: HashMap<Pair, i64>,
    old: HashMap<Pair, i64>,
    turned: Option<Instant>,
}

/// How much of who knows whom a process holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Members with connections.
    pub members: usize,
    /// Connections, each once.
    pub connections: u64,
    /// Bytes of memory.
    pub bytes: usize,
}

impl Store {
    /// Reads who knows whom, unless this process has; without it the first question does.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn read_graph(&self) -> Result<Known, Fault> {
        self.known(|_| ()).await?;
        Ok(self.known_now())
    }

    /// What this process holds of who knows whom at the moment.
    pub fn known_now(&self) -> Known {
        let state = self.acquaintance.state();
        state.graph.as_ref().map_or_else(Known::default, |graph| Known {
            members: graph.members(),
            connections: graph.connections(),
            bytes: graph.bytes(),
        })
    }

    /// Takes up what the journal tells of connections that were made and ended, by whichever process.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn follow_connections(&self) -> Result<(), Fault> {
        let _turn = self.acquaintance.turn.lock().await;
        // Who has not read them yet has nothing to bring up to date.
        while let Some(followed) = self.acquaintance.followed() {
            let entries = self.journal_after(followed, ENTRIES).await?;
            if entries.is_empty() {
                break;
            }
            self.take_up(&entries).await?;
        }
        Ok(())
    }

    /// The same from the entries of the journal after `after`, which somebody has read already.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn follow_entries(&self, after: i64, entries: &[Entry]) -> Result<(), Fault> {
        let turn = self.acquaintance.turn.lock().await;
        let Some(followed) = self.acquaintance.followed() else { return Ok(()) };
        if followed < after {
            // Whoever read them began later.
            drop(turn);
            return self.follow_connections().await;
        }
        let new = entries.partition_point(|entry| entry.seq <= followed);
        self.take_up(&entries[new..]).await
    }

    /// Takes up the entries after those that were; whoever calls has the turn.
    async fn take_up(&self, entries: &[Entry]) -> Result<(), Fault> {
        let Some(last) = entries.last().map(|entry| entry.seq) else { return Ok(()) };
        if entries.iter().any(|entry| entry.kind == EventKind::Imported) {
            return self.read_connections().await;
        }
        let moved = self.acquaintance.unknown(entries.iter().filter(|entry| moves(entry.kind)));
        let updates = self.read_ties(&moved).await?;
        self.acquaintance.follow(updates, last);
        Ok(())
    }

    /// The pairs about whom memory and database do not say the same: none, once the journal was followed to its end.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn misremembered(&self) -> Result<Vec<Pair>, Fault> {
        let mut stored: HashMap<Pair, Tie> = HashMap::new();
        self.each_tie(|pair, tie| {
            stored.insert(pair, tie);
        })
        .await?;
        self.known(|graph| {
            let known = graph.ties().into_iter();
            let mut wrong: Vec<Pair> =
                known.filter(|(pair, tie)| stored.remove(pair) != Some(*tie)).map(|(pair, _)| pair).collect();
            wrong.extend(stored.into_keys());
            wrong
        })
        .await
    }

    /// An answer of the graph, read before where it has to be.
    pub(crate) async fn known<T>(&self, ask: impl FnOnce(&Graph) -> T) -> Result<T, Fault> {
        loop {
            if let Some(graph) = &self.acquaintance.state().graph {
                return Ok(ask(graph));
            }
            let _turn = self.acquaintance.turn.lock().await;
            if !self.acquaintance.is_read() {
                self.read_connections().await?;
            }
        }
    }

    /// This process has committed changes: what they mean for connections is known at once.
    pub(crate) fn committed(&self, changes: &[Change]) {
        for change in changes {
            // Most decisions are about invitations, and change no tie.
            if let Change::Relation { after, event } = change
                && moves(event.kind)
            {
                self.acquaintance.take(Update::of(after));
            }
        }
    }

    /// Connections were written by other means than decisions: all are read anew when they are asked for next.
    pub(crate) fn forget_connections(&self) {
        self.acquaintance.write().graph = None;
    }

    /// Reads all connections; whoever calls has the turn.
    async fn read_connections(&self) -> Result<(), Fault> {
        // What was committed before this number is seen by the reading; what came after is followed.
        let followed = self.journal_end().await?;
        let reading = self.acquaintance.begin();
        let mut builder = Builder::default();
        self.each_tie(|pair, tie| builder.add(pair, tie)).await?;
        let built = tokio::task::spawn_blocking(move || builder.finish()).await;
        let graph = built.map_err(|died| Fault::new(FaultKind::Bug, "build who knows whom", died))?;
        let early = reading.finish(graph, followed);
        // What this process committed meanwhile may have been followed by others, before the reading or after.
        let updates = self.read_ties(&early).await?;
        self.acquaintance.follow(updates, followed);
        Ok(())
    }

    /// Hands every tie to `take`, in no order.
    async fn each_tie(&self, mut take: impl FnMut(Pair, Tie) + Send) -> Result<(), Fault> {
        let mut wrong = None;
        self.engine
            .each(TIES.with(args![]), |row| match decode(&row) {
                Ok(tie) => {
                    tie.into_iter().for_each(|(pair, tie)| take(pair, tie));
                    ControlFlow::Continue(())
                }
                Err(fault) => {
                    wrong = Some(fault);
                    ControlFlow::Break(())
                }
            })
            .await?;
        wrong.map_or(Ok(()), Err)
    }

    /// What stands between these pairs now.
    async fn read_ties(&self, pairs: &[Pair]) -> Result<Vec<Update>, Fault> {
        let rows = self.engine.fetch(pairs.iter().map(|pair| tie(*pair)).collect()).await?;
        pairs.iter().zip(&rows).map(|(pair, rows)| update(*pair, rows.first())).collect()
    }
}

impl Acquaintance {
    fn is_read(&self) -> bool {
        self.state().graph.is_some()
    }

    fn followed(&self) -> Option<i64> {
        let state = self.state();
        state.graph.as_ref().map(|_| state.followed)
    }

    fn begin(&self) -> Reading<'_> {
        *self.early() = Some(Vec::new());
        Reading { of: self }
    }

    /// The pairs of these entries of which no version as late is known; those are this process's own.
    fn unknown<'a>(&self, entries: impl Iterator<Item = &'a Entry>) -> Vec<Pair> {
        let state = self.state();
        let unknown =
            entries.filter_map(|entry| entry.pair.filter(|pair| !state.versions.knows(*pair, entry.version)));
        let mut unknown: Vec<Pair> = unknown.collect();
        unknown.sort_unstable_by_key(|pair| (pair.lo(), pair.hi()));
        unknown.dedup();
        unknown
    }

    fn follow(&self, updates: Vec<Update>, followed: i64) {
        let mut state = self.write();
        updates.into_iter().for_each(|update| state.take(update));
        state.followed = followed;
    }

    fn take(&self, update: Update) {
        if let Some(early) = &mut *self.early() {
            early.push(update);
        }
        self.write().take(update);
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        // A panic between two writes would leave a tie known from one side alone; none can come there.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn early(&self) -> std::sync::MutexGuard<'_, Option<Vec<Update>>> {
        self.early.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reading under way. Where it fails, or nobody waits for it any more, nothing is kept for it any longer.
struct Reading<'a> {
    of: &'a Acquaintance,
}

impl Reading<'_> {
    /// The graph is there, with what this process committed meanwhile. Returns about whom that was.
    fn finish(self, graph: Graph, followed: i64) -> Vec<Pair> {
        let mut state = self.of.write();
        state.graph = Some(graph);
        state.followed = followed;
        // Nobody adds to it any more: who commits from here on finds the graph.
        let early = self.of.early().take().unwrap_or_default();
        early.iter().for_each(|update| state.take(*update));
        early.into_iter().map(|update| update.pair).collect()
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        *self.of.early() = None;
    }
}

impl State {
    fn take(&mut self, update: Update) {
        let Some(graph) = &mut self.graph else { return };
        if self.versions.rises(update.pair, update.version) && graph.tie(update.pair) != update.tie {
            graph.set(update.pair, update.tie);
        }
    }
}

impl Update {
    fn of(after: &Relation) -> Self {
        let tie = Tie { lo_limits: after.lo.limits, hi_limits: after.hi.limits };
        Self { pair: after.pair, version: after.version, tie: after.connected().then_some(tie) }
    }
}

impl Versions {
    fn of(&self, pair: Pair) -> Option<i64> {
        self.young.get(&pair).or_else(|| self.old.get(&pair)).copied()
    }

    fn knows(&self, pair: Pair, version: i64) -> bool {
        self.of(pair).is_some_and(|known| known >= version)
    }

    /// Keeps a version in mind, unless a later one is.
    fn rises(&mut self, pair: Pair, version: i64) -> bool {
        if self.of(pair).is_some_and(|known| known > version) {
            return false;
        }
        if self.turned.is_none_or(|turned| turned.elapsed() > MINDED) {
            self.turned = Some(Instant::now());
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(pair, version);
        true
    }
}

/// Whether something of a kind can change how two members are connected, or whom of them the other limits.
fn moves(kind: EventKind) -> bool {
    match kind {
        EventKind::Accepted
        | EventKind::AcceptedOnTerms
        | EventKind::TermsDeclined
        | EventKind::TermsWidened
        | EventKind::TermsChanged
        | EventKind::Disconnected
        | EventKind::Blocked
        | EventKind::Imported => true,
        EventKind::Sent
        | EventKind::Ignored
        | EventKind::Marked
        | EventKind::Reported
        | EventKind::Viewed
        | EventKind::Withdrawn
        | EventKind::Undone
        | EventKind::Expired
        | EventKind::DismissalTakenBack
        | EventKind::MarkTakenBack
        | EventKind::Unblocked
        | EventKind::MessageWritten
        | EventKind::ProfileChanged
        | EventKind::Left
        | EventKind::QuestionAsked
        | EventKind::QuestionAnswered
        | EventKind::NotNow
        | EventKind::SetAside
        | EventKind::BroughtBack
        | EventKind::NoteChanged
        | EventKind::VouchAsked
        | EventKind::OutreachSent
        | EventKind::OutreachAnswered
        | EventKind::OutreachRefused
        | EventKind::Followed
        | EventKind::Unfollowed
        | EventKind::Restricted
        | EventKind::AllowanceGranted
        | EventKind::AllowanceDeclined
        | EventKind::AppealAnswered
        | EventKind::Warned
        | EventKind::CaseDecided
        | EventKind::Suspended
        | EventKind::Restored
        | EventKind::IntroductionAsked
        | EventKind::IntroductionForwarded
        | EventKind::IntroductionDismissed
        | EventKind::IntroductionAgreed
        | EventKind::IntroductionWithdrawn
        | EventKind::IntroductionMessage => false,
    }
}

fn tie(pair: Pair) -> Query {
    TIE.with(args![pair.lo().0, pair.hi().0])
}

fn update(pair: Pair, row: Option<&Row>) -> Result<Update, Fault> {
    let Some(row) = row else { return Ok(Update { pair, version: 0, tie: None }) };
    let stances = row.int(2)?;
    Ok(Update { pair, version: row.int(0)?, tie: row.flag(1)?.then(|| limits(stances)) })
}

fn decode(row: &Row) -> Result<Option<(Pair, Tie)>, Fault> {
    let pair = Pair::of(MemberId(row.int(0)?), MemberId(row.int(1)?));
    let tie = limits(row.int(2)?);
    Ok(pair.map(|pair| (pair, tie)))
}

fn limits(stances: i64) -> Tie {
    Tie { lo_limits: stances & LO_LIMITS != 0, hi_limits: stances & HI_LIMITS != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> Pair {
        Pair::of(MemberId(1), MemberId(2)).expect("two")
    }

    fn tied(version: i64) -> Update {
        Update { pair: pair(), version, tie: Some(Tie::default()) }
    }

    fn untied(version: i64) -> Update {
        Update { pair: pair(), version, tie: None }
    }

    fn knows(acquaintance: &Acquaintance) -> Option<Tie> {
        acquaintance.state().graph.as_ref().expect("a graph").tie(pair())
    }

    #[test]
    fn what_is_read_late_does_not_undo_what_was_committed_since() {
        let acquaintance = Acquaintance::default();
        acquaintance.begin().finish(Graph::default(), 0);
        acquaintance.take(tied(3));
        acquaintance.take(untied(4));
        // The journal is followed by a reading from before the last commit.
        acquaintance.follow(vec![tied(3)], 7);
        assert_eq!(knows(&acquaintance), None);
        assert_eq!(acquaintance.followed(), Some(7));
        acquaintance.follow(vec![tied(5)], 8);
        assert_eq!(knows(&acquaintance), Some(Tie::default()));
        acquaintance.take(untied(4));
        assert_eq!(knows(&acquaintance), Some(Tie::default()));
    }

    #[test]
    fn what_is_committed_while_the_connections_are_read_is_not_lost() {
        let acquaintance = Acquaintance::default();
        acquaintance.take(tied(1));
        assert!(!acquaintance.is_read(), "the reading to come will find it");
        let reading = acquaintance.begin();
        acquaintance.take(tied(1));
        acquaintance.take(untied(2));
        assert_eq!(reading.finish(Graph::build([(pair(), Tie::default())]), 5), [pair(), pair()]);
        assert_eq!(knows(&acquaintance), None);
        drop(acquaintance.begin());
        acquaintance.take(tied(3));
        assert_eq!(knows(&acquaintance), Some(Tie::default()), "a reading that failed keeps nothing back");
    }

    #[test]
    fn versions_are_kept_in_mind_over_one_turn_and_forgotten_after_two() {
        let mut versions = Versions::default();
        assert!(versions.rises(pair(), 3));
        let turn = |versions: &mut Versions| {
            versions.turned = Instant::now().checked_sub(MINDED + Duration::from_secs(1));
        };
        let other = Pair::of(MemberId(3), MemberId(4)).expect("two");
        turn(&mut versions);
        assert!(versions.rises(other, 1));
        assert!(!versions.rises(pair(), 2), "of the turn before");
        turn(&mut versions);
        assert!(versions.rises(other, 2));
        assert_eq!((versions.of(pair()), versions.of(other)), (None, Some(2)));
    }
}
