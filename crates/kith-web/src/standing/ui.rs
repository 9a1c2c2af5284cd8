//! The page of allowance and standing.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::standing::{self, AgreeRefused, Agreement, Allowance, Balance, Ground, Restricted};
use kith_app::{Failure, profile};
use kith_domain::policy::Lifts;
use kith_domain::time::Timestamp;
use serde::Deserialize;

use crate::Web;
use crate::extract::Form;
use crate::page::{Flash, Frame, MemberRequest, Page, Place};
use crate::problem::Problem;
use crate::profile::{PartLine, part_lines};
use crate::when::When;
use crate::words;

/// The page of standing and the form that lifts a restriction.
pub fn routes() -> Router<Web> {
    Router::new().route("/standing", get(show)).route("/standing/agreement", post(agree))
}

#[derive(Template)]
#[template(path = "standing/standing.html")]
struct StandingPage {
    frame: Frame,
    restriction: Option<RestrictionWords>,
    agreement: Agreement,
    refused: Option<&'static str>,
    threshold: u32,
    meters: Vec<Meter>,
    completeness: Vec<PartLine>,
}

/// Why, since when, and how to lift it (R6.4).
struct RestrictionWords {
    why: String,
    since: When,
    way: Way,
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

async fn show(ask: MemberRequest) -> Result<Page<StandingPage>, Problem> {
    Ok(Page::new(StandingPage::read(&ask, None).await?))
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
    let page = StandingPage::read(&ask, Some(refused)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

impl StandingPage {
    async fn read(ask: &MemberRequest, refused: Option<&'static str>) -> Result<Self, Problem> {
        let (app, actor) = (ask.app(), ask.actor());
        let now = app.now();
        let standing = standing::standing(app, actor).await?.ok_or_else(Problem::not_found)?;
        let allowance = standing::allowance(app, actor).await?.ok_or_else(Problem::not_found)?;
        let completeness = profile::completeness(app, actor).await?.ok_or_else(Problem::not_found)?;
        let threshold = app.policy().marks.threshold;
        Ok(Self {
            restriction: standing
                .restriction
                .map(|restriction| RestrictionWords::new(&restriction, threshold, now)),
            agreement: standing::agreement(),
            refused,
            threshold,
            meters: meters(&allowance, now),
            completeness: part_lines(&completeness),
            frame: ask.frame(Place::Elsewhere).await?,
        })
    }
}

impl RestrictionWords {
    fn new(restriction: &Restricted, threshold: u32, now: Timestamp) -> Self {
        let why = match restriction.statement.ground {
            Ground::Marks => {
                format!(
                    "More than {threshold} people said that they do not know you. Who they are is not told."
                )
            }
            Ground::Advertising => "What you sent advertises.".to_owned(),
            Ground::Harassment => "Somebody was pestered or threatened.".to_owned(),
            Ground::Deception => "You pretended to be somebody, or something, you are not.".to_owned(),
            Ground::Rules => "You went against a rule of this network.".to_owned(),
        };
        let until = restriction.until.map(|until| When::day(until, now));
        let way = match (restriction.lifts, restriction.agreed_at, until) {
            (Lifts::Moderator, _, _) => Way::Moderator,
            (Lifts::Agreement | Lifts::AgreementAndWait, Some(_), Some(until)) => Way::Waiting(until),
            (Lifts::Agreement | Lifts::AgreementAndWait, _, until) => Way::Agree(until),
        };
        Self { why, since: When::day(restriction.since, now), way }
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
