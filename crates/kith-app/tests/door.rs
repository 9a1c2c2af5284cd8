//! Door policies: what R asks of everybody, before and at sending (F7).

use kith_app::door_policy::{
    self, Answered, Door, DoorPolicy, DoorPolicyRefused, EditDoorRefused, Need, Tie, Who,
};
use kith_app::invitations::{self, SendInvitation, SendReply};
use kith_app::settings::{self, EditSettings};
use kith_app::{Failure, connections, groups};
use kith_domain::invitations::{Place, Purpose, SendRefused};
use kith_domain::profile::Audience;
use kith_domain::text::{DoorAnswer, DoorQuestion};
use kith_testkit::{Kith, Member};

async fn opens(member: &Member, policy: DoorPolicy) {
    door_policy::put(&member.app, member.actor, policy, None).await.expect("a policy that holds together");
}

async fn found_by(member: &Member, other: &Member) -> Door {
    door_policy::at(&member.app, member.actor, other.id).await.unwrap().expect("they are there")
}

async fn tried(member: &Member, ask: SendInvitation) -> Result<SendReply, SendRefused> {
    match invitations::send(&member.app, member.actor, ask).await {
        Ok(reply) => Ok(reply),
        Err(Failure::Refused(refused)) => Err(refused),
        Err(Failure::Fault(fault)) => panic!("{fault}"),
    }
}

fn one_click(to: &Member) -> SendInvitation {
    SendInvitation::one_click(to.id, Place::Search)
}

fn tied(ties: &[Tie]) -> DoorPolicy {
    DoorPolicy { who: Who::Tied(ties.to_vec()), ..DoorPolicy::default() }
}

fn answer(question: &str, answer: &str) -> Answered {
    Answered { question: DoorQuestion::parse(question).unwrap(), answer: DoorAnswer::parse(answer).unwrap() }
}

#[tokio::test]
async fn what_is_told_before_is_what_stands_at_sending_and_nothing_is_counted_f7_r1_9_r5_2() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let question = DoorQuestion::parse("Where did we meet?").unwrap();
    opens(
        &ben,
        DoorPolicy {
            note: true,
            questions: vec![question.clone()],
            purposes: vec![Purpose::KeepInTouch],
            ..DoorPolicy::default()
        },
    )
    .await;
    let door = found_by(&ana, &ben).await;
    assert!(door.allowed(), "all of it can be written");
    assert_eq!(
        door.needs,
        [Need::Note, Need::Purpose(vec![Purpose::KeepInTouch]), Need::Answers(vec![question])]
    );
    let Err(SendRefused::Door(needs)) = tried(&ana, one_click(&ben)).await else { panic!("the door stands") };
    assert_eq!(needs, door.needs, "the same list");
    let allowance = kith_app::standing::allowance(&kith.app, ana.actor).await.unwrap().unwrap();
    assert_eq!(allowance.lifetime.used, 0, "what is refused is not counted");

    let written = SendInvitation {
        note: Some("We talked on the ferry.".into()),
        purpose: Some(Purpose::KeepInTouch),
        answers: vec![answer("Where did we meet?", "On the ferry"), answer("Who asked this?", "Nobody")],
        ..one_click(&ben)
    };
    let Ok(SendReply::Sent { invitation, .. }) = tried(&ana, written).await else { panic!("it passes") };
    let kept = &invitation.invitation.card.answers;
    assert_eq!(kept, &[answer("Where did we meet?", "On the ferry")], "what was not asked is not kept");
    kith.advance("1m");
    opens(&ben, DoorPolicy::default()).await;
    let page = invitations::received(&kith.app, ben.actor, invitations::ReceivedBox::Waiting, None, 10).await;
    assert_eq!(page.unwrap()[0].invitation.card.answers, *kept, "the answers stay though the door changed");
}

#[tokio::test]
async fn a_tie_is_measured_by_what_both_allow_to_be_shown_f7_r2_4() {
    let kith = Kith::new().await;
    let [ana, ben, cleo] = kith.members(["Ana", "Ben", "Cleo"]).await;
    opens(&ben, tied(&[Tie::Group, Tie::Connections(1)])).await;
    assert!(!found_by(&ana, &ben).await.allowed());
    assert!(matches!(tried(&ana, one_click(&ben)).await, Err(SendRefused::Door(_))));

    ana.connects(&kith, &cleo).await;
    ben.connects(&kith, &cleo).await;
    assert!(found_by(&ana, &ben).await.needs.is_empty(), "they share a connection");
    let hide = EditSettings { connections_visible_to: Some(Audience::Nobody), ..EditSettings::default() };
    settings::edit(&kith.app, cleo.actor, hide, None).await.unwrap();
    assert!(
        !found_by(&ana, &ben).await.allowed(),
        "whom Cleo hides opens no door, and the door tells nothing"
    );

    let choir = groups::found(&kith.app, ben.actor, "Choir", None).await.unwrap().id;
    groups::join(&kith.app, ana.actor, choir).await.unwrap();
    assert!(matches!(tried(&ana, one_click(&ben)).await, Ok(SendReply::Sent { .. })));
}

#[tokio::test]
async fn the_address_opens_the_door_and_a_wrong_one_is_like_none_f7_r4_8() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    opens(&ben, tied(&[Tie::Address])).await;
    assert!(found_by(&ana, &ben).await.allowed(), "an address can be written");
    let with = |address: &str| SendInvitation { address: Some(address.to_owned()), ..one_click(&ben) };
    let none = tried(&ana, one_click(&ben)).await.unwrap_err();
    assert_eq!(tried(&ana, with("somebody@else.test")).await.unwrap_err(), none);
    assert!(matches!(tried(&ana, with(&ben.email)).await, Ok(SendReply::Sent { .. })));
}

#[tokio::test]
async fn nobody_is_let_in_but_who_was_invited_is_answered_f7_r10_8() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    opens(&ben, DoorPolicy { who: Who::Nobody, ..DoorPolicy::default() }).await;
    assert!(!found_by(&ana, &ben).await.allowed());
    assert_eq!(tried(&ana, one_click(&ben)).await.unwrap_err(), SendRefused::Door(vec![Need::Nobody]));
    ben.invites(&ana).await;
    kith.advance("1m");
    assert!(matches!(tried(&ana, one_click(&ben)).await, Ok(SendReply::Connected { .. })), "Ben had asked");
}

#[tokio::test]
async fn whom_a_block_hides_has_no_door_f7_r11_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
    assert_eq!(door_policy::at(&kith.app, ana.actor, ben.id).await.unwrap(), None);
    assert_eq!(door_policy::at(&kith.app, ana.actor, ana.id).await.unwrap(), None, "nor has oneself");
}

#[tokio::test]
async fn what_could_not_hold_together_changes_nothing_f7() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    opens(&ana, tied(&[Tie::School])).await;
    let before = door_policy::read(&kith.app, ana.actor).await.unwrap().unwrap();
    let refused = door_policy::put(&kith.app, ana.actor, tied(&[]), None).await;
    let no_tie = EditDoorRefused::Policy(DoorPolicyRefused::NoTie);
    assert!(matches!(refused, Err(Failure::Refused(refused)) if refused == no_tie));
    let stale = door_policy::put(&kith.app, ana.actor, DoorPolicy::default(), Some(before.version - 1)).await;
    assert!(matches!(stale, Err(Failure::Refused(EditDoorRefused::Outdated { .. }))));
    assert_eq!(door_policy::read(&kith.app, ana.actor).await.unwrap().unwrap(), before);
}
