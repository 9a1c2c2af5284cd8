//! Invitations to connect: what one says, who may send it, and everything that may happen to it.

mod answer;
mod card;
mod claim;
mod edit;
mod note;
mod originality;
mod question;
mod send;
mod snooze;
mod starters;
mod terms;
mod withdraw;

pub use answer::{
    AcceptRefused, AnswerRefused, Connections, MarkFacts, MarkRefused, VoidedMark, accept, ignore, mark,
    report, take_back_dismissal, take_back_mark, take_back_mark_of_gone, view,
};
pub use card::{Card, OwnWords, own_words};
pub use claim::{CheckedClaim, ClaimCheck, check_claim};
pub use edit::{EditRefused, edit, may_edit};
pub use note::{Language, Note, NoteRefused, generic_text};
pub use originality::{Earlier, Originality, Print, Weighed, weigh};
pub use question::{Answered, AskRefused, Exchange, ReplyRefused, ask, may_ask_question, reply};
pub use send::{
    AddressKnown, Claim, ClaimRefused, Place, Purpose, RelationClaim, RelationKind, SendCommand, SendFacts,
    SendOutcome, SendRefused, Sent, back, offered_kinds, send,
};
pub use snooze::{NotNow, SnoozeRefused, bring_back, latest_private, latest_told, set_aside};
pub use starters::{Starter, greeting_starter, sentence, starters};
pub use terms::{
    DeclineRefused, PauseWish, PitchPause, Terms, TermsRefused, TermsScope, ToldTerms, change_terms,
    declinable_until, decline_terms,
};
pub use withdraw::{UndoRefused, WithdrawRefused, expire, may_withdraw, undo, withdraw};

pub(crate) use send::cooldown_of_expired;
pub(crate) use terms::without_terms;
pub(crate) use withdraw::{expiry_changes, withdrawal_changes};

use crate::id::{InvitationId, MemberId};
use crate::relation::{Answer, Open, Stage};
use crate::time::Timestamp;

/// How an invitation ended, as S may know it (R6.1): what R did short of accepting is not in here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It has not, or its time ran out without anybody having tidied up yet.
    Open,
    /// R accepted, or both invited each other.
    Accepted,
    /// S took it back.
    Withdrawn,
    /// Its time ran out.
    Expired,
    /// It could never be delivered: the address does not exist.
    Undeliverable,
}

/// An invitation's content, written when it is sent; only the note may change, until R has seen it (F12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Which.
    pub id: InvitationId,
    /// S.
    pub from: MemberId,
    /// R.
    pub to: MemberId,
    /// How S knows R, in S's words.
    pub relation: Option<RelationClaim>,
    /// The note; none is the generic text (R1.3).
    pub note: Option<Note>,
    /// How alike the note is to what S wrote to others, frozen with it (F10); none without a note.
    pub originality: Option<Originality>,
    /// What S is after (R2.1).
    pub purpose: Option<Purpose>,
    /// Where S clicked.
    pub place: Place,
    /// What was in common when it was sent, and what S's profile held (R2.4).
    pub card: Card,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The end of the undo window (R8.7).
    pub opens_at: Timestamp,
    /// The first instant at which it is over (R8.5).
    pub expires_at: Timestamp,
    /// How it ended, as S may know it.
    pub outcome: Outcome,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Whom S asked to vouch (F19).
    pub vouch: Option<VouchAsked>,
    /// What R asked before deciding, and S answered (F5), the first first.
    pub exchanges: Vec<Exchange>,
    /// "Not now", where R told S so (F6).
    pub not_now: Option<NotNow>,
    /// The terms on which R accepted it, as S was told them (F9).
    pub terms: Option<ToldTerms>,
}

/// Whom S asked to vouch, and when: all that S ever knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VouchAsked {
    /// M.
    pub of: MemberId,
    /// When.
    pub at: Timestamp,
}

/// Where an invitation stands in S's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateForSender {
    /// Inside the undo window.
    Held,
    /// Waits for R. Ignored, marked, reported and set aside look exactly like this (R6.1).
    Pending,
    /// R asked something, and waits for S's answer (F5).
    Asked,
    /// R accepted.
    Accepted,
    /// S took it back.
    Withdrawn,
    /// Its time ran out.
    Expired,
    /// It could never be delivered.
    Undeliverable,
}

/// Where an invitation stands in R's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateForRecipient {
    /// Waits for an answer.
    Pending,
    /// Set aside until a day (F6).
    Snoozed,
    /// In the archive.
    Ignored,
    /// In the archive, S marked as unknown.
    Marked,
    /// In the archive, S reported.
    Reported,
    /// Accepted.
    Accepted,
}

impl Invitation {
    /// Where it stands in S's eyes at `now`.
    pub fn state_for_sender(&self, now: Timestamp) -> StateForSender {
        match self.outcome {
            Outcome::Open if now >= self.expires_at => StateForSender::Expired,
            Outcome::Open if now < self.opens_at => StateForSender::Held,
            Outcome::Open if self.asked().is_some() => StateForSender::Asked,
            Outcome::Open => StateForSender::Pending,
            Outcome::Accepted => StateForSender::Accepted,
            Outcome::Withdrawn => StateForSender::Withdrawn,
            Outcome::Expired => StateForSender::Expired,
            Outcome::Undeliverable => StateForSender::Undeliverable,
        }
    }

    /// Whether it says nothing personal: no note, so R reads the generic text (R1.3).
    pub fn generic(&self) -> bool {
        self.note.is_none()
    }
}

impl Open {
    /// Where it stands in R's eyes at `now`; nothing while held and once expired.
    pub fn state_for_recipient(&self, now: Timestamp) -> Option<StateForRecipient> {
        match self.stage_at(now) {
            Stage::Held | Stage::Expired => None,
            Stage::Open => Some(match self.answer {
                Answer::Snoozed { until } if now < until => StateForRecipient::Snoozed,
                Answer::None | Answer::Snoozed { .. } => StateForRecipient::Pending,
                Answer::Ignored { .. } => StateForRecipient::Ignored,
                Answer::Marked { .. } => StateForRecipient::Marked,
                Answer::Reported { .. } => StateForRecipient::Reported,
            }),
        }
    }
}
