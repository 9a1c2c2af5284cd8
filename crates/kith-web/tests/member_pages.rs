//! The pages of a signed-in member, as a browser without a script gets them.

#[path = "api/support.rs"]
mod support;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use kith_testkit::{Kith, Member};
use kith_web::gate::csrf;
use support::{Answer, router, send};

/// What a member's browser gets at an address.
async fn get(router: &Router, by: &Member, path: &str) -> Answer {
    let cookie = format!("kith={}", by.token.as_str());
    let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).expect("a request");
    send(router, request).await
}

/// What a member's browser gets when it sends a form.
async fn post(router: &Router, by: &Member, path: &str, form: &[(&str, &str)]) -> Answer {
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

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).expect("UTF-8")
}

/// Two members who are connected, the first having invited the second with a note.
async fn connected(kith: &Kith) -> (Member, Member) {
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let id = ana.invites(&ben).with_note("We met at the harbour.").await;
    kith.advance("1m");
    ben.accepts(id).await;
    (ana, ben)
}

#[tokio::test]
async fn every_page_shows_to_a_member_with_nothing_yet_and_says_what_to_do_next() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    for (path, says) in [
        ("/settings", "Close the account"),
        ("/profile/edit", "Edit your profile"),
        ("/standing", "Your standing is good"),
        ("/help", "What an invitation is"),
        ("/network/connections", "No connections yet"),
        ("/messages", "No messages yet"),
        ("/groups", "No groups yet"),
        ("/groups?joined=yes", "You are in no group yet"),
        ("/groups/new", "Start a group"),
    ] {
        let page = get(&router, &ana, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", text(&page));
        assert!(text(&page).contains(says), "{path}");
    }
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    let request = Request::post("/groups/new")
        .header(COOKIE, format!("kith={}", ana.token.as_str()))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("name=Harbour"))
        .expect("a request");
    assert_eq!(send(&router, request).await.status, StatusCode::FORBIDDEN);
    assert!(text(&get(&router, &ana, "/groups").await).contains("No groups yet"));
}

#[tokio::test]
async fn a_group_is_started_joined_and_left() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let wrong = post(&router, &ana, "/groups/new", &[("name", "  ")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(&wrong).contains("id=\"group-name-error\""));
    let made = post(&router, &ana, "/groups/new", &[("name", "Harbour <Pilots>"), ("about", "Tides.")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let page = made.header(LOCATION.as_str()).to_owned();
    assert!(text(&get(&router, &ben, &page).await).contains("Harbour &#60;Pilots&#62;"));
    assert_eq!(post(&router, &ben, &format!("{page}/join"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(text(&get(&router, &ben, &page).await).contains("2 members"));
    assert_eq!(post(&router, &ben, &format!("{page}/leave"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(text(&get(&router, &ben, &page).await).contains("1 member<"));
}

#[tokio::test]
async fn the_conversation_opens_with_the_invitation_and_hints_at_asking_so_soon_r7_2_r7_3() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = connected(&kith).await;
    let thread = format!("/messages/{}", ben.id);
    let page = get(&router, &ana, &thread).await;
    assert_eq!(page.status, StatusCode::OK, "{}", text(&page));
    assert!(text(&page).contains("We met at the harbour."));
    assert!(text(&page).contains("Say thank you"), "R7.1: offered, and never sent by itself");
    assert!(text(&page).contains("Nothing has been written yet."));

    let asks = [("text", "Hi, are you hiring?"), ("operation", "1")];
    let hinted = post(&router, &ana, &thread, &asks).await;
    assert_eq!(hinted.status, StatusCode::OK);
    assert!(text(&hinted).contains("Send all the same") && text(&hinted).contains("Hi, are you hiring?"));
    assert!(text(&get(&router, &ben, "/messages").await).contains("No messages yet"));
    let all_the_same = [asks[0], asks[1], ("all_the_same", "yes")];
    for _ in 0..2 {
        assert_eq!(post(&router, &ana, &thread, &all_the_same).await.status, StatusCode::SEE_OTHER);
    }
    let list = text(&get(&router, &ben, "/messages").await);
    assert!(list.contains("Hi, are you hiring?") && list.contains("thread-link--unread"));
    let read = text(&get(&router, &ben, &format!("/messages/{}", ana.id)).await);
    assert_eq!(read.matches("<li class=\"bubble").count(), 1, "a form sent twice writes once");
    // Looking changes nothing (R11.10); the form of the page does.
    assert!(text(&get(&router, &ben, "/messages").await).contains("thread-link--unread"));
    let up_to =
        read.split("name=\"up_to\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
    let mark = post(&router, &ben, &format!("/messages/{}/read", ana.id), &[("up_to", up_to)]).await;
    assert_eq!(mark.status, StatusCode::SEE_OTHER);
    assert!(!text(&get(&router, &ben, "/messages").await).contains("thread-link--unread"));
}

#[tokio::test]
async fn leaving_a_connection_is_asked_first_and_silent_r11_6() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = connected(&kith).await;
    assert!(text(&get(&router, &ana, "/network/connections").await).contains("Ben Ode"));
    let leave = format!("/in/{}/disconnect", ben.id);
    assert!(text(&get(&router, &ana, &leave).await).contains("They are not told."));
    assert!(
        text(&get(&router, &ben, "/network/connections").await).contains("Ana Lee"),
        "asking does nothing"
    );
    assert_eq!(post(&router, &ana, &leave, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(text(&get(&router, &ben, "/network/connections").await).contains("No connections yet"));
    let gone = get(&router, &ana, &format!("/messages/{}", ben.id)).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_block_hides_the_two_from_each_other_and_can_be_taken_back_r11_7() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = connected(&kith).await;
    assert_eq!(
        post(&router, &ana, &format!("/in/{}/block", ben.id), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    for path in ["connections", "shared-connections", "block"] {
        let page = get(&router, &ben, &format!("/in/{}/{path}", ana.id)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(text(&get(&router, &ana, "/settings").await).contains("Unblock"));
    let back = post(&router, &ana, &format!("/settings/blocks/{}/unblock", ben.id), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(text(&get(&router, &ana, "/settings").await).contains("Nobody is blocked."));
}

#[tokio::test]
async fn a_profile_is_edited_and_what_is_wrong_stands_at_its_field() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    let about = [("name", "Ana Lee"), ("handle", "ana-lee-9"), ("headline", "Pilot"), ("summary", "")];
    assert_eq!(post(&router, &ana, "/profile/edit", &about).await.status, StatusCode::SEE_OTHER);
    let wrong = post(&router, &ana, "/profile/edit", &[("name", ""), ("handle", "a b")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for id in ["about-name-error", "about-handle-error"] {
        assert!(text(&wrong).contains(&format!("id=\"{id}\"")), "{id}");
    }
    let position = [("title", "Pilot"), ("employer", "Port of Izmir"), ("from", "2019-05"), ("to", "")];
    assert_eq!(post(&router, &ana, "/profile/positions", &position).await.status, StatusCode::SEE_OTHER);
    let backwards = [("title", "Mate"), ("employer", "Tug"), ("from", "2019-05"), ("to", "2018-01")];
    let wrong = post(&router, &ana, "/profile/positions", &backwards).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(&wrong).contains("value=\"Mate\""), "what was typed stays");
    let interests = [("interests", "Tides, open data\nRust")];
    assert_eq!(post(&router, &ana, "/profile/interests", &interests).await.status, StatusCode::SEE_OTHER);
    let page = text(&get(&router, &ana, "/profile/edit").await);
    for kept in ["ana-lee-9", "Port of Izmir", "Tides\nopen data\nRust"] {
        assert!(page.contains(kept), "{kept}");
    }
}

#[tokio::test]
async fn a_token_is_shown_once_and_sessions_end() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    let made = text(&post(&router, &ana, "/settings/tokens", &[("label", "Backup script")]).await);
    let token = made
        .split("id=\"new-token\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a token");
    let page = text(&get(&router, &ana, "/settings").await);
    assert!(page.contains("Backup script") && !page.contains(token));
    let others = post(&router, &ana, "/settings/sessions/end-others", &[]).await;
    assert_eq!(others.status, StatusCode::SEE_OTHER);
    assert!(!text(&get(&router, &ana, "/settings").await).contains("Backup script"));
}

#[tokio::test]
async fn an_account_closes_with_its_password_and_its_name_typed() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member_with_password("Ana Lee", "a long sentence").await;
    let page = text(&get(&router, &ana, "/settings").await);
    let handle =
        page.split("Type <strong>").nth(1).and_then(|rest| rest.split('<').next()).expect("a handle");
    for wrong in [
        [("password", "another sentence"), ("confirmation", handle)],
        [("password", "a long sentence"), ("confirmation", "yes")],
    ] {
        let refused = post(&router, &ana, "/settings/close", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text(&refused).contains("The account was not closed"));
    }
    let right = [("password", "a long sentence"), ("confirmation", handle)];
    assert_eq!(post(&router, &ana, "/settings/close", &right).await.status, StatusCode::SEE_OTHER);
    assert_eq!(get(&router, &ana, "/settings").await.header("location"), "/sign-in?next=%2Fsettings");
}

#[tokio::test]
async fn a_restriction_says_why_and_lifts_with_an_explicit_tick_r6_4_r6_5() {
    let kith = Kith::with(|network| network.policy.marks.threshold = 0).await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let id = ana.invites(&ben).await;
    kith.advance("1m");
    ben.marks(id).await;
    let page = text(&get(&router, &ana, "/standing").await);
    assert!(page.contains("You can send no invitations at present"));
    // Whom one invited stands in the ledger; who said what stands nowhere (R6.1).
    let why = page.split("id=\"restriction\"").nth(1).and_then(|rest| rest.split("</section>").next());
    assert!(!why.expect("the restriction").contains("Ben"));
    let without = post(&router, &ana, "/standing/agreement", &[("version", "1")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let agreed = post(&router, &ana, "/standing/agreement", &[("version", "1"), ("agreed", "yes")]).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER);
    assert!(text(&get(&router, &ana, "/standing").await).contains("Your standing is good"));
}
