//! Cases that moderators decide: who may, and what may be decided about which.

use crate::change::Change;
use crate::id::{CaseId, InvitationId, MemberId};
use crate::invitations::{MarkFacts, VoidedMark};
use crate::policy::{Policy, ReportCounts};
use crate::text::{ModerationReason, ReportReason};
use crate::time::Timestamp;

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseKind {
    /// An invitation was reported; the subject is the invitation.
    Report,
    /// S appeals against a restriction; the subject is the restriction.
    Appeal,
    /// S asks for more invitations (R5.4).
    AllowanceRequest,
    /// A picture was reported.
    Picture,
    /// A profile was reported.
    Profile,
}

impl CaseKind {
    /// Every one of them, in the order in which moderators choose among them.
    pub const ALL: [Self; 5] =
        [Self::Report, Self::Picture, Self::Profile, Self::Appeal, Self::AllowanceRequest];
}

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Nothing is wrong.
    Dismissed,
    /// The report was right; it counts as the policy has it, and nothing else follows.
    Upheld,
    /// The member is warned, in words.
    Warned,
    /// The picture is taken away.
    PictureRemoved,
    /// The member sends no invitations for a while, with a statement of reasons (F11).
    Restricted,
    /// The account is stopped until it is restored.
    Suspended,
    /// The account is removed for abuse; what it said about others is void (R6.3).
    Removed,
    /// What was asked for is granted: an appeal, more invitations.
    Granted,
    /// What was asked for is refused.
    Refused,
}

impl Verdict {
    /// Every one of them, the mildest first.
    pub const ALL: [Self; 9] = [
        Self::Dismissed,
        Self::Upheld,
        Self::Warned,
        Self::PictureRemoved,
        Self::Restricted,
        Self::Suspended,
        Self::Removed,
        Self::Granted,
        Self::Refused,
    ];

    /// Whether a case of `kind` can end so.
    pub fn fits(self, kind: CaseKind) -> bool {
        match kind {
            CaseKind::Report | CaseKind::Profile => matches!(
                self,
                Self::Dismissed
                    | Self::Upheld
                    | Self::Warned
                    | Self::Restricted
                    | Self::Suspended
                    | Self::Removed
            ),
            CaseKind::Picture => matches!(
                self,
                Self::Dismissed | Self::Warned | Self::PictureRemoved | Self::Suspended | Self::Removed
            ),
            CaseKind::Appeal | CaseKind::AllowanceRequest => matches!(self, Self::Granted | Self::Refused),
        }
    }

    /// Whether whoever reported was right.
    pub fn upholds(self) -> bool {
        match self {
            Self::Upheld
            | Self::Warned
            | Self::PictureRemoved
            | Self::Restricted
            | Self::Suspended
            | Self::Removed => true,
            Self::Dismissed | Self::Granted | Self::Refused => false,
        }
    }
}

/// A case as it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// Which.
    pub id: CaseId,
    /// About whom.
    pub about: MemberId,
    /// What it is about.
    pub kind: CaseKind,
    /// The invitation, restriction or request it is about; 0 where the member is.
    pub subject: i64,
    /// Who opened it.
    pub opened_by: MemberId,
    /// When.
    pub opened_at: Timestamp,
    /// Why, in the words of whoever opened it.
    pub words: ReportReason,
}

/// A case that a moderator has taken, so that no second one works on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// The moderator.
    pub by: MemberId,
    /// From then on anybody may take it.
    pub until: Timestamp,
}

/// How a case was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The moderator; none where the operator did.
    pub by: Option<MemberId>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub verdict: Verdict,
    /// Why.
    pub reason: ModerationReason,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// How it was opened.
    pub opened: NewCase,
    /// Who took it last.
    pub hold: Option<Hold>,
    /// How it was decided; none while it is open.
    pub decided: Option<Decided>,
}

impl Case {
    /// Who has it in hand at `now`.
    pub fn held_at(&self, now: Timestamp) -> Option<Hold> {
        self.hold.filter(|hold| now < hold.until && self.decided.is_none())
    }
}

/// Why a moderator has no say in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partial {
    /// It is about them.
    AboutYou,
    /// They opened it.
    OpenedByYou,
    /// They are connected with somebody it is between.
    Connected,
}

/// Why a case is not taken or not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseRefused {
    /// Who asks has a part in it.
    Partial(Partial),
    /// Another moderator has it in hand.
    InHand {
        /// Until then at most.
        until: Timestamp,
    },
    /// It was decided before.
    AlreadyDecided,
    /// A case of this kind does not end so.
    NotForThis,
}

/// Whether `by` may take a case; `connected` says that they are connected with somebody it is between.
///
/// # Errors
/// They have a part in it, another moderator has it in hand, or it was decided.
pub fn may_take(
    case: &Case,
    by: MemberId,
    connected: bool,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), CaseRefused> {
    if case.decided.is_some() {
        return Err(CaseRefused::AlreadyDecided);
    }
    if let Some(partial) = partial(case, by, connected, policy) {
        return Err(CaseRefused::Partial(partial));
    }
    match case.held_at(now) {
        Some(hold) if hold.by != by => Err(CaseRefused::InHand { until: hold.until }),
        Some(_) | None => Ok(()),
    }
}

/// Whether a case may end with `verdict`, by a moderator or, without one, by the operator.
///
/// # Errors
/// As [`may_take`], or the verdict is none of this kind of case.
pub fn may_decide(
    case: &Case,
    by: Option<MemberId>,
    connected: bool,
    verdict: Verdict,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), CaseRefused> {
    match by {
        Some(by) => may_take(case, by, connected, policy, now)?,
        None if case.decided.is_some() => return Err(CaseRefused::AlreadyDecided),
        None => {}
    }
    if verdict.fits(case.opened.kind) { Ok(()) } else { Err(CaseRefused::NotForThis) }
}

/// What part `by` has in a case, if any.
pub fn partial(case: &Case, by: MemberId, connected: bool, policy: &Policy) -> Option<Partial> {
    if case.opened.about == by {
        Some(Partial::AboutYou)
    } else if case.opened.opened_by == by {
        Some(Partial::OpenedByYou)
    } else if connected && !policy.moderation.connected_may_decide {
        Some(Partial::Connected)
    } else {
        None
    }
}

/// What an upheld report counts as: a mark by whoever reported, where the policy waits for that (R6.3). Nothing where
/// that one's mark of the member counted before.
pub fn upheld(case: &NewCase, facts: &MarkFacts, policy: &Policy, now: Timestamp) -> Option<Change> {
    let counts =
        case.kind == CaseKind::Report && policy.marks.report == ReportCounts::IfUpheld && facts.counts;
    counts.then(|| Change::Marked {
        by: case.opened_by,
        of: case.about,
        invitation: InvitationId(case.subject),
        at: now,
        standing_version: facts.standing.version,
        restricts: facts.standing.restriction_by(facts.restriction, facts.counting, policy, now),
    })
}

/// A mark that is void because whoever made it was removed for abuse, and the restriction that stood on it (R6.3).
pub fn void_mark(mark: &VoidedMark, policy: &Policy, now: Timestamp) -> Change {
    Change::MarkTakenBack {
        by: mark.by,
        of: mark.standing.member,
        standing_version: mark.standing.version,
        frees: mark.standing.freed_by_one_fewer(mark.counting, policy, now),
    }
}
