//! Section 8: sent by mistake.

use crate::story::story;

#[test]
fn the_sender_can_withdraw_and_the_second_time_answers_as_the_first_r8_1() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        after 30s
        ben withdraws ana   not_found        // anybody else
        ana withdraws ben   ok
        ana withdraws ben   ok
        ana counts sent=1 pending=0
        ana sees ben        withdrawn
        "#,
    );
}

#[test]
fn subjects_of_what_was_sent_tell_only_what_the_sender_may_know_r8_2() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        ana sees ben        held
        after 30s
        ana sees ben        pending
        ben ignores ana     ok
        ana sees ben        pending
        ben accepts ana     connected
        ana sees ben        accepted
        "#,
    );
}

#[test]
fn withdrawn_unseen_is_gone_for_the_recipient_r8_3() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        after 30s
        ben finds ana       pending
        ana withdraws ben   ok
        ben finds ana       nothing
        ben views ana       no_longer_available    // the page was still open
        ben accepts ana     no_longer_available
        ben ignores ana     no_longer_available
        ben reports ana     no_longer_available
        "#,
    );
}

#[test]
fn once_viewed_no_longer_possible_r8_4() {
    for preset in ["classic", "standard"] {
        story(
            preset,
            r#"
            ana  sends      ben  note="We met at RustConf"   sent
            ana  sends      ben                              already_invited
            after 30s
            ben  views      ana                              ok
            ana  withdraws  ben                              no_longer_possible
            ben  views      ana                              ok
            ben  accepts    ana                              connected
            "#,
        );
    }
    story(
        "strict",
        "ana sends ben sent\nafter 30s\nben views ana ok\nana withdraws ben ok\nana sees ben withdrawn",
    );
}

#[test]
fn expiry_is_half_open_r8_5() {
    for (preset, last) in [("classic", 180), ("standard", 180), ("strict", 60)] {
        let almost = format!("ana sends ben sent\nafter {}d\nafter 86399999ms\n", last - 1);
        story(preset, &format!("{almost}ana sees ben pending\nana withdraws ben ok"));
        story(preset, &format!("{almost}ben finds ana pending\nben accepts ana connected"));
        story(
            preset,
            &format!(
                "{almost}after 1ms\nana sees ben expired\nana withdraws ben no_longer_possible\n\
                 ben finds ana nothing\nben accepts ana no_longer_available"
            ),
        );
    }
}

#[test]
fn viewed_expired_and_answered_give_one_and_the_same_text_r8_5() {
    for then in ["ben views ana ok", "ben accepts ana connected", "after 180d"] {
        story(
            "standard",
            &format!("ana sends ben sent\nafter 30s\n{then}\nana withdraws ben no_longer_possible"),
        );
    }
}

#[test]
fn a_held_one_is_not_there_for_the_recipient_r8_6_r8_7() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        after 29999ms
        ben finds ana       nothing
        ben views ana       not_found
        ben accepts ana     not_found
        ben ignores ana     not_found
        ben reports ana     not_found
        after 1ms
        ben finds ana       pending
        "#,
    );
}

#[test]
fn undo_is_free_and_leaves_no_trace_r8_7() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        after 29999ms
        ben undoes ana      not_found
        ana undoes ben      ok
        ana sees ben        nothing
        ben finds ana       nothing
        ben views ana       not_found
        ana counts sent=0 pending=0 week=0
        ana undoes ben      not_found
        ana sends ben       sent               // at once
        after 30s
        ana undoes ben      no_longer_possible
        ana sees ben        pending
        "#,
    );
}

#[test]
fn after_withdrawing_the_same_person_waits_r8_8() {
    for (preset, days) in [("classic", 3), ("standard", 21), ("strict", 30)] {
        story(
            preset,
            &format!(
                r#"
                ana sends ben       sent
                after 30s
                ana withdraws ben   ok
                ana sends ben       not_possible_now
                ana sends cid       sent              // anybody else at once
                ben sends ana       sent              // and ben may invite her
                ben undoes ana      ok
                after {}d
                after 86399999ms
                ana sends ben       not_possible_now
                after 1ms
                ana sends ben       sent
                ana counts sent=3
                "#,
                days - 1
            ),
        );
    }
}

#[test]
fn after_expiry_the_same_person_waits_alike_whatever_the_other_did_r8_8() {
    for did in ["", "ben ignores ana ok", "ben views ana ok"] {
        story(
            "standard",
            &format!(
                "ana sends ben sent\nafter 1d\n{did}\nafter 179d\nana sends ben not_possible_now\n\
                 after 20d\nafter 86399999ms\nana sends ben not_possible_now\nafter 1ms\nana sends ben sent"
            ),
        );
        story("classic", &format!("ana sends ben sent\nafter 1d\n{did}\nafter 179d\nana sends ben sent"));
    }
}

#[test]
fn a_block_is_no_way_around_the_cooldown_r8_8_r11_7() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        after 30s
        ana blocks ben      ok
        ana unblocks ben    ok
        ana sends ben       not_possible_now
        after 21d
        ana sends ben       sent
        "#,
    );
}
