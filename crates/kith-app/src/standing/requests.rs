//! Asking for more invitations, and deciding about it (R5.4, R5.5).

use kith_domain::id::{AllowanceRequestId, MemberId, MovementId};
use kith_domain::profile::{MemberStatus, Person};
pub use kith_domain::standing::{
    AllowanceRequest, AskRefused, History, RequestOutcome, Suggestion, Tally, Verdict, VerdictRefused,
};
use kith_domain::standing::{asks_at_left, decide, granted_by_rule, may_ask, suggest};
use kith_domain::text::Reasons;

use super::bands::as_of;
use crate::actor::Authority;
use crate::failure::committed;
use crate::moderation::{AuditAct, entry, logged};
use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, FieldErrors, Page, TRIES, contended};

/// Why asking for more is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskForMoreRefused {
    /// The field `reasons` is wrong.
    Fields(FieldErrors),
    /// A rule stands against it.
    Rule(AskRefused),
    /// The account is no longer in use.
    Gone,
}

/// Whether the actor may ask for more, and what they asked last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// What stands against asking now; nothing where they may.
    pub refused: Option<AskRefused>,
    /// With how many left they may ask; none where nothing limits them.
    pub opens_at_left: Option<u64>,
    /// The last request.
    pub latest: Option<AllowanceRequest>,
}

/// Whether the actor may ask for more; nothing once the account is no longer in use.
///
/// # Errors
/// The database is in trouble.
pub async fn asking(app: &App, actor: Actor) -> Result<Option<Asking>, Fault> {
    let Some(standing) = app.store().standing(actor.member).await? else { return Ok(None) };
    let latest = latest(app, actor.member).await?;
    Ok(Some(Asking {
        refused: may_ask(&standing, latest.as_ref(), app.policy(), app.now()).err(),
        opens_at_left: asks_at_left(&standing, app.policy()),
        latest,
    }))
}

/// The actor asks for more invitations (R5.4). Where the operator lets a rule grant, it may be granted at once.
///
/// # Errors
/// Reasons that are none, or a rule that stands against it.
pub async fn ask_for_more(
    app: &App,
    actor: Actor,
    reasons: &str,
) -> Result<AllowanceRequest, Failure<AskForMoreRefused>> {
    let mut errors = FieldErrors::new();
    let Some(reasons) = errors.take("reasons", Reasons::parse(reasons)) else {
        return Err(Failure::Refused(AskForMoreRefused::Fields(errors)));
    };
    let now = app.now();
    let id = AllowanceRequestId(app.chance().id(now)?);
    for _ in 0..TRIES {
        let standing = app.store().standing(actor.member).await?;
        let standing = standing.ok_or(Failure::Refused(AskForMoreRefused::Gone))?;
        let latest = latest(app, actor.member).await?;
        let (request, changes) =
            kith_domain::standing::ask(&standing, latest.as_ref(), id, reasons.clone(), app.policy(), now)
                .map_err(|refused| Failure::Refused(AskForMoreRefused::Rule(refused)))?;
        match app.store().commit(&changes).await {
            Ok(_) => return Ok(granted_at_once(app, request).await?),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(contended("ask for more invitations").into())
}

/// The actor's requests, the newest first.
///
/// # Errors
/// The database is in trouble.
pub async fn requests(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<AllowanceRequest>, Fault> {
    let before = cursor.map_or(i64::MAX, |cursor| cursor.rank);
    let read = Page::<AllowanceRequest>::read(most);
    let rows = app.store().allowance_requests(actor.member, before, read).await?;
    Ok(Page::cut(rows, most, |request| Cursor::new(request.id.0, 0)))
}

/// What a moderator decides a request by: numbers, and no word of who said what (R5.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Who asks.
    pub member: Person,
    /// What for.
    pub request: AllowanceRequest,
    /// What became of what they sent.
    pub history: History,
    /// What is suggested.
    pub suggestion: Suggestion,
    /// What may be granted.
    pub amounts: [u32; 3],
}

/// Why a moderator does not see or decide a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewRefused {
    /// Who asks is no moderator.
    NotAModerator,
    /// There is no such request.
    NotFound,
    /// The field `answer` is wrong.
    Fields(FieldErrors),
    /// A rule stands against it.
    Rule(VerdictRefused),
}

/// A request as a moderator sees it.
///
/// # Errors
/// Who asks is no moderator, it is their own, or there is none.
pub async fn review(
    app: &App,
    moderator: Actor,
    member: MemberId,
    id: AllowanceRequestId,
) -> Result<Review, Failure<ReviewRefused>> {
    moderates(app, moderator).await?;
    if moderator.member == member {
        return Err(Failure::Refused(ReviewRefused::Rule(VerdictRefused::Yourself)));
    }
    let now = app.now();
    let request = app.store().allowance_request(member, id).await?;
    let request = request.ok_or(Failure::Refused(ReviewRefused::NotFound))?;
    let person = app.store().persons(&[member]).await?.pop();
    let member_ = person.ok_or(Failure::Refused(ReviewRefused::NotFound))?;
    let history = History::of(&app.store().past_invitations(member).await?, now, now);
    let suggestion = suggest(&history, app.policy());
    let amounts = app.policy().invitations.review_grants;
    Ok(Review { member: member_, request, history, suggestion, amounts })
}

/// A moderator grants or refuses a request, exactly once (R5.5).
///
/// # Errors
/// Who asks is no moderator, there is no such request, or a rule stands against it.
pub async fn decide_request(
    app: &App,
    moderator: Actor,
    member: MemberId,
    id: AllowanceRequestId,
    verdict: Verdict,
) -> Result<AllowanceRequest, Failure<ReviewRefused>> {
    moderates(app, moderator).await?;
    decided(app, Some(moderator), member, id, &verdict).await
}

async fn moderates(app: &App, actor: Actor) -> Result<(), Failure<ReviewRefused>> {
    if Authority::Moderator(actor).decides(app).await? {
        return Ok(());
    }
    Err(Failure::Refused(ReviewRefused::NotAModerator))
}

async fn decided(
    app: &App,
    moderator: Option<Actor>,
    member: MemberId,
    id: AllowanceRequestId,
    verdict: &Verdict,
) -> Result<AllowanceRequest, Failure<ReviewRefused>> {
    let (now, by) = (app.now(), moderator.map(|moderator| moderator.member));
    let movement = MovementId(app.chance().id(now)?);
    for _ in 0..TRIES {
        let not_found = || Failure::Refused(ReviewRefused::NotFound);
        let account = app.store().account(member).await?;
        let there = account.is_some_and(|account| account.profile.person.status != MemberStatus::Closed);
        let standing = app.store().standing(member).await?.filter(|_| there).ok_or_else(not_found)?;
        let request = app.store().allowance_request(member, id).await?.ok_or_else(not_found)?;
        let changes = match decide(&standing, &request, by, verdict.clone(), movement, app.policy(), now) {
            Ok(changes) => changes,
            // Saying the same a second time changes nothing.
            Err(VerdictRefused::AlreadyDecided) if said_so(&request, by, verdict) => return Ok(request),
            Err(refused) => return Err(Failure::Refused(ReviewRefused::Rule(refused))),
        };
        let done = match moderator {
            Some(moderator) => {
                let (act, words) = match verdict {
                    Verdict::Grant(amount) => {
                        (AuditAct::RequestGranted, format!("{amount} more invitations"))
                    }
                    Verdict::Refuse { answer, .. } => (AuditAct::RequestRefused, answer.to_string()),
                };
                let by = Authority::Moderator(moderator);
                logged(app, &entry(app, by, act, member, None, &words), &changes).await?
            }
            // A rule is nobody's act; what it granted stands in the movements.
            None => committed(app, &changes).await?,
        };
        if done {
            return app.store().allowance_request(member, id).await?.ok_or_else(not_found);
        }
    }
    Err(contended("decide a request for invitations").into())
}

/// Whether that is what they decided before.
fn said_so(request: &AllowanceRequest, by: Option<MemberId>, verdict: &Verdict) -> bool {
    match (&request.outcome, verdict) {
        (RequestOutcome::Granted { by: before, amount, .. }, Verdict::Grant(again)) => {
            *before == by && amount == again
        }
        (RequestOutcome::Refused { by: before, answer, .. }, Verdict::Refuse { answer: again, .. }) => {
            Some(*before) == by && answer == again
        }
        (RequestOutcome::Open | RequestOutcome::Granted { .. } | RequestOutcome::Refused { .. }, _) => false,
    }
}

/// What a rule grants by itself, where the operator lets it. It looks at marks and reports as late as bands do, so that
/// asking tells no sooner than they.
async fn granted_at_once(app: &App, request: AllowanceRequest) -> Result<AllowanceRequest, Fault> {
    if app.policy().review.automatic.number().is_none() {
        return Ok(request);
    }
    let told_until = as_of(app, request.member).await?;
    let history = History::of(&app.store().past_invitations(request.member).await?, app.now(), told_until);
    let Some(amount) = granted_by_rule(&history, app.policy()) else { return Ok(request) };
    match decided(app, None, request.member, request.id, &Verdict::Grant(amount)).await {
        Ok(granted) => Ok(granted),
        // Somebody was quicker.
        Err(Failure::Refused(_)) => Ok(request),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

async fn latest(app: &App, member: MemberId) -> Result<Option<AllowanceRequest>, Fault> {
    Ok(app.store().allowance_requests(member, i64::MAX, 1).await?.pop())
}
