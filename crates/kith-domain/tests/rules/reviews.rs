//! Asking for more, what is suggested, and appeals (R5.4, R5.5, F11).

use kith_domain::change::Change;
use kith_domain::id::{AllowanceRequestId, MemberId, MovementId, RestrictionId};
use kith_domain::invitations::{Outcome, Place};
use kith_domain::policy::{Lifts, Limit, Policy};
use kith_domain::standing::{
    Appeal, AppealAnswer, AppealAnswerRefused, AppealOutcome, AppealRefused, AskRefused, FactsKind, Ground,
    History, PastInvitation, RequestOutcome, Restricting, Scope, Standing, Suggestion, Verdict,
    VerdictRefused, answer_appeal, appeal, ask, decide, granted_by_rule, restrict, suggest,
};
use kith_domain::text::{Reasons, TextRefused};
use kith_domain::time::{Span, Timestamp};
use proptest::prelude::*;

use crate::world::preset;

const NOW: Timestamp = Timestamp(1_772_442_000_000);
const ANA: MemberId = MemberId(1);
const MO: MemberId = MemberId(2);
const MIA: MemberId = MemberId(3);

fn standing(sent: u64) -> Standing {
    Standing::new(ANA, sent)
}

fn reasons() -> Reasons {
    Reasons::parse("I organise the harbour festival each summer.").expect("reasons")
}

fn asked(sent: u64) -> kith_domain::standing::AllowanceRequest {
    let policy = preset("standard");
    ask(&standing(sent), None, AllowanceRequestId(7), reasons(), &policy, NOW).expect("may ask").0
}

#[test]
fn at_five_percent_left_or_none_one_may_ask_r5_4() {
    let policy = preset("standard");
    let ask = |sent| ask(&standing(sent), None, AllowanceRequestId(7), reasons(), &policy, NOW).map(drop);
    assert_eq!(ask(2_849), Err(AskRefused::NotYet { left: 151, opens_at_left: 150 }));
    for sent in [2_850, 2_999, 3_000, 3_001] {
        assert_eq!(ask(sent), Ok(()), "{sent}");
    }
    let mut unlimited = policy.clone();
    unlimited.invitations.lifetime = Limit::Off;
    let refused =
        kith_domain::standing::ask(&standing(9), None, AllowanceRequestId(7), reasons(), &unlimited, NOW);
    assert_eq!(refused.map(drop), Err(AskRefused::NoLimit));
}

#[test]
fn one_is_open_at_a_time_and_a_refusal_says_when_to_ask_again_r5_4() {
    let policy = preset("standard");
    let open = asked(3_000);
    let again = |latest: &kith_domain::standing::AllowanceRequest, now| {
        ask(&standing(3_000), Some(latest), AllowanceRequestId(8), reasons(), &policy, now).map(drop)
    };
    assert_eq!(again(&open, NOW), Err(AskRefused::AlreadyOpen));
    let verdict = Verdict::Refuse { answer: reasons(), retry_at: None };
    let changes =
        decide(&standing(3_000), &open, Some(MO), verdict, MovementId(9), &policy, NOW).expect("decided");
    let [Change::AllowanceReviewed { outcome, .. }] = &changes[..] else { panic!("{changes:?}") };
    let retry_at = NOW + Span::days(30);
    let expected = RequestOutcome::Refused { at: NOW, by: MO, answer: reasons(), retry_at };
    assert_eq!(*outcome, expected);
    let refused = kith_domain::standing::AllowanceRequest { outcome: outcome.clone(), ..open };
    let early = retry_at - Span::milliseconds(1);
    assert_eq!(again(&refused, early), Err(AskRefused::TooEarly { retry_at }));
    assert_eq!(again(&refused, retry_at), Ok(()), "at the very instant it opens");
    let twice =
        decide(&standing(3_000), &refused, Some(MO), Verdict::Grant(500), MovementId(9), &policy, NOW);
    assert_eq!(twice, Err(VerdictRefused::AlreadyDecided));
}

#[test]
fn nobody_decides_about_themselves_and_only_the_policys_amounts_are_granted_r5_5() {
    let policy = preset("standard");
    let by = |by, verdict| decide(&standing(3_000), &asked(3_000), by, verdict, MovementId(9), &policy, NOW);
    assert_eq!(by(Some(ANA), Verdict::Grant(500)), Err(VerdictRefused::Yourself));
    let amounts = [500, 200, 100];
    assert_eq!(by(Some(MO), Verdict::Grant(300)), Err(VerdictRefused::NotAnAmount { amounts }));
    assert_eq!(by(Some(MO), Verdict::Grant(0)), Err(VerdictRefused::NotAnAmount { amounts }));
    for retry_at in [NOW - Span::milliseconds(1), NOW + Span::days(366)] {
        let verdict = Verdict::Refuse { answer: reasons(), retry_at: Some(retry_at) };
        assert_eq!(by(Some(MO), verdict), Err(VerdictRefused::NotARetry));
    }
    assert!(by(None, Verdict::Grant(200)).is_ok(), "a rule may grant");
}

#[test]
fn reasons_say_something_r5_4() {
    assert_eq!(Reasons::parse(" \n ").map(drop), Err(TextRefused::Empty));
    let short = Err(TextRefused::TooShort { least: 20, length: 19 });
    assert_eq!(Reasons::parse(&"x".repeat(19)).map(drop), short);
    assert!(Reasons::parse(&"é".repeat(20)).is_ok() && Reasons::parse(&"x".repeat(2_000)).is_ok());
    let long = Err(TextRefused::TooLong { limit: 2_000, length: 2_001 });
    assert_eq!(Reasons::parse(&"x".repeat(2_001)).map(drop), long);
}

fn past(days_ago: i64, outcome: Outcome, marked: bool) -> PastInvitation {
    let sent_at = NOW - Span::days(days_ago);
    PastInvitation {
        place: if days_ago % 2 == 0 { Place::Search } else { Place::Profile },
        sent_at,
        opens_at: sent_at + Span::seconds(30),
        expires_at: sent_at + Span::days(180),
        outcome,
        ended_at: (outcome != Outcome::Open).then_some(sent_at + Span::days(1)),
        marked_at: marked.then_some(sent_at + Span::days(2)),
        mark_stands: marked,
        reported_at: None,
    }
}

/// So many accepted, expired, and marked, all of them sent so many days ago.
fn history(parts: &[(i64, usize, usize, usize)]) -> History {
    let mut sent = Vec::new();
    for (days_ago, accepted, expired, marked) in parts {
        sent.extend((0..*accepted).map(|_| past(*days_ago, Outcome::Accepted, false)));
        sent.extend((0..*expired).map(|_| past(*days_ago, Outcome::Expired, false)));
        sent.extend((0..*marked).map(|_| past(*days_ago, Outcome::Open, true)));
    }
    History::of(&sent, NOW, NOW)
}

#[test]
fn the_review_counts_what_became_of_each_by_place_in_all_and_lately_r5_5() {
    let sent = [
        past(10, Outcome::Accepted, false),
        past(11, Outcome::Withdrawn, false),
        past(12, Outcome::Open, true),
        past(95, Outcome::Expired, false),
        past(200, Outcome::Open, false),
        PastInvitation { reported_at: Some(NOW - Span::days(1)), ..past(13, Outcome::Open, true) },
    ];
    let history = History::of(&sent, NOW, NOW);
    let all = history.all;
    assert_eq!((all.sent, all.accepted, all.pending, all.expired, all.withdrawn), (6, 1, 2, 2, 1));
    assert_eq!((all.marked, all.reported, all.unwelcome, all.decided), (2, 1, 2, 5));
    assert_eq!((history.recent.sent, history.recent.decided), (4, 3));
    let by_place: Vec<_> =
        history.by_place.iter().map(|(place, all, recent)| (*place, all.sent, recent.sent)).collect();
    assert_eq!(by_place, [(Place::Profile, 3, 2), (Place::Search, 3, 2)]);
    let late = History::of(&sent, NOW, NOW - Span::days(30));
    assert_eq!((late.all.marked, late.all.reported, late.all.decided), (0, 0, 3), "what is told late");
}

#[test]
fn what_is_suggested_follows_the_history_r5_5() {
    let policy = preset("standard");
    let suggests = |parts: &[_]| suggest(&history(parts), &policy);
    let insufficient = |decided| Suggestion::InsufficientHistory { decided, least: 20 };
    assert_eq!(suggests(&[]), insufficient(0));
    assert_eq!(suggests(&[(10, 19, 0, 0)]), insufficient(19), "fewer than twenty decided");
    assert_eq!(suggests(&[(10, 10, 10, 0)]), Suggestion::Grant(500));
    assert_eq!(suggests(&[(10, 50, 49, 1)]), Suggestion::Grant(500), "one in a hundred");
    assert_eq!(suggests(&[(10, 60, 38, 2)]), Suggestion::Grant(200), "two in a hundred");
    assert_eq!(suggests(&[(10, 30, 70, 0)]), Suggestion::Grant(200));
    assert_eq!(suggests(&[(10, 29, 71, 0)]), Suggestion::Grant(100));
    assert_eq!(suggests(&[(10, 15, 80, 5)]), Suggestion::Grant(100));
    assert_eq!(suggests(&[(10, 14, 86, 0)]), Suggestion::Nothing);
    assert_eq!(suggests(&[(10, 60, 34, 6)]), Suggestion::Nothing, "six in a hundred");
    assert_eq!(suggests(&[(100, 900, 0, 0), (10, 5, 15, 0)]), Suggestion::Grant(100), "lately");
    assert_eq!(suggests(&[(100, 900, 0, 0), (10, 2, 17, 0)]), Suggestion::Grant(500), "too few lately");
}

#[test]
fn a_rule_grants_by_itself_only_where_the_operator_lets_it_r5_5() {
    let mut policy = preset("standard");
    let good = history(&[(100, 70, 30, 0), (10, 40, 20, 0)]);
    assert_eq!(granted_by_rule(&good, &policy), None, "it is off by default");
    policy.review.automatic = Limit::At(60);
    assert_eq!(granted_by_rule(&good, &policy), Some(500));
    assert_eq!(granted_by_rule(&history(&[(100, 70, 30, 0), (10, 30, 30, 0)]), &policy), None, "lately");
    assert_eq!(granted_by_rule(&history(&[(10, 19, 0, 0)]), &policy), None, "too little to tell");
    let mut reported = good;
    reported.recent.reported = 1;
    assert_eq!(granted_by_rule(&reported, &policy), None);
}

proptest! {
    /// Nobody gets more for one acceptance fewer, or one mark more.
    #[test]
    fn a_worse_history_never_suggests_more_r5_5(
        accepted in 0..200_usize, expired in 0..200_usize, marked in 0..30_usize,
    ) {
        let policy = preset("standard");
        let amount = |suggestion| match suggestion {
            Suggestion::Grant(amount) => amount,
            Suggestion::Nothing | Suggestion::InsufficientHistory { .. } => 0,
        };
        let of = |accepted, expired, marked| amount(suggest(&history(&[(10, accepted, expired, marked)]), &policy));
        let now = of(accepted, expired, marked);
        if accepted > 0 {
            prop_assert!(of(accepted - 1, expired + 1, marked) <= now);
        }
        if expired > 0 {
            prop_assert!(of(accepted, expired - 1, marked + 1) <= now);
        }
    }
}

fn restricted(policy: &Policy) -> Standing {
    let order = Restricting {
        id: RestrictionId(5),
        by: MO,
        ground: Ground::Advertising,
        facts: FactsKind::Reports,
        scope: Scope::Sending,
        lifts: Lifts::Moderator,
        explanation: reasons(),
    };
    let changes = restrict(&standing(1), order, policy, NOW).expect("restricted");
    let [Change::Restricted { restriction, .. }] = &changes[..] else { panic!("{changes:?}") };
    standing(1).restricted_by(restriction.clone())
}

#[test]
fn an_appeal_is_answered_by_another_within_seven_days_f11() {
    let policy = preset("standard");
    let stands = restricted(&policy);
    let restriction = stands.restriction.clone().expect("restricted");
    let of = |id, before: Option<&Appeal>, text| appeal(&stands, id, before, text, &policy, NOW);
    assert_eq!(of(RestrictionId(6), None, reasons()), Err(AppealRefused::NotFound));
    let changes = of(RestrictionId(5), None, reasons()).expect("appealed");
    let [Change::Appealed { appeal: first, .. }] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((first.at, first.due_at), (NOW, NOW + Span::days(7)));
    assert_eq!(of(RestrictionId(5), Some(first), reasons()), Ok(vec![]), "twice is once");
    let other = Reasons::parse("In other words: the festival asked for it.").expect("reasons");
    let changes = of(RestrictionId(5), Some(first), other.clone()).expect("in other words");
    let [Change::Appealed { appeal: again, .. }] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((&again.text, again.due_at), (&other, first.due_at), "the day it is due stays");
    let answer = |by, outcome| AppealAnswer { outcome, reason: reasons(), by, at: NOW };
    let by = |by| answer_appeal(&stands, &restriction, first, answer(by, AppealOutcome::Lifted));
    assert_eq!(by(MO), Err(AppealAnswerRefused::AnotherDecides));
    assert_eq!(by(ANA), Err(AppealAnswerRefused::Yourself));
    let changes = by(MIA).expect("answered");
    assert!(matches!(changes[..], [Change::AppealAnswered { ends: true, .. }]));
    let done = Appeal { answer: Some(answer(MIA, AppealOutcome::Upheld)), ..first.clone() };
    assert_eq!(of(RestrictionId(5), Some(&done), other), Err(AppealRefused::AlreadyAnswered));
    let again = answer_appeal(&stands, &restriction, &done, answer(MIA, AppealOutcome::Lifted));
    assert_eq!(again, Err(AppealAnswerRefused::AlreadyAnswered));
}
