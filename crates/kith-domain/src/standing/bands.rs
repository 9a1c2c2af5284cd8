//! S's own rates, as bands only, late, and never by a single person's act (R6.2, F11).
//!
//! How many accept is made of what S knows anyway. How many say "I don't know" is not, so it is told of twenty silent
//! people at a time or not at all: invitations are taken, in the order in which their silence settles, in blocks of
//! [`BLOCK`]; a block tells the marks made in it once the last of its twenty has settled, and never again. Who of the
//! twenty they were changes nothing that S can read, and one invitation more or less makes no block.

use super::{PastInvitation, Standing};
use crate::invitations::Outcome;
use crate::policy::{Policy, Window};
use crate::time::{Span, Timestamp};

/// From how many decided invitations on there are bands (R6.2).
pub const LEAST_DECIDED: u32 = 20;
/// How many silent invitations tell their marks together.
pub const BLOCK: usize = 20;

const WEEK: i64 = Span::days(7).as_milliseconds();
/// The first Monday of 1970, in milliseconds.
const FIRST_MONDAY: i64 = Span::days(4).as_milliseconds();

/// S's own rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// They are made of what was so at this instant: a week ago or more.
    pub as_of: Timestamp,
    /// How many were decided by then: accepted, or silent for [`super::SETTLES`].
    pub decided: u32,
    /// How many accept; none below [`LEAST_DECIDED`].
    pub accepted: Option<AcceptedBand>,
    /// How many say that they do not know S; none before the first block is whole.
    pub unknown: Option<UnknownBand>,
    /// Whether half of what restricts is reached (F11).
    pub warning: bool,
}

/// Of those who decided, how many accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AcceptedBand {
    /// Fewer than a fifth.
    Few,
    /// A fifth to two fifths.
    Some,
    /// Two to three fifths.
    Half,
    /// Three fifths or more.
    Most,
}

/// Of those who decided, how many said that they do not know S.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnknownBand {
    /// Fewer than one in fifty.
    HardlyAny,
    /// Fewer than one in twenty.
    AFew,
    /// Fewer than one in ten.
    Several,
    /// One in ten or more.
    Many,
}

/// The instant whose state is shown at `now`. It moves once a week, one to seven days after a Monday (`delay` says how
/// long, by the number of the week: the same whenever it is asked, and not to be foreseen), and lies a week before
/// that Monday.
pub fn shown_as_of(now: Timestamp, delay: impl Fn(i64) -> Span) -> Timestamp {
    let week = (now.0 - FIRST_MONDAY).div_euclid(WEEK);
    let monday = |week: i64| Timestamp(FIRST_MONDAY + week * WEEK);
    let shown = if monday(week) + delay(week) <= now { week } else { week - 1 };
    monday(shown - 1)
}

/// A delay of one to seven days out of chance.
pub fn delay(chance: u64) -> Span {
    let day = Span::days(1).as_milliseconds();
    Span::milliseconds(day + i64::try_from(chance % (6 * day.unsigned_abs())).unwrap_or(0))
}

/// S's rates as they were at `as_of`.
pub fn bands(sent: &[PastInvitation], standing: &Standing, policy: &Policy, as_of: Timestamp) -> Bands {
    let (accepted, decided) = decided(sent, as_of);
    let blocks = blocks(sent, as_of);
    let unknown = blocks.last().map(|last| {
        let marks: u32 = blocks.iter().map(|block| block.marks).sum();
        let (_, decided) = self::decided(sent, last.closed_at);
        unknown_band(marks, decided.max(1))
    });
    let from = match policy.marks.window {
        Window::Forever => standing.marks_from,
        Window::Last(span) => standing.marks_from.max(as_of - span),
    };
    // Whole blocks alone, by what S knows of them: a part of one could tell of a single mark.
    let counting: u32 = blocks.iter().filter(|block| block.opened_at > from).map(|block| block.marks).sum();
    Bands {
        as_of,
        decided,
        accepted: (decided >= LEAST_DECIDED).then(|| accepted_band(accepted, decided)),
        unknown,
        warning: counting >= policy.marks.threshold.div_ceil(2).max(1),
    }
}

/// How many had accepted, and how many had decided, by `at`.
fn decided(sent: &[PastInvitation], at: Timestamp) -> (u32, u32) {
    let (mut accepted, mut decided) = (0, 0);
    for one in sent {
        if one.outcome == Outcome::Accepted && one.ended_by(at) {
            accepted += 1;
            decided += 1;
        } else if one.settles_at() <= at && !one.ended_by(one.settles_at()) {
            decided += 1;
        }
    }
    (accepted, decided)
}

/// Twenty silent invitations, and how many marks were made in them while it was open.
struct Block {
    /// When the first of them was opened to its R.
    opened_at: Timestamp,
    /// When the silence of the last of them settled.
    closed_at: Timestamp,
    marks: u32,
}

/// The blocks that were whole at `as_of`.
fn blocks(sent: &[PastInvitation], as_of: Timestamp) -> Vec<Block> {
    let mut silent: Vec<&PastInvitation> =
        sent.iter().filter(|one| one.settles_at() <= as_of && !one.ended_by(one.settles_at())).collect();
    silent.sort_by_key(|one| (one.settles_at(), one.sent_at));
    let whole = silent.chunks_exact(BLOCK);
    whole
        .map(|block| {
            let closed_at = block.iter().map(|one| one.settles_at()).max().unwrap_or(as_of);
            let opened_at = block.iter().map(|one| one.opens_at).min().unwrap_or(as_of);
            // A mark made later is in no band, and one taken back stays in: either would change what twenty people had
            // said together by what one of them does alone.
            let marked = block.iter().filter(|one| one.marked_at.is_some_and(|at| at < closed_at));
            Block { opened_at, closed_at, marks: u32::try_from(marked.count()).unwrap_or(u32::MAX) }
        })
        .collect()
}

fn accepted_band(accepted: u32, decided: u32) -> AcceptedBand {
    match u64::from(accepted) * 100 / u64::from(decided) {
        0..20 => AcceptedBand::Few,
        20..40 => AcceptedBand::Some,
        40..60 => AcceptedBand::Half,
        60.. => AcceptedBand::Most,
    }
}

fn unknown_band(marks: u32, decided: u32) -> UnknownBand {
    match u64::from(marks) * 100 / u64::from(decided) {
        0..2 => UnknownBand::HardlyAny,
        2..5 => UnknownBand::AFew,
        5..10 => UnknownBand::Several,
        10.. => UnknownBand::Many,
    }
}
