//! A line from somebody who knows both (F19): who may be asked, what each of the three sees, and how many.

use std::fmt::Write as _;

use kith_app::followers::run_followers_once;
use kith_app::invitations::{self, Sides};
use kith_app::settings::{self, EditSettings};
use kith_app::vouches::{self, WriteVouchRefused};
use kith_app::{Failure, connections, notifications};
use kith_domain::id::InvitationId;
use kith_domain::profile::Audience;
use kith_domain::text::ReportReason;
use kith_domain::vouch::{AskVouchRefused, VouchRefused};
use kith_store::invitations::SentFilter;
use kith_testkit::{Kith, Member};

const LINE: &str = "I worked with both of you and would be glad to see you connected.";

/// Ana (S), Ben (R), Mia (M, connected to both), and Ana's open invitation to Ben.
struct Scene {
    kith: Kith,
    ana: Member,
    ben: Member,
    mia: Member,
    id: InvitationId,
}

impl Scene {
    async fn new() -> Self {
        let kith = Kith::new().await;
        let [ana, ben, mia] = kith.members(["Ana Lee", "Ben Ode", "Mia Fox"]).await;
        ana.connects(&kith, &mia).await;
        mia.connects(&kith, &ben).await;
        let id = ana.invites(&ben).await;
        kith.advance("1h");
        Self { kith, ana, ben, mia, id }
    }

    async fn asked() -> Self {
        let scene = Self::new().await;
        vouches::ask(&scene.kith.app, scene.ana.actor, scene.id, scene.mia.id).await.expect("asked");
        run_followers_once(&scene.kith.app).await.unwrap();
        scene
    }

    /// What Ben reads of Mia.
    async fn read(&self) -> Option<String> {
        let received = invitations::received_one(&self.kith.app, self.ben.actor, self.id).await.unwrap();
        let vouch = received.expect("received").vouch?;
        assert_eq!(vouch.by.id, self.mia.id);
        Some(vouch.text.to_string())
    }

    /// What Mia is asked.
    async fn asks_mia(&self) -> usize {
        let requests = vouches::requests(&self.kith.app, self.mia.actor, None, 10).await.unwrap();
        let one = vouches::request(&self.kith.app, self.mia.actor, self.id).await.unwrap();
        assert!(one.is_some() || requests.is_empty(), "what is listed is found");
        requests.len()
    }
}

async fn writes(member: &Member, id: InvitationId, text: &str) -> Result<(), Failure<WriteVouchRefused>> {
    vouches::write(&member.app, member.actor, id, text).await.map(drop)
}

#[tokio::test]
async fn the_recipient_reads_the_line_until_it_is_taken_back_f19() {
    let scene = Scene::asked().await;
    let Scene { kith, ana, mia, id, .. } = &scene;
    assert_eq!((scene.asks_mia().await, scene.read().await), (1, None));
    let news = notifications::notifications(&kith.app, mia.actor, None, 10).await.unwrap().items;
    assert!(news.iter().any(|news| news.notification.actor.id == ana.id
        && news.notification.kind == notifications::NotificationKind::VouchAsked));
    writes(mia, *id, LINE).await.expect("written");
    assert_eq!(scene.read().await.as_deref(), Some(LINE));
    writes(mia, *id, "We rowed together for years.").await.expect("another line");
    assert_eq!(scene.read().await.as_deref(), Some("We rowed together for years."));
    let listed =
        invitations::received(&kith.app, scene.ben.actor, invitations::ReceivedBox::Waiting, None, 10);
    assert!(listed.await.unwrap()[0].vouch.is_some());
    for _ in 0..2 {
        vouches::decline(&kith.app, mia.actor, *id).await.expect("taken back, the second time as the first");
    }
    assert_eq!((scene.asks_mia().await, scene.read().await), (0, None));
    writes(mia, *id, LINE).await.expect("a change of mind");
    assert_eq!(scene.read().await.as_deref(), Some(LINE));
}

#[tokio::test]
async fn a_line_is_read_only_while_its_writer_is_connected_with_both_f19_r11_7() {
    for leaves in ["the sender", "the recipient", "by a block"] {
        let scene = Scene::asked().await;
        let Scene { kith, ana, ben, mia, id } = &scene;
        writes(mia, *id, LINE).await.expect("written");
        match leaves {
            "the sender" => connections::disconnect(&kith.app, mia.actor, ana.id).await.map(drop).unwrap(),
            "the recipient" => connections::disconnect(&kith.app, mia.actor, ben.id).await.map(drop).unwrap(),
            _ => connections::block(&kith.app, ben.actor, mia.id).await.unwrap(),
        }
        assert_eq!((scene.asks_mia().await, scene.read().await), (0, None), "{leaves}");
        let refused = writes(mia, *id, LINE).await;
        assert!(matches!(refused, Err(Failure::Refused(WriteVouchRefused::Vouch(VouchRefused::NotFound)))));
        let news = notifications::notifications(&kith.app, mia.actor, None, 10).await.unwrap().items;
        let asked = notifications::NotificationKind::VouchAsked;
        assert!(news.iter().all(|news| news.notification.kind != asked), "{leaves}");
    }
}

#[tokio::test]
async fn only_a_connection_both_share_and_the_sender_may_see_is_asked_once_f19_r2_4() {
    let scene = Scene::new().await;
    let Scene { kith, ana, ben, mia, id } = &scene;
    let [nina, rex] = kith.members(["Nina", "Rex"]).await;
    ana.connects(kith, &nina).await;
    rex.connects(kith, ben).await;
    let ask = async |by: &Member, whom| vouches::ask(&kith.app, by.actor, *id, whom).await.map(drop);
    for whom in [nina.id, rex.id, ben.id, ana.id, kith_domain::id::MemberId(1)] {
        let tried = ask(ana, whom).await;
        assert!(matches!(tried, Err(Failure::Refused(AskVouchRefused::NotShared))), "{tried:?}");
    }
    let offered = vouches::candidates(&kith.app, ana.actor, *id).await.unwrap();
    assert_eq!(offered.iter().map(|person| person.id).collect::<Vec<_>>(), [mia.id]);
    let hides = async |member: &Member, to| {
        let edit = EditSettings { connections_visible_to: Some(to), ..EditSettings::default() };
        settings::edit(&kith.app, member.actor, edit, None).await.map(drop).expect("set");
    };
    for member in [mia, ana, ben] {
        hides(member, Audience::Nobody).await;
        let tried = ask(ana, mia.id).await;
        assert!(matches!(tried, Err(Failure::Refused(AskVouchRefused::NotShared))), "{} hides", member.name);
        assert!(vouches::candidates(&kith.app, ana.actor, *id).await.unwrap().is_empty());
        hides(member, Audience::Connections).await;
    }
    assert!(matches!(ask(ben, mia.id).await, Err(Failure::Refused(AskVouchRefused::NotFound))));
    ask(ana, mia.id).await.expect("asked");
    ask(ana, mia.id).await.expect("the second time as the first");
    rex.connects(kith, ana).await;
    assert!(matches!(ask(ana, rex.id).await, Err(Failure::Refused(AskVouchRefused::AskedAlready))));
}

/// What M may do with it that S must not learn of.
#[derive(Debug, Clone, Copy)]
enum Silent {
    Nothing,
    Writes,
    Declines,
    WritesAndTakesBack,
}

#[tokio::test]
async fn the_sender_cannot_tell_silence_from_a_line_or_a_refusal_f19_r6_1() {
    let mut stories = Vec::new();
    for silent in [Silent::Nothing, Silent::Writes, Silent::Declines, Silent::WritesAndTakesBack] {
        let scene = Scene::asked().await;
        let Scene { kith, ana, mia, id, .. } = &scene;
        match silent {
            Silent::Nothing => {}
            Silent::Writes => writes(mia, *id, LINE).await.unwrap(),
            Silent::Declines => vouches::decline(&kith.app, mia.actor, *id).await.unwrap(),
            Silent::WritesAndTakesBack => {
                writes(mia, *id, LINE).await.unwrap();
                vouches::decline(&kith.app, mia.actor, *id).await.unwrap();
            }
        }
        let mut story = String::new();
        for wait in ["1m", "40d", "139d", "1d"] {
            kith.advance(wait);
            run_followers_once(&kith.app).await.unwrap();
            let (app, actor) = (&kith.app, ana.actor);
            writeln!(story, "{:?}", invitations::sent(app, actor, SentFilter::All, None, 10).await.unwrap())
                .unwrap();
            let Some(Sides::Sent(sent)) = invitations::sides(app, actor, *id).await.unwrap() else {
                panic!("it is Ana's")
            };
            assert_eq!(sent.voucher.as_ref().map(|person| person.id), Some(mia.id), "all that she knows");
            writeln!(story, "{sent:?}").unwrap();
            writeln!(story, "{:?}", notifications::notifications(app, actor, None, 10).await.unwrap())
                .unwrap();
            writeln!(story, "{:?}", notifications::waiting(app, actor).await.unwrap()).unwrap();
            writeln!(story, "{:?}", vouches::ask(app, actor, *id, mia.id).await).unwrap();
            writeln!(story, "{:?}", vouches::candidates(app, actor, *id).await.unwrap()).unwrap();
            writeln!(story, "{:?}", vouches::request(app, actor, *id).await.unwrap()).unwrap();
        }
        stories.push((silent, story));
    }
    let (_, silence) = &stories[0];
    for (silent, story) in &stories {
        assert_eq!(silence, story, "{silent:?}");
    }
}

#[tokio::test]
async fn whoever_vouches_cannot_tell_what_the_recipient_did_f19_r6_1() {
    let mut stories = Vec::new();
    for does in ["nothing", "views", "ignores", "marks", "reports", "blocks"] {
        let scene = Scene::asked().await;
        let Scene { kith, ana, ben, mia, id } = &scene;
        match does {
            "views" => ben.views(*id).await,
            "ignores" => ben.ignores(*id).await,
            "marks" => ben.marks(*id).await,
            "reports" => {
                let reason = ReportReason::parse("sells things").unwrap();
                invitations::report(&kith.app, ben.actor, *id, reason).await.map(drop).unwrap();
            }
            "blocks" => connections::block(&kith.app, ben.actor, ana.id).await.unwrap(),
            _ => {}
        }
        let mut story = String::new();
        for wait in ["1m", "40d", "139d", "1d"] {
            kith.advance(wait);
            run_followers_once(&kith.app).await.unwrap();
            let (app, actor) = (&kith.app, mia.actor);
            writeln!(story, "{:?}", vouches::requests(app, actor, None, 10).await.unwrap()).unwrap();
            writeln!(story, "{:?}", vouches::request(app, actor, *id).await.unwrap()).unwrap();
            writeln!(story, "{:?}", notifications::notifications(app, actor, None, 10).await.unwrap())
                .unwrap();
            writeln!(story, "{:?}", vouches::write(app, actor, *id, LINE).await).unwrap();
            writeln!(story, "{:?}", vouches::decline(app, actor, *id).await).unwrap();
            writeln!(story, "{:?}", vouches::write(app, actor, *id, "Another line.").await).unwrap();
        }
        stories.push((does, story));
    }
    let (_, silence) = &stories[0];
    for (does, story) in &stories {
        assert_eq!(silence, story, "{does}");
    }
}

#[tokio::test]
async fn when_the_invitation_ends_the_request_vanishes_f19() {
    for ends in ["accepted", "withdrawn", "expired", "undone"] {
        let kith = Kith::new().await;
        let [ana, ben, mia] = kith.members(["Ana Lee", "Ben Ode", "Mia Fox"]).await;
        ana.connects(&kith, &mia).await;
        mia.connects(&kith, &ben).await;
        let id = ana.invites(&ben).await;
        vouches::ask(&kith.app, ana.actor, id, mia.id).await.expect("asked inside the window");
        let scene = Scene { kith, ana, ben, mia, id };
        let Scene { kith, ana, ben, mia, id } = &scene;
        run_followers_once(&kith.app).await.unwrap();
        assert_eq!(scene.asks_mia().await, 0, "what is held is Ana's alone (R8.7)");
        if ends != "undone" {
            kith.advance("1m");
            assert_eq!(scene.asks_mia().await, 1);
        }
        match ends {
            "accepted" => ben.accepts(*id).await,
            "withdrawn" => ana.withdraws(*id).await,
            "expired" => kith.advance("180d"),
            _ => invitations::undo(&kith.app, ana.actor, *id).await.expect("inside the window"),
        }
        kith.advance("1m");
        run_followers_once(&kith.app).await.unwrap();
        assert_eq!(scene.asks_mia().await, 0, "{ends}");
        let refused = writes(mia, *id, LINE).await;
        assert!(
            matches!(refused, Err(Failure::Refused(WriteVouchRefused::Vouch(VouchRefused::NotFound)))),
            "{ends}: {refused:?}"
        );
        let news = notifications::notifications(&kith.app, mia.actor, None, 10).await.unwrap().items;
        let asked = notifications::NotificationKind::VouchAsked;
        assert!(news.iter().all(|news| news.notification.kind != asked), "{ends}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_eight_lines_at_once_five_a_month_are_written_f19() {
    let kith = Kith::new().await;
    let [ana, mia] = kith.members(["Ana Lee", "Mia Fox"]).await;
    ana.connects(&kith, &mia).await;
    let mut asked = Vec::new();
    for n in 0..8 {
        let other = kith.member(&format!("Other {n}")).await;
        mia.connects(&kith, &other).await;
        let id = ana.invites(&other).await;
        vouches::ask(&kith.app, ana.actor, id, mia.id).await.expect("asked");
        asked.push(id);
    }
    kith.advance("1m");
    let at_once: Vec<_> = asked
        .iter()
        .map(|id| {
            let (mia, id) = (mia.clone(), *id);
            tokio::spawn(async move { (id, writes(&mia, id, LINE).await) })
        })
        .collect();
    let (mut written, mut refused) = (Vec::new(), Vec::new());
    for write in at_once {
        match write.await.unwrap() {
            (id, Ok(())) => written.push(id),
            (
                id,
                Err(Failure::Refused(WriteVouchRefused::Vouch(VouchRefused::TooMany {
                    limit: 5,
                    used: 5,
                    ..
                }))),
            ) => refused.push(id),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((written.len(), refused.len()), (5, 3));
    writes(&mia, written[0], "Another line, for the same one.").await.expect("counts once");
    vouches::decline(&kith.app, mia.actor, written[0]).await.unwrap();
    writes(&mia, written[0], LINE).await.expect("counted already");
    kith.advance("30d");
    writes(&mia, refused[0], LINE).await.expect("another month");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_asked_at_once_one_is_f19_r11_8() {
    let kith = Kith::new().await;
    let [ana, ben, mia, rex] = kith.members(["Ana Lee", "Ben Ode", "Mia Fox", "Rex Ray"]).await;
    for friend in [&mia, &rex] {
        ana.connects(&kith, friend).await;
        friend.connects(&kith, &ben).await;
    }
    let id = ana.invites(&ben).await;
    kith.advance("1m");
    let ask = |whom| {
        let ana = ana.clone();
        tokio::spawn(async move { vouches::ask(&ana.app, ana.actor, id, whom).await.map(drop) })
    };
    let (one, other) = (ask(mia.id), ask(rex.id));
    let results = [one.await.unwrap(), other.await.unwrap()];
    let asked = results.iter().filter(|result| result.is_ok()).count();
    let already =
        |result: &&Result<_, _>| matches!(result, Err(Failure::Refused(AskVouchRefused::AskedAlready)));
    assert_eq!((asked, results.iter().filter(already).count()), (1, 1), "{results:?}");
    let mut requests = 0;
    for friend in [&mia, &rex] {
        requests += vouches::requests(&kith.app, friend.actor, None, 10).await.unwrap().len();
    }
    assert_eq!(requests, 1);
}
