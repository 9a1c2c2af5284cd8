//! Allowance, restriction and agreement.

use kith_app::standing::{
    self, AgreeRefused, Allowance, Decided, FactsKind, Ground, LiftRefused, NotRestricted, Redress,
    RestrictMember, Scope, Statement,
};
use kith_app::{Authority, Failure, invitations};
use kith_domain::invitations::{AnswerRefused, MarkRefused, SendRefused};
use kith_domain::policy::Lifts;
use kith_domain::standing::RestrictRefused;
use kith_domain::text::Reasons;
use kith_domain::time::Span;
use kith_testkit::{Kith, Member};

async fn allowance(member: &Member) -> Allowance {
    standing::allowance(&member.app, member.actor).await.unwrap().expect("an account")
}

/// Six people say they do not know her.
async fn marked_six_times(kith: &Kith, ana: &Member, round: u32) {
    for n in 0..6 {
        let stranger = kith.member(&format!("Stranger {round} {n}")).await;
        let id = ana.invites(&stranger).await;
        kith.advance("30s");
        stranger.marks(id).await;
    }
}

#[tokio::test]
async fn the_balance_is_always_in_view_r5_1_r5_6() {
    let kith = Kith::new().await;
    let [ana, ben, cid] = kith.members(["Ana", "Ben", "Cid"]).await;
    let before = allowance(&ana).await;
    assert_eq!((before.lifetime.limit, before.lifetime.used), (Some(3_000), 0));
    assert_eq!(
        (before.week.limit, before.pending.limit, before.week_resets_at),
        (Some(100), Some(500), None)
    );
    let to_ben = ana.invites(&ben).await;
    let first = kith.app.now();
    kith.advance("1d");
    let to_cid = ana.invites(&cid).await;
    ana.withdraws(to_ben).await;
    let after = allowance(&ana).await;
    assert_eq!(
        (after.lifetime.used, after.lifetime.left()),
        (2, Some(2_998)),
        "withdrawing gives nothing back"
    );
    assert_eq!((after.week.used, after.pending.used, after.today), (2, 1, 1));
    assert_eq!(after.week_resets_at, Some(first + Span::days(7)));
    kith_app::invitations::undo(&kith.app, ana.actor, to_cid).await.unwrap();
    let undone = allowance(&ana).await;
    assert_eq!((undone.lifetime.used, undone.week.used, undone.pending.used), (1, 1, 0));
    kith.advance("7d");
    assert_eq!((allowance(&ana).await.week.used, allowance(&ana).await.week_resets_at), (0, None));
}

#[tokio::test]
async fn what_is_over_is_not_pending_r5_3_r8_5() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.invites(&ben).await;
    kith.advance("180d");
    assert_eq!((allowance(&ana).await.pending.used, allowance(&ana).await.lifetime.used), (0, 1));
}

#[tokio::test]
async fn a_restriction_is_explained_and_lifted_by_agreeing_r6_4_r6_5() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let stands = async || standing::standing(&kith.app, ana.actor).await.unwrap().unwrap().restriction;
    assert_eq!(stands().await, None);
    marked_six_times(&kith, &ana, 1).await;
    let restricted = stands().await.expect("restricted");
    assert_eq!((restricted.lifts, restricted.since), (Lifts::Agreement, kith.app.now()));
    assert!(matches!(ana.invites(&ben).tried().await, Err(Failure::Refused(SendRefused::Restricted { .. }))));
    let agreement = standing::agreement();
    assert_eq!(restricted.agreement_version, Some(agreement.version));
    let agree = |version, agreed| standing::agree(&kith.app, ana.actor, version, agreed);
    assert!(matches!(agree(agreement.version, false).await, Err(Failure::Refused(AgreeRefused::NotAgreed))));
    assert!(matches!(
        agree(agreement.version + 1, true).await,
        Err(Failure::Refused(AgreeRefused::WrongVersion { current })) if current == agreement.version
    ));
    for _ in 0..2 {
        assert_eq!(agree(agreement.version, true).await.unwrap().restriction, None);
    }
    ana.invites(&ben).await;
}

#[tokio::test]
async fn the_second_waits_and_the_third_is_a_moderators_r6_5() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let moderator = kith.moderator("Mo").await;
    let version = standing::agreement().version;
    let stands = async || standing::standing(&kith.app, ana.actor).await.unwrap().unwrap().restriction;
    marked_six_times(&kith, &ana, 1).await;
    standing::agree(&kith.app, ana.actor, version, true).await.unwrap();
    marked_six_times(&kith, &ana, 2).await;
    let second = stands().await.expect("restricted");
    assert_eq!(second.lifts, Lifts::AgreementAndWait);
    let waits =
        standing::agree(&kith.app, ana.actor, version, true).await.unwrap().restriction.expect("waits");
    assert_eq!((waits.agreed_at, waits.agreement_version), (Some(kith.app.now()), None));
    kith.advance("7d");
    assert_eq!(stands().await, None);
    marked_six_times(&kith, &ana, 3).await;
    let third = stands().await.expect("restricted");
    assert_eq!((third.lifts, third.agreement_version), (Lifts::Moderator, None));
    let refused = standing::agree(&kith.app, ana.actor, version, true).await;
    assert!(matches!(refused, Err(Failure::Refused(AgreeRefused::ModeratorDecides))));
    let lift = |by, who| standing::lift(&kith.app, by, who);
    let by_ben = lift(Authority::Moderator(ben.actor), ana.id).await;
    assert!(matches!(by_ben, Err(Failure::Refused(LiftRefused::NotAModerator))));
    assert!(lift(Authority::Moderator(moderator.actor), ana.id).await.unwrap());
    assert!(!lift(Authority::Operator, ana.id).await.unwrap(), "nothing is left to lift");
    assert_eq!(stands().await, None);
    ana.invites(&ben).await;
    kith.advance("30s");
    let stranger = kith.member("One more").await;
    let id = ana.invites(&stranger).await;
    kith.advance("30s");
    stranger.marks(id).await;
    assert_eq!(stands().await, None, "marks count anew");
}

#[tokio::test]
async fn who_waits_after_agreeing_is_restricted_again_by_six_new_marks_r6_3_r6_5() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    marked_six_times(&kith, &ana, 1).await;
    standing::agree(&kith.app, ana.actor, 1, true).await.unwrap();
    let mut open = Vec::new();
    for n in 0..12 {
        let stranger = kith.member(&format!("Patient stranger {n}")).await;
        open.push((ana.invites(&stranger).await, stranger));
    }
    kith.advance("30s");
    for (id, stranger) in &open[..6] {
        stranger.marks(*id).await;
    }
    let waits = standing::agree(&kith.app, ana.actor, 1, true).await.unwrap().restriction;
    assert_eq!(waits.expect("seven days").lifts, Lifts::AgreementAndWait);
    kith.advance("1d");
    for (id, stranger) in &open[6..11] {
        stranger.marks(*id).await;
    }
    let state = async || standing::standing(&kith.app, ana.actor).await.unwrap().unwrap().restriction;
    assert_eq!(state().await.expect("still waits").lifts, Lifts::AgreementAndWait);
    let (id, stranger) = &open[11];
    stranger.marks(*id).await;
    assert_eq!(state().await.expect("the third").lifts, Lifts::Moderator);
    kith.advance("30d");
    assert!(state().await.is_some(), "the wait that was agreed to does not lift it");
}

#[tokio::test]
async fn a_slip_is_taken_back_though_the_invitation_is_gone_by_then_r6_3_r8_3() {
    for (withdraws, undone_after, taken_back) in
        [(true, "9m", true), (true, "10m", false), (false, "9m", true), (false, "10m", false)]
    {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana", "Ben"]).await;
        let id = ana.invites(&ben).await;
        kith.advance("179d");
        kith.advance("23h");
        kith.advance("59m");
        ben.marks(id).await;
        if withdraws {
            ana.withdraws(id).await;
        }
        kith.advance(undone_after);
        if !withdraws {
            // It expired a minute after the mark; whether that is tidied up by now makes no difference.
            invitations::tidy_overdue(&kith.app, ana.id, kith.app.now()).await.unwrap();
        }
        let gone = |answer| {
            let not_found = MarkRefused::Answer(AnswerRefused::NotFound);
            matches!(answer, Err(Failure::Refused(refused)) if refused == not_found)
        };
        let answer = invitations::take_back_mark(&kith.app, ben.actor, id).await;
        if taken_back {
            assert!(matches!(answer, Ok(None)), "{answer:?}");
        } else {
            assert!(gone(answer));
        }
        assert!(gone(invitations::take_back_mark(&kith.app, ben.actor, id).await), "once");
        assert_eq!(kith.app.store().mark(ana.id, ben.id).await.unwrap().is_none(), taken_back);
        kith.advance("22d");
        assert_eq!(ana.invites(&ben).tried().await.is_ok(), taken_back, "the way is open again (R10.7)");
    }
}

fn why() -> Reasons {
    Reasons::parse("Nine people were sent the same advertisement within an hour.").expect("reasons")
}

fn restricting(who: &Member) -> RestrictMember {
    RestrictMember {
        member: who.id,
        ground: Ground::Advertising,
        facts: FactsKind::Reports,
        scope: Scope::Sending,
        lifts: Lifts::Agreement,
        explanation: why(),
    }
}

#[tokio::test]
async fn a_moderators_restriction_carries_its_whole_statement_f11() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let moderator = kith.moderator("Mo").await;
    let restrict = |by: &Member, ask| standing::restrict(&kith.app, by.actor, ask);
    let by_ben = restrict(&ben, restricting(&ana)).await;
    assert!(matches!(by_ben, Err(Failure::Refused(NotRestricted::NotAModerator))));
    let of_marks = RestrictMember { ground: Ground::Marks, ..restricting(&ana) };
    let refused = |refused| NotRestricted::Refused(refused);
    assert!(matches!(
        restrict(&moderator, of_marks).await,
        Err(Failure::Refused(why)) if why == refused(RestrictRefused::NotAGround)
    ));
    assert!(matches!(
        restrict(&moderator, restricting(&moderator)).await,
        Err(Failure::Refused(why)) if why == refused(RestrictRefused::Yourself)
    ));
    let id = restrict(&moderator, restricting(&ana)).await.unwrap();
    let since = kith.app.now();
    assert!(matches!(
        restrict(&moderator, restricting(&ana)).await,
        Err(Failure::Refused(why)) if why == refused(RestrictRefused::AlreadyRestricted { since })
    ));
    let stands = standing::standing(&kith.app, ana.actor).await.unwrap().unwrap();
    let restriction = stands.restriction.expect("restricted");
    assert_eq!((restriction.id, restriction.since, restriction.lifts), (id, since, Lifts::Agreement));
    let decided = Decided::By { moderator: moderator.id, explanation: why() };
    assert_eq!(
        restriction.statement,
        Statement {
            ground: Ground::Advertising,
            facts: FactsKind::Reports,
            decided,
            scope: Scope::Sending,
            redress: Redress::AnotherModerator,
        }
    );
    assert!(matches!(ana.invites(&ben).tried().await, Err(Failure::Refused(SendRefused::Restricted { .. }))));
    standing::agree(&kith.app, ana.actor, 1, true).await.unwrap();
    ana.invites(&ben).await;
}

#[tokio::test]
async fn the_programs_own_restriction_says_that_nobody_decided_f11() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    marked_six_times(&kith, &ana, 1).await;
    let stands = standing::standing(&kith.app, ana.actor).await.unwrap().unwrap();
    let statement = stands.restriction.expect("restricted").statement;
    assert_eq!((statement.ground, statement.facts), (Ground::Marks, FactsKind::Marks));
    assert_eq!(statement.decided, Decided::Automatically);
}
