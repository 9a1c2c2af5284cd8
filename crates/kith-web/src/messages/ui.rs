//! The pages of messages.

use axum::Router;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::messages::{self, ReadRefused, WriteRefused};
use kith_app::{Cursor, Failure};
use kith_domain::id::MessageId;
use kith_domain::profile::Person;
use serde::Deserialize;

use super::page::{MessagesPage, OpenThread, Told};
use crate::Web;
use crate::extract::{Form, Path, Query};
use crate::lists;
use crate::page::{Flash, MemberRequest, Onward, Page};
use crate::people;
use crate::problem::Problem;

/// How many messages a page of a conversation shows.
const MESSAGES: u32 = 50;

/// The pages of messages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/messages", get(list))
        .route("/messages/{handle}", get(show).post(write))
        .route("/messages/{handle}/read", post(mark_read))
        .route("/messages/{handle}/{id}/pitch", post(report_pitch))
}

#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
}

async fn list(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<MessagesPage>, Problem> {
    let place = lists::place(piece.cursor.as_deref());
    Ok(Page::new(MessagesPage::read(&ask, "/messages".to_owned(), place, None).await?))
}

/// Reading a page changes nothing (R11.10): that it was read is told by a form of the page, which the script sends.
async fn show(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Query(piece): Query<Piece>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    let place = lists::place(piece.cursor.as_deref());
    let here = match query {
        Some(query) => format!("/messages/{}?{query}", person.handle),
        None => format!("/messages/{}", person.handle),
    };
    opened(&ask, &person, here, place, String::new(), Told::Nothing).await
}

#[derive(Deserialize)]
struct NewMessage {
    #[serde(default)]
    text: String,
    operation: Option<String>,
    /// The writer has seen the hint (R7.3).
    all_the_same: Option<String>,
}

async fn write(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Form(form): Form<NewMessage>,
) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    let here = format!("/messages/{}", person.handle);
    if form.all_the_same.is_none()
        && let Some(asks) = messages::hint(ask.app(), ask.actor(), person.id, &form.text).await?
    {
        return opened(&ask, &person, here, None, form.text, Told::Hint(asks)).await;
    }
    let operation = form.operation.as_deref();
    match messages::write(ask.app(), ask.actor(), person.id, &form.text, operation).await {
        Ok(_) => Ok(ask.onward(Onward::to(here))),
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(WriteRefused::NotFound)) => Err(Problem::not_found()),
        Err(Failure::Refused(WriteRefused::NotConnected)) => Ok(not_connected(&ask, &person)),
        Err(Failure::Refused(WriteRefused::Text(refused))) => {
            opened(&ask, &person, here, None, form.text, Told::Refused(refused.to_string())).await
        }
    }
}

#[derive(Deserialize)]
struct Read {
    up_to: MessageId,
}

async fn mark_read(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Form(form): Form<Read>,
) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    messages::mark_read(ask.app(), ask.actor(), person.id, form.up_to).await?;
    if ask.fragment() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(ask.onward(Onward::to(format!("/messages/{}", person.handle))))
}

async fn report_pitch(
    ask: MemberRequest,
    Path((handle, id)): Path<(String, MessageId)>,
) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    messages::report_pitch(ask.app(), ask.actor(), person.id, id).await?;
    let flash = Flash::say(format!("Reported. A moderator reads it; {} is not told.", person.name));
    Ok(ask.onward(Onward::to(format!("/messages/{}", person.handle)).saying(flash)))
}

/// The conversation with somebody, and a text that is still being written.
async fn opened(
    ask: &MemberRequest,
    person: &Person,
    here: String,
    place: Option<Cursor>,
    text: String,
    told: Told,
) -> Result<Response, Problem> {
    let refused = matches!(told, Told::Refused(_));
    let thread = match messages::messages(ask.app(), ask.actor(), person.id, place, MESSAGES).await {
        Ok(thread) => thread,
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(ReadRefused::NotFound)) => return Err(Problem::not_found()),
        Err(Failure::Refused(ReadRefused::NotConnected)) => return Ok(not_connected(ask, person)),
    };
    let thread = OpenThread::new(ask, thread, place.is_some(), text, told);
    let page = MessagesPage::read(ask, here, None, Some(thread)).await?;
    Ok(if refused { Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page) } else { Page::new(page) }
        .into_response())
}

fn not_connected(ask: &MemberRequest, person: &Person) -> Response {
    let sentence = format!("Messages are for connections; you and {} are not connected.", person.name);
    ask.onward(Onward::to(format!("/in/{}", person.handle)).saying(Flash::fail(sentence)))
}
