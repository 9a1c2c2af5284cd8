//! Conversations over the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kith_app::messages::{self, Conversation, Listed, Message};
use kith_app::{App, invitations};
use kith_domain::id::{MemberId, MessageId};
use kith_domain::messages::Ask;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::idempotency;
use crate::gate::session::Member;
use crate::invitations::wire::InvitationShape;
use crate::outreach::wire::OutreachTop;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{Id, Moment, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read, write))
        .routes(routes!(mark_read))
        .routes(routes!(report_pitch))
}

/// A conversation in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Conversation)]
struct ConversationShape {
    /// The other one.
    member: PersonShape,
    /// What was written last.
    last: MessageShape,
    /// How many of the other's messages you have not read.
    unread: u32,
}

/// A conversation of three in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IntroductionConversation)]
struct CircleShape {
    /// `introduction`: what tells it from a conversation with a connection.
    kind: CircleKind,
    /// The introduction that began it; its messages are at `/introductions/{id}/messages`.
    introduction_id: Id,
    /// The three, the one who asked first.
    members: Vec<PersonShape>,
    /// What was written last; null before the first message.
    #[schema(required = true)]
    last: Option<MessageShape>,
    /// How many of the others' messages you have not read.
    unread: u32,
}

/// What began a conversation of three.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CircleKind {
    /// An introduction.
    Introduction,
}

/// A conversation in a list: with a connection, or of three.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ListedConversation)]
enum ListedShape {
    /// With a connection.
    Two(ConversationShape),
    /// Of three.
    Three(CircleShape),
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub(crate) struct MessageShape {
    /// Which.
    id: Id,
    /// Who wrote it.
    from: Id,
    /// What.
    text: String,
    /// When.
    sent_at: Moment,
}

/// A conversation.
#[derive(Debug, Serialize, ToSchema)]
struct Thread {
    /// The other one.
    member: PersonShape,
    /// Since when you are connected; null where an answered outreach message lets you write to each other.
    #[schema(required = true)]
    connected_since: Option<Moment>,
    /// The outreach message that opened the conversation, on top for both.
    #[schema(required = true)]
    outreach: Option<OutreachTop>,
    /// The invitation that became the connection, on top for both.
    #[schema(required = true)]
    invitation: Option<InvitationShape>,
    /// The last message you have read.
    #[schema(required = true)]
    read_up_to: Option<Id>,
    /// Until when the other wants neither pitches nor requests of you; null where they said nothing of it, or it is over.
    #[schema(required = true)]
    no_pitches_until: Option<Moment>,
    /// Which of the other's messages you reported as pitches.
    pitches: Vec<Id>,
    /// Messages, the latest first.
    items: Vec<MessageShape>,
    /// The cursor of the next piece; null where this is the last.
    #[schema(required = true)]
    next: Option<String>,
}

/// A message to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// What.
    #[schema(min_length = 1, example = "Thank you for accepting. How is the choir?")]
    pub(crate) text: String,
}

/// A message that was written.
#[derive(Debug, Serialize, ToSchema)]
struct Written {
    #[serde(flatten)]
    message: MessageShape,
    /// What it seems to ask for, soon after the yes: a word to its writer alone. It was sent all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<AskName>,
}

/// What a message may ask for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Ask)]
enum AskName {
    /// A job.
    Job,
    /// A favour.
    Favour,
    /// To buy something.
    Sale,
}

/// How far a conversation was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessagesRead {
    /// The last message that was read.
    pub(crate) up_to: Id,
}

impl From<&Message> for MessageShape {
    fn from(message: &Message) -> Self {
        Self {
            id: message.id.into(),
            from: message.from.into(),
            text: message.text.as_str().to_owned(),
            sent_at: message.at.into(),
        }
    }
}

impl From<&Conversation> for ConversationShape {
    fn from(conversation: &Conversation) -> Self {
        Self {
            member: (&conversation.other).into(),
            last: (&conversation.last).into(),
            unread: conversation.unread,
        }
    }
}

impl From<&Listed> for ListedShape {
    fn from(listed: &Listed) -> Self {
        match listed {
            Listed::Two(conversation) => Self::Two(conversation.as_ref().into()),
            Listed::Three(line) => Self::Three(CircleShape {
                kind: CircleKind::Introduction,
                introduction_id: line.circle.introduction.into(),
                members: line.members.iter().map(Into::into).collect(),
                last: line.circle.last.as_ref().map(Into::into),
                unread: line.circle.unread,
            }),
        }
    }
}

impl From<Ask> for AskName {
    fn from(ask: Ask) -> Self {
        match ask {
            Ask::Job => Self::Job,
            Ask::Favour => Self::Favour,
            Ask::Sale => Self::Sale,
        }
    }
}

/// List your conversations
///
/// The one written in last first.
#[utoipa::path(get, path = "/conversations", operation_id = "list_conversations", tag = "Messages",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<ListedShape>)))]
async fn list(State(app): State<App>, member: Member, paging: Paging) -> Result<Page<ListedShape>, Problem> {
    let list = "conversations";
    let page = messages::all(&app, member.actor(), paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, |listed| (&listed).into()))
}

/// Read a conversation
///
/// With the invitation on top; messages the latest first.
#[utoipa::path(get, path = "/conversations/{member_id}/messages", operation_id = "list_messages",
    tag = "Messages", params(("member_id" = Id, Path, description = "With whom."), PagingParams),
    responses(
        (status = 200, description = "A piece of the conversation.", body = Thread),
        (status = 403, description = "`not_connected`"),
    ))]
async fn read(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
    paging: Paging,
) -> Result<Json<Thread>, Problem> {
    let (actor, list) = (member.actor(), format!("messages {other}"));
    let thread = messages::messages(&app, actor, other, paging.after(&list)?, paging.limit).await?;
    let invitation = match &thread.invitation {
        Some(invitation) => invitations::sides(&app, actor, invitation.id).await?,
        None => None,
    };
    let page = Page::of(&list, thread.messages, |message| MessageShape::from(&message));
    Ok(Json(Thread {
        member: (&thread.other).into(),
        connected_since: thread.connected_since.map(Into::into),
        outreach: thread.outreach.as_deref().map(Into::into),
        invitation: invitation
            .map(|sides| InvitationShape::seen(&app, &(&member.person).into(), member.language, &sides)),
        read_up_to: thread.read.map(Into::into),
        no_pitches_until: thread.no_pitches_until.map(Into::into),
        pitches: thread.pitches.iter().map(|id| (*id).into()).collect(),
        items: page.items,
        next: page.next,
    }))
}

/// Write a message
#[utoipa::path(post, path = "/conversations/{member_id}/messages", operation_id = "write_message",
    tag = "Messages", params(("member_id" = Id, Path, description = "To whom.")),
    request_body = NewMessage,
    responses(
        (status = 201, description = "The message.", body = Written),
        (status = 403, description = "`not_connected`"),
    ))]
async fn write(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
    headers: HeaderMap,
    Json(asked): Json<NewMessage>,
) -> Result<Response, Problem> {
    // Written with the message itself, so that not even a crash between the two makes it come twice.
    let operation = headers.get(idempotency::HEADER).and_then(|key| key.to_str().ok());
    let written = messages::write(&app, member.actor(), other, &asked.text, operation).await?;
    let written = Written { message: (&written.message).into(), hint: written.hint.map(Into::into) };
    Ok((StatusCode::CREATED, Json(written)).into_response())
}

/// Mark a conversation read
#[utoipa::path(put, path = "/conversations/{member_id}/read", operation_id = "mark_messages_read",
    tag = "Messages", params(("member_id" = Id, Path, description = "With whom.")), request_body = MessagesRead,
    responses((status = 204, description = "Read.")))]
async fn mark_read(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
    Json(asked): Json<MessagesRead>,
) -> Result<StatusCode, Problem> {
    let up_to = asked.up_to.read::<MessageId>().ok_or_else(Problem::not_found)?;
    messages::mark_read(&app, member.actor(), other, up_to).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Report a message as a pitch
///
/// Written in a time for which you had asked its writer for no pitches. Moderators decide it like any report; its writer
/// is not told.
#[utoipa::path(put, path = "/conversations/{member_id}/messages/{id}/pitch", operation_id = "report_pitch",
    tag = "Messages",
    params(("member_id" = Id, Path, description = "With whom."), ("id" = Id, Path, description = "Which message.")),
    responses(
        (status = 204, description = "Reported."),
        (status = 409, description = "`no_pitches_not_asked`"),
    ))]
async fn report_pitch(
    State(app): State<App>,
    member: Member,
    Path((other, id)): Path<(MemberId, MessageId)>,
) -> Result<StatusCode, Problem> {
    messages::report_pitch(&app, member.actor(), other, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
