//! The page of news.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use kith_app::notifications::{self, News, NotificationKind, Subject};
use kith_domain::id::NotificationId;
use kith_domain::time::Timestamp;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Form, Query};
use crate::lists::{self, ROWS};
use crate::page::{Flash, Frame, MemberRequest, Page, Place, Somebody};
use crate::problem::Problem;
use crate::when::When;

/// The page of news.
pub fn routes() -> Router<Web> {
    Router::new().route("/notifications", get(list)).route("/notifications/read", post(mark_read))
}

#[derive(Template)]
#[template(path = "notifications/list.html")]
struct NewsPage {
    frame: Frame,
    items: Vec<Line>,
    /// The latest line, where any is unread: what is marked as read is what was seen.
    up_to: Option<NotificationId>,
    older: bool,
    next: Option<String>,
}

/// A line of news.
pub(crate) struct Line {
    pub(crate) person: Somebody,
    pub(crate) says: &'static str,
    pub(crate) unread: bool,
    pub(crate) at: When,
    pub(crate) onward: Option<Onward>,
    /// Whether it comes from the moderators, whose names are not told.
    pub(crate) moderators: bool,
}

/// What one may do about it.
pub(crate) struct Onward {
    pub(crate) href: String,
    pub(crate) words: String,
}

#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
}

async fn list(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<NewsPage>, Problem> {
    let app = ask.app();
    let now = app.now();
    let place = lists::place(piece.cursor.as_deref());
    let found = notifications::notifications(app, ask.actor(), place, ROWS).await?;
    let any_unread = found.items.iter().any(|news| news.unread);
    let latest = found.items.first().map(|news| news.notification.id);
    Ok(Page::new(NewsPage {
        up_to: latest.filter(|_| any_unread && place.is_none()),
        items: found.items.iter().map(|news| Line::new(news, now)).collect(),
        older: place.is_some(),
        next: lists::next("/notifications", &[], found.next),
        frame: ask.frame(Place::Notifications).await?,
    }))
}

#[derive(Deserialize)]
struct Read {
    up_to: Option<NotificationId>,
}

async fn mark_read(ask: MemberRequest, Form(read): Form<Read>) -> Result<Response, Problem> {
    notifications::mark_read(ask.app(), ask.actor(), read.up_to).await?;
    Ok(ask.done("/notifications", Flash::say("Marked as read.")))
}

impl Line {
    pub(crate) fn new(news: &News, now: Timestamp) -> Self {
        let notification = &news.notification;
        let person = Somebody::of(&notification.actor);
        let says = match notification.kind {
            NotificationKind::InvitationReceived if notification.connected => {
                "invited you, and you are connected."
            }
            NotificationKind::InvitationReceived => "invites you to connect.",
            NotificationKind::InvitationAccepted => "accepted your invitation.",
            NotificationKind::QuestionAsked => "asks you something before deciding about your invitation.",
            NotificationKind::QuestionAnswered => "answered what you asked about their invitation.",
            NotificationKind::NotNow => "says: not now, please ask me later.",
            NotificationKind::AcceptedOnTerms => "accepted your invitation, on terms.",
            NotificationKind::TermsDeclined => "declined your terms; you are not connected.",
            NotificationKind::TermsWidened => "connected with you.",
            NotificationKind::VouchAsked => "asks you for a line on an invitation to somebody you both know.",
            NotificationKind::MessageReceived | NotificationKind::Warned => "wrote to you.",
            NotificationKind::ReportLookedAt => "looked at what you reported.",
            NotificationKind::Restricted => "restricted your sending.",
            NotificationKind::AllowanceGranted => "granted you more invitations.",
            NotificationKind::AllowanceDeclined => "answered your request for more invitations.",
            NotificationKind::AppealAnswered => "answered your appeal.",
            NotificationKind::OutreachReceived => "wrote to you; you are not connected.",
            NotificationKind::OutreachAnswered => "wrote back to you.",
            NotificationKind::OutreachRefused => "answered your message: no, thank you.",
            NotificationKind::IntroductionAsked => "asks you for an introduction.",
            NotificationKind::IntroductionForwarded => "would like you to meet somebody.",
            NotificationKind::IntroductionAgreed => "agreed to be introduced.",
            NotificationKind::IntroductionMessage => "wrote to the three of you.",
        };
        let conversation = format!("/messages/{}", person.handle);
        let onward = match (notification.kind, notification.subject) {
            (NotificationKind::InvitationReceived, Subject::Invitation(id)) if !notification.connected => {
                Some(Onward::to(format!("/invitations/{id}"), "Read the invitation"))
            }
            (
                NotificationKind::InvitationReceived
                | NotificationKind::InvitationAccepted
                | NotificationKind::TermsWidened,
                Subject::Invitation(_),
            ) => Some(Onward { href: conversation, words: format!("Write to {}", person.first) }),
            (NotificationKind::QuestionAsked, Subject::Invitation(id)) => {
                Some(Onward::to(format!("/invitations/{id}"), "Read and answer"))
            }
            (NotificationKind::QuestionAnswered, Subject::Invitation(id)) => {
                Some(Onward::to(format!("/invitations/{id}"), "Read the answer"))
            }
            (NotificationKind::AcceptedOnTerms, Subject::Invitation(id)) => {
                Some(Onward::to(format!("/invitations/{id}"), "Read the terms"))
            }
            (NotificationKind::TermsDeclined, Subject::Invitation(_)) => None,
            (NotificationKind::NotNow, Subject::Invitation(id)) => {
                Some(Onward::to(format!("/invitations/{id}"), "Your invitation"))
            }
            (_, Subject::Invitation(id)) => {
                Some(Onward::to(format!("/vouches#vouch-{id}"), "Read what is asked"))
            }
            (_, Subject::Conversation(_)) => Some(Onward::to(conversation, "Read the message")),
            (NotificationKind::OutreachAnswered, Subject::Outreach(_)) => {
                Some(Onward::to(conversation, "Read the message"))
            }
            (NotificationKind::OutreachRefused, Subject::Outreach(id)) => {
                Some(Onward::to(format!("/outreach/{id}"), "Your message"))
            }
            (_, Subject::Outreach(id)) => Some(Onward::to(format!("/outreach/{id}"), "Read the message")),
            (
                NotificationKind::IntroductionAsked | NotificationKind::IntroductionForwarded,
                Subject::Introduction(id),
            ) => Some(Onward::to(format!("/introductions/{id}"), "Read and decide")),
            (_, Subject::Introduction(id)) => {
                Some(Onward::to(format!("/messages/introductions/{id}"), "Open the conversation"))
            }
            (_, Subject::Warning(_)) => Some(Onward::to("/warnings".to_owned(), "Read it")),
            (_, Subject::Standing) => Some(Onward::to("/standing".to_owned(), "Your standing")),
            (_, Subject::Case(_)) => None,
        };
        let moderators =
            matches!(notification.subject, Subject::Warning(_) | Subject::Case(_) | Subject::Standing);
        let at = When::ago(notification.at, now);
        Self { person, says, unread: news.unread, at, onward, moderators }
    }
}

impl Onward {
    fn to(href: String, words: &str) -> Self {
        Self { href, words: words.to_owned() }
    }
}
