//! A body is read whole, up to a limit, before anybody acts on it.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;

use crate::problem::{Problem, sorts};

/// The most that a body may hold.
const LIMIT: usize = 1 << 20;
/// The most that a body with a picture may hold: the picture's 5 MiB, and the form around it.
const PICTURE_LIMIT: usize = (5 << 20) + (64 << 10);
/// So much of a body that is too large is still taken in, so that the client reads the answer and not a broken
/// connection.
const DRAINED: usize = 16 << 20;

/// Reads the body, or says that it is too large.
pub async fn layer(request: Request, next: Next) -> Response {
    let limit = if request.uri().path().ends_with("/picture") { PICTURE_LIMIT } else { LIMIT };
    let (parts, body) = request.into_parts();
    let announced = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    match read(body, announced.unwrap_or(0), limit).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(problem) => problem.into_response(),
    }
}

async fn read(body: Body, announced: usize, limit: usize) -> Result<Bytes, Problem> {
    let mut read = Vec::with_capacity(announced.min(limit));
    let mut seen = 0;
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk
            .map_err(|_| Problem::new(&sorts::MALFORMED_BODY, "The body ended before it was complete."))?;
        seen += chunk.len();
        if seen <= limit {
            read.extend_from_slice(&chunk);
        } else if seen > DRAINED {
            break;
        }
    }
    if seen > limit || announced > limit {
        let detail = format!("The body may hold up to {limit} bytes.");
        return Err(Problem::new(&sorts::BODY_TOO_LARGE, detail).with("limit", limit));
    }
    Ok(read.into())
}
