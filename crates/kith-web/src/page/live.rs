//! What changes in the frame of a page while it is open: the numbers of unread, and a sentence for screen readers.

use axum::Router;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::response::sse::Event;
use axum::routing::get;
use kith_app::events::EventId;
use kith_app::notifications;
use kith_domain::time::{Span, Timestamp};
use kith_store::notifications::{Notification, NotificationKind};
use serde::{Deserialize, Serialize};

use super::PageRequest;
use crate::Web;
use crate::extract::{Json, Query};
use crate::gate::session::Member;
use crate::notifications::live;
use crate::problem::Problem;

/// What the script of every page listens to and asks for.
pub fn routes() -> Router<Web> {
    Router::new().route("/events", get(events)).route("/unread", get(unread))
}

/// So long before a page was asked for something may have been written that was not there yet for it to see.
const IN_FLIGHT: Span = Span::seconds(2);

/// A piece of news, as `kith.js` takes it.
#[derive(Serialize)]
struct News {
    /// What is said to screen readers; nothing where it is empty.
    say: String,
}

/// How much is unread, by the name of the badge.
#[derive(Serialize)]
struct Badges {
    messages: u32,
    notifications: u32,
}

/// When the page was asked for that listens, in milliseconds since 1970.
#[derive(Deserialize)]
struct PageMade {
    since: Option<i64>,
}

async fn events(
    ask: PageRequest,
    me: Member,
    Query(page): Query<PageMade>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // What came after the page was made and before it listens would else be shown to nobody.
    let made_at = Timestamp(page.since.unwrap_or(0).max(0));
    let seen = page.since.map(|_| EventId::before(made_at - IN_FLIGHT));
    live::stream(ask.app(), me.actor(), &headers, seen, move |event| {
        // What came just before the page was made may be missing from it, but is most likely there: it is looked at again,
        // and nothing is said.
        let say = if event.news.at < made_at { String::new() } else { said(&event.news) };
        let news = News { say };
        Event::default().event("notification").data(serde_json::to_string(&news).unwrap_or_default())
    })
    .await
}

/// Numbers are asked for and not sent along: one line of news may stand for several messages.
async fn unread(ask: PageRequest, me: Member) -> Result<Json<Badges>, Problem> {
    let waiting = notifications::waiting(ask.app(), me.actor()).await?;
    Ok(Json(Badges { messages: waiting.messages, notifications: waiting.notifications }))
}

fn said(news: &Notification) -> String {
    let name = &news.actor.name;
    match news.kind {
        NotificationKind::InvitationReceived => format!("{name} would like to connect."),
        NotificationKind::InvitationAccepted => format!("{name} accepted your invitation."),
        NotificationKind::QuestionAsked => format!("{name} asks you something before deciding."),
        NotificationKind::QuestionAnswered => format!("{name} answered your question."),
        NotificationKind::NotNow => format!("{name} asks you to wait."),
        NotificationKind::AcceptedOnTerms => format!("{name} accepted your invitation, on terms."),
        NotificationKind::TermsDeclined => format!("{name} declined your terms."),
        NotificationKind::TermsWidened => format!("{name} connected with you."),
        NotificationKind::VouchAsked => format!("{name} asks you for a line on an invitation."),
        NotificationKind::Warned => "The moderators wrote to you.".to_owned(),
        NotificationKind::Restricted => "The moderators restricted your sending.".to_owned(),
        NotificationKind::AllowanceGranted => "More invitations were granted to you.".to_owned(),
        NotificationKind::AllowanceDeclined => "Your request for more invitations was answered.".to_owned(),
        NotificationKind::AppealAnswered => "Your appeal was answered.".to_owned(),
        NotificationKind::ReportLookedAt => "The moderators looked at what you reported.".to_owned(),
        NotificationKind::MessageReceived | NotificationKind::OutreachReceived => {
            format!("{name} wrote to you.")
        }
        NotificationKind::OutreachAnswered => format!("{name} wrote back to you."),
        NotificationKind::OutreachRefused => format!("{name} answered your message."),
        NotificationKind::IntroductionAsked => format!("{name} asks you for an introduction."),
        NotificationKind::IntroductionForwarded => format!("{name} would like you to meet somebody."),
        NotificationKind::IntroductionAgreed => format!("{name} agreed to be introduced."),
        NotificationKind::IntroductionMessage => format!("{name} wrote to the three of you."),
    }
}
