use kith_domain::id::{CaseId, InvitationId, MemberId, MessageId, OutreachId};
use kith_domain::invitations::Invitation;
use kith_domain::moderation::{Case, CaseKind, Partial, Verdict, may_take, partial};
use kith_domain::outreach::Outreach;
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::time::Timestamp;
use kith_store::audit::AuditAct;
use kith_store::messages::Message;
use kith_store::moderation::{Effect, MarkCounts, PastRestriction, SentCounts};
use kith_store::warnings::Warning;

use super::{ModerateRefused, authority, connected, done, entry};
use crate::actor::Authority;
use crate::{App, Failure, Fault, TRIES, contended};

/// The open cases are counted to this number in the head of the page.
pub const MOST_COUNTED: u32 = 99;
/// So many earlier cases and restrictions of a member are shown.
const PAST: u32 = 50;

/// A case in the queue.
#[derive(Debug, Clone)]
pub struct CaseLine {
    /// The case.
    pub case: Case,
    /// Whom it is about; none once their name is gone.
    pub about: Option<Person>,
    /// Who opened it.
    pub opener: Option<Person>,
    /// Who has it in hand now.
    pub holder: Option<Person>,
    /// What part the moderator who asks has in it.
    pub partial: Option<Partial>,
}

/// What a case is decided on. Who said "I don't know" is not in here (R5.5).
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The invitation that was reported.
    pub invitation: Option<Invitation>,
    /// The outreach message that was reported.
    pub outreach: Option<Outreach>,
    /// The message that was reported as a pitch (F9).
    pub message: Option<Message>,
    /// When the member joined.
    pub joined_at: Option<Timestamp>,
    /// Whether the account is in use.
    pub status: Option<MemberStatus>,
    /// How many connections they have.
    pub connections: u32,
    /// What became of what they sent.
    pub sent: SentCounts,
    /// How many said not to know them.
    pub marks: MarkCounts,
    /// Their restrictions, the latest first.
    pub restrictions: Vec<PastRestriction>,
    /// What they were told by moderators, the latest first.
    pub warnings: Vec<Warning>,
    /// The other cases about them, the latest first.
    pub cases: Vec<Case>,
}

/// A case with all that it is decided on.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// The case.
    pub line: CaseLine,
    /// What it is decided on.
    pub evidence: Evidence,
    /// How it may end by a decision here; nothing where it is decided or not the moderator's to decide.
    pub may: Vec<Verdict>,
}

/// Open cases, the oldest first, after a case, at most `most`.
///
/// # Errors
/// Who asks is no moderator.
pub async fn cases(
    app: &App,
    by: Authority,
    kind: Option<CaseKind>,
    after: Option<CaseId>,
    most: u32,
) -> Result<Vec<CaseLine>, Failure<ModerateRefused>> {
    authority(app, by).await?;
    let mut lines = Vec::new();
    for case in app.store().open_cases(kind, after, most).await? {
        lines.push(line(app, by, case).await?);
    }
    Ok(lines)
}

/// How many cases are open, counted to [`MOST_COUNTED`]: for the frame of a moderator's pages.
///
/// # Errors
/// The database is in trouble.
pub async fn open_count(app: &App) -> Result<u32, Fault> {
    app.store().open_case_count(MOST_COUNTED).await
}

/// A case with what it is decided on.
///
/// # Errors
/// Who asks is no moderator, or there is no such case.
pub async fn case(app: &App, by: Authority, id: CaseId) -> Result<CaseView, Failure<ModerateRefused>> {
    authority(app, by).await?;
    let case = app.store().case(id).await?.ok_or(Failure::Refused(ModerateRefused::NotFound))?;
    let evidence = evidence(app, &case).await?;
    let line = line(app, by, case).await?;
    let closed = evidence.status.is_none_or(|status| status == MemberStatus::Closed);
    let may = match by.moderator() {
        _ if line.case.decided.is_some() || line.partial.is_some() => Vec::new(),
        Some(me) if line.case.held_at(app.now()).is_some_and(|hold| hold.by != me) => Vec::new(),
        Some(_) | None => {
            let here = |verdict: &Verdict| {
                let asked = matches!(verdict, Verdict::Granted | Verdict::Refused);
                !asked && verdict.fits(line.case.opened.kind) && (!closed || *verdict == Verdict::Dismissed)
            };
            Verdict::ALL.into_iter().filter(here).collect()
        }
    };
    Ok(CaseView { line, evidence, may })
}

/// A moderator takes a case, so that no second one works on it: of two at once the first has it. It comes free by
/// itself after a while.
///
/// # Errors
/// No moderator, no such case, a part in it, another has it, or it was decided.
pub async fn take(app: &App, by: Authority, id: CaseId) -> Result<CaseLine, Failure<ModerateRefused>> {
    authority(app, by).await?;
    let Some(moderator) = by.moderator() else { return Err(Failure::Refused(ModerateRefused::NotFound)) };
    let now = app.now();
    for _ in 0..TRIES {
        let case = app.store().case(id).await?.ok_or(Failure::Refused(ModerateRefused::NotFound))?;
        let connected = connected(app, by, [case.opened.about, case.opened.opened_by]).await?;
        may_take(&case, moderator, connected, app.policy(), now)
            .map_err(|refused| Failure::Refused(ModerateRefused::Case(refused)))?;
        let until = now + app.policy().moderation.hold;
        let written = entry(app, by, AuditAct::CaseTaken, case.opened.about, Some(id), "");
        if done(app, &written, &[Effect::Take { case: case.opened.clone(), until }]).await? {
            let taken = app.store().case(id).await?.unwrap_or(case);
            return Ok(line(app, by, taken).await?);
        }
    }
    Err(contended("take a case").into())
}

/// A moderator lets go of a case. Of one they have not in hand it changes nothing.
///
/// # Errors
/// No moderator, or no such case.
pub async fn give_back(app: &App, by: Authority, id: CaseId) -> Result<(), Failure<ModerateRefused>> {
    authority(app, by).await?;
    let now = app.now();
    for _ in 0..TRIES {
        let case = app.store().case(id).await?.ok_or(Failure::Refused(ModerateRefused::NotFound))?;
        if case.held_at(now).map(|hold| hold.by) != by.moderator() || by.moderator().is_none() {
            return Ok(());
        }
        let written = entry(app, by, AuditAct::CaseGivenBack, case.opened.about, Some(id), "");
        if done(app, &written, &[Effect::GiveBack(case.opened.clone())]).await? {
            return Ok(());
        }
    }
    Err(contended("give a case back").into())
}

pub(super) async fn line(app: &App, by: Authority, case: Case) -> Result<CaseLine, Fault> {
    let hold = case.held_at(app.now());
    let about = person(app, Some(case.opened.about)).await?;
    let opener = person(app, Some(case.opened.opened_by)).await?;
    let holder = person(app, hold.map(|hold| hold.by)).await?;
    let connected = connected(app, by, [case.opened.about, case.opened.opened_by]).await?;
    let partial = by.moderator().and_then(|me| partial(&case, me, connected, app.policy()));
    Ok(CaseLine { case, about, opener, holder, partial })
}

async fn person(app: &App, member: Option<MemberId>) -> Result<Option<Person>, Fault> {
    match member {
        Some(member) => Ok(app.store().persons(&[member]).await?.into_iter().next()),
        None => Ok(None),
    }
}

/// What was reported.
#[derive(Default)]
struct ReportedText {
    invitation: Option<Invitation>,
    outreach: Option<Outreach>,
    message: Option<Message>,
}

/// What a report is about. Ids are given once, whatever they name: it is one of the three.
async fn reported(app: &App, case: &Case) -> Result<ReportedText, Fault> {
    let (store, about, subject) = (app.store(), case.opened.about, case.opened.subject);
    let nothing = ReportedText::default();
    if let Some(invitation) = store.invitation(about, InvitationId(subject)).await? {
        return Ok(ReportedText { invitation: Some(invitation), ..nothing });
    }
    if let Some(outreach) = store.outreach(about, OutreachId(subject)).await? {
        return Ok(ReportedText { outreach: Some(outreach), ..nothing });
    }
    let Some(side) = store.conversation(case.opened.opened_by, about).await? else { return Ok(nothing) };
    Ok(ReportedText { message: store.message(side.id, MessageId(subject)).await?, ..nothing })
}

async fn evidence(app: &App, case: &Case) -> Result<Evidence, Fault> {
    let (store, now, about) = (app.store(), app.now(), case.opened.about);
    let account = store.account(about).await?;
    let standing = store.standing(about).await?;
    let since = standing.as_ref().map_or(now, |standing| standing.marks_count_from(app.policy(), now));
    let reported = match case.opened.kind {
        CaseKind::Report => reported(app, case).await?,
        CaseKind::Appeal | CaseKind::AllowanceRequest | CaseKind::Picture | CaseKind::Profile => {
            ReportedText::default()
        }
    };
    let mut cases = store.cases_about(about, PAST).await?;
    cases.retain(|other| other.opened.id != case.opened.id);
    Ok(Evidence {
        invitation: reported.invitation,
        outreach: reported.outreach,
        message: reported.message,
        joined_at: account.as_ref().map(|account| account.joined_at),
        status: account.as_ref().map(|account| account.profile.person.status),
        connections: standing.as_ref().map_or(0, |standing| standing.connections),
        sent: store.sent_counts(about, now).await?,
        marks: store.mark_counts(about, since).await?,
        restrictions: store.restrictions(about, PAST).await?,
        warnings: store.warnings(about).await?,
        cases,
    })
}
