//! `ETag` and `If-Match`: two edits of one thing, of which the second must not undo the first unseen.

use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::extract::Json;
use crate::problem::{Problem, sorts};

/// The version an edit was made on, where the client says so.
///
/// # Errors
/// What it says is no version this server ever gave out.
pub fn on(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(said) = headers.get(IF_MATCH) else { return Ok(None) };
    let said = said.to_str().unwrap_or_default().trim();
    if said == "*" {
        return Ok(None);
    }
    let version = said.strip_prefix('"').and_then(|said| said.strip_suffix('"'));
    version.and_then(|version| version.parse().ok()).map(Some).ok_or_else(changed)
}

/// The thing was changed since.
pub fn changed() -> Problem {
    Problem::new(&sorts::CHANGED_MEANWHILE, "It was changed meanwhile. Read it again, then change it.")
}

/// An answer with its version; empty where the client has that very one.
pub fn versioned(headers: &HeaderMap, version: i64, body: impl Serialize) -> Response {
    let etag = format!("\"{version}\"");
    let known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Json(body).into_response() };
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(ETAG, etag);
    }
    response
}
