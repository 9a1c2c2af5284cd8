//! The page of credits.

use askama::Template;
use axum::Router;
use axum::routing::get;
use kith_app::App;
use kith_app::credits::{self, Cause, LedgerLine, Purse};
use kith_domain::id::OutreachId;
use kith_domain::policy::Window;
use kith_domain::time::{Span, Timestamp};
use serde::Deserialize;

use crate::Web;
use crate::extract::Query;
use crate::lists::{self, ROWS};
use crate::page::{Frame, MemberRequest, Page, Place};
use crate::problem::Problem;
use crate::when::When;

/// The page of credits.
pub fn routes() -> Router<Web> {
    Router::new().route("/credits", get(show))
}

#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "credits/credits.html")]
struct CreditsPage {
    frame: Frame,
    purse: PurseWords,
    lines: Vec<Line>,
    next: Option<String>,
}

/// What a member has, in words.
pub(crate) struct PurseWords {
    /// How many.
    pub(crate) balance: String,
    /// Where they come from.
    pub(crate) plan: String,
    /// What an answer does.
    pub(crate) back: String,
}

struct Line {
    at: When,
    why: &'static str,
    outreach: Option<OutreachId>,
    amount: String,
}

impl PurseWords {
    pub(crate) fn new(app: &App, purse: &Purse, now: Timestamp) -> Self {
        let plan = match purse.next_at {
            None => {
                format!("Your plan, {}, brings none. Whoever runs this network may grant some.", purse.plan)
            }
            Some(_) if purse.balance >= purse.cap => {
                format!("Your plan, {}, brings {} a month, up to {}.", purse.plan, purse.monthly, purse.cap)
            }
            Some(next) => format!(
                "Your plan, {}, brings {} a month, up to {}; the next ones on {}.",
                purse.plan,
                purse.monthly,
                purse.cap,
                When::day(next, now).words
            ),
        };
        Self { balance: counted(purse.balance), plan, back: back(app) }
    }
}

/// `1 credit`, `5 credits`.
pub(crate) fn counted(credits: u32) -> String {
    match credits {
        0 => "No credits".to_owned(),
        1 => "1 credit".to_owned(),
        more => format!("{more} credits"),
    }
}

/// What an answer does, by the policy (R4.7).
pub(crate) fn back(app: &App) -> String {
    match app.policy().outreach.refund {
        Window::Forever => "Any answer gives it back.".to_owned(),
        Window::Last(span) => format!("Any answer within {} gives it back.", in_days(span)),
    }
}

/// `90 days`; what is no whole number of days as an operator writes it.
fn in_days(span: Span) -> String {
    let day = Span::days(1).as_milliseconds();
    match span.as_milliseconds() {
        one if one == day => "a day".to_owned(),
        some if some % day == 0 => format!("{} days", some / day),
        _ => span.to_string(),
    }
}

async fn show(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<CreditsPage>, Problem> {
    let (app, actor) = (ask.app(), ask.actor());
    let now = app.now();
    let purse = credits::purse(app, actor).await?.ok_or_else(Problem::not_found)?;
    let found = credits::ledger(app, actor, lists::place(piece.cursor.as_deref()), ROWS).await?;
    let line = |line: &LedgerLine| Line {
        at: When::day(line.at, now),
        why: match line.cause {
            Cause::Monthly => "A month of your plan",
            Cause::Granted => "Granted to you",
            Cause::Spent => "A message",
            Cause::Returned => "An answer came",
        },
        outreach: line.outreach,
        amount: format!("{:+}", line.amount).replace('-', "\u{2212}"),
    };
    Ok(Page::new(CreditsPage {
        purse: PurseWords::new(app, &purse, now),
        lines: found.items.iter().map(line).collect(),
        next: lists::next("/credits", &[], found.next),
        frame: ask.frame(Place::Elsewhere).await?,
    }))
}
