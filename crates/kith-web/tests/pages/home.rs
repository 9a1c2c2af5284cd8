//! What waits for a member on the first page.

use axum::http::StatusCode;
use kith_app::followers::run_followers_once;
use kith_testkit::Kith;

use crate::browser::{get, post_from, text};
use crate::support::router;

#[tokio::test]
async fn home_shows_what_came_in_what_is_new_and_who_may_be_known() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let [ana, ben, cleo, dan] = kith.members(["Ana Lee", "Ben Ode", "Cleo Mar", "Dan Fox"]).await;
    let nothing = text(&get(&router, &ana, "/").await);
    assert!(nothing.contains("No invitations at the moment") && nothing.contains("Look at groups"));
    assert!(!nothing.contains("id=\"news\"") && !nothing.contains("id=\"people\""));

    ana.connects(&kith, &ben).await;
    ben.connects(&kith, &cleo).await;
    dan.invites(&ana).await;
    kith.advance("1m");
    run_followers_once(&kith.app).await.unwrap();
    let page = text(&get(&router, &ana, "/").await);
    assert!(page.contains("1 invitation came in."));
    let after =
        |id: &str| page.split(&format!("id=\"{id}\"")).nth(1).expect(id).split("</section>").next().unwrap();
    assert!(after("received").contains("Dan Fox"));
    assert!(after("news").contains("Ben Ode") && after("news").contains("accepted your invitation."));
    assert!(!after("news").contains("Dan Fox"), "what waits is told once, by its card");
    assert!(after("people").contains("Cleo Mar") && after("people").contains("1 shared connection"));

    let dismissal = format!("/people/{}/dismissal", cleo.id);
    let dismissed = post_from(&router, &ana, Some("/"), &dismissal, &[]).await;
    assert_eq!((dismissed.status, dismissed.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert!(!text(&get(&router, &ana, "/").await).contains("id=\"people\""));
}

#[tokio::test]
async fn news_of_an_invitation_change_once_it_is_accepted() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let [ana, ben] = kith.members(["Ana Lee", "Ben Ode"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("1m");
    run_followers_once(&kith.app).await.unwrap();
    let page = text(&get(&router, &ben, "/notifications").await);
    assert!(page.contains("invites you to connect.") && page.contains("Read the invitation"));
    ben.accepts(id).await;
    let page = text(&get(&router, &ben, "/notifications").await);
    assert!(!page.contains("invites you to connect.") && !page.contains("Read the invitation"));
    assert!(page.contains("invited you, and you are connected.") && page.contains("Write to Ana"));
}
