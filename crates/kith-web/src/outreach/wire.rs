//! Outreach messages as clients read them.

use kith_app::outreach::{Outreach, OutreachOutcome, ReceivedOutreach, SentOutreach, Sides, Tray};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{Id, Moment, PersonShape};

/// An outreach message, from either side. What is there on one side only is left out on the other.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Outreach)]
pub struct OutreachShape {
    /// Which.
    id: Id,
    /// Who wrote it.
    from: Id,
    /// To whom.
    to: Id,
    /// The other one; null once they have left and their name is gone.
    #[schema(required = true)]
    member: Option<PersonShape>,
    /// What it is about.
    subject: String,
    /// What it says.
    body: String,
    /// Where it stands, for you.
    state: OutreachState,
    /// When it was sent.
    sent_at: Moment,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<Moment>,
    /// For who wrote it: what became of the credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<CreditOf>,
}

/// What became of the credit that an outreach message cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreditOf {
    /// Whether an answer gave it back.
    returned: bool,
    /// Until when an answer gives it back; null where it does at any time.
    #[schema(required = true)]
    returns_until: Option<Moment>,
}

/// Where an outreach message stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OutreachState {
    /// No answer so far.
    Open,
    /// Put aside; only who received it gets to know.
    Dismissed,
    /// Reported; only who received it gets to know.
    Reported,
    /// Answered in words: you can write to each other.
    Answered,
    /// Answered with "no, thank you".
    Refused,
}

/// The outreach message that opened a conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutreachOnTop)]
pub struct OutreachTop {
    /// Which.
    id: Id,
    /// Who wrote it.
    from: Id,
    /// What it is about.
    subject: String,
    /// What it says.
    body: String,
    /// When it was sent.
    sent_at: Moment,
}

impl From<&Outreach> for OutreachTop {
    fn from(outreach: &Outreach) -> Self {
        Self {
            id: outreach.id.into(),
            from: outreach.from.into(),
            subject: outreach.subject.to_string(),
            body: outreach.body.to_string(),
            sent_at: outreach.sent_at.into(),
        }
    }
}

impl OutreachShape {
    fn of(outreach: &Outreach, member: Option<PersonShape>, state: OutreachState) -> Self {
        Self {
            id: outreach.id.into(),
            from: outreach.from.into(),
            to: outreach.to.into(),
            member,
            subject: outreach.subject.to_string(),
            body: outreach.body.to_string(),
            state,
            sent_at: outreach.sent_at.into(),
            answered_at: outreach.ended_at.map(Into::into),
            credit: None,
        }
    }
}

impl From<&SentOutreach> for OutreachShape {
    fn from(sent: &SentOutreach) -> Self {
        let state = match sent.outreach.outcome {
            OutreachOutcome::Open => OutreachState::Open,
            OutreachOutcome::Answered => OutreachState::Answered,
            OutreachOutcome::Refused => OutreachState::Refused,
        };
        let credit = CreditOf { returned: sent.returned, returns_until: sent.returns_until.map(Into::into) };
        let shape = Self::of(&sent.outreach, sent.recipient.as_ref().map(Into::into), state);
        Self { credit: Some(credit), ..shape }
    }
}

impl From<&ReceivedOutreach> for OutreachShape {
    fn from(received: &ReceivedOutreach) -> Self {
        let state = match (received.outreach.outcome, received.tray) {
            (OutreachOutcome::Answered, _) => OutreachState::Answered,
            (OutreachOutcome::Refused, _) => OutreachState::Refused,
            (OutreachOutcome::Open, Tray::Requests | Tray::Over) => OutreachState::Open,
            (OutreachOutcome::Open, Tray::Aside) => OutreachState::Dismissed,
            (OutreachOutcome::Open, Tray::Reported) => OutreachState::Reported,
        };
        Self::of(&received.outreach, Some((&received.sender).into()), state)
    }
}

impl From<&Sides> for OutreachShape {
    fn from(sides: &Sides) -> Self {
        match sides {
            Sides::Sent(sent) => sent.as_ref().into(),
            Sides::Received(received) => received.as_ref().into(),
        }
    }
}
