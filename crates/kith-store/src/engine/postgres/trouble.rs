//! What an error of the server means for whoever met it.

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::super::{Fault, FaultKind};

/// What to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The facts stand against it: an ordinary answer.
    Conflict,
    /// Somebody else was in the way: the same again, at once.
    Again,
    /// The connection, or the server behind it, is of no use any more: the same again on another one.
    Lost,
    /// It would fail again.
    Fault(FaultKind),
}

impl Trouble {
    pub(super) fn of(error: &Error) -> Trouble {
        match error.code() {
            Some(state) => Trouble::of_state(state, error),
            // No word from the server: whatever it was, it was on the way there or back.
            None => Trouble::Lost,
        }
    }

    fn of_state(state: &SqlState, error: &Error) -> Trouble {
        match (state.code(), &state.code()[..2]) {
            ("40001" | "40P01" | "55P03", _) => Trouble::Again,
            ("57P01" | "57P02" | "57P03" | "57P05" | "53300" | "25006" | "25P03" | "XX000", _)
            | (_, "08") => Trouble::Lost,
            // A prepared statement whose tables have changed since.
            ("0A000", _) if error.to_string().contains("cached plan") => Trouble::Lost,
            ("26000", _) => Trouble::Lost,
            ("23502", _) => Trouble::Fault(FaultKind::Bug),
            (_, "23") => Trouble::Conflict,
            ("53100", _) => Trouble::Fault(FaultKind::Full),
            ("XX001" | "XX002", _) => Trouble::Fault(FaultKind::Corrupt),
            // A statement that took too long, memory, sign-in, a database that is not there.
            ("57014" | "3D000", _) | (_, "53" | "28") => Trouble::Fault(FaultKind::Unavailable),
            _ => Trouble::Fault(FaultKind::Bug),
        }
    }
}

/// An error as a fault, for whoever does not try again.
pub(super) fn fault(doing: &'static str, error: Error) -> Fault {
    let kind = match Trouble::of(&error) {
        Trouble::Fault(kind) => kind,
        // A constraint where nobody asked for a guard.
        Trouble::Conflict => FaultKind::Bug,
        Trouble::Again | Trouble::Lost => FaultKind::Unavailable,
    };
    Fault::new(kind, doing, error)
}
