use kith_domain::change::Change;
use kith_domain::id::{CaseId, MemberId, RestrictionId, WarningId};
use kith_domain::moderation::{Case, CaseKind, CaseRefused, NewCase, Verdict, may_decide, upheld, void_mark};
use kith_domain::policy::Lifts;
use kith_domain::profile::MemberStatus;
use kith_domain::standing::{FactsKind, Ground, Restricting, Scope};
use kith_domain::text::{ModerationReason, Reasons, WarningText};
use kith_store::audit::AuditAct;
use kith_store::moderation::Effect;
use kith_store::warnings::Warning;

use super::accounts::stop;
use super::{ModerateRefused, authority, connected, done, entry, reason};
use crate::accounts::{departed, leaving};
use crate::actor::Authority;
use crate::invitations::{mark_facts, voided_mark};
use crate::{App, Failure, Fault, TRIES, contended};

/// So many marks of a removed account are looked up at once.
const MARKS: u32 = 256;

/// How a moderator decides.
#[derive(Debug, Clone)]
pub struct Ruling {
    /// What follows.
    pub verdict: Verdict,
    /// Why: for moderators and the audit log alone.
    pub reason: String,
    /// What the member is told, where they are warned or restricted.
    pub warning: Option<String>,
    /// Why, and until what, the member is restricted, where they are.
    pub restriction: Option<(Ground, Lifts)>,
}

/// What a verdict says to the member, read.
enum Told {
    /// Nothing.
    Nothing,
    /// A warning.
    Warning(WarningText),
    /// A restriction with its reasons.
    Restriction { ground: Ground, lifts: Lifts, explanation: Reasons },
}

/// Decides a case, with all that follows from it, and its row of the audit log. What members ask for (appeals, more
/// invitations) is decided where it is asked.
///
/// # Errors
/// No moderator, no such case, a part in it, another has it, it was decided, a verdict that is none of this kind, or a
/// text that is missing.
pub async fn decide(
    app: &App,
    by: Authority,
    id: CaseId,
    ask: Ruling,
) -> Result<(), Failure<ModerateRefused>> {
    authority(app, by).await?;
    let why = reason(&ask.reason)?;
    let told = told(&ask)?;
    let act = act(ask.verdict).ok_or(Failure::Refused(ModerateRefused::Case(CaseRefused::NotForThis)))?;
    let now = app.now();
    for _ in 0..TRIES {
        let case = app.store().case(id).await?.ok_or(Failure::Refused(ModerateRefused::NotFound))?;
        let about = case.opened.about;
        if case
            .decided
            .as_ref()
            .is_some_and(|before| before.by == by.moderator() && before.verdict == ask.verdict)
        {
            // The second time changes nothing.
            return Ok(());
        }
        let connected = connected(app, by, [about, case.opened.opened_by]).await?;
        may_decide(&case, by.moderator(), connected, ask.verdict, app.policy(), now)
            .map_err(|refused| Failure::Refused(ModerateRefused::Case(refused)))?;
        if ask.verdict == Verdict::Removed {
            silence(app, by, about, id, &why).await?;
        }
        let Some(effects) = effects(app, by, &case, ask.verdict, &why, &told).await? else {
            return Err(Failure::Refused(ModerateRefused::Case(CaseRefused::NotForThis)));
        };
        let written = entry(app, by, act, about, Some(id), why.as_str());
        if done(app, &written, &effects).await? {
            if ask.verdict == Verdict::Removed {
                departed(app, about, now).await;
            }
            return Ok(());
        }
    }
    Err(contended("decide a case").into())
}

/// What a verdict says to the member, as typed.
fn told(ask: &Ruling) -> Result<Told, Failure<ModerateRefused>> {
    let text = ask.warning.as_deref().unwrap_or_default();
    let wrong = |refused| Failure::Refused(ModerateRefused::Warning(refused));
    match ask.verdict {
        Verdict::Warned => Ok(Told::Warning(WarningText::parse(text).map_err(wrong)?)),
        Verdict::Restricted => {
            let explanation = Reasons::parse(text).map_err(wrong)?;
            let (ground, lifts) = ask.restriction.unwrap_or((Ground::Rules, Lifts::Moderator));
            Ok(Told::Restriction { ground, lifts, explanation })
        }
        Verdict::Dismissed
        | Verdict::Upheld
        | Verdict::PictureRemoved
        | Verdict::Suspended
        | Verdict::Removed
        | Verdict::Granted
        | Verdict::Refused => Ok(Told::Nothing),
    }
}

/// What the audit log calls a verdict; nothing where it is not decided here.
fn act(verdict: Verdict) -> Option<AuditAct> {
    match verdict {
        Verdict::Dismissed => Some(AuditAct::CaseDismissed),
        Verdict::Upheld => Some(AuditAct::ReportUpheld),
        Verdict::Warned => Some(AuditAct::MemberWarned),
        Verdict::PictureRemoved => Some(AuditAct::PictureRemoved),
        Verdict::Restricted => Some(AuditAct::RestrictionMade),
        Verdict::Suspended => Some(AuditAct::MemberSuspended),
        Verdict::Removed => Some(AuditAct::MemberRemoved),
        Verdict::Granted | Verdict::Refused => None,
    }
}

/// What a decision writes; nothing where the account is closed and there is nobody to do it to.
async fn effects(
    app: &App,
    by: Authority,
    case: &Case,
    verdict: Verdict,
    why: &ModerationReason,
    told: &Told,
) -> Result<Option<Vec<Effect>>, Failure<ModerateRefused>> {
    let now = app.now();
    let opened = &case.opened;
    let mut effects = vec![Effect::Decide { case: opened.clone(), verdict, reason: why.clone() }];
    let account = app.store().account(opened.about).await?;
    let account = account.filter(|account| account.profile.person.status != MemberStatus::Closed);
    match (verdict, account) {
        (Verdict::Dismissed | Verdict::Upheld, _) => {}
        (Verdict::Warned, Some(_)) => {
            let Told::Warning(text) = told else { return Ok(None) };
            let text = text.clone();
            let id = WarningId(app.chance().id(now)?);
            let member = opened.about;
            effects.push(Effect::Warn(Warning { id, member, text, at: now, acknowledged_at: None }));
        }
        (Verdict::PictureRemoved, Some(account)) => {
            if account.profile.person.picture.is_some() {
                effects.push(Effect::DropPicture(Box::new(account)));
            }
        }
        (Verdict::Restricted, Some(_)) => match restriction(app, by, opened, told).await? {
            Some(changes) => effects.push(Effect::Changes(changes)),
            None => return Ok(None),
        },
        (Verdict::Suspended, Some(account)) => {
            if account.profile.person.status == MemberStatus::Active {
                effects.push(Effect::Suspend(Box::new(account)));
            }
        }
        (Verdict::Removed, Some(account)) => match leaving(app, account).await? {
            Some(leaving) => effects.push(Effect::Close(Box::new(leaving))),
            None => return Ok(None),
        },
        (
            Verdict::Warned
            | Verdict::PictureRemoved
            | Verdict::Restricted
            | Verdict::Suspended
            | Verdict::Removed,
            None,
        )
        | (Verdict::Granted | Verdict::Refused, _) => return Ok(None),
    }
    // A restriction and a mark are of one standing, and each is decided on it as it was before: the restriction has it.
    let counts = verdict.upholds() && !matches!(verdict, Verdict::Removed | Verdict::Restricted);
    if counts && opened.kind == CaseKind::Report {
        let facts = mark_facts(app, opened.opened_by, opened.about, now).await?;
        effects.push(Effect::Changes(upheld(opened, &facts, app.policy(), now).into_iter().collect()));
    }
    match opened.kind {
        CaseKind::Report | CaseKind::Picture | CaseKind::Profile => {
            effects.push(Effect::TellOpener(opened.clone()));
        }
        CaseKind::Appeal | CaseKind::AllowanceRequest => {}
    }
    Ok(Some(effects))
}

/// A restriction with a complete statement of reasons (F11); nothing where there is no standing or no moderator who answers
/// for it.
async fn restriction(
    app: &App,
    by: Authority,
    opened: &NewCase,
    told: &Told,
) -> Result<Option<Vec<Change>>, Failure<ModerateRefused>> {
    let now = app.now();
    let (Told::Restriction { ground, lifts, explanation }, Some(moderator)) = (told, by.moderator()) else {
        return Ok(None);
    };
    let Some(standing) = app.store().standing(opened.about).await? else { return Ok(None) };
    let order = Restricting {
        id: RestrictionId(app.chance().id(now)?),
        by: moderator,
        ground: *ground,
        facts: match opened.kind {
            CaseKind::Report => FactsKind::Reports,
            CaseKind::Profile | CaseKind::Picture | CaseKind::Appeal | CaseKind::AllowanceRequest => {
                FactsKind::Profile
            }
        },
        scope: Scope::Sending,
        lifts: *lifts,
        explanation: explanation.clone(),
    };
    let changes = kith_domain::standing::restrict(&standing, order, app.policy(), now);
    changes.map(Some).map_err(|refused| Failure::Refused(ModerateRefused::Restriction(refused)))
}

/// Before an account is removed for abuse: it is stopped, so that it can mark nobody any more, and every mark it made is
/// void, with the restrictions that stood on them (R6.3). What a crash interrupts goes on when the case is decided again.
async fn silence(
    app: &App,
    by: Authority,
    marker: MemberId,
    case: CaseId,
    why: &ModerationReason,
) -> Result<(), Fault> {
    stop(app, by, marker, Some(case), why.as_str()).await?;
    let mut after = None;
    loop {
        let marked = app.store().marked_by(marker, after, MARKS).await?;
        let Some((last, _)) = marked.last() else { return Ok(()) };
        after = Some(*last);
        for (of, _) in marked {
            void(app, by, marker, of, case).await?;
        }
    }
}

async fn void(app: &App, by: Authority, marker: MemberId, of: MemberId, case: CaseId) -> Result<(), Fault> {
    let now = app.now();
    for _ in 0..TRIES {
        let Some(mark) = voided_mark(app, marker, of, now).await? else { return Ok(()) };
        let change = void_mark(&mark, app.policy(), now);
        let written = entry(app, by, AuditAct::MarkVoided, of, Some(case), "");
        if done(app, &written, &[Effect::Changes(vec![change])]).await? {
            return Ok(());
        }
    }
    Err(contended("void a mark"))
}
