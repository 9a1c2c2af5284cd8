//! Introductions: every sequence of acts of the three, with the parts each of them has, and what is refused when asking.

use kith_domain::id::{IntroductionId, MemberId};
use kith_domain::introductions::{
    Act, ActRefused, AskCommand, AskFacts, AskRefused, Dismissal, Introduction, Part, Reason, Role, Stage,
    State, WordsRefused, agree, ask, dismiss, forward, withdraw,
};
use kith_domain::policy::Policy;
use kith_domain::standing::Standing;
use kith_domain::text::TextRefused;
use kith_domain::time::{Span, Timestamp};

const ANA: MemberId = MemberId(1);
const MIA: MemberId = MemberId(2);
const RYAN: MemberId = MemberId(3);
const NOW: Timestamp = Timestamp(1_000_000);
const WHY: &str = "I would like to learn how she set up the archive.";

fn policy(preset: &str) -> Policy {
    let path = format!("{}/../../policies/{preset}.toml", env!("CARGO_MANIFEST_DIR"));
    toml::from_str(&std::fs::read_to_string(path).expect("the preset's file")).expect("a policy")
}

fn reason() -> Reason {
    Reason::parse(WHY, &policy("standard")).expect("a reason")
}

fn introduction(id: i64, go_between: MemberId, recipient: MemberId) -> Introduction {
    Introduction {
        id: IntroductionId(id),
        asker: ANA,
        go_between,
        recipient,
        reason: reason(),
        asked_at: NOW,
        expires_at: NOW + Span::days(14),
    }
}

/// What may happen, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Withdraws,
    Forwards,
    MiaDismisses(Dismissal),
    Agrees,
    RyanDismisses(Dismissal),
}

const DOINGS: [Doing; 7] = [
    Doing::Withdraws,
    Doing::Forwards,
    Doing::MiaDismisses(Dismissal::ForNow),
    Doing::MiaDismisses(Dismissal::ForGood),
    Doing::Agrees,
    Doing::RyanDismisses(Dismissal::ForNow),
    Doing::RyanDismisses(Dismissal::ForGood),
];

/// The parts of the three, moved as the store moves them.
#[derive(Debug, Clone)]
struct Three {
    ana: Part,
    mia: Part,
    ryan: Option<Part>,
}

impl Three {
    fn new() -> Self {
        let part = |role| Part {
            introduction: introduction(7, MIA, RYAN),
            role,
            state: State::Open,
            words: None,
            conversation: None,
        };
        Self { ana: part(Role::Asker), mia: part(Role::GoBetween), ryan: None }
    }

    /// What comes of an act, applied.
    fn does(&mut self, doing: Doing, now: Timestamp) -> Result<Act, ActRefused> {
        let ryan = self.ryan.clone();
        let ryans = |decide: &dyn Fn(&Part) -> Result<Act, ActRefused>| {
            ryan.as_ref().map_or(Err(ActRefused::NotFound), decide)
        };
        let done = match doing {
            Doing::Withdraws => withdraw(&self.ana, now),
            Doing::Forwards => forward(&self.mia, now),
            Doing::MiaDismisses(how) => dismiss(&self.mia, how, now),
            Doing::Agrees => ryans(&|part| agree(part, now)),
            Doing::RyanDismisses(how) => ryans(&|part| dismiss(part, how, now)),
        };
        if let Ok(Act::Move { from, to }) = done {
            match doing {
                Doing::Withdraws => {
                    assert_eq!(self.ana.state, from);
                    self.ana.state = to;
                    self.mia.state = to;
                    if let Some(ryan) = &mut self.ryan {
                        ryan.state = to;
                    }
                }
                Doing::Forwards => {
                    assert_eq!(self.mia.state, from);
                    self.mia.state = to;
                    self.ryan = Some(Part { role: Role::Recipient, state: State::Open, ..self.mia.clone() });
                }
                Doing::MiaDismisses(_) => self.mia.state = to,
                Doing::Agrees => {
                    // The store moves all three, each from the state it has to be in.
                    assert_eq!((self.ana.state, self.mia.state), (State::Open, State::Forwarded));
                    self.ana.state = to;
                    self.mia.state = to;
                    if let Some(ryan) = &mut self.ryan {
                        ryan.state = to;
                    }
                }
                Doing::RyanDismisses(_) => {
                    if let Some(ryan) = &mut self.ryan {
                        ryan.state = to;
                    }
                }
            }
        }
        done
    }
}

/// Every sequence of so many acts.
fn sequences(length: usize) -> Vec<Vec<Doing>> {
    (0..length).fold(vec![Vec::new()], |sequences, _| {
        sequences
            .iter()
            .flat_map(|sequence| {
                DOINGS.map(|doing| sequence.iter().copied().chain([doing]).collect::<Vec<_>>())
            })
            .collect()
    })
}

#[test]
fn s_has_the_same_until_a_yes_whatever_m_and_r_do_r4_4_f13() {
    for sequence in sequences(5) {
        let mut three = Three::new();
        let (mut withdrawn, mut agreed) = (false, false);
        for doing in &sequence {
            let before = three.ana.clone();
            let done = three.does(*doing, NOW);
            match (doing, &done) {
                (Doing::Withdraws, Ok(_)) => withdrawn = true,
                (Doing::Agrees, Ok(Act::Move { .. })) => agreed = true,
                _ => assert_eq!(before, three.ana, "{doing:?} of {sequence:?}"),
            }
            // What S may do and is answered with follows from what S did and from a yes alone.
            let expected = match (withdrawn, agreed) {
                (true, _) => Ok(Act::Done),
                (false, true) => Err(ActRefused::NoLongerPossible),
                (false, false) => Ok(Act::Move { from: State::Open, to: State::Withdrawn }),
            };
            assert_eq!(withdraw(&three.ana, NOW), expected, "{sequence:?}");
            assert!(!(withdrawn && agreed), "{sequence:?}");
        }
        let forwarded = sequence.iter().position(|doing| *doing == Doing::Forwards);
        let yes = sequence.iter().rposition(|doing| *doing == Doing::Agrees);
        assert!(!agreed || forwarded < yes, "nothing reaches R unless M acts: {sequence:?}");
        // At the end of the time a no and silence are one.
        let over = three.ana.stage_at(NOW + Span::days(14));
        let expected = match (withdrawn, agreed) {
            (true, _) => Stage::Withdrawn,
            (_, true) => Stage::Agreed,
            (false, false) => Stage::Over,
        };
        assert_eq!(over, expected, "{sequence:?}");
    }
}

#[test]
fn every_act_is_idempotent_and_refused_once_the_time_is_over_r4_4() {
    for sequence in sequences(3) {
        let mut three = Three::new();
        for doing in &sequence {
            if three.does(*doing, NOW).is_ok() {
                assert_eq!(three.clone().does(*doing, NOW), Ok(Act::Done), "{doing:?} of {sequence:?}");
            }
        }
        for doing in DOINGS {
            let mut late = three.clone();
            let done = late.does(doing, NOW + Span::days(14));
            assert!(!matches!(done, Ok(Act::Move { .. })), "{doing:?} after {sequence:?}: {done:?}");
            let last = NOW + Span::days(14) - Span::milliseconds(1);
            assert_eq!(three.clone().does(doing, last), three.clone().does(doing, NOW), "half-open");
        }
    }
}

#[test]
fn an_act_is_for_whose_it_is_alone() {
    let three = Three::new();
    assert_eq!(withdraw(&three.mia, NOW), Err(ActRefused::NotFound));
    assert_eq!(forward(&three.ana, NOW), Err(ActRefused::NotFound));
    assert_eq!(dismiss(&three.ana, Dismissal::ForGood, NOW), Err(ActRefused::NotFound));
    assert_eq!(agree(&three.mia, NOW), Err(ActRefused::NotFound));
}

#[test]
fn a_reason_has_20_to_600_characters_as_people_count_r4_5() {
    let policy = policy("standard");
    let family = "👩‍👩‍👧‍👦";
    assert!(Reason::parse(&family.repeat(20), &policy).is_ok());
    assert!(Reason::parse(&family.repeat(600), &policy).is_ok());
    let short = Reason::parse(&family.repeat(19), &policy);
    assert_eq!(short, Err(WordsRefused::TooShort { least: 20, length: 19 }));
    let long = Reason::parse(&"x".repeat(601), &policy);
    assert_eq!(long, Err(WordsRefused::Text(TextRefused::TooLong { limit: 600, length: 601 })));
    assert_eq!(Reason::parse(" \u{200b}\n ", &policy), Err(WordsRefused::Text(TextRefused::Empty)));
    let padded = format!("  {}  ", "x".repeat(19));
    assert!(matches!(Reason::parse(&padded, &policy), Err(WordsRefused::TooShort { .. })), "trimmed first");
}

#[test]
fn asking_is_refused_by_the_first_reason_that_stands_against_it_r4_3_r4_5_r6_4() {
    let policy = policy("standard");
    let standing = Standing::new(ANA, 0);
    let command = |go_between, recipient| AskCommand {
        id: IntroductionId(9),
        asker: ANA,
        go_between,
        recipient,
        reason: reason(),
    };
    let facts =
        AskFacts { standing: &standing, asker_verified: true, connected: false, offered: true, running: &[] };
    let asks = |facts: &AskFacts<'_>| ask(facts, command(MIA, RYAN), &policy, NOW);
    let asked = asks(&facts).expect("may be asked");
    assert_eq!(asked.expires_at, NOW + Span::days(14));
    assert_eq!(ask(&facts, command(RYAN, RYAN), &policy, NOW), Err(AskRefused::ToYourself));
    assert_eq!(asks(&AskFacts { connected: true, ..facts }), Err(AskRefused::AlreadyConnected));
    assert_eq!(asks(&AskFacts { asker_verified: false, ..facts }), Err(AskRefused::AddressUnverified));
    assert_eq!(asks(&AskFacts { offered: false, ..facts }), Err(AskRefused::NotOffered));

    let state = |n: i64, recipient, state| (introduction(n, MemberId(100 + n), recipient), state);
    let about_ryan = [state(4, RYAN, State::Open)];
    let again = Err(AskRefused::AskedAlready { introduction: IntroductionId(4) });
    assert_eq!(asks(&AskFacts { running: &about_ryan, ..facts }), again);
    let taken_back = [state(4, RYAN, State::Withdrawn)];
    assert!(asks(&AskFacts { running: &taken_back, ..facts }).is_ok(), "through another");
    let five: Vec<_> = (0..5).map(|n| state(n, MemberId(50 + n), State::Open)).collect();
    let full = AskRefused::TooMany { limit: 5, used: 5, opens_at: NOW + Span::days(14) };
    assert_eq!(asks(&AskFacts { running: &five, ..facts }), Err(full));
    let mut four = five.clone();
    four[0].1 = State::Withdrawn;
    assert!(asks(&AskFacts { running: &four, ..facts }).is_ok());
}
