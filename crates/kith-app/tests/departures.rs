//! Closing an account.

use kith_app::accounts::{self, AddMember, CloseRefused};
use kith_app::invitations::{self, ReceivedBox};
use kith_app::profile::{self, AddPosition, EditProfile, PictureSize};
use kith_app::sessions::{self, SessionKind, SignIn};
use kith_app::{Edit, Failure, standing};
use kith_domain::invitations::{StateForSender, Terms};
use kith_domain::relation::{Between, Pair};
use kith_domain::text::Address;
use kith_store::departures::Leaving;
use kith_testkit::{Kith, Member};

const PASSWORD: &str = "harbour lights";

async fn connections(member: &Member) -> u32 {
    member.app.store().standing(member.id).await.unwrap().expect("a standing").connections
}

async fn comes_back(kith: &Kith, email: &str) -> u64 {
    let ask =
        AddMember { name: "Ana again".to_owned(), email: email.to_owned(), password: None, moderator: false };
    let added = accounts::add(&kith.app, ask).await.expect("an account");
    let signed_in = sessions::open(&kith.app, added.member, SessionKind::Api, "").await.unwrap();
    standing::allowance(&kith.app, signed_in.actor).await.unwrap().expect("an account").lifetime.used
}

#[tokio::test]
async fn the_wrong_password_closes_nothing() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", PASSWORD).await;
    let refused = accounts::close(&kith.app, ana.actor, "harbour light").await;
    assert!(matches!(refused, Err(Failure::Refused(CloseRefused::WrongPassword))));
    assert!(sessions::authenticate(&kith.app, ana.token.as_str()).await.unwrap().is_some());
}

#[tokio::test]
async fn who_leaves_is_gone_at_once() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana Lee", PASSWORD).await;
    let ben = kith.member("Ben").await;
    let position = AddPosition {
        employer: "Yard".to_owned(),
        title: "Builder".to_owned(),
        from: "2012-05".to_owned(),
        to: None,
    };
    profile::add_position(&kith.app, ana.actor, position).await.unwrap();
    let connected = ana.connects(&kith, &ben).await;
    assert_eq!((connections(&ana).await, connections(&ben).await), (1, 1));
    accounts::close(&kith.app, ana.actor, PASSWORD).await.unwrap();
    assert!(sessions::authenticate(&kith.app, ana.token.as_str()).await.unwrap().is_none());
    let again = SignIn {
        email: ana.email.clone(),
        password: PASSWORD.to_owned(),
        label: String::new(),
        kind: SessionKind::Browser,
    };
    assert!(sessions::sign_in(&kith.app, again).await.is_err());
    assert!(profile::view(&kith.app, ben.actor, ana.id).await.unwrap().is_none());
    assert_eq!(profile::find(&kith.app, "ana-lee").await.unwrap(), None);
    assert_eq!(profile::picture(&kith.app, ben.actor, ana.id, PictureSize::Small).await.unwrap(), None);
    assert_eq!(connections(&ben).await, 0);
    let pair = Pair::of(ana.id, ben.id).unwrap();
    assert_eq!(kith.app.store().relation(pair).await.unwrap().between, Between::Nothing);
    assert!(invitations::received_one(&kith.app, ben.actor, connected).await.unwrap().is_none());
    let account = kith.app.store().account(ana.id).await.unwrap().expect("the name stays for a while");
    assert_eq!(account.profile.positions, []);
    let address = Address::parse(&ana.email).unwrap();
    assert_eq!(kith.app.store().address_claimed_by(&address).await.unwrap(), None);
    // The second time changes nothing.
    assert!(accounts::close(&kith.app, ana.actor, PASSWORD).await.is_err());
}

#[tokio::test]
async fn coming_back_with_the_same_address_carries_the_count_over_r5_1() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", PASSWORD).await;
    for n in 0..3 {
        let other = kith.member(&format!("Member {n}")).await;
        ana.invites(&other).await;
    }
    accounts::close(&kith.app, ana.actor, PASSWORD).await.unwrap();
    assert_eq!(comes_back(&kith, &ana.email.to_uppercase()).await, 3);
    assert_eq!(comes_back(&kith, "another@example.org").await, 0);
}

#[tokio::test]
async fn an_address_that_is_not_confirmed_carries_nothing_over_r5_1() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", PASSWORD).await;
    ana.invites(&kith.member("Ben").await).await;
    accounts::close(&kith.app, ana.actor, PASSWORD).await.unwrap();
    let form = accounts::SignUp {
        name: "Somebody".to_owned(),
        email: ana.email.clone(),
        password: PASSWORD.to_owned(),
        label: String::new(),
        kind: SessionKind::Browser,
    };
    let accounts::SignedUp::In(somebody) = accounts::sign_up(&kith.app, form).await.unwrap() else {
        panic!("the address is free")
    };
    let allowance = standing::allowance(&kith.app, somebody.actor).await.unwrap().unwrap();
    assert_eq!(allowance.lifetime.used, 0);
    accounts::close(&kith.app, somebody.actor, PASSWORD).await.unwrap();
    assert_eq!(comes_back(&kith, &ana.email).await, 1, "what was kept is still there for the owner");
}

#[tokio::test]
async fn the_invitations_of_who_leaves_vanish_r11_4() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", PASSWORD).await;
    let ben = kith.member("Ben").await;
    let id = ana.invites(&ben).await;
    kith.advance("30s");
    ben.views(id).await;
    accounts::close(&kith.app, ana.actor, PASSWORD).await.unwrap();
    let boxes = invitations::boxes(&kith.app, ben.actor).await.unwrap();
    assert_eq!((boxes.received, boxes.archive), (0, 0));
    let waiting = invitations::received(&kith.app, ben.actor, ReceivedBox::Waiting, None, 20).await.unwrap();
    assert!(waiting.is_empty());
    assert!(invitations::received_one(&kith.app, ben.actor, id).await.unwrap().is_none());
    assert!(invitations::accept(&kith.app, ben.actor, id, Terms::default()).await.is_err());
}

#[tokio::test]
async fn the_invitations_of_who_takes_another_name_vanish_r11_4() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana Müller", "Ben"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("30s");
    let named = |name: &str| {
        let ask = EditProfile { name: Edit::Set(name.to_owned()), ..Default::default() };
        profile::edit(&kith.app, ana.actor, ask, None)
    };
    let received = async || invitations::boxes(&kith.app, ben.actor).await.unwrap().received;
    named("ANA Muller").await.unwrap();
    assert_eq!(received().await, 1, "the same name in another spelling");
    named("Somebody Else").await.unwrap();
    assert_eq!(received().await, 0);
    assert!(invitations::received_one(&kith.app, ben.actor, id).await.unwrap().is_none());
    assert!(invitations::accept(&kith.app, ben.actor, id, Terms::default()).await.is_err());
    let sent = invitations::sent_one(&kith.app, ana.actor, id).await.unwrap().expect("Ana's own");
    assert_eq!(sent.state, StateForSender::Pending);
    ana.withdraws(id).await;
    kith.advance("21d");
    ana.invites(&ben).await;
    kith.advance("30s");
    assert_eq!(received().await, 1, "what is sent under the new name is shown");
}

#[tokio::test]
async fn another_name_is_one_in_every_script_r11_4() {
    for (before, after) in [("कमल", "कमाल"), ("ガス", "カス"), ("🚀🚀", "⚽⚽")] {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members([before, "Ben"]).await;
        ana.invites(&ben).await;
        kith.advance("30s");
        assert_eq!(invitations::boxes(&kith.app, ben.actor).await.unwrap().received, 1);
        let ask = EditProfile { name: Edit::Set(after.to_owned()), ..Default::default() };
        profile::edit(&kith.app, ana.actor, ask, None).await.unwrap();
        assert_eq!(invitations::boxes(&kith.app, ben.actor).await.unwrap().received, 0, "{before}");
    }
}

#[tokio::test]
async fn an_invitation_to_who_leaves_ends_at_expiry_and_not_before_r11_5() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let ben = kith.member_with_password("Ben", PASSWORD).await;
    let id = ana.invites(&ben).await;
    kith.advance("1d");
    accounts::close(&kith.app, ben.actor, PASSWORD).await.unwrap();
    let seen = async || {
        accounts::tidy_departed(&kith.app).await.unwrap();
        let sent = invitations::sent_one(&kith.app, ana.actor, id).await.unwrap().expect("Ana's own");
        (sent.state, sent.recipient.map(|person| person.name.as_str().to_owned()))
    };
    assert_eq!(seen().await, (StateForSender::Pending, Some("Ben".to_owned())));
    kith.advance("178d");
    assert_eq!(seen().await, (StateForSender::Pending, Some("Ben".to_owned())));
    kith.advance("1d");
    assert_eq!(seen().await, (StateForSender::Expired, None), "the name goes with the last invitation");
}

#[tokio::test]
async fn a_departure_that_a_crash_interrupts_is_taken_up_again() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", PASSWORD).await;
    let mut friends = Vec::new();
    for n in 0..5 {
        let friend = kith.member(&format!("Friend {n}")).await;
        ana.connects(&kith, &friend).await;
        friends.push(friend);
    }
    // What closing commits before anything else; then the process is gone.
    let account = kith.app.store().account(ana.id).await.unwrap().unwrap();
    let leaving = Leaving { account, sent: 5, granted: 0, addresses: Vec::new() };
    assert!(kith.app.store().close_member(&leaving, kith.app.now()).await.unwrap());
    assert_eq!(connections(&friends[0]).await, 1);
    let app = kith.again().await;
    assert_eq!(accounts::tidy_departed(&app).await.unwrap(), 1);
    for friend in &friends {
        assert_eq!(connections(friend).await, 0);
    }
    assert_eq!(accounts::tidy_departed(&app).await.unwrap(), 0, "not due again at once");
    kith.advance("1h");
    assert_eq!(accounts::tidy_departed(&app).await.unwrap(), 1);
    assert!(app.store().departure(ana.id).await.unwrap().is_none());
    assert!(app.store().persons(&[ana.id]).await.unwrap().is_empty());
}

#[tokio::test]
async fn closing_is_refused_by_the_facts_that_changed() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", PASSWORD).await;
    let account = kith.app.store().account(ana.id).await.unwrap().unwrap();
    let leaving = Leaving { account, sent: 0, granted: 0, addresses: Vec::new() };
    ana.invites(&kith.member("Ben").await).await;
    assert!(!kith.app.store().close_member(&leaving, kith.app.now()).await.unwrap(), "one more was sent");
}
