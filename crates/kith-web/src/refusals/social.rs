use kith_app::connections::{BlockRefused, ListRefused};
use kith_app::groups::{FoundRefused, JoinRefused};
use kith_app::memory::PutMemoryRefused;
use kith_app::messages::{ReadRefused, WriteRefused};
use kith_app::suggestions::DismissRefused;
use kith_domain::text::TextRefused;

use super::{Refusal, fields, too_many};
use crate::problem::{Problem, sorts};

impl Refusal for PutMemoryRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NotConnected => {
                Problem::new(&sorts::NOT_CONNECTED, "You keep something about your connections only.")
            }
            Self::Fields(errors) => fields(errors),
        }
    }
}

impl Refusal for ListRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::Hidden => {
                Problem::new(&sorts::CONNECTIONS_HIDDEN, "They do not show you their connections.")
            }
        }
    }
}

impl Refusal for BlockRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Yourself => Problem::new(&sorts::TO_YOURSELF, "You cannot block yourself."),
            Self::NotFound => Problem::not_found(),
        }
    }
}

impl Refusal for DismissRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
        }
    }
}

impl Refusal for FoundRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Name(refused) => text("name", refused),
            Self::About(refused) => text("about", refused),
            Self::NameTaken(group) => {
                let detail = "There is a group of this name. You can join it.";
                Problem::new(&sorts::GROUP_NAME_TAKEN, detail)
                    .about("name")
                    .with("group_id", group.to_string())
            }
            Self::TooMany { limit } => in_too_many_groups(*limit),
        }
    }
}

impl Refusal for JoinRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::TooMany { limit } => in_too_many_groups(*limit),
        }
    }
}

fn in_too_many_groups(limit: usize) -> Problem {
    too_many(limit, format!("You are in {limit} groups. Leave one first."))
}

impl Refusal for ReadRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NotConnected => not_connected(),
        }
    }
}

impl Refusal for WriteRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NotConnected => not_connected(),
            Self::Text(refused) => text("text", refused),
        }
    }
}

fn not_connected() -> Problem {
    let detail =
        "Messages are for connections, and for whoever has answered an outreach message. Invite them first.";
    Problem::new(&sorts::NOT_CONNECTED, detail)
}

pub(super) fn text(field: &'static str, refused: &TextRefused) -> Problem {
    Problem::field(field, refused.code(), refused.to_string())
}
