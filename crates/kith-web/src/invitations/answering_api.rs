//! Between yes and no, over the API: a question back (F5), and "not now" (F6).

use axum::extract::State;
use kith_app::App;
use kith_app::invitations;
use kith_domain::id::InvitationId;
use kith_domain::text::{QuestionAnswer, QuestionText};
use kith_domain::time::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api::{received, sent};
use super::wire::InvitationShape;
use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::problem::Problem;
use crate::wire::Id;

/// The routes between yes and no.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(ask)).routes(routes!(reply)).routes(routes!(set_aside, bring_back))
}

/// A question before you decide.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewQuestion {
    /// Up to 200 characters.
    #[schema(min_length = 1, example = "How do we know each other?")]
    text: String,
}

/// What you answer to a question about your invitation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    /// Up to 600 characters.
    #[schema(min_length = 1, example = "From the harbour festival, by the old crane.")]
    text: String,
}

/// Until when an invitation is set aside.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSnooze {
    /// The day. Privately, a later one than can be is brought forward.
    #[schema(format = DateTime, example = "2027-03-01T00:00:00Z")]
    until: String,
    /// Whether the sender is told the day.
    #[serde(default)]
    tell: bool,
}

/// Ask before you decide
///
/// The sender is told, and the invitation's end waits up to two weeks for the answer. It counts as having viewed the
/// invitation, and takes it out of the archive. The same question a second time changes nothing.
#[utoipa::path(put, path = "/invitations/{id}/question", operation_id = "ask_about_invitation",
    tag = "Invitations", params(("id" = Id, Path, description = "Which invitation.")),
    request_body = NewQuestion,
    responses(
        (status = 200, description = "It, with the question.", body = InvitationShape),
        (status = 409, description = "`no_longer_available`, `no_longer_possible`, `question_waits`, `too_many_questions`"),
    ))]
async fn ask(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
    Json(asked): Json<NewQuestion>,
) -> Result<Json<InvitationShape>, Problem> {
    let question = QuestionText::parse(&asked.text)
        .map_err(|refused| Problem::field("text", refused.code(), refused.to_string()))?;
    let asked = invitations::ask(&app, member.actor(), id, question).await?;
    Ok(Json(received(&app, &member, &asked)))
}

/// Answer the question about your invitation
///
/// The answer becomes part of the invitation. The same answer a second time changes nothing.
#[utoipa::path(put, path = "/invitations/{id}/answer", operation_id = "answer_question", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    request_body = NewAnswer,
    responses(
        (status = 200, description = "It, with the answer.", body = InvitationShape),
        (status = 409, description = "`not_asked`, `answered_already`, `no_longer_possible`"),
    ))]
async fn reply(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
    Json(asked): Json<NewAnswer>,
) -> Result<Json<InvitationShape>, Problem> {
    let answer = QuestionAnswer::parse(&asked.text)
        .map_err(|refused| Problem::field("text", refused.code(), refused.to_string()))?;
    let answered = invitations::reply(&app, member.actor(), id, answer).await?;
    Ok(Json(sent(&app, &member, &answered)))
}

/// Set an invitation aside until a day
///
/// Privately nothing changes for its sender, and it is back at the latest while there is time to answer it. With `tell`
/// the sender reads the day, and the invitation's end moves behind it.
#[utoipa::path(put, path = "/invitations/{id}/snooze", operation_id = "snooze_invitation", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    request_body = NewSnooze,
    responses(
        (status = 200, description = "It, set aside.", body = InvitationShape),
        (status = 409, description = "`no_longer_available`, `no_longer_possible`, `ends_too_soon`"),
    ))]
async fn set_aside(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
    Json(asked): Json<NewSnooze>,
) -> Result<Json<InvitationShape>, Problem> {
    let until = asked.until.parse::<jiff::Timestamp>().map_err(|_| {
        Problem::field("until", "not_a_time", "Write a time of RFC 3339, such as 2027-03-01T00:00:00Z.")
    })?;
    let until = Timestamp(until.as_millisecond());
    let aside = invitations::set_aside(&app, member.actor(), id, until, asked.tell).await?;
    Ok(Json(received(&app, &member, &aside)))
}

/// Bring an invitation back before its day
///
/// What its sender was told stays told.
#[utoipa::path(delete, path = "/invitations/{id}/snooze", operation_id = "unsnooze_invitation",
    tag = "Invitations", params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It, waiting again.", body = InvitationShape),
        (status = 409, description = "`no_longer_available`"),
    ))]
async fn bring_back(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let back = invitations::bring_back(&app, member.actor(), id).await?;
    Ok(Json(received(&app, &member, &back)))
}
