//! What S can get from any use case, in two networks that differ only in what R did short of accepting (R6.1).

use std::fmt::Write as _;

use kith_app::followers::run_followers_once;
use kith_app::invitations::{self, SendInvitation};
use kith_app::outreach::{self, SendOutreach};
use kith_app::{Authority, connections, credits, notifications, profile, relationship, standing};
use kith_domain::id::InvitationId;
use kith_domain::invitations::Place;
use kith_domain::text::{QuestionAnswer, QuestionText, ReportReason};
use kith_domain::time::Span;
use kith_store::invitations::SentFilter;
use kith_testkit::{Kith, Member};

/// What R may do that S must not learn of.
#[derive(Debug, Clone, Copy)]
enum Silent {
    Nothing,
    Ignore,
    IgnoreAndTakeBack,
    Mark,
    MarkAndTakeBack,
    Report,
    MarkAndReport,
    SetAside,
    SetAsideAndBringBack,
    SetAsideAndMark,
}

/// What R says to S in so many words beforehand, in both networks.
#[derive(Debug, Clone, Copy)]
enum Said {
    Nothing,
    /// A question (F5), which S answers, or not.
    Question {
        answered: bool,
    },
    /// "Not now" (F6).
    NotNow,
}

const SILENT: [Silent; 9] = [
    Silent::SetAside,
    Silent::SetAsideAndBringBack,
    Silent::SetAsideAndMark,
    Silent::Ignore,
    Silent::IgnoreAndTakeBack,
    Silent::Mark,
    Silent::MarkAndTakeBack,
    Silent::Report,
    Silent::MarkAndReport,
];

async fn does(silent: Silent, recipient: &Member, id: InvitationId) {
    let (app, actor) = (&recipient.app, recipient.actor);
    let report = async || {
        let reason = ReportReason::parse("sells things").unwrap();
        invitations::report(app, actor, id, reason).await.unwrap();
    };
    match silent {
        Silent::Nothing => {}
        Silent::Ignore => recipient.ignores(id).await,
        Silent::IgnoreAndTakeBack => {
            recipient.ignores(id).await;
            invitations::take_back_dismissal(app, actor, id).await.unwrap();
        }
        Silent::Mark => recipient.marks(id).await,
        Silent::MarkAndTakeBack => {
            recipient.marks(id).await;
            invitations::take_back_mark(app, actor, id).await.unwrap();
        }
        Silent::Report => report().await,
        Silent::SetAside => set_aside(recipient, id, false).await,
        Silent::SetAsideAndBringBack => {
            set_aside(recipient, id, false).await;
            invitations::bring_back(app, actor, id).await.unwrap();
        }
        Silent::SetAsideAndMark => {
            set_aside(recipient, id, false).await;
            recipient.marks(id).await;
        }
        Silent::MarkAndReport => {
            recipient.marks(id).await;
            report().await;
        }
    }
}

async fn set_aside(recipient: &Member, id: InvitationId, tell: bool) {
    let until = recipient.app.now() + Span::days(90);
    invitations::set_aside(&recipient.app, recipient.actor, id, until, tell).await.unwrap();
}

async fn says(said: Said, recipient: &Member, sender: &Member, id: InvitationId) {
    match said {
        Said::Nothing => {}
        Said::Question { answered } => {
            let question = QuestionText::parse("How do we know each other?").unwrap();
            invitations::ask(&recipient.app, recipient.actor, id, question).await.unwrap();
            if answered {
                let answer = QuestionAnswer::parse("From the choir.").unwrap();
                invitations::reply(&sender.app, sender.actor, id, answer).await.unwrap();
            }
        }
        Said::NotNow => set_aside(recipient, id, true).await,
    }
}

/// All that the sender can read.
async fn seen(sender: &Member, recipient: &Member, id: InvitationId) -> String {
    let (app, actor, other) = (&sender.app, sender.actor, recipient.id);
    let mut seen = String::new();
    for filter in [SentFilter::All, SentFilter::Open, SentFilter::Accepted, SentFilter::Expired] {
        writeln!(seen, "{:?}", invitations::sent(app, actor, filter, None, 100).await.unwrap()).unwrap();
    }
    writeln!(seen, "{:?}", invitations::sides(app, actor, id).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", invitations::boxes(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", standing::allowance(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", standing::standing(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", standing::movements(app, actor, None, 100).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", standing::bands(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", standing::asking(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", relationship::relationship(app, actor, other).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", relationship::bearings(app, actor, &[other]).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", profile::view(app, actor, other).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", invitations::draft(app, actor, other).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", notifications::waiting(app, actor).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", notifications::notifications(app, actor, None, 100).await.unwrap()).unwrap();
    writeln!(seen, "{:?}", connections::count(app, actor, sender.id).await).unwrap();
    // What is refused is no secret either, and tries nothing out.
    writeln!(seen, "{:?}", invitations::undo(app, actor, id).await).unwrap();
    // Whether the note may be changed, and that it was, is told alike too (F12).
    writeln!(seen, "{:?}", invitations::edit_note(app, actor, id, Some("From the choir!")).await).unwrap();
    writeln!(seen, "{:?}", invitations::view(app, actor, id).await).unwrap();
    writeln!(seen, "{:?}", invitations::mark(app, actor, id).await).unwrap();
    let late = QuestionAnswer::parse("From the boats, rather.").unwrap();
    writeln!(seen, "{:?}", invitations::reply(app, actor, id, late).await).unwrap();
    let again = SendInvitation::one_click(other, Place::Search);
    writeln!(seen, "{:?}", invitations::send(app, actor, again).await).unwrap();
    // Nor does writing to R try it out (R4.6).
    let written = SendOutreach { to: other, subject: "Tides".to_owned(), body: "Hello.".to_owned() };
    writeln!(seen, "{:?}", outreach::send(app, actor, written).await).unwrap();
    seen
}

/// The story of one network, as its sender sees it: day by day, the withdrawal, and the try after it.
async fn story(silent: Silent, said: Said, withdraws: bool) -> Vec<String> {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    credits::grant(&kith.app, Authority::Operator, ana.id, 3).await.unwrap();
    let id = ana.invites(&ben).with_note("From the choir.").await;
    let mut chapters = Vec::new();
    kith.advance("1h");
    says(said, &ben, &ana, id).await;
    does(silent, &ben, id).await;
    for wait in ["1s", "10m", "100d", "79d"] {
        kith.advance(wait);
        run_followers_once(&kith.app).await.unwrap();
        chapters.push(seen(&ana, &ben, id).await);
    }
    if withdraws {
        for _ in 0..2 {
            chapters.push(format!("{:?}", invitations::withdraw(&kith.app, ana.actor, id).await));
        }
        chapters.push(seen(&ana, &ben, id).await);
        kith.advance("20d");
    } else {
        kith.advance("1d");
    }
    chapters.push(seen(&ana, &ben, id).await);
    chapters
}

#[tokio::test]
async fn silence_ignore_mark_and_report_give_the_sender_the_same_r6_1_r8_5() {
    for withdraws in [true, false] {
        let silence = story(Silent::Nothing, Said::Nothing, withdraws).await;
        for silent in SILENT {
            let other = story(silent, Said::Nothing, withdraws).await;
            for (chapter, (one, other)) in silence.iter().zip(&other).enumerate() {
                for (one, other) in one.lines().zip(other.lines()) {
                    assert_eq!(one, other, "{silent:?}, chapter {chapter}, withdraws: {withdraws}");
                }
            }
        }
    }
}

/// A question or a "not now" is told; what R does after it is not.
#[tokio::test]
async fn silence_after_a_question_or_a_told_day_gives_the_sender_the_same_f5_f6_r6_1() {
    let kinds = [Said::Question { answered: false }, Said::Question { answered: true }, Said::NotNow];
    for said in kinds {
        let silence = story(Silent::Nothing, said, true).await;
        for silent in SILENT {
            let other = story(silent, said, true).await;
            for (chapter, (one, other)) in silence.iter().zip(&other).enumerate() {
                for (one, other) in one.lines().zip(other.lines()) {
                    assert_eq!(one, other, "{silent:?} after {said:?}, chapter {chapter}");
                }
            }
        }
    }
}
