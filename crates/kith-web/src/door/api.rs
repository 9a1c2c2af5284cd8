//! Door policies over the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use kith_app::{App, door_policy};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::wire::{DoorPolicyShape, DoorShape};
use crate::Web;
use crate::conditional::{on, versioned};
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::members::api::who;
use crate::problem::Problem;

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(read, put)).routes(routes!(at))
}

/// Read whom you let in
#[utoipa::path(get, path = "/me/door", operation_id = "get_door_policy", tag = "Me",
    responses(
        (status = 200, description = "Your door policy; `ETag` is its version.", body = DoorPolicyShape),
        (status = 304, description = "You have this version."),
    ))]
async fn read(State(app): State<App>, member: Member, headers: HeaderMap) -> Result<Response, Problem> {
    let door = door_policy::read(&app, member.actor()).await?.ok_or_else(Problem::not_found)?;
    Ok(versioned(&headers, door.version, DoorPolicyShape::from(&door.policy)))
}

/// Say whom you let in
///
/// In place of what you said before; what was sent before stays. With `If-Match`, only the version you read.
#[utoipa::path(put, path = "/me/door", operation_id = "put_door_policy", tag = "Me",
    request_body = DoorPolicyShape,
    responses(
        (status = 200, description = "Your door policy now.", body = DoorPolicyShape),
        (status = 412, description = "`changed_meanwhile`"),
    ))]
async fn put(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Json(asked): Json<DoorPolicyShape>,
) -> Result<Response, Problem> {
    let door = door_policy::put(&app, member.actor(), asked.policy()?, on(&headers)?).await?;
    Ok(versioned(&HeaderMap::new(), door.version, DoorPolicyShape::from(&door.policy)))
}

/// Read what a member asks of whoever invites them
///
/// Before you write: what they ask of everybody, and what of it you do not bring along. Sending an invitation all the
/// same is answered with the same list (`door_asks`), and not counted.
#[utoipa::path(get, path = "/members/{id}/door", operation_id = "get_door", tag = "Members",
    params(("id" = String, Path, description = "The id or the handle.")),
    responses((status = 200, description = "Their door, as you find it.", body = DoorShape)))]
async fn at(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
) -> Result<Json<DoorShape>, Problem> {
    let of = who(&app, &id).await?;
    let door = door_policy::at(&app, member.actor(), of).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(DoorShape::from(&door)))
}
