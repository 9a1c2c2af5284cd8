use kith_app::moderation::{CaseRefused, ModerateRefused, Partial, ReportMemberRefused};

use kith_domain::standing::RestrictRefused;

use super::Refusal;
use crate::problem::{Problem, sorts};
use crate::wire::Moment;

impl Refusal for ModerateRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::Case(refused) => refused.problem(),
            Self::Reason(refused) => Problem::field("reason", refused.code(), refused.to_string()),
            Self::Restriction(refused) => restriction(*refused),
            Self::Warning(refused) => Problem::field("warning", refused.code(), refused.to_string()),
        }
    }
}

impl Refusal for CaseRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Partial(partial) => {
                let detail = match partial {
                    Partial::AboutYou => "This is about you. Another moderator decides.",
                    Partial::OpenedByYou => "You opened this case. Another moderator decides.",
                    Partial::Connected => {
                        "You are connected with somebody in this. Another moderator decides."
                    }
                };
                Problem::new(&sorts::PART_IN_CASE, detail)
            }
            Self::InHand { until } => {
                Problem::new(&sorts::CASE_IN_HAND, "Another moderator has this case in hand.")
                    .with("until", Moment(*until))
            }
            Self::AlreadyDecided => Problem::new(&sorts::CASE_DECIDED, "This case was decided before."),
            Self::NotForThis => {
                Problem::new(&sorts::VERDICT_NOT_POSSIBLE, "A case like this does not end so.")
            }
        }
    }
}

impl Refusal for ReportMemberRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::Yourself => Problem::new(&sorts::TO_YOURSELF, "You cannot report yourself."),
            Self::NoPicture => Problem::field("what", "no_picture", "They have no picture."),
            Self::Reason(refused) => Problem::field("reason", refused.code(), refused.to_string()),
        }
    }
}

fn restriction(refused: RestrictRefused) -> Problem {
    match refused {
        RestrictRefused::Yourself => {
            Problem::new(&sorts::PART_IN_CASE, "This is about you. Another moderator decides.")
        }
        RestrictRefused::NotAGround => {
            Problem::field("ground", "not_possible", "Marks restrict by themselves; choose another ground.")
        }
        RestrictRefused::AlreadyRestricted { since } => {
            Problem::new(&sorts::VERDICT_NOT_POSSIBLE, "They are restricted already.")
                .with("since", Moment(since))
        }
    }
}
