//! A connection as clients read it.

use kith_app::connections::{Blocked, Connection};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{Id, Moment, PersonShape};

/// A connection.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Connection)]
pub struct ConnectionShape {
    /// With whom.
    pub member: PersonShape,
    /// Since when.
    pub since: Moment,
    /// The invitation it came from; null where an import connected the two.
    #[schema(required = true)]
    pub invitation: Option<Id>,
}

/// Somebody who is blocked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Block)]
pub struct BlockShape {
    /// Who.
    pub member: PersonShape,
    /// Since when.
    pub since: Moment,
}

impl From<&Connection> for ConnectionShape {
    fn from(connection: &Connection) -> Self {
        Self {
            member: (&connection.person).into(),
            since: connection.since.into(),
            invitation: connection.invitation.map(Into::into),
        }
    }
}

impl From<&Blocked> for BlockShape {
    fn from(blocked: &Blocked) -> Self {
        Self { member: (&blocked.person).into(), since: blocked.at.into() }
    }
}
