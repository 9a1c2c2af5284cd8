//! Outreach messages over the API (R4.6).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::outreach::{self, Lies, SendOutreach};
use kith_domain::id::{MemberId, OutreachId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::wire::OutreachShape;
use crate::Web;
use crate::extract::{Json, Path, Query};
use crate::gate::session::Member;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::Id;

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, send))
        .routes(routes!(one))
        .routes(routes!(answer))
        .routes(routes!(refuse))
        .routes(routes!(dismiss, take_back))
        .routes(routes!(report))
}

/// An outreach message to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewOutreach {
    /// To whom.
    to: Id,
    /// What it is about: one line of up to 200 characters.
    #[schema(min_length = 1, example = "Your talk on tides")]
    subject: String,
    /// What it says: up to 2,000 characters.
    #[schema(min_length = 1, example = "I heard you in Lisbon and would like to ask about your sources.")]
    body: String,
}

/// What is written back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OutreachAnswer {
    /// What.
    #[schema(min_length = 1)]
    text: String,
}

/// Why it is reported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OutreachReport {
    /// In your words.
    #[schema(min_length = 1)]
    reason: String,
}

/// Which list.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OutreachBox {
    /// What you wrote.
    Sent,
    /// What others wrote to you, without an answer so far.
    #[default]
    Requests,
    /// What others wrote to you and you put aside or reported.
    Archive,
}

/// Which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OutreachFilter {
    /// Which list; the requests where it is not said.
    #[serde(rename = "box", default)]
    #[param(required = false)]
    #[param(inline)]
    which: OutreachBox,
}

/// List outreach messages
///
/// Newest first. What lies in the requests is apart from your conversations until you answer.
#[utoipa::path(get, path = "/outreach", operation_id = "list_outreach", tag = "Messages",
    params(OutreachFilter, PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<OutreachShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    Query(filter): Query<OutreachFilter>,
    paging: Paging,
) -> Result<Page<OutreachShape>, Problem> {
    let (actor, most) = (member.actor(), paging.limit);
    let (name, lies) = match filter.which {
        OutreachBox::Sent => {
            let name = "outreach sent";
            let page = outreach::sent(&app, actor, paging.after(name)?, most).await?;
            return Ok(Page::of(name, page, |sent| (&sent).into()));
        }
        OutreachBox::Requests => ("outreach requests", Lies::InRequests),
        OutreachBox::Archive => ("outreach archive", Lies::Aside),
    };
    let page = outreach::received(&app, actor, lies, paging.after(name)?, most).await?;
    Ok(Page::of(name, page, |received| (&received).into()))
}

/// Write to somebody you are not connected with
///
/// It costs a credit, which any answer within the policy's window gives back. They are told of it, and answer or do
/// not; you hear of an answer.
#[utoipa::path(post, path = "/outreach", operation_id = "send_outreach", tag = "Messages",
    request_body = NewOutreach,
    responses(
        (status = 201, description = "Sent.", body = OutreachShape),
        (status = 403, description = "`no_credit` with `balance` and `next_at`, `invitations_restricted`, `address_unverified`"),
        (status = 404, description = "There is nobody."),
        (status = 409, description = "`already_connected`, `conversation_open`, `already_open`, `already_invited`, `not_possible_now`"),
    ))]
async fn send(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewOutreach>,
) -> Result<Response, Problem> {
    let to = asked.to.read::<MemberId>().ok_or_else(Problem::not_found)?;
    let ask = SendOutreach { to, subject: asked.subject, body: asked.body };
    let sent = outreach::send(&app, member.actor(), ask).await?;
    Ok((StatusCode::CREATED, Json(OutreachShape::from(&sent))).into_response())
}

/// Read an outreach message
#[utoipa::path(get, path = "/outreach/{id}", operation_id = "get_outreach", tag = "Messages",
    params(("id" = Id, Path, description = "Which.")),
    responses((status = 200, description = "The message, from your side.", body = OutreachShape)))]
async fn one(
    State(app): State<App>,
    member: Member,
    Path(id): Path<OutreachId>,
) -> Result<Json<OutreachShape>, Problem> {
    seen(&app, &member, id).await
}

/// Write back to an outreach message
///
/// From then on the two of you can write to each other. The second time answers as the first.
#[utoipa::path(put, path = "/outreach/{id}/answer", operation_id = "answer_outreach", tag = "Messages",
    params(("id" = Id, Path, description = "Which.")), request_body = OutreachAnswer,
    responses(
        (status = 200, description = "The message, answered.", body = OutreachShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn answer(
    State(app): State<App>,
    member: Member,
    Path(id): Path<OutreachId>,
    Json(asked): Json<OutreachAnswer>,
) -> Result<Json<OutreachShape>, Problem> {
    outreach::answer(&app, member.actor(), id, &asked.text).await?;
    seen(&app, &member, id).await
}

/// Say no, thank you
///
/// They are told so, and get their credit back.
#[utoipa::path(put, path = "/outreach/{id}/refusal", operation_id = "refuse_outreach", tag = "Messages",
    params(("id" = Id, Path, description = "Which.")),
    responses(
        (status = 200, description = "The message, refused.", body = OutreachShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn refuse(
    State(app): State<App>,
    member: Member,
    Path(id): Path<OutreachId>,
) -> Result<Json<OutreachShape>, Problem> {
    outreach::refuse(&app, member.actor(), id).await?;
    seen(&app, &member, id).await
}

/// Put an outreach message aside
///
/// Nobody is told. You can still answer it.
#[utoipa::path(put, path = "/outreach/{id}/dismissal", operation_id = "dismiss_outreach", tag = "Messages",
    params(("id" = Id, Path, description = "Which.")),
    responses(
        (status = 200, description = "The message, aside.", body = OutreachShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn dismiss(
    State(app): State<App>,
    member: Member,
    Path(id): Path<OutreachId>,
) -> Result<Json<OutreachShape>, Problem> {
    outreach::put_aside(&app, member.actor(), id).await?;
    seen(&app, &member, id).await
}

/// Take an outreach message back into the requests
#[utoipa::path(delete, path = "/outreach/{id}/dismissal", operation_id = "restore_outreach", tag = "Messages",
    params(("id" = Id, Path, description = "Which.")),
    responses(
        (status = 200, description = "The message, in the requests.", body = OutreachShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn take_back(
    State(app): State<App>,
    member: Member,
    Path(id): Path<OutreachId>,
) -> Result<Json<OutreachShape>, Problem> {
    outreach::take_back(&app, member.actor(), id).await?;
    seen(&app, &member, id).await
}

/// Report an outreach message
///
/// A moderator reads it. Nobody else is told.
#[utoipa::path(put, path = "/outreach/{id}/report", operation_id = "report_outreach", tag = "Messages",
    params(("id" = Id, Path, description = "Which.")), request_body = OutreachReport,
    responses(
        (status = 200, description = "The message, reported.", body = OutreachShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn report(
    State(app): State<App>,
    member: Member,
    Path(id): Path<OutreachId>,
    Json(asked): Json<OutreachReport>,
) -> Result<Json<OutreachShape>, Problem> {
    outreach::report(&app, member.actor(), id, &asked.reason).await?;
    seen(&app, &member, id).await
}

async fn seen(app: &App, member: &Member, id: OutreachId) -> Result<Json<OutreachShape>, Problem> {
    let sides = outreach::one(app, member.actor(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(OutreachShape::from(&sides)))
}
