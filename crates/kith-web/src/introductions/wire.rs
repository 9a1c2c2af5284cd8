//! An introduction as clients read it, from the side of each of its three.
//!
//! What M and R do with it short of a yes is on no side but their own (R4.4).

use kith_app::introductions::Seen;
use kith_domain::id::MemberId;
use kith_domain::introductions::{Role, Stage};
use kith_domain::profile::Person;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::{Id, Moment, PersonShape};

/// An introduction.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Introduction)]
pub(crate) struct IntroductionShape {
    /// Which.
    id: Id,
    /// Who you are in it.
    role: RoleName,
    /// Who asks.
    from: PersonShape,
    /// Who is asked to bring the two together.
    through: PersonShape,
    /// Whom they would like to meet.
    to: PersonShape,
    /// Why, in the words of who asks.
    reason: String,
    /// The words of the go-between, once you may read them.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Where it stands, as far as you may know.
    state: IntroductionState,
    /// When it was asked.
    asked_at: Moment,
    /// The first instant at which it is over.
    expires_at: Moment,
    /// What you may do.
    can: CanShape,
}

/// Who somebody is in an introduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RoleName {
    /// Who asks.
    Asker,
    /// Who knows both.
    GoBetween,
    /// Who is introduced.
    Recipient,
}

/// Where an introduction stands for one of its three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum IntroductionState {
    /// It waits. To who asks it is this until a yes or the end, whatever the others do.
    Open,
    /// You put it aside for now.
    SetAside,
    /// You said no; nobody is told.
    Declined,
    /// You wrote.
    Forwarded,
    /// All agreed.
    Agreed,
    /// You took it back.
    Withdrawn,
    /// To who asks: its time ran out without a yes.
    NotTakenForward,
    /// To the others: its time ran out.
    Over,
}

/// What one of the three may do.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = IntroductionCan)]
struct CanShape {
    /// Take it back.
    withdraw: bool,
    /// Write to who is to be introduced.
    forward: bool,
    /// Say not now, or no.
    dismiss: bool,
    /// Say yes.
    agree: bool,
    /// Write to the other two.
    write: bool,
}

/// Which introductions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IntroductionBox)]
pub(crate) enum BoxName {
    /// Those you asked for.
    Asked,
    /// Those you are asked to forward.
    ToForward,
    /// Those you are asked to agree to.
    ToAnswer,
}

impl IntroductionShape {
    /// An introduction as one of its three may read it.
    pub(crate) fn new(seen: &Seen) -> Self {
        let of = &seen.part.introduction;
        let who = |person: &Option<Person>, id: MemberId| {
            person.as_ref().map_or_else(|| PersonShape::gone(id), PersonShape::from)
        };
        let waits = matches!(seen.stage, Stage::Open | Stage::SetAside);
        let role = seen.part.role;
        Self {
            id: of.id.into(),
            role: match role {
                Role::Asker => RoleName::Asker,
                Role::GoBetween => RoleName::GoBetween,
                Role::Recipient => RoleName::Recipient,
            },
            from: who(&seen.asker, of.asker),
            through: who(&seen.go_between, of.go_between),
            to: who(&seen.recipient, of.recipient),
            reason: of.reason.as_str().to_owned(),
            text: seen.part.words.as_ref().map(|words| words.as_str().to_owned()),
            state: state(seen.stage, role),
            asked_at: of.asked_at.into(),
            expires_at: of.expires_at.into(),
            can: CanShape {
                withdraw: waits && role == Role::Asker,
                forward: waits && role == Role::GoBetween,
                dismiss: waits && role != Role::Asker,
                agree: waits && role == Role::Recipient,
                write: seen.part.conversation.is_some_and(|seat| seat.left_at.is_none()),
            },
        }
    }
}

fn state(stage: Stage, role: Role) -> IntroductionState {
    match (stage, role) {
        (Stage::Open, _) => IntroductionState::Open,
        (Stage::SetAside, _) => IntroductionState::SetAside,
        (Stage::Declined, _) => IntroductionState::Declined,
        (Stage::Forwarded, _) => IntroductionState::Forwarded,
        (Stage::Agreed, _) => IntroductionState::Agreed,
        (Stage::Withdrawn, _) => IntroductionState::Withdrawn,
        (Stage::Over, Role::Asker) => IntroductionState::NotTakenForward,
        (Stage::Over, Role::GoBetween | Role::Recipient) => IntroductionState::Over,
    }
}
