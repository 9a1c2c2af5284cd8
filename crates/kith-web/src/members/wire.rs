//! How another member stands to the one who asks, as clients read it.

use kith_app::relationship::{Bearing, May, Relationship, RelationshipState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{CommonShape, Id, PersonShape};

/// How another member stands to you, in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Bearing)]
pub struct BearingShape {
    /// What is between you.
    pub state: RelationshipName,
    /// How far apart you are: 0 is yourself, null is beyond the 3rd degree.
    #[schema(required = true, minimum = 0, maximum = 3)]
    pub degree: Option<u8>,
    /// The invitation that is open, or the one that became the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_id: Option<Id>,
}

/// How another member stands to you.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Relationship)]
pub struct RelationshipShape {
    #[serde(flatten)]
    bearing: BearingShape,
    /// The connections you share, as both of you allow it to be shown.
    shared_connections: SharedShape,
    /// What you have in common, as both of you allow it to be shown.
    common_ground: Vec<CommonShape>,
    /// Whether you follow them.
    follows: bool,
    /// What you may do.
    may: MayShape,
}

/// What is between two members, as one of them may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RelationshipState)]
pub enum RelationshipName {
    /// You are one and the same.
    #[serde(rename = "self")]
    Yourself,
    /// Nothing.
    None,
    /// You have invited them.
    Invited,
    /// They have invited you.
    InvitedYou,
    /// You are connected.
    Connected,
}

/// Connections that two members share.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SharedConnections)]
pub struct SharedShape {
    /// How many.
    count: u32,
    /// The first of them, at most 5.
    items: Vec<PersonShape>,
}

/// What one member may do toward another.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = May)]
pub struct MayShape {
    /// Invite, with one click.
    invite: bool,
    /// Invite, with a note and more.
    customize: bool,
    /// Ask a shared connection for an introduction.
    ask_introduction: bool,
    /// Write an outreach message.
    write_outreach: bool,
    /// Write a message.
    message: bool,
    /// Follow.
    follow: bool,
}

/// A member in a list, with how they stand to you.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MemberInList)]
pub struct MemberShape {
    /// Who.
    #[serde(flatten)]
    pub person: PersonShape,
    /// How they stand to you.
    pub relationship: BearingShape,
}

impl From<Bearing> for BearingShape {
    fn from(bearing: Bearing) -> Self {
        Self {
            state: match bearing.state {
                RelationshipState::Yourself => RelationshipName::Yourself,
                RelationshipState::None => RelationshipName::None,
                RelationshipState::Invited => RelationshipName::Invited,
                RelationshipState::InvitedYou => RelationshipName::InvitedYou,
                RelationshipState::Connected => RelationshipName::Connected,
            },
            degree: bearing.degree,
            invitation_id: bearing.invitation.map(Into::into),
        }
    }
}

impl From<&Relationship> for RelationshipShape {
    fn from(relationship: &Relationship) -> Self {
        Self {
            bearing: relationship.bearing.into(),
            shared_connections: SharedShape {
                count: relationship.shared_connections.count,
                items: relationship.shared_connections.items.iter().map(Into::into).collect(),
            },
            common_ground: relationship.common_ground.iter().map(Into::into).collect(),
            follows: relationship.follows,
            may: relationship.may.into(),
        }
    }
}

impl From<May> for MayShape {
    fn from(may: May) -> Self {
        let May { invite, customize, ask_introduction, write_outreach, message, follow } = may;
        Self { invite, customize, ask_introduction, write_outreach, message, follow }
    }
}
