//! The audit log: what moderators and operators did, added to and never changed.
//!
//! Each row carries the hash of the one before and its own, over everything that it says. Whoever changes a row, puts
//! one between or takes one out breaks the chain at that place; who takes rows off its end is found by the last hash
//! that was noted elsewhere. The database refuses all three; the chain is for whoever gets around that.

use kith_domain::id::{CaseId, MemberId};
use kith_domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::Store;
use crate::codes::Code;
use crate::engine::{Fault, FaultKind, Row, Step, Touch, args, statements};

statements! {
    APPEND = "audit/append";
    HEAD = "audit/head";
    AFTER = "audit/after";
    BEFORE = "audit/before";
}

/// How many rows are read at once.
const AT_ONCE: u32 = 1_000;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditAct {
    /// A moderator took a case, and read what is in it.
    CaseTaken,
    /// A moderator let go of a case.
    CaseGivenBack,
    /// A case was dismissed.
    CaseDismissed,
    /// A report was upheld.
    ReportUpheld,
    /// A member was warned.
    MemberWarned,
    /// A picture was taken away.
    PictureRemoved,
    /// An account was stopped.
    MemberSuspended,
    /// A stopped account was let go on.
    MemberRestored,
    /// An account was removed for abuse.
    MemberRemoved,
    /// A mark was voided, because whoever made it was removed.
    MarkVoided,
    /// A moderator looked at who said "I don't know" (R5.5).
    ComplaintOpened,
    /// What a member asked for was granted.
    RequestGranted,
    /// What a member asked for was refused.
    RequestRefused,
    /// A moderator restricted a member.
    RestrictionMade,
    /// A restriction was lifted.
    RestrictionLifted,
    /// An appeal was answered: the restriction stands.
    AppealRefused,
    /// An appeal was answered: the restriction was lifted.
    AppealGranted,
    /// Somebody who had signed up was let in.
    MemberAdmitted,
    /// Credits were granted (R4.7).
    CreditsGranted,
    /// A member was put on a plan.
    PlanChanged,
}

impl AuditAct {
    /// What software reads it as.
    pub fn name(self) -> &'static str {
        match self {
            Self::CaseTaken => "case_taken",
            Self::CaseGivenBack => "case_given_back",
            Self::CaseDismissed => "case_dismissed",
            Self::ReportUpheld => "report_upheld",
            Self::MemberWarned => "member_warned",
            Self::PictureRemoved => "picture_removed",
            Self::MemberSuspended => "member_suspended",
            Self::MemberRestored => "member_restored",
            Self::MemberRemoved => "member_removed",
            Self::MarkVoided => "mark_voided",
            Self::ComplaintOpened => "complaint_opened",
            Self::RequestGranted => "request_granted",
            Self::RequestRefused => "request_refused",
            Self::RestrictionMade => "restriction_made",
            Self::RestrictionLifted => "restriction_lifted",
            Self::AppealRefused => "appeal_refused",
            Self::AppealGranted => "appeal_granted",
            Self::MemberAdmitted => "member_admitted",
            Self::CreditsGranted => "credits_granted",
            Self::PlanChanged => "plan_changed",
        }
    }
}

/// What is added to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// The moderator; none where it was the operator.
    pub by: Option<MemberId>,
    /// What was done.
    pub act: AuditAct,
    /// To or about whom.
    pub member: Option<MemberId>,
    /// In which case.
    pub case: Option<CaseId>,
    /// Why, in the words of whoever did it.
    pub words: String,
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number: 1 for the first, each next one more.
    pub seq: i64,
    /// What it says.
    pub entry: AuditEntry,
    /// The hash of the row before; 32 zeros before the first.
    pub previous: Vec<u8>,
    /// Its own.
    pub hash: Vec<u8>,
}

/// The end of the log, which the next row follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the last row; 0 where there is none.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// What a look at the whole log came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditChain {
    /// Every row is as it was written.
    Whole(AuditHead),
    /// This row is the first that does not fit to the one before it, or to its own hash.
    BrokenAt(i64),
}

impl AuditRow {
    /// Whether the row is as it was written, right after `head`.
    pub fn follows(&self, head: &AuditHead) -> bool {
        self.seq == head.seq + 1 && self.previous == head.hash && self.hash == hash(head, &self.entry)
    }
}

impl Store {
    /// The end of the log.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn audit_head(&self) -> Result<AuditHead, Fault> {
        match self.engine.row(HEAD.with(Vec::new())).await? {
            None => Ok(beginning()),
            Some(mut row) => Ok(AuditHead { seq: row.int(0)?, hash: row.take_bytes(1)? }),
        }
    }

    /// Rows after a number, in order.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn audit_after(&self, seq: i64, most: u32) -> Result<Vec<AuditRow>, Fault> {
        let rows = self.engine.rows(AFTER.with(args![seq, i64::from(most)])).await?;
        rows.into_iter().map(decode).collect()
    }

    /// Rows before a number, the latest first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn audit_before(&self, seq: i64, most: u32) -> Result<Vec<AuditRow>, Fault> {
        let rows = self.engine.rows(BEFORE.with(args![seq, i64::from(most)])).await?;
        rows.into_iter().map(decode).collect()
    }

    /// Reads the whole log and works its hashes out anew.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn verify_audit(&self) -> Result<AuditChain, Fault> {
        let mut head = beginning();
        loop {
            let rows = match self.audit_after(head.seq, AT_ONCE).await {
                Ok(rows) => rows,
                // A number that no version writes is a row that was changed.
                Err(fault) if fault.kind() == FaultKind::Corrupt => {
                    return Ok(AuditChain::BrokenAt(self.first_unreadable(head).await?));
                }
                Err(fault) => return Err(fault),
            };
            if rows.is_empty() {
                return Ok(AuditChain::Whole(head));
            }
            for row in rows {
                if !row.follows(&head) {
                    return Ok(AuditChain::BrokenAt(head.seq + 1));
                }
                head = AuditHead { seq: row.seq, hash: row.hash };
            }
        }
    }

    async fn first_unreadable(&self, mut head: AuditHead) -> Result<i64, Fault> {
        loop {
            match self.audit_after(head.seq, 1).await {
                Ok(rows) => match rows.into_iter().next() {
                    Some(row) if row.follows(&head) => head = AuditHead { seq: row.seq, hash: row.hash },
                    Some(_) | None => return Ok(head.seq + 1),
                },
                Err(fault) if fault.kind() == FaultKind::Corrupt => return Ok(head.seq + 1),
                Err(fault) => return Err(fault),
            }
        }
    }
}

/// The row that says `entry` right after `head`: of two at once the second is a conflict, and reads the head again.
pub(crate) fn append(head: &AuditHead, entry: &AuditEntry) -> Step {
    let row = args![
        head.seq + 1,
        entry.at.0,
        entry.by.map(|by| by.0),
        entry.act.code(),
        entry.member.map(|member| member.0),
        entry.case.map(|case| case.0),
        entry.words.as_str(),
        head.hash.clone(),
        hash(head, entry)
    ];
    APPEND.step(row, Touch::One)
}

fn beginning() -> AuditHead {
    AuditHead { seq: 0, hash: vec![0; 32] }
}

/// SHA-256 over the hash before and every column, each number in eight bytes, each absent one as -1, the words last.
fn hash(head: &AuditHead, entry: &AuditEntry) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(&head.hash);
    let numbers = [
        head.seq + 1,
        entry.at.0,
        entry.by.map_or(-1, |by| by.0),
        entry.act.code(),
        entry.member.map_or(-1, |member| member.0),
        entry.case.map_or(-1, |case| case.0),
    ];
    for number in numbers {
        hash.update(number.to_be_bytes());
    }
    hash.update(entry.words.as_bytes());
    hash.finalize().to_vec()
}

fn decode(mut row: Row) -> Result<AuditRow, Fault> {
    Ok(AuditRow {
        seq: row.int(0)?,
        entry: AuditEntry {
            at: Timestamp(row.int(1)?),
            by: row.opt_int(2)?.map(MemberId),
            act: AuditAct::read(row.int(3)?)?,
            member: row.opt_int(4)?.map(MemberId),
            case: row.opt_int(5)?.map(CaseId),
            words: row.text(6)?.to_owned(),
        },
        previous: row.take_bytes(7)?,
        hash: row.take_bytes(8)?,
    })
}
