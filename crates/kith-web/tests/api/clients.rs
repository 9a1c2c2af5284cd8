//! What clients of the API expect besides the answers: links, tags, other origins, a probe.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use kith_testkit::{Kith, Member};
use kith_web::{Web, WebOptions};
use serde_json::{Value, json};

use crate::support::{Answer, PUBLIC_URL, call, router, send};

async fn asked(router: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(router, request.body(Body::empty()).expect("a request")).await
}

fn bearer(member: &Member) -> String {
    format!("Bearer {}", member.token.as_str())
}

#[tokio::test]
async fn a_list_is_walked_by_its_links_alone() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    for name in ["Ben & Co", "Ben Ode", "Ben Tor"] {
        kith.member(name).await;
    }
    let token = bearer(&ana);
    let mut names = Vec::new();
    let mut next = Some("/api/v1/members?query=Ben&limit=1".to_owned());
    while let Some(path) = next {
        let piece = asked(&router, "GET", &path, &[("authorization", &token)]).await;
        assert_eq!(piece.status, StatusCode::OK, "{path}");
        names.push(piece.json()["items"][0]["name"].as_str().expect("a name").to_owned());
        let link = piece.header("link").to_owned();
        assert_eq!(link.is_empty(), piece.json()["next"].is_null());
        let address = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\""));
        next = address.map(|address| address.strip_prefix(PUBLIC_URL).expect("this site").to_owned());
    }
    names.sort_unstable();
    assert_eq!(names, ["Ben & Co", "Ben Ode", "Ben Tor"]);
}

#[tokio::test]
async fn what_a_client_has_is_not_sent_again() {
    let kith = Kith::new().await;
    let (router, ana, ben) = (router(&kith), kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let token = bearer(&ana);
    let me = ("authorization", token.as_str());
    for path in [
        format!("/members/{}", ben.id),
        "/me".to_owned(),
        "/me/settings".to_owned(),
        "/connections".to_owned(),
    ] {
        let path = format!("/api/v1{path}");
        let first = asked(&router, "GET", &path, &[me]).await;
        let etag = first.header("etag").to_owned();
        assert!(!etag.is_empty(), "{path}");
        for known in [etag.clone(), format!("\"other\", {etag}"), "*".to_owned()] {
            let again = asked(&router, "GET", &path, &[me, ("if-none-match", &known)]).await;
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path} {known}");
            assert_eq!(again.header("etag"), etag);
            assert_eq!(again.header("cache-control"), "no-store", "a tag is for the client, not for caches");
        }
        let other = asked(&router, "GET", &path, &[me, ("if-none-match", "\"other\"")]).await;
        assert_eq!((other.status.as_u16(), other.body), (200, first.body));
    }
    let path = format!("/api/v1/members/{}", ben.id);
    let before = asked(&router, "GET", &path, &[me]).await.header("etag").to_owned();
    call(&router, &ben, "PATCH", "/me", json!({"headline": "Pilot"})).await;
    let changed = asked(&router, "GET", &path, &[me, ("if-none-match", &before)]).await;
    assert_eq!(changed.json()["headline"], "Pilot");
}

#[tokio::test]
async fn other_sites_may_use_the_api_where_the_operator_names_them_and_with_a_token_alone() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana Lee", "correct horse").await;
    let options =
        WebOptions { cors_origins: vec!["https://app.example".to_owned()], ..WebOptions::new(PUBLIC_URL) };
    let open = kith_web::router(Web::new(kith.app.clone(), options));
    let closed = router(&kith);
    let token = bearer(&ana);
    let preflight = |origin| {
        [
            ("origin", origin),
            ("access-control-request-method", "PUT"),
            ("access-control-request-headers", "authorization"),
        ]
    };
    let named = "https://app.example";
    let allows = |answer: &Answer| answer.header("access-control-allow-origin").to_owned();

    let asked_first = asked(&open, "OPTIONS", "/api/v1/me/interests", &preflight(named)).await;
    assert_eq!((asked_first.status, allows(&asked_first).as_str()), (StatusCode::OK, named));
    assert!(asked_first.header("access-control-allow-headers").contains("idempotency-key"));
    for (router, path, origin) in [
        (&open, "/api/v1/me", "https://elsewhere.example"),
        (&open, "/settings", named),
        (&closed, "/api/v1/me", named),
    ] {
        assert_eq!(allows(&asked(router, "OPTIONS", path, &preflight(origin)).await), "", "{path} {origin}");
        let headers = [("origin", origin), ("authorization", token.as_str())];
        assert_eq!(allows(&asked(router, "GET", path, &headers).await), "", "{path} {origin}");
    }
    let read = asked(&open, "GET", "/api/v1/me", &[("origin", named), ("authorization", &token)]).await;
    assert_eq!((read.status, allows(&read).as_str()), (StatusCode::OK, named));
    assert_eq!(read.header("access-control-allow-credentials"), "");
    assert!(read.header("access-control-expose-headers").contains("link"));
    let refused = asked(&open, "GET", "/api/v1/me", &[("origin", named)]).await;
    assert_eq!((refused.status.as_u16(), allows(&refused).as_str()), (401, named), "problems are read too");

    // Signing in takes no cookie; acting by one is for the pages here alone.
    let credentials = json!({"email": ana.email, "password": "correct horse"});
    let sign_in = |origin: &str| {
        Request::post("/api/v1/sessions")
            .header("origin", origin)
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/json")
            .body(Body::from(credentials.to_string()))
            .expect("a request")
    };
    assert_eq!(send(&open, sign_in(named)).await.status, StatusCode::CREATED);
    assert_eq!(send(&open, sign_in("https://elsewhere.example")).await.code(), "cross_site");
    let cookie = format!("kith={}", ana.token.as_str());
    let csrf = kith_web::gate::csrf::token(ana.token.as_str());
    let by_cookie = [
        ("origin", named),
        ("sec-fetch-site", "cross-site"),
        ("cookie", cookie.as_str()),
        ("x-csrf-token", &csrf),
    ];
    assert_eq!(asked(&open, "PUT", "/api/v1/notifications/read", &by_cookie).await.code(), "cross_site");
}

#[tokio::test]
async fn a_process_whose_followers_hang_is_not_ready() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ready = async || asked(&router, "GET", "/health/ready", &[]).await;
    let [ana, ben] = kith.members(["Ana Lee", "Ben Ode"]).await;
    assert_eq!(ready().await.json()["status"], "ready", "a process without followers does what it does");
    kith.app.spawn_followers().stop().await;
    ana.invites(&ben).await;
    kith.app.store().engine().settle_journal().await.expect("numbers");
    assert_eq!(ready().await.status, StatusCode::OK);
    kith.advance("2m");
    let late = ready().await;
    assert_eq!((late.status.as_u16(), late.json()["behind_seconds"].clone()), (503, Value::from(120)));
    assert_eq!(asked(&router, "GET", "/health/live", &[]).await.status, StatusCode::OK);
}
