//! News over the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::response::sse::Event;
use kith_app::App;
use kith_app::notifications::{self, News, Notification, NotificationKind, Subject};
use kith_domain::id::NotificationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::live;
use crate::Web;
use crate::extract::Json;
use crate::gate::session::Member;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{Id, Moment, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(mark_read)).routes(routes!(events))
}

/// A line of news.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notification)]
struct NotificationShape {
    /// Which.
    id: Id,
    /// What it tells.
    kind: KindName,
    /// Who did it.
    member: PersonShape,
    /// About which invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_id: Option<Id>,
    /// About which outreach message.
    #[serde(skip_serializing_if = "Option::is_none")]
    outreach_id: Option<Id>,
    /// About which introduction.
    #[serde(skip_serializing_if = "Option::is_none")]
    introduction_id: Option<Id>,
    /// Since when it may be seen.
    at: Moment,
    /// Whether you have not read it.
    unread: bool,
}

/// What a line of news tells.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NotificationKind)]
enum KindName {
    /// Somebody invites you.
    InvitationReceived,
    /// Somebody accepted your invitation.
    InvitationAccepted,
    /// Somebody asks something about your invitation.
    QuestionAsked,
    /// Somebody answered what you asked about their invitation.
    QuestionAnswered,
    /// Somebody told you "not now", with a day.
    NotNow,
    /// Somebody accepted your invitation on terms.
    AcceptedOnTerms,
    /// Somebody declined the terms on which you had accepted.
    TermsDeclined,
    /// Somebody whom you only followed, and who followed you, has made a connection of it.
    TermsWidened,
    /// Somebody wrote to you.
    MessageReceived,
    /// Somebody asks you to vouch for an invitation.
    VouchAsked,
    /// The moderators wrote to you; `member` is yourself.
    Warned,
    /// The moderators looked at what you reported; `member` is yourself.
    ReportLookedAt,
    /// A moderator restricted your sending; `member` is yourself.
    Restricted,
    /// More invitations were granted to you; `member` is yourself.
    AllowanceGranted,
    /// Your request for more invitations was refused; `member` is yourself.
    AllowanceDeclined,
    /// Your appeal was answered; `member` is yourself.
    AppealAnswered,
    /// Somebody you are not connected with wrote to you.
    OutreachReceived,
    /// Somebody wrote back to your outreach message.
    OutreachAnswered,
    /// Somebody answered your outreach message with "no, thank you".
    OutreachRefused,
    /// Somebody asks you to introduce them to a connection of yours.
    IntroductionAsked,
    /// A connection would like to introduce somebody to you.
    IntroductionForwarded,
    /// An introduction was agreed to.
    IntroductionAgreed,
    /// Somebody wrote into a conversation of three.
    IntroductionMessage,
}

/// How far the news were read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewsRead {
    /// The last line that was read; left out, all that shows now.
    up_to: Option<Id>,
}

impl NotificationShape {
    fn new(notification: &Notification, unread: bool) -> Self {
        Self {
            id: notification.id.into(),
            kind: match notification.kind {
                NotificationKind::InvitationReceived => KindName::InvitationReceived,
                NotificationKind::InvitationAccepted => KindName::InvitationAccepted,
                NotificationKind::QuestionAsked => KindName::QuestionAsked,
                NotificationKind::QuestionAnswered => KindName::QuestionAnswered,
                NotificationKind::NotNow => KindName::NotNow,
                NotificationKind::AcceptedOnTerms => KindName::AcceptedOnTerms,
                NotificationKind::TermsDeclined => KindName::TermsDeclined,
                NotificationKind::TermsWidened => KindName::TermsWidened,
                NotificationKind::MessageReceived => KindName::MessageReceived,
                NotificationKind::VouchAsked => KindName::VouchAsked,
                NotificationKind::Warned => KindName::Warned,
                NotificationKind::ReportLookedAt => KindName::ReportLookedAt,
                NotificationKind::Restricted => KindName::Restricted,
                NotificationKind::AllowanceGranted => KindName::AllowanceGranted,
                NotificationKind::AllowanceDeclined => KindName::AllowanceDeclined,
                NotificationKind::AppealAnswered => KindName::AppealAnswered,
                NotificationKind::OutreachReceived => KindName::OutreachReceived,
                NotificationKind::OutreachAnswered => KindName::OutreachAnswered,
                NotificationKind::OutreachRefused => KindName::OutreachRefused,
                NotificationKind::IntroductionAsked => KindName::IntroductionAsked,
                NotificationKind::IntroductionForwarded => KindName::IntroductionForwarded,
                NotificationKind::IntroductionAgreed => KindName::IntroductionAgreed,
                NotificationKind::IntroductionMessage => KindName::IntroductionMessage,
            },
            member: (&notification.actor).into(),
            invitation_id: match notification.subject {
                Subject::Invitation(id) => Some(id.into()),
                Subject::Conversation(_)
                | Subject::Outreach(_)
                | Subject::Introduction(_)
                | Subject::Warning(_)
                | Subject::Case(_)
                | Subject::Standing => None,
            },
            outreach_id: match notification.subject {
                Subject::Outreach(id) => Some(id.into()),
                Subject::Invitation(_)
                | Subject::Conversation(_)
                | Subject::Introduction(_)
                | Subject::Warning(_)
                | Subject::Case(_)
                | Subject::Standing => None,
            },
            introduction_id: match notification.subject {
                Subject::Introduction(id) => Some(id.into()),
                Subject::Invitation(_)
                | Subject::Conversation(_)
                | Subject::Outreach(_)
                | Subject::Warning(_)
                | Subject::Case(_)
                | Subject::Standing => None,
            },
            at: notification.at.into(),
            unread,
        }
    }
}

/// List your news
///
/// Newest first.
#[utoipa::path(get, path = "/notifications", operation_id = "list_notifications", tag = "News",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<NotificationShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    paging: Paging,
) -> Result<Page<NotificationShape>, Problem> {
    let list = "notifications";
    let page = notifications::notifications(&app, member.actor(), paging.after(list)?, paging.limit).await?;
    let shape = |news: News| NotificationShape::new(&news.notification, news.unread);
    Ok(Page::of(list, page, shape))
}

/// Mark your news read
#[utoipa::path(put, path = "/notifications/read", operation_id = "mark_notifications_read", tag = "News",
    request_body(content = Option<NewsRead>, description = "Nothing marks all that shows now."),
    responses((status = 204, description = "Read."), (status = 404, description = "`not_found`")))]
async fn mark_read(
    State(app): State<App>,
    member: Member,
    asked: Option<Json<NewsRead>>,
) -> Result<StatusCode, Problem> {
    let up_to = match asked.and_then(|Json(read)| read.up_to) {
        Some(id) => Some(id.read::<NotificationId>().ok_or_else(Problem::not_found)?),
        None => None,
    };
    notifications::mark_read(&app, member.actor(), up_to).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Listen to your news
///
/// Server-sent events, one `notification` for each line of news; `Last-Event-ID` resumes.
#[utoipa::path(get, path = "/events", operation_id = "listen", tag = "News",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last event that was seen.")),
    responses((status = 200, description = "A stream.", body = String, content_type = "text/event-stream")))]
async fn events(State(app): State<App>, member: Member, headers: HeaderMap) -> Result<Response, Problem> {
    live::stream(&app, member.actor(), &headers, None, |event| {
        let shape = NotificationShape::new(&event.news, true);
        let told = Event::default().event("notification");
        told.data(serde_json::to_string(&shape).unwrap_or_default())
    })
    .await
}
