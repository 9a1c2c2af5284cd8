//! Whatever stands between two members: an open invitation, a connection, marks, blocks, cooldowns.
//!
//! The relation is the one thing every act between two members reads, decides on and writes whole,
//! guarded by its version: of two acts at once the first wins, and the other decides again (R11.8).

use crate::id::{InvitationId, MemberId};
use crate::time::Timestamp;

/// Two different members, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pair {
    lo: MemberId,
    hi: MemberId,
}

/// One of the two members of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The member with the lower id.
    Lo,
    /// The member with the higher id.
    Hi,
}

impl Pair {
    /// The pair of two members; nobody makes a pair with oneself (R11.1).
    pub fn of(a: MemberId, b: MemberId) -> Option<Self> {
        (a != b).then(|| Self { lo: a.min(b), hi: a.max(b) })
    }

    /// The member with the lower id, whose half is the authority.
    pub fn lo(self) -> MemberId {
        self.lo
    }

    /// The member with the higher id.
    pub fn hi(self) -> MemberId {
        self.hi
    }

    /// On which side a member stands, where it is one of the two.
    pub fn side(self, member: MemberId) -> Option<Side> {
        match member {
            m if m == self.lo => Some(Side::Lo),
            m if m == self.hi => Some(Side::Hi),
            _ => None,
        }
    }

    /// The other one of the two; the lower one for a stranger to the pair.
    pub fn other(self, member: MemberId) -> MemberId {
        if member == self.lo { self.hi } else { self.lo }
    }
}

/// Whatever stands between two members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Who.
    pub pair: Pair,
    /// How often it was written; 0 where nothing is stored yet. The guard of every change.
    pub version: i64,
    /// What is open between them.
    pub between: Between,
    /// What the lower one holds against or waits for with the higher one.
    pub lo: Stance,
    /// What the higher one holds against or waits for with the lower one.
    pub hi: Stance,
    /// When it was written last; never goes back. Under a block since when it is blocked, whatever its sender does
    /// with what goes on for them alone (R11.7).
    pub updated_at: Timestamp,
}

/// What is open between two members: never more than one thing, so never two invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Between {
    /// Nothing.
    Nothing,
    /// An invitation, which may have expired by now.
    Invited(Open),
    /// They are connected.
    Connected {
        /// The invitation that was accepted; none where an import connected them.
        invitation: Option<InvitationId>,
        /// Who had sent it.
        inviter: MemberId,
        /// Since when.
        since: Timestamp,
    },
    /// They follow each other instead of being connected, by the wish of one of them (F9).
    Following {
        /// The invitation that was accepted; none where an import had connected them.
        invitation: Option<InvitationId>,
        /// Who had sent it.
        inviter: MemberId,
        /// Since when.
        since: Timestamp,
    },
}

/// An open invitation, as both sides' acts need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Which one.
    pub id: InvitationId,
    /// Who sent it.
    pub sender: MemberId,
    /// When.
    pub sent_at: Timestamp,
    /// From when on R sees it: the end of the undo window (R8.7).
    pub opens_at: Timestamp,
    /// The first instant at which it is over: `[sent, expires)` (R8.5).
    pub expires_at: Timestamp,
    /// When R viewed it (R8.4).
    pub viewed_at: Option<Timestamp>,
    /// What R did with it, short of accepting; S never learns of it (R6.1).
    pub answer: Answer,
}

/// What R did with an open invitation, short of accepting it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Nothing so far.
    None,
    /// Put into the archive (R10.6).
    Ignored {
        /// When.
        at: Timestamp,
    },
    /// "I don't know this person" (R10.7).
    Marked {
        /// When.
        at: Timestamp,
    },
    /// Reported to the moderators.
    Reported {
        /// When.
        at: Timestamp,
    },
    /// Set aside until a day; from then on it is as if nothing had been done (F6).
    Snoozed {
        /// The day.
        until: Timestamp,
    },
}

/// What one member of a pair holds against, or waits for with, the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stance {
    /// Has blocked the other (R11.7).
    pub blocks: bool,
    /// Has said not to know the other: no invitation from there ever again (R10.7).
    pub closed: bool,
    /// May not invite the other before this instant (R8.8).
    pub may_invite_from: Timestamp,
    /// Keeps contact details and the list of connections from the other though connected (F9).
    pub limits: bool,
    /// Wished that they only follow each other instead of being connected (F9): one of the two, while they do.
    pub follow_only: bool,
    /// When this one asked the other for no pitches, and until when (F9).
    pub no_pitches: Option<NoPitches>,
}

/// A time in which a member wants neither pitches nor requests from another (F9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPitches {
    /// When it was asked for.
    pub since: Timestamp,
    /// The first instant at which it is over.
    pub until: Timestamp,
}

impl NoPitches {
    /// Whether a message written then falls into it.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.since <= at && at < self.until
    }
}

impl Stance {
    /// The same without the terms of a connection.
    #[must_use]
    pub fn unlimited(self) -> Self {
        Self { limits: false, follow_only: false, no_pitches: None, ..self }
    }
}

/// Where an invitation stands at an instant. Held and expired are comparisons with now, not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Inside the undo window: only S knows of it.
    Held,
    /// Open, R may answer.
    Open,
    /// Over without an answer.
    Expired,
}

impl Open {
    /// Where it stands at `now`.
    pub fn stage_at(&self, now: Timestamp) -> Stage {
        if now >= self.expires_at {
            Stage::Expired
        } else if now < self.opens_at {
            Stage::Held
        } else {
            Stage::Open
        }
    }
}

impl Relation {
    /// Two members between whom nothing ever was.
    pub fn new(pair: Pair) -> Self {
        Self {
            pair,
            version: 0,
            between: Between::Nothing,
            lo: Stance::default(),
            hi: Stance::default(),
            updated_at: Timestamp(0),
        }
    }

    /// What `member` holds against, or waits for with, the other.
    pub fn stance(&self, member: MemberId) -> &Stance {
        if member == self.pair.lo { &self.lo } else { &self.hi }
    }

    /// The same, to change it.
    pub fn stance_mut(&mut self, member: MemberId) -> &mut Stance {
        if member == self.pair.lo { &mut self.lo } else { &mut self.hi }
    }

    /// Whether either has blocked the other: then neither exists for the other (R11.7).
    pub fn blocked(&self) -> bool {
        self.lo.blocks || self.hi.blocks
    }

    /// Whether they are connected.
    pub fn connected(&self) -> bool {
        matches!(self.between, Between::Connected { .. })
    }

    /// Whether it is this invitation, once accepted, by which they are connected, or follow each other.
    pub fn tied_by(&self, id: InvitationId) -> bool {
        match self.between {
            Between::Connected { invitation, .. } | Between::Following { invitation, .. } => {
                invitation == Some(id)
            }
            Between::Nothing | Between::Invited(_) => false,
        }
    }

    /// The open invitation, unless it has expired by `now`.
    pub fn open_at(&self, now: Timestamp) -> Option<&Open> {
        match &self.between {
            Between::Invited(open) => (open.stage_at(now) != Stage::Expired).then_some(open),
            Between::Nothing | Between::Connected { .. } | Between::Following { .. } => None,
        }
    }

    /// The invitation of this id, open or expired, where it is the one that stands between them.
    pub fn invitation(&self, id: InvitationId) -> Option<&Open> {
        match &self.between {
            Between::Invited(open) if open.id == id => Some(open),
            Between::Invited(_)
            | Between::Nothing
            | Between::Connected { .. }
            | Between::Following { .. } => None,
        }
    }

    /// The same relation after one more act: the next version, its time not before the last.
    #[must_use]
    pub fn touched(&self, between: Between, now: Timestamp) -> Self {
        Self {
            version: self.version + 1,
            between,
            updated_at: now.max(Timestamp(self.updated_at.0 + 1)),
            ..self.clone()
        }
    }
}
