use std::collections::BTreeSet;

use kith_domain::change::EventKind;
use kith_domain::id::{IntroductionId, InvitationId, MemberId, NotificationId, OutreachId};
use kith_domain::time::Timestamp;
use kith_store::journal::{Entry, Reader};
use kith_store::notifications::{NewsStep, NotificationKind};

use super::BATCH;
use crate::events::Event;
use crate::{App, CommitFailure, Fault};

/// How many entries are looked back at when a process starts, for what is held and not told yet.
const MOST_LOOKED_BACK: usize = 100_000;

/// Turns the journal into members' news, and tells who listens.
///
/// The rows are written once for all processes, the telling is each process's own: another one may have written
/// what this one has yet to tell.
pub(crate) struct NewsFollower {
    told: i64,
    held: BTreeSet<(Timestamp, MemberId, NotificationId)>,
}

impl NewsFollower {
    /// Begins where the news stand, with what is still held.
    pub(super) async fn begin(app: &App) -> Result<Self, Fault> {
        let told = app.store().journal_position(Reader::Notifications).await?;
        let mut follower = Self { told, held: BTreeSet::new() };
        follower.look_back(app).await?;
        // Others may have written news of what happened after this process read who knows whom: no step comes by it.
        app.store().follow_connections().await?;
        Ok(follower)
    }

    /// Does the next entries. Returns whether there may be more.
    pub(super) async fn step(&mut self, app: &App) -> Result<bool, Fault> {
        let entries = app.store().journal_after(self.told, BATCH).await?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { return Ok(false) };
        // Who is near is known before anybody is told of what happened.
        app.store().follow_entries(self.told, &entries).await?;
        let written = app.store().journal_position(Reader::Notifications).await?;
        if written < last {
            let steps: Vec<NewsStep> =
                entries.iter().filter(|entry| entry.seq > written).flat_map(news).collect();
            match app.store().write_news(&steps, written, last).await {
                Ok(()) => {}
                // Another process was first: see how far it came.
                Err(CommitFailure::Conflict { .. }) => return Ok(true),
                Err(CommitFailure::Fault(fault)) => return Err(fault),
            }
        }
        self.told = last;
        let now = app.now();
        for entry in &entries {
            self.tell(app, entry, now).await?;
        }
        Ok(true)
    }

    /// Tells what was held and is visible by now.
    pub(super) async fn tell_due(&mut self, app: &App) -> Result<(), Fault> {
        let now = app.now();
        while let Some((due, member, id)) = self.held.first().copied()
            && due <= now
        {
            tell(app, member, id, now).await?;
            self.held.remove(&(due, member, id));
        }
        Ok(())
    }

    /// The number of the last entry that was told.
    pub(super) fn told(&self) -> i64 {
        self.told
    }

    /// When the next thing held becomes visible.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.held.first().map(|(due, ..)| *due)
    }

    async fn tell(&mut self, app: &App, entry: &Entry, now: Timestamp) -> Result<(), Fault> {
        for step in news(entry) {
            match step {
                NewsStep::Invitation { to, invitation, visible_at, .. } => {
                    let id = NotificationId(invitation.0);
                    if visible_at > now {
                        self.held.insert((visible_at, to, id));
                    } else {
                        tell(app, to, id, now).await?;
                    }
                }
                NewsStep::Message { to, from, .. } => {
                    if app.hub().listens(to)
                        && let Some(side) = app.store().conversation(to, from).await?
                    {
                        tell(app, to, NotificationId(side.id.0), now).await?;
                    }
                }
                NewsStep::Moderators { to, subject, .. } => {
                    tell(app, to, NotificationId(subject), now).await?;
                }
                NewsStep::Outreach { to, outreach, .. } => {
                    tell(app, to, NotificationId(outreach.0), now).await?;
                }
                NewsStep::Introduction { to, introduction, .. } => {
                    tell(app, to, NotificationId(introduction.0), now).await?;
                }
                NewsStep::Circle { to, introduction, .. } => {
                    if app.hub().listens(to)
                        && let Some(part) = app.store().introduction(to, introduction).await?
                        && let Some(seat) = part.conversation
                    {
                        tell(app, to, NotificationId(seat.conversation.0), now).await?;
                    }
                }
                // Nobody is told that something is gone (R8.3, R11.7); what is held is looked at before it is told.
                NewsStep::Gone { .. } | NewsStep::AllGone { .. } => {}
            }
        }
        Ok(())
    }

    /// Finds what was written before this process and is still held, from the journal backwards.
    async fn look_back(&mut self, app: &App) -> Result<(), Fault> {
        let now = app.now();
        let window = app.policy().undo.send.max(app.policy().undo.import_batch);
        let (mut to, mut looked_at) = (self.told, 0);
        while looked_at < MOST_LOOKED_BACK {
            let entries = app.store().journal_before(to, BATCH).await?;
            let Some(last) = entries.last() else { return Ok(()) };
            (to, looked_at) = (last.seq - 1, looked_at + entries.len());
            for step in entries.iter().flat_map(news) {
                if let NewsStep::Invitation { to, invitation, visible_at, .. } = step
                    && visible_at > now
                {
                    self.held.insert((visible_at, to, NotificationId(invitation.0)));
                }
            }
            if last.at + window <= now {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Sends a line of news to who listens, if it shows.
async fn tell(app: &App, member: MemberId, id: NotificationId, now: Timestamp) -> Result<(), Fault> {
    if app.hub().listens(member)
        && let Some(notification) = app.store().notification(member, id, now).await?
    {
        app.hub().send(member, &Event::of(notification));
    }
    Ok(())
}

/// What follows from an entry for members' news. S hears of acceptance, of what R says to S in so many words (F5, F6),
/// of an answer to an outreach message, and of nothing else (R6.1); R hears nothing of what S took back (R8.3).
fn news(entry: &Entry) -> Vec<NewsStep> {
    let Some(pair) = entry.pair else { return Vec::new() };
    let other = pair.other(entry.actor);
    let about = |kind| {
        entry.invitation.map(|invitation| NewsStep::Invitation {
            to: other,
            kind,
            invitation,
            actor: entry.actor,
            visible_at: entry.visible_at,
        })
    };
    let outreach = |kind| {
        entry.invitation.map(|about| NewsStep::Outreach {
            to: other,
            kind,
            outreach: OutreachId(about.0),
            actor: entry.actor,
            at: entry.at,
        })
    };
    let about_introduction = entry.invitation.map(|about| IntroductionId(about.0));
    let introduction = |kind| -> Vec<NewsStep> {
        let line = |introduction| NewsStep::Introduction {
            to: other,
            kind,
            introduction,
            actor: entry.actor,
            at: entry.at,
        };
        about_introduction.map(line).into_iter().collect()
    };
    match entry.kind {
        EventKind::Sent => about(NotificationKind::InvitationReceived).into_iter().collect(),
        EventKind::Accepted => about(NotificationKind::InvitationAccepted).into_iter().collect(),
        EventKind::AcceptedOnTerms => about(NotificationKind::AcceptedOnTerms).into_iter().collect(),
        EventKind::TermsDeclined => about(NotificationKind::TermsDeclined).into_iter().collect(),
        EventKind::TermsWidened => about(NotificationKind::TermsWidened).into_iter().collect(),
        EventKind::VouchAsked => about(NotificationKind::VouchAsked).into_iter().collect(),
        EventKind::QuestionAsked => about(NotificationKind::QuestionAsked).into_iter().collect(),
        EventKind::QuestionAnswered => about(NotificationKind::QuestionAnswered).into_iter().collect(),
        EventKind::NotNow => about(NotificationKind::NotNow).into_iter().collect(),
        EventKind::MessageWritten => {
            vec![NewsStep::Message { to: other, from: entry.actor, at: entry.at }]
        }
        // What the moderators say to one member: the actor is whom it is told to, since no moderator is named.
        EventKind::Warned => from_moderators(entry, NotificationKind::Warned),
        EventKind::CaseDecided => from_moderators(entry, NotificationKind::ReportLookedAt),
        // One that marks brought about names nothing: a line would stay when a mark is taken back (R6.1).
        EventKind::Restricted => from_moderators(entry, NotificationKind::Restricted),
        EventKind::AllowanceGranted => from_moderators(entry, NotificationKind::AllowanceGranted),
        EventKind::AllowanceDeclined => from_moderators(entry, NotificationKind::AllowanceDeclined),
        EventKind::AppealAnswered => from_moderators(entry, NotificationKind::AppealAnswered),
        EventKind::IntroductionAsked => introduction(NotificationKind::IntroductionAsked),
        EventKind::IntroductionForwarded => introduction(NotificationKind::IntroductionForwarded),
        EventKind::IntroductionAgreed => introduction(NotificationKind::IntroductionAgreed),
        EventKind::IntroductionMessage => {
            let circle =
                |introduction| NewsStep::Circle { to: other, introduction, from: entry.actor, at: entry.at };
            about_introduction.map(circle).into_iter().collect()
        }
        // What M or R put away is told to nobody (R4.4).
        EventKind::IntroductionDismissed => Vec::new(),
        EventKind::Undone | EventKind::Withdrawn | EventKind::Expired | EventKind::IntroductionWithdrawn => {
            let gone = |invitation| NewsStep::Gone { to: other, invitation };
            entry.invitation.map(gone).into_iter().collect()
        }
        EventKind::Blocked => vec![
            NewsStep::AllGone { to: other, about: entry.actor },
            NewsStep::AllGone { to: entry.actor, about: other },
        ],
        EventKind::OutreachSent => outreach(NotificationKind::OutreachReceived).into_iter().collect(),
        EventKind::OutreachAnswered => outreach(NotificationKind::OutreachAnswered).into_iter().collect(),
        EventKind::OutreachRefused => outreach(NotificationKind::OutreachRefused).into_iter().collect(),
        // Nobody is told of being followed.
        EventKind::Followed | EventKind::Unfollowed => Vec::new(),
        EventKind::Ignored
        | EventKind::Marked
        | EventKind::Reported
        | EventKind::Viewed
        | EventKind::DismissalTakenBack
        | EventKind::MarkTakenBack
        | EventKind::Disconnected
        | EventKind::Unblocked
        | EventKind::Imported
        | EventKind::ProfileChanged
        | EventKind::Left
        | EventKind::NoteChanged
        | EventKind::TermsChanged
        | EventKind::SetAside
        | EventKind::BroughtBack
        | EventKind::Suspended
        | EventKind::Restored => Vec::new(),
    }
}

/// A line from the moderators; the subject stands where an invitation would.
fn from_moderators(entry: &Entry, kind: NotificationKind) -> Vec<NewsStep> {
    let told = |subject: InvitationId| NewsStep::Moderators {
        to: entry.actor,
        kind,
        subject: subject.0,
        at: entry.at,
    };
    entry.invitation.map(told).into_iter().collect()
}
