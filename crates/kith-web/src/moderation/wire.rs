//! Cases and the audit log as JSON.

use kith_app::moderation::{AuditRow, CaseKind, CaseLine, CaseView, Evidence, NamedMark, Partial, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words;
use crate::wire::{Id, Moment, PersonShape};

/// A kind of case.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CaseKind)]
pub(super) enum KindName {
    /// An invitation was reported.
    Report,
    /// An appeal against a restriction.
    Appeal,
    /// A request for more invitations.
    AllowanceRequest,
    /// A picture was reported.
    Picture,
    /// A profile was reported.
    Profile,
}

impl From<CaseKind> for KindName {
    fn from(kind: CaseKind) -> Self {
        match kind {
            CaseKind::Report => Self::Report,
            CaseKind::Appeal => Self::Appeal,
            CaseKind::AllowanceRequest => Self::AllowanceRequest,
            CaseKind::Picture => Self::Picture,
            CaseKind::Profile => Self::Profile,
        }
    }
}

impl From<KindName> for CaseKind {
    fn from(kind: KindName) -> Self {
        match kind {
            KindName::Report => Self::Report,
            KindName::Appeal => Self::Appeal,
            KindName::AllowanceRequest => Self::AllowanceRequest,
            KindName::Picture => Self::Picture,
            KindName::Profile => Self::Profile,
        }
    }
}

/// What became of a case.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Verdict)]
pub(super) enum VerdictName {
    /// Nothing is wrong.
    Dismissed,
    /// The report was right.
    Upheld,
    /// The member is warned.
    Warned,
    /// The picture is taken away.
    PictureRemoved,
    /// The member sends no invitations for a while.
    Restricted,
    /// The account is stopped until it is restored.
    Suspended,
    /// The account is removed for abuse.
    Removed,
    /// What was asked for is granted.
    Granted,
    /// What was asked for is refused.
    Refused,
}

impl From<Verdict> for VerdictName {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Dismissed => Self::Dismissed,
            Verdict::Upheld => Self::Upheld,
            Verdict::Warned => Self::Warned,
            Verdict::PictureRemoved => Self::PictureRemoved,
            Verdict::Restricted => Self::Restricted,
            Verdict::Suspended => Self::Suspended,
            Verdict::Removed => Self::Removed,
            Verdict::Granted => Self::Granted,
            Verdict::Refused => Self::Refused,
        }
    }
}

impl From<VerdictName> for Verdict {
    fn from(verdict: VerdictName) -> Self {
        match verdict {
            VerdictName::Dismissed => Self::Dismissed,
            VerdictName::Upheld => Self::Upheld,
            VerdictName::Warned => Self::Warned,
            VerdictName::PictureRemoved => Self::PictureRemoved,
            VerdictName::Restricted => Self::Restricted,
            VerdictName::Suspended => Self::Suspended,
            VerdictName::Removed => Self::Removed,
            VerdictName::Granted => Self::Granted,
            VerdictName::Refused => Self::Refused,
        }
    }
}

/// Why a case is not yours to decide.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PartInCase)]
pub(super) enum PartialName {
    /// It is about you.
    AboutYou,
    /// You opened it.
    OpenedByYou,
    /// You are connected with somebody it is between.
    Connected,
}

impl From<Partial> for PartialName {
    fn from(partial: Partial) -> Self {
        match partial {
            Partial::AboutYou => Self::AboutYou,
            Partial::OpenedByYou => Self::OpenedByYou,
            Partial::Connected => Self::Connected,
        }
    }
}

/// A case in the queue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Case)]
pub(super) struct CaseShape {
    /// Which.
    id: Id,
    /// What it is about.
    kind: KindName,
    /// About whom.
    about: PersonShape,
    /// Who opened it.
    opened_by: PersonShape,
    /// When.
    opened_at: Moment,
    /// Why, in the words of whoever opened it.
    reason: String,
    /// Who has it in hand, and until when at most.
    #[schema(required = true)]
    held: Option<HoldShape>,
    /// How it was decided; null while it is open.
    #[schema(required = true)]
    decision: Option<DecisionShape>,
    /// Why it is not yours to decide.
    #[schema(required = true)]
    part: Option<PartialName>,
}

/// Who has a case in hand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseHold)]
struct HoldShape {
    /// The moderator.
    by: Id,
    /// From then on anybody may take it.
    until: Moment,
}

/// How a case was decided.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseDecision)]
struct DecisionShape {
    /// What.
    verdict: VerdictName,
    /// Why.
    reason: String,
    /// The moderator; null where the operator did.
    #[schema(required = true)]
    by: Option<Id>,
    /// When.
    at: Moment,
}

impl From<&CaseLine> for CaseShape {
    fn from(line: &CaseLine) -> Self {
        let opened = &line.case.opened;
        let person = |person: &Option<_>, id: kith_domain::id::MemberId| {
            person.as_ref().map_or_else(|| PersonShape::gone(id), PersonShape::from)
        };
        Self {
            id: opened.id.into(),
            kind: opened.kind.into(),
            about: person(&line.about, opened.about),
            opened_by: person(&line.opener, opened.opened_by),
            opened_at: opened.opened_at.into(),
            reason: opened.words.to_string(),
            held: line
                .holder
                .as_ref()
                .and(line.case.hold)
                .map(|hold| HoldShape { by: hold.by.into(), until: hold.until.into() }),
            decision: line.case.decided.as_ref().map(|decided| DecisionShape {
                verdict: decided.verdict.into(),
                reason: decided.reason.to_string(),
                by: decided.by.map(Into::into),
                at: decided.at.into(),
            }),
            part: line.partial.map(Into::into),
        }
    }
}

/// A case with what it is decided on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseInFull)]
pub(super) struct CaseInFullShape {
    #[serde(flatten)]
    case: CaseShape,
    /// How you may decide it.
    may: Vec<VerdictName>,
    /// What it is decided on.
    evidence: EvidenceShape,
}

/// What a case is decided on. Who said "I don't know" is not in it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseEvidence)]
struct EvidenceShape {
    /// What the reported invitation says; null where none was reported or it has no note.
    #[schema(required = true)]
    note: Option<String>,
    /// The reported outreach message; null where none was.
    #[schema(required = true)]
    outreach: Option<ReportedMessage>,
    /// The message that was reported as a pitch; null where none was.
    #[schema(required = true)]
    message: Option<String>,
    /// When the member joined.
    #[schema(required = true)]
    joined_at: Option<Moment>,
    /// How many connections they have.
    connections: u32,
    /// Open invitations of theirs.
    pending: u64,
    /// Accepted ones.
    accepted: u64,
    /// Withdrawn ones.
    withdrawn: u64,
    /// Ones that ran out.
    expired: u64,
    /// How many people said not to know them.
    marks: u64,
    /// How many of these count toward a restriction.
    marks_counting: u64,
    /// How many restrictions there were.
    restrictions: usize,
    /// How many warnings there were.
    warnings: usize,
    /// How many other cases are or were about them.
    other_cases: usize,
}

/// An outreach message that was reported.
#[derive(Debug, Serialize, ToSchema)]
struct ReportedMessage {
    /// What it is about.
    subject: String,
    /// What it says.
    body: String,
}

impl From<&Evidence> for EvidenceShape {
    fn from(evidence: &Evidence) -> Self {
        let note = evidence.invitation.as_ref().and_then(|invitation| invitation.note.as_ref());
        Self {
            note: note.map(|note| note.as_str().to_owned()),
            outreach: evidence.outreach.as_ref().map(|message| ReportedMessage {
                subject: message.subject.to_string(),
                body: message.body.to_string(),
            }),
            message: evidence.message.as_ref().map(|message| message.text.to_string()),
            joined_at: evidence.joined_at.map(Into::into),
            connections: evidence.connections,
            pending: evidence.sent.pending,
            accepted: evidence.sent.accepted,
            withdrawn: evidence.sent.withdrawn,
            expired: evidence.sent.expired,
            marks: evidence.marks.standing,
            marks_counting: evidence.marks.counting,
            restrictions: evidence.restrictions.len(),
            warnings: evidence.warnings.len(),
            other_cases: evidence.cases.len(),
        }
    }
}

impl From<&CaseView> for CaseInFullShape {
    fn from(view: &CaseView) -> Self {
        Self {
            case: (&view.line).into(),
            may: view.may.iter().map(|verdict| (*verdict).into()).collect(),
            evidence: (&view.evidence).into(),
        }
    }
}

/// Somebody who said not to know a member.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NamedMark)]
pub(super) struct NamedMarkShape {
    /// Who; null once their name is gone.
    #[schema(required = true)]
    member: Option<PersonShape>,
    /// When.
    at: Moment,
    /// Whether it is void.
    void: bool,
}

impl From<&NamedMark> for NamedMarkShape {
    fn from(mark: &NamedMark) -> Self {
        Self { member: mark.by.as_ref().map(Into::into), at: mark.at.into(), void: mark.void }
    }
}

/// A row of the audit log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditRow)]
pub(super) struct AuditShape {
    /// Its number; each is one more than the one before.
    seq: i64,
    /// When.
    at: Moment,
    /// The moderator; null where it was the operator.
    #[schema(required = true)]
    by: Option<Id>,
    /// What was done.
    act: &'static str,
    /// To or about whom.
    #[schema(required = true)]
    member: Option<Id>,
    /// In which case.
    #[schema(required = true)]
    case: Option<Id>,
    /// Why.
    reason: String,
    /// The hash of the row before, in hexadecimal.
    previous: String,
    /// Its own: SHA-256 over the one before and all that this row says.
    hash: String,
}

impl From<&AuditRow> for AuditShape {
    fn from(row: &AuditRow) -> Self {
        Self {
            seq: row.seq,
            at: row.entry.at.into(),
            by: row.entry.by.map(Into::into),
            act: words::act_value(row.entry.act),
            member: row.entry.member.map(Into::into),
            case: row.entry.case.map(Into::into),
            reason: row.entry.words.clone(),
            previous: hex(&row.previous),
            hash: hex(&row.hash),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
