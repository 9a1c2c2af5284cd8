//! A member's browser without a script.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use kith_testkit::Member;
use kith_web::gate::csrf;

use crate::support::{Answer, send};

/// What a member's browser gets at an address.
pub(crate) async fn get(router: &Router, by: &Member, path: &str) -> Answer {
    let cookie = format!("kith={}", by.token.as_str());
    let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).expect("a request");
    send(router, request).await
}

/// What a member's browser gets when it sends a form.
pub(crate) async fn post(router: &Router, by: &Member, path: &str, form: &[(&str, &str)]) -> Answer {
    let token = csrf::token(by.token.as_str());
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(form);
    let body = serde_urlencoded::to_string(&fields).expect("a form");
    let request = Request::post(path)
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
