//! Sections 7 and 10: answering, and after a yes.

use kith_domain::messages::{Ask, asks_for};

use crate::story::{Play, story};
use crate::world::{Act, Conflict, World};

#[test]
fn a_first_message_that_asks_for_something_is_known_by_its_words_r7_3() {
    for (text, ask) in [
        ("I am LOOKING FOR A JOB, any ideas?", Some(Ask::Job)),
        ("Could you introduce me to your boss?", Some(Ask::Favour)),
        ("We have a special offer for you.", Some(Ask::Sale)),
        ("Ich suche eine Stelle in Bern.", Some(Ask::Job)),
        ("Good to see you again!", None),
        ("How is the new job?", None),
    ] {
        assert_eq!(asks_for(text), ask, "{text}");
    }
}

#[test]
fn accept_is_always_there_while_pending_r10_1() {
    for before in [
        "ben views ana ok",
        "ben ignores ana ok",
        "ben ignores ana ok\nben marks ana ok",
        "ben reports ana ok",
        "after 179d",
    ] {
        story(
            "standard",
            &format!(
                "ana sends ben sent\nafter 30s\n{before}\nana accepts ben not_found\nben accepts ana connected\n\
                 ben accepts ana connected\nana counts connections=1 pending=0 marks=0\nben counts connections=1"
            ),
        );
    }
}

#[test]
fn at_the_cap_accept_is_refused_and_stays_possible_r10_1() {
    for (who, whose) in [("ben", "yours"), ("ana", "theirs")] {
        story(
            "standard",
            &format!(
                r#"
                given {who} connections=30000
                ana sends ben      sent
                after 30s
                ben accepts ana    too_many_connections 30000, {whose}
                ben sends ana      too_many_connections 30000
                ben finds ana      pending
                given {who} connections=29999
                ben accepts ana    connected
                {who} counts connections=30000
                "#
            ),
        );
    }
}

#[test]
fn of_two_accepts_at_the_last_place_one_passes_r10_1() {
    let mut play = Play::new(World::new("standard"), false);
    play.plays("given ben connections=29999\nana sends ben sent\ncid sends ben sent\nafter 30s");
    let [ana, ben, cid] = ["ana", "ben", "cid"].map(|name| play.who(name));
    let (one, two) = (play.world.decide(ben, Act::Accept, ana), play.world.decide(ben, Act::Accept, cid));
    assert_eq!((one.answer.as_str(), two.answer.as_str()), ("connected", "connected"));
    assert_eq!(play.world.apply(&one.changes), Ok(()));
    let before = play.world.relation(ben, cid);
    assert_eq!(play.world.apply(&two.changes), Err(Conflict("too many connections")));
    assert_eq!(play.world.relation(ben, cid), before, "not half a connection");
    assert_eq!(play.world.act(ben, Act::Accept, cid), "too_many_connections 30000, yours");
}

#[test]
fn ignore_is_silent_and_reversible_until_expiry_r10_6() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        after 30s
        ben ignores ana     ok
        ben ignores ana     ok
        ben finds ana       ignored
        ana sees ben        pending
        after 100d
        ben restores ana    ok
        ben restores ana    ok
        ben finds ana       pending
        ben ignores ana     ok
        after 80d
        ben restores ana    no_longer_available
        ana sees ben        expired
        "#,
    );
}

#[test]
fn a_mark_closes_the_door_for_good_and_silently_r10_7() {
    story(
        "standard",
        r#"
        ana sends ben       sent
        after 30s
        ben ignores ana     ok
        ben marks ana       ok
        ben restores ana    no_longer_possible
        ana sees ben        pending
        ana sends ben       already_invited
        after 180d
        ana sends ben       not_possible_now      // as any cooldown
        after 3650d
        ana sends ben       not_possible_now
        ben sends ana       sent                  // the other way stays open
        after 30s
        ana accepts ben     connected
        ana disconnects ben ok
        ana sends ben       sent                  // connecting has opened the door
        "#,
    );
}

#[test]
fn a_report_closes_the_door_too_r10_7() {
    story(
        "standard",
        "ana sends ben sent\nafter 30s\nben reports ana ok\nben reports ana ok\nben finds ana reported\n\
         ana sees ben pending\nafter 3650d\nana sends ben not_possible_now",
    );
}

#[test]
fn inviting_back_is_accepting_r10_8() {
    for before in ["", "ben ignores ana ok", "ben views ana ok", "ben ignores ana ok\nben marks ana ok"] {
        story(
            "standard",
            &format!(
                r#"
                ana sends ben    sent
                after 30s
                {before}
                ben sends ana    connected
                ana sees ben     accepted
                ana counts sent=1 pending=0 connections=1
                ben counts sent=0 pending=0 connections=1
                "#
            ),
        );
    }
}

#[test]
fn inviting_each_other_at_the_same_instant_makes_one_connection_r10_8() {
    let mut play = Play::new(World::new("standard"), false);
    let (ana, ben) = (play.who("ana"), play.who("ben"));
    let one = play.world.decide_send(ana, ben, Default::default());
    let two = play.world.decide_send(ben, ana, Default::default());
    assert_eq!((one.answer.as_str(), two.answer.as_str()), ("sent", "sent"), "on the same facts");
    assert_eq!(play.world.apply(&one.changes), Ok(()));
    assert_eq!(play.world.apply(&two.changes), Err(Conflict("the relation has another version")));
    assert_eq!(play.world.send(ben, ana, Default::default()), "connected", "decided again");
    play.plays("ana counts sent=1 pending=0 connections=1\nben counts sent=0 pending=0 connections=1");
}
