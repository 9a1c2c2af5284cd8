use kith_domain::id::{MemberId, SessionId};

/// Who asks: always a parameter, never ambient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The member.
    pub member: MemberId,
    /// The session or token they act through.
    pub session: SessionId,
}
