//! Writing to somebody one is not connected with, answering, the credits it costs, and following, on a real database.

use std::fmt::Write as _;

use kith_app::credits::{self, Cause, GrantRefused, Plan};
use kith_app::followers::run_followers_once;
use kith_app::follows::{self, FollowRefused, FollowedBy};
use kith_app::messages::{self, ReadRefused, WriteRefused};
use kith_app::outreach::{
    self, Lies, OutreachAnswerRefused, OutreachRefused, SendOutreach, SentOutreach, Sides, Tray,
};
use kith_app::settings::{self, EditSettings};
use kith_app::{Authority, Failure, accounts, connections, notifications, relationship};
use kith_domain::id::OutreachId;
use kith_testkit::{Kith, Member};

fn letter(to: &Member) -> SendOutreach {
    SendOutreach { to: to.id, subject: "Tides".to_owned(), body: "How do you measure them?".to_owned() }
}

async fn writes(from: &Member, to: &Member) -> Result<SentOutreach, Failure<OutreachRefused>> {
    outreach::send(&from.app, from.actor, letter(to)).await
}

async fn wrote(from: &Member, to: &Member) -> OutreachId {
    writes(from, to).await.expect("may be sent").outreach.id
}

async fn grant(to: &Member, credits: u32) {
    credits::grant(&to.app, Authority::Operator, to.id, credits).await.expect("a grant");
}

async fn premium(member: &Member) {
    let plan: Plan = "premium".parse().unwrap();
    credits::put_plan(&member.app, Authority::Operator, member.id, &plan).await.expect("a plan");
}

async fn balance(of: &Member) -> u32 {
    credits::purse(&of.app, of.actor).await.unwrap().expect("an account").balance
}

/// The ledger from its beginning: why, and how many.
async fn ledger(of: &Member) -> Vec<(Cause, i32)> {
    let mut lines = Vec::new();
    let mut cursor = None;
    loop {
        let page = credits::ledger(&of.app, of.actor, cursor, 7).await.unwrap();
        lines.extend(page.items.iter().map(|line| (line.cause, line.amount)));
        cursor = page.next;
        if cursor.is_none() {
            lines.reverse();
            return lines;
        }
    }
}

/// What is stored is the sum of what is stored: never anything less or more.
async fn is_the_sum(of: &Member) {
    let stored = of.app.store().credits(of.id).await.unwrap().map_or(0, |credits| credits.balance);
    let entries = of.app.store().credit_entries(of.id, i64::MAX, 10_000).await.unwrap();
    let sum: i64 = entries.iter().map(|entry| i64::from(entry.amount)).sum();
    assert_eq!(i64::from(stored), sum, "{entries:?}");
    let shown: i64 = ledger(of).await.iter().map(|(_, amount)| i64::from(*amount)).sum();
    assert_eq!(i64::from(balance(of).await), shown);
}

#[tokio::test]
async fn an_answer_opens_a_conversation_of_two_who_are_not_connected_r4_6() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    grant(&ana, 1).await;
    let id = wrote(&ana, &ben).await;
    run_followers_once(&kith.app).await.unwrap();

    let told = notifications::notifications(&kith.app, ben.actor, None, 10).await.unwrap();
    assert_eq!(told.items.len(), 1);
    assert_eq!(told.items[0].notification.kind, notifications::NotificationKind::OutreachReceived);
    let inbox = messages::conversations(&kith.app, ben.actor, None, 10).await.unwrap();
    assert!(inbox.items.is_empty(), "it waits apart from the inbox");
    assert_eq!(outreach::waiting(&kith.app, ben.actor).await.unwrap(), 1);
    let to_ben = messages::write(&kith.app, ana.actor, ben.id, "And?", None).await;
    assert!(matches!(to_ben, Err(Failure::Refused(WriteRefused::NotConnected))), "not before an answer");

    for _ in 0..2 {
        kith.advance("1h");
        outreach::answer(&kith.app, ben.actor, id, "With a stick.").await.unwrap();
    }
    run_followers_once(&kith.app).await.unwrap();
    for (one, other) in [(&ana, &ben), (&ben, &ana)] {
        let thread = messages::messages(&kith.app, one.actor, other.id, None, 10).await.unwrap();
        assert_eq!(thread.outreach.expect("on top").id, id);
        assert_eq!((thread.connected_since, thread.messages.items.len()), (None, 1));
        assert!(
            relationship::relationship(&kith.app, one.actor, other.id).await.unwrap().unwrap().may.message
        );
    }
    assert_eq!(outreach::waiting(&kith.app, ben.actor).await.unwrap(), 0);
    let told = notifications::notifications(&kith.app, ana.actor, None, 10).await.unwrap();
    assert_eq!(told.items[0].notification.kind, notifications::NotificationKind::OutreachAnswered);

    messages::write(&kith.app, ana.actor, ben.id, "Thank you.", None).await.unwrap();
    messages::write(&kith.app, ben.actor, ana.id, "Any time.", None).await.unwrap();
    run_followers_once(&kith.app).await.unwrap();
    let inbox = messages::conversations(&kith.app, ana.actor, None, 10).await.unwrap();
    assert_eq!((inbox.items.len(), inbox.items[0].unread), (1, 1), "who writes has read what stood above");
    assert_eq!(notifications::waiting(&kith.app, ana.actor).await.unwrap().messages, 1);
    let told = notifications::notifications(&kith.app, ana.actor, None, 10).await.unwrap();
    assert_eq!(told.items[0].notification.kind, notifications::NotificationKind::MessageReceived);
    assert!(matches!(writes(&ana, &ben).await, Err(Failure::Refused(OutreachRefused::ConversationOpen))));
    assert_eq!(ledger(&ana).await, [(Cause::Granted, 1), (Cause::Spent, -1), (Cause::Returned, 1)]);
    is_the_sum(&ana).await;
}

#[tokio::test]
async fn such_a_conversation_goes_on_until_a_block_and_does_not_come_back_r11_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    grant(&ana, 2).await;
    let id = wrote(&ana, &ben).await;
    outreach::answer(&kith.app, ben.actor, id, "With a stick.").await.unwrap();
    follows::follow(&kith.app, ana.actor, ben.id).await.unwrap();
    follows::follow(&kith.app, ben.actor, ana.id).await.unwrap();
    connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
    let read = messages::messages(&kith.app, ana.actor, ben.id, None, 10).await;
    assert!(matches!(read, Err(Failure::Refused(ReadRefused::NotFound))));
    connections::unblock(&kith.app, ben.actor, ana.id).await.unwrap();
    for (one, other) in [(&ana, &ben), (&ben, &ana)] {
        let read = messages::messages(&kith.app, one.actor, other.id, None, 10).await;
        assert!(matches!(read, Err(Failure::Refused(ReadRefused::NotConnected))));
        assert!(messages::conversations(&kith.app, one.actor, None, 10).await.unwrap().items.is_empty());
        assert!(follows::following(&kith.app, one.actor, None, 10).await.unwrap().items.is_empty());
        assert!(follows::followers(&kith.app, one.actor, None, 10).await.unwrap().items.is_empty());
    }
    // A second one, answered, opens the same conversation again; leaving a connection closes it.
    let id = wrote(&ana, &ben).await;
    outreach::answer(&kith.app, ben.actor, id, "Still with a stick.").await.unwrap();
    let thread = messages::messages(&kith.app, ana.actor, ben.id, None, 10).await.unwrap();
    assert_eq!((thread.messages.items.len(), thread.outreach.unwrap().id), (2, id));
    ana.connects(&kith, &ben).await;
    connections::disconnect(&kith.app, ben.actor, ana.id).await.unwrap();
    let read = messages::messages(&kith.app, ana.actor, ben.id, None, 10).await;
    assert!(matches!(read, Err(Failure::Refused(ReadRefused::NotConnected))));
}

#[tokio::test]
async fn no_thank_you_is_an_answer_and_silence_is_none_r4_7() {
    let kith = Kith::new().await;
    let [ana, ben, cleo, dan] = kith.members(["Ana", "Ben", "Cleo", "Dan"]).await;
    grant(&ana, 3).await;
    let to_ben = wrote(&ana, &ben).await;
    let to_cleo = wrote(&ana, &cleo).await;
    wrote(&ana, &dan).await;
    assert_eq!(balance(&ana).await, 0);
    let broke = kith.member("Eva").await;
    assert!(matches!(
        writes(&broke, &ben).await,
        Err(Failure::Refused(OutreachRefused::NoCredit { balance: 0, next_at: None }))
    ));
    outreach::refuse(&kith.app, ben.actor, to_ben).await.unwrap();
    outreach::refuse(&kith.app, ben.actor, to_ben).await.unwrap();
    assert_eq!(balance(&ana).await, 1, "once");
    assert!(matches!(writes(&ana, &ben).await, Err(Failure::Refused(OutreachRefused::NotPossibleNow))));
    kith.advance("90d");
    outreach::answer(&kith.app, cleo.actor, to_cleo, "Late, I know.").await.unwrap();
    assert_eq!(balance(&ana).await, 1, "half-open: at the very end of the window it is over");
    let Some(Sides::Sent(sent)) = outreach::one(&kith.app, ana.actor, to_cleo).await.unwrap() else {
        panic!("not hers")
    };
    assert!(!sent.returned);
    assert!(writes(&ana, &ben).await.is_ok(), "after a while one may ask again");
    is_the_sum(&ana).await;
}

#[tokio::test]
async fn a_premium_plan_brings_five_a_month_up_to_fifteen_without_any_job_r4_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    premium(&ana).await;
    assert_eq!(balance(&ana).await, 5);
    kith.advance("30d");
    assert_eq!(balance(&ana).await, 10, "nobody has written it yet, and whoever looks sees it");
    is_the_sum(&ana).await;
    kith.advance("300d");
    assert_eq!(balance(&ana).await, 15);
    wrote(&ana, &ben).await;
    assert_eq!(balance(&ana).await, 14);
    kith.advance("30d");
    assert_eq!(balance(&ana).await, 15);
    let monthly = (Cause::Monthly, 5);
    assert_eq!(ledger(&ana).await, [monthly, monthly, monthly, (Cause::Spent, -1), (Cause::Monthly, 1)]);
    grant(&ana, 100).await;
    kith.advance("30d");
    assert_eq!(balance(&ana).await, 115, "a grant is on top");
    is_the_sum(&ana).await;
}

#[tokio::test]
async fn grants_and_plans_are_the_operators_and_the_moderators_r4_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mod_ = kith.moderator("Mod").await;
    let by_ben = credits::grant(&kith.app, Authority::Moderator(ben.actor), ana.id, 1).await;
    assert!(matches!(by_ben, Err(Failure::Refused(GrantRefused::NotAModerator))));
    credits::grant(&kith.app, Authority::Moderator(mod_.actor), ana.id, 2).await.unwrap();
    for amount in [0, 10_001] {
        let refused = credits::grant(&kith.app, Authority::Operator, ana.id, amount).await;
        assert!(matches!(refused, Err(Failure::Refused(GrantRefused::Amount { .. }))));
    }
    let gold: Plan = "gold".parse().unwrap();
    let refused = credits::put_plan(&kith.app, Authority::Operator, ana.id, &gold).await;
    assert!(matches!(refused, Err(Failure::Refused(GrantRefused::NoSuchPlan { .. }))));
    assert_eq!(balance(&ana).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_parallel_messages_exactly_as_many_pass_as_there_are_credits_r4_7() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    premium(&ana).await;
    kith.advance("30d"); // The second month is still to be written, once, by whoever comes first.
    grant(&ana, 3).await;
    kith.advance("30d");
    let mut others = Vec::new();
    for n in 0..100 {
        others.push(kith.member(&format!("Member {n}")).await);
    }
    let at_once: Vec<_> = others
        .iter()
        .map(|other| {
            let (ana, other) = (ana.clone(), other.clone());
            tokio::spawn(async move { writes(&ana, &other).await })
        })
        .collect();
    let mut passed = 0;
    for one in at_once {
        match one.await.unwrap() {
            Ok(_) => passed += 1,
            Err(Failure::Refused(OutreachRefused::NoCredit { balance: 0, next_at: Some(_) })) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    // Two months, the grant, and of the third month what fits below fifteen.
    assert_eq!((passed, balance(&ana).await), (15, 0));
    is_the_sum(&ana).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_and_messages_at_once_lose_no_credit_r4_7() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    grant(&ana, 20).await;
    let mut first = Vec::new();
    for n in 0..20 {
        let other = kith.member(&format!("Member {n}")).await;
        first.push((wrote(&ana, &other).await, other));
    }
    let mut second = Vec::new();
    for n in 0..20 {
        second.push(kith.member(&format!("Other {n}")).await);
    }
    let mut at_once = Vec::new();
    for (n, (id, other)) in first.into_iter().enumerate() {
        let app = kith.app.clone();
        at_once.push(tokio::spawn(async move {
            // Both answers at once: one of them wins, and the credit comes back once.
            let answer = outreach::answer(&app, other.actor, id, "Yes.");
            let refuse = outreach::refuse(&app, other.actor, id);
            let (answer, refuse) = if n % 2 == 0 {
                tokio::join!(answer, refuse)
            } else {
                let (r, a) = tokio::join!(refuse, answer);
                (a, r)
            };
            assert!(answer.is_ok() != refuse.is_ok(), "{answer:?} {refuse:?}");
            0
        }));
    }
    for other in second {
        let ana = ana.clone();
        at_once.push(tokio::spawn(async move { i32::from(writes(&ana, &other).await.is_ok()) }));
    }
    let mut passed = 0;
    for one in at_once {
        passed += one.await.unwrap();
    }
    assert_eq!(i64::from(balance(&ana).await), i64::from(20 - passed));
    is_the_sum(&ana).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_messages_at_once_between_two_one_is_open_r4_6() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    grant(&ana, 5).await;
    grant(&ben, 5).await;
    let at_once: Vec<_> = (0..8)
        .map(|n| {
            let (one, other) =
                if n % 2 == 0 { (ana.clone(), ben.clone()) } else { (ben.clone(), ana.clone()) };
            tokio::spawn(async move { writes(&one, &other).await })
        })
        .collect();
    let mut passed = 0;
    for one in at_once {
        match one.await.unwrap() {
            Ok(_) => passed += 1,
            Err(Failure::Refused(OutreachRefused::AlreadyOpen { .. })) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((passed, balance(&ana).await + balance(&ben).await), (1, 9));
}

/// What R may do that S must not learn of.
#[derive(Debug, Clone, Copy)]
enum Silent {
    Nothing,
    Read,
    Aside,
    AsideAndBack,
    Report,
    AsideAndReport,
    Block,
}

async fn does(silent: Silent, ben: &Member, ana: &Member, id: OutreachId) {
    let (app, actor) = (&ben.app, ben.actor);
    match silent {
        Silent::Nothing => {}
        Silent::Read => drop(outreach::one(app, actor, id).await.unwrap()),
        Silent::Aside => drop(outreach::put_aside(app, actor, id).await.unwrap()),
        Silent::AsideAndBack => {
            outreach::put_aside(app, actor, id).await.unwrap();
            outreach::take_back(app, actor, id).await.unwrap();
        }
        Silent::Report => drop(outreach::report(app, actor, id, "sells things").await.unwrap()),
        Silent::AsideAndReport => {
            outreach::put_aside(app, actor, id).await.unwrap();
            outreach::report(app, actor, id, "sells things").await.unwrap();
        }
        Silent::Block => {
            connections::block(app, actor, ana.id).await.unwrap();
            connections::unblock(app, actor, ana.id).await.unwrap();
        }
    }
}

/// All that S can read that has to do with it.
async fn seen(ana: &Member, ben: &Member, id: OutreachId) -> String {
    let (app, actor) = (&ana.app, ana.actor);
    let mut seen = String::new();
    writeln!(seen, "{:?}", outreach::sent(app, actor, None, 100).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", outreach::one(app, actor, id).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", outreach::received(app, actor, Lies::InRequests, None, 9).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", outreach::waiting(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", credits::purse(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", credits::ledger(app, actor, None, 100).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", relationship::relationship(app, actor, ben.id).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", outreach::prospect(app, ana.id, ben.id).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", notifications::waiting(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", notifications::notifications(app, actor, None, 100).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", messages::conversations(app, actor, None, 100).await.unwrap()).unwrap();
    // What is refused is no secret either, and tries nothing out.
    writeln!(seen, "{:?}", writes(ana, ben).await).unwrap();
    writeln!(seen, "{:?}", messages::messages(app, actor, ben.id, None, 9).await.err()).unwrap();
    writeln!(seen, "{:?}", outreach::answer(app, actor, id, "Hm.").await).unwrap();
    seen
}

async fn story(silent: Silent) -> Vec<String> {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    grant(&ana, 3).await;
    let id = wrote(&ana, &ben).await;
    kith.advance("1h");
    does(silent, &ben, &ana, id).await;
    let mut chapters = Vec::new();
    for wait in ["1s", "10m", "89d", "1d", "400d"] {
        kith.advance(wait);
        run_followers_once(&kith.app).await.unwrap();
        chapters.push(seen(&ana, &ben, id).await);
    }
    chapters
}

#[tokio::test]
async fn silence_putting_aside_and_reporting_give_the_sender_the_same_r4_6_r6_1() {
    let silence = story(Silent::Nothing).await;
    for silent in [
        Silent::Read,
        Silent::Aside,
        Silent::AsideAndBack,
        Silent::Report,
        Silent::AsideAndReport,
        Silent::Block,
    ] {
        let other = story(silent).await;
        for (chapter, (one, other)) in silence.iter().zip(&other).enumerate() {
            for (one, other) in one.lines().zip(other.lines()) {
                assert_eq!(one, other, "{silent:?}, chapter {chapter}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_closes_that_door_answers_as_any_closed_door_and_pages_say_so_to_all_r4_6() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    grant(&ana, 1).await;
    let may = async || {
        relationship::relationship(&kith.app, ana.actor, ben.id).await.unwrap().unwrap().may.write_outreach
    };
    assert!(may().await);
    let closes = EditSettings { takes_outreach: Some(false), ..EditSettings::default() };
    settings::edit(&kith.app, ben.actor, closes, None).await.unwrap();
    assert!(!may().await, "what is offered is what is possible (R4.2)");
    assert!(matches!(writes(&ana, &ben).await, Err(Failure::Refused(OutreachRefused::NotPossibleNow))));
    assert_eq!(balance(&ana).await, 1);
}

#[tokio::test]
async fn aside_is_apart_and_can_still_be_answered_r4_6() {
    let kith = Kith::new().await;
    let [ana, ben, cleo] = kith.members(["Ana", "Ben", "Cleo"]).await;
    grant(&ana, 2).await;
    let id = wrote(&ana, &ben).await;
    let stranger = outreach::put_aside(&kith.app, cleo.actor, id).await;
    assert!(matches!(stranger, Err(Failure::Refused(OutreachAnswerRefused::NotFound))));
    let sender = outreach::answer(&kith.app, ana.actor, id, "Myself.").await;
    assert!(matches!(sender, Err(Failure::Refused(OutreachAnswerRefused::NotFound))));
    outreach::put_aside(&kith.app, ben.actor, id).await.unwrap();
    let lists = async |lies| outreach::received(&kith.app, ben.actor, lies, None, 9).await.unwrap().items;
    assert!(lists(Lies::InRequests).await.is_empty());
    assert_eq!(lists(Lies::Aside).await[0].tray, Tray::Aside);
    outreach::answer(&kith.app, ben.actor, id, "After all.").await.unwrap();
    assert!(lists(Lies::Aside).await.is_empty());
}

#[tokio::test]
async fn whoever_leaves_takes_messages_and_follows_along_r11_4_r11_5() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", "correct horse").await;
    let ben = kith.member_with_password("Ben", "correct horse").await;
    let cleo = kith.member("Cleo").await;
    grant(&ana, 2).await;
    wrote(&ana, &ben).await;
    let to_cleo = wrote(&ana, &cleo).await;
    follows::follow(&kith.app, ana.actor, ben.id).await.unwrap();
    follows::follow(&kith.app, cleo.actor, ana.id).await.unwrap();
    let before = format!("{:?}", outreach::sent(&kith.app, ana.actor, None, 9).await.unwrap());
    accounts::close(&kith.app, ben.actor, "correct horse").await.unwrap();
    assert!(follows::following(&kith.app, ana.actor, None, 9).await.unwrap().items.is_empty());
    kith.advance("89d");
    run_followers_once(&kith.app).await.unwrap();
    let name = |sent: &SentOutreach| sent.recipient.as_ref().map(|person| person.name.to_string());
    let sent = outreach::sent(&kith.app, ana.actor, None, 9).await.unwrap();
    assert_eq!(
        name(&sent.items[1]),
        Some("Ben".to_owned()),
        "no sooner than it would have been over: {before}"
    );
    accounts::close(&kith.app, ana.actor, "correct horse").await.unwrap();
    assert_eq!(outreach::waiting(&kith.app, cleo.actor).await.unwrap(), 0);
    let answer = outreach::answer(&kith.app, cleo.actor, to_cleo, "Hello?").await;
    assert!(matches!(answer, Err(Failure::Refused(OutreachAnswerRefused::NotFound))));
    assert!(follows::following(&kith.app, cleo.actor, None, 9).await.unwrap().items.is_empty());
    assert_eq!(kith.app.store().follows(cleo.id, ana.id).await.unwrap(), None, "not even stored");
    assert_eq!(kith.app.store().credits(ana.id).await.unwrap(), None);
}

#[tokio::test]
async fn following_is_one_way_quiet_and_ends_from_either_side() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    for _ in 0..2 {
        follows::follow(&kith.app, ana.actor, ben.id).await.unwrap();
    }
    run_followers_once(&kith.app).await.unwrap();
    assert_eq!(
        notifications::waiting(&kith.app, ben.actor).await.unwrap().notifications,
        0,
        "nobody is told"
    );
    let following =
        async |who: &Member| follows::following(&kith.app, who.actor, None, 9).await.unwrap().items;
    let followers =
        async |who: &Member| follows::followers(&kith.app, who.actor, None, 9).await.unwrap().items;
    assert_eq!((following(&ana).await.len(), following(&ben).await.len()), (1, 0));
    assert_eq!((followers(&ana).await.len(), followers(&ben).await.len()), (0, 1));
    follows::remove_follower(&kith.app, ben.actor, ana.id).await.unwrap();
    assert!(following(&ana).await.is_empty() && followers(&ben).await.is_empty());
    let nobody = EditSettings { followed_by: Some(FollowedBy::Nobody), ..EditSettings::default() };
    settings::edit(&kith.app, ben.actor, nobody, None).await.unwrap();
    let refused = follows::follow(&kith.app, ana.actor, ben.id).await;
    assert!(matches!(refused, Err(Failure::Refused(FollowRefused::NotFollowable))));
    follows::follow(&kith.app, ben.actor, ana.id).await.unwrap();
    follows::unfollow(&kith.app, ben.actor, ana.id).await.unwrap();
    assert!(following(&ben).await.is_empty());
}
