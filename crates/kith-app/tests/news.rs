//! News, live events, and who follows the journal.

use std::time::Duration;

use kith_app::connections;
use kith_app::events::{self, Event, EventId, Subscription};
use kith_app::followers::{Following, following, run_followers_once};
use kith_app::invitations;
use kith_app::messages;
use kith_app::notifications::{self, News, NotificationKind, Subject};
use kith_domain::time::Span;
use kith_testkit::{Kith, Member};

async fn news(member: &Member) -> Vec<News> {
    notifications::notifications(&member.app, member.actor, None, 100).await.unwrap().items
}

async fn kinds(member: &Member) -> Vec<NotificationKind> {
    news(member).await.into_iter().map(|news| news.notification.kind).collect()
}

async fn waiting(member: &Member) -> [u32; 3] {
    let waiting = notifications::waiting(&member.app, member.actor).await.unwrap();
    [waiting.invitations, waiting.messages, waiting.notifications]
}

async fn follow(kith: &Kith) {
    run_followers_once(&kith.app).await.unwrap();
}

async fn listens(member: &Member, last: Option<EventId>) -> Subscription {
    events::subscribe(&member.app, member.actor, last).await.unwrap()
}

/// The event that is there now; nothing where the stream is silent.
async fn now(stream: &mut Subscription) -> Option<Event> {
    tokio::time::timeout(Duration::from_millis(20), stream.next()).await.ok().flatten()
}

async fn writes(from: &Member, to: &Member, text: &str) {
    messages::write(&from.app, from.actor, to.id, text, None).await.unwrap();
}

#[tokio::test]
async fn an_invitation_is_news_when_the_undo_window_is_over_and_not_before_r8_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mut stream = listens(&ben, None).await;
    let id = ana.invites(&ben).await;
    follow(&kith).await;
    assert_eq!((kinds(&ben).await, waiting(&ben).await), (vec![], [0, 0, 0]));
    assert_eq!(now(&mut stream).await, None);
    kith.advance("29s");
    follow(&kith).await;
    assert_eq!(now(&mut stream).await, None, "one second is left");
    kith.advance("1s");
    assert_eq!(waiting(&ben).await, [1, 0, 1]);
    follow(&kith).await;
    let event = now(&mut stream).await.expect("the news, live");
    assert_eq!(event.news.subject, Subject::Invitation(id));
    assert_eq!((event.news.kind, event.news.actor.id), (NotificationKind::InvitationReceived, ana.id));
    assert_eq!(now(&mut stream).await, None, "told once");
    assert_eq!(news(&ben).await.len(), 1);
    assert_eq!(kinds(&ana).await, []);
}

#[tokio::test]
async fn who_saw_everything_until_a_moment_hears_what_came_since_though_it_listens_later() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    writes(&ana, &ben, "Before").await;
    follow(&kith).await;
    kith.advance("1m");
    let seen = EventId::before(kith.app.now());
    writes(&ana, &ben, "Meanwhile").await;
    follow(&kith).await;
    let mut stream = listens(&ben, Some(seen)).await;
    let event = now(&mut stream).await.expect("what came since");
    assert_eq!(event.news.kind, NotificationKind::MessageReceived);
    assert_eq!(now(&mut stream).await, None, "told once");
    let mut later = listens(&ben, Some(EventId::before(kith.app.now() + Span::seconds(1)))).await;
    assert_eq!(now(&mut later).await, None);
}

#[tokio::test]
async fn what_is_undone_was_never_news_r8_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mut stream = listens(&ben, None).await;
    let id = ana.invites(&ben).await;
    follow(&kith).await;
    invitations::undo(&kith.app, ana.actor, id).await.unwrap();
    kith.advance("1m");
    follow(&kith).await;
    assert_eq!((kinds(&ben).await, waiting(&ben).await), (vec![], [0, 0, 0]));
    assert_eq!(now(&mut stream).await, None);
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_before_anybody_followed_and_without_a_word_r8_3() {
    for followed_before in [false, true] {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana", "Ben"]).await;
        let id = ana.invites(&ben).await;
        kith.advance("30s");
        if followed_before {
            follow(&kith).await;
            assert_eq!(kinds(&ben).await, [NotificationKind::InvitationReceived]);
        }
        let mut stream = listens(&ben, None).await;
        ana.withdraws(id).await;
        assert_eq!((kinds(&ben).await, waiting(&ben).await), (vec![], [0, 0, 0]), "{followed_before}");
        follow(&kith).await;
        assert_eq!((kinds(&ben).await, waiting(&ben).await), (vec![], [0, 0, 0]), "{followed_before}");
        assert_eq!(now(&mut stream).await, None, "no word to R");
    }
}

#[tokio::test]
async fn what_has_expired_is_gone_and_is_tidied_up_in_the_order_it_was_sent_r8_5() {
    let kith = Kith::with(|network| network.policy.expiry.after = "1h".parse().unwrap()).await;
    let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
    let first = ana.invites(&ben).await;
    kith.advance("30m");
    let second = ana.invites(&eve).await;
    kith.advance("29m");
    follow(&kith).await;
    assert_eq!(kinds(&ben).await.len(), 1);
    let pending = async || kith.app.store().standing(ana.id).await.unwrap().unwrap().pending;
    kith.advance("1m");
    assert_eq!(kinds(&ben).await, [], "gone at the first instant at which it is over");
    assert_eq!(pending().await, 2, "not tidied up yet");
    follow(&kith).await;
    assert_eq!(pending().await, 1, "only the one whose time has run out");
    kith.advance("30m");
    follow(&kith).await;
    assert_eq!(pending().await, 0);
    for id in [first, second] {
        let stored = kith.app.store().invitation(ana.id, id).await.unwrap().unwrap();
        assert_eq!(stored.outcome, kith_domain::invitations::Outcome::Expired);
    }
    assert_eq!(kinds(&ana).await, [], "S hears nothing of it");
}

#[tokio::test]
async fn the_sender_hears_of_acceptance_and_of_nothing_else_r6_1() {
    let kith = Kith::new().await;
    let [ana, ben, eve, gus] = kith.members(["Ana", "Ben", "Eve", "Gus"]).await;
    let mut stream = listens(&ana, None).await;
    let (to_ben, to_eve, to_gus) =
        (ana.invites(&ben).await, ana.invites(&eve).await, ana.invites(&gus).await);
    kith.advance("1m");
    follow(&kith).await;
    ben.views(to_ben).await;
    ben.marks(to_ben).await;
    let reason = kith_domain::text::ReportReason::parse("A stranger.").unwrap();
    invitations::report(&kith.app, eve.actor, to_eve, reason).await.unwrap();
    follow(&kith).await;
    assert_eq!((kinds(&ana).await, waiting(&ana).await), (vec![], [0, 0, 0]));
    assert_eq!(now(&mut stream).await, None);
    gus.accepts(to_gus).await;
    follow(&kith).await;
    assert_eq!(kinds(&ana).await, [NotificationKind::InvitationAccepted]);
    let event = now(&mut stream).await.expect("the yes");
    assert_eq!((event.news.subject, event.news.actor.id), (Subject::Invitation(to_gus), gus.id));
    assert_eq!(now(&mut stream).await, None);
}

#[tokio::test]
async fn messages_are_one_line_for_each_conversation_at_its_latest_time() {
    let kith = Kith::new().await;
    let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
    ana.connects(&kith, &ben).await;
    eve.connects(&kith, &ben).await;
    writes(&ana, &ben, "One.").await;
    kith.advance("1m");
    writes(&eve, &ben, "Two.").await;
    kith.advance("1m");
    follow(&kith).await;
    writes(&ana, &ben, "Three.").await;
    follow(&kith).await;
    let lines: Vec<_> = news(&ben)
        .await
        .into_iter()
        .filter(|news| news.notification.kind == NotificationKind::MessageReceived)
        .map(|news| news.notification.actor.id)
        .collect();
    assert_eq!(lines, [ana.id, eve.id]);
    assert_eq!(waiting(&ben).await[1], 2, "two conversations have something unread");
    assert!(!kinds(&ana).await.contains(&NotificationKind::MessageReceived));
}

#[tokio::test]
async fn news_of_who_is_blocked_or_disconnected_are_gone_at_once_r11_6_r11_7() {
    let kith = Kith::new().await;
    let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
    ana.connects(&kith, &ben).await;
    eve.connects(&kith, &ben).await;
    writes(&ana, &ben, "Hello.").await;
    writes(&eve, &ben, "Hello.").await;
    follow(&kith).await;
    assert_eq!(waiting(&ben).await[1], 2);
    connections::disconnect(&kith.app, ana.actor, ben.id).await.unwrap();
    connections::block(&kith.app, ben.actor, eve.id).await.unwrap();
    assert_eq!((kinds(&ben).await, waiting(&ben).await), (vec![], [0, 0, 0]));
    follow(&kith).await;
    connections::unblock(&kith.app, ben.actor, eve.id).await.unwrap();
    follow(&kith).await;
    for member in [&ana, &ben, &eve] {
        assert_eq!((kinds(member).await, waiting(member).await), (vec![], [0, 0, 0]), "{}", member.name);
    }
}

#[tokio::test]
async fn read_news_stay_read_and_what_comes_later_is_new() {
    let kith = Kith::new().await;
    let [ana, ben, eve, gus] = kith.members(["Ana", "Ben", "Eve", "Gus"]).await;
    for other in [&ben, &eve] {
        other.invites(&ana).await;
        kith.advance("1m");
    }
    gus.invites(&ana).await;
    follow(&kith).await;
    let unread = async || news(&ana).await.iter().map(|news| news.unread).collect::<Vec<_>>();
    assert_eq!(unread().await, [true, true]);
    let oldest = news(&ana).await[1].notification.id;
    notifications::mark_read(&kith.app, ana.actor, Some(oldest)).await.unwrap();
    assert_eq!((unread().await, waiting(&ana).await), (vec![true, false], [2, 0, 1]));
    notifications::mark_read(&kith.app, ana.actor, None).await.unwrap();
    notifications::mark_read(&kith.app, ana.actor, Some(oldest)).await.unwrap();
    assert_eq!((unread().await, waiting(&ana).await), (vec![false, false], [2, 0, 0]));
    kith.advance("1m");
    assert_eq!(unread().await, [true, false, false], "what was held while the list was read is new");
}

#[tokio::test]
async fn the_list_pages_without_a_gap_while_lines_come_and_go() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let mut sent = Vec::new();
    for n in 0..7 {
        let other = kith.member(&format!("Member {n}")).await;
        sent.push((other.invites(&ana).await, other));
    }
    kith.advance("1m");
    follow(&kith).await;
    let page = notifications::notifications(&kith.app, ana.actor, None, 3).await.unwrap();
    let late = kith.member("Late").await;
    late.invites(&ana).await;
    sent[5].1.withdraws(sent[5].0).await;
    kith.advance("1m");
    follow(&kith).await;
    let rest = notifications::notifications(&kith.app, ana.actor, page.next, 10).await.unwrap();
    let actors = |items: &[News]| items.iter().map(|n| n.notification.actor.id).collect::<Vec<_>>();
    let sender = |n: usize| sent[n].1.id;
    assert_eq!(actors(&page.items), [sender(6), sender(5), sender(4)]);
    assert_eq!(actors(&rest.items), [sender(3), sender(2), sender(1), sender(0)]);
    assert!(rest.next.is_none());
}

#[tokio::test]
async fn a_follower_that_is_killed_goes_on_where_it_was_and_tells_what_was_held() {
    let kith = Kith::new().await;
    let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
    ana.invites(&ben).await;
    follow(&kith).await;
    ana.invites(&eve).await;
    // The process dies here: the first was followed, the second not, both are held.
    let again = kith.again().await;
    let (ben, eve) = (Member { app: again.clone(), ..ben }, Member { app: again.clone(), ..eve });
    let mut streams = [listens(&ben, None).await, listens(&eve, None).await];
    run_followers_once(&again).await.unwrap();
    for stream in &mut streams {
        assert_eq!(now(stream).await, None);
    }
    kith.advance("30s");
    run_followers_once(&again).await.unwrap();
    for stream in &mut streams {
        assert!(now(stream).await.is_some(), "the news that was held");
        assert_eq!(now(stream).await, None);
    }
    assert_eq!((news(&ben).await.len(), news(&eve).await.len()), (1, 1));
    // The one that was thought dead works on beside it: each entry still has its effect once.
    ana.connects(&kith, &kith.member("Gus").await).await;
    tokio::try_join!(run_followers_once(&kith.app), run_followers_once(&again)).unwrap();
    assert_eq!(kinds(&ana).await, [NotificationKind::InvitationAccepted]);
}

#[tokio::test]
async fn a_stream_that_comes_back_is_told_what_it_missed_once() {
    let kith = Kith::new().await;
    let [ana, ben, eve, gus] = kith.members(["Ana", "Ben", "Eve", "Gus"]).await;
    let mut stream = listens(&ana, None).await;
    ben.invites(&ana).await;
    kith.advance("1m");
    follow(&kith).await;
    let last = now(&mut stream).await.expect("the first").id;
    drop(stream);
    eve.invites(&ana).await;
    kith.advance("1m");
    follow(&kith).await;
    let mut stream = listens(&ana, Some(last)).await;
    gus.invites(&ana).await;
    kith.advance("1m");
    follow(&kith).await;
    let mut told = Vec::new();
    while let Some(event) = now(&mut stream).await {
        told.push(event.news.actor.id);
    }
    assert_eq!(told, [eve.id, gus.id]);
}

#[tokio::test]
async fn a_stream_that_falls_behind_is_ended_and_nobody_waits_for_it() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    follow(&kith).await;
    let mut stream = listens(&ben, None).await;
    for n in 0..70 {
        writes(&ana, &ben, &format!("Message {n}")).await;
        kith.advance("1ms");
        follow(&kith).await;
    }
    let mut told = 0;
    while tokio::time::timeout(Duration::from_secs(5), stream.next()).await.expect("it ends").is_some() {
        told += 1;
    }
    assert_eq!(told, 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_at_work_tell_what_is_held_in_time_and_stop_cleanly() {
    let kith = Kith::with(|network| network.policy.undo.send = "50ms".parse().unwrap()).await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mut stream = listens(&ben, None).await;
    let followers = kith.app.spawn_followers();
    ana.invites(&ben).await;
    kith.advance("1s");
    let event = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("in time");
    assert_eq!(event.expect("an event").news.actor.id, ana.id);
    followers.stop().await;
    assert!(stream.next().await.is_none(), "every stream has ended");
}

#[tokio::test]
async fn what_is_not_told_for_a_minute_is_behind_for_a_probe() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    assert_eq!(following(&kith.app).await.unwrap(), Following::NotHere);
    // Stopped, the follower tells nothing any more, as one that hangs.
    kith.app.spawn_followers().stop().await;
    run_followers_once(&kith.app).await.unwrap();
    kith.advance("1h");
    ana.invites(&ben).await;
    kith.app.store().engine().settle_journal().await.unwrap();
    assert_eq!(following(&kith.app).await.unwrap(), Following::UpToDate, "written just now");
    kith.advance("61s");
    assert_eq!(following(&kith.app).await.unwrap(), Following::Behind(Span::seconds(61)));
    run_followers_once(&kith.app).await.unwrap();
    assert_eq!(following(&kith.app).await.unwrap(), Following::UpToDate);
}
