//! S hears of one thing only: acceptance (R6.1). What S can get is compared byte by byte, whatever R does.

use std::time::Duration;

use futures_util::StreamExt;
use kith_testkit::{Kith, Member};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::{call, request, router};

/// What R does with the invitation.
#[derive(Debug, Clone, Copy)]
enum Act {
    Nothing,
    Ignores,
    IgnoresAndTakesItBack,
    Marks,
    MarksAndTakesItBack,
    Reports,
    SetsAside,
    SetsAsideAndBringsBack,
}

/// What R did short of accepting, all but nothing.
const ACTS: [Act; 7] = [
    Act::Ignores,
    Act::IgnoresAndTakesItBack,
    Act::Marks,
    Act::MarksAndTakesItBack,
    Act::Reports,
    Act::SetsAside,
    Act::SetsAsideAndBringsBack,
];

/// What R says to S in so many words before, in every story alike (F5, F6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Question,
    NotNow,
}

/// All that S can read, and ask for again.
async fn seen_by_sender(kith: &Kith, ana: &Member, ben: &Member, id: &str) -> Vec<(String, u16, Vec<u8>)> {
    kith_app::followers::run_followers_once(&kith.app).await.expect("the journal is followed");
    let router = router(kith);
    let ben = ben.id;
    let mut seen = Vec::new();
    for path in [
        format!("/invitations/{id}"),
        "/invitations?box=sent".to_owned(),
        "/invitations?box=sent&state=pending".to_owned(),
        "/invitations?box=sent&state=expired".to_owned(),
        "/invitations?box=sent&state=withdrawn".to_owned(),
        "/invitations?box=received".to_owned(),
        "/me".to_owned(),
        "/me/allowance".to_owned(),
        "/me/standing".to_owned(),
        "/me/standing/movements".to_owned(),
        "/me/standing/bands".to_owned(),
        "/me/allowance/requests".to_owned(),
        "/me/completeness".to_owned(),
        "/members".to_owned(),
        "/members?query=ben".to_owned(),
        "/suggestions".to_owned(),
        format!("/members/{ben}"),
        format!("/members/{ben}/relationship"),
        format!("/members/{ben}/shared-connections"),
        format!("/members/{ben}/connections"),
        format!("/members/{ben}/starters"),
        format!("/conversations/{ben}/messages"),
        "/conversations".to_owned(),
        "/connections".to_owned(),
        "/notifications".to_owned(),
        "/blocks".to_owned(),
        "/groups".to_owned(),
        format!("/members/{ben}/door"),
        format!("/members/{ben}/introducers"),
        "/introductions".to_owned(),
        "/outreach".to_owned(),
        "/outreach?box=sent".to_owned(),
        "/me/credits".to_owned(),
        "/follows".to_owned(),
        "/followers".to_owned(),
        "/vouches".to_owned(),
    ] {
        let answer = call(&router, ana, "GET", &path, Value::Null).await;
        seen.push((path, answer.status.as_u16(), answer.body));
    }
    let events = request("GET", "/api/v1/events", Some(ana.token.as_str()), &Value::Null);
    let mut stream = router.clone().oneshot(events).await.expect("a stream").into_body().into_data_stream();
    kith_app::followers::run_followers_once(&kith.app).await.expect("the journal is followed");
    let heard = tokio::time::timeout(Duration::from_millis(20), stream.next()).await;
    assert!(heard.is_err(), "nothing is said to S: {heard:?}");
    // Sending again is the same invitation, whatever became of it (R11.1).
    let again = call(&router, ana, "POST", "/invitations", json!({"to": ben.to_string()})).await;
    seen.push(("again".to_owned(), again.status.as_u16(), again.body));
    seen
}

/// The same story with each of R's acts: everything S sees at each step.
async fn story(act: Act, said: Said, withdraws: bool) -> Vec<(String, u16, Vec<u8>)> {
    let kith = Kith::new().await;
    let [ana, ben, _cleo] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay"]).await;
    let id = ana.invites(&ben).with_note("We met at the harbour.").await.to_string();
    kith.advance("40s");
    let router = router(&kith);
    let act_of = |method: &'static str, what: &'static str, body: Value| {
        let (router, ben, path) = (router.clone(), ben.clone(), format!("/invitations/{id}/{what}"));
        async move {
            let answer = call(&router, &ben, method, &path, body).await;
            assert_eq!(answer.status.as_u16(), 200, "{method} {path}: {}", answer.json());
        }
    };
    let until = "2026-06-01T00:00:00Z";
    match said {
        Said::Nothing => {}
        Said::Question => act_of("PUT", "question", json!({"text": "Who are you?"})).await,
        Said::NotNow => act_of("PUT", "snooze", json!({"until": until, "tell": true})).await,
    }
    if said != Said::Nothing {
        // R's word is news; what follows is not, so the stream is quiet by the time it is listened to.
        kith_app::followers::run_followers_once(&kith.app).await.expect("the journal is followed");
    }
    match act {
        Act::Nothing => {}
        Act::SetsAside => act_of("PUT", "snooze", json!({"until": until})).await,
        Act::SetsAsideAndBringsBack => {
            act_of("PUT", "snooze", json!({"until": until})).await;
            act_of("DELETE", "snooze", Value::Null).await;
        }
        Act::Ignores => act_of("PUT", "dismissal", Value::Null).await,
        Act::IgnoresAndTakesItBack => {
            act_of("PUT", "dismissal", Value::Null).await;
            act_of("DELETE", "dismissal", Value::Null).await;
        }
        Act::Marks => {
            act_of("PUT", "dismissal", Value::Null).await;
            act_of("PUT", "mark", Value::Null).await;
        }
        Act::MarksAndTakesItBack => {
            act_of("PUT", "dismissal", Value::Null).await;
            act_of("PUT", "mark", Value::Null).await;
            act_of("DELETE", "mark", Value::Null).await;
        }
        Act::Reports => act_of("PUT", "report", json!({"reason": "Advertising."})).await,
    }
    let mut seen = seen_by_sender(&kith, &ana, &ben, &id).await;
    kith.advance("30d");
    seen.extend(seen_by_sender(&kith, &ana, &ben, &id).await);
    if withdraws {
        let withdrawal = format!("/invitations/{id}/withdrawal");
        for _ in 0..2 {
            let answer = call(&router, &ana, "PUT", &withdrawal, Value::Null).await;
            seen.push(("withdrawal".to_owned(), answer.status.as_u16(), answer.body));
        }
        seen.extend(seen_by_sender(&kith, &ana, &ben, &id).await);
    } else {
        kith.advance("149d");
        seen.extend(seen_by_sender(&kith, &ana, &ben, &id).await);
        // It expires; what S may try again waits equally long for all of them (R8.8).
        kith.advance("2d");
        seen.extend(seen_by_sender(&kith, &ana, &ben, &id).await);
    }
    seen
}

async fn all_stories_are_alike(said: Said, withdraws: bool) {
    let silence = story(Act::Nothing, said, withdraws).await;
    let statuses: Vec<u16> = silence.iter().map(|(_, status, _)| *status).collect();
    assert!(statuses.contains(&200), "something is seen at all");
    for act in ACTS {
        for (silent, seen) in silence.iter().zip(story(act, said, withdraws).await) {
            let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
            assert_eq!((silent.1, text(&silent.2)), (seen.1, text(&seen.2)), "{act:?}: {}", silent.0);
        }
    }
}

#[tokio::test]
async fn until_expiry_s_cannot_tell_what_r_did_r6_1() {
    all_stories_are_alike(Said::Nothing, false).await;
}

#[tokio::test]
async fn withdrawing_tells_nothing_of_what_r_did_r6_1() {
    all_stories_are_alike(Said::Nothing, true).await;
}

#[tokio::test]
async fn after_a_question_s_cannot_tell_what_r_did_f5_r6_1() {
    all_stories_are_alike(Said::Question, false).await;
}

#[tokio::test]
async fn after_a_told_day_s_cannot_tell_what_r_did_f6_r6_1() {
    all_stories_are_alike(Said::NotNow, true).await;
}

#[tokio::test]
async fn s_never_reads_when_r_viewed_it_r6_1() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana Lee", "Ben Ode"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("40s");
    let router = router(&kith);
    let path = format!("/invitations/{id}");
    ben.views(id).await;
    let seen = call(&router, &ana, "GET", &path, Value::Null).await.json();
    assert!(seen.get("viewed_at").is_none() && seen.get("mark_undo_until").is_none());
    let received = call(&router, &ben, "GET", &path, Value::Null).await.json();
    assert_eq!(received["viewed_at"], "2026-03-02T09:00:40Z");
    assert!(received["can"].get("undo").is_none() && received.get("mail").is_none());
}

/// What stays open after it was let in ends with the session: nothing is told to who is no longer signed in.
#[tokio::test]
async fn a_stream_of_events_ends_with_its_session_r6_4() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana Lee", "Ben Ode"]).await;
    let router = router(&kith);
    let listens = async || {
        let events = request("GET", "/api/v1/events", Some(ben.token.as_str()), &Value::Null);
        router.clone().oneshot(events).await.expect("a stream").into_body().into_data_stream()
    };
    let (mut before, mut after) = (listens().await, listens().await);
    kith_app::followers::run_followers_once(&kith.app).await.expect("the journal is followed");
    ana.invites(&ben).await;
    kith.advance("40s");
    kith_app::followers::run_followers_once(&kith.app).await.expect("the journal is followed");
    let heard = before.next().await.expect("it goes on").expect("a piece");
    assert!(String::from_utf8_lossy(&heard).contains("invitation_received"), "{heard:?}");
    kith_app::sessions::sign_out(&kith.app, ben.actor).await.expect("may sign out");
    // What was on its way when the session ended is not told any more.
    assert!(after.next().await.is_none(), "it has ended");
}
