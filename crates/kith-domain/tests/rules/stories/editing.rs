//! F12: the note, until it is seen.

use crate::story::story;

#[test]
fn the_note_may_be_changed_until_it_is_viewed_f12() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        ana edits ben       ok               // inside the undo window
        after 30s
        ana edits ben       ok
        ben edits ana       not_found        // anybody else
        ben views ana       ok
        ana edits ben       no_longer_possible
        ana counts sent=1 pending=1
        "#,
    );
}

#[test]
fn what_the_recipient_does_without_viewing_stands_in_no_ones_way_f12_r6_1() {
    for silent in [
        "ben ignores ana ok",
        "ben ignores ana ok\nben marks ana ok",
        "ben reports ana ok",
        "ben blocks ana ok",
    ] {
        story("standard", &format!("ana sends ben sent\nafter 30s\n{silent}\nana edits ben ok"));
    }
}

#[test]
fn viewed_expired_withdrawn_and_answered_are_one_answer_f12_r8_5() {
    for over in [
        "ben views ana ok",
        "after 180d",
        "ana withdraws ben ok",
        "ben accepts ana connected",
        "ana blocks ben ok",
    ] {
        story(
            "standard",
            &format!("ana sends ben sent\nafter 30s\n{over}\nana edits ben no_longer_possible"),
        );
    }
    // Withdrawing may be possible after a view; changing what was read never is.
    story("strict", "ana sends ben sent\nafter 30s\nben views ana ok\nana edits ben no_longer_possible");
}

#[test]
fn an_invitation_that_was_edited_is_withdrawn_and_undone_like_any_f12_r8_7() {
    story("standard", "ana sends ben sent\nana edits ben ok\nana undoes ben ok\nana counts sent=0 pending=0");
    story(
        "standard",
        "ana sends ben sent\nafter 30s\nana edits ben ok\nana withdraws ben ok\nana sees ben withdrawn",
    );
}
