//! Introductions over the API: what S can get is the same bytes whatever M and R do short of a yes (R4.4, F13).

use kith_testkit::{Kith, Member};
use serde_json::{Value, json};

use crate::support::{call, router};

const REASON: &str = "I would like to learn how the archive began.";

/// What M or R does.
#[derive(Debug, Clone, Copy)]
enum Act {
    Nothing,
    MiaLater,
    MiaNo,
    RyanSilent,
    RyanLater,
    RyanNo,
}

/// Ana, Mia whom she knows, and Ryan whom Mia knows.
async fn three(kith: &Kith) -> [Member; 3] {
    let [ana, mia, ryan] = kith.members(["Ana Lee", "Mia Moss", "Ryan Roe"]).await;
    ana.connects(kith, &mia).await;
    mia.connects(kith, &ryan).await;
    [ana, mia, ryan]
}

fn body(mia: &Member, ryan: &Member) -> Value {
    json!({"to": ryan.id.to_string(), "through": mia.id.to_string(), "reason": REASON})
}

/// All that S can read, and ask for again; with pages as well.
async fn seen_by_ana(kith: &Kith, people: &[Member; 3], id: &str) -> Vec<(String, u16, String)> {
    let [ana, mia, ryan] = people;
    kith_app::followers::run_followers_once(&kith.app).await.expect("the journal is followed");
    let router = router(kith);
    let mut seen = Vec::new();
    let mut asked = vec![
        format!("/introductions/{id}"),
        "/introductions".to_owned(),
        "/introductions?box=asked&limit=1".to_owned(),
        "/introductions?box=to_forward".to_owned(),
        "/introductions?box=to_answer".to_owned(),
        format!("/introductions/{id}/messages"),
        "/conversations".to_owned(),
        "/notifications".to_owned(),
        "/invitations?box=sent".to_owned(),
        "/suggestions".to_owned(),
        "/me/standing".to_owned(),
        "/members?query=r".to_owned(),
    ];
    for other in [mia, ryan] {
        for what in ["", "/relationship", "/introducers", "/shared-connections", "/door", "/starters"] {
            asked.push(format!("/members/{}{what}", other.id));
        }
    }
    for path in asked {
        let answer = call(&router, ana, "GET", &path, Value::Null).await;
        seen.push((path, answer.status.as_u16(), String::from_utf8_lossy(&answer.body).into_owned()));
    }
    for (method, path, body) in [
        ("PUT", format!("/introductions/{id}/forwarding"), json!({"text": "Me again"})),
        ("PUT", format!("/introductions/{id}/dismissal"), Value::Null),
        ("PUT", format!("/introductions/{id}/agreement"), Value::Null),
        ("POST", format!("/introductions/{id}/messages"), json!({"text": "Hello?"})),
        ("POST", "/introductions".to_owned(), body(mia, ryan)),
    ] {
        let answer = call(&router, ana, method, &path, body).await;
        seen.push((path, answer.status.as_u16(), String::from_utf8_lossy(&answer.body).into_owned()));
    }
    seen
}

async fn story(act: Act, withdraws: bool) -> Vec<(String, u16, String)> {
    let kith = Kith::new().await;
    let people = three(&kith).await;
    let [ana, mia, ryan] = &people;
    let router = router(&kith);
    let asked = call(&router, ana, "POST", "/introductions", body(mia, ryan)).await;
    assert_eq!(asked.status.as_u16(), 201, "{}", asked.json());
    let id = asked.json()["id"].as_str().expect("an id").to_owned();
    kith.advance("1h");
    let does = async |by: &Member, what: &str, body: Value| {
        let answer = call(&router, by, "PUT", &format!("/introductions/{id}/{what}"), body).await;
        assert_eq!(answer.status.as_u16(), 200, "{what}: {}", answer.json());
    };
    let forwards = async || does(mia, "forwarding", json!({"text": "Ryan, you two should talk."})).await;
    match act {
        Act::Nothing => {}
        Act::MiaLater => does(mia, "dismissal", json!({"for_now": true})).await,
        Act::MiaNo => does(mia, "dismissal", Value::Null).await,
        Act::RyanSilent => forwards().await,
        Act::RyanLater => {
            forwards().await;
            does(ryan, "dismissal", json!({"for_now": true})).await;
        }
        Act::RyanNo => {
            forwards().await;
            does(ryan, "dismissal", Value::Null).await;
        }
    }
    let mut seen = seen_by_ana(&kith, &people, &id).await;
    kith.advance("13d");
    if withdraws {
        for _ in 0..2 {
            let path = format!("/introductions/{id}/withdrawal");
            let answer = call(&router, ana, "PUT", &path, Value::Null).await;
            seen.push((path, answer.status.as_u16(), String::from_utf8_lossy(&answer.body).into_owned()));
        }
    }
    seen.extend(seen_by_ana(&kith, &people, &id).await);
    kith.advance("1d");
    seen.extend(seen_by_ana(&kith, &people, &id).await);
    let last = call(&router, ana, "GET", &format!("/introductions/{id}"), Value::Null).await.json();
    assert_eq!(last["state"], if withdraws { "withdrawn" } else { "not_taken_forward" });
    seen
}

#[tokio::test]
async fn every_no_and_silence_are_the_same_bytes_to_s_r4_4_r6_1_f13() {
    for withdraws in [false, true] {
        let silence = story(Act::Nothing, withdraws).await;
        for act in [Act::MiaLater, Act::MiaNo, Act::RyanSilent, Act::RyanLater, Act::RyanNo] {
            let other = story(act, withdraws).await;
            assert_eq!(silence.len(), other.len());
            for (one, other) in silence.iter().zip(&other) {
                assert_eq!(one, other, "{act:?}, withdraws: {withdraws}");
            }
        }
    }
}

#[tokio::test]
async fn an_introduction_is_told_to_each_of_its_three_as_far_as_theirs_goes_r4_4() {
    let kith = Kith::new().await;
    let people = three(&kith).await;
    let [ana, mia, ryan] = &people;
    let router = router(&kith);
    let asked = call(&router, ana, "POST", "/introductions", body(mia, ryan)).await.json();
    let path = format!("/introductions/{}", asked["id"].as_str().expect("an id"));
    let read = async |by: &Member| call(&router, by, "GET", &path, Value::Null).await;
    let nobodys = call(&router, ryan, "GET", "/introductions/123456789", Value::Null).await;
    let before = read(ryan).await;
    assert_eq!((before.status.as_u16(), before.body), (404, nobodys.body), "nothing reaches R unless M acts");
    let mias = read(mia).await.json();
    assert_eq!((mias["role"].as_str(), mias["can"]["forward"].as_bool()), (Some("go_between"), Some(true)));
    assert_eq!(mias["reason"], REASON);
    call(&router, mia, "PUT", &format!("{path}/forwarding"), json!({"text": "You two should talk."})).await;
    assert!(read(ana).await.json().get("text").is_none(), "M's words are with M and R until a yes");
    let ryans = read(ryan).await.json();
    assert_eq!(
        (ryans["text"].as_str(), ryans["state"].as_str()),
        (Some("You two should talk."), Some("open"))
    );
    call(&router, ryan, "PUT", &format!("{path}/agreement"), Value::Null).await;
    for by in &people {
        let of = read(by).await.json();
        assert_eq!((of["state"].as_str(), of["can"]["write"].as_bool()), (Some("agreed"), Some(true)));
        assert_eq!(of["text"], "You two should talk.");
    }
    let key = json!({"text": "Hello you two!"});
    let wrote = call(&router, ana, "POST", &format!("{path}/messages"), key).await;
    assert_eq!(wrote.status.as_u16(), 201);
    let listed = call(&router, ryan, "GET", "/conversations", Value::Null).await.json();
    let line = &listed["items"][0];
    assert_eq!((line["kind"].as_str(), line["unread"].as_u64()), (Some("introduction"), Some(1)));
    assert_eq!(line["members"].as_array().map(Vec::len), Some(3));
    assert_eq!(line["last"]["text"], "Hello you two!");
    let talk = call(&router, ryan, "GET", &format!("{path}/messages"), Value::Null).await.json();
    assert_eq!(talk["may_connect"], ana.id.to_string());
}
