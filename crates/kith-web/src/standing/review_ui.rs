//! What waits for a moderator, and the pages on which one decides: requests for more, appeals, restrictions.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::standing::{
    self, AnsweringRefused, AppealAnswerRefused, AppealOutcome, Review, ReviewRefused, Suggestion, Tally,
    Verdict, VerdictRefused, Waits, WaitsFor,
};
use kith_app::{Authority, Failure, FieldErrors};
use kith_domain::id::{AllowanceRequestId, MemberId, RestrictionId};
use kith_domain::text::Reasons;
use kith_domain::time::{Span, Timestamp};
use serde::Deserialize;

use super::review::in_days;
use super::words::{AppealLine, RequestLine, StatementWords, ground_words, place_words};
use crate::Web;
use crate::extract::{Form, Path};
use crate::page::{Flash, Frame, MemberRequest, Page, Place, Somebody};
use crate::problem::Problem;
use crate::refusals::Refusal;
use crate::when::When;
use crate::words::{counted, number};

/// The pages of what waits.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/moderation/waiting", get(list))
        .route("/moderation/members/{member}/allowance-requests/{id}", get(request).post(decide))
        .route("/moderation/members/{member}/appeals/{id}", get(appeal).post(answer))
        .route("/moderation/members/{member}/restriction/lifting", post(lift))
}

#[derive(Template)]
#[template(path = "standing/waiting.html")]
struct WaitingPage {
    frame: Frame,
    lines: Vec<WaitingLine>,
}

/// Something that waits.
struct WaitingLine {
    member: Somebody,
    words: &'static str,
    /// Where it is decided; none where the line itself has the button.
    href: Option<String>,
    since: When,
    due: Option<When>,
    overdue: bool,
}

#[derive(Template)]
#[template(path = "standing/review.html")]
struct ReviewPage {
    frame: Frame,
    member: Somebody,
    path: String,
    request: RequestLine,
    open: bool,
    limit: String,
    used: String,
    rows: Vec<TallyRow>,
    suggestion: String,
    /// What may be granted, and which of it is suggested.
    amounts: Vec<(u32, bool)>,
    retry_days: i64,
    typed: String,
    errors: FieldErrors,
}

/// A row of the history, in all and lately.
struct TallyRow {
    words: &'static str,
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "standing/appeal_case.html")]
struct AppealPage {
    frame: Frame,
    member: Somebody,
    path: String,
    appeal: AppealLine,
    due: When,
    why: String,
    since: When,
    statement: StatementWords,
    not_yours: Option<&'static str>,
    typed: String,
    errors: FieldErrors,
}

async fn list(ask: MemberRequest) -> Result<Page<WaitingPage>, Problem> {
    let now = ask.app().now();
    let waiting = standing::waiting(ask.app(), ask.actor()).await?;
    let lines = waiting.iter().map(|waits| WaitingLine::new(waits, now)).collect();
    Ok(Page::new(WaitingPage { lines, frame: ask.frame(Place::Elsewhere).await? }))
}

async fn request(
    ask: MemberRequest,
    Path((whose, id)): Path<(MemberId, AllowanceRequestId)>,
) -> Result<Page<ReviewPage>, Problem> {
    Ok(Page::new(ReviewPage::read(&ask, whose, id, String::new(), FieldErrors::new()).await?))
}

#[derive(Deserialize)]
struct Deciding {
    /// How many, or `none`.
    grant: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    retry_days: String,
}

async fn decide(
    ask: MemberRequest,
    Path((whose, id)): Path<(MemberId, AllowanceRequestId)>,
    Form(form): Form<Deciding>,
) -> Result<Response, Problem> {
    let mut errors = FieldErrors::new();
    let verdict = match form.grant.parse() {
        Ok(amount) => Some(Verdict::Grant(amount)),
        Err(_) => {
            let retry_at = form.retry_days.trim().parse().ok().map(|days| in_days(ask.app(), days));
            let answer = errors.take("reason", Reasons::parse(&form.reason));
            answer.map(|answer| Verdict::Refuse { answer, retry_at })
        }
    };
    if let Some(verdict) = verdict {
        match standing::decide_request(ask.app(), ask.actor(), whose, id, verdict).await {
            Ok(_) => {
                let said = Flash::say("Decided. The member is told.");
                return Ok(ask.done("/moderation/waiting", said));
            }
            Err(Failure::Fault(fault)) => return Err(fault.into()),
            Err(Failure::Refused(refused)) => match refused {
                ReviewRefused::NotAModerator | ReviewRefused::NotFound => return Err(refused.problem()),
                ReviewRefused::Fields(wrong) => errors = wrong,
                ReviewRefused::Rule(
                    VerdictRefused::Yourself
                    | VerdictRefused::AlreadyDecided
                    | VerdictRefused::NotAnAmount { .. }
                    | VerdictRefused::NotARetry,
                ) => {
                    let problem = refused.problem();
                    errors.add("reason", problem.code(), problem.detail().to_owned());
                }
            },
        }
    }
    let page = ReviewPage::read(&ask, whose, id, form.reason, errors).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn appeal(
    ask: MemberRequest,
    Path((whose, id)): Path<(MemberId, RestrictionId)>,
) -> Result<Page<AppealPage>, Problem> {
    Ok(Page::new(AppealPage::read(&ask, whose, id, String::new(), FieldErrors::new()).await?))
}

#[derive(Deserialize)]
struct Answering {
    outcome: String,
    #[serde(default)]
    reason: String,
}

async fn answer(
    ask: MemberRequest,
    Path((whose, id)): Path<(MemberId, RestrictionId)>,
    Form(form): Form<Answering>,
) -> Result<Response, Problem> {
    let outcome = if form.outcome == "lifted" { AppealOutcome::Lifted } else { AppealOutcome::Upheld };
    let refused =
        match standing::answer_appeal(ask.app(), ask.actor(), whose, id, outcome, &form.reason).await {
            Ok(_) => {
                let said = Flash::say("Answered. The member is told.");
                return Ok(ask.done("/moderation/waiting", said));
            }
            Err(Failure::Fault(fault)) => return Err(fault.into()),
            Err(Failure::Refused(refused)) => refused,
        };
    let errors = match &refused {
        AnsweringRefused::NotAModerator | AnsweringRefused::NotFound => return Err(refused.problem()),
        AnsweringRefused::Fields(errors) => errors.clone(),
        AnsweringRefused::Rule(_) => {
            let problem = refused.problem();
            let mut errors = FieldErrors::new();
            errors.add("reason", problem.code(), problem.detail().to_owned());
            errors
        }
    };
    let page = AppealPage::read(&ask, whose, id, form.reason, errors).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn lift(ask: MemberRequest, Path(whose): Path<MemberId>) -> Result<Response, Problem> {
    let lifted = standing::lift(ask.app(), Authority::Moderator(ask.actor()), whose).await?;
    let said = if lifted { "The restriction is lifted." } else { "There was no restriction any more." };
    Ok(ask.done("/moderation/waiting", Flash::say(said)))
}

impl WaitingLine {
    fn new(waits: &Waits, now: Timestamp) -> Self {
        let id = waits.member.id;
        let (words, href, due_at) = match waits.what {
            WaitsFor::Request(request) => {
                let href = format!("/moderation/members/{id}/allowance-requests/{request}");
                ("Asks for more invitations", Some(href), None)
            }
            WaitsFor::Appeal { restriction, due_at } => {
                let href = format!("/moderation/members/{id}/appeals/{restriction}");
                ("Appeals against a restriction", Some(href), Some(due_at))
            }
            WaitsFor::Restriction(_) => ("Restricted until a moderator lifts it", None, None),
        };
        Self {
            member: Somebody::of(&waits.member),
            words,
            href,
            since: When::ago(waits.since, now),
            overdue: due_at.is_some_and(|due| due <= now),
            due: due_at.map(|due| When::day(due, now)),
        }
    }
}

impl ReviewPage {
    async fn read(
        ask: &MemberRequest,
        whose: MemberId,
        id: AllowanceRequestId,
        typed: String,
        errors: FieldErrors,
    ) -> Result<Self, Problem> {
        let now = ask.app().now();
        let review = standing::review(ask.app(), ask.actor(), whose, id).await?;
        let Review { member, request, history, suggestion, amounts } = review;
        let (suggestion, suggested) = match suggestion {
            Suggestion::InsufficientHistory { decided, least } => {
                let decided = counted(decided.into(), "invitation was", "invitations were");
                (format!("Too little to tell: {decided} decided, and it takes {least}."), None)
            }
            Suggestion::Grant(amount) => {
                (format!("The numbers suggest {} more.", number(amount.into())), Some(amount))
            }
            Suggestion::Nothing => ("The numbers suggest none.".to_owned(), None),
        };
        let places = history.by_place.iter();
        let rows = std::iter::once(TallyRow::new("In all", history.all))
            .chain(std::iter::once(TallyRow::new("Last 90 days", history.recent)))
            .chain(places.map(|(place, all, _)| TallyRow::new(place_words(*place), *all)))
            .collect();
        Ok(Self {
            member: Somebody::of(&member),
            path: format!("/moderation/members/{whose}/allowance-requests/{id}"),
            open: request.outcome == standing::RequestOutcome::Open,
            limit: number(request.limit),
            used: number(request.used),
            request: RequestLine::new(&request, now),
            rows,
            suggestion,
            amounts: amounts.into_iter().map(|amount| (amount, suggested == Some(amount))).collect(),
            retry_days: ask.app().policy().review.retry.as_milliseconds() / Span::days(1).as_milliseconds(),
            typed,
            errors,
            frame: ask.frame(Place::Elsewhere).await?,
        })
    }
}

impl TallyRow {
    fn new(words: &'static str, tally: Tally) -> Self {
        let Tally { sent, accepted, pending, expired, withdrawn, marked, reported, .. } = tally;
        let cells = [sent, accepted, pending, expired, withdrawn, marked, reported];
        Self { words, cells: cells.into_iter().map(|count| number(count.into())).collect() }
    }
}

impl AppealPage {
    async fn read(
        ask: &MemberRequest,
        whose: MemberId,
        id: RestrictionId,
        typed: String,
        errors: FieldErrors,
    ) -> Result<Self, Problem> {
        let now = ask.app().now();
        let case = standing::appeal_case(ask.app(), ask.actor(), whose, id).await?;
        let not_yours = case.refused.map(|refused| match refused {
            AppealAnswerRefused::AnotherDecides => {
                "You decided on this restriction: another moderator answers the appeal."
            }
            AppealAnswerRefused::Yourself => "This is about yourself: another moderator answers it.",
            AppealAnswerRefused::AlreadyAnswered => "This appeal was answered.",
        });
        Ok(Self {
            member: Somebody::of(&case.member),
            path: format!("/moderation/members/{whose}/appeals/{id}"),
            due: When::day(case.appeal.due_at, now),
            appeal: AppealLine::new(&case.appeal, now),
            why: ground_words(case.restriction.statement.ground, ask.app().policy().marks.threshold),
            since: When::day(case.restriction.since, now),
            statement: StatementWords::new(&case.restriction.statement),
            not_yours,
            typed,
            errors,
            frame: ask.frame(Place::Elsewhere).await?,
        })
    }
}
