//! A member's browser without a script.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, REFERER};
use kith_testkit::Member;
use kith_web::gate::csrf;

use crate::support::{Answer, PUBLIC_URL, send};

/// What a member's browser gets at an address.
pub(crate) async fn get(router: &Router, by: &Member, path: &str) -> Answer {
    let cookie = format!("kith={}", by.token.as_str());
    let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).expect("a request");
    send(router, request).await
}

/// What a member's browser gets when it sends a form.
pub(crate) async fn post(router: &Router, by: &Member, path: &str, form: &[(&str, &str)]) -> Answer {
    post_from(router, by, None, path, form).await
}

/// The same, saying on which page the form stood, as browsers do.
pub(crate) async fn post_from(
    router: &Router,
    by: &Member,
    from: Option<&str>,
    path: &str,
    form: &[(&str, &str)],
) -> Answer {
    let token = csrf::token(by.token.as_str());
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(form);
    let body = serde_urlencoded::to_string(&fields).expect("a form");
    let request = Request::post(path);
    let request = match from {
        Some(page) => request.header(REFERER, format!("{PUBLIC_URL}{page}")),
        None => request,
    };
    let request = request
        .header(COOKIE, format!("kith={}", by.token.as_str()))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    send(router, request).await
}

/// The page itself.
pub(crate) fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).expect("UTF-8")
}
