//! A line from somebody who knows both, added to an open invitation at S's wish (F19).
//!
//! Nothing here looks at what stands between S and R: what R did with the invitation short of accepting, M must not
//! learn either (R6.1). And nothing of what M does is ever S's to see: S knows whom S asked.

use crate::id::{InvitationId, MemberId};
use crate::invitations::{Invitation, Outcome};
use crate::policy::Limit;
use crate::standing::Count;
use crate::text::VouchText;
use crate::time::{Span, Timestamp};

/// How long a month of vouches is; it begins with its first.
pub const MONTH: Span = Span::days(30);

/// What S asks M.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// M.
    pub voucher: MemberId,
    /// Which invitation.
    pub invitation: InvitationId,
    /// S.
    pub sender: MemberId,
    /// R.
    pub recipient: MemberId,
    /// When.
    pub at: Timestamp,
    /// From when on M sees it: not before R could (R8.7).
    pub opens_at: Timestamp,
    /// When the invitation is over at the latest.
    pub expires_at: Timestamp,
}

/// Why S cannot ask M.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskVouchRefused {
    /// It is not S's, or there is none.
    NotFound,
    /// The invitation has ended.
    NoLongerPossible,
    /// Somebody was asked before: one vouch for each invitation.
    AskedAlready,
    /// M is nobody whom S may see among the connections S shares with R.
    NotShared,
}

/// Whether S may ask anybody, at `now`: while it is open in S's eyes, and nobody was asked.
pub fn may_ask(invitation: &Invitation, now: Timestamp) -> bool {
    stands(invitation, now) && invitation.vouch.is_none()
}

/// S asks M; nothing where the same M was asked before. `shared` tells whether M is a connection that S and R share and
/// that S may see.
///
/// # Errors
/// Not `by`'s own, over, somebody else was asked, or M is nobody they share.
pub fn ask(
    invitation: &Invitation,
    by: MemberId,
    voucher: MemberId,
    shared: bool,
    now: Timestamp,
) -> Result<Option<Asking>, AskVouchRefused> {
    if invitation.from != by {
        return Err(AskVouchRefused::NotFound);
    }
    if !stands(invitation, now) {
        return Err(AskVouchRefused::NoLongerPossible);
    }
    match invitation.vouch {
        Some(asked) if asked.of == voucher => return Ok(None),
        Some(_) => return Err(AskVouchRefused::AskedAlready),
        None => {}
    }
    if !shared {
        return Err(AskVouchRefused::NotShared);
    }
    Ok(Some(Asking {
        voucher,
        invitation: invitation.id,
        sender: by,
        recipient: invitation.to,
        at: now,
        opens_at: now.max(invitation.opens_at),
        expires_at: invitation.expires_at,
    }))
}

/// What M is asked, and what M wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouch {
    /// What S asked.
    pub asked: Asking,
    /// Whether M does not want to, or took it back; told to nobody.
    pub declined: bool,
    /// What M wrote.
    pub text: Option<VouchText>,
    /// When M wrote first: it counts once.
    pub written_at: Option<Timestamp>,
}

/// Why M cannot write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VouchRefused {
    /// M was not asked, the invitation has ended, or M does not know both any more.
    NotFound,
    /// As many this month as there may be: a vouch is to mean something.
    TooMany {
        /// The limit.
        limit: u32,
        /// What is used.
        used: u64,
        /// When M may write again.
        opens_at: Timestamp,
    },
}

impl Vouch {
    /// Whether M finds it, at `now`: from its opening until the invitation ends, as S may know of its end.
    pub fn found_at(&self, invitation: Option<&Invitation>, now: Timestamp) -> bool {
        let asked = |invitation: &Invitation| invitation.vouch.is_some_and(|v| v.of == self.asked.voucher);
        now >= self.asked.opens_at && invitation.is_some_and(|of| asked(of) && stands(of, now))
    }
}

/// Whether M may write: whether it counts against M's month, which a second text for the same invitation does not.
///
/// # Errors
/// Not asked, over, or as many this month as there may be.
pub fn write(
    vouch: &Vouch,
    invitation: Option<&Invitation>,
    month: Count,
    limit: Limit,
    now: Timestamp,
) -> Result<bool, VouchRefused> {
    if !vouch.found_at(invitation, now) {
        return Err(VouchRefused::NotFound);
    }
    let counts = vouch.written_at.is_none();
    let used = month.used_at(now, MONTH);
    match limit {
        Limit::At(limit) if counts && used >= u64::from(limit) => {
            let opens_at = month.resets_at(now, MONTH).unwrap_or(now + MONTH);
            Err(VouchRefused::TooMany { limit, used, opens_at })
        }
        Limit::At(_) | Limit::Off => Ok(counts),
    }
}

/// Whether the invitation is open, as S may know it.
fn stands(invitation: &Invitation, now: Timestamp) -> bool {
    invitation.outcome == Outcome::Open && now < invitation.expires_at
}
