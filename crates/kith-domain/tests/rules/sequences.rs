//! Every sequence of up to nine commands between two members and a clock tick. Sequences that lead to
//! the same state are followed once, which is what makes nine as cheap as six.

use std::collections::HashSet;
use std::rc::Rc;

use kith_domain::id::MemberId;
use kith_domain::policy::{Limit, Policy, ReportCounts};
use kith_domain::relation::{Answer, Between, Relation};
use kith_domain::standing::AGREEMENT_VERSION;
use kith_domain::time::{Span, Timestamp};

use crate::world::{Act, Ask, Decided, World, preset};

const TICK: Span = Span::days(1);
const LONGEST: usize = 9;

/// One step of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Tick,
    Tidy,
    Send(MemberId, MemberId),
    Act(MemberId, Act, MemberId),
    Agree(MemberId),
}

/// A policy whose spans are ticks and whose limits are near, so that a few steps reach every rule.
fn near_policy() -> Policy {
    let mut policy = preset("standard");
    policy.undo.send = TICK;
    policy.expiry.after = Span::days(3);
    policy.cooldown.withdrawn = TICK;
    policy.cooldown.expired = TICK;
    policy.cooldown.ignored = TICK;
    policy.marks.undo = TICK;
    policy.marks.threshold = 0;
    policy.invitations.lifetime = Limit::At(2);
    policy.questions.rounds = 1;
    policy.questions.pause = TICK;
    policy.not_now.left = TICK;
    policy.not_now.told_for = TICK;
    policy.terms.decline_within = TICK;
    policy
}

fn steps(a: MemberId, b: MemberId) -> Vec<Step> {
    let mut steps = vec![Step::Tick, Step::Tidy];
    for (by, other) in [(a, b), (b, a)] {
        steps.push(Step::Send(by, other));
        steps.extend(Act::ALL.map(|(act, _)| Step::Act(by, act, other)));
        steps.push(Step::Agree(by));
    }
    steps
}

#[test]
fn every_sequence_of_commands_keeps_the_invariants_r11_8_r5_2_r8_1_r10_8() {
    // The first mark restricts.
    follow(near_policy());
}

#[test]
fn every_sequence_keeps_the_invariants_where_withdrawing_stays_possible_after_a_view_r8_4_r11_8() {
    let mut policy = near_policy();
    policy.withdraw.after_view = true;
    policy.marks.threshold = 5;
    policy.marks.report = ReportCounts::AtOnce;
    policy.invitations.pending = Limit::At(1);
    follow(policy);
}

fn follow(policy: Policy) {
    let mut start = World::under(policy);
    let (a, b) = (start.joins(1, "ana"), start.joins(2, "ben"));
    let steps = steps(a, b);
    let mut seen = HashSet::from([state_of(&start, a, b)]);
    let mut reached = vec![(Rc::new(start), Vec::new())];
    let mut taken = 0_u64;
    let mut answers = HashSet::new();
    for length in 1..=LONGEST {
        let mut next = Vec::new();
        for (world, path) in &reached {
            for step in &steps {
                taken += 1;
                let Some((after, answer)) = take(world, *step, path) else { continue };
                if let Step::Act(_, act, _) = step {
                    answers.insert((*act as usize, answer.clone()));
                }
                if length < LONGEST && seen.insert(state_of(&after, a, b)) {
                    let mut path: Vec<Step> = path.clone();
                    path.push(*step);
                    next.push((Rc::new(after), path));
                }
            }
        }
        reached = next;
    }
    // Were states folded together by mistake, or a command never possible, these would fall.
    assert!(seen.len() > 2_000, "only {} states", seen.len());
    assert!(taken > 50_000, "only {taken} steps");
    for (act, verb) in Act::ALL {
        let done = if act == Act::Accept { "connected" } else { "ok" };
        assert!(answers.contains(&(act as usize, done.to_owned())), "nobody ever {verb} anybody");
    }
}

/// Takes a step and checks what must hold after it; nothing where it changed nothing.
fn take(before: &World, step: Step, path: &[Step]) -> Option<(World, String)> {
    let mut world = before.clone();
    let decided = match step {
        Step::Tick => {
            world.wait(TICK);
            world.check();
            return Some((world, String::new()));
        }
        Step::Tidy => {
            world.tidy(MemberId(1), MemberId(2));
            world.check();
            let changed = world.journal.len() > before.journal.len();
            return changed.then(|| (world, String::new()));
        }
        Step::Send(..) | Step::Act(..) | Step::Agree(..) => decide(&mut world, step),
    };
    let done = matches!(decided.answer.as_str(), "ok" | "sent" | "connected");
    assert!(done || decided.changes.is_empty(), "{path:?} {step:?}: refused, and yet something changed");
    if decided.changes.is_empty() {
        return None;
    }
    let answer = world.commit(decided);
    world.check();
    let again = decide(&mut world, step);
    let expected = match step {
        Step::Send(..) if answer == "connected" => "already_connected",
        Step::Send(..) => "already_invited",
        Step::Act(_, Act::Undo, _) => "not_found",
        Step::Tick | Step::Tidy | Step::Act(..) | Step::Agree(..) => answer.as_str(),
    };
    let forgotten = again.answer == "no_longer_possible" && step_is(step, Act::Undo);
    assert!(again.answer == expected || forgotten, "{path:?} {step:?}: then {}", again.answer);
    assert!(again.changes.is_empty(), "{path:?} {step:?}: the second time changed something");
    Some((world, answer))
}

fn step_is(step: Step, act: Act) -> bool {
    matches!(step, Step::Act(_, a, _) if a == act)
}

fn decide(world: &mut World, step: Step) -> Decided {
    match step {
        Step::Send(from, to) => world.decide_send(from, to, Ask { address: Some(false), ..Ask::default() }),
        Step::Act(by, act, other) => world.decide(by, act, other),
        Step::Agree(member) => world.decide_agreement(member, AGREEMENT_VERSION, true),
        Step::Tick | Step::Tidy => unreachable!("nobody decides these"),
    }
}

/// Everything that later decisions can depend on: no ids, no versions, and times as they are.
fn state_of(world: &World, a: MemberId, b: MemberId) -> Vec<i64> {
    let mut state = vec![world.now.0];
    relation_of(&world.relation(a, b), &mut state);
    for member in [a, b] {
        let s = &world.standings[&member];
        state.extend([s.sent as i64, s.pending as i64, s.connections.into(), s.restrictions.into()]);
        state.extend([s.week.start.0, s.week.used as i64, s.day.start.0, s.day.used as i64]);
        state.extend([s.marks_from.0, s.restricted_until.0]);
        let agreed = s.restriction.as_ref().map(|r| r.agreed_at.map_or(-1, |at| at.0));
        state.push(agreed.unwrap_or(-2));
        state.push(s.restriction.as_ref().and_then(|r| r.until).map_or(-1, |at| at.0));
    }
    for ((of, by), mark) in &world.marks {
        state.extend([of.0, by.0, mark.at.0, mark.taken_back.into()]);
    }
    let last = world.latest_between(a, b);
    state.extend(last.map(|i| i.from.0 * 100 + i.outcome as i64));
    state.extend(last.filter(|i| i.terms.is_some()).and_then(|i| i.ended_at).map(|at| at.0));
    state.extend(world.follows.iter().map(|(follower, _)| -follower.0));
    state.extend(last.and_then(|i| i.not_now).map(|told| told.until.0));
    let exchanges = last.iter().flat_map(|i| &i.exchanges);
    state.extend(exchanges.map(|one| if one.answer.is_some() { -1 } else { one.asked_at.0 }));
    state
}

fn relation_of(relation: &Relation, state: &mut Vec<i64>) {
    match &relation.between {
        Between::Nothing => state.push(0),
        Between::Connected { inviter, .. } => state.extend([1, inviter.0]),
        Between::Following { inviter, .. } => state.extend([3, inviter.0]),
        Between::Invited(open) => {
            state.extend([2, open.sender.0, open.sent_at.0, open.viewed_at.is_some().into()]);
            let none = Timestamp(0);
            let (kind, at) = match open.answer {
                Answer::None => (0, none),
                Answer::Ignored { .. } => (1, none),
                Answer::Marked { at } => (2, at),
                Answer::Reported { .. } => (3, none),
                Answer::Snoozed { until } => (4, until),
            };
            state.extend([kind, at.0, open.expires_at.0]);
        }
    }
    for stance in [relation.lo, relation.hi] {
        state.extend([stance.blocks.into(), stance.closed.into(), stance.may_invite_from.0]);
        state.extend([
            stance.limits.into(),
            stance.follow_only.into(),
            stance.no_pitches.map_or(0, |pause| pause.since.0),
        ]);
    }
}
