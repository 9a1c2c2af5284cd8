//! Section 6: "I don't know this person", and the look of a profile.

use kith_domain::policy::Requirement;
use kith_domain::profile::{Completeness, Held, Part};

use crate::story::{Play, story};
use crate::world::{World, preset};

/// Members `from..to` are invited by ana and mark her.
pub(crate) fn marked_by(from: u32, to: u32) -> String {
    let mut script = String::new();
    for n in from..to {
        script += &format!("ana sends r{n} sent\n");
    }
    script += "after 30s\n";
    for n in from..to {
        script += &format!("r{n} ignores ana ok\nr{n} marks ana ok\n");
    }
    script
}

#[test]
fn the_sixth_mark_restricts_and_not_the_fifth_r6_3() {
    for preset in ["classic", "standard", "strict"] {
        story(
            preset,
            &format!(
                "ana sends zoe sent\n{}ana counts marks=5 restrictions=0\nana sends ben sent\n{}\
                 ana counts marks=6 restrictions=1\nana sends cid restricted, agreement",
                marked_by(0, 5),
                marked_by(5, 6),
            ),
        );
    }
}

#[test]
fn a_mark_comes_after_ignoring_and_counts_once_r6_3_r10_7() {
    story(
        "standard",
        r#"
        ana sends ben    sent
        after 30s
        ben marks ana    dismiss_first
        ben ignores ana  ok
        ben marks ana    ok
        ben marks ana    ok
        ana counts marks=1
        ben finds ana    marked
        ana sees ben     pending
        "#,
    );
}

#[test]
fn a_mark_undone_within_ten_minutes_frees_r6_3() {
    story(
        "standard",
        &format!(
            "{}ana sends ben restricted, agreement\nafter 599999ms\nr5 unmarks ana ok\nr5 unmarks ana ok\n\
             ana counts marks=5 restrictions=0\nana sends ben sent",
            marked_by(0, 6)
        ),
    );
    story(
        "standard",
        &format!(
            "{}after 10m\nr5 unmarks ana no_longer_possible\nana counts marks=6 restrictions=1\n\
             ana sends ben restricted, agreement",
            marked_by(0, 6)
        ),
    );
}

#[test]
fn a_mark_by_somebody_connected_later_is_taken_back_r6_3() {
    for connects in ["r5 accepts ana connected", "r5 sends ana connected"] {
        story(
            "standard",
            &format!(
                "{}after 30d\n{connects}\nana counts marks=5 restrictions=0\nana sends ben sent",
                marked_by(0, 6)
            ),
        );
    }
}

#[test]
fn a_seventh_mark_is_not_freed_by_one_taken_back_r6_3() {
    let mut play = Play::new(World::new("standard"), false);
    play.plays(&marked_by(0, 7));
    play.plays(
        r#"
        r6 unmarks ana  ok
        ana counts marks=6 restrictions=1
        ana sends ben   restricted, agreement
        r5 unmarks ana  ok
        ana counts marks=5 restrictions=0
        ana sends ben   sent
        "#,
    );
}

#[test]
fn marks_older_than_the_window_do_not_count_r6_3() {
    let five_then_a_year = format!("{}after 365d\nafter 1s\nana counts marks=0\n", marked_by(0, 5));
    story("standard", &format!("{five_then_a_year}{}ana sends ben sent", marked_by(5, 10)));
    let mut play = Play::new(World::new("classic"), false);
    play.plays(&format!("{}after 3650d\nana counts marks=5\n", marked_by(0, 5)));
    play.plays(&format!("{}ana sends ben restricted, agreement", marked_by(5, 6)));
}

#[test]
fn a_mark_that_no_longer_counts_frees_nobody_r6_3() {
    // Five marks of a year ago, six of today; one of the old five connects.
    let old_marker_connects = format!(
        "{}after 365d\nafter 1s\n{}r0 sends ana sent\nana accepts r0 not_found\nafter 30s\nana accepts r0 connected\n\
         ana counts marks=6 restrictions=1\nana sends ben restricted, agreement",
        marked_by(0, 5),
        marked_by(5, 11),
    );
    story("standard", &old_marker_connects);
}

#[test]
fn reports_count_as_marks_where_the_policy_says_so_r6_3() {
    let mut reported = String::new();
    for n in 0..6 {
        reported += &format!("ana sends r{n} sent\n");
    }
    reported += "after 30s\n";
    for n in 0..6 {
        reported += &format!("r{n} reports ana ok\n");
    }
    story("classic", &format!("{reported}ana counts marks=6\nana sends ben restricted, agreement"));
    story("standard", &format!("{reported}ana counts marks=0\nana sends ben sent"));
    story(
        "classic",
        "ana sends ben sent\nafter 30s\nben ignores ana ok\nben marks ana ok\nben reports ana ok\nana counts marks=1",
    );
}

#[test]
fn a_restriction_closes_sending_and_nothing_else_r6_4() {
    story(
        "standard",
        &format!(
            r#"
            ana sends old     sent
            {}
            ana sends ben     restricted, agreement
            ana sends old     already_invited         // pending ones stay
            old accepts ana   connected
            cid sends ana     sent                    // being invited goes on
            dan sends ana     sent
            after 30s
            ana accepts cid   connected               // and accepting
            ana sends dan     connected               // by inviting back, too
            ana counts connections=3
            "#,
            marked_by(0, 6)
        ),
    );
}

#[test]
fn agreeing_lifts_the_first_and_the_count_starts_anew_r6_5() {
    story(
        "standard",
        &format!(
            r#"
            {}
            ana agrees version=7      wrong_version
            ana agrees tick=no        not_agreed
            ana sends ben             restricted, agreement
            after 1h
            ana agrees                ok
            ana agrees                ok             // twice changes nothing
            ana counts marks=0 restrictions=1
            ana sends ben             sent
            {}
            ana sends cid             sent           // five more are not six
            "#,
            marked_by(0, 6),
            marked_by(6, 11),
        ),
    );
}

#[test]
fn the_second_also_waits_and_the_third_goes_to_a_moderator_r6_5() {
    story(
        "standard",
        &format!(
            r#"
            {}
            ana agrees       ok
            after 8d
            {}
            ana sends ben    restricted, agreement and wait, for 7d
            after 1d
            ana agrees       ok
            ana sends ben    restricted, agreement and wait, for 6d
            after 6d
            ana sends ben    sent
            {}
            ana sends cid    restricted, moderator
            ana agrees       moderator_decides
            after 365d
            ana sends cid    restricted, moderator
            ana counts restrictions=3
            "#,
            marked_by(0, 6),
            marked_by(6, 12),
            marked_by(12, 18),
        ),
    );
}

#[test]
fn waiting_alone_lifts_nothing_r6_5() {
    story(
        "standard",
        &format!(
            "{}ana agrees ok\nafter 8d\n{}after 30d\nana sends ben restricted, agreement and wait, for 0d\n\
             ana agrees ok\nana sends ben sent",
            marked_by(0, 6),
            marked_by(6, 12),
        ),
    );
}

#[test]
fn classic_sends_the_second_to_a_moderator_r6_5() {
    story(
        "classic",
        &format!(
            "{}ana agrees ok\nafter 1d\n{}ana sends ben restricted, moderator\nana agrees moderator_decides",
            marked_by(0, 6),
            marked_by(6, 12),
        ),
    );
}

#[test]
fn agreeing_unrestricted_changes_nothing_r6_5() {
    story("standard", "ana agrees ok\nana counts marks=0 restrictions=0\nana sends ben sent");
}

#[test]
fn pace_is_hinted_at_at_20_and_50_in_a_day_r6_6() {
    let mut script = String::new();
    for n in 1..=51 {
        let hint = if [20, 50].contains(&n) { format!(", the {n}th today") } else { String::new() };
        script += &format!("ana sends r{n} sent{hint}\n");
    }
    script += "after 1d\nana sends s1 sent";
    story("standard", &script);
}

#[test]
fn completeness_is_a_hint_or_a_gate_and_never_gates_accepting_r6_7() {
    story("standard", "given ana bare\nana sends ben sent");
    let mut world = World::new("standard");
    world.policy.completeness.requirement = Requirement::Gate;
    let mut play = Play::new(world, false);
    play.plays(
        r#"
        given ana bare
        ana sends ben       "profile_incomplete 0 of 50, [Experience, Picture, Headline, Summary, Connections, Recommendations]"
        ben sends ana       sent
        cid sends ana       sent
        after 30s
        ana accepts ben     connected
        ana sends cid       connected
        ana counts sent=0 connections=2
        "#,
    );
}

#[test]
fn the_parts_of_a_profile_and_their_weights_r6_8() {
    let policy = preset("standard");
    let nothing = Held {
        picture: false,
        headline: false,
        summary: false,
        experience: false,
        recommendations: 0,
        connections: 0,
    };
    let score = |held: Held| Completeness::of(held, &policy).score;
    assert_eq!(score(nothing), 0);
    assert_eq!(score(Held { connections: 9, ..nothing }), 0, "nine are not yet a decent number");
    assert_eq!(score(Held { connections: 10, ..nothing }), 15);
    assert_eq!(score(Held { recommendations: 1, ..nothing }), 10);
    let full = Held {
        picture: true,
        headline: true,
        summary: true,
        experience: true,
        recommendations: 2,
        connections: 30,
    };
    assert_eq!(score(full), 100);
    assert!(Completeness::of(full, &policy).missing().is_empty());
    let without_picture = Completeness::of(Held { picture: false, ..full }, &policy);
    assert_eq!((without_picture.score, without_picture.missing()), (80, vec![Part::Picture]));
}
