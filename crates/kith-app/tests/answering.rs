//! Between yes and no: a question back (F5), and "not now" (F6).

use kith_app::followers::run_followers_once;
use kith_app::invitations::{self, ReceivedBox, ReceivedInvitation, SentInvitation};
use kith_app::notifications::{self, NotificationKind};
use kith_app::{Failure, standing};
use kith_domain::id::InvitationId;
use kith_domain::invitations::{
    AskRefused, ReplyRefused, SnoozeRefused, StateForRecipient, StateForSender, Terms, WithdrawRefused,
};
use kith_domain::text::{QuestionAnswer, QuestionText};
use kith_domain::time::{Span, Timestamp};
use kith_store::invitations::SentFilter;
use kith_testkit::{Kith, Member};

async fn asks(
    recipient: &Member,
    id: InvitationId,
    text: &str,
) -> Result<ReceivedInvitation, Failure<AskRefused>> {
    let question = QuestionText::parse(text).expect("a question");
    invitations::ask(&recipient.app, recipient.actor, id, question).await
}

async fn replies(
    sender: &Member,
    id: InvitationId,
    text: &str,
) -> Result<SentInvitation, Failure<ReplyRefused>> {
    let answer = QuestionAnswer::parse(text).expect("an answer");
    invitations::reply(&sender.app, sender.actor, id, answer).await
}

async fn snoozes(
    recipient: &Member,
    id: InvitationId,
    until: Timestamp,
    tell: bool,
) -> Result<ReceivedInvitation, Failure<SnoozeRefused>> {
    invitations::set_aside(&recipient.app, recipient.actor, id, until, tell).await
}

async fn sent(sender: &Member, id: InvitationId) -> SentInvitation {
    invitations::sent_one(&sender.app, sender.actor, id).await.unwrap().expect("sent")
}

/// What lies in a box, the newest first.
async fn lies(recipient: &Member, which: ReceivedBox) -> Vec<InvitationId> {
    let list = invitations::received(&recipient.app, recipient.actor, which, None, 100).await.unwrap();
    list.iter().map(|one| one.invitation.id).collect()
}

async fn news(member: &Member) -> Vec<NotificationKind> {
    run_followers_once(&member.app).await.unwrap();
    let page = notifications::notifications(&member.app, member.actor, None, 100).await.unwrap();
    page.items.iter().map(|news| news.notification.kind).collect()
}

#[tokio::test]
async fn a_question_is_told_its_answer_becomes_part_of_the_invitation_and_neither_is_a_yes_f5() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("1h");
    let promised = sent(&ana, id).await.invitation.expires_at;
    let asked = asks(&ben, id, "How do we know each other?").await.expect("may be asked");
    assert!(asked.viewed_at.is_some() && !asked.may_ask && asked.state == StateForRecipient::Pending);
    asks(&ben, id, "How do we know each other?").await.expect("the second time as the first");
    let other = asks(&ben, id, "What for?").await;
    assert!(matches!(other, Err(Failure::Refused(AskRefused::Waiting))), "{other:?}");

    assert_eq!(news(&ana).await, [NotificationKind::QuestionAsked]);
    let seen = sent(&ana, id).await;
    assert_eq!(seen.state, StateForSender::Asked);
    assert!(seen.may_reply && !seen.may_withdraw && !seen.may_edit);
    assert_eq!(seen.invitation.expires_at, promised + Span::days(14), "its end waits");
    let open = invitations::sent(&kith.app, ana.actor, SentFilter::Open, None, 10).await.unwrap();
    assert_eq!(open.len(), 1, "it is open all the while");

    kith.advance("3d");
    let answered = replies(&ana, id, "From the choir, the second row.").await.expect("asked");
    assert_eq!(answered.state, StateForSender::Pending);
    assert_eq!(answered.invitation.expires_at, promised + Span::days(3), "no more than it took");
    replies(&ana, id, "From the choir, the second row.").await.expect("the second time as the first");
    let other = replies(&ana, id, "Or the third?").await;
    assert!(matches!(other, Err(Failure::Refused(ReplyRefused::AnsweredAlready))), "{other:?}");

    assert_eq!(news(&ben).await, [NotificationKind::QuestionAnswered]);
    let read = invitations::received_one(&kith.app, ben.actor, id).await.unwrap().expect("received");
    let told: Vec<_> = read.invitation.exchanges.iter().map(|one| one.answer.clone().unwrap().text).collect();
    assert_eq!(told, [QuestionAnswer::parse("From the choir, the second row.").unwrap()]);
    assert_eq!(read.state, StateForRecipient::Pending, "an answer is no yes");
    let allowance = standing::allowance(&kith.app, ana.actor).await.unwrap().expect("an account");
    assert_eq!(allowance.lifetime.used, 1, "it costs nothing");

    asks(&ben, id, "Which choir?").await.expect("a second round");
    kith.advance("20d");
    replies(&ana, id, "The one at the harbour.").await.expect("late, and in time");
    let settled = sent(&ana, id).await.invitation.expires_at;
    assert_eq!(settled, promised + Span::days(3 + 14), "it waits for two weeks at most");
    let third = asks(&ben, id, "Why?").await;
    assert!(matches!(third, Err(Failure::Refused(AskRefused::TooMany { limit: 2 }))), "{third:?}");
    invitations::accept(&kith.app, ben.actor, id, Terms::default()).await.expect("after all");
    assert_eq!(news(&ana).await, [NotificationKind::InvitationAccepted]);
}

#[tokio::test]
async fn only_r_asks_and_only_s_answers_and_what_is_over_is_neither_f5() {
    let kith = Kith::new().await;
    let [ana, ben, mia] = kith.members(["Ana", "Ben", "Mia"]).await;
    let id = ana.invites(&ben).await;
    let held = asks(&ben, id, "Who are you?").await;
    assert!(matches!(held, Err(Failure::Refused(AskRefused::Answer(_)))), "inside the window: {held:?}");
    kith.advance("1h");
    for stranger in [&ana, &mia] {
        let refused = asks(stranger, id, "Who are you?").await;
        assert!(matches!(refused, Err(Failure::Refused(AskRefused::Answer(_)))), "{refused:?}");
    }
    let early = replies(&ana, id, "I am Ana.").await;
    assert!(matches!(early, Err(Failure::Refused(ReplyRefused::NotAsked))), "{early:?}");
    asks(&ben, id, "Who are you?").await.expect("R may");
    for stranger in [&ben, &mia] {
        let refused = replies(stranger, id, "I am Ana.").await;
        assert!(matches!(refused, Err(Failure::Refused(ReplyRefused::NotFound))), "{refused:?}");
    }
    kith.advance("195d");
    let late = replies(&ana, id, "I am Ana.").await;
    assert!(matches!(late, Err(Failure::Refused(ReplyRefused::NoLongerPossible))), "{late:?}");
    let late = asks(&ben, id, "And now?").await;
    assert!(matches!(late, Err(Failure::Refused(AskRefused::Answer(_)))), "{late:?}");
    // One whose end was moved is tidied up with the others of its sender.
    ana.invites(&mia).await;
    assert_eq!(invitations::boxes(&kith.app, ana.actor).await.unwrap().sent, 1);
}

/// The first rung of the ladder: out of the archive, no strike, and a question instead (F4).
#[tokio::test]
async fn remind_me_how_we_met_takes_it_out_of_the_archive_and_marks_nobody_f4() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("1h");
    ben.ignores(id).await;
    asks(&ben, id, "Can you remind me how we met?").await.expect("from the archive");
    assert_eq!(lies(&ben, ReceivedBox::Waiting).await, [id]);
    assert!(lies(&ben, ReceivedBox::Archive).await.is_empty());
    assert_eq!(sent(&ana, id).await.state, StateForSender::Asked);
    let marks = kith.app.store().marks(ana.id, Timestamp(0), ben.id).await.unwrap();
    assert_eq!((marks.counting, marks.by_asker), (0, false));
    // Whoever answers and is marked all the same learns nothing of it.
    replies(&ana, id, "At the harbour.").await.expect("asked");
    let before = format!("{:?}", sent(&ana, id).await);
    ben.marks(id).await;
    assert_eq!(format!("{:?}", sent(&ana, id).await), before);
    let asked = asks(&ben, id, "Which harbour?").await;
    assert!(matches!(asked, Err(Failure::Refused(AskRefused::NoLongerPossible))), "{asked:?}");
}

#[tokio::test]
async fn set_aside_privately_it_leaves_the_list_and_is_back_on_its_day_f6_r6_1() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("1h");
    let before = format!("{:?}", sent(&ana, id).await);
    let aside = snoozes(&ben, id, kith.app.now() + Span::days(30), false).await.expect("may be");
    assert_eq!((aside.state, aside.viewed_at), (StateForRecipient::Snoozed, None));
    assert_eq!(format!("{:?}", sent(&ana, id).await), before, "nothing changed for S");
    assert_eq!(news(&ana).await, []);
    assert_eq!(news(&ben).await, [], "and what is set aside is no news");
    assert!(lies(&ben, ReceivedBox::Waiting).await.is_empty());
    assert_eq!(lies(&ben, ReceivedBox::Later).await, [id]);
    let boxes = invitations::boxes(&kith.app, ben.actor).await.unwrap();
    assert_eq!((boxes.received, boxes.later, boxes.archive), (0, 1, 0));
    kith.advance("30d");
    assert_eq!(lies(&ben, ReceivedBox::Waiting).await, [id], "back by itself");
    assert!(lies(&ben, ReceivedBox::Later).await.is_empty());
    assert_eq!(news(&ben).await, [NotificationKind::InvitationReceived]);

    // S was promised an end: two weeks before it, it is back whatever day was named.
    let far = snoozes(&ben, id, kith.app.now() + Span::days(400), false).await.expect("cut short");
    assert_eq!(far.snoozed_until, Some(far.invitation.expires_at - Span::days(14)));
    invitations::bring_back(&kith.app, ben.actor, id).await.expect("back before");
    assert_eq!(lies(&ben, ReceivedBox::Waiting).await, [id]);
    let past = snoozes(&ben, id, kith.app.now(), false).await;
    assert!(matches!(past, Err(Failure::Refused(SnoozeRefused::Past))), "{past:?}");
    kith.advance("140d");
    let soon = snoozes(&ben, id, kith.app.now() + Span::days(1), false).await;
    assert!(matches!(soon, Err(Failure::Refused(SnoozeRefused::EndsTooSoon))), "{soon:?}");
}

#[tokio::test]
async fn told_not_now_s_reads_the_day_the_end_moves_behind_it_and_s_may_withdraw_f6() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("1h");
    let day = kith.app.now() + Span::days(200);
    let far = snoozes(&ben, id, kith.app.now() + Span::days(366), true).await;
    assert!(matches!(far, Err(Failure::Refused(SnoozeRefused::TooFar { .. }))), "{far:?}");
    for _ in 0..2 {
        snoozes(&ben, id, day, true).await.expect("may be told");
    }
    assert_eq!(news(&ana).await, [NotificationKind::NotNow]);
    let told = sent(&ana, id).await;
    assert_eq!(told.invitation.not_now.map(|told| told.until), Some(day));
    assert_eq!(told.invitation.expires_at, day + Span::days(14));
    assert!(told.may_withdraw, "nobody is held to wait");
    kith.advance("200d");
    assert_eq!(lies(&ben, ReceivedBox::Waiting).await, [id]);
    invitations::withdraw(&kith.app, ana.actor, id).await.expect("may be withdrawn");
    let viewed = ana.invites(&kith.member("Mia").await).await;
    let refused = invitations::withdraw(&kith.app, ben.actor, viewed).await;
    assert!(matches!(refused, Err(Failure::Refused(WithdrawRefused::NotFound))), "{refused:?}");

    // A day before what S was promised anyway takes nothing away.
    let [cid, dan] = kith.members(["Cid", "Dan"]).await;
    let id = cid.invites(&dan).await;
    kith.advance("1h");
    let promised = sent(&cid, id).await.invitation.expires_at;
    snoozes(&dan, id, kith.app.now() + Span::days(30), true).await.expect("may be told");
    assert_eq!(sent(&cid, id).await.invitation.expires_at, promised);
}

#[tokio::test]
async fn an_answer_to_what_was_set_aside_or_ignored_is_no_news_f5_f6() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("1h");
    asks(&ben, id, "Who are you?").await.expect("may be asked");
    let promised = sent(&ana, id).await.invitation.expires_at - Span::days(14);
    let aside = snoozes(&ben, id, kith.app.now() + Span::days(400), false).await.expect("may be");
    let until = aside.snoozed_until.expect("set aside");
    assert!(until <= promised - Span::days(14), "back in time even where S answers at once");
    replies(&ana, id, "Ana, from the choir.").await.expect("asked");
    assert_eq!(news(&ben).await, [], "it waits with the invitation");
    invitations::bring_back(&kith.app, ben.actor, id).await.unwrap();
    assert_eq!(news(&ben).await, [NotificationKind::QuestionAnswered]);
    ben.ignores(id).await;
    assert_eq!(news(&ben).await, []);
}

/// Two devices of R's, and S at the same moment: one question, one end, nothing lost (R11.8).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_twice_at_once_it_is_one_question_and_the_end_moves_once_f5_r11_8() {
    let kith = Kith::new().await;
    for n in 0..20 {
        let (ana, ben) = (kith.member(&format!("Ana {n}")).await, kith.member(&format!("Ben {n}")).await);
        let id = ana.invites(&ben).await;
        kith.advance("1m");
        let promised = sent(&ana, id).await.invitation.expires_at;
        let each =
            ["How do we know each other?", "How do we know each other?", "What for?"].map(|question| {
                let ben = ben.clone();
                tokio::spawn(async move { asks(&ben, id, question).await })
            });
        let mut done = 0;
        for one in each {
            match one.await.unwrap() {
                Ok(_) => done += 1,
                Err(Failure::Refused(AskRefused::Waiting)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(done >= 1);
        let told = sent(&ana, id).await.invitation;
        assert_eq!((told.exchanges.len(), told.expires_at), (1, promised + Span::days(14)));
    }
}
