//! Introductions over the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::introductions::{self, AskIntroduction, IntroductionBox};
use kith_domain::id::{IntroductionId, MemberId, MessageId};
use kith_domain::introductions::Dismissal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::wire::{BoxName, IntroductionShape};
use crate::Web;
use crate::extract::{Json, Path, Query};
use crate::gate::idempotency;
use crate::gate::session::Member;
use crate::members::api::who;
use crate::messages::api::{MessageShape, MessagesRead, NewMessage};
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{Id, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(introducers))
        .routes(routes!(list, ask))
        .routes(routes!(read))
        .routes(routes!(forward))
        .routes(routes!(dismiss))
        .routes(routes!(agree))
        .routes(routes!(withdraw))
        .routes(routes!(messages, write))
        .routes(routes!(mark_read))
        .routes(routes!(leave))
}

/// Whom to ask about whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewIntroduction {
    /// Whom you would like to meet.
    to: Id,
    /// Who knows both of you.
    through: Id,
    /// Why, for them to hand on.
    #[schema(min_length = 20, example = "I would like to learn how she set up the harbour archive.")]
    reason: String,
}

/// Which introductions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `asked` where it is left out.
    #[param(inline)]
    r#box: Option<BoxName>,
}

/// What the go-between writes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Forwarding {
    /// In your own words; who asks reads them too, should all agree.
    #[schema(min_length = 1, example = "Ryan, Ana is somebody I trust. You two should talk.")]
    text: String,
}

/// How an introduction is put away.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct NewDismissal {
    /// Only for now: it can be taken up again until its time runs out.
    for_now: bool,
}

/// A conversation of three.
#[derive(Debug, Serialize, ToSchema)]
struct Talk {
    /// What began it, on top for all three.
    introduction: IntroductionShape,
    /// Who of the three still sits there.
    present: Vec<Id>,
    /// Whom you can invite from here: introduced, and not connected yet.
    #[schema(required = true)]
    may_connect: Option<Id>,
    /// The last message you have read.
    read_up_to: Id,
    /// Messages, the latest first.
    items: Vec<MessageShape>,
    /// The cursor of the next piece; null where this is the last.
    #[schema(required = true)]
    next: Option<String>,
}

/// List who may introduce you
///
/// Connections of both of you whom you may see and who take requests; nobody unless the member is at the 2nd degree.
#[utoipa::path(get, path = "/members/{id}/introducers", operation_id = "list_introducers", tag = "Introductions",
    params(("id" = String, Path, description = "The id or the handle."), PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<PersonShape>)))]
async fn introducers(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    paging: Paging,
) -> Result<Page<PersonShape>, Problem> {
    let to = who(&app, &id).await?;
    let list = format!("introducers {to}");
    let found =
        introductions::introducers(&app, member.actor(), to, paging.after(&list)?, paging.limit).await?;
    Ok(Page::of(&list, found.ok_or_else(Problem::not_found)?, |person| (&person).into()))
}

/// List your introductions
///
/// Those you asked for, or those that wait for you to forward or to answer; newest first.
#[utoipa::path(get, path = "/introductions", operation_id = "list_introductions", tag = "Introductions",
    params(Which, PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<IntroductionShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    Query(which): Query<Which>,
    paging: Paging,
) -> Result<Page<IntroductionShape>, Problem> {
    let (which, list) = match which.r#box.unwrap_or(BoxName::Asked) {
        BoxName::Asked => (IntroductionBox::Asked, "introductions asked"),
        BoxName::ToForward => (IntroductionBox::ToForward, "introductions to_forward"),
        BoxName::ToAnswer => (IntroductionBox::ToAnswer, "introductions to_answer"),
    };
    let page = introductions::list(&app, member.actor(), which, paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, |seen| IntroductionShape::new(&seen)))
}

/// Ask for an introduction
///
/// The go-between writes to the member in their own words, or does not; which of it you are not told, but for a yes.
#[utoipa::path(post, path = "/introductions", operation_id = "ask_introduction", tag = "Introductions",
    request_body = NewIntroduction,
    responses(
        (status = 201, description = "Asked.", body = IntroductionShape),
        (status = 403, description = "`invitations_restricted`, `address_unverified`"),
        (status = 404, description = "`not_found`"),
        (status = 409, description = "`already_connected`, `introduction_not_offered`, `introduction_asked`"),
        (status = 422, description = "`to_yourself` or the reason"),
        (status = 429, description = "`too_many_introductions`"),
    ))]
async fn ask(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewIntroduction>,
) -> Result<Response, Problem> {
    let id = |id: &Id| id.read::<MemberId>().ok_or_else(Problem::not_found);
    let ask = AskIntroduction { to: id(&asked.to)?, through: id(&asked.through)?, reason: asked.reason };
    let seen = introductions::ask(&app, member.actor(), ask).await?;
    Ok((StatusCode::CREATED, Json(IntroductionShape::new(&seen))).into_response())
}

/// Read an introduction
#[utoipa::path(get, path = "/introductions/{id}", operation_id = "get_introduction", tag = "Introductions",
    params(("id" = Id, Path, description = "Which.")),
    responses((status = 200, description = "As you may see it.", body = IntroductionShape)))]
async fn read(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
) -> Result<Json<IntroductionShape>, Problem> {
    let seen = introductions::read(&app, member.actor(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(IntroductionShape::new(&seen)))
}

/// Forward an introduction
///
/// For the go-between: what you write reaches the member, with the reason of who asks.
#[utoipa::path(put, path = "/introductions/{id}/forwarding", operation_id = "forward_introduction",
    tag = "Introductions", params(("id" = Id, Path, description = "Which.")), request_body = Forwarding,
    responses(
        (status = 200, description = "Forwarded.", body = IntroductionShape),
        (status = 409, description = "`no_longer_available`, `no_longer_possible`"),
    ))]
async fn forward(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
    Json(asked): Json<Forwarding>,
) -> Result<Json<IntroductionShape>, Problem> {
    let seen = introductions::forward(&app, member.actor(), id, &asked.text).await?;
    Ok(Json(IntroductionShape::new(&seen)))
}

/// Put an introduction away
///
/// For the go-between and who is to be introduced: not now, or no. Nobody is told.
#[utoipa::path(put, path = "/introductions/{id}/dismissal", operation_id = "dismiss_introduction",
    tag = "Introductions", params(("id" = Id, Path, description = "Which.")),
    request_body(content = Option<NewDismissal>, description = "Nothing is a no."),
    responses(
        (status = 200, description = "Put away.", body = IntroductionShape),
        (status = 409, description = "`no_longer_available`, `no_longer_possible`"),
    ))]
async fn dismiss(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
    asked: Option<Json<NewDismissal>>,
) -> Result<Json<IntroductionShape>, Problem> {
    let for_now = asked.is_some_and(|Json(asked)| asked.for_now);
    let how = if for_now { Dismissal::ForNow } else { Dismissal::ForGood };
    let seen = introductions::dismiss(&app, member.actor(), id, how).await?;
    Ok(Json(IntroductionShape::new(&seen)))
}

/// Agree to be introduced
///
/// The three of you can talk from then on; connected is nobody by it.
#[utoipa::path(put, path = "/introductions/{id}/agreement", operation_id = "agree_to_introduction",
    tag = "Introductions", params(("id" = Id, Path, description = "Which.")),
    responses(
        (status = 200, description = "Agreed.", body = IntroductionShape),
        (status = 409, description = "`no_longer_available`, `no_longer_possible`"),
    ))]
async fn agree(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
) -> Result<Json<IntroductionShape>, Problem> {
    let seen = introductions::agree(&app, member.actor(), id).await?;
    Ok(Json(IntroductionShape::new(&seen)))
}

/// Withdraw an introduction
///
/// For who asked: possible until a yes or the end, and answered alike whatever the others did.
#[utoipa::path(put, path = "/introductions/{id}/withdrawal", operation_id = "withdraw_introduction",
    tag = "Introductions", params(("id" = Id, Path, description = "Which.")),
    responses(
        (status = 200, description = "Withdrawn.", body = IntroductionShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn withdraw(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
) -> Result<Json<IntroductionShape>, Problem> {
    let seen = introductions::withdraw(&app, member.actor(), id).await?;
    Ok(Json(IntroductionShape::new(&seen)))
}

/// Read the conversation of an introduction
///
/// Of the three, once all agreed; messages the latest first.
#[utoipa::path(get, path = "/introductions/{id}/messages", operation_id = "list_introduction_messages",
    tag = "Introductions", params(("id" = Id, Path, description = "Which."), PagingParams),
    responses((status = 200, description = "A piece of the conversation.", body = Talk)))]
async fn messages(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
    paging: Paging,
) -> Result<Json<Talk>, Problem> {
    let list = format!("introduction {id}");
    let after = paging.after(&list)?;
    let talk = introductions::read_talk(&app, member.actor(), id, after, paging.limit).await?;
    let page = Page::of(&list, talk.messages, |message| MessageShape::from(&message));
    Ok(Json(Talk {
        introduction: IntroductionShape::new(&talk.introduction),
        present: talk.present.into_iter().map(Into::into).collect(),
        may_connect: talk.may_connect.map(Into::into),
        read_up_to: talk.read.into(),
        items: page.items,
        next: page.next,
    }))
}

/// Write to the other two
#[utoipa::path(post, path = "/introductions/{id}/messages", operation_id = "write_introduction_message",
    tag = "Introductions", params(("id" = Id, Path, description = "Which.")), request_body = NewMessage,
    responses((status = 201, description = "The message.", body = MessageShape)))]
async fn write(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
    headers: HeaderMap,
    Json(asked): Json<NewMessage>,
) -> Result<Response, Problem> {
    // Written with the message itself, so that not even a crash between the two makes it come twice.
    let operation = headers.get(idempotency::HEADER).and_then(|key| key.to_str().ok());
    let message = introductions::write_talk(&app, member.actor(), id, &asked.text, operation).await?;
    Ok((StatusCode::CREATED, Json(MessageShape::from(&message))).into_response())
}

/// Mark the conversation of an introduction read
#[utoipa::path(put, path = "/introductions/{id}/read", operation_id = "mark_introduction_read",
    tag = "Introductions", params(("id" = Id, Path, description = "Which.")), request_body = MessagesRead,
    responses((status = 204, description = "Read.")))]
async fn mark_read(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
    Json(asked): Json<MessagesRead>,
) -> Result<StatusCode, Problem> {
    let up_to = asked.up_to.read::<MessageId>().ok_or_else(Problem::not_found)?;
    introductions::mark_read(&app, member.actor(), id, up_to).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leave the conversation of an introduction
///
/// For good; the others go on.
#[utoipa::path(put, path = "/introductions/{id}/departure", operation_id = "leave_introduction",
    tag = "Introductions", params(("id" = Id, Path, description = "Which.")),
    responses((status = 204, description = "Left.")))]
async fn leave(
    State(app): State<App>,
    member: Member,
    Path(id): Path<IntroductionId>,
) -> Result<StatusCode, Problem> {
    introductions::leave(&app, member.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
