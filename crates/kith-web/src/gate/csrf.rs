//! Requests that another site made a browser send (cross-site request forgery).
//!
//! Two locks: browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`), and every form carries a token
//! that only this site's pages can know. What shows a bearer token needs neither, since no browser sends that by
//! itself.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::cors;
use super::session::{Means, Visit};
use crate::Web;
use crate::problem::{Problem, sorts};

/// The header that carries the token where a script sends the request.
pub const HEADER: &str = "x-csrf-token";
/// The field that carries it in a form.
pub const FIELD: &str = "csrf";

/// The token of the forms of a session: a hash keyed by the session's secret, which pages never see.
pub fn token(secret: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"kith form token\0");
    hash.update(secret.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// Lets a request pass that reads, that shows a bearer token, or that comes from this site with the token.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let Some(visit) = request.extensions().get::<Visit>().cloned() else { return next.run(request).await };
    if safe || visit.means() == Means::Bearer {
        return next.run(request).await;
    }
    // Without a cookie there is nothing to forge: whoever comes from a site that may use the API may sign in to it.
    let api = request.uri().path().starts_with("/api/");
    let invited =
        request.headers().get(ORIGIN).is_some_and(|from| cors::named(&web.options().cors_origins, from));
    if api && invited && visit.means() == Means::Nobody {
        return next.run(request).await;
    }
    if from_elsewhere(request.headers(), &web) {
        let detail = "A page of another site asked for this. Open the page here and do it again.";
        return Problem::new(&sorts::CROSS_SITE, detail).into_response();
    }
    // Without a cookie there is nothing to forge on the API; a form of a page has its token all the same.
    if visit.means() == Means::Nobody && api {
        return next.run(request).await;
    }
    match carried(request).await {
        Ok((request, Some(carried))) if same(&carried, visit.form_token()) => next.run(request).await,
        Ok(_) => {
            let detail = "This form is out of date, or was opened before you signed in. Load the page again; \
                          what you wrote is kept by your browser.";
            Problem::new(&sorts::CSRF_TOKEN_WRONG, detail).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

fn same(carried: &str, expected: &str) -> bool {
    !expected.is_empty() && bool::from(carried.as_bytes().ct_eq(expected.as_bytes()))
}

/// Whether a browser says that the request comes from another site. Other software says nothing, and passes here.
fn from_elsewhere(headers: &HeaderMap, web: &Web) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = headers.get(ORIGIN) else { return false };
    let Some(origin) = origin.to_str().ok() else { return true };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let same_host = origin.split_once("://").is_some_and(|(_, rest)| Some(rest) == host);
    origin != web.options().origin() && !same_host
}

/// The token a request carries, in its header or its form.
async fn carried(request: Request) -> Result<(Request, Option<String>), Problem> {
    if let Some(token) = request.headers().get(HEADER) {
        let token = token.to_str().ok().map(str::to_owned);
        return Ok((request, token));
    }
    let content = request.headers().get(CONTENT_TYPE).and_then(|content| content.to_str().ok());
    let form = content.is_some_and(|content| content.starts_with("application/x-www-form-urlencoded"));
    let multipart = content.is_some_and(|content| content.starts_with("multipart/form-data"));
    if !form && !multipart {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    // Its size was checked when it was read.
    let unreadable = |_| Problem::new(&sorts::MALFORMED_BODY, "The body cannot be read.");
    let bytes = to_bytes(body, usize::MAX).await.map_err(unreadable)?;
    let token = if form {
        field(&bytes)
    } else {
        let mut copy = Request::new(Body::from(bytes.clone()));
        copy.headers_mut().clone_from(&parts.headers);
        // Among them that no other limit than ours holds: a picture may be larger than axum's own.
        copy.extensions_mut().clone_from(&parts.extensions);
        part(copy).await
    };
    Ok((Request::from_parts(parts, Body::from(bytes)), token))
}

fn field(form: &Bytes) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(form).ok()?;
    pairs.into_iter().find(|(name, _)| name == FIELD).map(|(_, value)| value)
}

async fn part(request: Request) -> Option<String> {
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    while let Some(part) = parts.next_field().await.ok()? {
        if part.name() == Some(FIELD) {
            return part.text().await.ok();
        }
    }
    None
}
