//! The ledger of the allowance, asking for more, and appeals, on a real database.

use kith_app::followers::run_followers_once;
use kith_app::notifications::{self, NotificationKind};
use kith_app::standing::{
    self, AnsweringRefused, AppealAnswerRefused, AppealOutcome, AppealRefused, AppealingRefused,
    AskForMoreRefused, AskRefused, Cause, FactsKind, Ground, LedgerLine, RequestOutcome, RestrictMember,
    ReviewRefused, Scope, Suggestion, Verdict, VerdictRefused, WaitsFor,
};
use kith_app::{Cursor, Failure, accounts, invitations};
use kith_domain::policy::{Lifts, Limit};
use kith_domain::text::Reasons;
use kith_domain::time::Span;
use kith_testkit::{Kith, Member};

const WHY: &str = "I organise the harbour festival and meet everybody who works there.";

fn reasons() -> Reasons {
    Reasons::parse(WHY).expect("reasons")
}

/// A network where a member may send twenty in all.
async fn small() -> Kith {
    Kith::with(|network| {
        network.policy.invitations.lifetime = Limit::At(20);
        network.policy.invitations.review_grants = [5, 2, 1];
        network.policy.marks.threshold = 100;
    })
    .await
}

async fn sends(kith: &Kith, who: &Member, count: usize) {
    for n in 0..count {
        who.invites(&kith.member(&format!("Guest {n}")).await).await;
    }
}

/// The whole ledger, in pages of `most`.
async fn ledger(who: &Member, most: u32) -> Vec<LedgerLine> {
    let (mut lines, mut cursor): (Vec<LedgerLine>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = standing::movements(&who.app, who.actor, cursor, most).await.unwrap();
        lines.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return lines;
        }
    }
}

/// What is left is the limit and all that moved; so says each line of those before it.
async fn balances(who: &Member) {
    let left = standing::allowance(&who.app, who.actor).await.unwrap().unwrap().lifetime.left();
    let limit = who.app.policy().invitations.lifetime.number().map(i64::from);
    let lines = ledger(who, 7).await;
    let mut sum = limit.expect("a limit");
    for line in lines.iter().rev() {
        sum += line.movement.amount;
        assert_eq!(line.left, Some(sum), "{line:?}");
    }
    assert_eq!(left, Some(u64::try_from(sum).expect("never below nothing")));
}

#[tokio::test]
async fn the_ledger_holds_every_movement_and_its_sum_is_the_balance_f11_r5_1() {
    let kith = small().await;
    let [ana, ben, cid] = kith.members(["Ana", "Ben", "Cid"]).await;
    let first = ana.invites(&ben).await;
    kith.advance("30s");
    let undone = ana.invites(&cid).await;
    assert_eq!(ledger(&ana, 50).await.len(), 2);
    invitations::undo(&kith.app, ana.actor, undone).await.unwrap();
    let lines = ledger(&ana, 50).await;
    let [line] = &lines[..] else { panic!("an undone one left a trace (R8.7): {lines:?}") };
    assert_eq!(line.movement.cause, Cause::Sent { invitation: first, to: ben.id });
    assert_eq!((line.movement.amount, line.left), (-1, Some(19)));
    assert_eq!(line.to.as_ref().map(|person| person.id), Some(ben.id));
    ana.withdraws(first).await;
    assert_eq!(ledger(&ana, 50).await.len(), 1, "withdrawing moves nothing (R5.3)");
    sends(&kith, &ana, 18).await;
    balances(&ana).await;
}

#[tokio::test]
async fn what_a_closed_account_had_sent_is_in_the_ledger_of_the_next_f11_r5_1() {
    let kith = small().await;
    let ana = kith.member_with_password("Ana", "harbour lights").await;
    sends(&kith, &ana, 3).await;
    accounts::close(&kith.app, ana.actor, "harbour lights").await.unwrap();
    let ask = accounts::AddMember {
        name: "Ana".to_owned(),
        email: ana.email.clone(),
        password: None,
        moderator: false,
    };
    let back = accounts::add(&kith.app, ask).await.unwrap();
    let kind = kith_app::sessions::SessionKind::Api;
    let actor = kith_app::sessions::open(&kith.app, back.member, kind, "test").await.unwrap().actor;
    let lines = standing::movements(&kith.app, actor, None, 10).await.unwrap().items;
    let [line] = &lines[..] else { panic!("{lines:?}") };
    let movement = (line.movement.cause, line.movement.amount, line.left);
    assert_eq!(movement, (Cause::CarriedOver, -3, Some(17)));
}

#[tokio::test]
async fn a_member_asks_and_a_moderator_grants_exactly_once_r5_4_r5_5() {
    let kith = small().await;
    let (ana, mo, mia) = (kith.member("Ana").await, kith.moderator("Mo").await, kith.moderator("Mia").await);
    let ask = || standing::ask_for_more(&kith.app, ana.actor, WHY);
    sends(&kith, &ana, 18).await;
    let early = ask().await;
    let not_yet = AskForMoreRefused::Rule(AskRefused::NotYet { left: 2, opens_at_left: 1 });
    assert!(matches!(early, Err(Failure::Refused(refused)) if refused == not_yet));
    sends(&kith, &ana, 1).await;
    let short = standing::ask_for_more(&kith.app, ana.actor, "please").await;
    assert!(matches!(short, Err(Failure::Refused(AskForMoreRefused::Fields(_)))));
    let request = ask().await.unwrap();
    assert_eq!((request.limit, request.used, request.outcome.clone()), (20, 19, RequestOutcome::Open));
    let twice = ask().await;
    let open = AskForMoreRefused::Rule(AskRefused::AlreadyOpen);
    assert!(matches!(twice, Err(Failure::Refused(refused)) if refused == open));
    let by_ana = standing::review(&kith.app, ana.actor, ana.id, request.id).await;
    assert!(matches!(by_ana, Err(Failure::Refused(ReviewRefused::NotAModerator))));
    let review = standing::review(&kith.app, mo.actor, ana.id, request.id).await.unwrap();
    assert_eq!(review.suggestion, Suggestion::InsufficientHistory { decided: 0, least: 20 });
    assert_eq!((review.history.all.sent, review.history.all.pending), (19, 19));
    let decide = |by: &Member, verdict| {
        let (app, actor) = (kith.app.clone(), by.actor);
        tokio::spawn(async move {
            standing::decide_request(&app, actor, request.member, request.id, verdict).await
        })
    };
    let (one, other) = (decide(&mo, Verdict::Grant(5)), decide(&mia, Verdict::Grant(2)));
    let answers = [one.await.unwrap(), other.await.unwrap()];
    let granted: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
    assert_eq!(granted.len(), 1, "of two at once the first decides");
    let decided = ReviewRefused::Rule(VerdictRefused::AlreadyDecided);
    assert!(answers.iter().any(|a| matches!(a, Err(Failure::Refused(refused)) if *refused == decided)));
    let RequestOutcome::Granted { amount, by: Some(_), .. } = granted[0].outcome else { panic!() };
    let left = standing::allowance(&kith.app, ana.actor).await.unwrap().unwrap().lifetime.left();
    assert_eq!(left, Some(1 + u64::from(amount)));
    let lines = ledger(&ana, 50).await;
    assert_eq!(lines[0].movement.cause, Cause::Granted { request: request.id });
    balances(&ana).await;
    sends(&kith, &ana, 1 + amount as usize).await;
    balances(&ana).await;
    let page = standing::requests(&kith.app, ana.actor, None, 10).await.unwrap();
    assert_eq!(page.items.len(), 1);
}

#[tokio::test]
async fn what_was_granted_goes_over_to_the_next_account_too_r5_1_r5_5() {
    let kith = small().await;
    let ana = kith.member_with_password("Ana", "harbour lights").await;
    let mo = kith.moderator("Mo").await;
    sends(&kith, &ana, 20).await;
    let request = standing::ask_for_more(&kith.app, ana.actor, WHY).await.unwrap();
    standing::decide_request(&kith.app, mo.actor, ana.id, request.id, Verdict::Grant(5)).await.unwrap();
    sends(&kith, &ana, 2).await;
    accounts::close(&kith.app, ana.actor, "harbour lights").await.unwrap();
    assert_eq!(kith.app.store().allowance_requests(ana.id, i64::MAX, 9).await.unwrap(), [], "words are gone");
    let ask = accounts::AddMember {
        name: "Ana".to_owned(),
        email: ana.email.clone(),
        password: None,
        moderator: false,
    };
    let back = accounts::add(&kith.app, ask).await.unwrap();
    let stands = kith.app.store().standing(back.member).await.unwrap().unwrap();
    let left = stands.lifetime_limit(kith.app.policy()).map(|limit| limit - stands.sent);
    assert_eq!(left, Some(3), "as many as were left");
}

#[tokio::test]
async fn a_refusal_has_a_reason_and_the_day_to_ask_again_r5_4() {
    let kith = small().await;
    let (ana, mo) = (kith.member("Ana").await, kith.moderator("Mo").await);
    sends(&kith, &ana, 20).await;
    let request = standing::ask_for_more(&kith.app, ana.actor, WHY).await.unwrap();
    let verdict = Verdict::Refuse { answer: reasons(), retry_at: None };
    let refused = standing::decide_request(&kith.app, mo.actor, ana.id, request.id, verdict).await.unwrap();
    let retry_at = kith.app.now() + Span::days(30);
    let RequestOutcome::Refused { answer, retry_at: says, .. } = refused.outcome else { panic!() };
    assert_eq!((answer, says), (reasons(), retry_at));
    let again = || standing::ask_for_more(&kith.app, ana.actor, WHY);
    let early = AskForMoreRefused::Rule(AskRefused::TooEarly { retry_at });
    assert!(matches!(again().await, Err(Failure::Refused(refused)) if refused == early));
    let asking = standing::asking(&kith.app, ana.actor).await.unwrap().unwrap();
    assert_eq!(asking.refused, Some(AskRefused::TooEarly { retry_at }));
    kith.advance("30d");
    again().await.unwrap();
    balances(&ana).await;
}

#[tokio::test]
async fn where_the_operator_lets_it_a_rule_grants_at_once_r5_5() {
    let kith = Kith::with(|network| {
        network.policy.invitations.lifetime = Limit::At(21);
        network.policy.invitations.review_grants = [5, 2, 1];
        network.policy.review.automatic = Limit::At(60);
    })
    .await;
    let ana = kith.member("Ana").await;
    for n in 0..21 {
        let guest = kith.member(&format!("Guest {n}")).await;
        ana.connects(&kith, &guest).await;
    }
    let request = standing::ask_for_more(&kith.app, ana.actor, WHY).await.unwrap();
    assert!(matches!(request.outcome, RequestOutcome::Granted { by: None, amount: 5, .. }));
    balances(&ana).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_requests_at_once_one_is_open_and_no_unit_is_lost_f11_r5_2_r5_4() {
    let kith = Kith::with(|network| {
        network.policy.invitations.lifetime = Limit::At(40);
        network.policy.invitations.review_grants = [5, 2, 1];
        network.policy.review.at_left_percent = 100;
    })
    .await;
    let (ana, mo) = (kith.member("Ana").await, kith.moderator("Mo").await);
    let mut guests = Vec::new();
    for n in 0..60 {
        guests.push(kith.member(&format!("Guest {n}")).await);
    }
    let mut at_once = Vec::new();
    for guest in &guests {
        let invites = ana.invites(guest);
        at_once.push(tokio::spawn(async move { invites.tried().await.is_ok() }));
    }
    let mut asks = Vec::new();
    for _ in 0..40 {
        let ana = ana.clone();
        asks.push(tokio::spawn(async move { standing::ask_for_more(&ana.app, ana.actor, WHY).await }));
    }
    let mut open = Vec::new();
    for ask in asks {
        open.extend(ask.await.unwrap().ok());
    }
    let [request] = &open[..] else { panic!("{} are open", open.len()) };
    let granting: Vec<_> = (0..20)
        .map(|_| {
            let (mo, member, id) = (mo.clone(), ana.id, request.id);
            tokio::spawn(async move {
                standing::decide_request(&mo.app, mo.actor, member, id, Verdict::Grant(5)).await.is_ok()
            })
        })
        .collect();
    let mut granted = 0;
    for grant in granting {
        granted += usize::from(grant.await.unwrap());
    }
    assert_eq!(granted, 20, "who says the same again hears the same");
    let mut sent = 0;
    for send in at_once {
        sent += usize::from(send.await.unwrap());
    }
    assert!((40..=45).contains(&sent), "{sent}");
    balances(&ana).await;
    let allowance = standing::allowance(&kith.app, ana.actor).await.unwrap().unwrap().lifetime;
    assert_eq!((allowance.limit, allowance.used), (Some(45), u64::try_from(sent).expect("few")));
}

async fn restricted(kith: &Kith, who: &Member, by: &Member) -> kith_domain::id::RestrictionId {
    let ask = RestrictMember {
        member: who.id,
        ground: Ground::Advertising,
        facts: FactsKind::Reports,
        scope: Scope::Sending,
        lifts: Lifts::Moderator,
        explanation: reasons(),
    };
    standing::restrict(&kith.app, by.actor, ask).await.unwrap()
}

#[tokio::test]
async fn an_appeal_is_answered_by_another_moderator_f11() {
    for outcome in [AppealOutcome::Upheld, AppealOutcome::Lifted] {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana", "Ben"]).await;
        let (mo, mia) = (kith.moderator("Mo").await, kith.moderator("Mia").await);
        let id = restricted(&kith, &ana, &mo).await;
        let not_found = AppealingRefused::Rule(AppealRefused::NotFound);
        let others = standing::appeal(&kith.app, ben.actor, id, WHY).await;
        assert!(matches!(others, Err(Failure::Refused(refused)) if refused == not_found));
        let appeal = standing::appeal(&kith.app, ana.actor, id, WHY).await.unwrap();
        assert_eq!(appeal.due_at, kith.app.now() + Span::days(7));
        let answer = |by: &Member| {
            let by = by.actor;
            standing::answer_appeal(&kith.app, by, ana.id, id, outcome, WHY)
        };
        let same = AnsweringRefused::Rule(AppealAnswerRefused::AnotherDecides);
        assert!(matches!(answer(&mo).await, Err(Failure::Refused(refused)) if refused == same));
        assert!(matches!(answer(&ben).await, Err(Failure::Refused(AnsweringRefused::NotAModerator))));
        kith.advance("1d");
        let case = answer(&mia).await.unwrap();
        assert_eq!(case.appeal.answer.as_ref().map(|answer| answer.outcome), Some(outcome));
        assert_eq!(answer(&mia).await.unwrap().appeal, case.appeal, "twice is once");
        let moe = kith.moderator("Moe").await;
        let again = AnsweringRefused::Rule(AppealAnswerRefused::AlreadyAnswered);
        assert!(matches!(answer(&moe).await, Err(Failure::Refused(refused)) if refused == again));
        let mine = standing::standing(&kith.app, ana.actor).await.unwrap().unwrap();
        assert_eq!(mine.appeal.and_then(|appeal| appeal.answer).map(|a| a.outcome), Some(outcome));
        let lifted = outcome == AppealOutcome::Lifted;
        assert_eq!(mine.restriction.is_none(), lifted);
        assert_eq!(ana.invites(&ben).tried().await.is_ok(), lifted);
        let answered = standing::appeal(&kith.app, ana.actor, id, "I still think that this was wrong.").await;
        let already = AppealingRefused::Rule(AppealRefused::AlreadyAnswered);
        assert!(matches!(answered, Err(Failure::Refused(refused)) if refused == already));
        if lifted {
            let id = restricted(&kith, &ana, &mo).await;
            let stored = kith.app.store().standing(ana.id).await.unwrap().unwrap();
            let nth = stored.restriction.as_ref().map(|restriction| (restriction.id, restriction.nth));
            assert_eq!(nth, Some((id, 1)), "what was lifted on appeal counts no more");
        }
    }
}

#[tokio::test]
async fn the_member_hears_of_what_was_decided_and_of_no_moderator_f11_r5_5() {
    let kith = small().await;
    let ana = kith.member("Ana").await;
    let (mo, mia) = (kith.moderator("Mo").await, kith.moderator("Mia").await);
    sends(&kith, &ana, 20).await;
    let asked = standing::ask_for_more(&kith.app, ana.actor, WHY).await.unwrap();
    standing::decide_request(&kith.app, mo.actor, ana.id, asked.id, Verdict::Grant(1)).await.unwrap();
    kith.advance("1h");
    let asked = standing::ask_for_more(&kith.app, ana.actor, WHY).await.unwrap();
    let refuse = Verdict::Refuse { answer: reasons(), retry_at: None };
    standing::decide_request(&kith.app, mo.actor, ana.id, asked.id, refuse).await.unwrap();
    kith.advance("1h");
    let id = restricted(&kith, &ana, &mo).await;
    let news = async || {
        run_followers_once(&kith.app).await.unwrap();
        let page = notifications::notifications(&kith.app, ana.actor, None, 10).await.unwrap();
        assert!(page.items.iter().all(|line| line.notification.actor.id == ana.id), "no moderator is named");
        page.items.into_iter().map(|line| line.notification.kind).collect::<Vec<_>>()
    };
    use NotificationKind::{AllowanceDeclined, AllowanceGranted, AppealAnswered, Restricted};
    assert_eq!(news().await, [Restricted, AllowanceDeclined, AllowanceGranted]);
    standing::appeal(&kith.app, ana.actor, id, WHY).await.unwrap();
    kith.advance("1h");
    standing::answer_appeal(&kith.app, mia.actor, ana.id, id, AppealOutcome::Upheld, WHY).await.unwrap();
    assert_eq!(news().await, [AppealAnswered, AllowanceDeclined, AllowanceGranted]);
}

#[tokio::test]
async fn a_restriction_by_marks_leaves_no_line_that_would_tell_of_one_taken_back_r6_1_r6_3() {
    let kith = Kith::with(|network| network.policy.marks.threshold = 0).await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("30s");
    ben.marks(id).await;
    invitations::take_back_mark(&kith.app, ben.actor, id).await.unwrap();
    run_followers_once(&kith.app).await.unwrap();
    let page = notifications::notifications(&kith.app, ana.actor, None, 10).await.unwrap();
    assert_eq!(page.items, []);
}

#[tokio::test]
async fn what_waits_for_a_moderator_is_there_by_itself_r6_5_r5_4_f11() {
    let kith = Kith::with(|network| {
        network.policy.invitations.lifetime = Limit::At(1);
        network.policy.marks.threshold = 0;
        network.policy.restriction.first = Lifts::Moderator;
    })
    .await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mo = kith.moderator("Mo").await;
    let waits = || standing::waiting(&kith.app, mo.actor);
    let by_ana = standing::waiting(&kith.app, ana.actor).await;
    assert!(matches!(by_ana, Err(Failure::Refused(ReviewRefused::NotAModerator))));
    assert_eq!(waits().await.unwrap(), []);
    let id = ana.invites(&ben).await;
    kith.advance("1d");
    let request = standing::ask_for_more(&kith.app, ana.actor, WHY).await.unwrap();
    kith.advance("1d");
    ben.marks(id).await;
    let stands = standing::standing(&kith.app, ana.actor).await.unwrap().unwrap();
    let restriction = stands.restriction.expect("a moderator lifts it").id;
    kith.advance("1d");
    let appeal = standing::appeal(&kith.app, ana.actor, restriction, WHY).await.unwrap();
    let what: Vec<_> = waits().await.unwrap().into_iter().map(|wait| wait.what).collect();
    let appealed = WaitsFor::Appeal { restriction, due_at: appeal.due_at };
    let expected = [WaitsFor::Request(request.id), WaitsFor::Restriction(restriction), appealed];
    assert_eq!(what, expected, "the oldest first");
    standing::decide_request(&kith.app, mo.actor, ana.id, request.id, Verdict::Grant(100)).await.unwrap();
    let lifted = AppealOutcome::Lifted;
    standing::answer_appeal(&kith.app, mo.actor, ana.id, restriction, lifted, WHY).await.unwrap();
    assert_eq!(waits().await.unwrap(), []);
}

#[tokio::test]
async fn bands_are_the_same_whoever_was_silent_or_marked_r6_2_r6_1() {
    let mut seen = Vec::new();
    for marks in [None, Some(3), Some(17)] {
        let kith = Kith::new().await;
        let ana = kith.member("Ana").await;
        let mut guests = Vec::new();
        for n in 0..20 {
            let guest = kith.member(&format!("Guest {n}")).await;
            guests.push((ana.invites(&guest).await, guest));
        }
        kith.advance("30s");
        if let Some(n) = marks {
            let (id, guest) = &guests[n];
            guest.marks(*id).await;
        }
        let mut views = Vec::new();
        for _ in 0..40 {
            kith.advance("1d");
            views.push(standing::bands(&kith.app, ana.actor).await.unwrap().unwrap());
        }
        assert!(views[..13].iter().all(|bands| bands.unknown.is_none()), "silence settles first");
        assert!(views[39].unknown.is_some());
        seen.push(views);
    }
    assert_eq!(seen[1], seen[2], "which of the twenty it was");
    assert_eq!(seen[0][..14], seen[1][..14], "and for two weeks, whether anybody did");
}
