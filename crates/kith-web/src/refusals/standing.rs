use kith_app::standing::{
    AnsweringRefused, AppealAnswerRefused, AppealRefused, AppealingRefused, AskForMoreRefused, AskRefused,
    LiftRefused, NotRestricted, ReviewRefused, VerdictRefused,
};
use kith_domain::standing::RestrictRefused;

use super::{Refusal, fields};
use crate::problem::{Problem, sorts};
use crate::when::date;
use crate::wire::Moment;
use crate::words::counted;

impl Refusal for AskForMoreRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Fields(errors) => fields(errors),
            Self::Rule(AskRefused::NoLimit) => Problem::new(
                &sorts::NO_LIMIT,
                "Nothing limits your invitations in all: there is no more to ask for.",
            ),
            Self::Rule(AskRefused::NotYet { left, opens_at_left }) => {
                let detail = format!(
                    "You have {} left. You may ask for more once {opens_at_left} or fewer are.",
                    counted(*left, "invitation", "invitations")
                );
                Problem::new(&sorts::NOT_YET, detail).with("left", left).with("opens_at_left", opens_at_left)
            }
            Self::Rule(AskRefused::AlreadyOpen) => {
                Problem::new(&sorts::ALREADY_OPEN, "You have asked already. A moderator will answer.")
            }
            Self::Rule(AskRefused::TooEarly { retry_at }) => {
                let detail = format!("You may ask again from {} on.", date(*retry_at));
                Problem::new(&sorts::TOO_EARLY, detail).with("retry_at", Moment(*retry_at))
            }
            Self::Gone => Problem::not_found(),
        }
    }
}

impl Refusal for AppealingRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Fields(errors) => fields(errors),
            Self::Rule(AppealRefused::NotFound) => Problem::not_found(),
            Self::Rule(AppealRefused::AlreadyAnswered) => already_answered(),
        }
    }
}

impl Refusal for ReviewRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotAModerator | Self::NotFound => Problem::not_found(),
            Self::Fields(errors) => fields(errors),
            Self::Rule(VerdictRefused::Yourself) => yourself(),
            Self::Rule(VerdictRefused::AlreadyDecided) => {
                Problem::new(&sorts::ALREADY_DECIDED, "Somebody has decided about this request.")
            }
            Self::Rule(VerdictRefused::NotAnAmount { amounts }) => {
                let [one, two, three] = amounts;
                let detail = format!("This network grants {one}, {two} or {three}.");
                Problem::field("grant", "not_an_amount", detail).with("amounts", amounts)
            }
            Self::Rule(VerdictRefused::NotARetry) => {
                Problem::field("retry_at", "out_of_range", "Name a day from today on, within a year.")
            }
        }
    }
}

impl Refusal for AnsweringRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotAModerator | Self::NotFound => Problem::not_found(),
            Self::Fields(errors) => fields(errors),
            Self::Rule(AppealAnswerRefused::Yourself) => yourself(),
            Self::Rule(AppealAnswerRefused::AnotherDecides) => Problem::new(
                &sorts::ANOTHER_DECIDES,
                "You decided on this restriction. Another moderator answers the appeal.",
            ),
            Self::Rule(AppealAnswerRefused::AlreadyAnswered) => already_answered(),
        }
    }
}

impl Refusal for NotRestricted {
    fn problem(&self) -> Problem {
        match self {
            Self::NotAModerator | Self::NotFound => Problem::not_found(),
            Self::Refused(RestrictRefused::Yourself) => yourself(),
            Self::Refused(RestrictRefused::NotAGround) => {
                Problem::field("ground", "not_a_ground", "Marks restrict by themselves: name another ground.")
            }
            Self::Refused(RestrictRefused::AlreadyRestricted { since }) => {
                Problem::new(&sorts::ALREADY_RESTRICTED, "They can send no invitations already.")
                    .with("since", Moment(*since))
            }
        }
    }
}

impl Refusal for LiftRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotAModerator | Self::NotFound => Problem::not_found(),
        }
    }
}

fn yourself() -> Problem {
    Problem::new(&sorts::ANOTHER_DECIDES, "This is about yourself. Another moderator decides.")
}

fn already_answered() -> Problem {
    Problem::new(&sorts::ALREADY_DECIDED, "The appeal was answered.")
}
