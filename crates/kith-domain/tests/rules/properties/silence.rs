//! S hears of one thing only: acceptance (R6.1).

use kith_domain::id::MemberId;
use kith_domain::invitations::{StateForSender, may_edit, may_withdraw};
use kith_domain::standing::{DAY, WEEK};
use kith_domain::time::{Span, Timestamp};
use proptest::prelude::*;

use crate::world::{Act, Ask, World};

const ANA: MemberId = MemberId(1);
const BEN: MemberId = MemberId(2);
const OTHERS: i64 = 4;

/// Everything R may do without a word to S.
const SILENT: [Act; 8] = [
    Act::Ignore,
    Act::TakeBackDismissal,
    Act::Mark,
    Act::TakeBackMark,
    Act::Report,
    Act::Ignore,
    Act::SetAside,
    Act::BringBack,
];

/// What R may have said to S before, in both worlds: silence after it tells no more (F5, F6).
const SAID: [Option<Act>; 3] = [None, Some(Act::Ask), Some(Act::NotNow)];

/// What S does or asks for, each with an answer that must not depend on R.
#[derive(Debug, Clone, Copy)]
enum Doing {
    Wait(i64),
    SendAgain,
    Withdraw,
    Edit,
    Reply,
    Undo,
    SendTo(i64),
    View,
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        4 => prop::sample::select(vec![1_000, 30_000, 60_000, 600_000, 3_600_000, 86_400_000]).prop_map(Doing::Wait),
        2 => Just(Doing::SendAgain),
        1 => Just(Doing::Withdraw),
        1 => Just(Doing::Edit),
        1 => Just(Doing::Reply),
        1 => Just(Doing::Undo),
        2 => (0..OTHERS).prop_map(Doing::SendTo),
        1 => Just(Doing::View),
    ]
}

fn world(preset: &str) -> World {
    let mut world = World::new(preset);
    world.joins(1, "ana");
    world.joins(2, "ben");
    for other in 0..OTHERS {
        world.joins(10 + other, &format!("other {other}"));
    }
    assert_eq!(world.send(ANA, BEN, Ask::default()), "sent");
    world
}

/// All that S can get to see, of the invitation, of the balance and of the own list.
fn seen_by_ana(world: &World) -> impl PartialEq + std::fmt::Debug + use<> {
    let now = world.now;
    let list: Vec<(StateForSender, MemberId, Timestamp, Timestamp, Option<Timestamp>)> = world
        .invitations
        .values()
        .rev()
        .filter(|i| i.from == ANA)
        .map(|i| (i.state_for_sender(now), i.to, i.sent_at, i.expires_at, i.ended_at))
        .collect();
    let may: Vec<[bool; 2]> = (0..OTHERS)
        .map(|n| MemberId(10 + n))
        .chain([BEN])
        .map(|to| {
            let open = world.open(ANA, to);
            let mine = world.latest(ANA, to);
            [
                open.zip(mine).is_some_and(|(open, mine)| may_withdraw(mine, &open, &world.policy, now)),
                open.is_some_and(|open| may_edit(&open, now)),
            ]
        })
        .collect();
    let s = &world.standings[&ANA];
    let balance = (s.sent, s.week.used_at(now, WEEK), s.day.used_at(now, DAY), s.pending, s.connections);
    let told = world.latest(ANA, BEN).map(|one| (one.exchanges.clone(), one.not_now));
    (list, may, balance, told, s.restricted_at(now).is_some())
}

/// What S's own doing answers.
fn does(world: &mut World, doing: Doing) -> String {
    match doing {
        Doing::Wait(ms) => {
            world.wait(Span::milliseconds(ms));
            String::new()
        }
        Doing::SendAgain => world.send(ANA, BEN, Ask::default()),
        Doing::Withdraw => world.act(ANA, Act::Withdraw, BEN),
        Doing::Reply => world.act(ANA, Act::Reply, BEN),
        Doing::Edit => world.act(ANA, Act::Edit, BEN),
        Doing::Undo => world.act(ANA, Act::Undo, BEN),
        Doing::SendTo(other) => world.send(ANA, MemberId(10 + other), Ask::default()),
        Doing::View => world.act(ANA, Act::View, BEN),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Two worlds alike but for what R does in the second one, from silence to a report.
    #[test]
    fn silence_ignore_mark_and_report_look_alike_until_expiry_r6_1(
        preset in prop::sample::select(vec!["classic", "standard", "strict"]),
        said in prop::sample::select(SAID.to_vec()),
        plot in proptest::collection::vec((doing(), proptest::option::of(0..SILENT.len())), 0..40),
    ) {
        let (mut silent, mut busy) = (world(preset), world(preset));
        if let Some(act) = said {
            for world in [&mut silent, &mut busy] {
                world.wait(Span::seconds(30));
                prop_assert_eq!(world.act(BEN, act, ANA), "ok");
            }
        }
        let over = busy.latest(ANA, BEN).expect("just sent").sent_at + busy.policy.expiry.after;
        for (doing, act) in plot {
            if let Some(act) = act {
                busy.act(BEN, SILENT[act], ANA);
            }
            let (one, other) = (does(&mut silent, doing), does(&mut busy, doing));
            if busy.now >= over {
                break;
            }
            // Once withdrawn, the door that a mark has closed answers as the cooldown does, until that is over.
            prop_assert_eq!(one, other, "{:?}", doing);
            prop_assert_eq!(seen_by_ana(&silent), seen_by_ana(&busy));
            if busy.latest(ANA, BEN).is_some_and(|i| i.ended_at.is_some_and(|at| busy.now >= at + Span::days(2))) {
                break;
            }
        }
    }

    /// After expiry the only difference is the undated refusal after a mark, and that is a cooldown's (R10.7).
    #[test]
    fn after_expiry_ignoring_makes_no_difference_and_a_door_answers_as_a_cooldown_r6_1_r8_8_r10_7(
        preset in prop::sample::select(vec!["classic", "standard", "strict"]),
        acts in proptest::collection::vec(0..SILENT.len(), 0..8),
        days_after in 0..40_i64,
    ) {
        let (mut silent, mut busy) = (world(preset), world(preset));
        for world in [&mut silent, &mut busy] {
            world.wait(Span::days(1));
        }
        for act in acts {
            busy.act(BEN, SILENT[act], ANA);
        }
        let closed = busy.relation(ANA, BEN).stance(BEN).closed;
        let over = busy.latest(ANA, BEN).expect("just sent").expires_at;
        for world in [&mut silent, &mut busy] {
            world.now = over + Span::days(days_after);
        }
        prop_assert_eq!(seen_by_ana(&silent), seen_by_ana(&busy));
        let (one, other) = (does(&mut silent, Doing::SendAgain), does(&mut busy, Doing::SendAgain));
        if closed {
            prop_assert_eq!(other, "not_possible_now");
        } else {
            prop_assert_eq!(&one, &other);
            let cooling = Span::days(days_after) < silent.policy.cooldown.expired;
            prop_assert_eq!(one, if cooling { "not_possible_now" } else { "sent" });
        }
    }

    /// A block is not announced either: until expiry S's own list and balance stay as in silence (R11.7).
    #[test]
    fn a_block_changes_nothing_in_the_senders_list_r11_7(
        before in proptest::collection::vec(0..SILENT.len(), 0..4),
        unblocks: bool,
        plot in proptest::collection::vec(doing(), 0..20),
    ) {
        let (mut silent, mut busy) = (world("standard"), world("standard"));
        for act in before {
            busy.act(BEN, SILENT[act], ANA);
        }
        busy.act(BEN, Act::Block, ANA);
        if unblocks {
            busy.act(BEN, Act::Unblock, ANA);
        }
        for doing in plot {
            // A profile that answers 404 cannot be invited again, so that much S may find out by trying.
            if matches!(doing, Doing::SendAgain) && !unblocks {
                continue;
            }
            prop_assert_eq!(does(&mut silent, doing), does(&mut busy, doing), "{:?}", doing);
            prop_assert_eq!(seen_by_ana(&silent), seen_by_ana(&busy));
            busy.check();
        }
    }
}
