//! Signing in and out.

use kith_app::accounts::{self, ApproveRefused, ChangePasswordRefused, SignUp, SignedUp};
use kith_app::sessions::{self, SessionKind, SignIn, SignInRefused, SignedIn};
use kith_app::{App, Authority, Failure, SignUp as Mode};
use kith_testkit::Kith;

fn ask(email: &str, password: &str, kind: SessionKind) -> SignIn {
    SignIn {
        email: email.to_owned(),
        password: password.to_owned(),
        label: "Firefox on Linux".to_owned(),
        kind,
    }
}

async fn sign_in(app: &App, email: &str, kind: SessionKind) -> SignedIn {
    sessions::sign_in(app, ask(email, "harbour lights", kind)).await.expect("signed in")
}

async fn is_in(app: &App, signed_in: &SignedIn) -> bool {
    sessions::authenticate(app, signed_in.token.as_str()).await.unwrap().is_some()
}

#[tokio::test]
async fn wrong_ones_are_alike() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", "harbour lights").await;
    let none = kith.member("Without a password").await;
    for (email, password) in [
        (ana.email.as_str(), "harbour light"),
        (ana.email.as_str(), ""),
        (none.email.as_str(), ""),
        ("nobody@example.org", "harbour lights"),
        ("no address", "harbour lights"),
        (ana.email.as_str(), &"x".repeat(100_000)),
    ] {
        let refused =
            sessions::sign_in(&kith.app, ask(email, password, SessionKind::Browser)).await.unwrap_err();
        assert!(matches!(refused, Failure::Refused(SignInRefused::WrongCredentials)), "{email}: {refused:?}");
    }
}

#[tokio::test]
async fn only_the_very_token_is_taken() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let token = ana.token.as_str();
    assert!(sessions::authenticate(&kith.app, token).await.unwrap().is_some());
    let other = ben.token.as_str();
    // The member and the session of one, the secret of the other: the middle of the token is where the secret begins.
    let crossed = format!("{}{}", &token[..27], &other[27..]);
    let last = if token.ends_with('A') { 'B' } else { 'A' };
    let changed = format!("{}{last}", &token[..token.len() - 1]);
    for wrong in
        ["", "kith_", "Bearer", &token[5..], &token[..token.len() - 4], &crossed, &changed, "kith_ÄÖÜ"]
    {
        assert!(sessions::authenticate(&kith.app, wrong).await.unwrap().is_none(), "{wrong}");
    }
}

#[tokio::test]
async fn a_browser_stays_signed_in_while_it_is_used_and_a_token_until_its_day() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", "harbour lights").await;
    let browser = sign_in(&kith.app, &ana.email, SessionKind::Browser).await;
    let api = sign_in(&kith.app, &ana.email, SessionKind::Api).await;
    for _ in 0..13 {
        kith.advance("29d");
        assert!(is_in(&kith.app, &browser).await);
    }
    assert!(!is_in(&kith.app, &api).await, "377 days");
    kith.advance("30d");
    assert!(!is_in(&kith.app, &browser).await, "over at the very instant");
}

#[tokio::test]
async fn the_last_use_is_known_to_ten_minutes() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let seen = async || sessions::list(&kith.app, ana.actor).await.unwrap()[0].seen_at;
    let first = seen().await;
    kith.advance("599s");
    sessions::authenticate(&kith.app, ana.token.as_str()).await.unwrap();
    assert_eq!(seen().await, first);
    kith.advance("1s");
    sessions::authenticate(&kith.app, ana.token.as_str()).await.unwrap();
    assert_eq!(seen().await, kith.app.now());
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_the_others() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", "harbour lights").await;
    let ben = kith.member("Ben").await;
    let (one, two, three) = (
        sign_in(&kith.app, &ana.email, SessionKind::Browser).await,
        sign_in(&kith.app, &ana.email, SessionKind::Browser).await,
        sign_in(&kith.app, &ana.email, SessionKind::Api).await,
    );
    let listed = sessions::list(&kith.app, one.actor).await.unwrap();
    assert_eq!(listed.len(), 4);
    assert!(listed.iter().any(|session| session.label == "Firefox on Linux"));
    assert!(!sessions::revoke(&kith.app, ben.actor, two.actor.session).await.unwrap(), "not Ben's to end");
    assert!(sessions::revoke(&kith.app, one.actor, two.actor.session).await.unwrap());
    assert!(!sessions::revoke(&kith.app, one.actor, two.actor.session).await.unwrap());
    assert!(!is_in(&kith.app, &two).await && is_in(&kith.app, &three).await);
    sessions::revoke_others(&kith.app, one.actor).await.unwrap();
    assert!(!is_in(&kith.app, &three).await && is_in(&kith.app, &one).await);
    sessions::sign_out(&kith.app, one.actor).await.unwrap();
    assert!(!is_in(&kith.app, &one).await);
    assert!(sessions::authenticate(&kith.app, ben.token.as_str()).await.unwrap().is_some());
}

#[tokio::test]
async fn signing_in_for_ever_keeps_only_the_latest() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let mut last = None;
    for _ in 0..120 {
        last = Some(sessions::open(&kith.app, ana.id, SessionKind::Browser, "").await.unwrap());
    }
    assert_eq!(
        sessions::list(&kith.app, ana.actor).await.unwrap().len(),
        101,
        "and the token of another kind"
    );
    assert!(is_in(&kith.app, &last.unwrap()).await);
    assert!(sessions::authenticate(&kith.app, ana.token.as_str()).await.unwrap().is_some());
}

#[tokio::test]
async fn another_password_ends_all_other_sessions() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", "harbour lights").await;
    let browser = sign_in(&kith.app, &ana.email, SessionKind::Browser).await;
    let change = |current: &'static str, new: &'static str| {
        accounts::change_password(&kith.app, browser.actor, current, new)
    };
    let refused = change("wrong", "other lights").await;
    assert!(matches!(refused, Err(Failure::Refused(ChangePasswordRefused::WrongPassword))));
    let refused = change("harbour lights", "short").await;
    assert!(matches!(refused, Err(Failure::Refused(ChangePasswordRefused::Fields(_)))));
    change("harbour lights", "other lights").await.unwrap();
    assert!(is_in(&kith.app, &browser).await);
    assert!(sessions::authenticate(&kith.app, ana.token.as_str()).await.unwrap().is_none());
    let old = sessions::sign_in(&kith.app, ask(&ana.email, "harbour lights", SessionKind::Browser)).await;
    assert!(old.is_err());
    sessions::sign_in(&kith.app, ask(&ana.email, "other lights", SessionKind::Browser)).await.unwrap();
}

#[tokio::test]
async fn who_awaits_approval_is_let_in_by_a_moderator() {
    let kith = Kith::with(|network| network.sign_up = Mode::Approval).await;
    let moderator = kith.moderator("Mo").await;
    let ana = kith.member("Ana").await;
    let form = SignUp {
        name: "Ben".to_owned(),
        email: "ben@example.org".to_owned(),
        password: "harbour lights".to_owned(),
        label: String::new(),
        kind: SessionKind::Browser,
    };
    assert!(matches!(accounts::sign_up(&kith.app, form).await, Ok(SignedUp::Awaiting)));
    let early =
        sessions::sign_in(&kith.app, ask("ben@example.org", "harbour lights", SessionKind::Browser)).await;
    assert!(matches!(early, Err(Failure::Refused(SignInRefused::Awaiting))));
    let by = Authority::Moderator(moderator.actor);
    let waiting = accounts::awaiting(&kith.app, by, None, 10).await.unwrap();
    let [ben] = waiting.as_slice() else { panic!("{waiting:?}") };
    let refused = accounts::approve(&kith.app, Authority::Moderator(ana.actor), ben.id).await;
    assert!(matches!(refused, Err(Failure::Refused(ApproveRefused::NotAModerator))));
    for _ in 0..2 {
        accounts::approve(&kith.app, by, ben.id).await.unwrap();
    }
    sign_in(&kith.app, "ben@example.org", SessionKind::Browser).await;
    assert!(accounts::awaiting(&kith.app, by, None, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn signing_in_hashes_once_whoever_it_is_and_whether_there_is_an_account() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", "harbour lights").await;
    let none = kith.member("Without a password").await;
    let gone = kith.member_with_password("Gone", "harbour lights").await;
    accounts::close(&kith.app, gone.actor, "harbour lights").await.unwrap();
    for (email, password) in [
        (ana.email.as_str(), "harbour lights"),
        (ana.email.as_str(), "wrong"),
        (none.email.as_str(), "harbour lights"),
        (gone.email.as_str(), "harbour lights"),
        ("nobody@example.org", "harbour lights"),
        ("no address", ""),
    ] {
        let before = kith.app.passwords_hashed();
        let _alike = sessions::sign_in(&kith.app, ask(email, password, SessionKind::Api)).await;
        assert_eq!(kith.app.passwords_hashed() - before, 1, "{email}");
    }
}
