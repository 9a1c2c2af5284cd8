//! Section 1: where an invitation starts.

use kith_domain::id::{EducationId, GroupId, PositionId};
use kith_domain::invitations::{
    Claim, Language, Note, NoteRefused, RelationKind, generic_text, offered_kinds,
};

use crate::story::{Play, story};
use crate::world::{World, preset};

#[test]
fn the_generic_text_is_no_note_r1_3() {
    for note in [
        "I'd like to add you to my professional network on Guild. – ana",
        "  I’D LIKE to add you to my\nprofessional network on guild  - Ana ",
        "“I'd like to add you to my professional network on Guild.”",
        "Ich möchte Sie auf Guild zu meinem beruflichen Netzwerk hinzufügen. — ana",
    ] {
        let mut play = Play::new(World::new("standard"), false);
        let (ana, ben) = (play.who("ana"), play.who("ben"));
        let ask = crate::world::Ask { note: Some(note.into()), ..Default::default() };
        assert_eq!(play.world.send(ana, ben, ask), "sent");
        assert!(play.world.latest(ana, ben).unwrap().generic(), "{note}");
    }
}

#[test]
fn the_generic_text_is_rendered_in_the_language_of_who_reads_it_r1_3() {
    for sender in ["<b>Ana</b>", "أنا", "Ana 🌊", "Ana – Lee", "O'Neil & Søn"] {
        for language in Language::ALL {
            let text = generic_text(language, "Guild", sender);
            assert!(text.contains("Guild") && text.ends_with(sender), "{text}");
            assert_eq!(Note::parse(&text, "Guild", sender, &preset("standard")), Ok(None), "{text}");
            let unsigned = text.strip_suffix(&format!(" – {sender}")).expect("signed");
            assert_eq!(Note::parse(unsigned, "Guild", sender, &preset("standard")), Ok(None), "{unsigned}");
        }
    }
}

#[test]
fn a_name_with_brackets_in_the_generic_text_is_still_generic_r1_3() {
    let text = generic_text(Language::En, "Guild", "Ana [the Great]");
    assert_eq!(Note::parse(&text, "Guild", "Ana [the Great]", &preset("standard")), Ok(None));
}

#[test]
fn what_the_profile_cannot_back_is_refused_and_not_offered_r1_5() {
    story(
        "standard",
        r#"
        given ana position="7:Acme Ltd:2012-01..2014-12" school="8:Uni Bern:2000-09..2004-06" group="9:Chess club"
        given ben group="9:Chess club" group=10:Rowers
        ana sends ben as=colleague:6      not_backed            // somebody else's position
        ana sends ben as=classmate:7      not_backed
        ana sends ben as=business:8       not_backed
        ana sends ben as=group:10         not_backed            // ben alone is in it
        ana sends cid as=group:9          not_backed            // cid is not in it
        ana sends ben as=unknown          unknown_leads_elsewhere
        ana sees  ben                     nothing
        ana counts sent=0
        ana sends ben as=colleague:7      sent
        ana sends cid as=met:RustConf     sent
        ana sends dan as=classmate:8      sent
        ana sends eva as=business:7       sent
        ana sends fay as=friend           sent
        ana sends gil as=other            sent
        ana counts sent=6
        "#,
    );
}

#[test]
fn a_claim_keeps_the_words_it_rests_on_though_the_profile_changes_r1_5() {
    let mut play = Play::new(World::new("standard"), false);
    play.plays(
        r#"
        given ana position="7:Acme Ltd:2012-01..2014-12" school="8:Uni Bern:2000-09..2004-06" group="9:Chess club"
        given ben group="9:Chess club"
        "#,
    );
    for (nth, (claim, kind, of, text)) in [
        (Claim::Colleague(PositionId(7)), RelationKind::Colleague, Some(7), Some("Acme Ltd")),
        (Claim::Business(PositionId(7)), RelationKind::Business, Some(7), Some("Acme Ltd")),
        (Claim::Classmate(EducationId(8)), RelationKind::Classmate, Some(8), Some("Uni Bern")),
        (Claim::Group(GroupId(9)), RelationKind::Group, Some(9), Some("Chess club")),
        (Claim::Friend, RelationKind::Friend, None, None),
    ]
    .into_iter()
    .enumerate()
    {
        let mut play = play.clone();
        let (ana, ben) = (play.who("ana"), play.who("ben"));
        let ask = crate::world::Ask { claim: Some(claim), ..Default::default() };
        assert_eq!(play.world.send(ana, ben, ask), "sent", "claim {nth}");
        play.world.members.get_mut(&ana).unwrap().profile.positions.clear();
        let stored = play.world.latest(ana, ben).unwrap().relation.clone().expect("a claim");
        assert_eq!((stored.kind, stored.of, stored.text.as_deref()), (kind, of, text));
    }
}

#[test]
fn the_dialog_offers_what_the_profile_backs_r1_5() {
    let mut play = Play::new(World::new("standard"), false);
    let (ana, ben) = (play.who("ana"), play.who("ben"));
    let offered =
        |play: &Play| offered_kinds(&play.world.members[&ana].profile, &play.world.ground(ana, ben));
    use RelationKind::{Business, Classmate, Colleague, Friend, Group, Met, Other, Unknown};
    assert_eq!(offered(&play), [Friend, Met, Other, Unknown]);
    play.plays("given ana position=1:Acme school=2:Bern group=3:Rowers");
    assert_eq!(offered(&play), [Colleague, Classmate, Business, Friend, Met, Other, Unknown]);
    play.plays("given ben group=3:Rowers");
    assert_eq!(offered(&play), RelationKind::ALL);
    assert!(offered(&play).contains(&Group));
}

#[test]
fn a_note_is_1_to_300_graphemes_and_never_cut_r1_6() {
    let policy = preset("standard");
    let parse = |text: &str| Note::parse(text, "Guild", "ana", &policy);
    assert_eq!(parse(&"x".repeat(300)).unwrap().unwrap().as_str().len(), 300);
    assert_eq!(parse(&"x".repeat(301)), Err(NoteRefused::TooLong { limit: 300, length: 301 }));
    assert_eq!(parse(&format!("  {}\n\n", "🏳️‍🌈".repeat(300))).unwrap().unwrap().as_str(), "🏳️‍🌈".repeat(300));
    for blank in ["", " ", "\n\t\u{a0}\u{2003}", "\u{200b}\u{feff}"] {
        assert_eq!(parse(blank), Ok(None), "{blank:?}");
    }
    story(
        "standard",
        &format!("ana sends ben note={}  note_too_long 301/300\nana sees ben nothing", "x".repeat(301)),
    );
}

#[test]
fn being_generic_never_blocks_nor_counts_against_the_sender_r1_9() {
    for preset in ["classic", "standard", "strict"] {
        story(
            preset,
            r#"
            ana sends ben                                sent
            ana sends cid note="We met at RustConf"      sent
            ana counts sent=2 pending=2 marks=0
            after 30s
            ben finds ana pending
            cid finds ana pending
            "#,
        );
    }
}
