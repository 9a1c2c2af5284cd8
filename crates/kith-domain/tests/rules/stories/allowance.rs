//! Section 5: how many.

use kith_domain::id::MemberId;
use kith_domain::standing::{Balance, Standing};

use crate::story::{Play, story};
use crate::world::{Conflict, World, preset};

#[test]
fn three_thousand_in_all_r5_1() {
    for preset in ["classic", "standard", "strict"] {
        story(
            preset,
            r#"
            given ana sent=2999
            ana sends ben   sent
            ana sends cid   allowance_spent 3000/3000
            ana sends ben   already_invited
            ana undoes ben  ok
            ana sends cid   sent
            "#,
        );
    }
}

#[test]
fn what_a_review_granted_comes_on_top_r5_1() {
    story("standard", "given ana sent=3000 granted=100\nana sends ben sent\nana counts sent=3001");
    story("standard", "given ana sent=3100 granted=100\nana sends ben allowance_spent 3100/3100");
}

#[test]
fn the_count_is_carried_over_to_a_new_account_r5_1() {
    let standing = Standing::new(MemberId(1), 1_234);
    let balance = Balance::new(preset("standard").invitations.lifetime, standing.sent);
    assert_eq!((balance.used, balance.left()), (1_234, Some(1_766)));
    assert_eq!(Balance::new(preset("classic").invitations.weekly, 7).left(), None);
    assert_eq!(
        Balance { limit: Some(5), used: 9 }.left(),
        Some(0),
        "a lowered limit leaves nothing, not less"
    );
}

#[test]
fn each_try_counts_whatever_its_fate_r5_2() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        ana sends cid       sent
        ana sends dan       sent
        ana sends eva       sent
        after 30s
        ben accepts ana     connected
        cid ignores ana     ok
        dan views ana       ok
        ana withdraws eva   ok
        ana counts sent=4 pending=2 week=4
        after 180d
        ana counts sent=4 week=0
        after 21d
        ana sends cid       sent           // a re-invitation counts again
        ana counts sent=5
        "#,
    );
}

#[test]
fn undone_refused_and_merged_are_not_counted_r5_2() {
    story(
        "standard",
        r#"
        ana sends ben                      sent
        ana undoes ben                     ok
        ana counts sent=0 pending=0 week=0
        ana sends ben as=unknown           unknown_leads_elsewhere
        ana sends ana                      to_yourself
        ana counts sent=0
        ben sends ana                      sent
        ana sends ben                      connected
        ana counts sent=0 pending=0 connections=1
        ben counts sent=1 pending=0 connections=1
        ana sends ben                      already_connected
        ana counts sent=0
        "#,
    );
}

#[test]
fn of_parallel_sends_at_a_balance_of_one_exactly_one_passes_r5_2() {
    let mut play = Play::new(World::new("standard"), false);
    play.plays("given ana sent=2999");
    let ana = play.who("ana");
    let others: Vec<MemberId> = (0..10).map(|n| play.who(&format!("r{n}"))).collect();
    let decided: Vec<_> =
        others.iter().map(|other| play.world.decide_send(ana, *other, Default::default())).collect();
    assert!(decided.iter().all(|d| d.answer == "sent"), "all read the same facts");
    let passed = decided.iter().filter(|d| match play.world.apply(&d.changes) {
        Ok(()) => true,
        Err(Conflict(guard)) => {
            assert_eq!(guard, "the allowance is spent");
            false
        }
    });
    assert_eq!(passed.count(), 1);
    assert_eq!(play.world.standings[&ana].sent, 3000);
}

#[test]
fn withdrawing_and_expiry_give_nothing_back_r5_3() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        ana sends cid       sent
        after 30s
        ana withdraws ben   ok
        after 180d
        ana sees cid        expired
        ana counts sent=2
        "#,
    );
}

#[test]
fn pace_is_100_a_week_and_the_refusal_says_when_it_opens_r5_6() {
    for (preset, limit) in [("standard", 100), ("strict", 50)] {
        let mut script: String = (0..limit).map(|n| format!("ana sends r{n} {}\n", hint(n + 1))).collect();
        script += &format!("after 1d\nana sends ben pace_exceeded {limit}/{limit}, opens in 6d\n");
        script += &format!("after 6d\nana sends ben sent\nana counts sent={} week=1", limit + 1);
        story(preset, &script);
    }
}

#[test]
fn pace_is_off_in_classic_r5_6() {
    let mut script: String = (0..120).map(|n| format!("ana sends r{n} {}\n", hint(n + 1))).collect();
    script += "ana counts sent=120";
    story("classic", &script);
}

#[test]
fn five_hundred_pending_at_once_r5_6() {
    let mut world = World::new("standard");
    world.policy.invitations.pending = kith_domain::policy::Limit::At(3);
    let mut play = Play::new(world, true);
    play.plays(
        r#"
        ana sends ben       sent
        ana sends cid       sent
        ana sends dan       sent
        ana sends eva       too_many_pending 3/3
        after 30s
        ana withdraws ben   ok
        ana sends eva       sent
        ana sends fay       too_many_pending 3/3
        cid accepts ana     connected
        ana sends fay       sent
        "#,
    );
    assert_eq!(preset("standard").invitations.pending.number(), Some(500));
}

/// What sending answers for the `nth` of a day (R6.6).
fn hint(nth: u32) -> String {
    if [20, 50].contains(&nth) { format!("sent, the {nth}th today") } else { "sent".to_owned() }
}
