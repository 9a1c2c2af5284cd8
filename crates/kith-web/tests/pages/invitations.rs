//! The main job on the pages: find, invite, answer, take back.

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use kith_domain::invitations::Claim;
use kith_testkit::Kith;

use crate::browser::{get, post, post_from, text};
use crate::support::router;

#[tokio::test]
async fn looking_at_an_invitation_is_not_viewing_it_r8_4_r11_10() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let id = ana.invites(&ben).with_note("We met at the harbour.").await;
    kith.advance("1m");
    let path = format!("/invitations/{id}");
    for looked_at in ["/", "/network", &path, "/network/archive"] {
        assert_eq!(get(&router, &ben, looked_at).await.status, StatusCode::OK, "{looked_at}");
    }
    let sent = text(&get(&router, &ana, "/network/sent").await);
    assert!(sent.contains(&format!("{path}/withdrawal")), "looking took the withdrawal away");

    assert_eq!(post(&router, &ben, &format!("{path}/view"), &[]).await.status, StatusCode::SEE_OTHER);
    let sent = text(&get(&router, &ana, "/network/sent").await);
    assert!(sent.contains("Can no longer be withdrawn"));
    assert!(!sent.contains(&format!("{path}/withdrawal")));
}

#[tokio::test]
async fn one_click_connects_with_the_general_text_and_is_undone_as_easily_r1_2() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let profile = format!("/in/{}", ben.id);
    let sent = post(&router, &ana, &format!("{profile}/connect"), &[("place", "search")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let page = text(&get(&router, &ana, &profile).await);
    assert!(page.contains("Add a note") && page.contains(">Undo<") && !page.contains("Customize invite"));
    let undo =
        page.split("action=\"").find_map(|rest| rest.split('"').next().filter(|a| a.ends_with("/undo")));
    let undo = undo.expect("a way back").to_owned();
    assert_eq!(post(&router, &ana, &undo, &[]).await.status, StatusCode::SEE_OTHER);
    let page = text(&get(&router, &ana, &profile).await);
    assert!(page.contains("Customize invite") && !page.contains(">Undo<"));
    let dialog = text(&get(&router, &ana, &format!("{profile}/invite")).await);
    assert!(dialog.contains("3,000 of 3,000 invitations left"), "an undone one was counted (R5.2)");
}

#[tokio::test]
async fn a_note_added_inside_the_window_counts_once_r1_2_r5_2() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let id = ana.invites(&ben).await;
    let blank = post(&router, &ana, &format!("/invitations/{id}/note"), &[("note", "  ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let added = post(&router, &ana, &format!("/invitations/{id}/note"), &[("note", "We met at sea.")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    kith.advance("1m");
    let received = text(&get(&router, &ben, "/network").await);
    assert_eq!(received.matches("<article").count(), 1);
    assert!(received.contains("We met at sea."));
    assert!(text(&get(&router, &ana, "/network/sent").await).contains("<strong>2,999</strong>"));
}

#[tokio::test]
async fn a_refused_invitation_comes_back_with_what_was_written_r2_7() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let path = format!("/in/{}/invite", ben.id);
    let fields = [("relation", "friend"), ("note", "Hi Ben, [how we know each other]")];
    let page = post(&router, &ana, &path, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(&page);
    assert!(page.contains("Hi Ben, [how we know each other]</textarea>"));
    assert!(page.contains("href=\"#note\"") && page.contains("aria-invalid=\"true\""));
    let unknown = post(&router, &ana, &path, &[("relation", "unknown")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "R4.2: unknown never sends");
    assert!(text(&get(&router, &ana, "/network/sent").await).contains("Nothing sent here"));
}

#[tokio::test]
async fn ignoring_and_not_knowing_are_two_steps_and_both_come_back_r10_6_r10_7() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let id = ana.invites(&ben).await;
    kith.advance("1m");
    let act = |act: &str| format!("/invitations/{id}/{act}");
    assert_eq!(post(&router, &ben, &act("mark"), &[]).await.status, StatusCode::CONFLICT);
    for step in ["dismissal", "mark", "mark/undo", "dismissal/undo"] {
        assert_eq!(post(&router, &ben, &act(step), &[]).await.status, StatusCode::SEE_OTHER, "{step}");
    }
    assert!(text(&get(&router, &ben, "/network").await).contains("Accept"));
    assert_eq!(post(&router, &ben, &act("acceptance"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(
        text(&get(&router, &ana, act("").replace("//", "/").trim_end_matches('/')).await)
            .contains("Accepted")
    );
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_door_and_back() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let request =
        axum::http::Request::get("/network/sent").body(axum::body::Body::empty()).expect("a request");
    let answer = crate::support::send(&router, request).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers[LOCATION], "/sign-in?next=%2Fnetwork%2Fsent");
    let request = axum::http::Request::get("/").body(axum::body::Body::empty()).expect("a request");
    let landing = text(&crate::support::send(&router, request).await);
    assert!(landing.contains("An invitation should mean something."));
}

#[tokio::test]
async fn one_who_goes_by_another_name_asks_for_nothing_on_any_page_r11_4() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    ana.invites(&ben).await;
    kith.advance("1m");
    let profile = format!("/in/{}", ana.id);
    assert!(text(&get(&router, &ben, &profile).await).contains("Respond</a>"));

    let renamed = [("name", "Somebody Else"), ("handle", "somebody-else")];
    assert_eq!(post(&router, &ana, "/profile/edit", &renamed).await.status, StatusCode::SEE_OTHER);
    let page = text(&get(&router, &ben, &profile).await);
    assert!(!page.contains("Respond</a>") && page.contains("Customize invite"), "the profile answers for it");
    let dialog = get(&router, &ben, &format!("{profile}/invite")).await;
    assert_eq!(dialog.status, StatusCode::OK, "nothing is in the way of inviting them");
}

#[tokio::test]
async fn a_note_added_on_its_own_page_leads_to_a_page_that_is_there_r1_2() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    for from in ["/invitations/{id}/note", "/invitations/{id}", "/search?query=ben"] {
        let id = ana.invites(&ben).await.to_string();
        let (path, from) = (format!("/invitations/{id}/note"), from.replace("{id}", &id));
        let added = post_from(&router, &ana, Some(&from), &path, &[("note", "We met at sea.")]).await;
        let onward = added.header("location").to_owned();
        let page = get(&router, &ana, &onward).await;
        assert_eq!(page.status, StatusCode::OK, "{from} led to {onward}");
        let again = text(&get(&router, &ana, "/network/sent").await);
        let undo =
            again.split("action=\"").find_map(|rest| rest.split('"').next().filter(|a| a.ends_with("/undo")));
        assert_eq!(post(&router, &ana, undo.expect("a way back"), &[]).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn pace_is_hinted_at_on_the_pages_before_it_is_enforced_r6_6() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    let connect = async |other: &kith_testkit::Member| {
        let sent = post(&router, &ana, &format!("/in/{}/connect", other.id), &[("place", "search")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let flash = sent.headers["set-cookie"]
            .to_str()
            .expect("a cookie")
            .split(';')
            .next()
            .expect("a value")
            .to_owned();
        let cookie = format!("kith={}; {flash}", ana.token.as_str());
        let page =
            axum::http::Request::get("/search").header("cookie", cookie).body(axum::body::Body::empty());
        text(&crate::support::send(&router, page.expect("a request")).await)
    };
    for n in 1..=21 {
        let other = kith.member(&format!("Somebody {n}")).await;
        let hinted = connect(&other).await.contains("There is no hurry");
        assert_eq!(hinted, n == 20, "invitation {n}");
    }
    let other = kith.member("One more").await;
    let dialog = text(&get(&router, &ana, &format!("/in/{}/invite", other.id)).await);
    assert!(dialog.contains("21 invitations today"));
}

#[tokio::test]
async fn after_withdrawing_the_page_says_no_for_21_days_and_after_an_undo_at_once_yes_r8_8() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let dialog = format!("/in/{}/invite", ben.id);
    let sends = async || post(&router, &ana, &dialog, &[("note", "We met at sea.")]).await;
    let id = ana.invites(&ben).await;
    assert_eq!(
        post(&router, &ana, &format!("/invitations/{id}/undo"), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(sends().await.status, StatusCode::SEE_OTHER, "after an undo at once");

    kith.advance("1m");
    let sent = text(&get(&router, &ana, "/network/sent").await);
    let withdrawal = sent
        .split("action=\"")
        .find_map(|rest| rest.split('"').next().filter(|a| a.ends_with("/withdrawal")));
    let withdrawal = withdrawal.expect("a way back").to_owned();
    assert_eq!(post(&router, &ana, &withdrawal, &[]).await.status, StatusCode::SEE_OTHER);
    kith.advance("20d");
    let refused = sends().await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(&refused);
    assert!(page.contains("We met at sea.</textarea>"), "what was written is kept");
    assert!(!page.contains("21 days") && !page.contains("withdr"), "undated, and without the reason (R10.7)");
    kith.advance("1d");
    assert_eq!(sends().await.status, StatusCode::SEE_OTHER);
    assert!(text(&get(&router, &ana, &dialog.replace("/invite", "")).await).contains(">Undo<"));
}

#[tokio::test]
async fn the_dialog_tells_what_will_be_read_of_claim_and_note_without_a_script_f8_f10_r6_9() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let cleo = kith.member("Cleo Fay").await;
    let note = "I came across your work and would like to tell you how our platform helps teams like yours.";
    ana.invites(&cleo).with_note(note).await;
    let ask = kith_app::profile::AddPosition {
        employer: "Acme GmbH".into(),
        title: "Engineer".into(),
        from: "2012-01".into(),
        to: Some("2014-06".into()),
    };
    let position = kith_app::profile::add_position(&kith.app, ana.actor, ask).await.expect("a position");
    let position = position.to_string();
    let path = format!("/in/{}/invite/preview", ben.id);
    let fields = [("relation", "colleague"), ("colleague_of", position.as_str()), ("note", note)];
    let page = post(&router, &ana, &path, &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = text(&page);
    assert!(page.contains("Not on the profile of Ben"), "{page}");
    assert!(page.contains("Similar to what you sent to a few others"), "{page}");
    assert!(page.contains(&format!("{note}</textarea>")), "what was written is still there");
    assert_eq!(kith_app::invitations::boxes(&kith.app, ana.actor).await.unwrap().sent, 1, "nothing was sent");
    kith.advance("1m");
    let id = ana.invites(&ben).with_note(note).with_claim(Claim::Colleague(position.parse().unwrap())).await;
    kith.advance("1m");
    for path in ["/network".to_owned(), format!("/invitations/{id}")] {
        let card = text(&get(&router, &ben, &path).await);
        assert!(card.contains("Says you worked together at Acme GmbH, 2012–14"), "{card}");
        assert!(card.contains("not on your profile") && card.contains("Partly, sent to a few"), "{card}");
    }
}

#[tokio::test]
async fn the_note_is_changed_and_taken_out_on_the_pages_until_it_is_seen_f12() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let id = ana.invites(&ben).with_note("From the choir.").await;
    kith.advance("1m");
    let (page, note) = (format!("/invitations/{id}"), format!("/invitations/{id}/note"));
    assert!(text(&get(&router, &ana, &page).await).contains("Change the note"));
    assert!(text(&get(&router, &ana, &note).await).contains("From the choir.</textarea>"));
    assert_eq!(
        post(&router, &ana, &note, &[("note", "From the regatta.")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(text(&get(&router, &ben, "/network").await).contains("From the regatta."));
    assert_eq!(post(&router, &ana, &format!("{note}/removal"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!text(&get(&router, &ben, "/network").await).contains("From the regatta."));
    assert_eq!(get(&router, &ben, &note).await.status, StatusCode::NOT_FOUND, "it is not Ben's");
    ben.views(id).await;
    assert!(!text(&get(&router, &ana, &page).await).contains("Add a note"));
    let late = post(&router, &ana, &note, &[("note", "Too late.")]).await;
    assert_eq!((late.status, late.header("location")), (StatusCode::SEE_OTHER, page.as_str()));
    assert!(!text(&get(&router, &ben, &page).await).contains("Too late."));
}

#[tokio::test]
async fn those_that_are_ticked_are_ignored_and_come_back_with_one_undo_r10_6() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let [ana, ben, cleo, dan] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay", "Dan Ray"]).await;
    let of_ben = ben.invites(&ana).await.to_string();
    let of_cleo = cleo.invites(&ana).await.to_string();
    dan.invites(&ana).await;
    kith.advance("1m");
    let shown = async || {
        let page = text(&get(&router, &ana, "/network").await);
        ["Ben Ode", "Cleo Fay", "Dan Ray"].map(|name| page.contains(name))
    };
    assert_eq!(shown().await, [true; 3]);
    let ticked = [("invitation", of_ben.as_str()), ("invitation", of_cleo.as_str())];
    let ignored = post(&router, &ana, "/network/dismissals", &ticked).await;
    assert_eq!((ignored.status, ignored.header("location")), (StatusCode::SEE_OTHER, "/network"));
    assert_eq!(shown().await, [false, false, true]);

    let undo = format!("/network/dismissals/undo?ids={of_ben},{of_cleo}");
    let back = post(&router, &ana, &undo, &[]).await;
    assert_eq!((back.status, back.header("location")), (StatusCode::SEE_OTHER, "/network"));
    assert_eq!(shown().await, [true; 3]);
    // Nothing ticked, nothing done.
    assert_eq!(post(&router, &ana, "/network/dismissals", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(shown().await, [true; 3]);
}
