//! The page of people one may know, each with the reason.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::Failure;
use kith_app::invitations::{self, Boxes};
use kith_app::suggestions::{self, DismissRefused, Suggestion};
use serde::Deserialize;

use super::{Act, Row, named};
use crate::Web;
use crate::extract::{Path, Query};
use crate::lists;
use crate::page::{Flash, Frame, MemberRequest, Page, Place};
use crate::problem::Problem;
use crate::words;

/// How many suggestions a page shows: each is worth reading.
const TILES: u32 = 24;
/// How many kinds of reasons a tile names.
const REASONS: usize = 3;
/// How many facts of a kind are named before the rest is counted.
const FACTS: usize = 2;

/// The page of suggestions.
pub fn routes() -> Router<Web> {
    Router::new().route("/people", get(show)).route("/people/{handle}/dismissal", post(dismiss))
}

#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "people/suggestions.html")]
struct SuggestionsPage {
    frame: Frame,
    boxes: Boxes,
    tiles: Vec<Tile>,
    next: Option<String>,
}

/// Somebody one may know.
pub(crate) struct Tile {
    pub(crate) person: Row,
    pub(crate) reasons: Vec<Reason>,
}

/// Why, in words.
pub(crate) struct Reason {
    pub(crate) symbol: &'static str,
    pub(crate) text: String,
}

async fn show(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<SuggestionsPage>, Problem> {
    let place = lists::place(piece.cursor.as_deref());
    let found = suggestions::suggestions(ask.app(), ask.actor(), place, TILES).await?;
    Ok(Page::new(SuggestionsPage {
        boxes: invitations::boxes(ask.app(), ask.actor()).await?,
        tiles: found.items.iter().map(Tile::new).collect(),
        next: lists::next("/people", &[], found.next),
        frame: ask.frame(Place::Network).await?,
    }))
}

async fn dismiss(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let person = named(&ask, &handle).await?;
    match suggestions::dismiss(ask.app(), ask.actor(), person.id).await {
        // The tile goes; there is nothing to put in its place.
        Ok(()) if ask.fragment() => Ok(StatusCode::OK.into_response()),
        Ok(()) => {
            Ok(ask.done(&ask.back("/people"), Flash::say(format!("{} is not suggested again.", person.name))))
        }
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(DismissRefused::NotFound)) => Err(Problem::not_found()),
    }
}

impl Tile {
    pub(crate) fn new(suggestion: &Suggestion) -> Self {
        let grounds = words::grounds(&suggestion.reasons, suggestion.shared_connections);
        let reasons = grounds.into_iter().take(REASONS).map(|ground| Reason {
            symbol: ground.symbol,
            text: match ground.heading {
                "Connections" => words::counted(
                    u64::from(suggestion.shared_connections),
                    "shared connection",
                    "shared connections",
                ),
                _ => shortened(&ground.facts),
            },
        });
        Self { person: Row::bearing(&suggestion.person, &suggestion.bearing), reasons: reasons.collect() }
    }
}

/// The first facts of a kind, and how many there are besides.
fn shortened(facts: &[String]) -> String {
    let named = facts.iter().take(FACTS).map(String::as_str).collect::<Vec<_>>().join("; ");
    match facts.len().saturating_sub(FACTS) {
        0 => named,
        rest => format!("{named}; and {rest} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_for_a_tile_is_counted() {
        let facts = ["Rust Izmir", "Pilots", "Choir"].map(str::to_owned);
        assert_eq!(shortened(&facts[..2]), "Rust Izmir; Pilots");
        assert_eq!(shortened(&facts), "Rust Izmir; Pilots; and 1 more");
    }
}
