//! People S does not know: introductions through somebody who knows both, with a no that nobody can tell from silence.

use std::fmt::Write as _;

use kith_app::followers::run_followers_once;
use kith_app::introductions::{
    self, AskIntroduction, ForwardRefused, IntroductionBox, Seen, TalkRefused, TalkWriteRefused,
};
use kith_app::invitations::{self, SendInvitation, SendReply};
use kith_app::messages::{self, Listed};
use kith_app::notifications::{self, NotificationKind};
use kith_app::relationship::{NoIntroduction, relationship};
use kith_app::settings::{self, EditSettings};
use kith_app::{Failure, accounts, connections, door_policy, profile};
use kith_domain::door::{DoorPolicy, Tie, Who};
use kith_domain::id::IntroductionId;
use kith_domain::introductions::{ActRefused, AskRefused, Dismissal, Stage};
use kith_domain::invitations::Place;
use kith_domain::profile::Audience;
use kith_testkit::{Kith, Member};

const REASON: &str = "I would like to learn how she set up the harbour archive.";

/// Ana knows Mia, Mia knows Ryan; Ana and Ryan do not know each other.
struct Three {
    kith: Kith,
    ana: Member,
    mia: Member,
    ryan: Member,
}

impl Three {
    async fn new() -> Self {
        let kith = Kith::new().await;
        let [ana, mia, ryan] = kith.members(["Ana Lee", "Mia Moss", "Ryan Roe"]).await;
        ana.connects(&kith, &mia).await;
        mia.connects(&kith, &ryan).await;
        Self { kith, ana, mia, ryan }
    }

    async fn asked(&self) -> IntroductionId {
        asks(&self.ana, &self.mia, &self.ryan).await.expect("may be asked").part.introduction.id
    }

    async fn forwarded(&self) -> IntroductionId {
        let id = self.asked().await;
        forward(&self.mia, id).await.expect("may be forwarded");
        id
    }

    async fn agreed(&self) -> IntroductionId {
        let id = self.forwarded().await;
        introductions::agree(&self.kith.app, self.ryan.actor, id).await.expect("may be agreed to");
        id
    }
}

async fn asks(ana: &Member, mia: &Member, ryan: &Member) -> Result<Seen, Failure<AskRefused>> {
    let ask = AskIntroduction { to: ryan.id, through: mia.id, reason: REASON.to_owned() };
    introductions::ask(&ana.app, ana.actor, ask).await
}

async fn forward(mia: &Member, id: IntroductionId) -> Result<Seen, Failure<ForwardRefused>> {
    introductions::forward(&mia.app, mia.actor, id, "Ryan, you two should talk.").await
}

async fn boxed(member: &Member, which: IntroductionBox) -> Vec<Seen> {
    introductions::list(&member.app, member.actor, which, None, 20).await.unwrap().items
}

async fn news(member: &Member) -> Vec<NotificationKind> {
    run_followers_once(&member.app).await.unwrap();
    let page = notifications::notifications(&member.app, member.actor, None, 50).await.unwrap();
    page.items.into_iter().map(|news| news.notification.kind).collect()
}

fn refused<T: std::fmt::Debug, R>(answer: Result<T, Failure<R>>) -> R {
    match answer {
        Err(Failure::Refused(refused)) => refused,
        Err(Failure::Fault(fault)) => panic!("{fault}"),
        Ok(done) => panic!("{done:?}"),
    }
}

#[tokio::test]
async fn two_yeses_open_a_conversation_of_three_and_connect_nobody_r4_4_f13() {
    let three = Three::new().await;
    let (app, ana, mia, ryan) = (&three.kith.app, &three.ana, &three.mia, &three.ryan);
    let id = three.asked().await;
    assert_eq!(boxed(mia, IntroductionBox::ToForward).await[0].part.introduction.reason.as_str(), REASON);
    assert!(news(mia).await.contains(&NotificationKind::IntroductionAsked));
    assert!(
        introductions::read(app, ryan.actor, id).await.unwrap().is_none(),
        "nothing reaches R unless M acts"
    );
    assert!(!news(ryan).await.contains(&NotificationKind::IntroductionForwarded));

    let sent = forward(mia, id).await.unwrap();
    assert_eq!(sent.stage, Stage::Forwarded);
    assert!(boxed(mia, IntroductionBox::ToForward).await.is_empty());
    assert!(news(ryan).await.contains(&NotificationKind::IntroductionForwarded));
    let got = &boxed(ryan, IntroductionBox::ToAnswer).await[0];
    assert_eq!(got.part.words.as_ref().map(|words| words.as_str()), Some("Ryan, you two should talk."));
    assert!(!news(ana).await.contains(&NotificationKind::IntroductionAgreed));

    let agreed = introductions::agree(app, ryan.actor, id).await.unwrap();
    assert_eq!(agreed, introductions::agree(app, ryan.actor, id).await.unwrap(), "twice is once");
    for member in [ana, mia] {
        assert!(news(member).await.contains(&NotificationKind::IntroductionAgreed));
    }
    assert_eq!(boxed(ana, IntroductionBox::Asked).await[0].stage, Stage::Agreed);
    let state = relationship(app, ana.actor, ryan.id).await.unwrap().unwrap();
    assert_eq!(state.bearing.degree, Some(2), "nobody is connected by it");

    introductions::write_talk(app, ana.actor, id, "Hello you two!", None).await.unwrap();
    assert!(news(mia).await.contains(&NotificationKind::IntroductionMessage));
    assert!(news(ryan).await.contains(&NotificationKind::IntroductionMessage));
    assert_eq!(notifications::waiting(app, ryan.actor).await.unwrap().messages, 1);
    let talk = introductions::read_talk(app, ryan.actor, id, None, 20).await.unwrap();
    assert_eq!(talk.messages.items[0].text.as_str(), "Hello you two!");
    assert_eq!(talk.may_connect, Some(ana.id), "one touch away");
    assert_eq!(talk.present.len(), 3);
    introductions::mark_read(app, ryan.actor, id, talk.messages.items[0].id).await.unwrap();
    assert_eq!(notifications::waiting(app, ryan.actor).await.unwrap().messages, 0);
    let listed = messages::all(app, ryan.actor, None, 20).await.unwrap().items;
    assert!(matches!(&listed[0], Listed::Three(circle) if circle.members.len() == 3), "{listed:?}");
    let mias = introductions::read_talk(app, mia.actor, id, None, 20).await.unwrap();
    assert_eq!(mias.may_connect, None);
}

#[tokio::test]
async fn m_may_leave_and_the_two_go_on_f13() {
    let three = Three::new().await;
    let (app, ana, mia, ryan) = (&three.kith.app, &three.ana, &three.mia, &three.ryan);
    let id = three.agreed().await;
    for _ in 0..2 {
        introductions::leave(app, mia.actor, id).await.unwrap();
    }
    introductions::write_talk(app, ana.actor, id, "Now for the archive.", None).await.unwrap();
    let gone = refused(introductions::read_talk(app, mia.actor, id, None, 20).await);
    assert_eq!(gone, TalkRefused::NotFound);
    assert!(!news(mia).await.contains(&NotificationKind::IntroductionMessage));
    assert!(messages::all(app, mia.actor, None, 20).await.unwrap().items.is_empty());
    let talk = introductions::read_talk(app, ryan.actor, id, None, 20).await.unwrap();
    assert_eq!((talk.messages.items.len(), talk.present.len()), (1, 2));
    // Who has left is no reason to part the two, whomever they block.
    connections::block(app, mia.actor, ana.id).await.unwrap();
    assert!(introductions::read_talk(app, ana.actor, id, None, 20).await.is_ok());
}

#[tokio::test]
async fn a_block_among_the_three_hides_the_conversation_from_the_two_it_parts_r11_7() {
    let three = Three::new().await;
    let (app, ana, mia, ryan) = (&three.kith.app, &three.ana, &three.mia, &three.ryan);
    let id = three.agreed().await;
    introductions::write_talk(app, ana.actor, id, "Hello!", None).await.unwrap();
    connections::block(app, ryan.actor, ana.id).await.unwrap();
    for member in [ana, ryan] {
        let wrote = introductions::write_talk(app, member.actor, id, "Again", None).await;
        assert_eq!(refused(wrote), TalkWriteRefused::NotFound);
        assert!(messages::all(app, member.actor, None, 20).await.unwrap().items.is_empty());
        assert_eq!(notifications::waiting(app, member.actor).await.unwrap().messages, 0);
        assert!(introductions::read(app, member.actor, id).await.unwrap().is_none());
        assert!(!news(member).await.contains(&NotificationKind::IntroductionMessage));
    }
    assert!(introductions::read_talk(app, mia.actor, id, None, 20).await.is_ok());
}

#[tokio::test]
async fn who_is_connected_no_longer_is_not_asked_however_late_a_process_hears_of_it_r4_3() {
    let kith = Kith::new().await;
    let [ana, mia, ryan] = kith.members(["Ana", "Mia", "Ryan"]).await;
    mia.connects(&kith, &ana).await;
    mia.connects(&kith, &ryan).await;
    let late = kith.again().await;
    late.store().read_graph().await.expect("who knows whom");
    kith_app::connections::disconnect(&kith.app, mia.actor, ryan.id).await.unwrap();
    let ask = || AskIntroduction { to: ryan.id, through: mia.id, reason: REASON.to_owned() };
    let asked = introductions::ask(&late, ana.actor, ask()).await;
    assert_eq!(refused(asked), AskRefused::NotOffered);
}

#[tokio::test]
async fn an_introduction_is_offered_at_the_2nd_degree_through_whom_s_may_see_and_who_takes_requests_r4_3() {
    let three = Three::new().await;
    let (app, ana, mia, ryan) = (&three.kith.app, &three.ana, &three.mia, &three.ryan);
    let offered = async || relationship(app, ana.actor, ryan.id).await.unwrap().unwrap().may.ask_introduction;
    assert!(offered().await);
    let not_offered = async || {
        assert!(!offered().await);
        assert_eq!(refused(asks(ana, mia, ryan).await), AskRefused::NotOffered);
    };
    let edit = async |member: &Member, edit: EditSettings| {
        settings::edit(app, member.actor, edit, None).await.unwrap();
    };
    let takes = |takes| EditSettings { takes_introductions: Some(takes), ..EditSettings::default() };
    edit(mia, takes(false)).await;
    not_offered().await;
    edit(mia, takes(true)).await;
    for member in [mia, ryan] {
        let shows = |to| EditSettings { connections_visible_to: Some(to), ..EditSettings::default() };
        edit(member, shows(Audience::Nobody)).await;
        not_offered().await;
        edit(member, shows(Audience::Connections)).await;
    }
    assert!(offered().await);

    let [eve, far] = three.kith.members(["Eve Fay", "Far Off"]).await;
    assert_eq!(
        refused(asks(ana, &eve, ryan).await),
        AskRefused::NotOffered,
        "a stranger goes between nobody"
    );
    assert_eq!(refused(asks(ana, mia, &far).await), AskRefused::NotOffered, "too far");
    assert_eq!(refused(asks(ana, ryan, mia).await), AskRefused::AlreadyConnected);
    assert_eq!(refused(asks(ana, mia, ana).await), AskRefused::ToYourself);
    // The degree is computed again where it is written, and M who blocked R is nobody to ask.
    connections::block(app, mia.actor, ryan.id).await.unwrap();
    not_offered().await;
    connections::block(app, ryan.actor, ana.id).await.unwrap();
    assert_eq!(refused(asks(ana, mia, ryan).await), AskRefused::NotFound);
}

#[tokio::test]
async fn the_ways_beside_an_invitation_are_exactly_those_that_are_possible_r0_3_r4_2() {
    let three = Three::new().await;
    let (app, ana, ryan) = (&three.kith.app, &three.ana, &three.ryan);
    let routes = async |to: &Member| invitations::draft(app, ana.actor, to.id).await.unwrap().unwrap().routes;
    let near = routes(ryan).await;
    assert_eq!(near.introducers.iter().map(|person| person.id).collect::<Vec<_>>(), [three.mia.id]);
    assert_eq!((near.far, near.no_introduction), (false, None));
    let far = routes(&three.kith.member("Far Off").await).await;
    assert_eq!((far.far, far.no_introduction), (true, Some(NoIntroduction::TooFar)));
    assert!(far.introducers.is_empty());
}

#[tokio::test]
async fn a_reason_is_needed_and_a_restriction_closes_this_way_too_r4_5_r6_4() {
    let three = Three::new().await;
    let (app, ana, mia, ryan) = (&three.kith.app, &three.ana, &three.mia, &three.ryan);
    for reason in ["", "too short", &"x".repeat(601)] {
        let ask = AskIntroduction { to: ryan.id, through: mia.id, reason: reason.to_owned() };
        let no = refused(introductions::ask(app, ana.actor, ask).await);
        assert!(matches!(no, AskRefused::Reason(_)), "{no:?}");
    }
    for n in 0..6 {
        let stranger = three.kith.member(&format!("Stranger {n}")).await;
        let id = ana.invites(&stranger).await;
        three.kith.advance("30s");
        stranger.marks(id).await;
    }
    assert!(matches!(refused(asks(ana, mia, ryan).await), AskRefused::Restricted { .. }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_who_ask_at_once_no_more_than_five_are_open_r4_5() {
    let three = Three::new().await;
    let (kith, ana, mia) = (&three.kith, &three.ana, &three.mia);
    let mut others = Vec::new();
    for n in 0..10 {
        let other = kith.member(&format!("Other {n}")).await;
        mia.connects(kith, &other).await;
        others.push(other);
    }
    let at_once: Vec<_> = (0..100)
        .map(|n| {
            let (ana, mia, other) = (ana.clone(), mia.clone(), others[n % 10].clone());
            tokio::spawn(async move { asks(&ana, &mia, &other).await.map(drop) })
        })
        .collect();
    let mut asked = 0;
    for ask in at_once {
        match ask.await.unwrap() {
            Ok(()) => asked += 1,
            Err(Failure::Refused(AskRefused::TooMany { limit: 5, used: 5, .. })) => {}
            Err(Failure::Refused(AskRefused::AskedAlready { .. })) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((asked, boxed(ana, IntroductionBox::Asked).await.len()), (5, 5));
    // A no frees nothing: that would tell. The end of the time does.
    let id = boxed(mia, IntroductionBox::ToForward).await[0].part.introduction.id;
    introductions::dismiss(&kith.app, mia.actor, id, Dismissal::ForGood).await.unwrap();
    let free = kith.member("Free").await;
    mia.connects(kith, &free).await;
    assert!(matches!(refused(asks(ana, mia, &free).await), AskRefused::TooMany { .. }));
    kith.advance("14d");
    asks(ana, mia, &free).await.expect("there is room again");
}

#[tokio::test]
async fn who_was_asked_about_somebody_is_not_asked_again_before_the_time_is_over_r4_5() {
    let three = Three::new().await;
    let (kith, ana, mia, ryan) = (&three.kith, &three.ana, &three.mia, &three.ryan);
    let nora = kith.member("Nora Ode").await;
    ana.connects(kith, &nora).await;
    nora.connects(kith, ryan).await;
    let id = three.asked().await;
    assert_eq!(refused(asks(ana, &nora, ryan).await), AskRefused::AskedAlready { introduction: id });
    introductions::withdraw(&kith.app, ana.actor, id).await.unwrap();
    assert_eq!(refused(asks(ana, mia, ryan).await), AskRefused::AskedAlready { introduction: id });
    asks(ana, &nora, ryan).await.expect("through another after taking it back");
    kith.advance("14d");
    asks(ana, mia, ryan).await.expect("once the time is over");
}

/// What M or R may do that S must not learn of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Silent {
    Nothing,
    MiaLater,
    MiaNo,
    RyanSaysNothing,
    RyanLater,
    RyanNo,
}

const SILENT: [Silent; 5] =
    [Silent::MiaLater, Silent::MiaNo, Silent::RyanSaysNothing, Silent::RyanLater, Silent::RyanNo];

async fn does(silent: Silent, three: &Three, id: IntroductionId) {
    let app = &three.kith.app;
    let dismiss = async |member: &Member, how| {
        introductions::dismiss(app, member.actor, id, how).await.unwrap();
    };
    match silent {
        Silent::Nothing => {}
        Silent::MiaLater => dismiss(&three.mia, Dismissal::ForNow).await,
        Silent::MiaNo => dismiss(&three.mia, Dismissal::ForGood).await,
        Silent::RyanSaysNothing => drop(forward(&three.mia, id).await.unwrap()),
        Silent::RyanLater => {
            forward(&three.mia, id).await.unwrap();
            dismiss(&three.ryan, Dismissal::ForNow).await;
        }
        Silent::RyanNo => {
            forward(&three.mia, id).await.unwrap();
            dismiss(&three.ryan, Dismissal::ForGood).await;
        }
    }
}

/// All that S can get, of M and of R as well.
async fn seen_by_ana(three: &Three, id: IntroductionId) -> String {
    let (app, ana, mia, ryan) = (&three.kith.app, &three.ana, &three.mia, &three.ryan);
    run_followers_once(app).await.unwrap();
    let mut seen = String::new();
    writeln!(seen, "{:?}", introductions::read(app, ana.actor, id).await.unwrap()).unwrap();
    for which in [IntroductionBox::Asked, IntroductionBox::ToForward, IntroductionBox::ToAnswer] {
        writeln!(seen, "{:?}", boxed(ana, which).await).unwrap();
    }
    writeln!(seen, "{:?}", introductions::asking(app, ana.actor, ryan.id).await.unwrap()).unwrap();
    for other in [mia, ryan] {
        writeln!(seen, "{:?}", introductions::introducers(app, ana.actor, other.id, None, 9).await.unwrap())
            .unwrap();
        writeln!(seen, "{:?}", relationship(app, ana.actor, other.id).await.unwrap()).unwrap();
        writeln!(seen, "{:?}", profile::view(app, ana.actor, other.id).await.unwrap()).unwrap();
        writeln!(seen, "{:?}", invitations::draft(app, ana.actor, other.id).await.unwrap()).unwrap();
    }
    writeln!(seen, "{:?}", messages::all(app, ana.actor, None, 20).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", introductions::read_talk(app, ana.actor, id, None, 20).await.map(drop)).unwrap();
    writeln!(seen, "{:?}", introductions::leave(app, ana.actor, id).await).unwrap();
    writeln!(seen, "{:?}", notifications::notifications(app, ana.actor, None, 50).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", notifications::waiting(app, ana.actor).await.unwrap()).unwrap();
    // What is refused is no secret either, and tries nothing out.
    writeln!(seen, "{:?}", introductions::agree(app, ana.actor, id).await).unwrap();
    writeln!(seen, "{:?}", forward(ana, id).await).unwrap();
    writeln!(seen, "{:?}", introductions::dismiss(app, ana.actor, id, Dismissal::ForGood).await).unwrap();
    writeln!(seen, "{:?}", asks(ana, mia, ryan).await.map(drop)).unwrap();
    seen
}

async fn story(silent: Silent, withdraws: bool) -> Vec<String> {
    let three = Three::new().await;
    let id = three.asked().await;
    three.kith.advance("1h");
    does(silent, &three, id).await;
    let mut chapters = Vec::new();
    for wait in ["1s", "13d"] {
        three.kith.advance(wait);
        chapters.push(seen_by_ana(&three, id).await);
    }
    if withdraws {
        for _ in 0..2 {
            let taken_back = introductions::withdraw(&three.kith.app, three.ana.actor, id).await;
            chapters.push(format!("{taken_back:?}"));
        }
        chapters.push(seen_by_ana(&three, id).await);
    }
    three.kith.advance("23h");
    let over = introductions::read(&three.kith.app, three.ana.actor, id).await.unwrap().unwrap();
    assert_eq!(over.stage, if withdraws { Stage::Withdrawn } else { Stage::Over }, "{silent:?}");
    chapters.push(format!("{:?}", introductions::withdraw(&three.kith.app, three.ana.actor, id).await));
    chapters.push(seen_by_ana(&three, id).await);
    chapters
}

#[tokio::test]
async fn silence_and_every_no_give_s_the_same_until_the_end_and_after_it_r4_4_r6_1_f13() {
    for withdraws in [false, true] {
        let silence = story(Silent::Nothing, withdraws).await;
        for silent in SILENT {
            let other = story(silent, withdraws).await;
            assert_eq!(silence.len(), other.len());
            for (chapter, (one, other)) in silence.iter().zip(&other).enumerate() {
                for (one, other) in one.lines().zip(other.lines()) {
                    assert_eq!(one, other, "{silent:?}, chapter {chapter}, withdraws: {withdraws}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_s_took_back_is_gone_for_m_and_r_r4_5_r8_3() {
    for forwarded in [false, true] {
        let three = Three::new().await;
        let app = &three.kith.app;
        let id = if forwarded { three.forwarded().await } else { three.asked().await };
        introductions::withdraw(app, three.ana.actor, id).await.unwrap();
        assert_eq!(
            refused(forward(&three.mia, id).await),
            ForwardRefused::Act(ActRefused::NoLongerAvailable)
        );
        let said = refused(introductions::agree(app, three.ryan.actor, id).await);
        let expected = if forwarded { ActRefused::NoLongerAvailable } else { ActRefused::NotFound };
        assert_eq!(said, expected);
        for member in [&three.mia, &three.ryan] {
            assert!(introductions::read(app, member.actor, id).await.unwrap().is_none());
            let kinds = news(member).await;
            assert!(!kinds.contains(&NotificationKind::IntroductionAsked), "{kinds:?}");
            assert!(!kinds.contains(&NotificationKind::IntroductionForwarded), "{kinds:?}");
        }
        assert!(boxed(&three.mia, IntroductionBox::ToForward).await.is_empty());
        assert!(boxed(&three.ryan, IntroductionBox::ToAnswer).await.is_empty());
    }
}

#[tokio::test]
async fn not_now_can_be_taken_up_again_and_a_no_cannot_f13() {
    let three = Three::new().await;
    let app = &three.kith.app;
    let id = three.asked().await;
    let aside = introductions::dismiss(app, three.mia.actor, id, Dismissal::ForNow).await.unwrap();
    assert_eq!(aside.stage, Stage::SetAside);
    forward(&three.mia, id).await.expect("taken up again");
    let aside = introductions::dismiss(app, three.ryan.actor, id, Dismissal::ForNow).await.unwrap();
    assert_eq!(aside.stage, Stage::SetAside);
    assert_eq!(boxed(&three.ryan, IntroductionBox::ToAnswer).await.len(), 1);
    introductions::dismiss(app, three.ryan.actor, id, Dismissal::ForGood).await.unwrap();
    assert!(boxed(&three.ryan, IntroductionBox::ToAnswer).await.is_empty());
    let late = refused(introductions::agree(app, three.ryan.actor, id).await);
    assert_eq!(late, ActRefused::NoLongerPossible);
    let mias = introductions::read(app, three.mia.actor, id).await.unwrap().unwrap();
    assert_eq!(mias.stage, Stage::Forwarded, "nor does M learn of R's no");
}

#[tokio::test]
async fn a_block_a_closed_door_and_a_departure_take_it_out_of_the_way_r4_3_r10_7_r11_7() {
    // M learns of nothing but that it is gone, whoever blocked whom.
    for (by, whom) in [(0, 1), (1, 0), (2, 0), (0, 2), (1, 2)] {
        let three = Three::new().await;
        let app = &three.kith.app;
        let id = three.asked().await;
        let members = [&three.ana, &three.mia, &three.ryan];
        connections::block(app, members[by].actor, members[whom].id).await.unwrap();
        let gone = refused(forward(&three.mia, id).await);
        assert_eq!(gone, ForwardRefused::Act(ActRefused::NoLongerAvailable), "{by} {whom}");
        assert!(boxed(&three.mia, IntroductionBox::ToForward).await.is_empty());
        assert!(!news(&three.mia).await.contains(&NotificationKind::IntroductionAsked), "{by} {whom}");
        let anas = introductions::read(app, three.ana.actor, id).await.unwrap().unwrap();
        assert_eq!(anas.stage, Stage::Open, "S sees what silence shows");
    }
    // A mark closes the way from S to R for good, and silently.
    let three = Three::new().await;
    let (kith, app) = (&three.kith, &three.kith.app);
    let invitation = three.ana.invites(&three.ryan).await;
    kith.advance("30s");
    three.ryan.marks(invitation).await;
    kith.advance("180d");
    invitations::tidy_overdue(app, three.ana.id, app.now()).await.unwrap();
    let id = three.forwarded().await;
    assert!(boxed(&three.ryan, IntroductionBox::ToAnswer).await.is_empty());
    assert!(!news(&three.ryan).await.contains(&NotificationKind::IntroductionForwarded));
    let never = refused(introductions::agree(app, three.ryan.actor, id).await);
    assert_eq!(never, ActRefused::NoLongerAvailable);

    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana Lee", "correct horse").await;
    let [mia, ryan] = kith.members(["Mia Moss", "Ryan Roe"]).await;
    ana.connects(&kith, &mia).await;
    mia.connects(&kith, &ryan).await;
    let id = asks(&ana, &mia, &ryan).await.unwrap().part.introduction.id;
    forward(&mia, id).await.unwrap();
    accounts::close(&kith.app, ana.actor, "correct horse").await.unwrap();
    let gone = refused(introductions::agree(&kith.app, ryan.actor, id).await);
    assert_eq!(gone, ActRefused::NoLongerAvailable);
    assert!(boxed(&ryan, IntroductionBox::ToAnswer).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_withdrawal_and_an_act_at_once_the_first_wins_r11_8() {
    for _ in 0..8 {
        let three = Three::new().await;
        let id = three.asked().await;
        let (ana, mia) = (three.ana.clone(), three.mia.clone());
        let withdrawal =
            tokio::spawn(async move { introductions::withdraw(&ana.app, ana.actor, id).await.map(drop) });
        let forwarding = tokio::spawn(async move { forward(&mia, id).await.map(drop) });
        withdrawal.await.unwrap().expect("S can take it back, whatever M does");
        let _either = forwarding.await.unwrap();
        let app = &three.kith.app;
        assert!(boxed(&three.ryan, IntroductionBox::ToAnswer).await.is_empty(), "R has no part in it");
        assert!(introductions::read(app, three.mia.actor, id).await.unwrap().is_none());

        let three = Three::new().await;
        let id = three.forwarded().await;
        let (ana, ryan) = (three.ana.clone(), three.ryan.clone());
        let withdrawal =
            tokio::spawn(async move { introductions::withdraw(&ana.app, ana.actor, id).await.map(drop) });
        let yes =
            tokio::spawn(async move { introductions::agree(&ryan.app, ryan.actor, id).await.map(drop) });
        let (withdrawn, agreed) = (withdrawal.await.unwrap().is_ok(), yes.await.unwrap().is_ok());
        assert!(withdrawn != agreed, "one of the two, withdrawn: {withdrawn}, agreed: {agreed}");
        let talks = introductions::read_talk(&three.kith.app, three.ana.actor, id, None, 5).await.is_ok();
        assert_eq!(talks, agreed);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_yes_and_a_block_at_once_nobody_talks_in_the_end_r11_7() {
    for _ in 0..8 {
        let three = Three::new().await;
        let id = three.forwarded().await;
        let (ana, ryan) = (three.ana.clone(), three.ryan.clone());
        let to = ryan.id;
        let block = tokio::spawn(async move { connections::block(&ana.app, ana.actor, to).await });
        let yes =
            tokio::spawn(async move { introductions::agree(&ryan.app, ryan.actor, id).await.map(drop) });
        block.await.unwrap().unwrap();
        let _either = yes.await.unwrap();
        for member in [&three.ana, &three.ryan] {
            let talk = introductions::read_talk(&three.kith.app, member.actor, id, None, 5).await;
            assert_eq!(refused(talk.map(drop)), TalkRefused::NotFound);
            assert!(!news(member).await.contains(&NotificationKind::IntroductionAgreed));
        }
    }
}

#[tokio::test]
async fn a_door_that_asks_for_an_introduction_opens_after_one_f7_f13() {
    let three = Three::new().await;
    let (app, ana, ryan) = (&three.kith.app, &three.ana, &three.ryan);
    let door = DoorPolicy { who: Who::Tied(vec![Tie::Introduction]), ..DoorPolicy::default() };
    door_policy::put(app, ryan.actor, door, None).await.unwrap();
    assert!(!door_policy::at(app, ana.actor, ryan.id).await.unwrap().unwrap().allowed());
    three.agreed().await;
    assert!(door_policy::at(app, ana.actor, ryan.id).await.unwrap().unwrap().allowed());
    let sent = invitations::send(app, ana.actor, SendInvitation::one_click(ryan.id, Place::Profile)).await;
    assert!(matches!(sent, Ok(SendReply::Sent { .. })));
}
