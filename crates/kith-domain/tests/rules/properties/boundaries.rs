//! Boundaries in time (R8.5, R8.7, R8.8), marks (R6.3, R6.5), crossing (R10.8) and blocks (R11.7).

use kith_domain::id::MemberId;
use kith_domain::invitations::{StateForSender, may_withdraw};
use kith_domain::policy::Window;
use kith_domain::relation::Stage;
use kith_domain::standing::AGREEMENT_VERSION;
use kith_domain::time::Span;
use proptest::prelude::*;

use crate::world::{Act, Ask, DAWN, World};

const ANA: MemberId = MemberId(1);
const BEN: MemberId = MemberId(2);

fn two(preset: &str) -> World {
    let mut world = World::new(preset);
    world.joins(1, "ana");
    world.joins(2, "ben");
    world
}

fn presets() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["classic", "standard", "strict"])
}

/// An instant on or about `span` after the dawn.
fn about(span: Span, off: i64) -> kith_domain::time::Timestamp {
    kith_domain::time::Timestamp(DAWN.0 + (span.as_milliseconds() + off).max(0))
}

proptest! {
    #[test]
    fn expiry_is_half_open_and_everything_agrees_on_it_r8_5(preset in presets(), off in -3..3_i64) {
        let mut world = two(preset);
        world.send(ANA, BEN, Ask::default());
        world.now = about(world.policy.expiry.after, off);
        let over = off >= 0;
        let open = world.open(ANA, BEN).expect("nobody tidied up");
        let invitation = world.latest(ANA, BEN).expect("sent");
        prop_assert_eq!(invitation.state_for_sender(world.now) == StateForSender::Expired, over);
        prop_assert_eq!(open.stage_at(world.now) == Stage::Expired, over);
        prop_assert_eq!(open.state_for_recipient(world.now).is_none(), over);
        prop_assert_eq!(may_withdraw(invitation, &open, &world.policy, world.now), !over);
        prop_assert_eq!(world.relation(ANA, BEN).open_at(world.now).is_none(), over);
        let answers = [Act::View, Act::Accept, Act::Ignore, Act::Report].map(|act| world.clone().act(BEN, act, ANA));
        prop_assert!(answers.iter().all(|answer| (answer == "no_longer_available") == over), "{:?}", answers);
        prop_assert_eq!(world.clone().act(ANA, Act::Withdraw, BEN) == "no_longer_possible", over);
        prop_assert_eq!(world.clone().send(BEN, ANA, Ask::default()) == "connected", !over);
        let pending = world.standings[&ANA].pending;
        world.tidy(ANA, BEN);
        prop_assert_eq!(world.standings[&ANA].pending, if over { pending - 1 } else { pending });
    }

    #[test]
    fn the_undo_window_is_half_open_for_both_r8_7(preset in presets(), off in -3..3_i64) {
        let mut world = two(preset);
        world.send(ANA, BEN, Ask::default());
        world.now = about(world.policy.undo.send, off);
        let held = off < 0;
        prop_assert_eq!(world.clone().act(ANA, Act::Undo, BEN) == "ok", held);
        prop_assert_eq!(world.act(BEN, Act::View, ANA) == "not_found", held);
    }

    #[test]
    fn an_undo_leaves_standing_and_relation_as_they_were_r8_7(earlier in 0..5_i64, off in 0..30_000_i64) {
        let mut world = two("standard");
        for n in 0..earlier {
            let other = world.joins(10 + n, "other");
            world.send(ANA, other, Ask::default());
        }
        let before = world.clone();
        world.send(ANA, BEN, Ask::default());
        world.wait(Span::milliseconds(off));
        prop_assert_eq!(world.act(ANA, Act::Undo, BEN), "ok");
        let (s, b) = (&world.standings[&ANA], &before.standings[&ANA]);
        prop_assert_eq!((s.sent, s.pending, s.week.used, s.day.used), (b.sent, b.pending, b.week.used, b.day.used));
        let (r, q) = (world.relation(ANA, BEN), before.relation(ANA, BEN));
        prop_assert_eq!((r.between, r.lo, r.hi), (q.between, q.lo, q.hi));
        prop_assert_eq!(&world.invitations, &before.invitations);
    }

    #[test]
    fn a_cooldown_ends_exactly_when_it_ends_r8_8(
        preset in presets(),
        withdrawn_after in 30_000..1_000_000_i64,
        off in -3..3_i64,
        tidied: bool,
    ) {
        let mut world = two(preset);
        world.send(ANA, BEN, Ask::default());
        let mut withdrawn = world.clone();
        withdrawn.wait(Span::milliseconds(withdrawn_after));
        prop_assert_eq!(withdrawn.act(ANA, Act::Withdraw, BEN), "ok");
        withdrawn.now = about(withdrawn.policy.cooldown.withdrawn, withdrawn_after + off);
        prop_assert_eq!(withdrawn.send(ANA, BEN, Ask::default()) == "sent", off >= 0);

        let wait = Span::milliseconds(
            world.policy.expiry.after.as_milliseconds() + world.policy.cooldown.expired.as_milliseconds(),
        );
        world.now = about(wait, off);
        if tidied {
            world.tidy(ANA, BEN);
        }
        let came = world.send(ANA, BEN, Ask::default());
        let early = if preset == "classic" { "already_invited" } else { "not_possible_now" };
        prop_assert_eq!(came, if off >= 0 { "sent" } else { early });
        world.check();
    }

    /// Marks at any time, some taken back, some by somebody who connects: S is restricted exactly when
    /// one more than the threshold counts at the moment somebody marks.
    #[test]
    fn one_mark_too_many_restricts_r6_3(
        fates in proptest::collection::vec((0..200_i64, 0..4_u8), 1..14),
    ) {
        let mut world = two("standard");
        let Window::Last(window) = world.policy.marks.window else { panic!("standard forgets") };
        let mut counted: Vec<kith_domain::time::Timestamp> = Vec::new();
        for (n, (days, fate)) in fates.into_iter().enumerate() {
            let r = world.joins(100 + i64::try_from(n).unwrap(), "somebody");
            prop_assert_eq!(world.send(ANA, r, Ask::default()), "sent");
            world.wait(Span::seconds(30));
            for act in [Act::Ignore, Act::Mark, Act::Mark] {
                prop_assert_eq!(world.act(r, act, ANA), "ok");
            }
            counted.push(world.now);
            let counting = counted.iter().filter(|at| **at >= world.now - window).count();
            let restricted = world.standings[&ANA].restricted_at(world.now).is_some();
            prop_assert_eq!(restricted, counting > 5, "{} count", counting);
            prop_assert_eq!(world.clone().send(ANA, BEN, Ask::default()) == "sent", !restricted);
            if fate == 0 {
                prop_assert_eq!(world.act(r, Act::TakeBackMark, ANA), "ok");
                counted.pop();
            } else if fate == 1 {
                prop_assert_eq!(world.act(r, Act::Accept, ANA), "connected");
                counted.pop();
            }
            if world.standings[&ANA].restricted_at(world.now).is_some() {
                break;
            }
            world.wait(Span::days(days));
        }
    }

    /// An agreement starts the count anew, whenever it comes, and the next restriction is the next one.
    #[test]
    fn after_an_agreement_only_new_marks_count_r6_3_r6_5(days in 0..400_i64, more in 0..6_i64) {
        let mut world = two("standard");
        let marks = |world: &mut World, from: i64, count: i64| {
            let rs: Vec<MemberId> = (from..from + count).map(|n| world.joins(n, "somebody")).collect();
            for r in &rs {
                assert_eq!(world.send(ANA, *r, Ask::default()), "sent");
            }
            world.wait(Span::seconds(30));
            for r in rs {
                world.act(r, Act::Ignore, ANA);
                assert_eq!(world.act(r, Act::Mark, ANA), "ok");
            }
        };
        marks(&mut world, 100, 6);
        let since = world.now;
        world.wait(Span::days(days));
        prop_assert!(world.send(ANA, BEN, Ask::default()).starts_with("restricted, agreement"));
        let agreed = world.decide_agreement(ANA, AGREEMENT_VERSION, true);
        world.commit(agreed);
        world.wait(Span::milliseconds(1));
        marks(&mut world, 200, more.min(5));
        prop_assert_eq!(world.clone().send(ANA, BEN, Ask::default()), "sent", "five at most since the agreement");
        let left = 6 - more.min(5);
        marks(&mut world, 300, left);
        let restriction = world.standings[&ANA].restriction.clone().expect("restricted again");
        prop_assert_eq!(restriction.nth, 2);
        prop_assert!(restriction.since > since);
        prop_assert_eq!(restriction.until, Some(restriction.since + world.policy.restriction.wait));
    }

    #[test]
    fn crossing_is_one_connection_and_one_charge_r10_8(
        preset in presets(),
        first_is_lower: bool,
        gap in 0..5_000_000_i64,
        acts in proptest::collection::vec(prop::sample::select(vec![Act::View, Act::Ignore, Act::Mark, Act::TakeBackDismissal, Act::Report]), 0..5),
    ) {
        let mut world = two(preset);
        let (s, r) = if first_is_lower { (ANA, BEN) } else { (BEN, ANA) };
        prop_assert_eq!(world.send(s, r, Ask::default()), "sent");
        world.wait(Span::milliseconds(gap));
        for act in acts {
            world.act(r, act, s);
        }
        prop_assert_eq!(world.send(r, s, Ask::default()), "connected");
        world.check();
        let sent = |m: MemberId| world.standings[&m].sent;
        prop_assert_eq!((sent(s), sent(r)), (1, 0));
        prop_assert_eq!((world.standings[&s].connections, world.standings[&r].connections), (1, 1));
        prop_assert!(!world.relation(s, r).stance(r).closed, "a door that a mark had closed is open again");
        prop_assert_eq!(world.counting_besides(s, MemberId(0)), 0);
    }

    #[test]
    fn after_a_block_nothing_passes_either_way_r11_7(
        before in proptest::collection::vec((any::<bool>(), 0..13_usize), 0..8),
        lower_blocks: bool,
        after in proptest::collection::vec((any::<bool>(), 0..11_usize), 0..12),
    ) {
        let mut world = two("standard");
        let does = |world: &mut World, lower: bool, what: usize| {
            let (by, other) = if lower { (ANA, BEN) } else { (BEN, ANA) };
            match Act::ALL.get(what) {
                Some((act, _)) => world.act(by, *act, other),
                None => world.send(by, other, Ask::default()),
            }
        };
        for (lower, what) in before {
            does(&mut world, lower, what);
            world.wait(Span::seconds(20));
        }
        world.act(if lower_blocks { ANA } else { BEN }, Act::Block, if lower_blocks { BEN } else { ANA });
        // Anything but taking a block back: the last of all acts.
        for (lower, what) in after {
            does(&mut world, lower, what);
            world.check();
            let relation = world.relation(ANA, BEN);
            prop_assert!(relation.blocked() && !relation.connected());
            prop_assert_eq!(world.clone().send(ANA, BEN, Ask::default()), "not_found");
            prop_assert_eq!(world.clone().send(BEN, ANA, Ask::default()), "not_found");
            prop_assert_ne!(world.clone().act(ANA, Act::Accept, BEN), "connected");
            prop_assert_ne!(world.clone().act(BEN, Act::Accept, ANA), "connected");
        }
    }
}
