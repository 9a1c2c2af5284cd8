//! What the server has acknowledged, kept by those it was acknowledged to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

/// Two members by number, the lower first.
pub(crate) type Couple = (usize, usize);

/// The couple of two members.
pub(crate) fn couple(one: usize, other: usize) -> Couple {
    (one.min(other), one.max(other))
}

/// Something that was done and acknowledged. Members are numbers.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// An invitation was sent, and counted.
    Sent { from: usize, to: usize, id: String, note: Option<String> },
    /// One was open in the other direction: it became a connection, and nothing was counted (R10.8).
    Merged { from: usize, to: usize, id: String },
    /// Taken back within the undo window, as if never sent (R8.7).
    Undone { from: usize, to: usize, id: String },
    /// Withdrawn before it was viewed (R8.3).
    Withdrawn { from: usize, to: usize, id: String },
    /// Accepted by who was invited.
    Accepted { by: usize, from: usize, id: String },
    /// Put away by who was invited (R10.6).
    Ignored { by: usize, from: usize, id: String },
    /// "I don't know this person" (R10.7).
    Marked { by: usize, from: usize },
    /// A message, with the place it has among all that its writer wrote.
    Wrote { from: usize, to: usize, id: String, text: String },
    /// A connection was ended (R11.6).
    Parted { by: usize, other: usize },
    /// A block was put up (R11.7).
    Blocked { by: usize, other: usize },
}

/// Deeds of all members. Those of one member stand in the order in which they were acknowledged; two members'
/// may have overlapped.
#[derive(Default)]
pub(crate) struct Ledger {
    deeds: Mutex<Vec<Deed>>,
    answers: Mutex<BTreeMap<String, usize>>,
}

impl Ledger {
    /// Notes a deed.
    pub(crate) fn note(&self, deed: Deed) {
        self.deeds.lock().expect("the ledger").push(deed);
    }

    /// Counts an answer by what it said.
    pub(crate) fn count(&self, answer: String) {
        *self.answers.lock().expect("the ledger").entry(answer).or_default() += 1;
    }

    /// How often each answer was given.
    pub(crate) fn answers(&self) -> BTreeMap<String, usize> {
        self.answers.lock().expect("the ledger").clone()
    }

    /// Closes the books.
    pub(crate) fn account(&self) -> Account {
        let mut account = Account::default();
        for deed in self.deeds.lock().expect("the ledger").iter() {
            account.enter(deed);
        }
        account
    }
}

/// What the deeds come to.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// Invitations sent and counted, less those undone (R5.2).
    pub(crate) counted: HashMap<usize, i64>,
    /// Notes of invitations sent, by id; none for the generic text.
    pub(crate) notes: HashMap<String, Option<String>>,
    /// Invitations that were withdrawn or undone.
    pub(crate) taken_back: BTreeSet<String>,
    /// Invitations that were accepted, by a merger too.
    pub(crate) accepted: BTreeSet<String>,
    /// Those undone.
    pub(crate) undone: BTreeSet<String>,
    /// Couples of whom somebody was accepted.
    pub(crate) joined: BTreeSet<Couple>,
    /// Couples who parted, or of whom one blocked the other, at some time.
    pub(crate) parted: BTreeSet<Couple>,
    /// Who blocks whom.
    pub(crate) blocks: BTreeSet<(usize, usize)>,
    /// By whom each member is marked.
    pub(crate) marks: HashMap<usize, BTreeSet<usize>>,
    /// Invitations that were ignored.
    pub(crate) ignored: BTreeSet<String>,
    /// Messages of each couple: who wrote, which id, what.
    pub(crate) messages: BTreeMap<Couple, Vec<(usize, String, String)>>,
    /// Couples between whom anything was done.
    pub(crate) touched: BTreeSet<Couple>,
}

impl Account {
    fn enter(&mut self, deed: &Deed) {
        let between = match deed {
            Deed::Sent { from, to, id, note } => {
                *self.counted.entry(*from).or_default() += 1;
                self.notes.insert(id.clone(), note.clone());
                (from, to)
            }
            Deed::Merged { from, to, id } => {
                self.accepted.insert(id.clone());
                self.joined.insert(couple(*from, *to));
                (from, to)
            }
            Deed::Undone { from, to, id } => {
                *self.counted.entry(*from).or_default() -= 1;
                self.taken_back.insert(id.clone());
                self.undone.insert(id.clone());
                (from, to)
            }
            Deed::Withdrawn { from, to, id } => {
                self.taken_back.insert(id.clone());
                (from, to)
            }
            Deed::Accepted { by, from, id } => {
                self.accepted.insert(id.clone());
                self.joined.insert(couple(*by, *from));
                (by, from)
            }
            Deed::Ignored { by, from, id } => {
                self.ignored.insert(id.clone());
                (by, from)
            }
            Deed::Marked { by, from } => {
                self.marks.entry(*from).or_default().insert(*by);
                (by, from)
            }
            Deed::Wrote { from, to, id, text } => {
                let written = self.messages.entry(couple(*from, *to)).or_default();
                written.push((*from, id.clone(), text.clone()));
                (from, to)
            }
            Deed::Parted { by, other } => {
                self.parted.insert(couple(*by, *other));
                (by, other)
            }
            Deed::Blocked { by, other } => {
                self.parted.insert(couple(*by, *other));
                self.blocks.insert((*by, *other));
                (by, other)
            }
        };
        self.touched.insert(couple(*between.0, *between.1));
    }

    /// Whether either blocks the other.
    pub(crate) fn blocked(&self, (one, other): Couple) -> bool {
        self.blocks.contains(&(one, other)) || self.blocks.contains(&(other, one))
    }
}
