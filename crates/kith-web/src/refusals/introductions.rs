use kith_app::introductions::{ForwardRefused, TalkRefused, TalkWriteRefused};
use kith_domain::introductions::{ActRefused, AskRefused, WordsRefused};
use kith_domain::invitations::SendRefused;

use super::Refusal;
use crate::problem::{Problem, sorts};
use crate::wire::Moment;

impl Refusal for AskRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::ToYourself => {
                Problem::new(&sorts::TO_YOURSELF, "An introduction is between three people.").about("to")
            }
            Self::NotFound => Problem::not_found(),
            Self::AlreadyConnected => {
                Problem::new(&sorts::ALREADY_CONNECTED, "You are connected already. Write to them.")
            }
            Self::Restricted { since, lifts, until } => {
                SendRefused::Restricted { since: *since, lifts: *lifts, until: *until }.problem()
            }
            Self::AddressUnverified => SendRefused::AddressUnverified.problem(),
            Self::NotOffered => Problem::new(
                &sorts::INTRODUCTION_NOT_OFFERED,
                "They cannot be asked for this: it takes a connection of both of you who takes requests.",
            )
            .about("through"),
            Self::Reason(refused) => words("reason", refused),
            Self::AskedAlready { introduction } => {
                let detail = "You have asked about this person already. Wait until that is over.";
                Problem::new(&sorts::INTRODUCTION_ASKED, detail)
                    .with("introduction_id", introduction.to_string())
            }
            Self::TooMany { limit, used, opens_at } => {
                let detail = format!("{used} of your introductions are open; at most {limit} may be.");
                Problem::new(&sorts::TOO_MANY_INTRODUCTIONS, detail)
                    .with("limit", limit)
                    .with("used", used)
                    .with("opens_at", Moment(*opens_at))
            }
        }
    }
}

impl Refusal for ActRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NoLongerAvailable => {
                Problem::new(&sorts::NO_LONGER_AVAILABLE, "This introduction is no longer available.")
            }
            Self::NoLongerPossible => Problem::new(&sorts::NO_LONGER_POSSIBLE, "This is no longer possible."),
        }
    }
}

impl Refusal for ForwardRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Act(refused) => refused.problem(),
            Self::Words(refused) => words("text", refused),
        }
    }
}

impl Refusal for TalkRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
        }
    }
}

impl Refusal for TalkWriteRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::Text(refused) => Problem::field("text", refused.code(), refused.to_string()),
        }
    }
}

fn words(field: &'static str, refused: &WordsRefused) -> Problem {
    match refused {
        WordsRefused::Text(refused) => Problem::field(field, refused.code(), refused.to_string()),
        WordsRefused::TooShort { least, length } => {
            let detail = format!("This has {length} characters; it takes at least {least}.");
            Problem::field(field, "too_short", detail).with("least", least).with("length", length)
        }
    }
}
