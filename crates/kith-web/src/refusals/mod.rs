//! Every refusal of the use cases, as the status, code and sentence that it is answered with. No `_` arm anywhere:
//! a refusal that is new is a decision to be made here.

mod accounts;
mod introductions;
mod invitations;
mod moderation;
mod outreach;
mod profile;
mod social;
mod standing;

use kith_app::FieldErrors;

use crate::problem::{Problem, sorts};

/// A refusal that can be answered with.
pub trait Refusal {
    /// What it is answered with.
    fn problem(&self) -> Problem;
}

/// Fields that are wrong, all of them at once.
fn fields(errors: &FieldErrors) -> Problem {
    let first = errors.iter().next().map_or("Something is not right yet.", |error| error.detail.as_str());
    let problem = Problem::new(&sorts::INVALID_FIELDS, first.to_owned());
    errors
        .iter()
        .fold(problem, |problem, error| problem.at(error.field.clone(), error.code, error.detail.clone()))
}

/// As many as there may be.
fn too_many(limit: usize, detail: String) -> Problem {
    Problem::new(&sorts::TOO_MANY, detail).with("limit", limit)
}
