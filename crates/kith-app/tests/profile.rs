//! Profiles, settings and pictures.

use kith_app::profile::{
    self, AddEducation, AddEntryRefused, AddPosition, EditProfile, EditProfileRefused, PictureSize, Viewed,
};
use kith_app::settings::{self, EditSettings};
use kith_app::{Edit, Failure};
use kith_domain::profile::{Audience, Part};
use kith_store::engine::{Statement, args};
use kith_testkit::{Kith, Member};

fn set(text: &str) -> Edit {
    Edit::Set(text.to_owned())
}

fn position(employer: &str, from: &str, to: Option<&str>) -> AddPosition {
    AddPosition {
        employer: employer.to_owned(),
        title: "Engineer".to_owned(),
        from: from.to_owned(),
        to: to.map(str::to_owned),
    }
}

async fn own(member: &Member) -> profile::Account {
    profile::own(&member.app, member.actor).await.unwrap().expect("an account")
}

/// A picture that any decoder takes: a square of one colour as an uncompressed PNG would be too long to write here,
/// so it is made by the same library that reads it.
fn png(side: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(side, side, image::Rgb([40, 90, 120]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_nothing_else() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana Lee").await;
    let ask = EditProfile { headline: set(" Boat  builder "), location: set("Bergen"), ..Default::default() };
    profile::edit(&kith.app, ana.actor, ask, None).await.unwrap();
    let ask = EditProfile { location: Edit::Clear, summary: set("Wood,\nmostly."), ..Default::default() };
    profile::edit(&kith.app, ana.actor, ask, None).await.unwrap();
    let account = own(&ana).await;
    let person = &account.profile.person;
    assert_eq!(person.headline.as_ref().unwrap().as_str(), "Boat builder");
    assert_eq!(person.location, None);
    assert_eq!(account.profile.summary.as_ref().unwrap().as_str(), "Wood,\nmostly.");
    assert_eq!((person.name.as_str(), person.handle.as_str()), ("Ana Lee", "ana-lee"));
    assert_eq!(account.version, 2);
}

#[tokio::test]
async fn every_wrong_field_of_a_profile_is_named_at_once() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let ask = EditProfile {
        name: Edit::Clear,
        handle: set("no spaces"),
        headline: set(&"x".repeat(161)),
        summary: set("  "),
        location: Edit::Keep,
        contact_email: set("nobody"),
        contact_phone: set("call me"),
        contact_website: set("javascript:alert(1)"),
    };
    let refused = profile::edit(&kith.app, ana.actor, ask, None).await.unwrap_err();
    let Failure::Refused(EditProfileRefused::Fields(errors)) = refused else { panic!("{refused:?}") };
    let named: Vec<_> = errors.iter().map(|error| (error.field.as_ref(), error.code)).collect();
    let expected = [
        ("name", "required"),
        ("handle", "malformed"),
        ("headline", "too_long"),
        ("contact_email", "malformed"),
        ("contact_phone", "malformed"),
        ("contact_website", "malformed"),
    ];
    assert_eq!(named, expected);
    assert_eq!(own(&ana).await.version, 0);
}

#[tokio::test]
async fn a_handle_is_one_members_and_free_again_when_they_choose_another() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana Lee", "Ben Ode"]).await;
    let ask = |handle| EditProfile { handle: set(handle), ..Default::default() };
    let taken = profile::edit(&kith.app, ben.actor, ask("ana-lee"), None).await;
    assert!(matches!(taken, Err(Failure::Refused(EditProfileRefused::HandleTaken))));
    profile::edit(&kith.app, ana.actor, ask("harbour_ana"), None).await.unwrap();
    profile::edit(&kith.app, ben.actor, ask("ana-lee"), None).await.unwrap();
    assert_eq!(profile::find(&kith.app, "harbour_ana").await.unwrap(), Some(ana.id));
    assert_eq!(profile::find(&kith.app, "@Ana-Lee").await.unwrap(), Some(ben.id));
    assert_eq!(profile::find(&kith.app, &ana.id.to_string()).await.unwrap(), Some(ana.id));
    assert_eq!(profile::find(&kith.app, "ben-ode").await.unwrap(), None);
}

#[tokio::test]
async fn an_edit_made_on_an_old_version_is_refused() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let ask = |text| EditProfile { headline: set(text), ..Default::default() };
    let version = profile::edit(&kith.app, ana.actor, ask("One"), Some(0)).await.unwrap().version;
    let late = profile::edit(&kith.app, ana.actor, ask("Two"), Some(0)).await;
    assert!(
        matches!(late, Err(Failure::Refused(EditProfileRefused::Outdated { version: now })) if now == version)
    );
    profile::edit(&kith.app, ana.actor, ask("Two"), Some(version)).await.unwrap();
}

#[tokio::test]
async fn parallel_edits_all_happen() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let add = |n: u32| {
        let (app, actor) = (kith.app.clone(), ana.actor);
        async move { profile::add_position(&app, actor, position(&format!("Yard {n}"), "2012-05", None)).await }
    };
    let done = futures_util::future::join_all((0..8).map(add)).await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    assert_eq!(own(&ana).await.profile.positions.len(), 8);
}

#[tokio::test]
async fn positions_and_educations_have_dates_that_make_sense() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    for (from, to, field, code) in [
        ("", None, "from", "required"),
        ("2012", None, "from", "malformed"),
        ("2012-05", Some("2012-04"), "to", "before_start"),
        ("2012-05", Some("May"), "to", "malformed"),
    ] {
        let refused =
            profile::add_position(&kith.app, ana.actor, position("Yard", from, to)).await.unwrap_err();
        let Failure::Refused(AddEntryRefused::Fields(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.iter().map(|e| (e.field.as_ref(), e.code)).collect::<Vec<_>>(), [(field, code)]);
    }
    let id = profile::add_position(&kith.app, ana.actor, position("Yard", "2012-05", Some("2012-05")))
        .await
        .unwrap();
    let school = AddEducation {
        school: "Nautical School".to_owned(),
        degree: Some(" ".to_owned()),
        ..Default::default()
    };
    let stay = profile::add_education(&kith.app, ana.actor, school).await.unwrap();
    assert!(profile::remove_position(&kith.app, ana.actor, id).await.unwrap());
    assert!(!profile::remove_position(&kith.app, ana.actor, id).await.unwrap());
    let profile = own(&ana).await.profile;
    assert_eq!(profile.positions, []);
    assert_eq!(profile.educations.iter().map(|e| e.id).collect::<Vec<_>>(), [stay]);
    assert_eq!(profile.educations[0].degree, None);
}

#[tokio::test]
async fn a_profile_holds_so_many_positions() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    for n in 0..kith_domain::profile::MOST_POSITIONS {
        profile::add_position(&kith.app, ana.actor, position(&format!("Yard {n}"), "2012-05", None))
            .await
            .unwrap();
    }
    let refused = profile::add_position(&kith.app, ana.actor, position("One more", "2012-05", None)).await;
    assert!(matches!(refused, Err(Failure::Refused(AddEntryRefused::TooMany { limit: 50 }))));
}

#[tokio::test]
async fn interests_keep_their_order_and_no_double() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let ask = ["Rust", "sailing", "RUST", "C++"].map(str::to_owned);
    profile::set_interests(&kith.app, ana.actor, &ask, None).await.unwrap();
    let has = |account: profile::Account| {
        account.profile.interests.iter().map(|i| i.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(has(own(&ana).await), ["Rust", "sailing", "C++"]);
    let ask = ["C++", "rust"].map(str::to_owned);
    profile::set_interests(&kith.app, ana.actor, &ask, None).await.unwrap();
    assert_eq!(has(own(&ana).await), ["C++", "rust"]);
}

#[tokio::test]
async fn completeness_names_what_is_missing_r6_7_r6_8() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let before = profile::completeness(&kith.app, ana.actor).await.unwrap().unwrap();
    assert_eq!((before.score, before.missing().len()), (0, 6));
    let ask = EditProfile { headline: set("Boat builder"), summary: set("Wood."), ..Default::default() };
    profile::edit(&kith.app, ana.actor, ask, None).await.unwrap();
    profile::add_position(&kith.app, ana.actor, position("Yard", "2012-05", None)).await.unwrap();
    profile::set_picture(&kith.app, ana.actor, png(200)).await.unwrap();
    let after = profile::completeness(&kith.app, ana.actor).await.unwrap().unwrap();
    assert_eq!(after.missing(), [Part::Connections, Part::Recommendations]);
    assert_eq!(after.score, 75);
}

#[tokio::test]
async fn the_card_is_shown_to_its_owner_as_others_will_see_it_r6_9() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let ask = EditProfile { headline: set("Boat builder"), ..Default::default() };
    profile::edit(&kith.app, ana.actor, ask, None).await.unwrap();
    let preview = profile::card_preview(&kith.app, ana.actor).await.unwrap().unwrap();
    let id = ana.invites(&ben).await;
    kith.advance("30s");
    let received = kith_app::invitations::received_one(&kith.app, ben.actor, id).await.unwrap().unwrap();
    assert_eq!(received.invitation.card.profile, preview.profile);
    assert_eq!(received.invitation.card.common_ground, preview.common_ground);
}

#[tokio::test]
async fn a_picture_comes_in_three_sizes_changes_its_number_and_goes() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let first = profile::set_picture(&kith.app, ana.actor, png(600)).await.unwrap();
    for size in [PictureSize::Small, PictureSize::Medium, PictureSize::Large] {
        let picture = profile::picture(&kith.app, ben.actor, ana.id, size).await.unwrap().unwrap();
        assert_eq!(picture.set_at, first);
        let read = image::load_from_memory(&picture.bytes).unwrap();
        assert_eq!((read.width(), read.height()), (size.pixels(), size.pixels()));
    }
    let second = profile::set_picture(&kith.app, ana.actor, png(600)).await.unwrap();
    assert!(second > first, "the clock stood still");
    let refused = profile::set_picture(&kith.app, ana.actor, b"no picture".to_vec()).await;
    assert!(matches!(refused, Err(Failure::Refused(_))));
    profile::clear_picture(&kith.app, ana.actor).await.unwrap();
    profile::clear_picture(&kith.app, ana.actor).await.unwrap();
    assert_eq!(profile::picture(&kith.app, ben.actor, ana.id, PictureSize::Small).await.unwrap(), None);
    assert_eq!(own(&ana).await.profile.person.picture, None);
}

#[tokio::test]
async fn settings_change_what_they_name() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let ask = EditSettings { connections_visible_to: Some(Audience::Nobody), ..Default::default() };
    settings::edit(&kith.app, ana.actor, ask, Some(0)).await.unwrap();
    let ask = EditSettings { shortcuts: Some(false), ..Default::default() };
    assert!(settings::edit(&kith.app, ana.actor, ask, Some(0)).await.is_err());
    settings::edit(&kith.app, ana.actor, ask, Some(1)).await.unwrap();
    let read = settings::read(&kith.app, ana.actor).await.unwrap().unwrap();
    assert_eq!((read.connections_visible_to, read.shortcuts, read.version), (Audience::Nobody, false, 2));
}

#[tokio::test]
async fn another_profile_comes_with_what_is_in_common_r2_4() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    for member in [&ana, &ben] {
        profile::add_position(&kith.app, member.actor, position("Hartmann GmbH", "2012-05", None))
            .await
            .unwrap();
    }
    let Some(Viewed::Other(meeting)) = profile::view(&kith.app, ana.actor, ben.id).await.unwrap() else {
        panic!("Ben is not there")
    };
    assert_eq!(meeting.profile.person.id, ben.id);
    assert_eq!(meeting.ground.facts.len(), 1);
    assert!(matches!(profile::view(&kith.app, ana.actor, ana.id).await.unwrap(), Some(Viewed::Own(_))));
    assert!(profile::view(&kith.app, ana.actor, kith_domain::id::MemberId(1)).await.unwrap().is_none());
}

static FOUND_BY: Statement = Statement::per_engine(
    "test/found_by",
    "SELECT rowid FROM member_search WHERE member_search MATCH $1",
    "SELECT member_id FROM member_search WHERE to_tsvector('simple', name || ' ' || employers || ' ' || interests) @@ to_tsquery('simple', $1)",
);
static HAS_FACT: Statement =
    Statement::shared("test/has_fact", "SELECT member_id FROM roster WHERE fact = $1 AND member_id = $2");

#[tokio::test]
async fn what_a_member_is_found_by_follows_the_profile() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana Lee").await;
    let found = async |word: &str| {
        let rows = kith.app.store().engine().rows(FOUND_BY.with(args![word])).await.unwrap();
        rows.iter().any(|row| row.int(0).unwrap() == ana.id.0)
    };
    let fact = async |fact: &str| {
        kith.app.store().engine().row(HAS_FACT.with(args![fact, ana.id.0])).await.unwrap().is_some()
    };
    assert!(found("lee").await && !found("hartmann").await);
    let first = profile::add_position(&kith.app, ana.actor, position("Hartmann GmbH", "2012-05", None))
        .await
        .unwrap();
    let second =
        profile::add_position(&kith.app, ana.actor, position("HARTMANN", "2015-05", None)).await.unwrap();
    assert!(found("hartmann").await && fact("employer:hartmann").await);
    profile::remove_position(&kith.app, ana.actor, first).await.unwrap();
    assert!(found("hartmann").await && fact("employer:hartmann").await, "the other position is there still");
    profile::remove_position(&kith.app, ana.actor, second).await.unwrap();
    assert!(!found("hartmann").await && !fact("employer:hartmann").await);
    profile::set_interests(&kith.app, ana.actor, &["Rust".to_owned()], None).await.unwrap();
    assert!(found("rust").await && fact("interest:rust").await);
    let ask = EditProfile { name: set("Zoë Østergård"), ..Default::default() };
    profile::edit(&kith.app, ana.actor, ask, None).await.unwrap();
    assert!(found("zoe").await && !found("lee").await);
}
