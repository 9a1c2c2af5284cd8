use std::collections::BTreeSet;

use kith_domain::change::EventKind;
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::Outcome;
use kith_domain::time::Timestamp;
use kith_store::journal::{Entry, Reader};

use super::BATCH;
use crate::invitations::tidy_overdue;
use crate::{App, CommitFailure, Fault};

/// Tidies up the invitations whose time has run out. They are found by following the journal in the order in which
/// they were sent, up to the first whose time has not: no index by time is needed for it. Returns when that is.
pub(super) async fn tidy(app: &App) -> Result<Option<Timestamp>, Fault> {
    loop {
        let place = app.store().journal_position(Reader::Expiry).await?;
        let entries = app.store().journal_after(place, BATCH).await?;
        if entries.is_empty() {
            return Ok(None);
        }
        let now = app.now();
        let passed = passed(app, &entries, now).await?;
        for sender in &passed.senders {
            while tidy_overdue(app, *sender, now).await? > 0 {}
        }
        if let Some(to) = passed.to {
            match app.store().advance_journal(Reader::Expiry, place, to).await {
                // A second time does no harm, so it does not matter who was first.
                Ok(()) | Err(CommitFailure::Conflict { .. }) => {}
                Err(CommitFailure::Fault(fault)) => return Err(fault),
            }
        }
        if passed.due.is_some() {
            return Ok(passed.due);
        }
    }
}

/// How far some entries have been passed by time.
struct Passed {
    /// The last entry of which nothing is left to wait for.
    to: Option<i64>,
    /// Whose invitations have run out.
    senders: BTreeSet<MemberId>,
    /// When the first one that is open runs out.
    due: Option<Timestamp>,
}

async fn passed(app: &App, entries: &[Entry], now: Timestamp) -> Result<Passed, Fault> {
    let sent = |entry: &Entry| match entry.kind {
        EventKind::Sent => entry.invitation.map(|id| (entry.actor, id)),
        EventKind::Accepted
        | EventKind::Ignored
        | EventKind::Marked
        | EventKind::Reported
        | EventKind::Viewed
        | EventKind::Withdrawn
        | EventKind::Undone
        | EventKind::Expired
        | EventKind::DismissalTakenBack
        | EventKind::MarkTakenBack
        | EventKind::Disconnected
        | EventKind::Blocked
        | EventKind::Unblocked
        | EventKind::Imported
        | EventKind::MessageWritten
        | EventKind::ProfileChanged
        | EventKind::Left
        | EventKind::Restricted
        | EventKind::AllowanceGranted
        | EventKind::AllowanceDeclined
        | EventKind::AppealAnswered
        | EventKind::NoteChanged
        | EventKind::QuestionAsked
        | EventKind::QuestionAnswered
        | EventKind::NotNow
        | EventKind::AcceptedOnTerms
        | EventKind::TermsDeclined
        | EventKind::TermsWidened
        | EventKind::TermsChanged
        | EventKind::SetAside
        | EventKind::BroughtBack
        | EventKind::VouchAsked
        | EventKind::Warned
        | EventKind::CaseDecided
        | EventKind::Suspended
        | EventKind::Restored
        | EventKind::OutreachSent
        | EventKind::OutreachAnswered
        | EventKind::OutreachRefused
        | EventKind::Followed
        | EventKind::Unfollowed
        | EventKind::IntroductionAsked
        | EventKind::IntroductionForwarded
        | EventKind::IntroductionDismissed
        | EventKind::IntroductionAgreed
        | EventKind::IntroductionWithdrawn
        | EventKind::IntroductionMessage => None,
    };
    let asked: Vec<(MemberId, InvitationId)> = entries.iter().filter_map(sent).collect();
    let invitations = app.store().invitations(&asked).await?;
    let mut passed = Passed { to: None, senders: BTreeSet::new(), due: None };
    for entry in entries {
        let invitation =
            sent(entry).and_then(|(_, id)| invitations.iter().find(|invitation| invitation.id == id));
        // One that is not there was undone.
        if let Some(invitation) = invitation.filter(|invitation| invitation.outcome == Outcome::Open) {
            // One whose end was moved would hold up all that were sent after it. It is tidied up when its sender sends
            // again, or another one of theirs has run out; until then every comparison with now says that it is over.
            let moved = !invitation.exchanges.is_empty() || invitation.not_now.is_some();
            if now < invitation.expires_at && !moved {
                passed.due = Some(invitation.expires_at);
                return Ok(passed);
            }
            passed.senders.insert(invitation.from);
        }
        passed.to = Some(entry.seq);
    }
    Ok(passed)
}
