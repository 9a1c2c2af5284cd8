//! The pages of connections: one's own, those of others, and leaving one.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::Failure;
use kith_app::connections::{self, BlockRefused, ListRefused};
use kith_app::invitations::{self, Boxes};
use kith_domain::profile::Person;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Path, Query};
use crate::lists::{self, ROWS};
use crate::memory::ui::{Chip, chips};
use crate::page::{Confirm, Flash, Frame, MemberRequest, Onward, Page, Place};
use crate::people::{self, Act, Row};
use crate::problem::Problem;
use crate::when::When;

/// The pages of connections.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/network/connections", get(mine))
        .route("/in/{handle}/connections", get(of_member))
        .route("/in/{handle}/shared-connections", get(shared))
        .route("/in/{handle}/disconnect", get(ask_disconnect).post(disconnect))
        .route("/in/{handle}/block", get(ask_block).post(block))
}

#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "connections/list.html")]
struct MinePage {
    frame: Frame,
    boxes: Boxes,
    count: u32,
    tags: Vec<Chip>,
    rows: Vec<Connected>,
    next: Option<String>,
}

struct Connected {
    person: Row,
    since: When,
}

async fn mine(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<MinePage>, Problem> {
    let (app, actor) = (ask.app(), ask.actor());
    let now = app.now();
    // Nobody is refused their own list.
    let not_found = |failure: Failure<ListRefused>| match failure {
        Failure::Fault(fault) => Problem::from(fault),
        Failure::Refused(ListRefused::NotFound | ListRefused::Hidden) => Problem::not_found(),
    };
    let place = lists::place(piece.cursor.as_deref());
    let found = connections::list(app, actor, actor.member, place, ROWS).await.map_err(not_found)?;
    let count = connections::count(app, actor, actor.member).await.map_err(not_found)?;
    let rows = found.items.iter().map(|connection| Connected {
        person: Row::new(&connection.person),
        since: When::day(connection.since, now),
    });
    Ok(Page::new(MinePage {
        boxes: invitations::boxes(app, actor).await?,
        count,
        tags: chips(app, &ask, "").await?,
        rows: rows.collect(),
        next: lists::next("/network/connections", &[], found.next),
        frame: ask.frame(Place::Network).await?,
    }))
}

#[derive(Template)]
#[template(path = "connections/of_member.html")]
struct OfMemberPage {
    frame: Frame,
    title: String,
    heading: &'static str,
    of: Row,
    lead: Option<&'static str>,
    nobody: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
}

async fn of_member(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Query(piece): Query<Piece>,
) -> Result<Response, Problem> {
    let of = people::named(&ask, &handle).await?;
    if of.id == ask.actor().member {
        return Ok(ask.onward(Onward::to("/network/connections")));
    }
    let (app, actor) = (ask.app(), ask.actor());
    let place = lists::place(piece.cursor.as_deref());
    let (persons, next, nobody) = match connections::list(app, actor, of.id, place, ROWS).await {
        Ok(found) => {
            let persons: Vec<Person> = found.items.into_iter().map(|connection| connection.person).collect();
            (persons, found.next, "There are no connections to show here.")
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(ListRefused::NotFound)) => return Err(Problem::not_found()),
        Err(Failure::Refused(ListRefused::Hidden)) => (Vec::new(), None, "This list is not open to you."),
    };
    let path = format!("/in/{}/connections", of.handle);
    Ok(Page::new(OfMemberPage {
        title: format!("Connections of {}", of.name),
        heading: "Connections of",
        lead: None,
        nobody,
        rows: people::rows(app, actor, &persons).await?,
        next: lists::next(&path, &[], next),
        of: Row::new(&of),
        frame: ask.frame(Place::Network).await?,
    })
    .into_response())
}

async fn shared(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Query(piece): Query<Piece>,
) -> Result<Response, Problem> {
    let of = people::named(&ask, &handle).await?;
    let (app, actor) = (ask.app(), ask.actor());
    let place = lists::place(piece.cursor.as_deref());
    let found = connections::shared_connections(app, actor, of.id, place, ROWS).await?;
    let found = found.ok_or_else(Problem::not_found)?;
    let path = format!("/in/{}/shared-connections", of.handle);
    Ok(Page::new(OfMemberPage {
        title: format!("Connections shared with {}", of.name),
        heading: "Connections you share with",
        lead: Some("People both of you are connected to."),
        nobody: "You share no connections that can be shown.",
        rows: people::rows(app, actor, &found.items).await?,
        next: lists::next(&path, &[], found.next),
        of: Row::new(&of),
        frame: ask.frame(Place::Network).await?,
    })
    .into_response())
}

async fn ask_disconnect(ask: MemberRequest, Path(handle): Path<String>) -> Result<Page<Confirm>, Problem> {
    let person = people::named(&ask, &handle).await?;
    Ok(Page::new(Confirm {
        heading: format!("Disconnect from {}?", person.name),
        sentences: vec![
            "You are no longer connected, at once and on both sides. They are not told.".to_owned(),
            "Your conversation is closed. Either of you may invite the other again.".to_owned(),
        ],
        action: format!("/in/{}/disconnect", person.handle),
        back: format!("/in/{}", person.handle),
        button: "Disconnect",
        grave: false,
        frame: ask.frame(Place::Network).await?,
    }))
}

async fn disconnect(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    connections::disconnect(ask.app(), ask.actor(), person.id).await?;
    Ok(ask.done(
        "/network/connections",
        Flash::say(format!("You and {} are no longer connected.", person.name)),
    ))
}

async fn ask_block(ask: MemberRequest, Path(handle): Path<String>) -> Result<Page<Confirm>, Problem> {
    let person = people::named(&ask, &handle).await?;
    Ok(Page::new(Confirm {
        heading: format!("Block {}?", person.name),
        sentences: vec![
            "Neither of you sees the other any more: no profile, no invitations, no messages. They are not told."
                .to_owned(),
            "What is between you ends: your connection, or an invitation of yours. It does not come back if you \
             unblock them, which you can do in Settings."
                .to_owned(),
        ],
        action: format!("/in/{}/block", person.handle),
        back: format!("/in/{}", person.handle),
        button: "Block",
        grave: true,
        frame: ask.frame(Place::Network).await?,
    }))
}

async fn block(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    match connections::block(ask.app(), ask.actor(), person.id).await {
        Ok(()) => {
            let flash = Flash::say(format!("{} is blocked.", person.name));
            Ok(ask.done("/", flash.undo(format!("/settings/blocks/{}/unblock", person.id))))
        }
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(BlockRefused::Yourself | BlockRefused::NotFound)) => Err(Problem::not_found()),
    }
}
