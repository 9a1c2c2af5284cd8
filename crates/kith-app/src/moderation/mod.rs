//! The moderators' area: cases, what is decided about them, and the record of it.

mod accounts;
mod cases;
mod complaint;
mod decide;
mod log;
mod report;
mod warnings;

pub use accounts::{restore, suspend};
pub use cases::{CaseLine, CaseView, Evidence, MOST_COUNTED, case, cases, give_back, open_count, take};
pub use complaint::{NamedMark, open_complaint};
pub use decide::{Ruling, decide};
pub use kith_domain::moderation::{Case, CaseKind, CaseRefused, Decided, Hold, NewCase, Partial, Verdict};
pub use kith_store::audit::{AuditAct, AuditChain, AuditEntry, AuditHead, AuditRow};
pub use kith_store::moderation::{MarkCounts, PastRestriction, SentCounts};
pub use kith_store::warnings::Warning;
pub use log::{log, log_after, verify};
pub use report::{ReportMember, ReportMemberRefused, ReportWhat, report_member};
pub use warnings::{acknowledge, mine};

use kith_domain::change::Change;
use kith_domain::id::{CaseId, MemberId};
use kith_domain::relation::{Between, Pair};
use kith_domain::standing::RestrictRefused;
use kith_domain::text::{ModerationReason, TextRefused};
use kith_store::moderation::Effect;

use crate::actor::Authority;
use crate::failure::was_first;
use crate::{App, Failure, Fault};

/// Why nothing is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModerateRefused {
    /// Who asks is no moderator, or there is no such case or member.
    NotFound,
    /// The case is not theirs to decide, or not so.
    Case(CaseRefused),
    /// The reason is missing or too long.
    Reason(TextRefused),
    /// The member cannot be restricted so.
    Restriction(RestrictRefused),
    /// What the member would be told is missing or too long.
    Warning(TextRefused),
}

/// Whoever is no moderator finds nothing here, as where there is nothing.
async fn authority(app: &App, by: Authority) -> Result<(), Failure<ModerateRefused>> {
    if by.decides(app).await? { Ok(()) } else { Err(Failure::Refused(ModerateRefused::NotFound)) }
}

fn reason(text: &str) -> Result<ModerationReason, Failure<ModerateRefused>> {
    ModerationReason::parse(text).map_err(|refused| Failure::Refused(ModerateRefused::Reason(refused)))
}

/// Whether a moderator is connected with one of those a case is between.
async fn connected(app: &App, by: Authority, with: [MemberId; 2]) -> Result<bool, Fault> {
    let Some(moderator) = by.moderator() else { return Ok(false) };
    for other in with {
        let Some(pair) = Pair::of(moderator, other) else { continue };
        if matches!(app.store().relation(pair).await?.between, Between::Connected { .. }) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A row of the audit log about what is done now.
pub(crate) fn entry(
    app: &App,
    by: Authority,
    act: AuditAct,
    member: MemberId,
    case: Option<CaseId>,
    words: &str,
) -> AuditEntry {
    AuditEntry { at: app.now(), by: by.moderator(), act, member: Some(member), case, words: words.to_owned() }
}

/// Writes what was decided with its row of the audit log; false where somebody else was first.
pub(crate) async fn logged(app: &App, entry: &AuditEntry, changes: &[Change]) -> Result<bool, Fault> {
    let head = app.store().audit_head().await?;
    was_first(app.store().commit_logged(changes, &head, entry).await)
}

/// Writes what is done with its row of the audit log; false where somebody else was first.
async fn done(app: &App, entry: &AuditEntry, effects: &[Effect]) -> Result<bool, Fault> {
    let head = app.store().audit_head().await?;
    was_first(app.store().moderate(&head, entry, effects).await)
}
