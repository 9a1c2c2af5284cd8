//! The audit log as a page, and as a file to take along.

use askama::Template;
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::moderation::{self, AuditRow};
use kith_domain::id::MemberId;
use serde::Deserialize;

use super::wire::AuditShape;
use super::{ModeratorRequest, words};
use crate::Web;
use crate::extract::Query;
use crate::lists::ROWS;
use crate::page::{Frame, Page, Place, Somebody};
use crate::problem::Problem;
use crate::when::When;

/// How many rows are read at once for the file.
const AT_ONCE: u32 = 1_000;

/// The pages of the log.
pub(super) fn routes() -> Router<Web> {
    Router::new().route("/moderation/log", get(show)).route("/moderation/log/export", get(export))
}

#[derive(Template)]
#[template(path = "moderation/log.html")]
struct LogPage {
    frame: Frame,
    rows: Vec<Line>,
    next: Option<String>,
}

/// A row as the page shows it.
struct Line {
    seq: i64,
    at: When,
    clock: When,
    by: Option<Somebody>,
    operator: bool,
    did: &'static str,
    member: Option<Somebody>,
    case: Option<String>,
    why: String,
    hash: String,
}

#[derive(Deserialize)]
struct Piece {
    before: Option<i64>,
}

async fn show(ask: ModeratorRequest, Query(piece): Query<Piece>) -> Result<Page<LogPage>, Problem> {
    let mut rows = moderation::log(ask.app(), ask.authority(), piece.before, ROWS + 1).await?;
    let more = rows.len() > ROWS as usize;
    rows.truncate(ROWS as usize);
    let next = rows.last().filter(|_| more).map(|row| format!("/moderation/log?before={}", row.seq));
    let mut members: Vec<MemberId> =
        rows.iter().flat_map(|row| [row.entry.by, row.entry.member]).flatten().collect();
    members.sort_unstable();
    members.dedup();
    let people: Vec<Somebody> = ask.app().store().persons(&members).await?.iter().map(Somebody::of).collect();
    let now = ask.app().now();
    let line = |row: &AuditRow| {
        let somebody = |id: Option<MemberId>| people.iter().find(|one| Some(one.id) == id).cloned();
        Line {
            seq: row.seq,
            at: When::day(row.entry.at, now),
            clock: When::clock(row.entry.at),
            by: somebody(row.entry.by),
            operator: row.entry.by.is_none(),
            did: words::act(row.entry.act),
            member: somebody(row.entry.member),
            case: row.entry.case.map(|case| format!("/moderation/cases/{case}")),
            why: row.entry.words.clone(),
            hash: row.hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect(),
        }
    };
    let rows = rows.iter().map(line).collect();
    Ok(Page::new(LogPage { rows, next, frame: ask.frame(Place::Elsewhere).await? }))
}

/// The whole log, a line of JSON for each row, the first row first.
async fn export(ask: ModeratorRequest) -> Result<Response, Problem> {
    let mut text = String::new();
    let mut after = 0;
    loop {
        let rows = moderation::log_after(ask.app(), ask.authority(), after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        for row in &rows {
            text.push_str(&serde_json::to_string(&AuditShape::from(row)).unwrap_or_default());
            text.push('\n');
        }
    }
    let headers = [
        (CONTENT_TYPE, "application/jsonl; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"audit.jsonl\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}
