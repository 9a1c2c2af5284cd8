//! Search and suggestions.

use kith_app::accounts;
use kith_app::connections;
use kith_app::groups;
use kith_app::profile::{self, AddEducation, AddPosition, EditProfile};
use kith_app::relationship::RelationshipState;
use kith_app::search::{self, Field, Hit};
use kith_app::settings::{self, EditSettings};
use kith_app::suggestions::{self, Suggestion};
use kith_app::{Edit, Failure};
use kith_domain::common_ground::Common;
use kith_domain::id::{EducationId, MemberId, PositionId};
use kith_domain::profile::Audience;
use kith_testkit::{Kith, Member};

const PASSWORD: &str = "harbour lights";

async fn hits(member: &Member, question: &str) -> Vec<Hit> {
    search::search(&member.app, member.actor, question, None, 100).await.unwrap().items
}

async fn found(member: &Member, question: &str) -> Vec<MemberId> {
    hits(member, question).await.into_iter().map(|hit| hit.person.id).collect()
}

async fn suggested(member: &Member) -> Vec<Suggestion> {
    suggestions::suggestions(&member.app, member.actor, None, 100).await.unwrap().items
}

async fn names(member: &Member) -> Vec<MemberId> {
    suggested(member).await.into_iter().map(|suggestion| suggestion.person.id).collect()
}

async fn works(member: &Member, employer: &str) -> PositionId {
    let ask = AddPosition {
        employer: employer.to_owned(),
        title: "Engineer".to_owned(),
        from: "2012-05".to_owned(),
        to: Some("2014-08".to_owned()),
    };
    profile::add_position(&member.app, member.actor, ask).await.unwrap()
}

async fn learns(member: &Member, school: &str) -> EducationId {
    let ask = AddEducation { school: school.to_owned(), degree: None, from: None, to: None };
    profile::add_education(&member.app, member.actor, ask).await.unwrap()
}

async fn headline(member: &Member, text: &str) {
    let ask = EditProfile { headline: Edit::Set(text.to_owned()), ..Default::default() };
    profile::edit(&member.app, member.actor, ask, None).await.unwrap();
}

async fn hides_connections(member: &Member) {
    let ask = EditSettings { connections_visible_to: Some(Audience::Nobody), ..Default::default() };
    settings::edit(&member.app, member.actor, ask, None).await.unwrap();
}

#[tokio::test]
async fn members_are_found_by_every_field_whatever_the_accents() {
    let kith = Kith::new().await;
    let [ana, zoe] = kith.members(["Ana Lee", "Zoë Østergård"]).await;
    headline(&zoe, "Builds wooden boats").await;
    works(&zoe, "Hartmann & Söhne GmbH").await;
    learns(&zoe, "Universität Łódź").await;
    let interests = ["Choir singing".to_owned()];
    profile::set_interests(&kith.app, zoe.actor, &interests, None).await.unwrap();
    for (question, field) in [
        ("zoe ostergard", Field::Name),
        ("ØSTERGÅRD", Field::Name),
        ("oster", Field::Name),
        ("wooden", Field::Headline),
        ("sohne", Field::Employer),
        ("lodz", Field::School),
        ("choir", Field::Interest),
    ] {
        let hits = hits(&ana, question).await;
        assert_eq!(hits.len(), 1, "{question}");
        assert_eq!(
            (hits[0].person.id, hits[0].matched.as_slice()),
            (zoe.id, [field].as_slice()),
            "{question}"
        );
        assert_eq!((hits[0].bearing.state, hits[0].bearing.degree), (RelationshipState::None, None));
    }
    assert_eq!(hits(&ana, "boats zoe").await[0].matched, [Field::Name, Field::Headline]);
    assert!(found(&ana, "zoe tractors").await.is_empty(), "every word must be there");
    assert!(found(&ana, "zo ostergard").await.is_empty(), "only the last word is a beginning");
    assert!(found(&zoe, "ostergard").await.is_empty(), "nobody finds themselves");
}

#[tokio::test]
async fn names_come_first_and_then_who_is_near() {
    let kith = Kith::new().await;
    let [me, far, second, first, begins, headlined, middle] =
        kith.members(["Me", "Kim Far", "Kim Second", "Kim First", "Kimberley", "Other", "Middle"]).await;
    headline(&headlined, "Works with Kim").await;
    me.connects(&kith, &first).await;
    me.connects(&kith, &middle).await;
    middle.connects(&kith, &second).await;
    let order = [first.id, second.id, far.id, begins.id, headlined.id];
    assert_eq!(found(&me, "kim").await, order);
    let degrees: Vec<_> = hits(&me, "kim").await.iter().map(|hit| hit.bearing.degree).collect();
    assert_eq!(degrees[..3], [Some(1), Some(2), None]);
    let mut paged = Vec::new();
    let mut cursor = None;
    loop {
        let page = search::search(&kith.app, me.actor, "kim", cursor, 2).await.unwrap();
        paged.extend(page.items.iter().map(|hit| hit.person.id));
        if paged.len() == 2 {
            kith.member("Kim Late").await;
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    paged.retain(|id| order.contains(id));
    assert_eq!(paged, order, "nobody twice and nobody left out, though somebody joined meanwhile");
}

#[tokio::test]
async fn no_question_is_an_error() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "O'Brien \"Near\" Smith"]).await;
    for odd in [
        "\"",
        "'",
        "*",
        "(",
        ")",
        "-",
        "^",
        ":",
        "{}",
        "name:",
        "a AND",
        "OR",
        "NOT",
        "NEAR(a b)",
        "\"a",
        "a*b*",
        "+ -",
        "\0",
        "a\0b",
        "💥",
        "\u{202e}",
        "%",
        "_",
        "\\",
        ";",
        "--",
        "ب",
        "李小龙",
        "हिन्दी",
        "\u{301}",
        &"x".repeat(10_000),
        &"x ".repeat(5_000),
        &"\"".repeat(10_000),
        "rowid",
        "member_search MATCH 1",
    ] {
        hits(&ana, odd).await;
    }
    for question in ["o'brien", "OBrien", "near", "smith NEAR", "\"near\" smith*"] {
        assert_eq!(found(&ana, question).await, [ben.id], "{question}");
    }
    for nothing in ["💥", "\"*\"", "++"] {
        assert!(found(&ana, nothing).await.is_empty(), "{nothing}");
    }
    let hindi = kith.member("हिन्दी प्रेमी").await;
    assert_eq!(found(&ana, "हिन्दी").await, [hindi.id]);
    let chinese = kith.member("李小龙").await;
    assert_eq!(found(&ana, "李").await, [chinese.id]);
}

#[tokio::test]
async fn an_empty_question_is_everybody_the_newest_first() {
    let kith = Kith::new().await;
    let [ana, ben, eve, gus] = kith.members(["Ana", "Ben", "Eve", "Gus"]).await;
    assert_eq!(found(&ana, " ").await, [gus.id, eve.id, ben.id]);
    let first = search::search(&kith.app, ana.actor, "", None, 2).await.unwrap();
    kith.member("Late").await;
    let rest = search::search(&kith.app, ana.actor, "", first.next, 2).await.unwrap();
    assert_eq!(rest.items.iter().map(|hit| hit.person.id).collect::<Vec<_>>(), [ben.id]);
    assert!(rest.next.is_none());
}

#[tokio::test]
async fn whom_a_block_hides_is_neither_found_nor_suggested_r11_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    works(&ana, "Quill").await;
    works(&ben, "Quill").await;
    assert_eq!((found(&ana, "ben").await, names(&ana).await), (vec![ben.id], vec![ben.id]));
    connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
    for (one, other) in [(&ana, "ben"), (&ben, "ana")] {
        for question in [other, "quill", ""] {
            assert!(found(one, question).await.is_empty(), "{question}");
        }
        assert!(names(one).await.is_empty());
    }
}

#[tokio::test]
async fn who_leaves_is_neither_found_nor_suggested_r11_4() {
    let kith = Kith::new().await;
    let (ana, ben) = (kith.member("Ana").await, kith.member_with_password("Ben", PASSWORD).await);
    works(&ana, "Quill").await;
    works(&ben, "Quill").await;
    assert_eq!((found(&ana, "ben").await, names(&ana).await), (vec![ben.id], vec![ben.id]));
    accounts::close(&kith.app, ben.actor, PASSWORD).await.unwrap();
    assert!(found(&ana, "ben").await.is_empty() && found(&ana, "").await.is_empty());
    assert!(names(&ana).await.is_empty());
}

#[tokio::test]
async fn a_suggestion_has_its_reasons_and_loses_them_at_once() {
    let kith = Kith::new().await;
    let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
    works(&ana, "Hartmann GmbH").await;
    let position = works(&ben, "HARTMANN").await;
    learns(&ana, "Harbour School").await;
    let education = learns(&ben, "harbour school").await;
    let group = groups::found(&kith.app, ana.actor, "Rowing", None).await.unwrap().id;
    groups::join(&kith.app, ben.actor, group).await.unwrap();
    ana.connects(&kith, &eve).await;
    eve.connects(&kith, &ben).await;
    let reasons = async || {
        let suggested = suggested(&ana).await;
        assert!(suggested.len() <= 1 && suggested.iter().all(|s| s.person.id == ben.id));
        suggested.into_iter().flat_map(|s| s.reasons).collect::<Vec<_>>()
    };
    let all = reasons().await;
    let kinds: Vec<&str> = all
        .iter()
        .map(|reason| match reason {
            Common::Group { .. } => "group",
            Common::Connection { .. } => "connection",
            Common::Employer { .. } => "employer",
            Common::Interest { .. } => "interest",
            Common::School { .. } => "school",
        })
        .collect();
    assert_eq!(kinds, ["group", "connection", "employer", "school"]);
    let Common::Employer { text, together } = &all[2] else { panic!("{all:?}") };
    assert_eq!((text.as_str(), together.unwrap().to_string().as_str()), ("HARTMANN", "2012–14"));
    profile::remove_position(&kith.app, ben.actor, position).await.unwrap();
    assert_eq!(reasons().await.len(), 3);
    groups::leave(&kith.app, ben.actor, group).await.unwrap();
    assert_eq!(reasons().await.len(), 2);
    hides_connections(&eve).await;
    let left = reasons().await;
    assert!(matches!(left.as_slice(), [Common::School { .. }]), "a hidden list is no reason: {left:?}");
    profile::remove_education(&kith.app, ben.actor, education).await.unwrap();
    assert!(reasons().await.is_empty(), "nor is anybody suggested without one");
}

#[tokio::test]
async fn who_hides_the_own_list_is_not_suggested_over_connections_r2_4() {
    for hides in ["one who asks", "other", "one between"] {
        let kith = Kith::new().await;
        let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
        ana.connects(&kith, &eve).await;
        eve.connects(&kith, &ben).await;
        assert_eq!(names(&ana).await, [ben.id]);
        let who = match hides {
            "one who asks" => &ana,
            "other" => &ben,
            _ => &eve,
        };
        hides_connections(who).await;
        assert!(names(&ana).await.is_empty(), "{hides}");
    }
}

#[tokio::test]
async fn nobody_is_suggested_who_is_connected_pending_or_dismissed() {
    let kith = Kith::new().await;
    let [ana, ben, eve, gus, ida] = kith.members(["Ana", "Ben", "Eve", "Gus", "Ida"]).await;
    for member in [&ana, &ben, &eve, &gus, &ida] {
        works(member, "Quill").await;
    }
    assert_eq!(names(&ana).await, [ida.id, gus.id, eve.id, ben.id], "alike: the newest first");
    let id = ana.invites(&ben).await;
    assert_eq!(names(&ana).await, [ida.id, gus.id, eve.id]);
    assert_eq!(names(&ben).await, [ida.id, gus.id, eve.id, ana.id], "Ben cannot know yet (R8.7)");
    kith.advance("30s");
    assert_eq!(names(&ben).await, [ida.id, gus.id, eve.id]);
    ana.connects(&kith, &eve).await;
    for _ in 0..2 {
        suggestions::dismiss(&kith.app, ana.actor, gus.id).await.unwrap();
    }
    assert_eq!(names(&ana).await, [ida.id]);
    assert!(names(&gus).await.contains(&ana.id), "a dismissal is the dismisser's own");
    ana.withdraws(id).await;
    assert_eq!(names(&ana).await, [ida.id], "too early to invite again");
    kith.advance("21d");
    assert_eq!(names(&ana).await, [ida.id, ben.id]);
    let refused = suggestions::dismiss(&kith.app, ana.actor, MemberId(7)).await;
    assert!(matches!(refused, Err(Failure::Refused(suggestions::DismissRefused::NotFound))));
}

#[tokio::test]
async fn what_was_done_with_an_invitation_changes_no_suggestion_of_the_senders_r6_1() {
    let mut seen = Vec::new();
    for act in ["nothing", "ignore", "mark"] {
        let kith = Kith::new().await;
        let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
        for member in [&ana, &ben, &eve] {
            works(member, "Quill").await;
        }
        let id = ana.invites(&ben).await;
        kith.advance("30s");
        match act {
            "ignore" => ben.ignores(id).await,
            "mark" => ben.marks(id).await,
            _ => {}
        }
        let mut story = Vec::new();
        for wait in ["1s", "179d", "1d", "20d", "1d", "30d"] {
            kith.advance(wait);
            kith_app::followers::run_followers_once(&kith.app).await.unwrap();
            story.push((format!("{:?}", suggested(&ana).await), format!("{:?}", hits(&ana, "ben").await)));
        }
        seen.push(story);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}

#[tokio::test]
async fn more_in_common_comes_first_and_pages_go_on() {
    let kith = Kith::new().await;
    let me = kith.member("Me").await;
    works(&me, "Quill").await;
    learns(&me, "Harbour School").await;
    let mut same = Vec::new();
    for n in 0..5 {
        let other = kith.member(&format!("Colleague {n}")).await;
        works(&other, "Quill").await;
        same.push(other);
    }
    learns(&same[0], "Harbour School").await;
    let expected = [same[0].id, same[4].id, same[3].id, same[2].id, same[1].id];
    assert_eq!(names(&me).await, expected);
    let first = suggestions::suggestions(&kith.app, me.actor, None, 2).await.unwrap();
    suggestions::dismiss(&kith.app, me.actor, same[4].id).await.unwrap();
    let rest = suggestions::suggestions(&kith.app, me.actor, first.next, 100).await.unwrap();
    let ids = |page: &kith_app::Page<Suggestion>| page.items.iter().map(|s| s.person.id).collect::<Vec<_>>();
    assert_eq!((ids(&first), ids(&rest)), (expected[..2].to_vec(), expected[2..].to_vec()));
}
