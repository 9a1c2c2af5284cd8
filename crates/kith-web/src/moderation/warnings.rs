//! What the moderators said to a member, and that it was read.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use kith_app::App;
use kith_app::moderation;
use kith_domain::id::WarningId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::page::{Flash, Frame, MemberRequest, Page, Place};
use crate::problem::Problem;
use crate::when::When;
use crate::wire::{Id, Moment};

/// The routes of the API.
pub(super) fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(acknowledge))
}

/// The pages.
pub fn routes() -> Router<Web> {
    Router::new().route("/warnings", get(show)).route("/warnings/{id}/acknowledgement", post(read))
}

/// A warning of the moderators to you.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Warning)]
struct WarningShape {
    /// Which.
    id: Id,
    /// What they say.
    text: String,
    /// When.
    at: Moment,
    /// When you said to have read it.
    #[schema(required = true)]
    acknowledged_at: Option<Moment>,
}

/// Warnings to you.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Warnings)]
struct WarningsShape {
    /// The latest first.
    items: Vec<WarningShape>,
}

/// List the warnings to you
#[utoipa::path(get, path = "/me/warnings", operation_id = "list_warnings", tag = "Me",
    responses((status = 200, description = "What the moderators said to you.", body = WarningsShape)))]
async fn list(State(app): State<App>, member: Member) -> Result<Json<WarningsShape>, Problem> {
    let warnings = moderation::mine(&app, member.actor()).await?;
    let items = warnings.into_iter().map(|warning| WarningShape {
        id: warning.id.into(),
        text: warning.text.to_string(),
        at: warning.at.into(),
        acknowledged_at: warning.acknowledged_at.map(Into::into),
    });
    Ok(Json(WarningsShape { items: items.collect() }))
}

/// Say that you read a warning
#[utoipa::path(put, path = "/me/warnings/{id}/acknowledgement", operation_id = "acknowledge_warning", tag = "Me",
    params(("id" = Id, Path, description = "Which warning.")),
    responses((status = 204, description = "You have read it."), (status = 404, description = "`not_found`")))]
async fn acknowledge(
    State(app): State<App>,
    member: Member,
    Path(id): Path<WarningId>,
) -> Result<StatusCode, Problem> {
    let there = moderation::acknowledge(&app, member.actor(), id).await?;
    if there { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found()) }
}

#[derive(Template)]
#[template(path = "moderation/warnings.html")]
struct WarningsPage {
    frame: Frame,
    warnings: Vec<Line>,
}

/// A warning as the page shows it.
struct Line {
    id: WarningId,
    text: String,
    at: When,
    read: Option<When>,
}

async fn show(ask: MemberRequest) -> Result<Page<WarningsPage>, Problem> {
    let now = ask.app().now();
    let warnings = moderation::mine(ask.app(), ask.actor()).await?;
    let lines = warnings.into_iter().map(|warning| Line {
        id: warning.id,
        text: warning.text.to_string(),
        at: When::day(warning.at, now),
        read: warning.acknowledged_at.map(|at| When::day(at, now)),
    });
    Ok(Page::new(WarningsPage { warnings: lines.collect(), frame: ask.frame(Place::Elsewhere).await? }))
}

async fn read(ask: MemberRequest, Path(id): Path<WarningId>) -> Result<Response, Problem> {
    if !moderation::acknowledge(ask.app(), ask.actor(), id).await? {
        return Err(Problem::not_found());
    }
    Ok(ask.done("/warnings", Flash::say("Thank you. That you have read it is noted.")))
}
