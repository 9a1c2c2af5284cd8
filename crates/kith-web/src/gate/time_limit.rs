//! A limit on how long an answer may take to begin.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::{Problem, sorts};

/// The body's arrival and the work together.
const LIMIT: Duration = Duration::from_secs(30);

/// Gives up on a request that takes too long. A stream that has begun goes on.
pub async fn layer(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => {
            let detail = "The request took longer than half a minute. It may or may not have been done.";
            Problem::new(&sorts::TIMED_OUT, detail).retry_after(5).into_response()
        }
    }
}
