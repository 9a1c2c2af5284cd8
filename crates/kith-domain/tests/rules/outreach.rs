//! Writing to somebody one is not connected with, the credits it costs, and following (R4.6, R4.7).

use kith_domain::change::{Change, EventKind};
use kith_domain::connections::{block, disconnect};
use kith_domain::credits::{Credits, MonthlyGrant, Plan};
use kith_domain::follows::{FollowFacts, FollowRefused, FollowedBy, follow, unfollow};
use kith_domain::id::{
    ConversationId, CreditEntryId, InvitationId, MemberId, MessageId, OutreachId, ReportId,
};
use kith_domain::outreach::{
    self, Outreach, OutreachAnswerRefused, OutreachCommand, OutreachFacts, OutreachOutcome, OutreachRefused,
    Received, ReceivedFacts, Reply, Tray, offered,
};
use kith_domain::profile::MemberStatus;
use kith_domain::relation::{Answer, Between, Open, Pair, Relation};
use kith_domain::standing::Standing;
use kith_domain::text::{MessageText, OutreachBody, OutreachSubject, ReportReason, TextRefused};
use kith_domain::time::{Span, Timestamp};

use crate::world::{DAWN, preset};

const S: MemberId = MemberId(1);
const R: MemberId = MemberId(2);
const ID: OutreachId = OutreachId(7);
const ENTRY: CreditEntryId = CreditEntryId(8);

fn nothing() -> Relation {
    Relation::new(Pair::of(S, R).unwrap())
}

fn credits(balance: u32) -> Credits {
    Credits { balance, next_at: DAWN + Span::days(30), ..Credits::new(S, DAWN) }
}

/// One of R's facts, and what S then gets.
struct Case<'a> {
    relation: Relation,
    credits: Credits,
    takes: bool,
    last: Option<&'a Outreach>,
    theirs: Option<&'a Outreach>,
    may_talk: bool,
}

impl Case<'_> {
    fn plain() -> Self {
        Self {
            relation: nothing(),
            credits: credits(1),
            takes: true,
            last: None,
            theirs: None,
            may_talk: false,
        }
    }

    fn with<T>(&self, then: impl FnOnce(&OutreachFacts<'_>) -> T) -> T {
        then(&OutreachFacts {
            relation: &self.relation,
            standing: &Standing::new(S, 0),
            sender_verified: true,
            recipient: Some(MemberStatus::Active),
            takes_outreach: self.takes,
            last: self.last,
            theirs: self.theirs,
            may_talk: self.may_talk,
            credits: &self.credits,
        })
    }

    fn sends(&self, now: Timestamp) -> Result<(Outreach, Vec<Change>), OutreachRefused> {
        let policy = preset("standard");
        self.with(|facts| outreach::send(facts, command(), &policy, now))
    }

    fn is_offered(&self, now: Timestamp) -> Result<(), OutreachRefused> {
        let policy = preset("standard");
        self.with(|facts| offered(facts, S, &policy, now))
    }
}

fn command() -> OutreachCommand {
    OutreachCommand {
        id: ID,
        entry: ENTRY,
        from: S,
        to: R,
        subject: OutreachSubject::parse("Tides").unwrap(),
        body: OutreachBody::parse("How do you measure them?").unwrap(),
    }
}

fn sent() -> Outreach {
    Case::plain().sends(DAWN).expect("may be sent").0
}

fn ended(outcome: OutreachOutcome, at: Timestamp) -> Outreach {
    Outreach { outcome, ended_at: Some(at), ..sent() }
}

fn invited(answer: Answer) -> Relation {
    let open = Open {
        id: InvitationId(3),
        sender: S,
        sent_at: DAWN,
        opens_at: DAWN,
        expires_at: DAWN + Span::days(180),
        viewed_at: None,
        answer,
    };
    Relation { between: Between::Invited(open), version: 1, ..nothing() }
}

#[test]
fn subject_and_body_are_counted_as_people_count_and_never_cut_r4_6() {
    let family = "👨‍👩‍👧";
    assert!(OutreachSubject::parse(&family.repeat(200)).is_ok());
    assert_eq!(
        OutreachSubject::parse(&"x".repeat(201)),
        Err(TextRefused::TooLong { limit: 200, length: 201 })
    );
    assert_eq!(
        OutreachBody::parse(&"x".repeat(2_001)),
        Err(TextRefused::TooLong { limit: 2_000, length: 2_001 })
    );
    for empty in ["", " \n ", "\u{200b}"] {
        assert_eq!(OutreachSubject::parse(empty), Err(TextRefused::Empty));
        assert_eq!(OutreachBody::parse(empty), Err(TextRefused::Empty));
    }
}

#[test]
fn writing_spends_one_credit_and_tells_of_itself_r4_6_r4_7() {
    let (outreach, changes) = Case::plain().sends(DAWN).unwrap();
    assert_eq!((outreach.outcome, outreach.from, outreach.to), (OutreachOutcome::Open, S, R));
    assert!(matches!(
        &changes[..],
        [
            Change::Relation { after, event },
            Change::CreditSpent { member: S, outreach: ID, .. },
            Change::OutreachSent(_),
        ] if event.kind == EventKind::OutreachSent && after.between == Between::Nothing && after.version == 1
    ));
}

#[test]
fn one_is_open_for_each_pair_whoever_wrote_it_r4_6() {
    let open = sent();
    let mine = Case { last: Some(&open), ..Case::plain() };
    assert_eq!(mine.sends(DAWN), Err(OutreachRefused::AlreadyOpen { outreach: ID, yours: true }));
    let theirs = Case { theirs: Some(&open), ..Case::plain() };
    assert_eq!(theirs.sends(DAWN), Err(OutreachRefused::AlreadyOpen { outreach: ID, yours: false }));
    let answered = ended(OutreachOutcome::Answered, DAWN);
    let over = Case { last: Some(&answered), ..Case::plain() };
    assert!(over.sends(DAWN).is_ok(), "a block ended what the answer began, and was taken back");
}

#[test]
fn whoever_can_write_for_nothing_spends_nothing_r4_6() {
    let since = Between::Connected { invitation: None, inviter: S, since: DAWN };
    let connected = Case { relation: Relation { between: since, ..nothing() }, ..Case::plain() };
    assert_eq!(connected.sends(DAWN), Err(OutreachRefused::AlreadyConnected));
    let talking = Case { may_talk: true, ..Case::plain() };
    assert_eq!(talking.sends(DAWN), Err(OutreachRefused::ConversationOpen));
}

#[test]
fn while_an_invitation_is_open_nothing_that_r_did_with_it_changes_the_answer_r6_1() {
    let at = DAWN + Span::days(1);
    let snoozed = Answer::Snoozed { until: at + Span::days(1) };
    for answer in
        [Answer::None, Answer::Ignored { at }, Answer::Marked { at }, Answer::Reported { at }, snoozed]
    {
        let mut relation = invited(answer);
        relation.stance_mut(R).closed = matches!(answer, Answer::Marked { .. } | Answer::Reported { .. });
        let case = Case { relation, ..Case::plain() };
        let refused = OutreachRefused::AlreadyInvited { invitation: InvitationId(3) };
        assert_eq!(case.sends(at), Err(refused.clone()), "{answer:?}");
        assert_eq!(case.is_offered(at), Err(refused), "{answer:?}");
    }
}

#[test]
fn a_mark_a_cooldown_a_refusal_and_a_closed_door_answer_alike_r4_6_r10_7() {
    let mut marked = nothing();
    marked.stance_mut(R).closed = true;
    let mut cooling = nothing();
    cooling.stance_mut(S).may_invite_from = DAWN + Span::days(21);
    let no = ended(OutreachOutcome::Refused, DAWN);
    let not_offered = Case { takes: false, ..Case::plain() };
    assert_eq!(not_offered.is_offered(DAWN), Err(OutreachRefused::NotPossibleNow), "the same for all");
    for case in [
        Case { relation: marked, ..Case::plain() },
        Case { relation: cooling, ..Case::plain() },
        Case { last: Some(&no), ..Case::plain() },
    ] {
        assert_eq!(case.sends(DAWN), Err(OutreachRefused::NotPossibleNow));
        assert_eq!(case.is_offered(DAWN), Ok(()), "what is offered tells nothing of what R did");
        let broke = Case { credits: credits(0), ..case };
        let refused = broke.sends(DAWN);
        assert_eq!(
            refused,
            Err(OutreachRefused::NoCredit { balance: 0, next_at: None }),
            "nobody tries it out for nothing"
        );
    }
    let again = Case { last: Some(&no), ..Case::plain() };
    assert!(again.sends(DAWN + Span::days(90)).is_ok(), "half-open, as every bound");
}

fn received(outcome: OutreachOutcome, tray: Tray) -> Received {
    Received { outreach: Outreach { outcome, ..sent() }, tray }
}

fn facts<'a>(relation: &'a Relation, received: &'a Received) -> ReceivedFacts<'a> {
    ReceivedFacts { relation, received, sender: Some(MemberStatus::Active) }
}

fn reply() -> Reply {
    let text = MessageText::parse("With a stick.").unwrap();
    Reply { text, conversation: ConversationId(4), message: MessageId(5) }
}

fn gives_back(changes: &[Change]) -> bool {
    changes.iter().any(|change| matches!(change, Change::CreditReturned { member: S, outreach: ID, .. }))
}

#[test]
fn any_answer_within_the_window_gives_the_credit_back_and_none_after_it_r4_7() {
    let (policy, relation) = (preset("standard"), nothing());
    for tray in [Tray::Requests, Tray::Aside, Tray::Reported] {
        let received = received(OutreachOutcome::Open, tray);
        let facts = facts(&relation, &received);
        for (days, back) in [(0, true), (89, true), (90, false), (400, false)] {
            let now = DAWN + Span::days(days);
            let words = outreach::answer(&facts, reply(), ENTRY, &policy, now).unwrap();
            let no = outreach::refuse(&facts, ENTRY, &policy, now).unwrap();
            assert_eq!((gives_back(&words), gives_back(&no)), (back, back), "{tray:?} after {days} days");
            let opens = |changes: &[Change]| {
                changes.iter().any(|change| matches!(change, Change::ConversationOpened { from: R, .. }))
            };
            assert!(opens(&words) && !opens(&no));
        }
    }
}

#[test]
fn an_answer_is_given_once_r4_6() {
    let (policy, relation) = (preset("standard"), nothing());
    let answered = received(OutreachOutcome::Answered, Tray::Over);
    let refused = received(OutreachOutcome::Refused, Tray::Over);
    let late = Err(OutreachAnswerRefused::NoLongerPossible);
    let (yes, no) = (facts(&relation, &answered), facts(&relation, &refused));
    assert_eq!(outreach::answer(&yes, reply(), ENTRY, &policy, DAWN), Ok(Vec::new()));
    assert_eq!(outreach::refuse(&no, ENTRY, &policy, DAWN), Ok(Vec::new()));
    assert_eq!(outreach::answer(&no, reply(), ENTRY, &policy, DAWN), late);
    assert_eq!(outreach::refuse(&yes, ENTRY, &policy, DAWN), late);
    let reason = ReportReason::parse("sells").unwrap();
    for over in [&yes, &no] {
        assert_eq!(outreach::put_aside(over, DAWN), late);
        assert_eq!(outreach::report(over, ReportId(1), reason.clone(), DAWN), late);
    }
}

#[test]
fn what_r_does_in_silence_touches_r_s_side_alone_r6_1() {
    let relation = nothing();
    let lies = received(OutreachOutcome::Open, Tray::Requests);
    let lies = facts(&relation, &lies);
    let aside = received(OutreachOutcome::Open, Tray::Aside);
    let aside = facts(&relation, &aside);
    let reason = ReportReason::parse("sells").unwrap();
    let silent = [
        outreach::put_aside(&lies, DAWN).unwrap(),
        outreach::take_back(&aside, DAWN).unwrap(),
        outreach::report(&lies, ReportId(1), reason.clone(), DAWN).unwrap(),
        outreach::report(&aside, ReportId(1), reason, DAWN).unwrap(),
    ];
    for changes in silent {
        assert!(!changes.is_empty());
        let own = |change: &Change| {
            matches!(change, Change::OutreachMoved { recipient: R, .. } | Change::Reported { by: R, .. })
        };
        assert!(changes.iter().all(own), "no event, no version, nothing of S's: {changes:?}");
    }
    let reported = received(OutreachOutcome::Open, Tray::Reported);
    let reported = facts(&relation, &reported);
    assert_eq!(outreach::put_aside(&reported, DAWN), Ok(Vec::new()));
    assert_eq!(outreach::take_back(&reported, DAWN), Ok(Vec::new()), "a report stays");
}

#[test]
fn a_block_hides_it_and_cuts_what_it_began_r11_7() {
    let mut blocked = nothing();
    blocked.stance_mut(R).blocks = true;
    let lies = received(OutreachOutcome::Open, Tray::Requests);
    let facts = facts(&blocked, &lies);
    let policy = preset("standard");
    assert_eq!(outreach::answer(&facts, reply(), ENTRY, &policy, DAWN), Err(OutreachAnswerRefused::NotFound));
    let cut = block(&nothing(), R, &policy, DAWN);
    assert!(cut.iter().any(|change| matches!(change, Change::Parted { .. })), "{cut:?}");
    let since = Between::Connected { invitation: None, inviter: S, since: DAWN };
    let connected = Relation { between: since, ..nothing() };
    let left = disconnect(&connected, R, &policy, DAWN);
    assert!(left.iter().any(|change| matches!(change, Change::ConversationClosed { .. })), "{left:?}");
}

fn on(plan: &str, balance: u32) -> Credits {
    Credits { plan: plan.parse().unwrap(), balance, ..Credits::new(S, DAWN) }
}

#[test]
fn the_basic_plan_brings_nothing_r4_7() {
    let policy = preset("standard").outreach;
    let (after, grants) = on("basic", 0).settled(&policy, DAWN + Span::days(1_000));
    assert_eq!((after.balance, grants), (0, Vec::new()));
    assert_eq!(after.next_grant(&policy), None);
}

#[test]
fn monthly_credits_add_up_to_three_months_worth_and_no_further_r4_7() {
    let policy = preset("standard").outreach;
    let month = |n: i64| MonthlyGrant { amount: 5, at: DAWN + Span::days(30 * n) };
    let at = |days| on("premium", 0).settled(&policy, DAWN + Span::days(days));
    assert_eq!(at(0).1, [month(0)]);
    assert_eq!(at(29).1, [month(0)]);
    assert_eq!(at(30).1, [month(0), month(1)]);
    for days in [60, 90, 4_000] {
        let (after, grants) = at(days);
        assert_eq!((after.balance, grants), (15, vec![month(0), month(1), month(2)]), "{days}");
        assert!(!after.due(DAWN + Span::days(days)));
        assert!(after.due(DAWN + Span::days(days + 30)));
    }
    let (after, grants) = on("premium", 13).settled(&policy, DAWN);
    assert_eq!((after.balance, grants[0].amount), (15, 2), "the last month adds what still fits");
    let (after, grants) = on("premium", 40).settled(&policy, DAWN);
    assert_eq!((after.balance, grants.len()), (40, 0), "what was granted or came back is never cut");
}

#[test]
fn looking_often_or_seldom_comes_to_the_same_r4_7() {
    let policy = preset("standard").outreach;
    for days in 0..400 {
        let now = DAWN + Span::days(days);
        let seldom = on("premium", 0).settled(&policy, now).0;
        let often = (0..=days)
            .fold(on("premium", 0), |credits, day| credits.settled(&policy, DAWN + Span::days(day)).0);
        assert_eq!(seldom, often, "after {days} days");
    }
}

#[test]
fn a_better_plan_begins_at_once_and_a_lesser_one_keeps_the_rhythm_r4_7() {
    let policy = preset("standard").outreach;
    let now = DAWN + Span::days(11);
    let basic = on("basic", 0).settled(&policy, now).0;
    let premium = basic.under("premium".parse().unwrap(), &policy, now);
    assert_eq!(premium.next_at, now);
    let back = premium.settled(&policy, now).0.under(Plan::basic(), &policy, now);
    assert_eq!((back.balance, back.next_at), (5, now + Span::days(30)));
}

#[test]
fn following_asks_nobody_and_goes_by_the_setting_of_whom_one_follows() {
    let facts = |followed_by, relation| FollowFacts {
        relation,
        followed: Some(MemberStatus::Active),
        followed_by,
        follows: false,
    };
    let since = Between::Connected { invitation: None, inviter: S, since: DAWN };
    let connected = || Relation { between: since.clone(), ..nothing() };
    for (by, relation, may) in [
        (FollowedBy::Anybody, nothing(), true),
        (FollowedBy::Connections, nothing(), false),
        (FollowedBy::Connections, connected(), true),
        (FollowedBy::Nobody, connected(), false),
    ] {
        let decided = follow(&facts(by, relation), S, DAWN);
        assert_eq!(decided.is_ok(), may, "{by:?}");
        assert!(may || decided == Err(FollowRefused::NotFollowable));
    }
    let mut blocked = nothing();
    blocked.stance_mut(R).blocks = true;
    assert_eq!(follow(&facts(FollowedBy::Anybody, blocked), S, DAWN), Err(FollowRefused::NotFound));
    let again = FollowFacts { follows: true, ..facts(FollowedBy::Nobody, nothing()) };
    assert_eq!(follow(&again, S, DAWN), Ok(Vec::new()), "who follows already goes on");
    assert_eq!(unfollow(&nothing(), S, S, false, DAWN), Vec::new());
    assert_eq!(unfollow(&nothing(), S, R, true, DAWN).len(), 2, "either ends it");
}
