use kith_app::accounts::{ChangePasswordRefused, CloseRefused, SignUpRefused};
use kith_app::sessions::SignInRefused;

use super::{Refusal, fields};
use crate::problem::{Problem, sorts};

impl Refusal for SignUpRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::Fields(errors) => fields(errors),
            Self::InvitedOnly => {
                Problem::new(&sorts::SIGN_UP_CLOSED, "Only who was invited by e-mail can join this network.")
            }
            Self::Closed => {
                Problem::new(&sorts::SIGN_UP_CLOSED, "The operator of this network makes its accounts.")
            }
        }
    }
}

impl Refusal for SignInRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::WrongCredentials => {
                Problem::new(&sorts::WRONG_CREDENTIALS, "This address and this password do not go together.")
            }
            Self::Awaiting => Problem::new(&sorts::NOT_ADMITTED, "A moderator has yet to let you in."),
            Self::Suspended => Problem::new(&sorts::NOT_ADMITTED, "A moderator has stopped this account."),
        }
    }
}

impl Refusal for ChangePasswordRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::WrongPassword => wrong_password(),
            Self::Fields(errors) => fields(errors),
        }
    }
}

impl Refusal for CloseRefused {
    fn problem(&self) -> Problem {
        match self {
            Self::WrongPassword => wrong_password(),
        }
    }
}

fn wrong_password() -> Problem {
    Problem::new(&sorts::WRONG_PASSWORD, "This is not your current password.").about("password")
}
