use kith_domain::id::{MemberId, SessionId};
use kith_domain::profile::MemberStatus;

use crate::{App, Fault};

/// Who asks: always a parameter, never ambient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The member.
    pub member: MemberId,
    /// The session or token they act through.
    pub session: SessionId,
}

/// In whose name something is decided about a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// The operator, at the command line.
    Operator,
    /// A member, who must be a moderator.
    Moderator(Actor),
}

impl Authority {
    /// Whether they may decide: a member may as long as they moderate.
    pub(crate) async fn decides(self, app: &App) -> Result<bool, Fault> {
        match self {
            Self::Operator => Ok(true),
            Self::Moderator(actor) => {
                let account = app.store().account(actor.member).await?;
                let active = account.filter(|a| a.profile.person.status == MemberStatus::Active);
                Ok(active.is_some_and(|account| account.moderator))
            }
        }
    }

    /// The moderator; none where it is the operator.
    pub(crate) fn moderator(self) -> Option<MemberId> {
        match self {
            Self::Operator => None,
            Self::Moderator(actor) => Some(actor.member),
        }
    }
}
