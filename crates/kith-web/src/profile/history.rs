//! Positions and educations over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::profile::{self, AddEducation, AddPosition};
use kith_domain::id::{EducationId, PositionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::problem::Problem;
use crate::wire::Id;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(add_position))
        .routes(routes!(remove_position))
        .routes(routes!(add_education))
        .routes(routes!(remove_education))
}

/// A position.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPosition {
    /// Where.
    #[schema(example = "Kestrel Marine")]
    employer: String,
    /// As what.
    #[schema(example = "Data engineer")]
    title: String,
    /// The first month.
    #[schema(example = "2012-05")]
    from: String,
    /// The last month; left out while it goes on.
    #[schema(example = "2014-01")]
    to: Option<String>,
}

/// A stay at a school.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEducation {
    /// Where.
    #[schema(example = "Harbour School of Design")]
    school: String,
    /// Towards what.
    degree: Option<String>,
    /// The first month.
    #[schema(example = "2006-09")]
    from: Option<String>,
    /// The last month.
    to: Option<String>,
}

/// What was added.
#[derive(Debug, Serialize, ToSchema)]
struct Added {
    /// Its id.
    id: Id,
}

/// Add a position
#[utoipa::path(post, path = "/me/positions", operation_id = "add_position", tag = "Me",
    request_body = NewPosition,
    responses(
        (status = 201, description = "Added.", body = Added),
        (status = 409, description = "`too_many`"),
    ))]
async fn add_position(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewPosition>,
) -> Result<Response, Problem> {
    let NewPosition { employer, title, from, to } = asked;
    let ask = AddPosition { employer, title, from, to };
    let id = profile::add_position(&app, member.actor(), ask).await?.into();
    Ok((StatusCode::CREATED, Json(Added { id })).into_response())
}

/// Remove a position
#[utoipa::path(delete, path = "/me/positions/{id}", operation_id = "remove_position", tag = "Me",
    params(("id" = Id, Path, description = "Which position.")),
    responses((status = 204, description = "Removed.")))]
async fn remove_position(
    State(app): State<App>,
    member: Member,
    Path(id): Path<PositionId>,
) -> Result<StatusCode, Problem> {
    removed(profile::remove_position(&app, member.actor(), id).await?)
}

/// Add an education
#[utoipa::path(post, path = "/me/educations", operation_id = "add_education", tag = "Me",
    request_body = NewEducation,
    responses(
        (status = 201, description = "Added.", body = Added),
        (status = 409, description = "`too_many`"),
    ))]
async fn add_education(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewEducation>,
) -> Result<Response, Problem> {
    let NewEducation { school, degree, from, to } = asked;
    let ask = AddEducation { school, degree, from, to };
    let id = profile::add_education(&app, member.actor(), ask).await?.into();
    Ok((StatusCode::CREATED, Json(Added { id })).into_response())
}

/// Remove an education
#[utoipa::path(delete, path = "/me/educations/{id}", operation_id = "remove_education", tag = "Me",
    params(("id" = Id, Path, description = "Which education.")),
    responses((status = 204, description = "Removed.")))]
async fn remove_education(
    State(app): State<App>,
    member: Member,
    Path(id): Path<EducationId>,
) -> Result<StatusCode, Problem> {
    removed(profile::remove_education(&app, member.actor(), id).await?)
}

fn removed(there: bool) -> Result<StatusCode, Problem> {
    if there { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found()) }
}
