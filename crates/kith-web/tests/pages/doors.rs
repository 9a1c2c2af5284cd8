//! Ways into the pages and out of them: addresses that are almost right, cookies, headers of proxies.

use axum::Router;
use axum::body::Body;
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use kith_testkit::Kith;
use kith_web::{Web, WebOptions};

use crate::browser::{get, post, text};
use crate::support::{Answer, router, send};

async fn asked(router: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(router, request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn an_address_with_a_stroke_too_many_leads_on_and_never_elsewhere() {
    let kith = Kith::new().await;
    let router = router(&kith);
    for (path, to) in [("/search/", "/search"), ("/search//", "/search"), ("/in/ana/?x=/", "/in/ana?x=/")] {
        let answer = asked(&router, "GET", path, &[]).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::PERMANENT_REDIRECT, to),
            "{path}"
        );
    }
    for path in
        ["//example.org/", "//example.org", "/%5Cexample.org", "/nothing", "/api/v1/me/", "/assets/x/"]
    {
        let answer = asked(&router, "GET", path, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let posted = asked(&router, "POST", "/search/", &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(posted.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_asked_for_with_the_wrong_method_says_which_are_right() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    let answer = get(&router, &ana, "/sign-out").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers[ALLOW], "POST");
    assert!(text(&answer).contains("Ana Lee") && text(&answer).contains("This cannot be done here"));
    let api = asked(&router, "PATCH", "/api/v1/invitations", &[]).await;
    assert_eq!(api.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(api.headers[ALLOW], "GET,HEAD,POST");
}

#[tokio::test]
async fn the_head_of_a_page_is_that_of_the_page() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    let cookie = format!("kith={}", ana.token.as_str());
    let head = asked(&router, "HEAD", "/settings", &[(COOKIE.as_str(), &cookie)]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.headers[CONTENT_TYPE], "text/html; charset=utf-8");
    let to_nobody = asked(&router, "HEAD", "/settings", &[]).await;
    assert_eq!(to_nobody.headers[LOCATION], "/sign-in?next=%2Fsettings");
}

#[tokio::test]
async fn a_password_of_the_proxy_in_front_is_not_taken_for_a_token() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    let cookie = format!("kith={}", ana.token.as_str());
    let basic = (AUTHORIZATION.as_str(), "Basic YW5hOnNlY3JldA==");
    let page = asked(&router, "GET", "/settings", &[basic, (COOKIE.as_str(), &cookie)]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(asked(&router, "GET", "/api/v1/me", &[basic]).await.status, StatusCode::UNAUTHORIZED);
    let wrong = asked(&router, "GET", "/settings", &[(AUTHORIZATION.as_str(), "Bearer no")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(text(&wrong).contains("<h1>Sign in first</h1>"), "a page is answered with a page");
}

#[tokio::test]
async fn what_software_asks_for_is_refused_as_software_reads_it() {
    let kith = Kith::new().await;
    let router = router(&kith);
    for path in ["/unread", "/events", "/pictures/1/1", "/assets/none.js", "/metrics", "/api/v1/none"] {
        let answer = asked(&router, "GET", path, &[]).await;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn over_https_every_cookie_is_for_https_alone() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana Lee").await;
    let web = Web::new(kith.app.clone(), WebOptions::new("https://kith.test"));
    let router = kith_web::router(web);
    let secret = ana.token.as_str();
    let csrf = kith_web::gate::csrf::token(secret);
    let cookie = format!("__Host-kith={secret}");
    let look = Request::post("/settings/look")
        .header(COOKIE, &cookie)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={csrf}&theme=dark")))
        .expect("a request");
    let answers = [send(&router, look).await, asked(&router, "GET", "/", &[]).await];
    let set: Vec<&str> = answers
        .iter()
        .flat_map(|answer| answer.headers.get_all("set-cookie"))
        .map(|cookie| cookie.to_str().expect("plain"))
        .collect();
    let names: Vec<&str> = set.iter().filter_map(|cookie| cookie.split('=').next()).collect();
    assert_eq!(names, ["kith_flash", "kith_theme", "__Host-kith-visit"]);
    for cookie in set {
        for flag in ["; Secure", "; HttpOnly", "; SameSite=Lax", "Path=/"] {
            assert_eq!(cookie.matches(flag).count(), 1, "{flag} in {cookie}");
        }
    }
}

#[tokio::test]
async fn a_page_of_somebody_is_kept_by_nobody() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    for path in ["/", "/settings", "/network", "/nothing", "/unread", "/api/v1/me"] {
        let answer = get(&router, &ana, path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(post(&router, &ana, "/sign-out", &[]).await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_address_of_a_form_that_came_back_is_that_of_its_page_when_opened_again() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    for (form, page) in [
        ("/profile/positions", "/profile/edit"),
        ("/profile/educations", "/profile/edit"),
        ("/profile/interests", "/profile/edit"),
        ("/profile/picture", "/profile/edit"),
        ("/settings/password", "/settings"),
        ("/settings/tokens", "/settings"),
        ("/settings/close", "/settings"),
    ] {
        let opened = get(&router, &ana, form).await;
        assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, page), "{form}");
    }
}
