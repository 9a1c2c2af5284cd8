//! Many who act at once.

use kith_app::Failure;
use kith_app::invitations::{self, SendReply};
use kith_domain::invitations::SendRefused;
use kith_domain::policy::Limit;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_sends_at_once_exactly_as_many_pass_as_are_left_r5_2_r5_6() {
    for (lifetime, weekly, pending) in [(1, 10, 10), (10, 1, 10), (10, 10, 1)] {
        let kith = Kith::with(|network| {
            let limits = &mut network.policy.invitations;
            (limits.lifetime, limits.weekly, limits.pending) =
                (Limit::At(lifetime), Limit::At(weekly), Limit::At(pending));
        })
        .await;
        let ana = kith.member("Ana").await;
        let mut at_once = Vec::new();
        for n in 0..10 {
            let invites = ana.invites(&kith.member(&format!("Member {n}")).await);
            at_once.push(tokio::spawn(invites.tried()));
        }
        let mut sent = 0;
        for send in at_once {
            match send.await.unwrap() {
                Ok(SendReply::Sent { .. }) => sent += 1,
                Err(Failure::Refused(
                    SendRefused::AllowanceSpent { limit: 1, used: 1 }
                    | SendRefused::PaceExceeded { limit: 1, used: 1, .. }
                    | SendRefused::TooManyPending { limit: 1, used: 1 },
                )) => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(sent, 1);
        let after = standing(&ana).await;
        assert_eq!((after.sent, after.week.used, after.pending), (1, 1, 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_invite_each_other_at_once_are_connected_once_and_one_is_charged_r10_8() {
    let kith = Kith::new().await;
    for n in 0..20 {
        let ana = kith.member(&format!("Ana {n}")).await;
        let ben = kith.member(&format!("Ben {n}")).await;
        let crossing = [tokio::spawn(ana.invites(&ben).tried()), tokio::spawn(ben.invites(&ana).tried())];
        let mut connected = 0;
        for send in crossing {
            match send.await.unwrap().expect("neither is refused") {
                SendReply::Sent { .. } => {}
                SendReply::Connected { .. } => connected += 1,
                SendReply::Existing(existing) => panic!("{existing:?}"),
            }
        }
        assert_eq!(connected, 1);
        let (one, other) = (standing(&ana).await, standing(&ben).await);
        assert_eq!((one.connections, other.connections), (1, 1));
        assert_eq!((one.sent + other.sent, one.pending + other.pending), (1, 0));
    }
}
