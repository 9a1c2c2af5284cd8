//! Vouches over the API.

use axum::extract::State;
use axum::http::StatusCode;
use kith_app::{App, vouches};
use kith_domain::id::{InvitationId, MemberId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::wire::VouchRequestShape;
use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::invitations::wire::InvitationShape;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::Id;

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(ask)).routes(routes!(list)).routes(routes!(write, take_back))
}

/// Whom to ask.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewVouchRequest {
    /// A connection that you share with whom you invited.
    member_id: Id,
}

/// A line to be added to an invitation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewVouch {
    /// The line, 1 to 140 characters.
    #[schema(min_length = 1, example = "I worked with both of you and would be glad to see you connected.")]
    text: String,
}

/// Ask somebody to vouch for your invitation
///
/// One connection that you share, once for each invitation. Whether they write, and what, you are not told.
#[utoipa::path(put, path = "/invitations/{id}/vouch-request", operation_id = "ask_for_vouch", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    request_body = NewVouchRequest,
    responses(
        (status = 200, description = "The invitation.", body = InvitationShape),
        (status = 409, description = "`no_longer_possible`, `vouch_asked_already`"),
        (status = 422, description = "`not_shared`"),
    ))]
async fn ask(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
    Json(asked): Json<NewVouchRequest>,
) -> Result<Json<InvitationShape>, Problem> {
    // An id that cannot be one is nobody's, and nobody's is shared by nobody.
    let voucher = asked.member_id.read().unwrap_or(MemberId(0));
    let sent = vouches::ask(&app, member.actor(), id, voucher).await?;
    Ok(Json(InvitationShape::sent(&app, &(&member.person).into(), member.language, &sent)))
}

/// List what you are asked to vouch for
///
/// Newest invitation first, while it is open. What you declined is not in it.
#[utoipa::path(get, path = "/vouches", operation_id = "list_vouch_requests", tag = "Invitations",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<VouchRequestShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    paging: Paging,
) -> Result<Page<VouchRequestShape>, Problem> {
    let found = vouches::requests(&app, member.actor(), paging.after("vouches")?, paging.most()).await?;
    Ok(paging.page("vouches", found, |one| one.invitation, |one| (&one).into()))
}

/// Vouch for an invitation
///
/// One line, read by whom the invitation is for, with your name and that you were asked. Another line takes its place.
#[utoipa::path(put, path = "/vouches/{invitation}/text", operation_id = "write_vouch", tag = "Invitations",
    params(("invitation" = Id, Path, description = "The invitation.")),
    request_body = NewVouch,
    responses(
        (status = 200, description = "What you wrote.", body = VouchRequestShape),
        (status = 422, description = "A field."),
        (status = 429, description = "`too_many_vouches`"),
    ))]
async fn write(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
    Json(asked): Json<NewVouch>,
) -> Result<Json<VouchRequestShape>, Problem> {
    let written = vouches::write(&app, member.actor(), id, &asked.text).await?;
    Ok(Json((&written).into()))
}

/// Decline to vouch, or take it back
///
/// Silently, until the invitation is answered.
#[utoipa::path(delete, path = "/vouches/{invitation}/text", operation_id = "take_back_vouch", tag = "Invitations",
    params(("invitation" = Id, Path, description = "The invitation.")),
    responses((status = 204, description = "Nothing of you is read there.")))]
async fn take_back(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<StatusCode, Problem> {
    vouches::decline(&app, member.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
