//! The door on the pages: said once, read before writing, and open to who brings what it asks for (F7).

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use kith_app::door_policy::{self, DoorPolicy, Who};
use kith_testkit::Kith;

use crate::browser::{get, post, text};
use crate::support::router;

#[tokio::test]
async fn a_door_is_said_read_and_passed_on_the_pages_f7_r1_2_r1_7() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let question = "Which <choir> do you sing in?";
    let form = [("who", "anybody"), ("note", "yes"), ("question_1", question)];
    let saved = post(&router, &ben, "/settings/door", &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = text(&get(&router, &ben, "/settings/door").await);
    assert!(
        page.contains("Which &#60;choir&#62; do you sing in?"),
        "what was said stands in the form: {page}"
    );

    let one_click = post(&router, &ana, &format!("/in/{}/connect", ben.id), &[("place", "search")]).await;
    assert_eq!(one_click.status, StatusCode::SEE_OTHER);
    let dialog_at = one_click.headers[LOCATION].to_str().unwrap().to_owned();
    assert!(dialog_at.ends_with("/invite?place=search"), "the dialog opens instead of failing: {dialog_at}");
    let dialog = text(&get(&router, &ana, &dialog_at).await);
    assert!(dialog.contains("A note in your own words."), "{dialog}");
    assert!(
        !dialog.contains("Personal note <span class=\"optional\">"),
        "a note that is asked for is not optional"
    );

    let path = format!("/in/{}/invite", ben.id);
    let form = [("note", "We met at sea."), ("question_1", question), ("answer_1", "")];
    let refused = post(&router, &ana, &path, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(&refused).contains("We met at sea."), "what was written is not lost");
    let form =
        [("note", "We met at sea."), ("question_1", question), ("answer_1", "The <b>harbour</b> choir")];
    assert_eq!(post(&router, &ana, &path, &form).await.status, StatusCode::SEE_OTHER);
    kith.advance("1m");
    let got = &kith_app::invitations::received(
        &kith.app,
        ben.actor,
        kith_app::invitations::ReceivedBox::Waiting,
        None,
        1,
    )
    .await
    .unwrap()[0];
    let page = text(&get(&router, &ben, &format!("/invitations/{}", got.invitation.id)).await);
    assert!(page.contains("The &#60;b&#62;harbour&#60;/b&#62; choir"), "the answer is on the card: {page}");
}

#[tokio::test]
async fn what_the_form_cannot_mean_is_said_at_its_field_f7() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ben = kith.member("Ben Ode").await;
    let long = "x".repeat(141);
    for (form, wrong) in [
        (vec![("who", "tied")], "Tick at least one of them"),
        (vec![("who", "tied"), ("tie_connections", "yes"), ("at_least", "many")], "a number from 1 to 50"),
        (vec![("who", "tied"), ("tie_connections", "yes"), ("at_least", "51")], "a number from 1 to 50"),
        (vec![("question_1", "Why?"), ("question_2", "Why?")], "the same question"),
        (vec![("question_1", long.as_str()), ("note", "yes")], "at most 140 fit"),
    ] {
        let answer = post(&router, &ben, "/settings/door", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        assert!(text(&answer).contains(wrong), "{form:?}: {}", text(&answer));
    }
    let door = door_policy::read(&kith.app, ben.actor).await.unwrap().unwrap();
    assert_eq!(door.policy, DoorPolicy::default(), "nothing of it was kept");
}

#[tokio::test]
async fn a_closed_door_offers_no_sending_f7() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let nobody = DoorPolicy { who: Who::Nobody, ..DoorPolicy::default() };
    door_policy::put(&kith.app, ben.actor, nobody, None).await.unwrap();
    let dialog = text(&get(&router, &ana, &format!("/in/{}/invite", ben.id)).await);
    assert!(
        dialog.contains("takes no invitations at present") && dialog.contains(" disabled>Send"),
        "{dialog}"
    );
}
