//! Section 11: what the rest implies.

use kith_domain::change::Change;
use kith_domain::id::MemberId;
use kith_domain::invitations::expire;
use kith_domain::relation::Pair;

use crate::story::{Play, story};
use crate::world::{Act, Conflict, World};

#[test]
fn oneself_a_double_and_a_connection_r11_1() {
    assert_eq!(Pair::of(MemberId(1), MemberId(1)), None);
    story(
        "standard",
        r#"
        ana sends ana      to_yourself
        ana sends ben      sent
        ana sends ben      already_invited
        ana counts sent=1
        after 30s
        ben accepts ana    connected
        ana sends ben      already_connected
        ben sends ana      already_connected
        ana counts sent=1
        ben counts sent=0
        "#,
    );
}

#[test]
fn who_has_left_or_is_suspended_is_not_found_r11_1() {
    for gone in ["suspended", "closed"] {
        story("standard", &format!("given ben {gone}\nana sends ben not_found\nana counts sent=0"));
    }
    story("standard", "given ana unverified\nana sends ben address_unverified\nana counts sent=0");
}

#[test]
fn either_may_disconnect_r11_6() {
    for by in ["ana disconnects ben ok", "ben disconnects ana ok"] {
        story(
            "standard",
            &format!(
                r#"
                ana sends ben        sent
                after 30s
                ben accepts ana      connected
                {by}
                {by}
                ana counts connections=0 sent=1
                ben counts connections=0
                ana sees ben         accepted
                ben sends ana        sent
                "#
            ),
        );
    }
}

#[test]
fn a_block_cuts_what_is_pending_and_is_not_announced_r11_7() {
    story(
        "standard",
        r#"
        ana sends ben        sent
        after 30s
        ben blocks ana       ok
        ben finds ana        nothing
        ben accepts ana      no_longer_available
        ana sees ben         pending              // unannounced
        ana counts sent=1 pending=1
        ana sends ben        not_found
        ben sends ana        not_found
        ben unblocks ana     ok
        ben finds ana        ignored              // nothing that was cut comes back
        ana sends ben        already_invited      // and there are never two
        "#,
    );
}

#[test]
fn what_a_block_hides_ends_for_the_sender_as_silence_would_r11_7() {
    for end in ["after 180d\nana sees ben expired", "ana withdraws ben ok\nana sees ben withdrawn"] {
        story("standard", &format!("ana sends ben sent\nafter 30s\nben blocks ana ok\n{end}"));
    }
    story(
        "standard",
        "ana sends ben sent\nben blocks ana ok\nana sees ben held\nana undoes ben ok\nana counts sent=0 pending=0",
    );
}

#[test]
fn a_block_withdraws_what_the_blocker_had_sent_r11_7() {
    story(
        "standard",
        r#"
        ana sends ben        sent
        after 30s
        ben views ana        ok
        ana blocks ben       ok
        ana sees ben         withdrawn
        ben finds ana        nothing
        ana counts sent=1 pending=0
        ben sends ana        not_found
        "#,
    );
}

#[test]
fn a_block_cuts_the_connection_r11_7() {
    story(
        "standard",
        r#"
        ana sends ben        sent
        after 30s
        ben accepts ana      connected
        ana blocks ben       ok
        ana counts connections=0
        ben counts connections=0
        ben blocks ana       ok
        ana unblocks ben     ok
        ana sends ben        not_found            // ben still blocks
        ben unblocks ana     ok
        ana sends ben        sent
        "#,
    );
}

/// Every two acts on one open invitation: decided on the same facts, the first to be written wins, the
/// second is turned away and, deciding again, gets the final state.
#[test]
fn of_two_acts_at_once_the_first_wins_r11_8_r8_4() {
    let mut start = Play::new(World::new("standard"), false);
    start.plays("ana sends ben sent\nafter 30s");
    let (ana, ben) = (start.who("ana"), start.who("ben"));
    let acts = [
        (ben, Act::Accept, ana),
        (ben, Act::View, ana),
        (ben, Act::Ignore, ana),
        (ben, Act::Report, ana),
        (ben, Act::Block, ana),
        (ana, Act::Withdraw, ben),
        (ana, Act::Block, ben),
    ];
    for (by, act, other) in acts {
        for (later_by, later_act, later_other) in
            acts.into_iter().filter(|later| later.1 != act || later.0 != by)
        {
            let mut world = start.world.clone();
            let first = world.decide(by, act, other);
            let second = world.decide(later_by, later_act, later_other);
            assert!(!first.changes.is_empty() && !second.changes.is_empty());
            world.commit(first);
            let conflict = Err(Conflict("the relation has another version"));
            assert_eq!(world.apply(&second.changes), conflict, "{act:?} then {later_act:?}");
            world.check();
            let answer = world.act(later_by, later_act, later_other);
            world.check();
            let expected = match (act, later_act) {
                (Act::View, Act::Withdraw) | (Act::Accept, Act::Withdraw) => Some("no_longer_possible"),
                (Act::Withdraw, Act::View | Act::Accept | Act::Ignore | Act::Report) => {
                    Some("no_longer_available")
                }
                (Act::Accept, Act::View | Act::Ignore | Act::Report) => Some("no_longer_available"),
                _ => None,
            };
            assert!(expected.is_none_or(|e| e == answer), "{act:?} then {later_act:?}: {answer}");
        }
    }
}

#[test]
fn expiry_and_a_new_invitation_at_once_leave_one_r11_8() {
    let mut play = Play::new(World::new("standard"), false);
    play.plays("ana sends ben sent\nafter 180d");
    let (ana, ben) = (play.who("ana"), play.who("ben"));
    let tidied = expire(&play.world.relation(ana, ben), &play.world.policy, play.world.now);
    assert!(matches!(tidied[0], Change::Relation { .. }));
    assert_eq!(play.world.send(ben, ana, Default::default()), "sent");
    assert_eq!(play.world.apply(&tidied), Err(Conflict("the relation has another version")));
    play.world.check();
    play.plays(
        "ana sees ben expired\nben sees ana held\nana counts sent=1 pending=0\nben counts sent=1 pending=1",
    );
}

#[test]
fn tidying_up_says_nothing_that_was_not_true_before_r8_5_r11_8() {
    let mut play = Play::new(World::new("standard"), true);
    play.plays("ana sends ben sent\nafter 179d");
    let (ana, ben) = (play.who("ana"), play.who("ben"));
    play.world.tidy(ana, ben);
    play.plays("ana sees ben pending\nafter 1d\nana sees ben expired\nana sends ben not_possible_now");
    play.world.tidy(ana, ben);
    play.plays("ana sees ben expired\nana sends ben not_possible_now\nana counts pending=0\nafter 21d\nana sends ben sent");
}
