use kith_app::invitations::EditNoteRefused;
use kith_app::messages::PitchRefused;
use kith_app::vouches::WriteVouchRefused;
use kith_domain::door::Need;
use kith_domain::invitations::{
    AcceptRefused, AnswerRefused, AskRefused, ClaimRefused, DeclineRefused, MarkRefused, NoteRefused,
    ReplyRefused, SendRefused, SnoozeRefused, TermsRefused, UndoRefused, WithdrawRefused,
};
use kith_domain::policy::Lifts;
use kith_domain::vouch::{AskVouchRefused, VouchRefused};

use super::Refusal;
use crate::door::wire::NeedShape;
use crate::door::words;
use crate::problem::{Problem, sorts};
use crate::wire::{Moment, PartName};

/// What lifts a restriction, as clients read it.
pub(crate) fn lifts(lifts: Lifts) -> &'static str {
    match lifts {
        Lifts::Agreement => "agreement",
        Lifts::AgreementAndWait => "agreement_and_wait",
        Lifts::Moderator => "moderator",
    }
}

impl Refusal for SendRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::ToYourself => Problem::new(&sorts::TO_YOURSELF, "You cannot invite yourself.").about("to"),
            Self::NotFound => Problem::not_found(),
            Self::AlreadyConnected => {
                Problem::new(&sorts::ALREADY_CONNECTED, "You are connected already. Write to them.")
            }
            // One text, without a date, for a cooldown, a mark and a closed door (R10.7).
            Self::NotPossibleNow => {
                Problem::new(&sorts::NOT_POSSIBLE_NOW, "You cannot invite this person now.")
            }
            Self::Door(needs) => door_asks(needs),
            Self::Note(refused) => refused.problem(),
            Self::Claim(refused) => refused.problem(),
            Self::AddressUnverified => {
                Problem::new(&sorts::ADDRESS_UNVERIFIED, "Confirm your own address before you invite.")
            }
            Self::ProfileIncomplete { score, minimum, missing } => {
                let missing: Vec<PartName> = missing.iter().copied().map(Into::into).collect();
                let detail = "Tell more about yourself before you invite: people decide by what they see.";
                Problem::new(&sorts::PROFILE_INCOMPLETE, detail)
                    .with("score", score)
                    .with("minimum", minimum)
                    .with("missing", missing)
            }
            Self::TooManyConnections { limit } => too_many_connections(*limit),
            Self::Restricted { since, lifts: by, until } => {
                let problem = Problem::new(&sorts::INVITATIONS_RESTRICTED, restricted(*by))
                    .with("since", Moment(*since))
                    .with("lifts", lifts(*by));
                match until {
                    Some(until) => problem.with("until", Moment(*until)),
                    None => problem,
                }
            }
            Self::AllowanceSpent { limit, used } => {
                let detail = format!("You have sent {used} of {limit} invitations. You can ask for more.");
                counted(Problem::new(&sorts::ALLOWANCE_SPENT, detail), *limit, *used)
            }
            Self::PaceExceeded { limit, used, opens_at } => {
                let detail = format!("You have sent {used} of {limit} invitations this week.");
                counted(Problem::new(&sorts::PACE_EXCEEDED, detail), *limit, *used)
                    .with("opens_at", Moment(*opens_at))
            }
            Self::TooManyPending { limit, used } => {
                let detail = format!(
                    "{used} of your invitations wait for an answer; at most {limit} may. Withdraw some, or wait."
                );
                counted(Problem::new(&sorts::TOO_MANY_PENDING, detail), *limit, *used)
            }
        }
    }
}

/// What the door asks of everybody, with what of it is missing (F7).
fn door_asks(needs: &[Need]) -> Problem {
    let told: Vec<String> = needs.iter().map(|need| words::need(need, "this person")).collect();
    let shapes: Vec<NeedShape> = needs.iter().map(Into::into).collect();
    let detail = format!("More is asked for here. {}", told.join(" "));
    let problem = Problem::new(&sorts::DOOR_ASKS, capitals(&detail)).with("needs", shapes);
    let field = |need: &Need| match need {
        Need::Note => Some("note"),
        Need::Purpose(_) => Some("purpose"),
        Need::Answers(_) => Some("answers"),
        Need::Nobody | Need::OneOf(_) | Need::VerifiedAddress => None,
    };
    let missing = needs.iter().zip(told).filter_map(|(need, told)| Some((field(need)?, told)));
    missing.fold(problem, |problem, (field, told)| problem.at(field, "required", told))
}

/// The same, each sentence beginning with a capital.
fn capitals(text: &str) -> String {
    text.replace(". this person", ". This person")
}

/// Why nothing can be sent, and how that ends (R6.4).
pub(super) fn restricted(by: Lifts) -> &'static str {
    match by {
        Lifts::Agreement => {
            "Several people said they did not know you. You can send invitations again once you have agreed to \
             invite only people you know."
        }
        Lifts::AgreementAndWait => {
            "Several people said they did not know you, and it is not the first time. You can send invitations \
             again once you have agreed, and some days have passed."
        }
        Lifts::Moderator => {
            "Several people said they did not know you, more than once. A moderator decides when you can send \
             invitations again."
        }
    }
}

fn counted(problem: Problem, limit: u64, used: u64) -> Problem {
    problem.with("limit", limit).with("used", used)
}

impl Refusal for NoteRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::TooLong { limit, length } => {
                let detail = format!("The note has {length} characters; at most {limit} fit.");
                Problem::new(&sorts::NOTE_TOO_LONG, detail)
                    .about("note")
                    .with("limit", limit)
                    .with("length", length)
            }
            Self::HasPlaceholder { placeholder, at } => {
                let detail = format!("Fill in {placeholder}, or take it out.");
                Problem::new(&sorts::NOTE_HAS_PLACEHOLDER, detail)
                    .about("note")
                    .with("placeholder", placeholder)
                    .with("at", at)
            }
            Self::Unreadable => {
                let detail = "The note has more marks stacked on its letters than can be shown.";
                Problem::new(&sorts::NOTE_UNREADABLE, detail).about("note")
            }
        }
    }
}

impl Refusal for ClaimRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotBacked => {
                let detail = "Your profile does not show this. Add it there first, or choose another answer.";
                Problem::new(&sorts::RELATION_NOT_BACKED, detail).about("relation")
            }
            Self::Unknown => {
                let detail =
                    "Invitations are for people you know. Somebody you both know could introduce you.";
                Problem::new(&sorts::RELATION_UNKNOWN, detail).about("relation")
            }
            Self::AddressNeeded => {
                let detail = "Give the address you know them by. If it is right, the invitation is sent.";
                Problem::new(&sorts::ADDRESS_NEEDED, detail).about("relation.address")
            }
            Self::TooManyAddressTries => {
                let detail = "Those were enough tries for today. Tomorrow you can try again.";
                Problem::new(&sorts::TOO_MANY_ADDRESS_TRIES, detail)
            }
        }
    }
}

impl Refusal for AnswerRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NoLongerAvailable => {
                Problem::new(&sorts::NO_LONGER_AVAILABLE, "This invitation is no longer available.")
            }
        }
    }
}

impl Refusal for AcceptRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Answer(refused) => refused.problem(),
            Self::TooManyConnections { limit, yours: true } => {
                too_many_connections(*limit).with("offers", ["follow"])
            }
            Self::TooManyConnections { limit, yours: false } => {
                let detail = format!("They have {limit} connections, which is as many as there may be.");
                Problem::new(&sorts::TOO_MANY_CONNECTIONS, detail)
                    .with("limit", limit)
                    .with("offers", ["follow"])
            }
        }
    }
}

fn too_many_connections(limit: u32) -> Problem {
    let detail = format!("One of you has {limit} connections, which is as many as there may be.");
    Problem::new(&sorts::TOO_MANY_CONNECTIONS, detail).with("limit", limit)
}

impl Refusal for MarkRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Answer(refused) => refused.problem(),
            Self::DismissFirst => {
                Problem::new(&sorts::DISMISS_FIRST, "Ignore the invitation first; then you can say so.")
            }
            Self::NoLongerPossible => no_longer_possible(),
        }
    }
}

impl Refusal for WithdrawRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NoLongerPossible => no_longer_possible(),
        }
    }
}

impl Refusal for UndoRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NoLongerPossible => no_longer_possible(),
        }
    }
}

impl Refusal for EditNoteRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NoLongerPossible => no_longer_possible(),
            Self::Blank => Problem::field("note", "required", "Write something of your own."),
            Self::Note(refused) => refused.problem(),
        }
    }
}

impl Refusal for AskRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Answer(refused) => refused.problem(),
            Self::NoLongerPossible => no_longer_possible(),
            Self::Waiting => {
                Problem::new(&sorts::QUESTION_WAITS, "Wait for the answer to what you asked before.")
            }
            Self::TooMany { limit } => {
                let detail =
                    format!("You have asked {limit} times about this invitation, as often as one may.");
                Problem::new(&sorts::TOO_MANY_QUESTIONS, detail).with("limit", limit)
            }
        }
    }
}

impl Refusal for DeclineRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NoLongerPossible => no_longer_possible(),
        }
    }
}

impl Refusal for TermsRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotConnected => {
                Problem::new(&sorts::NOT_CONNECTED, "You are not connected with this person.")
            }
            Self::TooManyConnections { limit, .. } => too_many_connections(*limit),
        }
    }
}

impl Refusal for PitchRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NotAsked => Problem::new(
                &sorts::NO_PITCHES_NOT_ASKED,
                "When this was written you had not asked this person for no pitches.",
            ),
        }
    }
}

impl Refusal for ReplyRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NotAsked => Problem::new(&sorts::NOT_ASKED, "Nothing was asked about this invitation."),
            Self::AnsweredAlready => {
                Problem::new(&sorts::ANSWERED_ALREADY, "You have answered this question.")
            }
            Self::NoLongerPossible => no_longer_possible(),
        }
    }
}

impl Refusal for SnoozeRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Answer(refused) => refused.problem(),
            Self::NoLongerPossible => no_longer_possible(),
            Self::Past => Problem::field("until", "out_of_range", "Name a day that is still to come."),
            Self::EndsTooSoon => {
                let detail =
                    "It ends too soon to be set aside without a word. Tell the sender, or decide now.";
                Problem::new(&sorts::ENDS_TOO_SOON, detail)
            }
            Self::TooFar { latest } => {
                let detail = format!("Name a day until {}.", crate::when::date(*latest));
                Problem::field("until", "out_of_range", detail).with("latest", Moment(*latest))
            }
        }
    }
}

impl Refusal for AskVouchRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NoLongerPossible => no_longer_possible(),
            Self::AskedAlready => {
                let detail = "You have asked somebody for this invitation. One line is enough.";
                Problem::new(&sorts::VOUCH_ASKED_ALREADY, detail)
            }
            Self::NotShared => {
                let detail = "Ask somebody whom you are both connected with.";
                Problem::new(&sorts::NOT_SHARED, detail).about("member_id")
            }
        }
    }
}

impl Refusal for VouchRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::TooMany { limit, used, opens_at } => {
                let detail =
                    format!("You have vouched {used} times this month; at most {limit} keep it meaningful.");
                counted(Problem::new(&sorts::TOO_MANY_VOUCHES, detail), u64::from(*limit), *used)
                    .with("opens_at", Moment(*opens_at))
            }
        }
    }
}

impl Refusal for WriteVouchRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Vouch(refused) => refused.problem(),
            Self::Text(refused) => Problem::field("text", refused.code(), refused.to_string()),
        }
    }
}

/// One text for viewed, expired and answered: the difference is R's business (R8.5).
fn no_longer_possible() -> Problem {
    Problem::new(&sorts::NO_LONGER_POSSIBLE, "This is no longer possible.")
}
