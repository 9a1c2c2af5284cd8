//! The pages of a conversation of three.

use std::collections::HashMap;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::introductions::{self, Talk, TalkRefused, TalkWriteRefused};
use kith_app::{Cursor, Failure};
use kith_domain::id::{IntroductionId, MemberId, MessageId};
use serde::Deserialize;

use super::page::Card;
use crate::Web;
use crate::extract::{Form, Path, Query};
use crate::lists;
use crate::messages::page::{Day, MessagesPage, days};
use crate::page::{Flash, MemberRequest, Onward, Page, Somebody};
use crate::problem::Problem;

/// How many messages a page of a conversation shows.
const MESSAGES: u32 = 50;

/// The pages of conversations of three.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/messages/introductions/{id}", get(show).post(write))
        .route("/messages/introductions/{id}/read", post(mark_read))
        .route("/messages/introductions/{id}/departure", post(leave))
}

/// The open conversation of three.
pub(crate) struct OpenCircle {
    pub(crate) card: Card,
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) others: Vec<Somebody>,
    pub(crate) left: Vec<String>,
    pub(crate) days: Vec<Day>,
    pub(crate) earlier: Option<String>,
    pub(crate) newest: Option<String>,
    pub(crate) unread: Option<String>,
    pub(crate) connect: Option<Somebody>,
    pub(crate) text: String,
    pub(crate) error: Option<String>,
    pub(crate) operation: String,
}

impl OpenCircle {
    fn new(ask: &MemberRequest, talk: Talk, older: bool, text: String, error: Option<String>) -> Self {
        let now = ask.app().now();
        let me = ask.actor().member;
        let seen = &talk.introduction;
        let people = [&seen.asker, &seen.go_between, &seen.recipient];
        let people: HashMap<MemberId, Somebody> =
            people.into_iter().flatten().map(|person| (person.id, Somebody::of(person))).collect();
        let members = seen.part.introduction.members();
        let name = |member: MemberId| people.get(&member).map_or_else(String::new, |who| who.name.clone());
        let others: Vec<Somebody> = members
            .iter()
            .filter(|member| **member != me && talk.present.contains(member))
            .filter_map(|member| people.get(member).cloned())
            .collect();
        let left = members.into_iter().filter(|member| !talk.present.contains(member)).map(name).collect();
        let path = format!("/messages/introductions/{}", seen.part.introduction.id);
        let latest = talk.messages.items.first().map(|message| message.id);
        let unread = latest.filter(|latest| !older && talk.read < *latest);
        Self {
            title: names(&others),
            left,
            connect: talk.may_connect.and_then(|member| people.get(&member).cloned()),
            earlier: lists::next(&path, &[], talk.messages.next),
            newest: older.then(|| path.clone()),
            unread: unread.map(|id| id.to_string()),
            days: days(talk.messages.items, me, now, name),
            card: Card::new(seen, now),
            operation: ask.app().chance().nonce(),
            others,
            path,
            text,
            error,
        }
    }
}

/// `Ana and Mia`.
pub(crate) fn names(people: &[Somebody]) -> String {
    match people {
        [] => "Nobody".to_owned(),
        [one] => one.name.clone(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(|who| who.name.as_str()).collect();
            format!("{} and {}", most.join(", "), last.name)
        }
    }
}

#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
}

/// Reading a page changes nothing (R11.10): that it was read is told by a form of the page, which the script sends.
async fn show(
    ask: MemberRequest,
    Path(id): Path<IntroductionId>,
    Query(piece): Query<Piece>,
) -> Result<Response, Problem> {
    opened(&ask, id, lists::place(piece.cursor.as_deref()), String::new(), None).await
}

#[derive(Deserialize)]
struct NewMessage {
    #[serde(default)]
    text: String,
    operation: Option<String>,
}

async fn write(
    ask: MemberRequest,
    Path(id): Path<IntroductionId>,
    Form(form): Form<NewMessage>,
) -> Result<Response, Problem> {
    let operation = form.operation.as_deref();
    match introductions::write_talk(ask.app(), ask.actor(), id, &form.text, operation).await {
        Ok(_) => Ok(ask.onward(Onward::to(format!("/messages/introductions/{id}")))),
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(TalkWriteRefused::NotFound)) => Err(Problem::not_found()),
        Err(Failure::Refused(TalkWriteRefused::Text(refused))) => {
            opened(&ask, id, None, form.text, Some(refused.to_string())).await
        }
    }
}

#[derive(Deserialize)]
struct Read {
    up_to: MessageId,
}

async fn mark_read(
    ask: MemberRequest,
    Path(id): Path<IntroductionId>,
    Form(form): Form<Read>,
) -> Result<Response, Problem> {
    introductions::mark_read(ask.app(), ask.actor(), id, form.up_to).await?;
    if ask.fragment() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(ask.onward(Onward::to(format!("/messages/introductions/{id}"))))
}

async fn leave(ask: MemberRequest, Path(id): Path<IntroductionId>) -> Result<Response, Problem> {
    introductions::leave(ask.app(), ask.actor(), id).await?;
    Ok(ask.done("/messages", Flash::say("You left. The others go on without you.")))
}

async fn opened(
    ask: &MemberRequest,
    id: IntroductionId,
    place: Option<Cursor>,
    text: String,
    error: Option<String>,
) -> Result<Response, Problem> {
    let talk = match introductions::read_talk(ask.app(), ask.actor(), id, place, MESSAGES).await {
        Ok(talk) => talk,
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(TalkRefused::NotFound)) => return Err(Problem::not_found()),
    };
    let refused = error.is_some();
    let circle = OpenCircle::new(ask, talk, place.is_some(), text, error);
    let page = MessagesPage::with_circle(ask, circle).await?;
    Ok(if refused { Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page) } else { Page::new(page) }
        .into_response())
}
