//! Section 2: what to say.

use kith_domain::common_ground::Common;
use kith_domain::id::{GroupId, MemberId};
use kith_domain::invitations::{Note, NoteRefused, Purpose, greeting_starter, sentence, starters};

use crate::story::{Play, story};
use crate::world::{Ask, World, preset};

#[test]
fn a_purpose_is_stored_as_said_and_never_guessed_r2_1() {
    for purpose in Purpose::ALL.map(Some).into_iter().chain([None]) {
        let mut play = Play::new(World::new("standard"), false);
        let (ana, ben) = (play.who("ana"), play.who("ben"));
        let note = Some("We are hiring engineers, and sell bridges.".to_owned());
        assert_eq!(play.world.send(ana, ben, Ask { purpose, note, ..Ask::default() }), "sent");
        assert_eq!(play.world.latest(ana, ben).unwrap().purpose, purpose);
    }
    story("standard", "ana sends ben for=hiring sent\nana sends cid for=learn_about_your_work sent");
}

#[test]
fn common_ground_is_frozen_into_the_card_with_its_date_r2_4() {
    let mut play = Play::new(World::new("standard"), false);
    play.plays("given ana interest=rowing\ngiven ben interest=Rowing\nana sends ben sent");
    let (ana, ben) = (play.who("ana"), play.who("ben"));
    play.world.members.get_mut(&ben).unwrap().profile.interests.clear();
    let card = &play.world.latest(ana, ben).unwrap().card;
    assert_eq!(card.common_ground, [Common::Interest { text: "Rowing".into() }]);
    assert_eq!(card.at, crate::world::DAWN);
    assert!(card.shares_something());
    play.plays("ana shares ben nothing");
}

#[test]
fn shared_connections_show_as_far_as_everybody_allows_r2_4_r2_5() {
    let friends = r#"
        ana sends mia sent
        mia sends ana connected
        ben sends mia sent
        mia sends ben connected
        ana sends lou sent
        lou sends ana connected
        ben sends lou sent
        lou sends ben connected
    "#;
    let shows = |preset: &str, hiding: &str, shown: &str| {
        Play::new(World::new(preset), false)
            .plays(&format!("{friends}\ngiven {hiding}\nana shares ben {shown}"));
    };
    shows("standard", "mia", "We both know mia. We both know lou.");
    shows("standard", "mia hides_connections", "We both know lou.");
    shows("classic", "mia hides_connections", "We both know mia. We both know lou.");
    for preset in ["classic", "standard"] {
        for hider in ["ana", "ben"] {
            shows(preset, &format!("{hider} hides_connections"), "nothing");
        }
    }
}

#[test]
fn groups_connections_employers_interests_then_schools_r2_6() {
    story(
        "standard",
        r#"
        given ana school="1:Uni Bern:2001-09..2005-06" interest=Rowing position="2:ACME, Inc.:2010-01..2014-06" group=3:Rustaceans
        given ben school="4:uni bern:2004-09..2008-06" interest=rowing position="5:Acme:2012-03.." group=3:Rustaceans
        ana sends mia sent
        mia sends ana connected
        ben sends mia sent
        mia sends ben connected
        ana shares ben We are both in Rustaceans. We both know mia. We were at Acme at the same time, 2012–14. We are both interested in rowing. We were at uni bern at the same time, 2004–05.
        "#,
    );
}

#[test]
fn employers_without_dates_that_overlap_are_both_worked_at_r2_6() {
    story(
        "standard",
        r#"
        given ana position="1:Hartmann & Söhne GmbH:2010-01..2011-12" position="2:Åkerlund AB"
        given ben position="3:hartmann und soehne:2012-01.." position="4:AKERLUND:2012-01.."
        ana shares ben We both worked at hartmann und soehne. We both worked at AKERLUND.
        "#,
    );
}

#[test]
fn starters_greet_by_first_name_tell_the_fact_and_sign_r2_7() {
    let ground = [
        Common::Group { group_id: GroupId(1), text: "Rustaceans".into() },
        Common::Connection { member_id: MemberId(9), text: "Mia Roth".into() },
        Common::Employer { text: "Acme Inc.".into(), together: None },
    ];
    let texts: Vec<String> =
        starters("Ana Lee", "Ben", &ground, 2, 300).into_iter().map(|s| s.text).collect();
    assert_eq!(
        texts,
        [
            "Hi Ben, we are both in Rustaceans. I'd like to keep in touch. – Ana Lee",
            "Hi Ben, we both know Mia Roth. I'd like to keep in touch. – Ana Lee",
        ]
    );
    for starter in starters("Ana Lee", "Ben", &ground, 9, 300) {
        let note = Note::parse(&starter.text, "Guild", "Ana Lee", &preset("standard"));
        assert_eq!(note.unwrap().unwrap().as_str(), starter.text, "a starter may be sent as it is");
    }
    assert!(starters("Ana Lee", "Ben", &[], 3, 300).is_empty(), "no fact, no starter");
}

#[test]
fn a_placeholder_left_unfilled_blocks_sending_and_points_at_itself_r2_7() {
    let starter = greeting_starter("Ana Lee", "Ben", 300).unwrap().text;
    let refused = Note::parse(&starter, "Guild", "Ana Lee", &preset("standard"));
    let placeholder = "[how we know each other]".to_owned();
    assert_eq!(refused, Err(NoteRefused::HasPlaceholder { placeholder, at: 8 }));
    story(
        "standard",
        r#"
        ana sends ben note="Hi [first name], hello"   has_placeholder [first name] at 3
        ana sees  ben                                 nothing
        ana sends ben note="Hi Ben, see [1]"          sent
        "#,
    );
}

#[test]
fn a_fact_is_one_sentence_that_can_be_edited_r2_8() {
    let fact = |text: &str| sentence(&Common::Employer { text: text.into(), together: None });
    assert_eq!(fact("Acme"), "We both worked at Acme.");
    assert_eq!(fact("Acme Inc."), "We both worked at Acme Inc.", "one full stop is enough");
    assert_eq!(sentence(&Common::Interest { text: "Yahoo!".into() }), "We are both interested in Yahoo!");
}
