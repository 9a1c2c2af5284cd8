//! The API's document and the pages that explain it, which load nothing from elsewhere.

use std::sync::LazyLock;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::assets::href;
use crate::conditional::known;
use crate::openapi::{BASE, openapi};
use crate::problem::sorts;
use crate::{Web, gate::headers::CONTENT_POLICY};

static DOCUMENT: LazyLock<(String, String)> = LazyLock::new(|| {
    let document = openapi().to_json().unwrap_or_default();
    let hash: String = Sha256::digest(&document).iter().take(8).map(|b| format!("{b:02x}")).collect();
    (document, format!("\"{hash}\""))
});

/// The document, the reference and the list of problems.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route(&format!("{BASE}/openapi.json"), get(document))
        .route("/api/docs", get(reference))
        .route("/api/problems", get(problems))
}

async fn document(headers: HeaderMap) -> Response {
    let (document, etag) = &*DOCUMENT;
    let known = known(&headers, etag);
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { document.as_str().into_response() };
    let answer = response.headers_mut();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    if let Ok(etag) = HeaderValue::from_str(etag) {
        answer.insert(ETAG, etag);
    }
    response
}

/// The reference writes style attributes, so this one page allows them; scripts are the site's own here too.
async fn reference() -> Response {
    let page = format!(
        r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Kith API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{css}">
<script src="{rapidoc}" type="module"></script>
<script src="{docs}" defer></script>
</head>
<body>
<rapi-doc spec-url="{BASE}/openapi.json" load-fonts="false" render-style="read" show-header="false" allow-server-selection="false" primary-color="#8a3a73" regular-font="system-ui" mono-font="ui-monospace"></rapi-doc>
</body>
</html>
"##,
        icon = href("favicon.svg"),
        css = href("kith.css"),
        rapidoc = href("vendor/rapidoc/rapidoc-min.js"),
        docs = href("js/docs.js"),
    );
    let policy = CONTENT_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
    let mut response = Html(page).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// What the `type` of a problem points to.
async fn problems() -> Html<String> {
    let rows: String = sorts::ALL
        .iter()
        .map(|sort| {
            let (code, status, title) = (sort.code, sort.status.as_u16(), sort.title);
            format!("<tr id=\"{code}\"><td><code>{code}</code></td><td>{status}</td><td>{title}</td></tr>\n")
        })
        .collect();
    Html(format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Problems · Kith API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{css}">
</head>
<body class="shell">
<main class="page page--narrow">
<header class="page-header"><h1>Problems</h1></header>
<p>Errors are <code>application/problem+json</code> (RFC 9457). The <code>code</code> is stable; sentences are not.</p>
<div class="table-scroll"><table class="table">
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>
{rows}</tbody>
</table></div>
</main>
</body>
</html>
"#,
        icon = href("favicon.svg"),
        css = href("kith.css"),
    ))
}
