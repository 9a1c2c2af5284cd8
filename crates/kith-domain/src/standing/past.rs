//! What became of the invitations a member sent, as bands and reviews count them.

use crate::invitations::{Outcome, Place};
use crate::time::{Span, Timestamp};

/// How long an invitation waits before its silence counts as an answer of a kind.
pub const SETTLES: Span = Span::days(14);

/// One invitation a member sent. `marked_at` and `reported_at` are never the member's to know (R6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastInvitation {
    /// Where S clicked.
    pub place: Place,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The end of the undo window.
    pub opens_at: Timestamp,
    /// The first instant at which it is over.
    pub expires_at: Timestamp,
    /// How it ended, as S may know it.
    pub outcome: Outcome,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When R said not to know S, be it taken back since.
    pub marked_at: Option<Timestamp>,
    /// Whether that mark stands.
    pub mark_stands: bool,
    /// When R reported it.
    pub reported_at: Option<Timestamp>,
}

impl PastInvitation {
    /// From when on it counts as met with silence, if nothing came of it before.
    pub(super) fn settles_at(&self) -> Timestamp {
        (self.opens_at + SETTLES).min(self.expires_at)
    }

    /// Whether S had an end of it by `at`: accepted, withdrawn, undeliverable. Silence is none.
    pub(super) fn ended_by(&self, at: Timestamp) -> bool {
        match self.outcome {
            Outcome::Open | Outcome::Expired => false,
            Outcome::Accepted | Outcome::Withdrawn | Outcome::Undeliverable => {
                self.ended_at.is_none_or(|ended| ended <= at)
            }
        }
    }
}
