//! Connections and blocks over the API.

use axum::extract::State;
use axum::http::StatusCode;
use kith_app::App;
use kith_app::connections;
use kith_domain::id::MemberId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::wire::{BlockShape, ConnectionShape};
use crate::Web;
use crate::extract::Path;
use crate::gate::session::Member;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::Id;

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(disconnect))
        .routes(routes!(blocks))
        .routes(routes!(block, unblock))
}

/// List your connections
///
/// Newest first.
#[utoipa::path(get, path = "/connections", operation_id = "list_connections", tag = "Connections",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<ConnectionShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    paging: Paging,
) -> Result<Page<ConnectionShape>, Problem> {
    let (list, actor) = ("connections", member.actor());
    let page = connections::list(&app, actor, actor.member, paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, |connection| (&connection).into()))
}

/// Leave a connection
///
/// Silent, at once, for both. Without one it changes nothing.
#[utoipa::path(delete, path = "/connections/{member_id}", operation_id = "disconnect", tag = "Connections",
    params(("member_id" = Id, Path, description = "With whom.")),
    responses((status = 204, description = "There is no connection.")))]
async fn disconnect(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<StatusCode, Problem> {
    connections::disconnect(&app, member.actor(), other).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List whom you block
#[utoipa::path(get, path = "/blocks", operation_id = "list_blocks", tag = "Connections",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<BlockShape>)))]
async fn blocks(State(app): State<App>, member: Member, paging: Paging) -> Result<Page<BlockShape>, Problem> {
    let list = "blocks";
    let page = connections::blocks(&app, member.actor(), paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, |blocked| (&blocked).into()))
}

/// Block somebody
///
/// It cuts what is pending both ways, and the connection. They are not told.
#[utoipa::path(put, path = "/blocks/{member_id}", operation_id = "block", tag = "Connections",
    params(("member_id" = Id, Path, description = "Whom.")),
    responses(
        (status = 204, description = "Blocked."),
        (status = 422, description = "`to_yourself`"),
    ))]
async fn block(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<StatusCode, Problem> {
    connections::block(&app, member.actor(), other).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a block back
///
/// What it cut does not come back.
#[utoipa::path(delete, path = "/blocks/{member_id}", operation_id = "unblock", tag = "Connections",
    params(("member_id" = Id, Path, description = "Whom.")),
    responses((status = 204, description = "Not blocked.")))]
async fn unblock(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<StatusCode, Problem> {
    connections::unblock(&app, member.actor(), other).await?;
    Ok(StatusCode::NO_CONTENT)
}
