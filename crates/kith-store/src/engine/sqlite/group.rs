//! Group commit: many batches, one transaction, one wait for the disk.
//!
//! A batch that fails must be undone alone. A savepoint around each would see to that, but costs a copy of every
//! page that the batch changes (a sixth of the writer's time, measured); so the group first runs without any. A batch that fails before it has written
//! anything, as one whose first guard fails, leaves nothing to undo. Only when one fails half-way is the whole
//! transaction rolled back and done again, now with savepoints.

use std::sync::atomic::Ordering::Relaxed;

use tokio::sync::{mpsc, oneshot};

use super::super::journal;
use super::super::{Batch, CommitFailure, Committed, Fault, FaultKind};
use super::run;
use super::writer::{Piece, Undone, Writer};

/// A batch and who waits for it.
pub(super) struct Waiting {
    pub(super) batch: Batch,
    pub(super) answer: oneshot::Sender<Outcome>,
}

type Outcome = Result<Committed, CommitFailure>;

/// How a group is protected against a batch that fails half-way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Not at all: it is rolled back and done again.
    None,
    /// By a savepoint around each batch.
    Savepoints,
}

/// What became of a group.
enum Attempt {
    Committed(Vec<Outcome>),
    /// A batch failed after it had written: rolled back, to be done again with savepoints.
    Spoiled,
}

/// Why a batch was not done.
struct Broken {
    failure: CommitFailure,
    /// Whether something it wrote is still there.
    wrote: bool,
}

impl Writer<'_> {
    /// Does all that wait in one transaction and answers each after the commit. The group is empty afterwards.
    pub(super) fn commit_group(&mut self, group: &mut Vec<Waiting>) {
        if group.is_empty() {
            return;
        }
        let outcomes = self.guarded("commit", |writer| writer.do_group(group));
        match outcomes {
            Ok(outcomes) => {
                self.count(group, &outcomes);
                // Who is answered may look at the journal at once.
                self.shared.publish(self.journal_last);
                for (waiting, outcome) in group.drain(..).zip(outcomes) {
                    let _nobody_waits = waiting.answer.send(outcome);
                }
            }
            Err(fault) => {
                for waiting in group.drain(..) {
                    let _nobody_waits = waiting.answer.send(Err(CommitFailure::Fault(fault.clone())));
                }
            }
        }
    }

    fn do_group(&mut self, group: &[Waiting]) -> Result<Vec<Outcome>, Fault> {
        if let Attempt::Committed(outcomes) = self.attempt(group, Care::None)? {
            return Ok(outcomes);
        }
        self.shared.counts.regroups.fetch_add(1, Relaxed);
        match self.attempt(group, Care::Savepoints)? {
            Attempt::Committed(outcomes) => Ok(outcomes),
            Attempt::Spoiled => Err(Fault::new(FaultKind::Bug, "commit", "a savepoint did not hold")),
        }
    }

    /// Does batches as they come, all in one transaction; the first that fails undoes them all.
    pub(super) fn do_all(&mut self, mut pieces: mpsc::Receiver<Piece>) -> Result<Committed, CommitFailure> {
        self.begin()?;
        let mut seq = None;
        let mut commits = 0;
        let mut ops = 0;
        loop {
            match pieces.blocking_recv() {
                Some(Piece::Batches(batches)) => {
                    for batch in &batches {
                        self.do_batch(batch, &mut seq).map_err(|broken| broken.failure)?;
                        ops += batch.steps.len() as u64;
                    }
                    commits += batches.len() as u64;
                }
                Some(Piece::End) => break,
                None => {
                    let message = "what was to be written broke off";
                    return Err(Fault::new(FaultKind::Unavailable, "commit all", message).into());
                }
            }
        }
        self.commit()?;
        self.journal_last = seq.unwrap_or(self.journal_last);
        self.shared.counts.groups.fetch_add(1, Relaxed);
        self.shared.counts.commits.fetch_add(commits, Relaxed);
        self.shared.counts.ops.fetch_add(ops, Relaxed);
        Ok(Committed { journal_to: self.journal_last })
    }

    /// An error of the whole group, such as a full disk, leaves the transaction to be rolled back by the caller.
    fn attempt(&mut self, group: &[Waiting], care: Care) -> Result<Attempt, Fault> {
        self.begin()?;
        let mut seq = None;
        let mut outcomes = Vec::with_capacity(group.len());
        for Waiting { batch, .. } in group {
            if care == Care::Savepoints {
                self.control("SAVEPOINT batch")?;
            }
            let before = seq;
            let outcome = match self.do_batch(batch, &mut seq) {
                Ok(committed) => Ok(committed),
                Err(Broken { failure: CommitFailure::Fault(fault), .. }) if self.ends_the_group(&fault) => {
                    return Err(fault);
                }
                Err(Broken { failure, wrote: false }) => Err(failure),
                Err(Broken { failure, wrote: true }) => {
                    seq = before;
                    match care {
                        Care::Savepoints => self.control("ROLLBACK TO batch")?,
                        Care::None if group.len() == 1 => {
                            self.roll_back();
                            return Ok(Attempt::Committed(vec![Err(failure)]));
                        }
                        Care::None => {
                            self.roll_back();
                            return Ok(Attempt::Spoiled);
                        }
                    }
                    Err(failure)
                }
            };
            if care == Care::Savepoints {
                self.control("RELEASE batch")?;
            }
            outcomes.push(outcome);
        }
        self.commit()?;
        self.journal_last = seq.unwrap_or(self.journal_last);
        Ok(Attempt::Committed(outcomes))
    }

    /// The steps in order, then the journal. `seq` is the last number given in this transaction, once it is known.
    fn do_batch(&mut self, batch: &Batch, seq: &mut Option<i64>) -> Result<Committed, Broken> {
        let mut wrote = false;
        for step in &batch.steps {
            let conflict = CommitFailure::Conflict { step: step.statement.name };
            match self.run(step.statement, &step.args) {
                Ok(done) => {
                    wrote |= done.wrote;
                    if !step.touch.allows(done.rows) {
                        return Err(Broken { failure: conflict, wrote });
                    }
                }
                // A statement that fails undoes itself.
                Err(Undone::Conflict) => return Err(Broken { failure: conflict, wrote }),
                Err(Undone::Fault(fault)) => return Err(Broken { failure: fault.into(), wrote }),
            }
        }
        let journal_to =
            self.number(batch, seq).map_err(|fault| Broken { failure: fault.into(), wrote: true })?;
        Ok(Committed { journal_to })
    }

    /// Gives the entries of a batch the numbers after the last one in the database, which another process may have
    /// written.
    fn number(&mut self, batch: &Batch, seq: &mut Option<i64>) -> Result<i64, Fault> {
        if batch.journal.is_empty() {
            return Ok(seq.unwrap_or_else(|| self.shared.journal_last()));
        }
        let mut last = match *seq {
            Some(last) => last,
            None => self.journal_last.max(
                run::journal_last(self.connection).map_err(|error| run::fault(journal::LAST.name, error))?,
            ),
        };
        for entry in &batch.journal {
            last += 1;
            match self.run(&journal::APPEND, &journal::numbered(entry, last)) {
                Ok(_one_row) => {}
                Err(Undone::Conflict) => {
                    let message =
                        format!("the journal has an entry {last} already, or one that tells the same");
                    return Err(Fault::new(FaultKind::Bug, journal::APPEND.name, message));
                }
                Err(Undone::Fault(fault)) => return Err(fault),
            }
        }
        *seq = Some(last);
        Ok(last)
    }

    /// Whether nobody in the group can be served: the file or the disk is in trouble, or SQLite has ended the
    /// transaction. A mistake in one batch's statement is its own.
    fn ends_the_group(&self, fault: &Fault) -> bool {
        fault.kind() != FaultKind::Bug || self.connection.is_autocommit()
    }

    fn count(&self, group: &[Waiting], outcomes: &[Outcome]) {
        let counts = &self.shared.counts;
        let done = group.iter().zip(outcomes).filter(|(_, outcome)| outcome.is_ok());
        let (commits, ops) = done.fold((0, 0), |(commits, ops), (waiting, _)| {
            (commits + 1, ops + waiting.batch.steps.len() as u64)
        });
        let conflicts =
            outcomes.iter().filter(|outcome| matches!(outcome, Err(CommitFailure::Conflict { .. }))).count();
        counts.groups.fetch_add(1, Relaxed);
        counts.commits.fetch_add(commits, Relaxed);
        counts.ops.fetch_add(ops, Relaxed);
        counts.conflicts.fetch_add(conflicts as u64, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering::Relaxed;

    use rusqlite::Connection;
    use tempfile::TempDir;
    use tokio::sync::oneshot::{self, Receiver};

    use super::super::connect::{self, Location};
    use super::super::shared::Shared;
    use super::super::writer::Writer;
    use super::{Outcome, Waiting};
    use crate::engine::{
        Batch, CommitFailure, EngineOptions, Fault, FaultKind, Statement, Synchronous, Touch, Value, args,
    };

    static PUT: Statement = Statement::shared("thing/put", "INSERT INTO thing (id, body) VALUES ($1, $2)");
    static FAIL: Statement = Statement::shared("thing/fail", "UPDATE thing SET body = $1 WHERE id = -1");

    fn open(folder: &TempDir) -> (Connection, Shared) {
        let path = folder.path().join("kith.db");
        let location = Location::parse(&format!("sqlite:{}", path.display())).unwrap();
        let options = EngineOptions { synchronous: Synchronous::Off, ..EngineOptions::default() };
        let connection = connect::writer(&location, &options).unwrap();
        connection.execute_batch("CREATE TABLE thing (id BIGINT PRIMARY KEY, body BLOB NOT NULL)").unwrap();
        (connection, Shared::new(location, options))
    }

    fn put(id: i64, bytes: usize) -> Batch {
        Batch { steps: vec![PUT.step(args![id, vec![7_u8; bytes]], Touch::One)], journal: vec![] }
    }

    fn put_and_fail(id: i64) -> Batch {
        let mut batch = put(id, 1);
        batch.steps.push(FAIL.step(args![Value::Bytes(vec![])], Touch::One));
        batch
    }

    fn wait(batch: Batch) -> (Waiting, Receiver<Outcome>) {
        let (answer, answered) = oneshot::channel();
        (Waiting { batch, answer }, answered)
    }

    fn commit(writer: &mut Writer<'_>, batches: Vec<Batch>) -> Vec<Outcome> {
        let (mut group, answers): (Vec<_>, Vec<_>) = batches.into_iter().map(wait).unzip();
        writer.commit_group(&mut group);
        answers.into_iter().map(|mut answered| answered.try_recv().unwrap()).collect()
    }

    fn stored(connection: &Connection) -> Vec<i64> {
        let mut statement = connection.prepare("SELECT id FROM thing ORDER BY id").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn a_group_with_a_batch_that_fails_half_way_is_done_again_without_it() {
        let folder = TempDir::new().unwrap();
        let (connection, shared) = open(&folder);
        let mut writer = Writer::new(&connection, &shared);
        let outcomes = commit(&mut writer, vec![put(1, 1), put_and_fail(2), put(3, 1), put_and_fail(4)]);
        let done: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
        assert_eq!(done, [true, false, true, false]);
        assert_eq!(stored(&connection), [1, 3]);
        assert_eq!(shared.counts.regroups.load(Relaxed), 1);
        assert!(connection.is_autocommit());
    }

    #[test]
    fn a_batch_that_fails_alone_or_before_it_wrote_is_not_done_again() {
        let folder = TempDir::new().unwrap();
        let (connection, shared) = open(&folder);
        let mut writer = Writer::new(&connection, &shared);
        assert!(commit(&mut writer, vec![put_and_fail(1)])[0].is_err());
        let first =
            Batch { steps: vec![FAIL.step(args![Value::Bytes(vec![])], Touch::One)], journal: vec![] };
        let twice = commit(&mut writer, vec![put(2, 1), first, put(2, 1), put(3, 1)]);
        assert!(matches!(twice[1], Err(CommitFailure::Conflict { step: "thing/fail" })));
        assert!(matches!(twice[2], Err(CommitFailure::Conflict { step: "thing/put" })));
        assert_eq!(stored(&connection), [2, 3]);
        assert_eq!(shared.counts.regroups.load(Relaxed), 0);
    }

    #[test]
    fn a_full_disk_fails_the_whole_group_and_leaves_nothing_half_done() {
        let folder = TempDir::new().unwrap();
        let (connection, shared) = open(&folder);
        connection.execute_batch("PRAGMA max_page_count = 20").unwrap();
        let mut writer = Writer::new(&connection, &shared);
        for outcome in commit(&mut writer, vec![put(1, 10), put(2, 1_000_000), put(3, 10)]) {
            assert!(matches!(outcome, Err(CommitFailure::Fault(fault)) if fault.kind() == FaultKind::Full));
        }
        assert!(stored(&connection).is_empty());
        assert!(commit(&mut writer, vec![put(4, 10)])[0].is_ok());
        assert_eq!(stored(&connection), [4]);
    }

    #[test]
    fn a_writer_that_breaks_answers_and_goes_on() {
        let folder = TempDir::new().unwrap();
        let (connection, shared) = open(&folder);
        let mut writer = Writer::new(&connection, &shared);
        let broken: Result<(), Fault> = writer.guarded("break", |writer| {
            writer.begin()?;
            writer.run(&PUT, &args![1_i64, vec![1_u8]]).ok().unwrap();
            panic!("in the middle of it");
        });
        assert_eq!(broken.unwrap_err().kind(), FaultKind::Bug);
        assert!(commit(&mut writer, vec![put(2, 1)])[0].is_ok());
        assert_eq!(stored(&connection), [2]);
    }
}
