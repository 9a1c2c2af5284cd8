//! Moderators at work: the queue, what follows from a decision, and the record of it.

use kith_app::invitations::{self, SendReply};
use kith_app::moderation::{
    self, AuditAct, AuditChain, CaseKind, CaseLine, CaseRefused, ModerateRefused, Partial, ReportMember,
    ReportMemberRefused, ReportWhat, Ruling, Verdict,
};
use kith_app::notifications::{self, NotificationKind};
use kith_app::outreach::{self, SendOutreach};
use kith_app::sessions::{self, SessionKind, SignIn, SignInRefused};
use kith_app::{Authority, Failure, credits, followers, profile, search, standing};
use kith_domain::id::CaseId;
use kith_domain::invitations::SendRefused;
use kith_domain::policy::{Lifts, Limit};
use kith_domain::text::{Reasons, ReportReason};
use kith_domain::time::Span;
use kith_testkit::{Kith, Member};

fn authority(member: &Member) -> Authority {
    Authority::Moderator(member.actor)
}

async fn queue(by: &Member) -> Vec<CaseLine> {
    moderation::cases(&by.app, authority(by), None, None, 100).await.expect("the queue")
}

async fn only(by: &Member) -> CaseId {
    let queue = queue(by).await;
    assert_eq!(queue.len(), 1, "{queue:?}");
    queue[0].case.opened.id
}

fn ruling(verdict: Verdict) -> Ruling {
    let told = matches!(verdict, Verdict::Warned | Verdict::Restricted);
    let warning = told.then(|| "Please write to people you know alone.".to_owned());
    let restriction = Some((standing::Ground::Advertising, Lifts::Moderator));
    Ruling { verdict, reason: "It was advertising.".to_owned(), warning, restriction }
}

async fn rules(by: &Member, case: CaseId, verdict: Verdict) {
    moderation::decide(&by.app, authority(by), case, ruling(verdict)).await.expect("may be decided");
}

/// S invites R, and R reports it.
async fn reported(kith: &Kith, s: &Member, r: &Member) {
    let id = s.invites(r).with_note("Buy my boats.").await;
    kith.advance("1m");
    let why = ReportReason::parse("Advertising.").unwrap();
    invitations::report(&kith.app, r.actor, id, why).await.expect("may be reported");
}

async fn reports(by: &Member, about: &Member, what: ReportWhat) -> Result<(), Failure<ReportMemberRefused>> {
    let ask = ReportMember { about: about.id, what, reason: "That is not them.".to_owned() };
    moderation::report_member(&by.app, by.actor, ask).await
}

async fn acts(by: &Member) -> Vec<AuditAct> {
    let mut rows = moderation::log(&by.app, authority(by), None, 100).await.expect("the log");
    rows.reverse();
    rows.into_iter().map(|row| row.entry.act).collect()
}

async fn news(kith: &Kith, member: &Member) -> Vec<NotificationKind> {
    followers::run_followers_once(&kith.app).await.unwrap();
    let page = notifications::notifications(&member.app, member.actor, None, 100).await.unwrap();
    page.items.into_iter().map(|news| news.notification.kind).collect()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Failure<ModerateRefused>>) -> ModerateRefused {
    match answer {
        Err(Failure::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_report_opens_a_case_that_moderators_alone_can_see() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mo = kith.moderator("Mo").await;
    reported(&kith, &ana, &ben).await;
    let queue = queue(&mo).await;
    let case = &queue[0].case;
    assert_eq!(
        (case.opened.kind, case.opened.about, case.opened.opened_by),
        (CaseKind::Report, ana.id, ben.id)
    );
    assert_eq!(case.opened.words.as_str(), "Advertising.");
    let view = moderation::case(&kith.app, authority(&mo), case.opened.id).await.unwrap();
    assert_eq!(view.evidence.invitation.unwrap().note.unwrap().as_str(), "Buy my boats.");
    assert_eq!(
        view.may,
        [
            Verdict::Dismissed,
            Verdict::Upheld,
            Verdict::Warned,
            Verdict::Restricted,
            Verdict::Suspended,
            Verdict::Removed
        ]
    );
    for other in [&ana, &ben] {
        assert_eq!(
            refused(moderation::cases(&kith.app, authority(other), None, None, 10).await),
            ModerateRefused::NotFound
        );
        assert_eq!(
            refused(
                moderation::decide(&kith.app, authority(other), case.opened.id, ruling(Verdict::Dismissed))
                    .await
            ),
            ModerateRefused::NotFound
        );
    }
}

#[tokio::test]
async fn of_two_moderators_at_once_the_first_has_the_case_and_it_comes_free_after_a_while() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let (mo, lee) = (kith.moderator("Mo").await, kith.moderator("Lee").await);
    reported(&kith, &ana, &ben).await;
    let case = only(&mo).await;
    let (one, other) = tokio::join!(
        moderation::take(&kith.app, authority(&mo), case),
        moderation::take(&kith.app, authority(&lee), case)
    );
    let (won, lost, failed) = match (one, other) {
        (Ok(_), failed @ Err(_)) => (&mo, &lee, failed),
        (failed @ Err(_), Ok(_)) => (&lee, &mo, failed),
        both => panic!("{both:?}"),
    };
    assert!(matches!(refused(failed), ModerateRefused::Case(CaseRefused::InHand { .. })));
    assert_eq!(queue(lost).await[0].holder.as_ref().map(|person| person.id), Some(won.id));
    assert!(matches!(
        refused(moderation::decide(&kith.app, authority(lost), case, ruling(Verdict::Dismissed)).await),
        ModerateRefused::Case(CaseRefused::InHand { .. })
    ));
    kith.advance("30m");
    assert_eq!(queue(lost).await[0].holder, None);
    rules(lost, case, Verdict::Dismissed).await;
    rules(lost, case, Verdict::Dismissed).await;
    assert_eq!(
        refused(moderation::decide(&kith.app, authority(won), case, ruling(Verdict::Dismissed)).await),
        ModerateRefused::Case(CaseRefused::AlreadyDecided)
    );
    assert_eq!(acts(won).await, [AuditAct::CaseTaken, AuditAct::CaseDismissed]);
}

/// What members ask for is decided elsewhere than cases, and stands in the log like them.
#[tokio::test]
async fn what_moderators_decide_about_standing_and_credits_stands_in_the_log_too_f11_r5_5_r4_7() {
    let kith = Kith::with(|network| {
        network.policy.invitations.lifetime = Limit::At(1);
        network.policy.review.retry = Span::ZERO;
    })
    .await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let (mo, lee) = (kith.moderator("Mo").await, kith.moderator("Lee").await);
    let why = "I organise the harbour festival and meet everybody who works there.";
    ana.invites(&ben).await;
    let asked = async || standing::ask_for_more(&kith.app, ana.actor, why).await.expect("may ask").id;
    let decides = async |verdict| {
        let request = asked().await;
        standing::decide_request(&kith.app, mo.actor, ana.id, request, verdict).await.expect("may decide");
    };
    let answer = Reasons::parse("Wait for the answers to what you sent.").unwrap();
    decides(standing::Verdict::Refuse { answer, retry_at: None }).await;
    kith.advance("1d");
    decides(standing::Verdict::Grant(500)).await;
    let restricting = standing::RestrictMember {
        member: ana.id,
        ground: standing::Ground::Advertising,
        facts: standing::FactsKind::Reports,
        scope: standing::Scope::Sending,
        lifts: Lifts::Moderator,
        explanation: Reasons::parse(why).unwrap(),
    };
    for outcome in [standing::AppealOutcome::Upheld, standing::AppealOutcome::Lifted] {
        let id = standing::restrict(&kith.app, mo.actor, restricting.clone()).await.expect("may restrict");
        standing::appeal(&kith.app, ana.actor, id, why).await.expect("may appeal");
        standing::answer_appeal(&kith.app, lee.actor, ana.id, id, outcome, why).await.expect("another");
        if outcome == standing::AppealOutcome::Upheld {
            assert!(standing::lift(&kith.app, authority(&mo), ana.id).await.expect("may lift"));
        }
    }
    credits::grant(&kith.app, Authority::Operator, ana.id, 3).await.expect("may be granted");
    let premium = "premium".parse().expect("a plan");
    credits::put_plan(&kith.app, authority(&mo), ana.id, &premium).await.expect("may be put");
    assert_eq!(
        acts(&mo).await,
        [
            AuditAct::RequestRefused,
            AuditAct::RequestGranted,
            AuditAct::RestrictionMade,
            AuditAct::AppealRefused,
            AuditAct::RestrictionLifted,
            AuditAct::RestrictionMade,
            AuditAct::AppealGranted,
            AuditAct::CreditsGranted,
            AuditAct::PlanChanged,
        ]
    );
    let rows = moderation::log(&kith.app, authority(&mo), None, 100).await.unwrap();
    assert!(rows.iter().all(|row| row.entry.member == Some(ana.id)));
    let by: Vec<_> = rows.iter().rev().map(|row| row.entry.by).collect();
    assert_eq!((by[3], by[7], by[8]), (Some(lee.id), None, Some(mo.id)));
    assert_eq!(rows[8].entry.words, "Wait for the answers to what you sent.");
    let chain = moderation::verify(&kith.app).await.unwrap();
    assert!(matches!(chain, AuditChain::Whole(_)), "{chain:?}");
}

#[tokio::test]
async fn a_reported_message_is_read_by_whoever_takes_the_case_r4_6() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mo = kith.moderator("Mo").await;
    credits::grant(&kith.app, Authority::Operator, ana.id, 1).await.expect("may be granted");
    let letter = SendOutreach { to: ben.id, subject: "Boats".to_owned(), body: "Buy my boats.".to_owned() };
    let sent = outreach::send(&kith.app, ana.actor, letter).await.expect("may write").outreach.id;
    outreach::report(&kith.app, ben.actor, sent, "Advertising.").await.expect("may be reported");
    let view = moderation::case(&kith.app, authority(&mo), only(&mo).await).await.expect("the case");
    let message = view.evidence.outreach.expect("the message");
    assert_eq!((message.subject.as_str(), message.body.as_str()), ("Boats", "Buy my boats."));
    assert!(view.evidence.invitation.is_none());
}

#[tokio::test]
async fn of_two_decisions_at_once_one_counts() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let (mo, lee) = (kith.moderator("Mo").await, kith.moderator("Lee").await);
    reported(&kith, &ana, &ben).await;
    let case = only(&mo).await;
    let (one, other) = tokio::join!(
        moderation::decide(&kith.app, authority(&mo), case, ruling(Verdict::Warned)),
        moderation::decide(&kith.app, authority(&lee), case, ruling(Verdict::Suspended))
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(acts(&mo).await.len(), 1, "what did not happen is in no log");
}

#[tokio::test]
async fn nobody_decides_about_themselves_what_they_opened_or_a_connection() {
    let kith = Kith::new().await;
    let (mo, lee, kim) =
        (kith.moderator("Mo").await, kith.moderator("Lee").await, kith.moderator("Kim").await);
    reported(&kith, &mo, &lee).await;
    kim.connects(&kith, &lee).await;
    let case = only(&mo).await;
    for (by, partial) in [(&mo, Partial::AboutYou), (&lee, Partial::OpenedByYou), (&kim, Partial::Connected)]
    {
        let refusal = ModerateRefused::Case(CaseRefused::Partial(partial));
        assert_eq!(refused(moderation::take(&kith.app, authority(by), case).await), refusal);
        assert_eq!(
            refused(moderation::decide(&kith.app, authority(by), case, ruling(Verdict::Dismissed)).await),
            refusal
        );
        assert_eq!(
            refused(moderation::open_complaint(&kith.app, authority(by), case, "To see.").await),
            refusal
        );
    }
    assert_eq!(
        refused(moderation::suspend(&kith.app, authority(&kim), lee.id, "No.").await),
        ModerateRefused::Case(CaseRefused::Partial(Partial::Connected))
    );
    moderation::decide(&kith.app, Authority::Operator, case, ruling(Verdict::Dismissed)).await.unwrap();
}

#[tokio::test]
async fn the_one_warned_is_told_and_the_one_who_reported_hears_that_it_was_looked_at() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mo = kith.moderator("Mo").await;
    reported(&kith, &ana, &ben).await;
    let before = (news(&kith, &ana).await, moderation::mine(&kith.app, ana.actor).await.unwrap());
    assert_eq!(before, (vec![], vec![]), "a report tells its sender nothing (R6.1)");
    rules(&mo, only(&mo).await, Verdict::Warned).await;
    assert_eq!(news(&kith, &ana).await, [NotificationKind::Warned]);
    assert!(news(&kith, &ben).await.contains(&NotificationKind::ReportLookedAt));
    let told = moderation::mine(&kith.app, ana.actor).await.unwrap();
    assert_eq!(told[0].text.as_str(), "Please write to people you know alone.");
    assert_eq!(told[0].acknowledged_at, None);
    assert!(moderation::acknowledge(&kith.app, ana.actor, told[0].id).await.unwrap());
    assert!(!moderation::acknowledge(&kith.app, ben.actor, told[0].id).await.unwrap(), "another's");
    let first = moderation::mine(&kith.app, ana.actor).await.unwrap()[0].acknowledged_at;
    kith.advance("1d");
    moderation::acknowledge(&kith.app, ana.actor, told[0].id).await.unwrap();
    assert_eq!(moderation::mine(&kith.app, ana.actor).await.unwrap()[0].acknowledged_at, first);
    assert!(queue(&mo).await.is_empty());
}

#[tokio::test]
async fn what_came_of_a_report_is_not_told_to_who_reported() {
    let mut told = Vec::new();
    for verdict in [Verdict::Dismissed, Verdict::Upheld, Verdict::Warned, Verdict::Suspended] {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana", "Ben"]).await;
        let mo = kith.moderator("Mo").await;
        reports(&ben, &ana, ReportWhat::Profile).await.unwrap();
        rules(&mo, only(&mo).await, verdict).await;
        followers::run_followers_once(&kith.app).await.unwrap();
        let page = notifications::notifications(&ben.app, ben.actor, None, 100).await.unwrap();
        told.push(format!("{:?}", page.items));
    }
    assert!(told[0].contains("ReportLookedAt"), "{told:#?}");
    assert!(told.windows(2).all(|two| two[0] == two[1]), "{told:#?}");
}

#[tokio::test]
async fn an_upheld_report_counts_as_a_mark_and_a_dismissed_one_does_not_r6_3() {
    for (verdict, counting) in [(Verdict::Dismissed, 0), (Verdict::Upheld, 1), (Verdict::Warned, 1)] {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana", "Ben"]).await;
        let mo = kith.moderator("Mo").await;
        reported(&kith, &ana, &ben).await;
        let case = only(&mo).await;
        rules(&mo, case, verdict).await;
        let marks = moderation::case(&kith.app, authority(&mo), case).await.unwrap().evidence.marks;
        assert_eq!((marks.counting, marks.standing), (counting, counting), "{verdict:?}");
    }
}

#[tokio::test]
async fn where_reports_count_at_once_upholding_counts_them_no_second_time_r6_3() {
    let kith = Kith::preset("classic").await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mo = kith.moderator("Mo").await;
    reported(&kith, &ana, &ben).await;
    let case = only(&mo).await;
    rules(&mo, case, Verdict::Upheld).await;
    let marks = moderation::case(&kith.app, authority(&mo), case).await.unwrap().evidence.marks;
    assert_eq!(marks.standing, 1);
}

#[tokio::test]
async fn the_sixth_upheld_report_restricts_r6_3() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let mo = kith.moderator("Mo").await;
    for n in 0..6 {
        let ben = kith.member(&format!("Ben {n}")).await;
        reported(&kith, &ana, &ben).await;
        assert!(standing::standing(&kith.app, ana.actor).await.unwrap().unwrap().restriction.is_none());
        rules(&mo, only(&mo).await, Verdict::Upheld).await;
    }
    assert!(standing::standing(&kith.app, ana.actor).await.unwrap().unwrap().restriction.is_some());
}

#[tokio::test]
async fn a_restriction_tells_its_ground_and_what_the_moderator_says_f11() {
    let kith = Kith::new().await;
    let [ana, ben, cleo] = kith.members(["Ana", "Ben", "Cleo"]).await;
    let mo = kith.moderator("Mo").await;
    reported(&kith, &ana, &ben).await;
    let case = only(&mo).await;
    let short = Ruling { warning: Some("Stop.".to_owned()), ..ruling(Verdict::Restricted) };
    assert!(matches!(
        refused(moderation::decide(&kith.app, authority(&mo), case, short).await),
        ModerateRefused::Warning(_)
    ));
    rules(&mo, case, Verdict::Restricted).await;
    let restriction = standing::standing(&kith.app, ana.actor).await.unwrap().unwrap().restriction.unwrap();
    assert_eq!(restriction.lifts, Lifts::Moderator);
    let told = format!("{restriction:?}");
    assert!(
        told.contains("Advertising") && told.contains("Please write to people you know alone."),
        "{told}"
    );
    assert!(matches!(
        ana.invites(&cleo).tried().await,
        Err(Failure::Refused(SendRefused::Restricted { .. }))
    ));
    assert_eq!(acts(&mo).await, [AuditAct::RestrictionMade]);
}

#[tokio::test]
async fn a_suspended_member_cannot_act_and_vanishes_until_restored_r11_4() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana Vane", "correct horse").await;
    let [ben, cleo] = kith.members(["Ben", "Cleo"]).await;
    let mo = kith.moderator("Mo").await;
    ana.connects(&kith, &cleo).await;
    let id = ana.invites(&ben).await;
    kith.advance("1m");
    let seen = async || {
        let found = search::search(&kith.app, ben.actor, "Vane", None, 10).await.unwrap();
        let received = invitations::received_one(&kith.app, ben.actor, id).await.unwrap().is_some();
        (found.items.len(), received, profile::view(&kith.app, ben.actor, ana.id).await.unwrap().is_some())
    };
    let sign_in = || SignIn {
        email: ana.email.clone(),
        password: "correct horse".to_owned(),
        label: String::new(),
        kind: SessionKind::Browser,
    };
    assert_eq!(seen().await, (1, true, true));
    moderation::suspend(&kith.app, authority(&mo), ana.id, "A stolen account.").await.unwrap();
    assert_eq!(seen().await, (0, false, false));
    assert!(sessions::authenticate(&kith.app, ana.token.as_str()).await.unwrap().is_none());
    assert!(matches!(
        sessions::sign_in(&kith.app, sign_in()).await,
        Err(Failure::Refused(SignInRefused::Suspended))
    ));
    let dan = kith.member("Dan").await;
    assert!(matches!(dan.invites(&ana).tried().await, Err(Failure::Refused(SendRefused::NotFound))));

    moderation::suspend(&kith.app, authority(&mo), ana.id, "Again.").await.unwrap();
    moderation::restore(&kith.app, authority(&mo), ana.id, "It is theirs again.").await.unwrap();
    assert_eq!(seen().await, (1, true, true));
    assert!(sessions::authenticate(&kith.app, ana.token.as_str()).await.unwrap().is_none(), "sessions ended");
    sessions::sign_in(&kith.app, sign_in()).await.expect("signs in again");
    assert!(matches!(ana.invites(&dan).tried().await, Ok(SendReply::Sent { .. })));
    assert_eq!(acts(&mo).await, [AuditAct::MemberSuspended, AuditAct::MemberRestored]);
}

#[tokio::test]
async fn marks_of_a_removed_account_are_void_and_free_whom_they_restricted_r6_3() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let mo = kith.moderator("Mo").await;
    let mut last = None;
    for n in 0..6 {
        let ben = kith.member(&format!("Ben {n}")).await;
        let id = ana.invites(&ben).await;
        kith.advance("1m");
        ben.marks(id).await;
        last = Some(ben);
    }
    let ben = last.unwrap();
    let restricted =
        async || standing::standing(&kith.app, ana.actor).await.unwrap().unwrap().restriction.is_some();
    assert!(restricted().await);
    let cleo = kith.member("Cleo").await;
    reports(&cleo, &ben, ReportWhat::Profile).await.unwrap();
    rules(&mo, only(&mo).await, Verdict::Removed).await;
    assert!(!restricted().await, "too few marks are left");
    assert!(profile::view(&kith.app, cleo.actor, ben.id).await.unwrap().is_none());
    assert!(sessions::authenticate(&kith.app, ben.token.as_str()).await.unwrap().is_none());
    assert_eq!(acts(&mo).await, [AuditAct::MemberSuspended, AuditAct::MarkVoided, AuditAct::MemberRemoved]);
}

#[tokio::test]
async fn a_removed_account_was_no_party_to_other_restrictions_r6_3() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let mo = kith.moderator("Mo").await;
    let mut first = None;
    for n in 0..7 {
        let ben = kith.member(&format!("Ben {n}")).await;
        let id = match ana.invites(&ben).tried().await {
            Ok(SendReply::Sent { invitation, .. }) => invitation.invitation.id,
            _ => break,
        };
        kith.advance("1m");
        ben.marks(id).await;
        first.get_or_insert(ben);
    }
    let view = async |member: &Member| {
        standing::standing(&kith.app, member.actor).await.unwrap().unwrap().restriction.is_some()
    };
    assert!(view(&ana).await);
    let cleo = kith.member("Cleo").await;
    reports(&cleo, &first.unwrap(), ReportWhat::Profile).await.unwrap();
    rules(&mo, only(&mo).await, Verdict::Suspended).await;
    assert!(view(&ana).await, "a suspended account's marks stand: it may be restored");
}

#[tokio::test]
async fn who_marked_is_shown_after_it_was_logged_and_not_before_r5_5() {
    let kith = Kith::new().await;
    let [ana, ben, cleo] = kith.members(["Ana", "Ben", "Cleo"]).await;
    let mo = kith.moderator("Mo").await;
    let id = ana.invites(&ben).await;
    kith.advance("1m");
    ben.marks(id).await;
    reports(&cleo, &ana, ReportWhat::Profile).await.unwrap();
    let case = only(&mo).await;
    let view = moderation::case(&kith.app, authority(&mo), case).await.unwrap();
    assert_eq!(view.evidence.marks.standing, 1);
    assert!(!format!("{view:?}").contains(&ben.id.to_string()), "the evidence names who marked");
    assert!(matches!(
        refused(moderation::open_complaint(&kith.app, authority(&mo), case, " ").await),
        ModerateRefused::Reason(_)
    ));
    assert!(acts(&mo).await.is_empty());
    let named = moderation::open_complaint(&kith.app, authority(&mo), case, "Three at once.").await.unwrap();
    assert_eq!(named[0].by.as_ref().map(|person| person.id), Some(ben.id));
    let log = moderation::log(&kith.app, authority(&mo), None, 10).await.unwrap();
    assert_eq!(
        (log[0].entry.act, log[0].entry.words.as_str()),
        (AuditAct::ComplaintOpened, "Three at once.")
    );
    assert_eq!((log[0].entry.by, log[0].entry.member), (Some(mo.id), Some(ana.id)));
}

#[tokio::test]
async fn one_open_report_of_the_same_is_enough_and_nobody_reports_themselves() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mo = kith.moderator("Mo").await;
    for _ in 0..3 {
        reports(&ben, &ana, ReportWhat::Profile).await.unwrap();
    }
    let case = only(&mo).await;
    assert!(matches!(
        reports(&ben, &ana, ReportWhat::Picture).await,
        Err(Failure::Refused(ReportMemberRefused::NoPicture))
    ));
    assert!(matches!(
        reports(&ben, &ben, ReportWhat::Profile).await,
        Err(Failure::Refused(ReportMemberRefused::Yourself))
    ));
    rules(&mo, case, Verdict::Dismissed).await;
    reports(&ben, &ana, ReportWhat::Profile).await.unwrap();
    assert_ne!(only(&mo).await, case, "after a decision it may be reported again");
}

#[tokio::test]
async fn a_picture_is_removed_and_no_report_ends_so() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mo = kith.moderator("Mo").await;
    let grey = include_bytes!("../../kith-web/tests/api/grey.png").to_vec();
    profile::set_picture(&kith.app, ana.actor, grey).await.expect("a picture");
    reports(&ben, &ana, ReportWhat::Picture).await.unwrap();
    let case = only(&mo).await;
    assert_eq!(
        refused(moderation::decide(&kith.app, authority(&mo), case, ruling(Verdict::Upheld)).await),
        ModerateRefused::Case(CaseRefused::NotForThis)
    );
    rules(&mo, case, Verdict::PictureRemoved).await;
    let account = profile::own(&kith.app, ana.actor).await.unwrap().unwrap();
    assert_eq!(account.profile.person.picture, None);
    let picture = profile::picture(&kith.app, ben.actor, ana.id, profile::PictureSize::Large).await.unwrap();
    assert!(picture.is_none(), "the file is gone too");
}

#[tokio::test]
async fn the_log_is_whole_and_a_row_that_was_changed_is_found() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    for n in 0..3 {
        moderation::suspend(&kith.app, Authority::Operator, ana.id, &format!("Reason {n}.")).await.unwrap();
        moderation::restore(&kith.app, Authority::Operator, ana.id, "Back.").await.unwrap();
    }
    let AuditChain::Whole(head) = moderation::verify(&kith.app).await.unwrap() else { panic!("is whole") };
    assert_eq!(head.seq, 6);
    let sql = |statement: &str| behind(&kith, statement);
    for refused in ["UPDATE audit SET words = 'Other.' WHERE seq = 3", "DELETE FROM audit WHERE seq = 6"] {
        assert!(sql(refused).is_err(), "{refused}");
    }
    assert_eq!(moderation::verify(&kith.app).await.unwrap(), AuditChain::Whole(head));
    if kith.database().is_postgres() {
        assert!(sql("TRUNCATE audit").is_err());
        sql("ALTER TABLE audit DISABLE TRIGGER audit_kept").expect("whoever owns the database may");
    } else {
        sql("DROP TRIGGER audit_unchanged").expect("whoever owns the file may");
        sql("DROP TRIGGER audit_kept").expect("whoever owns the file may");
    }
    for (tampers, broken) in [
        ("UPDATE audit SET words = 'Other.' WHERE seq = 5", 5),
        ("UPDATE audit SET act = 99 WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("UPDATE audit SET actor_id = 1 WHERE seq = 1", 1),
    ] {
        sql(tampers).expect("changed");
        assert_eq!(moderation::verify(&kith.app).await.unwrap(), AuditChain::BrokenAt(broken), "{tampers}");
    }
}

/// Does something to the database without Kith.
fn behind(kith: &Kith, statement: &str) -> Result<(), String> {
    if kith.database().is_postgres() {
        return kith_testdb::ask(kith.database().url(), statement.to_owned()).map(drop);
    }
    let file =
        rusqlite::Connection::open(kith.database().path("kith.db")).map_err(|error| error.to_string())?;
    file.execute_batch(statement).map_err(|error| error.to_string())
}
