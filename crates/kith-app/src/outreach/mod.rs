//! Outreach: writing to somebody one is not connected with, for a credit, and answering it (R4.6, R4.7).

mod answer;
mod list;
mod send;

pub use answer::{Answered, answer, put_aside, refuse, report, take_back};
use kith_domain::id::MemberId;
pub use kith_domain::outreach::{Outreach, OutreachAnswerRefused, OutreachOutcome, OutreachRefused, Tray};
use kith_domain::profile::Person;
use kith_domain::time::Timestamp;
pub use kith_store::outreach::Lies;
pub use list::{lets_write, one, received, sent, waiting};
pub use send::{Prospect, SendOutreach, prospect, send};

use crate::App;

/// An outreach message as S sees it. Where it lies for R is not in here (R6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentOutreach {
    /// It.
    pub outreach: Outreach,
    /// Whom it is for; none once they have left and their name is gone.
    pub recipient: Option<Person>,
    /// Until when an answer gives the credit back; none where it does at any time.
    pub returns_until: Option<Timestamp>,
    /// Whether an answer gave it back.
    pub returned: bool,
}

/// An outreach message as R sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedOutreach {
    /// It.
    pub outreach: Outreach,
    /// Who wrote it.
    pub sender: Person,
    /// Where it lies.
    pub tray: Tray,
}

/// From which side a member looks at an outreach message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sides {
    /// The member wrote it.
    Sent(Box<SentOutreach>),
    /// The member received it.
    Received(Box<ReceivedOutreach>),
}

impl SentOutreach {
    fn new(app: &App, outreach: Outreach, recipient: Option<Person>) -> Self {
        let policy = &app.policy().outreach;
        let returns_until = policy.gives_back_until(outreach.sent_at);
        let returned = outreach.ended_at.is_some_and(|at| policy.gives_back(outreach.sent_at, at));
        Self { outreach, recipient, returns_until, returned }
    }
}

impl Sides {
    /// The message.
    pub fn outreach(&self) -> &Outreach {
        match self {
            Self::Sent(sent) => &sent.outreach,
            Self::Received(received) => &received.outreach,
        }
    }

    /// The other one.
    pub fn other(&self) -> MemberId {
        match self {
            Self::Sent(sent) => sent.outreach.to,
            Self::Received(received) => received.outreach.from,
        }
    }
}
