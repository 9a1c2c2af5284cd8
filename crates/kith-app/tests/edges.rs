//! Corners where two rules meet.

use kith_app::accounts;
use kith_app::connections;
use kith_app::invitations::{self, SendInvitation};
use kith_app::{Failure, standing};
use kith_domain::id::MemberId;
use kith_domain::invitations::{Claim, Place, SendRefused, StateForSender};
use kith_domain::policy::Limit;
use kith_domain::standing::WEEK;
use kith_testkit::{Kith, Member};

const PASSWORD: &str = "harbour lights";

/// What sending `ask` is refused with.
async fn refused(member: &Member, ask: SendInvitation) -> SendRefused {
    match invitations::send(&member.app, member.actor, ask).await {
        Err(Failure::Refused(refused)) => refused,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn whom_a_block_hides_answers_as_nobody_whatever_was_written_r1_1_r11_7() {
    let kith = Kith::with(|network| {
        network.policy.relation.requires_address = vec![kith_domain::invitations::RelationKind::Friend];
    })
    .await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let gone = kith.member_with_password("Gil", PASSWORD).await;
    connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
    accounts::close(&kith.app, gone.actor, PASSWORD).await.unwrap();
    for to in [ben.id, gone.id, MemberId(7)] {
        let plain = SendInvitation::one_click(to, Place::Profile);
        let long = SendInvitation { note: Some("a".repeat(301)), ..plain.clone() };
        let unfilled = SendInvitation { note: Some("Hi [first name]".to_owned()), ..plain.clone() };
        let claim = Some(Claim::Friend);
        let address = Some("no address".to_owned());
        let malformed = SendInvitation { claim, address, ..plain.clone() };
        for ask in [plain, long, unfilled, malformed] {
            assert_eq!(refused(&ana, ask).await, SendRefused::NotFound, "{to:?}");
        }
    }
}

#[tokio::test]
async fn an_undone_invitation_begins_no_week_r8_7_r5_6() {
    let kith = Kith::with(|network| network.policy.invitations.weekly = Limit::At(1)).await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let undone = ana.invites(&ben).await;
    invitations::undo(&kith.app, ana.actor, undone).await.unwrap();
    kith.advance("6d");
    ana.invites(&ben).await;
    let opens_at = kith.app.now() + WEEK;
    let allowance = standing::allowance(&kith.app, ana.actor).await.unwrap().unwrap();
    assert_eq!(allowance.week_resets_at, Some(opens_at));
    kith.advance("2d");
    let cid = kith.member("Cid").await;
    let ask = SendInvitation::one_click(cid.id, Place::Profile);
    assert_eq!(refused(&ana, ask).await, SendRefused::PaceExceeded { limit: 1, used: 1, opens_at });
}

#[tokio::test]
async fn an_invitation_to_who_blocked_and_left_keeps_its_name_until_expiry_r11_5_r11_7() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let ben = kith.member_with_password("Ben", PASSWORD).await;
    let id = ana.invites(&ben).await;
    kith.advance("1h");
    connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
    accounts::close(&kith.app, ben.actor, PASSWORD).await.unwrap();
    let seen = async || {
        accounts::tidy_departed(&kith.app).await.unwrap();
        let sent = invitations::sent_one(&kith.app, ana.actor, id).await.unwrap().expect("Ana's own");
        (sent.state, sent.recipient.map(|person| person.name.as_str().to_owned()))
    };
    kith.advance("2h");
    assert_eq!(seen().await, (StateForSender::Pending, Some("Ben".to_owned())));
    kith.advance("180d");
    assert_eq!(seen().await, (StateForSender::Expired, None));
}

#[tokio::test]
async fn what_the_blocked_one_takes_back_does_not_show_in_the_block_r8_3_r11_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    for withdraws in [true, false] {
        let id = ana.invites(&ben).await;
        kith.advance("1h");
        connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
        let blocks = async || connections::blocks(&kith.app, ben.actor, None, 20).await.unwrap().items;
        let before = blocks().await;
        assert_eq!(before.len(), 1);
        if withdraws {
            kith.advance("1d");
            ana.withdraws(id).await;
        } else {
            kith.advance("180d");
            assert_eq!(invitations::tidy_overdue(&kith.app, ana.id, kith.app.now()).await.unwrap(), 1);
        }
        assert_eq!(blocks().await, before);
        connections::unblock(&kith.app, ben.actor, ana.id).await.unwrap();
        kith.advance("21d");
    }
}
