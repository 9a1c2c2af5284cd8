//! An invitation as clients read it, from its sender's side or its recipient's.
//!
//! What R did with it, short of accepting, exists on R's side alone (R6.1).

use kith_app::App;
use kith_app::invitations::{ReceivedInvitation, SentInvitation, Sides};
use kith_domain::invitations::{
    Card, CheckedClaim, ClaimCheck, Exchange, Invitation, Language, Originality, Purpose, RelationClaim,
    RelationKind, StateForRecipient, StateForSender, generic_text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::terms_api::TermsShape;
use crate::door::wire::AnsweredShape;
use crate::vouches::wire::{VouchAskedShape, VouchShape};
use crate::wire::{CommonShape, Id, Moment, PartShape, PeriodShape, PersonShape};

/// An invitation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationShape {
    /// Which.
    pub id: Id,
    /// From which side it is seen.
    #[serde(rename = "box")]
    pub side: BoxName,
    /// S, who invites.
    pub from: PersonShape,
    /// R, who is invited.
    pub to: PersonShape,
    /// Where it stands.
    pub state: StateName,
    /// How S says to know R.
    #[schema(required = true)]
    pub relation: Option<RelationShape>,
    /// The note; null is the generic text.
    #[schema(required = true)]
    pub note: Option<String>,
    /// How alike the note is to what S sent to others, frozen with it; null without a note.
    #[schema(required = true)]
    pub originality: Option<OriginalityName>,
    /// Whether it says nothing personal.
    pub generic: bool,
    /// What it reads like: the note, or the generic text in the reader's language.
    pub text: String,
    /// What S is after.
    #[schema(required = true)]
    pub purpose: Option<PurposeName>,
    /// What was known when it was sent.
    pub card: CardShape,
    /// When it was sent.
    pub sent_at: Moment,
    /// The end of the undo window. For S alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<Moment>,
    /// The first instant at which it is over.
    pub expires_at: Moment,
    /// When R viewed it. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Moment>)]
    pub viewed_at: Option<Option<Moment>>,
    /// What R asked before deciding, and S answered; the first first.
    pub questions: Vec<ExchangeShape>,
    /// "Not now", where R told S so; null where R did not.
    #[schema(required = true)]
    pub not_now: Option<NotNowShape>,
    /// The terms on which R accepted, as S was told them; null without any.
    #[schema(required = true)]
    pub terms: Option<TermsShape>,
    /// Until when R set it aside. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Moment>,
    /// Until when the mark can be taken back. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark_undo_until: Option<Moment>,
    /// Whom S asked to vouch; null where nobody was. For S alone, who is told no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<VouchAskedShape>)]
    pub vouch_request: Option<Option<VouchAskedShape>>,
    /// A line from somebody who knows both, whom S asked for it. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<VouchShape>)]
    pub vouch: Option<Option<VouchShape>>,
    /// What the one who asks can do with it now.
    pub can: CanShape,
    /// The mail about it. For S alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailShape>,
}

/// A question of R's, and what S answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Exchange)]
pub struct ExchangeShape {
    /// What R asked.
    pub question: String,
    /// When.
    pub asked_at: Moment,
    /// What S answered; null while R waits for it.
    #[schema(required = true)]
    pub answer: Option<String>,
    /// When.
    #[schema(required = true)]
    pub answered_at: Option<Moment>,
}

/// "Not now, please ask me after that day."
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = NotNow)]
pub struct NotNowShape {
    /// The day.
    pub until: Moment,
    /// When R said so.
    pub said_at: Moment,
}

/// A side of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Box)]
pub enum BoxName {
    /// R's.
    Received,
    /// S's.
    Sent,
}

/// Where an invitation stands. `snoozed`, `ignored`, `marked` and `reported` are known to R alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InvitationState)]
pub enum StateName {
    /// Inside the undo window: nothing has left yet.
    Held,
    /// Waits for R.
    Pending,
    /// R asked something, and waits for S's answer.
    Asked,
    /// R accepted.
    Accepted,
    /// S took it back.
    Withdrawn,
    /// Its time ran out.
    Expired,
    /// It could never be delivered.
    Undeliverable,
    /// R set it aside until a day.
    Snoozed,
    /// R put it into the archive.
    Ignored,
    /// R said that they do not know S.
    Marked,
    /// R reported it.
    Reported,
}

/// How S says to know R.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Relation)]
pub struct RelationShape {
    /// The kind.
    pub kind: RelationName,
    /// The employer, school, group or place, in the words of the day it was sent.
    #[schema(required = true)]
    pub text: Option<String>,
    /// S's position it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position_id: Option<Id>,
    /// S's education it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education_id: Option<Id>,
    /// The group it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Id>,
}

/// How S may say to know R.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RelationKind)]
pub enum RelationName {
    /// From one of S's positions.
    Colleague,
    /// From one of S's schools.
    Classmate,
    /// Did business, from one of S's positions.
    Business,
    /// A friend.
    Friend,
    /// From a group both are in.
    Group,
    /// They met, somewhere.
    Met,
    /// Something else.
    Other,
    /// Not at all: refused, with the other routes.
    Unknown,
}

/// What S is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Purpose)]
pub enum PurposeName {
    /// Learn about R's work.
    LearnAboutYourWork,
    /// Change career.
    ChangeCareer,
    /// An interest both have.
    SharedInterest,
    /// Keep in touch.
    KeepInTouch,
    /// Worked together.
    WorkedTogether,
    /// Is hiring.
    Hiring,
    /// Has something to sell.
    Selling,
    /// Something else.
    Other,
}

/// What was known when an invitation was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Card)]
pub struct CardShape {
    /// When.
    pub at: Moment,
    /// How far apart the two were: 2, 3, or null beyond.
    #[schema(required = true)]
    pub degree: Option<u8>,
    /// How many connections they shared.
    pub shared_connections: u32,
    /// What they had in common; empty says that it was nothing.
    pub common_ground: Vec<CommonShape>,
    /// What S's profile held.
    pub profile: Vec<PartShape>,
    /// What R's door asked, and S answered.
    pub answers: Vec<AnsweredShape>,
    /// How S's claim stood to R's profile; null where no profile can support it.
    #[schema(required = true)]
    pub claim: Option<CheckedClaimShape>,
}

/// How S's claim stood to R's profile.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CheckedClaim)]
pub struct CheckedClaimShape {
    /// When S was there, where S lists it.
    #[schema(required = true)]
    pub period: Option<PeriodShape>,
    /// What R's profile said.
    pub check: CheckName,
}

/// What R's profile said to S's claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClaimCheck)]
pub enum CheckName {
    /// The same employer or school at the same time, or the same group.
    Matches,
    /// The same employer or school in other years.
    OtherYears,
    /// The same employer or school, without dates to compare.
    Undated,
    /// Not on R's profile.
    NotListed,
}

/// How alike a note is to what its sender wrote to others in the last 90 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Originality)]
pub enum OriginalityName {
    /// Like no other.
    Own,
    /// Like one that went to a few others: 2 to 9 people in all.
    Few,
    /// Like one that went to many: 10 people or more.
    Many,
    /// Too short to be compared.
    Short,
}

/// What the one who asks can do with an invitation now.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
#[schema(as = Can)]
pub struct CanShape {
    /// Take it back without a trace. For S alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<bool>,
    /// Withdraw it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdraw: Option<bool>,
    /// Change the note, until R has viewed it. For S alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<bool>,
    /// Ask somebody to vouch for it. For S alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask_vouch: Option<bool>,
    /// Answer what R asked. For S alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<bool>,
    /// Decline the terms on which R accepted. For S alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decline_terms: Option<bool>,
    /// Ask something before deciding. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<bool>,
    /// Set it aside until a day. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snooze: Option<bool>,
    /// Accept it. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<bool>,
    /// Put it into the archive. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dismiss: Option<bool>,
    /// Say that R does not know S. For R alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<bool>,
}

/// The mail about an invitation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Mail)]
pub struct MailShape {
    /// When mail will leave.
    pub planned: Vec<Moment>,
}

impl InvitationShape {
    /// As the one who asks sees it.
    pub fn seen(app: &App, me: &PersonShape, language: Language, sides: &Sides) -> Self {
        match sides {
            Sides::Sent(sent) => Self::sent(app, me, language, sent),
            Sides::Received(received) => Self::received(app, me, language, received),
        }
    }

    /// As S sees it.
    pub fn sent(app: &App, me: &PersonShape, language: Language, sent: &SentInvitation) -> Self {
        let invitation = &sent.invitation;
        let to = sent.recipient.as_ref().map_or_else(|| PersonShape::gone(invitation.to), Into::into);
        Self {
            undo_until: Some(invitation.opens_at.into()),
            can: CanShape {
                undo: Some(sent.may_undo),
                withdraw: Some(sent.may_withdraw),
                edit: Some(sent.may_edit),
                ask_vouch: Some(sent.may_ask_vouch),
                answer: Some(sent.may_reply),
                decline_terms: Some(sent.may_decline_until.is_some()),
                ..CanShape::default()
            },
            vouch_request: Some(invitation.vouch.map(|vouch| VouchAskedShape {
                member: sent.voucher.as_ref().map_or_else(|| PersonShape::gone(vouch.of), Into::into),
                asked_at: vouch.at.into(),
            })),
            mail: Some(MailShape { planned: Vec::new() }),
            ..Self::content(app, language, invitation, me.clone(), to, sent.state.into())
        }
    }

    /// As R sees it.
    pub fn received(app: &App, me: &PersonShape, language: Language, received: &ReceivedInvitation) -> Self {
        let invitation = &received.invitation;
        let from = received.sender.as_ref().map_or_else(|| PersonShape::gone(invitation.from), Into::into);
        let state = received.state;
        let asked = state == StateForRecipient::Pending && invitation.asked().is_some();
        let told = if asked { StateName::Asked } else { state.into() };
        Self {
            snoozed_until: received.snoozed_until.map(Into::into),
            side: BoxName::Received,
            viewed_at: Some(received.viewed_at.map(Into::into)),
            mark_undo_until: received.mark_undo_until.map(Into::into),
            vouch: Some(received.vouch.as_ref().map(Into::into)),
            can: CanShape {
                accept: Some(state != StateForRecipient::Accepted),
                dismiss: Some(matches!(state, StateForRecipient::Pending | StateForRecipient::Snoozed)),
                ask: Some(received.may_ask),
                snooze: Some(received.may_snooze.is_some()),
                mark: Some(state == StateForRecipient::Ignored),
                ..CanShape::default()
            },
            ..Self::content(app, language, invitation, from, me.clone(), told)
        }
    }

    /// What both read alike.
    fn content(
        app: &App,
        language: Language,
        invitation: &Invitation,
        from: PersonShape,
        to: PersonShape,
        state: StateName,
    ) -> Self {
        let note = invitation.note.as_ref().map(|note| note.as_str().to_owned());
        let sender = from.name.as_deref().unwrap_or_default();
        let text = note.clone().unwrap_or_else(|| generic_text(language, &app.network().name, sender));
        Self {
            id: invitation.id.into(),
            side: BoxName::Sent,
            state,
            relation: invitation.relation.as_ref().map(Into::into),
            generic: invitation.generic(),
            originality: invitation.originality.map(Into::into),
            note,
            text,
            purpose: invitation.purpose.map(Into::into),
            card: (&invitation.card).into(),
            sent_at: invitation.sent_at.into(),
            undo_until: None,
            expires_at: invitation.expires_at.into(),
            viewed_at: None,
            questions: invitation.exchanges.iter().map(Into::into).collect(),
            not_now: invitation
                .not_now
                .map(|told| NotNowShape { until: told.until.into(), said_at: told.at.into() }),
            terms: invitation.terms.map(Into::into),
            snoozed_until: None,
            mark_undo_until: None,
            vouch_request: None,
            vouch: None,
            can: CanShape::default(),
            mail: None,
            from,
            to,
        }
    }
}

impl From<&Exchange> for ExchangeShape {
    fn from(exchange: &Exchange) -> Self {
        Self {
            question: exchange.question.to_string(),
            asked_at: exchange.asked_at.into(),
            answer: exchange.answer.as_ref().map(|answer| answer.text.to_string()),
            answered_at: exchange.answer.as_ref().map(|answer| answer.at.into()),
        }
    }
}

impl From<StateForSender> for StateName {
    fn from(state: StateForSender) -> Self {
        match state {
            StateForSender::Held => Self::Held,
            StateForSender::Pending => Self::Pending,
            StateForSender::Asked => Self::Asked,
            StateForSender::Accepted => Self::Accepted,
            StateForSender::Withdrawn => Self::Withdrawn,
            StateForSender::Expired => Self::Expired,
            StateForSender::Undeliverable => Self::Undeliverable,
        }
    }
}

impl From<StateForRecipient> for StateName {
    fn from(state: StateForRecipient) -> Self {
        match state {
            StateForRecipient::Pending => Self::Pending,
            StateForRecipient::Snoozed => Self::Snoozed,
            StateForRecipient::Ignored => Self::Ignored,
            StateForRecipient::Marked => Self::Marked,
            StateForRecipient::Reported => Self::Reported,
            StateForRecipient::Accepted => Self::Accepted,
        }
    }
}

impl From<&RelationClaim> for RelationShape {
    fn from(claim: &RelationClaim) -> Self {
        let of = claim.of.map(Id::from);
        let (position_id, education_id, group_id) = match claim.kind {
            RelationKind::Colleague | RelationKind::Business => (of, None, None),
            RelationKind::Classmate => (None, of, None),
            RelationKind::Group => (None, None, of),
            RelationKind::Friend | RelationKind::Met | RelationKind::Other | RelationKind::Unknown => {
                (None, None, None)
            }
        };
        Self { kind: claim.kind.into(), text: claim.text.clone(), position_id, education_id, group_id }
    }
}

impl From<RelationKind> for RelationName {
    fn from(kind: RelationKind) -> Self {
        match kind {
            RelationKind::Colleague => Self::Colleague,
            RelationKind::Classmate => Self::Classmate,
            RelationKind::Business => Self::Business,
            RelationKind::Friend => Self::Friend,
            RelationKind::Group => Self::Group,
            RelationKind::Met => Self::Met,
            RelationKind::Other => Self::Other,
            RelationKind::Unknown => Self::Unknown,
        }
    }
}

impl From<Purpose> for PurposeName {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::LearnAboutYourWork => Self::LearnAboutYourWork,
            Purpose::ChangeCareer => Self::ChangeCareer,
            Purpose::SharedInterest => Self::SharedInterest,
            Purpose::KeepInTouch => Self::KeepInTouch,
            Purpose::WorkedTogether => Self::WorkedTogether,
            Purpose::Hiring => Self::Hiring,
            Purpose::Selling => Self::Selling,
            Purpose::Other => Self::Other,
        }
    }
}

impl From<PurposeName> for Purpose {
    fn from(purpose: PurposeName) -> Self {
        match purpose {
            PurposeName::LearnAboutYourWork => Self::LearnAboutYourWork,
            PurposeName::ChangeCareer => Self::ChangeCareer,
            PurposeName::SharedInterest => Self::SharedInterest,
            PurposeName::KeepInTouch => Self::KeepInTouch,
            PurposeName::WorkedTogether => Self::WorkedTogether,
            PurposeName::Hiring => Self::Hiring,
            PurposeName::Selling => Self::Selling,
            PurposeName::Other => Self::Other,
        }
    }
}

impl From<&Card> for CardShape {
    fn from(card: &Card) -> Self {
        Self {
            at: card.at.into(),
            degree: card.degree,
            shared_connections: card.shared_connections,
            common_ground: card.common_ground.iter().map(Into::into).collect(),
            profile: card.profile.iter().map(Into::into).collect(),
            answers: card.answers.iter().map(Into::into).collect(),
            claim: card.claim.map(Into::into),
        }
    }
}

impl From<CheckedClaim> for CheckedClaimShape {
    fn from(claim: CheckedClaim) -> Self {
        let check = match claim.check {
            ClaimCheck::Matches => CheckName::Matches,
            ClaimCheck::OtherYears => CheckName::OtherYears,
            ClaimCheck::Undated => CheckName::Undated,
            ClaimCheck::NotListed => CheckName::NotListed,
        };
        Self { period: claim.period.map(Into::into), check }
    }
}

impl From<Originality> for OriginalityName {
    fn from(band: Originality) -> Self {
        match band {
            Originality::Own => Self::Own,
            Originality::Few => Self::Few,
            Originality::Many => Self::Many,
            Originality::Short => Self::Short,
        }
    }
}
