//! `ETag` and `If-Match`: two edits of one thing, of which the second must not undo the first unseen; and
//! `If-None-Match`: what a client has already is not sent again.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

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
    let mut response = if known(headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Json(body).into_response()
    };
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(ETAG, etag);
    }
    response
}

/// Whether a client has what this tag names: one of those it lists, or any. Compared weakly, as RFC 9110 has it for
/// reading.
pub fn known(headers: &HeaderMap, etag: &str) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let listed = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    listed.flat_map(|value| value.split(',')).any(|tag| tag.trim() == "*" || plain(tag) == plain(etag))
}

/// Gives what the API answers to a GET, and what has no version of its own, a tag by what it holds.
pub async fn layer(request: Request, next: Next) -> Response {
    let reads = *request.method() == Method::GET && request.uri().path().starts_with("/api/v1/");
    let asked = request.headers().clone();
    let response = next.run(request).await;
    let is_json = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if !reads || !is_json || response.status() != StatusCode::OK || response.headers().contains_key(ETAG) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return Problem::internal().into_response() };
    let hash: String = Sha256::digest(&bytes).iter().take(8).map(|b| format!("{b:02x}")).collect();
    let etag = format!("W/\"{hash}\"");
    let known = known(&asked, &etag);
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        parts.headers.insert(ETAG, etag);
    }
    if !known {
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}
