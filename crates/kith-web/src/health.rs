//! Whether the process lives, whether it can serve, and its numbers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use kith_app::followers::{Following, following};
use serde::Serialize;
use subtle::ConstantTimeEq;

use crate::Web;
use crate::extract::Json;
use crate::problem::{Problem, sorts};

/// Where `/metrics` takes its text from.
#[derive(Clone)]
pub struct Metrics {
    /// The numbers in Prometheus's text form.
    pub render: Arc<dyn Fn() -> String + Send + Sync>,
    /// Whoever shows this token gets them; without one `/metrics` is not served on the public port.
    pub token: Option<String>,
}

/// What a probe reads.
#[derive(Serialize)]
struct Health {
    status: &'static str,
}

/// The process answers.
pub(crate) async fn live() -> Response {
    Json(Health { status: "live" }).into_response()
}

/// The database answers, and what is committed is told.
pub(crate) async fn ready(State(web): State<Web>) -> Result<Response, Problem> {
    web.app().store().engine().ping().await?;
    match following(web.app()).await? {
        Following::UpToDate | Following::NotHere => Ok(Json(Health { status: "ready" }).into_response()),
        Following::Behind(waits) => {
            let detail = "The news are far behind what was committed.";
            Err(Problem::new(&sorts::UNAVAILABLE, detail)
                .with("behind_seconds", waits.as_milliseconds() / 1_000))
        }
        Following::Died => {
            let detail = "A follower of the journal died; the log says why. Start the process again.";
            Err(Problem::new(&sorts::UNAVAILABLE, detail))
        }
    }
}

/// The numbers, for whoever shows the token.
pub(crate) async fn metrics(State(web): State<Web>, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(metrics) = &web.options().metrics else { return Err(Problem::not_found()) };
    let Some(token) = &metrics.token else { return Err(Problem::not_found()) };
    let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let expected = format!("Bearer {token}");
    if !bool::from(shown.as_bytes().ct_eq(expected.as_bytes())) {
        return Err(Problem::not_found());
    }
    Ok(text(metrics))
}

/// The numbers on an address of their own, where the operator decides who reaches it.
pub fn metrics_router(metrics: Metrics) -> axum::Router {
    axum::Router::new().route("/metrics", axum::routing::get(move || async move { text(&metrics) }))
}

fn text(metrics: &Metrics) -> Response {
    let mut response = (metrics.render)().into_response();
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
