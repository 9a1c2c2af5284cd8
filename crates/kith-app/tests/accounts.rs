//! Opening accounts.

use kith_app::accounts::{self, AddMember, SignUp, SignUpRefused, SignedUp};
use kith_app::sessions::{self, SessionKind, SignIn, SignInRefused};
use kith_app::{Failure, SignUp as Mode};
use kith_testkit::Kith;

fn form(name: &str, email: &str, password: &str) -> SignUp {
    SignUp {
        name: name.to_owned(),
        email: email.to_owned(),
        password: password.to_owned(),
        label: "Firefox".to_owned(),
        kind: SessionKind::Browser,
    }
}

fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn {
        email: email.to_owned(),
        password: password.to_owned(),
        label: String::new(),
        kind: SessionKind::Browser,
    }
}

#[tokio::test]
async fn who_signs_up_is_signed_in_and_can_sign_in_again() {
    let kith = Kith::new().await;
    let signed_up = accounts::sign_up(&kith.app, form(" Ana  Lee ", "Ana@Example.org", "harbour lights"));
    let SignedUp::In(first) = signed_up.await.unwrap() else { panic!("not signed in") };
    let caller = sessions::authenticate(&kith.app, first.token.as_str()).await.unwrap().unwrap();
    assert_eq!(caller.actor, first.actor);
    assert_eq!((caller.person.name.as_str(), caller.person.handle.as_str()), ("Ana Lee", "ana-lee"));
    assert!(!caller.verified && !caller.moderator);
    let again = sessions::sign_in(&kith.app, sign_in("ana@example.ORG", "harbour lights")).await.unwrap();
    assert_eq!(again.actor.member, first.actor.member);
    assert_ne!(again.token, first.token);
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let kith = Kith::new().await;
    let refused = accounts::sign_up(&kith.app, form(" \u{200b}", "ana", "short")).await.unwrap_err();
    let Failure::Refused(SignUpRefused::Fields(errors)) = refused else { panic!("{refused:?}") };
    let named: Vec<_> = errors.iter().map(|error| (error.field.as_ref(), error.code)).collect();
    assert_eq!(named, [("name", "required"), ("email", "malformed"), ("password", "too_short")]);
}

#[tokio::test]
async fn an_address_in_use_makes_no_second_account() {
    let kith = Kith::new().await;
    accounts::sign_up(&kith.app, form("Ana", "ana@example.org", "harbour lights")).await.unwrap();
    let second =
        accounts::sign_up(&kith.app, form("Eve", "ANA@example.org", "other password")).await.unwrap();
    assert!(matches!(second, SignedUp::AddressInUse), "{second:?}");
    let refused =
        sessions::sign_in(&kith.app, sign_in("ana@example.org", "other password")).await.unwrap_err();
    assert!(matches!(refused, Failure::Refused(SignInRefused::WrongCredentials)));
}

#[tokio::test]
async fn namesakes_get_handles_of_their_own() {
    let kith = Kith::new().await;
    let mut handles = std::collections::HashSet::new();
    for n in 0..12 {
        let ask = AddMember {
            name: "Ana Lee".to_owned(),
            email: format!("ana{n}@example.org"),
            password: None,
            moderator: false,
        };
        let added = accounts::add(&kith.app, ask).await.unwrap();
        assert!(added.handle.as_str().starts_with("ana-lee"), "{}", added.handle);
        assert!(handles.insert(added.handle));
    }
}

#[tokio::test]
async fn the_operator_decides_who_may_sign_up() {
    for (mode, refused) in
        [(Mode::Invited, SignUpRefused::InvitedOnly), (Mode::Closed, SignUpRefused::Closed)]
    {
        let kith = Kith::with(|network| network.sign_up = mode).await;
        let answer = accounts::sign_up(&kith.app, form("Ana", "ana@example.org", "harbour lights")).await;
        assert!(matches!(answer, Err(Failure::Refused(found)) if found == refused));
    }
}

#[tokio::test]
async fn parallel_sign_ups_with_one_address_make_one_account() {
    let kith = Kith::new().await;
    let ask = |n: usize| {
        accounts::sign_up(&kith.app, form(&format!("Ana {n}"), "ana@example.org", "harbour lights"))
    };
    let (a, b, c) = tokio::join!(ask(1), ask(2), ask(3));
    let opened = [a, b, c].into_iter().filter(|one| matches!(one, Ok(SignedUp::In(_)))).count();
    assert_eq!(opened, 1);
}
