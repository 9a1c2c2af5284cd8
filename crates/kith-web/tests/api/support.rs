//! A client that speaks to a whole router, without a network between.

#![allow(dead_code, reason = "each test uses what it needs of this")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Request, StatusCode};
use kith_testkit::{Kith, Member};
use kith_web::{Web, WebOptions};
use serde_json::Value;
use tower::ServiceExt;

/// Where the tests' network is reached.
pub(crate) const PUBLIC_URL: &str = "http://kith.test";

/// An answer, read whole.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null where it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The problem's code.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The router of a network, with limits on the pace off.
pub(crate) fn router(kith: &Kith) -> Router {
    let options = WebOptions { rate_limits: false, ..WebOptions::new(PUBLIC_URL) };
    kith_web::router(Web::new(kith.app.clone(), options))
}

/// Sends a request.
pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.expect("a router never fails");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// A request of a member, or of nobody; a null body is none. Its id is always the same, so that answers can be
/// compared byte by byte.
pub(crate) fn request(method: &str, path: &str, token: Option<&str>, body: &Value) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header("x-request-id", "test");
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    if body.is_null() {
        return request.body(Body::empty()).expect("a request");
    }
    request.header(CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).expect("a request")
}

/// Calls the API as a member, below `/api/v1`.
pub(crate) async fn call(router: &Router, by: &Member, method: &str, path: &str, body: Value) -> Answer {
    let path = format!("/api/v1{path}");
    send(router, request(method, &path, Some(by.token.as_str()), &body)).await
}

/// Sends a request, and reads the head of its answer alone.
pub(crate) async fn head(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.expect("a router never fails");
    let (parts, _) = response.into_parts();
    Answer { status: parts.status, headers: parts.headers, body: Vec::new() }
}
