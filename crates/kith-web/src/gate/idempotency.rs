//! `Idempotency-Key`: a POST that a client sends again, because the answer was lost, is done once.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kith_app::Actor;
use kith_app::idempotency::{self, Begun, Key};
use sha2::{Digest, Sha256};

use super::session::Visit;
use crate::Web;
use crate::problem::{Problem, sorts};

/// The header that carries the key.
pub const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// Answers a POST with a known key as it was answered before.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    let actor = request.extensions().get::<Visit>().and_then(Visit::caller).map(|caller| caller.actor);
    let (Some(actor), Some(key)) = (actor, request.headers().get(HEADER)) else {
        return next.run(request).await;
    };
    if *request.method() != Method::POST || !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let Some(key) = key.to_str().ok().and_then(Key::parse) else {
        let detail = "Write 1 to 255 plain characters, such as a UUID.";
        return Problem::field("Idempotency-Key", "malformed", detail).into_response();
    };
    match once(&web, actor, key, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn once(web: &Web, actor: Actor, key: Key, request: Request, next: Next) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let unreadable = |_| Problem::new(&sorts::MALFORMED_BODY, "The body cannot be read.");
    let bytes = to_bytes(body, usize::MAX).await.map_err(unreadable)?;
    let mut fingerprint = Sha256::new();
    fingerprint.update(parts.uri.to_string().as_bytes());
    fingerprint.update(b"\0");
    fingerprint.update(&bytes);
    match idempotency::begin(web.app(), actor, &key, fingerprint.finalize().into()).await? {
        Begun::First => {}
        Begun::Answered { status, body } => return Ok(again(status, body)),
        Begun::OtherRequest => {
            let detail = "This key came with another request within the last 24 hours. Use a new one.";
            return Err(Problem::new(&sorts::IDEMPOTENCY_KEY_REUSED, detail));
        }
        Begun::UnderWay => {
            let detail = "The first request with this key has not been answered yet.";
            return Err(Problem::new(&sorts::IDEMPOTENCY_IN_FLIGHT, detail).retry_after(1));
        }
    }
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    keep(web, actor, &key, response).await
}

/// Keeps an answer; what failed on this side, or was too fast, may be tried again with the same key.
async fn keep(web: &Web, actor: Actor, key: &Key, response: Response) -> Result<Response, Problem> {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| Problem::internal())?;
    let text = std::str::from_utf8(&bytes).ok();
    let passing = parts.status.is_server_error() || parts.status == StatusCode::TOO_MANY_REQUESTS;
    match text {
        Some(text) if !passing => {
            idempotency::answered(web.app(), actor, key, parts.status.as_u16(), text).await?;
        }
        Some(_) | None => idempotency::forget(web.app(), actor, key).await?,
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn again(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    let empty = body.is_empty();
    let mut response = (status, body).into_response();
    if empty {
        response.headers_mut().remove(CONTENT_TYPE);
    } else {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    response
}
