//! Groups over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::groups::{self, Group};
use kith_domain::id::GroupId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Json, Path, Query};
use crate::gate::session::Member;
use crate::openapi::BASE;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{Id, Moment, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, found))
        .routes(routes!(read))
        .routes(routes!(members))
        .routes(routes!(join, leave))
}

/// A group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Group)]
struct GroupShape {
    /// Which.
    id: Id,
    /// Its name.
    name: String,
    /// What it is about.
    #[schema(required = true)]
    about: Option<String>,
    /// When it was made.
    created_at: Moment,
    /// Whether you are in it.
    joined: bool,
    /// How many are in it.
    members: u32,
}

/// A group to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGroup {
    /// Its name.
    #[schema(example = "Harbour choir", min_length = 1)]
    name: String,
    /// What it is about.
    about: Option<String>,
}

/// Which groups are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// A part of the name.
    query: Option<String>,
    /// Only those you are in.
    joined: Option<bool>,
}

impl From<&Group> for GroupShape {
    fn from(group: &Group) -> Self {
        Self {
            id: group.id.into(),
            name: group.name.as_str().to_owned(),
            about: group.about.as_ref().map(|about| about.as_str().to_owned()),
            created_at: group.created_at.into(),
            joined: group.joined,
            members: group.members,
        }
    }
}

/// List groups
///
/// Newest first.
#[utoipa::path(get, path = "/groups", operation_id = "list_groups", tag = "Groups",
    params(Which, PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<GroupShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    Query(which): Query<Which>,
    paging: Paging,
) -> Result<Page<GroupShape>, Problem> {
    let (list, joined) = ("groups", which.joined.unwrap_or(false));
    let after = paging.after(list)?;
    let query = which.query.as_deref();
    let page = groups::list(&app, member.actor(), query, joined, after, paging.limit).await?;
    Ok(Page::of(list, page, |group| (&group).into()))
}

/// Make a group
///
/// You are in it.
#[utoipa::path(post, path = "/groups", operation_id = "found_group", tag = "Groups", request_body = NewGroup,
    responses(
        (status = 201, description = "The group.", body = GroupShape),
        (status = 409, description = "`group_name_taken`, `too_many`"),
    ))]
async fn found(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewGroup>,
) -> Result<Response, Problem> {
    let group = groups::found(&app, member.actor(), &asked.name, asked.about.as_deref()).await?;
    let location = format!("{BASE}/groups/{}", group.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(GroupShape::from(&group))).into_response())
}

/// Read a group
#[utoipa::path(get, path = "/groups/{id}", operation_id = "get_group", tag = "Groups",
    params(("id" = Id, Path, description = "Which group.")),
    responses((status = 200, description = "The group.", body = GroupShape)))]
async fn read(
    State(app): State<App>,
    member: Member,
    Path(id): Path<GroupId>,
) -> Result<Json<GroupShape>, Problem> {
    let group = groups::group(&app, member.actor(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json((&group).into()))
}

/// List a group's members
///
/// The newest members first.
#[utoipa::path(get, path = "/groups/{id}/members", operation_id = "list_group_members", tag = "Groups",
    params(("id" = Id, Path, description = "Which group."), PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<PersonShape>)))]
async fn members(
    State(app): State<App>,
    member: Member,
    Path(id): Path<GroupId>,
    paging: Paging,
) -> Result<Page<PersonShape>, Problem> {
    let list = format!("group members {id}");
    let page = groups::members(&app, member.actor(), id, paging.after(&list)?, paging.limit).await?;
    let page = page.ok_or_else(Problem::not_found)?;
    Ok(Page::of(&list, page, |person| (&person).into()))
}

/// Join a group
#[utoipa::path(put, path = "/groups/{id}/membership", operation_id = "join_group", tag = "Groups",
    params(("id" = Id, Path, description = "Which group.")),
    responses(
        (status = 200, description = "The group, with you in it.", body = GroupShape),
        (status = 409, description = "`too_many`"),
    ))]
async fn join(
    State(app): State<App>,
    member: Member,
    Path(id): Path<GroupId>,
) -> Result<Json<GroupShape>, Problem> {
    let group = groups::join(&app, member.actor(), id).await?;
    Ok(Json((&group).into()))
}

/// Leave a group
#[utoipa::path(delete, path = "/groups/{id}/membership", operation_id = "leave_group", tag = "Groups",
    params(("id" = Id, Path, description = "Which group.")),
    responses((status = 204, description = "You are not in it.")))]
async fn leave(
    State(app): State<App>,
    member: Member,
    Path(id): Path<GroupId>,
) -> Result<StatusCode, Problem> {
    groups::leave(&app, member.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
