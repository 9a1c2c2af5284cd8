//! The page of allowance and standing (F11).

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::standing::{
    self, AgreeRefused, Agreement, Allowance, AppealingRefused, AskForMoreRefused, AskRefused, Asking,
    Balance, Bands, MyStanding,
};
use kith_app::{Failure, FieldErrors, profile};
use kith_domain::id::RestrictionId;
use kith_domain::policy::Lifts;
use kith_domain::time::Timestamp;
use serde::Deserialize;

use super::words::{
    AppealLine, MovementLine, RequestLine, StatementWords, accepted_words, ground_words, unknown_words,
};
use crate::Web;
use crate::extract::{Form, Path, Query};
use crate::lists::{self, ROWS};
use crate::page::{Flash, Frame, MemberRequest, Page, Place};
use crate::problem::Problem;
use crate::profile::{PartLine, part_lines};
use crate::refusals::Refusal;
use crate::when::When;
use crate::words;

/// How many movements and requests the page begins with.
const FIRST_FEW: u32 = 6;

/// The pages of standing and their forms.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/standing", get(show))
        .route("/standing/agreement", post(agree))
        .route("/standing/requests", post(ask_for_more))
        .route("/standing/restrictions/{id}/appeal", post(appeal))
        .route("/standing/movements", get(movements))
}

#[derive(Template)]
#[template(path = "standing/standing.html")]
struct StandingPage {
    frame: Frame,
    restriction: Option<RestrictionWords>,
    agreement: Agreement,
    refused: Option<&'static str>,
    threshold: u32,
    appeal: Option<AppealLine>,
    appealing: Typed,
    meters: Vec<Meter>,
    asking: AskingWords,
    requests: Vec<RequestLine>,
    bands: BandsWords,
    lines: Vec<MovementLine>,
    more_lines: bool,
    completeness: Vec<PartLine>,
}

/// What was typed into a form, and what is wrong with it.
#[derive(Default)]
struct Typed {
    text: String,
    errors: FieldErrors,
}

/// What is wrong with which of the page's forms.
#[derive(Default)]
struct Wrong {
    agreeing: Option<&'static str>,
    appealing: Typed,
    asking: Typed,
}

/// Why, since when, and how to lift it (R6.4), with the whole statement of reasons.
struct RestrictionWords {
    id: RestrictionId,
    why: String,
    since: When,
    way: Way,
    statement: StatementWords,
}

/// What lifts a restriction (R6.5).
enum Way {
    /// Agreeing; it then still waits until that day, where there is one.
    Agree(Option<When>),
    /// It was agreed, and waits.
    Waiting(When),
    /// A moderator decides.
    Moderator,
}

/// A limit and what is left of it.
struct Meter {
    words: &'static str,
    limit: Option<String>,
    most: u64,
    used: u64,
    used_words: String,
    left: String,
    detail: Option<String>,
}

/// Whether more may be asked for (R5.4).
struct AskingWords {
    may: bool,
    /// Why not, where they may not.
    why_not: Option<String>,
    typed: Typed,
}

/// One's own rates in words (R6.2).
struct BandsWords {
    as_of: When,
    decided: String,
    least: u32,
    accepted: Option<(&'static str, &'static str)>,
    unknown: Option<(&'static str, &'static str)>,
    warning: bool,
}

async fn show(ask: MemberRequest) -> Result<Page<StandingPage>, Problem> {
    Ok(Page::new(StandingPage::read(&ask, Wrong::default()).await?))
}

#[derive(Deserialize)]
struct Agree {
    version: u32,
    /// Browsers leave a box without a tick out.
    agreed: Option<String>,
}

async fn agree(ask: MemberRequest, Form(form): Form<Agree>) -> Result<Response, Problem> {
    let refused = match standing::agree(ask.app(), ask.actor(), form.version, form.agreed.is_some()).await {
        Ok(standing) => {
            let said = match standing.restriction {
                None => "Thank you. You can send invitations again.",
                Some(_) => "Thank you. Below it says from when on you can send invitations again.",
            };
            return Ok(ask.done("/standing", Flash::say(said)));
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(AgreeRefused::NotAgreed)) => "Set the tick if you agree.",
        Err(Failure::Refused(AgreeRefused::WrongVersion { .. })) => {
            "The text has changed. Read it again, please."
        }
        Err(Failure::Refused(AgreeRefused::ModeratorDecides)) => {
            "A moderator decides about this restriction."
        }
    };
    again(&ask, Wrong { agreeing: Some(refused), ..Wrong::default() }).await
}

#[derive(Deserialize)]
struct AskForMore {
    reasons: String,
}

async fn ask_for_more(ask: MemberRequest, Form(form): Form<AskForMore>) -> Result<Response, Problem> {
    let refused = match standing::ask_for_more(ask.app(), ask.actor(), &form.reasons).await {
        Ok(request) => {
            let said = match request.outcome {
                standing::RequestOutcome::Granted { .. } => "More invitations were granted.",
                standing::RequestOutcome::Open | standing::RequestOutcome::Refused { .. } => {
                    "Thank you. A moderator reads it and answers; the answer comes to your notifications."
                }
            };
            return Ok(ask.done("/standing", Flash::say(said)));
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(refused)) => refused,
    };
    let errors = match &refused {
        AskForMoreRefused::Fields(errors) => errors.clone(),
        AskForMoreRefused::Rule(_) => at_field("reasons", &refused),
        AskForMoreRefused::Gone => return Err(Problem::not_found()),
    };
    again(&ask, Wrong { asking: Typed { text: form.reasons, errors }, ..Wrong::default() }).await
}

#[derive(Deserialize)]
struct Appealing {
    text: String,
}

async fn appeal(
    ask: MemberRequest,
    Path(id): Path<RestrictionId>,
    Form(form): Form<Appealing>,
) -> Result<Response, Problem> {
    let refused = match standing::appeal(ask.app(), ask.actor(), id, &form.text).await {
        Ok(_) => {
            let said = "Thank you. A moderator who did not decide on the restriction answers.";
            return Ok(ask.done("/standing", Flash::say(said)));
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(refused)) => refused,
    };
    let errors = match &refused {
        AppealingRefused::Fields(errors) => errors.clone(),
        AppealingRefused::Rule(standing::AppealRefused::NotFound) => return Err(Problem::not_found()),
        AppealingRefused::Rule(standing::AppealRefused::AlreadyAnswered) => at_field("text", &refused),
    };
    again(&ask, Wrong { appealing: Typed { text: form.text, errors }, ..Wrong::default() }).await
}

/// What a rule says, at the field it is about.
fn at_field(field: &'static str, refused: &impl Refusal) -> FieldErrors {
    let problem = refused.problem();
    let mut errors = FieldErrors::new();
    errors.add(field, problem.code(), problem.detail().to_owned());
    errors
}

async fn again(ask: &MemberRequest, wrong: Wrong) -> Result<Response, Problem> {
    let page = StandingPage::read(ask, wrong).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

#[derive(Template)]
#[template(path = "standing/movements.html")]
struct MovementsPage {
    frame: Frame,
    lines: Vec<MovementLine>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct From {
    cursor: Option<String>,
}

async fn movements(ask: MemberRequest, Query(from): Query<From>) -> Result<Page<MovementsPage>, Problem> {
    let now = ask.app().now();
    let place = lists::place(from.cursor.as_deref());
    let page = standing::movements(ask.app(), ask.actor(), place, ROWS).await?;
    Ok(Page::new(MovementsPage {
        next: lists::next("/standing/movements", &[], page.next),
        lines: page.items.into_iter().map(|line| MovementLine::new(line, now)).collect(),
        frame: ask.frame(Place::Elsewhere).await?,
    }))
}

impl StandingPage {
    async fn read(ask: &MemberRequest, wrong: Wrong) -> Result<Self, Problem> {
        let (app, actor) = (ask.app(), ask.actor());
        let now = app.now();
        let standing = standing::standing(app, actor).await?.ok_or_else(Problem::not_found)?;
        let allowance = standing::allowance(app, actor).await?.ok_or_else(Problem::not_found)?;
        let completeness = profile::completeness(app, actor).await?.ok_or_else(Problem::not_found)?;
        let asking = standing::asking(app, actor).await?.ok_or_else(Problem::not_found)?;
        let bands = standing::bands(app, actor).await?.ok_or_else(Problem::not_found)?;
        let moved = standing::movements(app, actor, None, FIRST_FEW).await?;
        let requests = standing::requests(app, actor, None, FIRST_FEW).await?;
        let threshold = app.policy().marks.threshold;
        let appeal = standing.appeal.as_ref().map(|appeal| AppealLine::new(appeal, now));
        let appealing = match (&standing.appeal, wrong.appealing) {
            // It may still be said in other words.
            (Some(before), typed) if typed.errors.is_empty() => {
                Typed { text: before.text.to_string(), errors: typed.errors }
            }
            (Some(_) | None, typed) => typed,
        };
        Ok(Self {
            restriction: RestrictionWords::new(&standing, threshold, now),
            agreement: standing::agreement(),
            refused: wrong.agreeing,
            threshold,
            appeal,
            appealing,
            meters: meters(&allowance, now),
            asking: AskingWords::new(&asking, wrong.asking, now),
            requests: requests.items.into_iter().map(|request| RequestLine::new(&request, now)).collect(),
            bands: BandsWords::new(bands, now),
            more_lines: moved.next.is_some(),
            lines: moved.items.into_iter().map(|line| MovementLine::new(line, now)).collect(),
            completeness: part_lines(&completeness),
            frame: ask.frame(Place::Elsewhere).await?,
        })
    }
}

impl RestrictionWords {
    fn new(standing: &MyStanding, threshold: u32, now: Timestamp) -> Option<Self> {
        let restriction = standing.restriction.as_ref()?;
        let until = restriction.until.map(|until| When::day(until, now));
        let way = match (restriction.lifts, restriction.agreed_at, until) {
            (Lifts::Moderator, _, _) => Way::Moderator,
            (Lifts::Agreement | Lifts::AgreementAndWait, Some(_), Some(until)) => Way::Waiting(until),
            (Lifts::Agreement | Lifts::AgreementAndWait, _, until) => Way::Agree(until),
        };
        Some(Self {
            id: restriction.id,
            why: ground_words(restriction.statement.ground, threshold),
            since: When::day(restriction.since, now),
            way,
            statement: StatementWords::new(&restriction.statement),
        })
    }
}

impl AskingWords {
    fn new(asking: &Asking, typed: Typed, now: Timestamp) -> Self {
        let why_not = asking.refused.as_ref().map(|refused| match refused {
            AskRefused::NoLimit => "Nothing limits your invitations in all.".to_owned(),
            AskRefused::NotYet { opens_at_left, left: _ } => {
                let few = words::number(*opens_at_left);
                format!("Once {few} or fewer are left in all, you may ask for more here, with your reasons.")
            }
            AskRefused::AlreadyOpen => {
                "You have asked for more. A moderator reads it and answers.".to_owned()
            }
            AskRefused::TooEarly { retry_at } => {
                format!("You may ask again from {} on.", When::day(*retry_at, now).words)
            }
        });
        Self { may: why_not.is_none(), why_not, typed }
    }
}

impl BandsWords {
    fn new(bands: Bands, now: Timestamp) -> Self {
        Self {
            as_of: When::day(bands.as_of, now),
            decided: words::counted(bands.decided.into(), "invitation", "invitations"),
            least: standing::LEAST_DECIDED,
            accepted: bands.accepted.map(accepted_words),
            unknown: bands.unknown.map(unknown_words),
            warning: bands.warning,
        }
    }
}

fn meters(allowance: &Allowance, now: Timestamp) -> Vec<Meter> {
    let resets = allowance.week_resets_at.map(|at| {
        format!("The week began with its first invitation; the next begins on {}.", When::day(at, now).words)
    });
    vec![
        Meter::new("In all", allowance.lifetime, None),
        Meter::new("This week", allowance.week, resets),
        Meter::new("Without an answer at the same time", allowance.pending, None),
    ]
}

impl Meter {
    fn new(words: &'static str, balance: Balance, detail: Option<String>) -> Self {
        Self {
            words,
            limit: balance.limit.map(words::number),
            most: balance.limit.unwrap_or_default(),
            used: balance.used,
            used_words: words::number(balance.used),
            left: balance.left().map(words::number).unwrap_or_default(),
            detail,
        }
    }
}
