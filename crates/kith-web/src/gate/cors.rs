//! Pages of other sites that may use the API (cross-origin resource sharing): none, unless the operator names them.

use std::time::Duration;

use axum::http::header::{
    AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderName, IF_MATCH, IF_NONE_MATCH, LINK, LOCATION, RETRY_AFTER,
};
use axum::http::{HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::{idempotency, request_id};

/// How long a browser remembers that it may.
const REMEMBERED: Duration = Duration::from_secs(3_600);

/// Lets pages of these origins use the API with a token. Cookies are never let along: whoever is signed in here acts
/// from the pages here alone.
pub(crate) fn layer(origins: &[String]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let origins = origins.to_vec();
    let allowed = AllowOrigin::predicate(move |origin: &HeaderValue, asked| {
        asked.uri.path().starts_with("/api/") && named(&origins, origin)
    });
    let read =
        [AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH, idempotency::HEADER, request_id::HEADER];
    let told = [ETAG, LINK, LOCATION, RETRY_AFTER, request_id::HEADER].into_iter();
    let limits = ["x-ratelimit-limit", "x-ratelimit-remaining", "idempotent-replayed"];
    Some(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
            .allow_headers(read)
            .expose_headers(told.chain(limits.map(HeaderName::from_static)).collect::<Vec<_>>())
            .max_age(REMEMBERED),
    )
}

/// Whether an origin is one of those the operator names.
pub(crate) fn named(origins: &[String], origin: &HeaderValue) -> bool {
    origins.iter().any(|named| named.as_bytes() == origin.as_bytes())
}
