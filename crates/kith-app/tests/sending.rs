//! What S writes, before R has seen it: the checked claim (F8), the note's originality (F10), editing (F12).

use kith_app::invitations::{self, EditNoteRefused, SendInvitation, SentInvitation};
use kith_app::profile::{self, AddPosition};
use kith_app::standing;
use kith_app::{Failure, relationship};
use kith_domain::id::{InvitationId, PositionId};
use kith_domain::invitations::{Claim, ClaimCheck, ClaimRefused, Originality, Place, SendRefused};
use kith_testkit::{Kith, Member};

const PITCH: &str = "I came across your impressive work and would love to tell you how our platform doubles the \
                     pipeline of sales teams. Could we talk for fifteen minutes this week?";

async fn edits(
    sender: &Member,
    id: InvitationId,
    note: &str,
) -> Result<SentInvitation, Failure<EditNoteRefused>> {
    invitations::edit_note(&sender.app, sender.actor, id, Some(note)).await
}

/// What R reads: the note, and how alike it is to others.
async fn reads(recipient: &Member, id: InvitationId) -> (Option<String>, Option<Originality>) {
    let received = invitations::received_one(&recipient.app, recipient.actor, id).await.unwrap();
    let invitation = received.expect("received").invitation;
    (invitation.note.map(|note| note.to_string()), invitation.originality)
}

async fn works(member: &Member, employer: &str, from: &str, to: Option<&str>) -> PositionId {
    let position = AddPosition {
        employer: employer.into(),
        title: "Engineer".into(),
        from: from.into(),
        to: to.map(str::to_owned),
    };
    profile::add_position(&member.app, member.actor, position).await.expect("a position")
}

#[tokio::test]
async fn the_recipient_reads_the_newest_note_and_nothing_is_counted_twice_f12_r5_2() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).with_note("From the choir.").await;
    let held = edits(&ana, id, "From the choir, the second row.").await.expect("inside the window");
    assert!(held.may_edit && held.may_undo && held.invitation.id == id);
    kith.advance("1h");
    edits(&ana, id, "From the choir, the third row.").await.expect("not seen yet");
    edits(&ana, id, "From the choir, the third row.").await.expect("the second time as the first");
    assert_eq!(reads(&ben, id).await.0.as_deref(), Some("From the choir, the third row."));
    invitations::edit_note(&kith.app, ana.actor, id, None).await.expect("taken out");
    assert_eq!(reads(&ben, id).await, (None, None));
    let allowance = standing::allowance(&kith.app, ana.actor).await.unwrap().expect("an account");
    assert_eq!(allowance.lifetime.used, 1);
    assert_eq!(invitations::boxes(&kith.app, ben.actor).await.unwrap().received, 1);
}

#[tokio::test]
async fn of_a_view_and_an_edit_the_first_wins_f12_r8_4_r11_8() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).with_note("From the choir.").await;
    kith.advance("1h");
    edits(&ana, id, "From the choir, the third row.").await.expect("first");
    let seen = invitations::view(&kith.app, ben.actor, id).await.expect("then seen");
    let note = seen.invitation.note.expect("a note").to_string();
    assert_eq!(note, "From the choir, the third row.", "the edit came first, and R reads the new text");
    let refused = edits(&ana, id, "Or was it the fourth?").await;
    assert!(matches!(refused, Err(Failure::Refused(EditNoteRefused::NoLongerPossible))), "{refused:?}");
    assert_eq!(reads(&ben, id).await.0, Some(note), "the view came first, and what was read stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_and_an_edit_at_once_never_change_what_was_read_f12_r11_8() {
    let kith = Kith::new().await;
    for n in 0..20 {
        let (ana, ben) = (kith.member(&format!("Ana {n}")).await, kith.member(&format!("Ben {n}")).await);
        let id = ana.invites(&ben).with_note("The old text.").await;
        kith.advance("1m");
        let (viewer, editor) = (ben.clone(), ana.clone());
        let view =
            tokio::spawn(
                async move { invitations::view(&viewer.app, viewer.actor, id).await.expect("seen") },
            );
        let edit = tokio::spawn(async move { edits(&editor, id, "The new text.").await });
        let seen = view.await.unwrap().invitation.note.expect("a note").to_string();
        let edited = edit.await.unwrap();
        assert_eq!(reads(&ben, id).await.0, Some(seen.clone()), "what was read has changed");
        match edited {
            Ok(_) => assert_eq!(seen, "The new text."),
            Err(Failure::Refused(EditNoteRefused::NoLongerPossible)) => assert_eq!(seen, "The old text."),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn whatever_stands_against_an_edit_is_one_answer_f12_r8_5() {
    let mut answers = Vec::new();
    for over in ["viewed", "accepted", "withdrawn", "expired"] {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana", "Ben"]).await;
        let id = ana.invites(&ben).with_note("From the choir.").await;
        kith.advance("1h");
        match over {
            "viewed" => ben.views(id).await,
            "accepted" => ben.accepts(id).await,
            "withdrawn" => ana.withdraws(id).await,
            _ => kith.advance("180d"),
        }
        answers.push(format!("{:?}", edits(&ana, id, "Something else.").await));
        let theirs = format!("{:?}", edits(&ben, id, "Something else.").await);
        assert_eq!(theirs, "Err(Refused(NotFound))", "nobody writes in another's name");
    }
    answers.dedup();
    assert_eq!(answers, ["Err(Refused(NoLongerPossible))"]);
}

#[tokio::test]
async fn a_note_that_is_not_right_leaves_the_old_one_f12_r1_6() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).with_note("From the choir.").await;
    kith.advance("1h");
    for wrong in ["", "  \n ", "Hi [first name]!", &"x".repeat(301)] {
        let refused = edits(&ana, id, wrong).await;
        assert!(
            matches!(refused, Err(Failure::Refused(EditNoteRefused::Blank | EditNoteRefused::Note(_)))),
            "{wrong:?}: {refused:?}"
        );
    }
    assert_eq!(reads(&ben, id).await.0.as_deref(), Some("From the choir."));
}

#[tokio::test]
async fn the_band_is_frozen_with_the_note_and_made_anew_with_another_f10_f12() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana Lee").await;
    let mut sent = Vec::new();
    for n in 0..11 {
        let other = kith.member(&format!("Somebody{n} Else{n}")).await;
        let note = format!("Hi Somebody{n}, {PITCH}");
        sent.push((ana.invites(&other).with_note(&note).await, other));
    }
    kith.advance("1h");
    let mut bands = Vec::new();
    for (id, other) in &sent {
        bands.push(reads(other, *id).await.1.expect("a band"));
    }
    let mut expected = vec![Originality::Own];
    expected.extend([Originality::Few; 8]);
    expected.extend([Originality::Many; 2]);
    assert_eq!(bands, expected, "each as it stood when it was sent");

    let (id, other) = &sent[10];
    let own =
        "We sat beside each other at the harbour festival and talked about boats until the lamps went out.";
    edits(&ana, *id, own).await.expect("not seen");
    assert_eq!(reads(other, *id).await.1, Some(Originality::Own));
    edits(&ana, *id, "Thanks for the talk!").await.expect("not seen");
    assert_eq!(reads(other, *id).await.1, Some(Originality::Short));
    // What is not there any more is held against nothing.
    let prints = kith.app.store().recent_prints(ana.id, kith_testkit::START).await.unwrap();
    assert_eq!(prints.len(), 10);
}

#[tokio::test]
async fn what_was_undone_or_is_old_is_held_against_nothing_f10_r8_7() {
    let kith = Kith::new().await;
    let [ana, ben, cleo, dan] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay", "Dan Roe"]).await;
    let undone = ana.invites(&ben).with_note(PITCH).await;
    invitations::undo(&kith.app, ana.actor, undone).await.expect("inside the window");
    let first = ana.invites(&cleo).with_note(PITCH).await;
    kith.advance("1h");
    assert_eq!(reads(&cleo, first).await.1, Some(Originality::Own));
    kith.advance("91d");
    let second = ana.invites(&dan).with_note(PITCH).await;
    kith.advance("1h");
    assert_eq!(reads(&dan, second).await.1, Some(Originality::Own));
    let prints = kith.app.store().recent_prints(ana.id, kith_testkit::START).await.unwrap();
    assert_eq!(prints.len(), 1, "what is compared with nothing is forgotten");
    // Others' notes are nobody's business.
    let others = cleo.invites(&dan).with_note(PITCH).await;
    kith.advance("1h");
    assert_eq!(reads(&dan, others).await.1, Some(Originality::Own));
}

#[tokio::test]
async fn a_claim_is_held_against_the_profile_and_frozen_f8() {
    let kith = Kith::new().await;
    let [ana, ben, cleo, dan] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay", "Dan Roe"]).await;
    let position = works(&ana, "Acme GmbH", "2012-01", Some("2014-06")).await;
    works(&ben, "ACME", "2013-05", None).await;
    works(&cleo, "Acme Ltd.", "2016-01", Some("2018-01")).await;
    for (other, check) in
        [(&ben, ClaimCheck::Matches), (&cleo, ClaimCheck::OtherYears), (&dan, ClaimCheck::NotListed)]
    {
        let ask = SendInvitation {
            claim: Some(Claim::Colleague(position)),
            ..SendInvitation::one_click(other.id, Place::Profile)
        };
        let shown = invitations::preview(&kith.app, ana.actor, &ask).await.expect("a preview");
        let id = ana.invites(other).with_claim(Claim::Colleague(position)).await;
        kith.advance("1h");
        works(other, "Acme", "2012-02", Some("2012-03")).await;
        let received = invitations::received_one(&kith.app, other.actor, id).await.unwrap();
        let claim = received.expect("received").invitation.card.claim.expect("a checked claim");
        assert_eq!(claim.check, check);
        assert_eq!(claim.period.map(|period| period.to_string()).as_deref(), Some("2012–14"));
        assert_eq!(shown.card.claim, Some(claim), "S reads beforehand what R reads (R6.9)");
    }
}

#[tokio::test]
async fn a_card_says_the_2nd_degree_and_nothing_beyond_r6_9() {
    let kith = Kith::new().await;
    let [ana, ben, cleo, dan] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay", "Dan Roe"]).await;
    ana.connects(&kith, &ben).await;
    ben.connects(&kith, &cleo).await;
    cleo.connects(&kith, &dan).await;
    for (other, shown, degree) in [(&cleo, Some(2), Some(2)), (&dan, Some(3), None)] {
        let bearing =
            relationship::relationship(&kith.app, ana.actor, other.id).await.unwrap().expect("there").bearing;
        assert_eq!(bearing.degree, shown);
        let ask = SendInvitation::one_click(other.id, Place::Profile);
        let preview = invitations::preview(&kith.app, ana.actor, &ask).await.expect("a preview");
        let id = ana.invites(other).await;
        kith.advance("1h");
        let received =
            invitations::received_one(&kith.app, other.actor, id).await.unwrap().expect("received");
        assert_eq!((received.invitation.card.degree, preview.card.degree), (degree, degree));
    }
}

#[tokio::test]
async fn a_preview_sends_counts_and_keeps_nothing_f10_r6_9() {
    let kith = Kith::new().await;
    let [ana, ben, cleo] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay"]).await;
    ana.invites(&cleo).with_note(PITCH).await;
    let ask = |to: &Member, note: &str, claim| SendInvitation {
        claim,
        note: Some(note.to_owned()),
        ..SendInvitation::one_click(to.id, Place::Profile)
    };
    for _ in 0..3 {
        let shown = invitations::preview(&kith.app, ana.actor, &ask(&ben, PITCH, None)).await.expect("shown");
        assert_eq!(shown.originality, Some(Originality::Few));
        assert_eq!(shown.note.expect("a note").as_str(), PITCH);
    }
    assert_eq!(
        standing::allowance(&kith.app, ana.actor).await.unwrap().expect("an account").lifetime.used,
        1
    );
    kith.advance("1h");
    assert_eq!(invitations::boxes(&kith.app, ben.actor).await.unwrap().received, 0);
    let tried =
        async |to, note, claim| match invitations::preview(&kith.app, ana.actor, &ask(to, note, claim)).await
        {
            Err(Failure::Refused(refused)) => refused,
            other => panic!("{other:?}"),
        };
    let not_backed = Some(Claim::Colleague(PositionId(1)));
    assert_eq!(tried(&ben, "Hi", not_backed).await, SendRefused::Claim(ClaimRefused::NotBacked));
    assert!(matches!(tried(&ben, "Hi [first name]", None).await, SendRefused::Note(_)));
    assert_eq!(tried(&ana, "Hi", None).await, SendRefused::ToYourself);
    kith_app::connections::block(&kith.app, ben.actor, ana.id).await.expect("blocked");
    assert_eq!(tried(&ben, "Hi", None).await, SendRefused::NotFound);
}
