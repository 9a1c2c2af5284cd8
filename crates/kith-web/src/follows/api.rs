//! Following over the API.

use axum::extract::State;
use axum::http::StatusCode;
use kith_app::App;
use kith_app::follows::{self, Follow};
use kith_domain::id::MemberId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::Path;
use crate::gate::session::Member;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{Id, Moment, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(following))
        .routes(routes!(follow, unfollow))
        .routes(routes!(followers))
        .routes(routes!(remove))
}

/// Somebody whom you follow, or who follows you.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Follow)]
struct FollowShape {
    /// Who.
    member: PersonShape,
    /// Since when.
    since: Moment,
}

impl From<Follow> for FollowShape {
    fn from(follow: Follow) -> Self {
        Self { member: (&follow.person).into(), since: follow.since.into() }
    }
}

/// List whom you follow
///
/// Newest first. Nobody else sees this list.
#[utoipa::path(get, path = "/follows", operation_id = "list_follows", tag = "Connections", params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<FollowShape>)))]
async fn following(
    State(app): State<App>,
    member: Member,
    paging: Paging,
) -> Result<Page<FollowShape>, Problem> {
    let list = "follows";
    let page = follows::following(&app, member.actor(), paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, FollowShape::from))
}

/// List who follows you
///
/// Newest first. Nobody else sees this list.
#[utoipa::path(get, path = "/followers", operation_id = "list_followers", tag = "Connections",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<FollowShape>)))]
async fn followers(
    State(app): State<App>,
    member: Member,
    paging: Paging,
) -> Result<Page<FollowShape>, Problem> {
    let list = "followers";
    let page = follows::followers(&app, member.actor(), paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, FollowShape::from))
}

/// Follow somebody
///
/// One way, without asking. They are not told.
#[utoipa::path(put, path = "/follows/{member_id}", operation_id = "follow", tag = "Connections",
    params(("member_id" = Id, Path, description = "Whom.")),
    responses(
        (status = 204, description = "You follow them."),
        (status = 403, description = "`not_followable`"),
        (status = 422, description = "`to_yourself`"),
    ))]
async fn follow(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<StatusCode, Problem> {
    follows::follow(&app, member.actor(), other).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follow somebody no longer
///
/// They are not told. Without following it changes nothing.
#[utoipa::path(delete, path = "/follows/{member_id}", operation_id = "unfollow", tag = "Connections",
    params(("member_id" = Id, Path, description = "Whom.")),
    responses((status = 204, description = "You do not follow them.")))]
async fn unfollow(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<StatusCode, Problem> {
    follows::unfollow(&app, member.actor(), other).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a follower away
///
/// They are not told, and may follow you again where your setting lets them.
#[utoipa::path(delete, path = "/followers/{member_id}", operation_id = "remove_follower", tag = "Connections",
    params(("member_id" = Id, Path, description = "Who follows you.")),
    responses((status = 204, description = "They do not follow you.")))]
async fn remove(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<StatusCode, Problem> {
    follows::remove_follower(&app, member.actor(), other).await?;
    Ok(StatusCode::NO_CONTENT)
}
