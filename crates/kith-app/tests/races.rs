//! Many who act at once.

use kith_app::invitations;
use kith_domain::standing::Standing;
use kith_testkit::{Kith, Member};

async fn standing(member: &Member) -> Standing {
    member.app.store().standing(member.id).await.unwrap().expect("a standing")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_marks_at_once_all_count_and_restrict_once_r6_3() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let mut received = Vec::new();
    for n in 0..40 {
        let stranger = kith.member(&format!("Stranger {n}")).await;
        received.push((ana.invites(&stranger).await, stranger));
    }
    kith.advance("30s");
    for (id, stranger) in &received {
        stranger.ignores(*id).await;
    }
    let at_once: Vec<_> = received
        .into_iter()
        .map(|(id, stranger)| {
            tokio::spawn(async move { invitations::mark(&stranger.app, stranger.actor, id).await.map(drop) })
        })
        .collect();
    for mark in at_once {
        mark.await.unwrap().expect("may be marked");
    }
    let now = kith.app.now();
    let after = standing(&ana).await;
    let since = after.marks_count_from(kith.app.policy(), now);
    assert_eq!(kith.app.store().marks(ana.id, since, ana.id).await.unwrap().counting, 40);
    assert_eq!(after.restrictions, 1);
    assert_eq!(after.restricted_at(now).map(|restriction| restriction.nth), Some(1));
}
