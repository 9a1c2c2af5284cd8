//! Accepting with terms (F9): what each lets the other see, declining, and changing it later.

use kith_app::connections::{self, ListRefused};
use kith_app::followers::run_followers_once;
use kith_app::invitations::{self, SendReply};
use kith_app::messages::{self, PitchRefused, WriteRefused};
use kith_app::moderation;
use kith_app::notifications::{self, NotificationKind};
use kith_app::profile::{self, EditProfile, Viewed};
use kith_app::relationship::RelationshipState;
use kith_app::{Authority, Edit, Failure, follows};
use kith_domain::id::InvitationId;
use kith_domain::invitations::{
    DeclineRefused, PauseWish, PitchPause, SendRefused, StateForSender, Terms, TermsRefused, TermsScope,
};
use kith_domain::messages::Ask;
use kith_testkit::{Kith, Member};

const ALL: Terms = Terms { scope: TermsScope::Full, no_pitches: None };
const LIMITED: Terms = Terms { scope: TermsScope::Limited, no_pitches: None };
const FOLLOW_ONLY: Terms = Terms { scope: TermsScope::FollowOnly, no_pitches: None };
const QUIET: Terms = Terms { scope: TermsScope::Full, no_pitches: Some(PitchPause::Month) };

/// Everything that one member gets of another which a connection may see and a stranger may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    email: bool,
    phone: bool,
    website: bool,
    /// Who the connections are.
    list: bool,
    /// How many they are, on the profile.
    list_counted: bool,
    /// That the two are connected.
    connected: bool,
    /// Whether a message can be written.
    writes: bool,
    follows: bool,
}

const NOTHING: Seen = Seen {
    email: false,
    phone: false,
    website: false,
    list: false,
    list_counted: false,
    connected: false,
    writes: false,
    follows: false,
};
const EVERYTHING: Seen = Seen {
    email: true,
    phone: true,
    website: true,
    list: true,
    list_counted: true,
    connected: true,
    writes: true,
    follows: false,
};
const LESS: Seen = Seen { connected: true, writes: true, ..NOTHING };
const FOLLOWING: Seen = Seen { follows: true, ..NOTHING };

async fn sees(one: &Member, other: &Member) -> Seen {
    let Some(Viewed::Other(met)) = profile::view(&one.app, one.actor, other.id).await.unwrap() else {
        panic!("somebody else's profile");
    };
    let list = match connections::list(&one.app, one.actor, other.id, None, 10).await {
        Ok(_) => true,
        Err(Failure::Refused(ListRefused::Hidden)) => false,
        Err(other) => panic!("{other:?}"),
    };
    let contact = &met.profile.contact;
    Seen {
        email: contact.email.is_some(),
        phone: contact.phone.is_some(),
        website: contact.website.is_some(),
        list,
        list_counted: met.list_shown,
        connected: met.bearing.state == RelationshipState::Connected,
        writes: messages::messages(&one.app, one.actor, other.id, None, 10).await.is_ok(),
        follows: follows::between(&one.app, one.id, other.id).await.unwrap().follows,
    }
}

/// Members who have something to show: contact details, and a connection.
async fn shows(kith: &Kith, member: &Member) {
    let set = |text: &str| Edit::Set(text.to_owned());
    let details = EditProfile {
        contact_email: set("me@example.org"),
        contact_phone: set("+49 30 1234567"),
        contact_website: set("https://me.example.org"),
        ..EditProfile::default()
    };
    profile::edit(&member.app, member.actor, details, None).await.expect("may be edited");
    let friend = kith.member(&format!("Friend of {}", member.name)).await;
    member.connects(kith, &friend).await;
}

/// Ana has invited Ben, and Ben has accepted on terms.
async fn accepted(kith: &Kith, terms: Terms) -> (Member, Member, InvitationId) {
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    for member in [&ana, &ben] {
        shows(kith, member).await;
    }
    let id = ana.invites(&ben).await;
    kith.advance("1h");
    assert_eq!((sees(&ana, &ben).await, sees(&ben, &ana).await), (NOTHING, NOTHING));
    invitations::accept(&ben.app, ben.actor, id, terms).await.expect("may be accepted");
    (ana, ben, id)
}

async fn changes(
    by: &Member,
    other: &Member,
    scope: TermsScope,
    pause: PauseWish,
) -> Result<(), Failure<TermsRefused>> {
    invitations::change_terms(&by.app, by.actor, other.id, scope, pause).await.map(drop)
}

/// What a member hears of another.
async fn news(member: &Member, of: &Member) -> Vec<NotificationKind> {
    run_followers_once(&member.app).await.unwrap();
    let page = notifications::notifications(&member.app, member.actor, None, 100).await.unwrap();
    let theirs = page.items.iter().filter(|news| news.notification.actor.id == of.id);
    theirs.map(|news| news.notification.kind).collect()
}

#[tokio::test]
async fn what_each_sees_of_the_other_under_every_scope_field_by_field_f9() {
    for (terms, ana_sees, ben_sees) in [
        (ALL, EVERYTHING, EVERYTHING),
        (QUIET, EVERYTHING, EVERYTHING),
        (LIMITED, LESS, EVERYTHING),
        (FOLLOW_ONLY, FOLLOWING, FOLLOWING),
    ] {
        let kith = Kith::new().await;
        let (ana, ben, _) = accepted(&kith, terms).await;
        assert_eq!((sees(&ana, &ben).await, sees(&ben, &ana).await), (ana_sees, ben_sees), "{terms:?}");
        // A stranger sees nothing of either, whatever the terms.
        let eve = kith.member("Eve").await;
        assert_eq!((sees(&eve, &ana).await, sees(&eve, &ben).await), (NOTHING, NOTHING));
    }
}

#[tokio::test]
async fn either_changes_at_any_time_what_the_other_sees_at_once_and_nobody_is_told_f9() {
    let kith = Kith::new().await;
    let (ana, ben, _) = accepted(&kith, ALL).await;
    let accepted = news(&ana, &ben).await;
    for (by, other) in [(&ana, &ben), (&ben, &ana)] {
        changes(by, other, TermsScope::Limited, PauseWish::Keep).await.unwrap();
        assert_eq!((sees(other, by).await, sees(by, other).await), (LESS, EVERYTHING), "{}", by.name);
        changes(by, other, TermsScope::Full, PauseWish::Keep).await.unwrap();
        assert_eq!((sees(other, by).await, sees(by, other).await), (EVERYTHING, EVERYTHING));
    }
    changes(&ana, &ben, TermsScope::FollowOnly, PauseWish::Keep).await.unwrap();
    assert_eq!((sees(&ana, &ben).await, sees(&ben, &ana).await), (FOLLOWING, FOLLOWING));
    assert_eq!(news(&ben, &ana).await, [], "the invitation is a connection no more, and no word of it");
    // Who did not wish it so cannot make a connection of it; who did can, and the other sees it anyhow.
    let refused = changes(&ben, &ana, TermsScope::Full, PauseWish::Keep).await;
    assert!(matches!(refused, Err(Failure::Refused(TermsRefused::NotConnected))));
    changes(&ana, &ben, TermsScope::Full, PauseWish::Keep).await.unwrap();
    let everything = Seen { follows: true, ..EVERYTHING };
    assert_eq!((sees(&ana, &ben).await, sees(&ben, &ana).await), (everything, everything));
    assert_eq!(news(&ben, &ana).await, [NotificationKind::TermsWidened]);
    assert_eq!(news(&ana, &ben).await, accepted, "nothing new to who did it");
}

#[tokio::test]
async fn nobody_lifts_what_the_other_limits_by_narrowing_and_widening_f9() {
    let kith = Kith::new().await;
    let (ana, ben, _) = accepted(&kith, Terms { no_pitches: Some(PitchPause::Quarter), ..LIMITED }).await;
    changes(&ana, &ben, TermsScope::FollowOnly, PauseWish::Keep).await.unwrap();
    changes(&ana, &ben, TermsScope::Full, PauseWish::Keep).await.unwrap();
    let less = Seen { follows: true, ..LESS };
    assert_eq!(sees(&ana, &ben).await, less);
    let thread = messages::messages(&kith.app, ana.actor, ben.id, None, 10).await.unwrap();
    assert!(thread.no_pitches_until.is_some());
}

#[tokio::test]
async fn a_pause_stays_or_changes_as_wished_whatever_the_scope_f9() {
    let kith = Kith::new().await;
    let (ana, ben, _) = accepted(&kith, Terms { no_pitches: Some(PitchPause::Month), ..FOLLOW_ONLY }).await;
    let until = async || {
        let held = invitations::held_terms(&kith.app, ben.actor, ana.id).await.unwrap().expect("held");
        held.no_pitches.map(|pause| (pause.until.0 - kith.app.now().0) / 86_400_000)
    };
    assert_eq!(until().await, Some(30));
    changes(&ben, &ana, TermsScope::FollowOnly, PauseWish::Begin(PitchPause::Quarter)).await.unwrap();
    assert_eq!(until().await, Some(90));
    changes(&ben, &ana, TermsScope::Full, PauseWish::Keep).await.unwrap();
    assert_eq!(until().await, Some(90));
    changes(&ben, &ana, TermsScope::FollowOnly, PauseWish::End).await.unwrap();
    assert_eq!(until().await, None);
}

#[tokio::test]
async fn who_only_follows_does_not_invite_again_and_who_wished_it_needs_not_f9() {
    let kith = Kith::new().await;
    let (ana, ben, _) = accepted(&kith, ALL).await;
    changes(&ben, &ana, TermsScope::FollowOnly, PauseWish::Keep).await.unwrap();
    kith.advance("60d");
    for (one, other) in [(&ana, &ben), (&ben, &ana)] {
        let again = one.invites(other).tried().await;
        assert!(matches!(again, Err(Failure::Refused(SendRefused::NotPossibleNow))), "{}", one.name);
    }
    follows::unfollow(&kith.app, ana.actor, ben.id).await.unwrap();
    assert!(
        ana.invites(&ben).tried().await.is_ok(),
        "the time of waiting is over, and nothing is between them"
    );
}

#[tokio::test]
async fn the_one_who_invited_reads_the_terms_and_may_decline_them_for_two_weeks_f9() {
    for terms in [LIMITED, FOLLOW_ONLY, QUIET] {
        let kith = Kith::new().await;
        let (ana, ben, id) = accepted(&kith, terms).await;
        assert_eq!(news(&ana, &ben).await, [NotificationKind::AcceptedOnTerms]);
        let sent = invitations::sent_one(&kith.app, ana.actor, id).await.unwrap().expect("sent");
        let told = sent.invitation.terms.expect("told");
        assert_eq!((sent.state, told.scope), (StateForSender::Accepted, terms.scope));
        assert_eq!(told.no_pitches_until.is_some(), terms.no_pitches.is_some());
        let until = sent.may_decline_until.expect("may be declined");
        let stranger = invitations::decline_terms(&kith.app, ben.actor, id).await;
        assert!(matches!(stranger, Err(Failure::Refused(DeclineRefused::NotFound))));

        for time in ["first", "second"] {
            let declined = invitations::decline_terms(&kith.app, ana.actor, id).await.expect(time);
            assert_eq!((declined.state, declined.may_decline_until), (StateForSender::Withdrawn, None));
        }
        assert_eq!((sees(&ana, &ben).await, sees(&ben, &ana).await), (NOTHING, NOTHING), "{terms:?}");
        assert_eq!(news(&ben, &ana).await, [NotificationKind::TermsDeclined]);
        let standing = kith.app.store().standing(ana.id).await.unwrap().expect("a standing");
        assert_eq!((standing.pending, standing.connections, standing.restrictions), (0, 1, 0), "no strike");
        let again = ana.invites(&ben).tried().await;
        assert!(matches!(again, Err(Failure::Refused(SendRefused::NotPossibleNow))), "as after withdrawing");
        assert!(until.0 > kith.app.now().0);
    }
    let kith = Kith::new().await;
    let (ana, _, id) = accepted(&kith, LIMITED).await;
    kith.advance("14d");
    let late = invitations::decline_terms(&kith.app, ana.actor, id).await;
    assert!(matches!(late, Err(Failure::Refused(DeclineRefused::NoLongerPossible))));
    let sent = invitations::sent_one(&kith.app, ana.actor, id).await.unwrap().expect("sent");
    assert_eq!(sent.may_decline_until, None);
}

#[tokio::test]
async fn an_acceptance_without_terms_says_nothing_and_cannot_be_declined_f9() {
    let kith = Kith::new().await;
    let (ana, ben, id) = accepted(&kith, ALL).await;
    assert_eq!(news(&ana, &ben).await, [NotificationKind::InvitationAccepted]);
    let sent = invitations::sent_one(&kith.app, ana.actor, id).await.unwrap().expect("sent");
    assert_eq!((sent.invitation.terms, sent.may_decline_until), (None, None));
    let declined = invitations::decline_terms(&kith.app, ana.actor, id).await;
    assert!(matches!(declined, Err(Failure::Refused(DeclineRefused::NoLongerPossible))));
}

#[tokio::test]
async fn accepting_again_changes_nothing_whatever_the_terms_f9_r10_1() {
    let kith = Kith::new().await;
    let (ana, ben, id) = accepted(&kith, FOLLOW_ONLY).await;
    let (again, _) = invitations::accept(&kith.app, ben.actor, id, ALL).await.expect("as the first time");
    assert_eq!(again.invitation.terms.map(|told| told.scope), Some(TermsScope::FollowOnly));
    assert_eq!(sees(&ana, &ben).await, FOLLOWING);
}

#[tokio::test]
async fn who_no_longer_follows_is_not_connected_by_the_other_f9() {
    let kith = Kith::new().await;
    let (ana, ben, _) = accepted(&kith, FOLLOW_ONLY).await;
    follows::unfollow(&kith.app, ana.actor, ben.id).await.unwrap();
    let refused = changes(&ben, &ana, TermsScope::Full, PauseWish::Keep).await;
    assert!(matches!(refused, Err(Failure::Refused(TermsRefused::NotConnected))));
    assert!(!ana.invites(&ben).tried().await.is_ok_and(|reply| matches!(reply, SendReply::Sent { .. })));
    assert!(ben.invites(&ana).tried().await.is_ok(), "Ben owes no time of waiting");
}

#[tokio::test]
async fn within_the_pause_the_writer_is_reminded_and_a_pitch_is_a_complaint_once_f9() {
    let kith = Kith::new().await;
    let (ana, ben, _) = accepted(&kith, QUIET).await;
    let writes = async |from: &Member, to: &Member, text: &str| {
        messages::write(&from.app, from.actor, to.id, text, None).await.expect("may be written").message.id
    };
    let offer = "We have a special offer for you.";
    let thread = messages::messages(&kith.app, ana.actor, ben.id, None, 10).await.unwrap();
    assert_eq!(thread.no_pitches_until.map(|at| at.0 - kith.app.now().0), Some(30 * 86_400_000));
    let hello = writes(&ana, &ben, "Good to see you again!").await;
    assert_eq!(
        messages::hint(&kith.app, ana.actor, ben.id, offer).await.unwrap(),
        Some(Ask::Sale),
        "each time"
    );
    assert_eq!(messages::hint(&kith.app, ben.actor, ana.id, "Hello").await.unwrap(), None);
    let pitch = writes(&ana, &ben, offer).await;
    let own = writes(&ben, &ana, offer).await;

    let thread = messages::messages(&kith.app, ben.actor, ana.id, None, 10).await.unwrap();
    assert_eq!(thread.no_pitches_until, None, "Ana asked for nothing");
    let may: Vec<_> = thread.messages.items.iter().filter(|m| thread.may_report(m)).map(|m| m.id).collect();
    assert_eq!(may, [pitch, hello], "what Ana wrote, and Ben judges");
    for (by, of, message, refused) in [
        (&ben, &ana, own, PitchRefused::NotFound),
        (&ana, &ben, own, PitchRefused::NotAsked),
        (&ana, &ben, pitch, PitchRefused::NotFound),
    ] {
        let reported = messages::report_pitch(&by.app, by.actor, of.id, message).await;
        assert!(matches!(reported, Err(Failure::Refused(why)) if why == refused), "{refused:?}");
    }
    for _ in 0..2 {
        messages::report_pitch(&kith.app, ben.actor, ana.id, pitch).await.expect("may be reported");
    }
    let thread = messages::messages(&kith.app, ben.actor, ana.id, None, 10).await.unwrap();
    assert_eq!(thread.pitches, [pitch]);
    // Whoever ends the pause takes nothing back.
    changes(&ben, &ana, TermsScope::Full, PauseWish::End).await.unwrap();
    messages::report_pitch(&kith.app, ben.actor, ana.id, pitch)
        .await
        .expect("the second time answers as the first");
    let thread = messages::messages(&kith.app, ben.actor, ana.id, None, 10).await.unwrap();
    assert_eq!(thread.pitches, [pitch]);
    assert!(!thread.may_report(&thread.messages.items[1]));
    let seen = messages::messages(&kith.app, ana.actor, ben.id, None, 10).await.unwrap();
    assert_eq!(seen.pitches, [], "its writer is not told");

    let by = Authority::Moderator(kith.moderator("Mo").await.actor);
    let cases = moderation::cases(&kith.app, by, None, None, 10).await.unwrap();
    assert_eq!(cases.len(), 1, "one complaint for one message");
    let case = moderation::case(&kith.app, by, cases[0].case.opened.id).await.unwrap();
    assert_eq!(case.evidence.message.map(|message| message.text.to_string()).as_deref(), Some(offer));
}

#[tokio::test]
async fn outside_the_pause_nothing_is_a_pitch_f9() {
    let kith = Kith::new().await;
    let (ana, ben, _) = accepted(&kith, ALL).await;
    let writes = async |text: &str| {
        messages::write(&ana.app, ana.actor, ben.id, text, None).await.expect("may be written").message.id
    };
    let before = writes("A special offer.").await;
    kith.advance("1s");
    changes(&ben, &ana, TermsScope::Full, PauseWish::Begin(PitchPause::Quarter)).await.unwrap();
    kith.advance("90d");
    let after = writes("A special offer.").await;
    for message in [before, after] {
        let reported = messages::report_pitch(&kith.app, ben.actor, ana.id, message).await;
        assert!(matches!(reported, Err(Failure::Refused(PitchRefused::NotAsked))));
    }
    let thread = messages::messages(&kith.app, ana.actor, ben.id, None, 10).await.unwrap();
    assert_eq!(thread.no_pitches_until, None, "it is over");
}

#[tokio::test]
async fn terms_end_with_the_connection_and_do_not_come_back_with_the_next_f9() {
    let kith = Kith::new().await;
    let (ana, ben, _) = accepted(&kith, Terms { no_pitches: Some(PitchPause::Quarter), ..LIMITED }).await;
    connections::disconnect(&kith.app, ana.actor, ben.id).await.unwrap();
    let written = messages::write(&kith.app, ana.actor, ben.id, "Hello", None).await;
    assert!(matches!(written, Err(Failure::Refused(WriteRefused::NotConnected))));
    assert_eq!(invitations::held_terms(&kith.app, ben.actor, ana.id).await.unwrap(), None);
    kith.advance("60d");
    ana.connects(&kith, &ben).await;
    assert_eq!(sees(&ana, &ben).await, EVERYTHING);
    let thread = messages::messages(&kith.app, ana.actor, ben.id, None, 10).await.unwrap();
    assert_eq!(thread.no_pitches_until, None);
}
