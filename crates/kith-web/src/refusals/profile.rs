use kith_app::door_policy::{DoorPolicyRefused, EditDoorRefused, MOST_QUESTIONS, MOST_SHARED_CONNECTIONS};
use kith_app::profile::{AddEntryRefused, EditProfileRefused, InterestsRefused, SetPictureRefused};
use kith_app::settings::EditSettingsRefused;
use kith_domain::standing::AgreeRefused;

use super::{Refusal, fields, too_many};
use crate::conditional::changed;
use crate::problem::{Problem, sorts};

impl Refusal for EditProfileRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Fields(errors) => fields(errors),
            Self::HandleTaken => {
                Problem::new(&sorts::HANDLE_TAKEN, "Somebody has this handle. Choose another.")
                    .about("handle")
            }
            Self::Outdated { .. } => changed(),
            Self::Gone => Problem::not_found(),
        }
    }
}

impl Refusal for EditDoorRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Policy(DoorPolicyRefused::NoTie) => {
                Problem::field("ties", "required", "Name at least one, or let in anybody or nobody.")
            }
            Self::Policy(DoorPolicyRefused::ConnectionsOutOfRange) => {
                let detail = format!("Ask for 1 to {MOST_SHARED_CONNECTIONS} shared connections.");
                Problem::field("ties", "out_of_range", detail)
            }
            Self::Policy(DoorPolicyRefused::TooManyQuestions) => {
                Problem::field("questions", "too_many", format!("Ask {MOST_QUESTIONS} questions at most."))
            }
            Self::Policy(DoorPolicyRefused::QuestionTwice) => {
                Problem::field("questions", "twice", "These are the same question.")
            }
            Self::Outdated { .. } => changed(),
            Self::Gone => Problem::not_found(),
        }
    }
}

impl Refusal for InterestsRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Fields(errors) => fields(errors),
            Self::TooMany { limit } => {
                let detail = format!("A profile holds {limit} interests.");
                Problem::field("interests", "too_many", detail).with("limit", limit)
            }
            Self::Outdated { .. } => changed(),
            Self::Gone => Problem::not_found(),
        }
    }
}

impl Refusal for AddEntryRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Fields(errors) => fields(errors),
            Self::TooMany { limit } => too_many(*limit, format!("A profile holds {limit} of them.")),
            Self::Gone => Problem::not_found(),
        }
    }
}

impl Refusal for SetPictureRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Picture(refused) => {
                let (code, detail) = (refused.code(), refused.to_string());
                let sort =
                    if code == "too_large_file" { &sorts::BODY_TOO_LARGE } else { &sorts::PICTURE_REFUSED };
                Problem::new(sort, detail.clone()).at("picture", code, detail)
            }
            Self::Gone => Problem::not_found(),
        }
    }
}

impl Refusal for EditSettingsRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Outdated { .. } => changed(),
            Self::Gone => Problem::not_found(),
        }
    }
}

impl Refusal for AgreeRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::WrongVersion { current } => {
                let detail = "The text has changed. Read it again, then agree to that version.";
                Problem::new(&sorts::AGREEMENT_VERSION, detail).about("version").with("current", current)
            }
            Self::NotAgreed => {
                Problem::field("agreed", "required", "Set the tick if you agree; nothing else counts as yes.")
            }
            Self::ModeratorDecides => Problem::new(
                &sorts::AGREEMENT_NOT_ENOUGH,
                "Agreeing does not lift this restriction: a moderator decides about it.",
            ),
        }
    }
}
