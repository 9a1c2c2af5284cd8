use kith_app::follows::FollowRefused;
use kith_app::outreach::{OutreachAnswerRefused, OutreachRefused};

use super::Refusal;
use super::invitations::{lifts, restricted};
use super::social::text;
use crate::problem::{Problem, sorts};
use crate::wire::{Id, Moment};

impl Refusal for OutreachRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::ToYourself => {
                Problem::new(&sorts::TO_YOURSELF, "You cannot write to yourself.").about("to")
            }
            Self::NotFound => Problem::not_found(),
            Self::Subject(refused) => text("subject", refused),
            Self::Body(refused) => text("body", refused),
            Self::AlreadyConnected => Problem::new(
                &sorts::ALREADY_CONNECTED,
                "You are connected: write them a message, which costs nothing.",
            ),
            Self::ConversationOpen => {
                let detail = "You can write to each other already: a message costs nothing.";
                Problem::new(&sorts::CONVERSATION_OPEN, detail)
            }
            Self::AlreadyOpen { outreach, yours } => {
                let detail = match yours {
                    true => "You have written to them, and they have not answered so far.",
                    false => "They have written to you: answer that, which costs nothing.",
                };
                Problem::new(&sorts::ALREADY_OPEN, detail)
                    .with("outreach_id", Id::from(*outreach))
                    .with("yours", yours)
            }
            Self::AlreadyInvited { invitation } => {
                let detail = "You have invited them, and the invitation is open.";
                Problem::new(&sorts::ALREADY_INVITED, detail).with("invitation_id", Id::from(*invitation))
            }
            Self::Restricted { since, lifts: by, until } => {
                let problem = Problem::new(&sorts::INVITATIONS_RESTRICTED, restricted(*by))
                    .with("since", Moment(*since))
                    .with("lifts", lifts(*by));
                match until {
                    Some(until) => problem.with("until", Moment(*until)),
                    None => problem,
                }
            }
            Self::AddressUnverified => {
                let detail =
                    "Confirm your own address before you write to people you are not connected with.";
                Problem::new(&sorts::ADDRESS_UNVERIFIED, detail)
            }
            // One text, without a date, for a setting, a cooldown, a mark and a refusal not long ago.
            Self::NotPossibleNow => {
                Problem::new(&sorts::NOT_POSSIBLE_NOW, "You cannot write to this person now.")
            }
            Self::NoCredit { balance, next_at } => {
                let detail = match next_at {
                    Some(_) => {
                        "A message to somebody you are not connected with costs a credit. You have none until the next ones come."
                    }
                    None => {
                        "A message to somebody you are not connected with costs a credit, and you have none."
                    }
                };
                Problem::new(&sorts::NO_CREDIT, detail)
                    .with("balance", balance)
                    .with("next_at", next_at.map(Moment))
            }
        }
    }
}

impl Refusal for OutreachAnswerRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NoLongerPossible => {
                Problem::new(&sorts::NO_LONGER_POSSIBLE, "This message was answered already.")
            }
            Self::Text(refused) => text("text", refused),
        }
    }
}

impl Refusal for FollowRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::ToYourself => Problem::new(&sorts::TO_YOURSELF, "You cannot follow yourself."),
            Self::NotFound => Problem::not_found(),
            Self::NotFollowable => Problem::new(&sorts::NOT_FOLLOWABLE, "They do not let you follow them."),
        }
    }
}
