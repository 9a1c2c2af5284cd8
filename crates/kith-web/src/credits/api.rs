//! Credits and their ledger over the API (R4.7).

use axum::extract::State;
use kith_app::App;
use kith_app::credits::{self, Cause, LedgerLine};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::Json;
use crate::gate::session::Member;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{Id, Moment};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(read))
}

/// Your credits, with a piece of the ledger that they are the sum of.
#[derive(Debug, Serialize, ToSchema)]
struct Credits {
    /// What brings them.
    plan: String,
    /// How many you have.
    balance: u32,
    /// How many the plan brings each month.
    monthly: u32,
    /// Up to how many those add up.
    cap: u32,
    /// When the next ones come; null where the plan brings none.
    #[schema(required = true)]
    next_grant_at: Option<Moment>,
    /// The ledger, the latest line first.
    items: Vec<CreditLine>,
    /// The cursor of the next piece; null where this is the last.
    #[schema(required = true)]
    next: Option<String>,
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
struct CreditLine {
    /// How many credits more, or fewer.
    amount: i32,
    /// Why.
    cause: CauseName,
    /// For which outreach message.
    #[serde(skip_serializing_if = "Option::is_none")]
    outreach_id: Option<Id>,
    /// When.
    at: Moment,
}

/// Why a ledger has a line.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CreditCause)]
enum CauseName {
    /// A month of your plan.
    Monthly,
    /// A grant.
    Granted,
    /// An outreach message.
    Spent,
    /// An answer to one.
    Returned,
}

impl From<LedgerLine> for CreditLine {
    fn from(line: LedgerLine) -> Self {
        Self {
            amount: line.amount,
            cause: match line.cause {
                Cause::Monthly => CauseName::Monthly,
                Cause::Granted => CauseName::Granted,
                Cause::Spent => CauseName::Spent,
                Cause::Returned => CauseName::Returned,
            },
            outreach_id: line.outreach.map(Into::into),
            at: line.at.into(),
        }
    }
}

/// Read your credits
///
/// A message to somebody you are not connected with costs one; any answer gives it back.
#[utoipa::path(get, path = "/me/credits", operation_id = "get_credits", tag = "Me", params(PagingParams),
    responses((status = 200, description = "Your credits, and a piece of the ledger.", body = Credits)))]
async fn read(State(app): State<App>, member: Member, paging: Paging) -> Result<Json<Credits>, Problem> {
    let (actor, list) = (member.actor(), "credits");
    let purse = credits::purse(&app, actor).await?.ok_or_else(Problem::not_found)?;
    let ledger = credits::ledger(&app, actor, paging.after(list)?, paging.limit).await?;
    let page = Page::of(list, ledger, CreditLine::from);
    Ok(Json(Credits {
        plan: purse.plan.to_string(),
        balance: purse.balance,
        monthly: purse.monthly,
        cap: purse.cap,
        next_grant_at: purse.next_at.map(Into::into),
        items: page.items,
        next: page.next,
    }))
}
