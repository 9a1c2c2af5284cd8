//! What goes over a real connection: live news, and the numbers for the operator.

mod support;

use std::time::Duration;

use reqwest::{Client, Method, StatusCode};
use serde_json::json;
use support::Server;
use support::stream::{SOON, Stream};

const POLICY: &str = "[metrics]\ntoken = \"a-secret\"\n[policy]\nundo = { send = \"1s\" }";
#[tokio::test(flavor = "multi_thread")]
async fn live_news_reach_who_listens_and_who_comes_back() {
    let server = Server::start(POLICY).await;
    let (ana, ben) = (server.sign_up("Ana Lee").await, server.sign_up("Ben Ode").await);
    let mut stream = Stream::open(&server, &ben, None).await;
    let sent = std::time::Instant::now();
    let id = ana.invites(&ben).await;
    let invited = stream.next().await;
    assert!(sent.elapsed() >= Duration::from_secs(1), "nothing leaves inside the undo window (R8.7)");
    assert_eq!(
        (&invited.data["kind"], &invited.data["invitation_id"]),
        (&json!("invitation_received"), &json!(id))
    );
    assert_eq!(invited.data["member"]["name"], "Ana Lee");
    drop(stream);

    // What happens while nobody listens is told to who comes back, once.
    let mut hers = Stream::open(&server, &ana, None).await;
    assert_eq!(ben.put(&format!("/invitations/{id}/acceptance")).await.0, StatusCode::OK);
    assert_eq!(hers.next().await.data["kind"], "invitation_accepted");
    let path = format!("/conversations/{}/messages", ben.id);
    let wrote = ana.ask(Method::POST, &path, Some(json!({"text": "Thank you!"}))).await;
    assert_eq!(wrote.0, StatusCode::CREATED);
    let waits = async {
        while ben.get("/notifications").await.1["items"][0]["kind"] != "message_received" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, waits).await.expect("told in time");
    let mut again = Stream::open(&server, &ben, Some(&invited.id)).await;
    assert_eq!(again.next().await.data["kind"], "message_received");
    let second = ana.ask(Method::POST, &path, Some(json!({"text": "And hello."}))).await;
    assert_eq!(second.0, StatusCode::CREATED);
    assert_eq!(again.next().await.data["kind"], "message_received", "live again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_are_for_the_operator_and_name_nobody() {
    let server = Server::start(POLICY).await;
    let (ana, ben) = (server.sign_up("Ana Lee").await, server.sign_up("Ben Ode").await);
    ana.invites(&ben).await;
    let client = Client::new();
    let asked = |token: Option<&str>| {
        let ask = client.get(server.url("/metrics"));
        token.map_or(ask.try_clone().expect("a request"), |token| ask.bearer_auth(token)).send()
    };
    for token in [None, Some("another"), Some(ana.token.as_str())] {
        assert_ne!(asked(token).await.expect("an answer").status(), StatusCode::OK, "{token:?}");
    }
    let made_up = Method::from_bytes(b"FROBNICATE").expect("a method");
    client.request(made_up, server.url("/search")).send().await.expect("an answer");
    let answer = asked(Some("a-secret")).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = answer.text().await.expect("text");
    let number = |line: &str| -> f64 {
        let found =
            text.lines().find_map(|l| l.strip_prefix(line)).unwrap_or_else(|| panic!("{line} in\n{text}"));
        found.trim().parse().expect("a number")
    };
    assert_eq!(
        number("kith_http_requests_total{method=\"POST\",path=\"/api/v1/accounts\",status=\"201\"}"),
        2.0
    );
    assert!(number("kith_http_requests_total{method=\"OTHER\",path=\"/search\",status=\"403\"}") >= 1.0);
    assert!(text.contains("kith_http_request_seconds"));
    assert!(number("kith_store_commits_total") >= 3.0);
    assert_eq!(number("kith_password_hashes_total"), 2.0);
    for private in ["ana", "Lee", "example.org", &ana.id, "FROBNICATE"] {
        assert!(!text.contains(private), "{private} is in the numbers");
    }
}
