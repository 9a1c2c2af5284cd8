//! What every request passes before a handler sees it.

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{Request, StatusCode};
use kith_app::idempotency::{self, Begun, Key};
use kith_app::sessions::{self, SessionKind};
use kith_testkit::{Kith, Member};
use kith_web::gate::csrf;
use kith_web::{Web, WebOptions};
use serde_json::{Value, json};

use crate::support::{Answer, PUBLIC_URL, call, request, router, send};

/// The cookie of a new session in a browser, and the token of its forms.
async fn browser(kith: &Kith, member: &Member) -> (String, String) {
    let opened = sessions::open(&kith.app, member.id, SessionKind::Browser, "test").await.expect("a session");
    let token = opened.token.as_str();
    (format!("kith={token}"), csrf::token(token))
}

/// A PUT by cookie, with these further headers.
async fn by_cookie(router: &Router, cookie: &str, headers: &[(&str, &str)]) -> Answer {
    let mut put = Request::builder().method("PUT").uri("/api/v1/notifications/read").header(COOKIE, cookie);
    for (name, value) in headers {
        put = put.header(*name, *value);
    }
    send(router, put.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn a_cookie_alone_changes_nothing() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    let (cookie, token) = browser(&kith, &ana).await;
    let (_, others) = browser(&kith, &kith.member("Ben Ode").await).await;
    let right = ("x-csrf-token", token.as_str());
    for (headers, status, code) in [
        (vec![], 403, "csrf_token_wrong"),
        (vec![("x-csrf-token", "")], 403, "csrf_token_wrong"),
        (vec![("x-csrf-token", others.as_str())], 403, "csrf_token_wrong"),
        (vec![right], 204, ""),
        (vec![right, ("sec-fetch-site", "same-origin")], 204, ""),
        (vec![right, ("sec-fetch-site", "cross-site")], 403, "cross_site"),
        (vec![right, ("sec-fetch-site", "same-site")], 403, "cross_site"),
        (vec![right, ("origin", PUBLIC_URL)], 204, ""),
        (vec![right, ("origin", "http://kith.test:81"), ("host", "kith.test:81")], 204, ""),
        (vec![right, ("origin", "http://elsewhere.test")], 403, "cross_site"),
        (vec![right, ("origin", "null")], 403, "cross_site"),
    ] {
        let answer = by_cookie(&router, &cookie, &headers).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{headers:?}");
    }
    let read = Request::builder().uri("/api/v1/me").header(COOKIE, &cookie).body(Body::empty()).unwrap();
    assert_eq!(send(&router, read).await.status, StatusCode::OK);
    let bearer = request("PUT", "/api/v1/notifications/read", Some(ana.token.as_str()), &Value::Null);
    let (mut parts, body) = bearer.into_parts();
    parts.headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(send(&router, Request::from_parts(parts, body)).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn forms_carry_their_token_in_a_field() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    let (cookie, token) = browser(&kith, &ana).await;
    let multipart = |token: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--x--\r\n")
    };
    // What passes reaches the handler, which takes JSON alone.
    for (kind, body, status) in [
        ("application/x-www-form-urlencoded", format!("csrf={token}&to=1"), 415),
        ("application/x-www-form-urlencoded", "csrf=wrong&to=1".to_owned(), 403),
        ("application/x-www-form-urlencoded", "to=1".to_owned(), 403),
        ("multipart/form-data; boundary=x", multipart(&token), 415),
        ("multipart/form-data; boundary=x", multipart("wrong"), 403),
        ("application/json", format!(r#"{{"csrf":"{token}"}}"#), 403),
    ] {
        let post = Request::builder().method("POST").uri("/api/v1/invitations").header(COOKIE, &cookie);
        let post = post.header(CONTENT_TYPE, kind).body(Body::from(body.clone())).unwrap();
        assert_eq!(send(&router, post).await.status.as_u16(), status, "{body}");
    }
}

#[tokio::test]
async fn the_cookie_is_bound_to_the_host_where_there_is_https() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana Lee").await;
    let options = WebOptions::new("https://kith.test");
    let router = kith_web::router(Web::new(kith.app.clone(), options));
    let opened = sessions::open(&kith.app, ana.id, SessionKind::Browser, "test").await.unwrap();
    for (name, status) in [("__Host-kith", 200), ("kith", 401)] {
        let cookie = format!("{name}={}", opened.token.as_str());
        let read = Request::builder().uri("/api/v1/me").header(COOKIE, cookie).body(Body::empty()).unwrap();
        let answer = send(&router, read).await;
        assert_eq!(answer.status.as_u16(), status, "{name}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    }
}

#[tokio::test]
async fn a_key_makes_a_post_happen_once() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let [ana, ben, cleo] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay"]).await;
    let post = |by: &Member, to: &Member, key: &str| {
        let body = json!({"to": to.id.to_string()});
        let mut request = request("POST", "/api/v1/invitations", Some(by.token.as_str()), &body);
        request.headers_mut().insert("idempotency-key", key.parse().unwrap());
        send(&router, request)
    };
    let first = post(&ana, &ben, "k1").await;
    assert_eq!(first.status, StatusCode::CREATED);
    let again = post(&ana, &ben, "k1").await;
    assert_eq!((again.status, &again.body), (first.status, &first.body), "byte for byte");
    assert_eq!(again.header("content-type"), first.header("content-type"));
    assert_eq!(again.header("idempotent-replayed"), "true");
    let other = post(&ana, &cleo, "k1").await;
    assert_eq!(
        (other.status, other.code().as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused")
    );
    assert_eq!(post(&cleo, &ben, "k1").await.status, StatusCode::CREATED, "keys are each member's own");
    let allowance = call(&router, &ana, "GET", "/me/allowance", Value::Null).await.json();
    assert_eq!(allowance["lifetime"]["used"], 1);

    // A refusal is an answer as well.
    let refused = post(&ana, &ana, "k2").await;
    assert_eq!(refused.code(), "to_yourself");
    assert_eq!(post(&ana, &ana, "k2").await.body, refused.body);

    let key = Key::parse("k3").unwrap();
    let begun = idempotency::begin(&kith.app, ana.actor, &key, [0; 32]).await.unwrap();
    assert_eq!(begun, Begun::First);
    assert_eq!(idempotency::begin(&kith.app, ana.actor, &key, [0; 32]).await.unwrap(), Begun::UnderWay);
    assert_eq!(idempotency::begin(&kith.app, ana.actor, &key, [1; 32]).await.unwrap(), Begun::OtherRequest);
    kith.advance("91s");
    let lost = idempotency::begin(&kith.app, ana.actor, &key, [0; 32]).await.unwrap();
    assert_eq!(lost, Begun::First, "its process is gone");

    kith.advance("25h");
    let fresh = post(&ana, &cleo, "k1").await;
    assert_eq!(fresh.status, StatusCode::CREATED, "a day later the key is free");
    for bad in ["", "with space", &"x".repeat(256)] {
        let refused = post(&ana, &ben, bad).await;
        assert_eq!(refused.json()["errors"][0]["field"], "Idempotency-Key", "{bad}");
    }
}

#[tokio::test]
async fn cursors_go_on_where_the_list_was_and_wrong_ones_are_refused() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    for name in ["Ben Ode", "Cleo Fay", "Dan Roe"] {
        ana.invites(&kith.member(name).await).await;
    }
    let get = |path: String| {
        let (router, ana) = (router.clone(), ana.clone());
        async move { call(&router, &ana, "GET", &path, Value::Null).await }
    };
    let mut names = Vec::new();
    let mut path = "/invitations?box=sent&limit=2".to_owned();
    let mut cursor = Value::Null;
    loop {
        let page = get(path).await.json();
        let items = page["items"].as_array().expect("items");
        names.extend(items.iter().map(|item| item["to"]["name"].as_str().unwrap().to_owned()));
        if page["next"].is_null() {
            break;
        }
        cursor = page["next"].clone();
        // What comes meanwhile is newer than the cursor.
        ana.invites(&kith.member("Eva Moss").await).await;
        path = format!("/invitations?box=sent&limit=2&cursor={}", cursor.as_str().unwrap());
    }
    assert_eq!(names, ["Dan Roe", "Cleo Fay", "Ben Ode"]);
    let cursor = cursor.as_str().unwrap();
    for path in [
        "/invitations?box=sent&cursor=x".to_owned(),
        "/invitations?box=sent&cursor=AAAAAAAAAAAAAAAAAAAA".to_owned(),
        format!("/invitations?box=sent&cursor={cursor}x"),
        format!("/invitations?box=received&cursor={cursor}"),
        format!("/invitations?box=sent&state=accepted&cursor={cursor}"),
        format!("/connections?cursor={cursor}"),
        format!("/notifications?cursor={cursor}"),
        format!("/groups?cursor={cursor}"),
        format!("/members?cursor={cursor}"),
        format!("/suggestions?cursor={cursor}"),
        format!("/conversations?cursor={cursor}"),
        "/blocks?cursor=%00%ff".to_owned(),
    ] {
        let answer = get(path.clone()).await;
        let known = (answer.status.as_u16(), answer.code());
        assert_eq!(known, (422, "invalid_cursor".to_owned()), "{path}");
    }
    for limit in ["0", "101", "-1", "x", "1.5", "99999999999999999999"] {
        let answer = get(format!("/invitations?limit={limit}")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["errors"][0]["field"]), (422, &json!("limit")));
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_a_problem_that_says_so() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    let post = |kind: &'static str, body: Vec<u8>| {
        let post = Request::builder().method("POST").uri("/api/v1/invitations").header(CONTENT_TYPE, kind);
        let post = post.header("authorization", format!("Bearer {}", ana.token.as_str()));
        let (router, post) = (router.clone(), post.body(Body::from(body)).unwrap());
        async move { send(&router, post).await }
    };
    for (kind, body, status, code) in [
        ("application/json", b"{".to_vec(), 400, "malformed_json"),
        ("application/json", b"".to_vec(), 400, "malformed_json"),
        ("application/json", b"{\"to\": \"1\"} {}".to_vec(), 400, "malformed_json"),
        ("application/json", b"{\"to\": \"\xff\"}".to_vec(), 400, "malformed_json"),
        ("application/json", b"null".to_vec(), 422, "invalid_fields"),
        ("application/json", b"{\"to\": \"1\", \"more\": 1}".to_vec(), 422, "invalid_fields"),
        ("application/json; charset=utf-8", b"{\"to\": \"1\"}".to_vec(), 404, "not_found"),
        ("text/plain", b"{\"to\": \"1\"}".to_vec(), 415, "unsupported_media_type"),
        ("application/json", vec![b' '; (1 << 20) + 1], 413, "body_too_large"),
        ("application/json", "[".repeat(100_000).into_bytes(), 422, "invalid_fields"),
    ] {
        let answer = post(kind, body.clone()).await;
        let text = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{kind} {text}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{kind} {text}");
    }
    for (method, path, status) in [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v2", 404),
        ("POST", "/api/v1/me", 405),
        ("GET", "/api/v1/invitations/abc", 404),
        ("GET", "/api/v1/invitations/99999999999999999999", 404),
        ("GET", "/api/v1/members/%ff", 404),
        ("GET", "/api/v1/invitations?box=other", 422),
        ("GET", "/assets/../Cargo.toml", 404),
    ] {
        let answer = send(&router, request(method, path, Some(ana.token.as_str()), &Value::Null)).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
        assert_eq!(answer.json()["request_id"], "test");
        if status == 405 {
            let mut allowed: Vec<&str> = answer.header("allow").split(',').collect();
            allowed.sort_unstable();
            assert_eq!(allowed, ["DELETE", "GET", "HEAD", "PATCH"]);
        }
    }
}

#[tokio::test]
async fn every_answer_has_its_headers() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    for path in ["/api/v1/me", "/api/v1/nothing", "/health/live", "/nothing"] {
        let answer = send(&router, request("GET", path, Some(ana.token.as_str()), &Value::Null)).await;
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; \
             base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-request-id"), "test");
    }
    let css = kith_web::assets::href("kith.css");
    let answer = send(&router, request("GET", &css, None, &Value::Null)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    let mut again = request("GET", "/assets/icons.svg", None, &Value::Null);
    let etag = send(&router, request("GET", "/assets/icons.svg", None, &Value::Null)).await;
    again.headers_mut().insert("if-none-match", etag.header("etag").parse().unwrap());
    assert_eq!(send(&router, again).await.status, StatusCode::NOT_MODIFIED);
    let named = Request::builder().uri("/health/ready").header("x-request-id", "with spaces, and more");
    let answer = send(&router, named.body(Body::empty()).unwrap()).await;
    assert!(answer.header("x-request-id").bytes().all(|b| b.is_ascii_digit()), "one of our own");
}

#[tokio::test]
async fn too_fast_is_said_with_how_long_to_wait() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana Lee").await;
    let node = |app| kith_web::router(Web::new(app, WebOptions::new(PUBLIC_URL)));
    let (router, other) = (node(kith.app.clone()), node(kith.again().await));
    let wrong = json!({"email": "nobody@example.org", "password": "12345678"});
    let door = |node| send(node, request("POST", "/api/v1/sessions", None, &wrong));
    for left in (0..10).rev() {
        let answer = door(if left % 2 == 0 { &router } else { &other }).await;
        assert_eq!(answer.code(), "wrong_credentials");
        assert_eq!(answer.header("x-ratelimit-remaining"), left.to_string());
    }
    let answer = door(&other).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (429, "too_many_requests"));
    let wait: u64 = answer.header("retry-after").parse().expect("seconds");
    assert_eq!(wait, 60);
    assert_eq!(call(&router, &ana, "GET", "/me", Value::Null).await.status, StatusCode::OK, "others go on");
    kith.advance("60s");
    assert_eq!(door(&router).await.code(), "wrong_credentials", "the window is over");
}

#[tokio::test]
async fn a_password_is_guessed_no_faster_with_a_session_whichever_process_answers() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana Lee", "a long password").await;
    let node = |app| kith_web::router(Web::new(app, WebOptions::new(PUBLIC_URL)));
    let nodes = [node(kith.app.clone()), node(kith.again().await)];
    let guess = json!({"password": "not this one", "new_password": "another password"});
    for turn in 0..10 {
        let answer = call(&nodes[turn % 2], &ana, "PUT", "/me/password", guess.clone()).await;
        assert_eq!(answer.code(), "wrong_password");
    }
    let answer = call(&nodes[0], &ana, "PUT", "/me/password", guess).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (429, "too_many_requests"));
}

#[tokio::test]
async fn an_edit_of_an_old_version_is_refused() {
    let kith = Kith::new().await;
    let (router, ana) = (router(&kith), kith.member("Ana Lee").await);
    let etag = call(&router, &ana, "GET", "/me", Value::Null).await.header("etag").to_owned();
    let edit = |etag: String, body: Value| {
        let mut edit = request("PATCH", "/api/v1/me", Some(ana.token.as_str()), &body);
        edit.headers_mut().insert("if-match", etag.parse().unwrap());
        let router = router.clone();
        async move { send(&router, edit).await }
    };
    let first = edit(etag.clone(), json!({"headline": "Pilot", "location": "Harbour"})).await;
    assert_eq!((first.status, &first.json()["headline"]), (StatusCode::OK, &json!("Pilot")));
    let second = edit(etag, json!({"headline": "Sailor"})).await;
    assert_eq!((second.status.as_u16(), second.code().as_str()), (412, "changed_meanwhile"));
    let nonsense = edit("nonsense".to_owned(), json!({"headline": "Sailor"})).await;
    assert_eq!(nonsense.status, StatusCode::PRECONDITION_FAILED);
    let emptied = edit(first.header("etag").to_owned(), json!({"headline": null})).await;
    assert_eq!((&emptied.json()["headline"], &emptied.json()["location"]), (&Value::Null, &json!("Harbour")));
}
