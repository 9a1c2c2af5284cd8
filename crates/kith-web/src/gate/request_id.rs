//! A name for each request, in every log line and every problem.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::Web;

/// The header that carries it, both ways.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// A client's own id may be this long.
const LONGEST: usize = 128;

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request being answered; empty outside of one.
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Names a request: by the client's own id where it is short and plain, else by a new one.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    let id = match request.headers().get(HEADER).and_then(|id| id.to_str().ok()) {
        Some(id) if plain(id) => id.to_owned(),
        Some(_) | None => fresh(&web),
    };
    let header = HeaderValue::from_str(&id);
    let mut response = CURRENT.scope(id, next.run(request)).await;
    if let Ok(header) = header {
        response.headers_mut().insert(HEADER, header);
    }
    response
}

/// A new id; one that is no number where this process makes no ids at the moment, which the request will tell.
fn fresh(web: &Web) -> String {
    match web.app().chance().id(web.app().now()) {
        Ok(id) => id.to_string(),
        Err(_) => web.app().chance().nonce(),
    }
}

fn plain(id: &str) -> bool {
    let sign = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    (1..=LONGEST).contains(&id.len()) && id.bytes().all(sign)
}
