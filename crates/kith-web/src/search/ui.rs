//! The page on which members are found.

use askama::Template;
use axum::Router;
use axum::routing::get;
use kith_app::search::{self, Field, Hit};
use serde::Deserialize;

use crate::Web;
use crate::extract::Query;
use crate::lists::{self, ROWS};
use crate::page::{Frame, MemberRequest, Page, Place};
use crate::people::{Act, Row};
use crate::problem::Problem;

/// The page on which members are found.
pub fn routes() -> Router<Web> {
    Router::new().route("/search", get(show))
}

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    query: String,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "search/results.html")]
struct ResultsPage {
    frame: Frame,
    query: String,
    hits: Vec<Line>,
    next: Option<String>,
}

/// Somebody who was found.
struct Line {
    person: Row,
    matched: Vec<Matched>,
}

/// Where the words were found, as far as the line does not show it by itself.
struct Matched {
    symbol: &'static str,
    words: &'static str,
}

async fn show(ask: MemberRequest, Query(question): Query<Question>) -> Result<Page<ResultsPage>, Problem> {
    let query = question.query.trim();
    let place = lists::place(question.cursor.as_deref());
    let found = search::search(ask.app(), ask.actor(), query, place, ROWS).await?;
    Ok(Page::new(ResultsPage {
        hits: found.items.iter().map(Line::new).collect(),
        next: lists::next("/search", &[("query", query)], found.next),
        query: query.to_owned(),
        frame: ask.frame(Place::Elsewhere).await?,
    }))
}

impl Line {
    fn new(hit: &Hit) -> Self {
        let matched = hit.matched.iter().filter_map(|field| match field {
            Field::Name | Field::Headline => None,
            Field::Employer => Some(Matched { symbol: "briefcase", words: "Found among the employers" }),
            Field::School => Some(Matched { symbol: "graduation-cap", words: "Found among the schools" }),
            Field::Interest => Some(Matched { symbol: "heart", words: "Found among the interests" }),
        });
        Self { person: Row::bearing(&hit.person, &hit.bearing), matched: matched.collect() }
    }
}
