//! The pages of groups.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::groups::{self, FoundRefused, Group, JoinRefused};
use kith_app::{Failure, FieldErrors};
use kith_domain::id::GroupId;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Form, Path, Query};
use crate::lists::{self, ROWS};
use crate::page::{Flash, Frame, MemberRequest, Page, Place};
use crate::people::{self, Act, Row};
use crate::problem::Problem;

/// The pages of groups.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/groups", get(list))
        .route("/groups/new", get(begin).post(found))
        .route("/groups/{id}", get(show))
        .route("/groups/{id}/join", post(join))
        .route("/groups/{id}/leave", post(leave))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    query: String,
    joined: Option<String>,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "groups/list.html")]
struct ListPage {
    frame: Frame,
    query: String,
    joined: bool,
    groups: Vec<Card>,
    next: Option<String>,
}

/// A group as the pages show it.
struct Card {
    id: GroupId,
    name: String,
    about: Option<String>,
    members: u32,
    joined: bool,
}

impl From<Group> for Card {
    fn from(group: Group) -> Self {
        Self {
            id: group.id,
            name: group.name.to_string(),
            about: group.about.map(|about| about.to_string()),
            members: group.members,
            joined: group.joined,
        }
    }
}

async fn list(ask: MemberRequest, Query(search): Query<Search>) -> Result<Page<ListPage>, Problem> {
    let place = lists::place(search.cursor.as_deref());
    let joined = search.joined.is_some();
    let query = Some(search.query.as_str());
    let found = groups::list(ask.app(), ask.actor(), query, joined, place, ROWS).await?;
    let kept = [("query", search.query.as_str()), ("joined", if joined { "yes" } else { "" })];
    Ok(Page::new(ListPage {
        next: lists::next("/groups", &kept, found.next),
        groups: found.items.into_iter().map(Card::from).collect(),
        query: search.query,
        joined,
        frame: ask.frame(Place::Groups).await?,
    }))
}

#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "groups/group.html")]
struct GroupPage {
    frame: Frame,
    group: Card,
    rows: Vec<Row>,
    next: Option<String>,
}

async fn show(
    ask: MemberRequest,
    Path(id): Path<GroupId>,
    Query(piece): Query<Piece>,
) -> Result<Page<GroupPage>, Problem> {
    let (app, actor) = (ask.app(), ask.actor());
    let group = groups::group(app, actor, id).await?.ok_or_else(Problem::not_found)?;
    let place = lists::place(piece.cursor.as_deref());
    let members = groups::members(app, actor, id, place, ROWS).await?.ok_or_else(Problem::not_found)?;
    Ok(Page::new(GroupPage {
        group: group.into(),
        rows: people::rows(app, actor, &members.items).await?,
        next: lists::next(&format!("/groups/{id}"), &[], members.next),
        frame: ask.frame(Place::Groups).await?,
    }))
}

#[derive(Template)]
#[template(path = "groups/new.html")]
struct NewPage {
    frame: Frame,
    name: String,
    about: String,
    errors: FieldErrors,
}

async fn begin(ask: MemberRequest) -> Result<Page<NewPage>, Problem> {
    let frame = ask.frame(Place::Groups).await?;
    Ok(Page::new(NewPage { frame, name: String::new(), about: String::new(), errors: FieldErrors::new() }))
}

#[derive(Deserialize)]
struct NewGroup {
    name: String,
    #[serde(default)]
    about: String,
}

async fn found(ask: MemberRequest, Form(form): Form<NewGroup>) -> Result<Response, Problem> {
    let mut errors = FieldErrors::new();
    match groups::found(ask.app(), ask.actor(), &form.name, Some(&form.about)).await {
        Ok(group) => {
            return Ok(ask.done(
                &format!("/groups/{}", group.id),
                Flash::say("The group is there, and you are in it."),
            ));
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(FoundRefused::Name(refused))) => {
            errors.add("name", refused.code(), refused.to_string());
        }
        Err(Failure::Refused(FoundRefused::About(refused))) => {
            errors.add("about", refused.code(), refused.to_string());
        }
        Err(Failure::Refused(FoundRefused::NameTaken(_))) => {
            errors.add(
                "name",
                "name_taken",
                "There is a group of this name already. Look for it, and join it.",
            );
        }
        Err(Failure::Refused(FoundRefused::TooMany { limit })) => {
            errors.add("name", "too_many", too_many(limit));
        }
    }
    let frame = ask.frame(Place::Groups).await?;
    let page = NewPage { frame, name: form.name, about: form.about, errors };
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn join(ask: MemberRequest, Path(id): Path<GroupId>) -> Result<Response, Problem> {
    let page = format!("/groups/{id}");
    match groups::join(ask.app(), ask.actor(), id).await {
        Ok(group) => {
            let undo = format!("/groups/{id}/leave");
            Ok(ask.done(&page, Flash::say(format!("You are in {}.", group.name)).undo(undo)))
        }
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(JoinRefused::NotFound)) => Err(Problem::not_found()),
        Err(Failure::Refused(JoinRefused::TooMany { limit })) => {
            Ok(ask.done(&page, Flash::fail(too_many(limit))))
        }
    }
}

async fn leave(ask: MemberRequest, Path(id): Path<GroupId>) -> Result<Response, Problem> {
    groups::leave(ask.app(), ask.actor(), id).await?;
    let flash = Flash::say("You left the group.").undo(format!("/groups/{id}/join"));
    Ok(ask.done(&format!("/groups/{id}"), flash))
}

fn too_many(limit: usize) -> String {
    format!("You are in {limit} groups, as many as one can be in. Leave one first.")
}
