//! Invitations over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::invitations::{self, ReceivedBox, ReceivedInvitation, SendReply, SentInvitation, Wanted};
use kith_domain::id::InvitationId;
use kith_domain::invitations::Terms;
use kith_domain::time::Span;
use kith_store::invitations::SentFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{NewInvitation, NewReport};
use super::terms_api::AcceptOn;
use super::wire::{BoxName, InvitationShape, StateName};
use crate::Web;
use crate::extract::{Json, Path, Query};
use crate::gate::session::Member;
use crate::openapi::BASE;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{Id, Moment, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, send))
        .routes(routes!(read, undo))
        .routes(routes!(view))
        .routes(routes!(accept))
        .routes(routes!(dismiss, take_back_dismissal))
        .routes(routes!(mark, take_back_mark))
        .routes(routes!(report))
        .routes(routes!(withdraw))
}

/// Which invitations are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Yours, or those you got.
    #[serde(rename = "box")]
    #[param(rename = "box")]
    side: Option<BoxName>,
    /// Only those in this state. `snoozed` is what you set aside, `ignored`, `marked` and
    /// `reported` are the archive of what you got.
    state: Option<StateName>,
    /// Only those with this in the other one's name.
    name: Option<String>,
    /// Only those with a note, or without one.
    note: Option<bool>,
    /// Only those where the two had something in common when it was sent, or nothing.
    shared: Option<bool>,
    /// Only those sent at least so many days ago.
    #[param(minimum = 0, maximum = 36500)]
    older_than_days: Option<u16>,
    /// Of those you sent, only what you can withdraw.
    withdrawable: Option<bool>,
}

impl Which {
    /// The greatest age that can be asked for, in days: a century.
    const OLDEST: u16 = 36_500;

    /// What is looked for besides the box and the state.
    fn wanted(&self) -> Result<Wanted, Problem> {
        if let Some(days) = self.older_than_days.filter(|days| *days > Self::OLDEST) {
            let told = format!("At most {} days can be asked for, not {days}.", Self::OLDEST);
            return Err(Problem::field("older_than_days", "out_of_range", told));
        }
        Ok(Wanted {
            name: self.name.clone().unwrap_or_default(),
            note: self.note,
            shared: self.shared,
            older_than: self.older_than_days.map(|days| Span::days(days.into())),
        })
    }
}

/// The name of a list, which its cursors hold on to.
fn list_name(of: &str, wanted: &Wanted) -> String {
    if wanted.is_everything() { of.to_owned() } else { format!("{of} {wanted:?}") }
}

/// What became of an invitation just sent.
#[derive(Debug, Serialize, ToSchema)]
struct Reply {
    #[serde(flatten)]
    invitation: InvitationShape,
    /// Whether one was open already, and this is that one; nothing was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    existing: Option<bool>,
    /// How many you have sent today, when that is worth a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_today: Option<u64>,
}

/// An invitation that was accepted, and what it became.
#[derive(Debug, Serialize, ToSchema)]
struct Acceptance {
    invitation: InvitationShape,
    /// The connection; null where you only follow each other.
    #[schema(required = true)]
    connection: Option<NewConnection>,
}

/// A connection just made.
#[derive(Debug, Serialize, ToSchema)]
struct NewConnection {
    /// With whom.
    member: PersonShape,
    /// Since when.
    since: Moment,
    /// The invitation it came from.
    invitation: Id,
}

/// List invitations
///
/// Newest first. Held ones are not in their recipient's box.
#[utoipa::path(get, path = "/invitations", operation_id = "list_invitations", tag = "Invitations",
    params(Which, PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<InvitationShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    Query(which): Query<Which>,
    paging: Paging,
) -> Result<Page<InvitationShape>, Problem> {
    let (me, actor, language) = ((&member.person).into(), member.actor(), member.language);
    let wanted = which.wanted()?;
    Ok(match which.side.unwrap_or(BoxName::Received) {
        BoxName::Received => {
            let boxed = received_box(which.state)?;
            let list = list_name(&format!("received {boxed:?}"), &wanted);
            let after = paging.after(&list)?;
            let found = invitations::find_received(&app, actor, boxed, &wanted, after, paging.limit).await?;
            Page::found(&list, found, |one| InvitationShape::received(&app, &me, language, &one))
        }
        BoxName::Sent => {
            let (filter, withdrawable) = (sent_filter(which.state)?, which.withdrawable.unwrap_or_default());
            let takes = if withdrawable { " withdrawable" } else { "" };
            let list = list_name(&format!("sent {filter:?}{takes}"), &wanted);
            let after = paging.after(&list)?;
            let found =
                invitations::find_sent(&app, actor, filter, &wanted, withdrawable, after, paging.limit)
                    .await?;
            Page::found(&list, found, |one| InvitationShape::sent(&app, &me, language, &one))
        }
    })
}

fn received_box(state: Option<StateName>) -> Result<ReceivedBox, Problem> {
    match state {
        None | Some(StateName::Pending | StateName::Asked) => Ok(ReceivedBox::Waiting),
        Some(StateName::Snoozed) => Ok(ReceivedBox::Later),
        Some(StateName::Ignored | StateName::Marked | StateName::Reported) => Ok(ReceivedBox::Archive),
        Some(
            StateName::Held
            | StateName::Accepted
            | StateName::Withdrawn
            | StateName::Expired
            | StateName::Undeliverable,
        ) => Err(no_such_state("What you got is `pending`, `snoozed`, or `ignored` in the archive.")),
    }
}

fn sent_filter(state: Option<StateName>) -> Result<SentFilter, Problem> {
    match state {
        None => Ok(SentFilter::All),
        Some(StateName::Held | StateName::Pending | StateName::Asked) => Ok(SentFilter::Open),
        Some(StateName::Accepted) => Ok(SentFilter::Accepted),
        Some(StateName::Withdrawn) => Ok(SentFilter::Withdrawn),
        Some(StateName::Expired | StateName::Undeliverable) => Ok(SentFilter::Expired),
        Some(StateName::Snoozed | StateName::Ignored | StateName::Marked | StateName::Reported) => {
            Err(no_such_state("What you sent is `pending`, `accepted`, `withdrawn` or `expired`."))
        }
    }
}

fn no_such_state(detail: &str) -> Problem {
    Problem::field("state", "unknown", detail)
}

/// Invite somebody
///
/// A pending one to the same member is answered with 200 and `existing`; where they had invited you, you are
/// connected.
#[utoipa::path(post, path = "/invitations", operation_id = "send_invitation", tag = "Invitations",
    request_body = NewInvitation,
    responses(
        (status = 201, description = "Sent, or connected.", body = Reply),
        (status = 200, description = "One was open already.", body = Reply),
        (status = 403, description = "`invitations_restricted`, `allowance_spent`, `address_unverified`, `profile_incomplete`"),
        (status = 404, description = "`not_found`"),
        (status = 409, description = "`already_connected`, `not_possible_now`, `too_many_connections`"),
        (status = 422, description = "`to_yourself`, `note_too_long`, `note_has_placeholder`, `note_unreadable`, `relation_not_backed`, `relation_unknown`, `address_needed` or a field"),
        (status = 429, description = "`pace_exceeded`, `too_many_pending`, `too_many_address_tries`, `too_many_requests`"),
    ))]
async fn send(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewInvitation>,
) -> Result<Response, Problem> {
    let reply = invitations::send(&app, member.actor(), asked.ask()?).await?;
    let (status, existing, sent_today, invitation) = match reply {
        SendReply::Sent { invitation, pace_hint } => {
            (StatusCode::CREATED, None, pace_hint, sent(&app, &member, &invitation))
        }
        SendReply::Existing(invitation) => {
            (StatusCode::OK, Some(true), None, sent(&app, &member, &invitation))
        }
        SendReply::Connected { invitation, .. } => {
            let accepted = invitations::received_one(&app, member.actor(), invitation).await?;
            let accepted = accepted.ok_or_else(Problem::not_found)?;
            (StatusCode::CREATED, None, None, received(&app, &member, &accepted))
        }
    };
    let location = format!("{BASE}/invitations/{}", invitation.id.as_str());
    let reply = Reply { invitation, existing, sent_today };
    Ok((status, [(LOCATION, location)], Json(reply)).into_response())
}

/// Read an invitation
///
/// Reading does not count as viewing.
#[utoipa::path(get, path = "/invitations/{id}", operation_id = "get_invitation", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    responses((status = 200, description = "It, as you may see it.", body = InvitationShape)))]
async fn read(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let sides = invitations::sides(&app, member.actor(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(InvitationShape::seen(&app, &(&member.person).into(), member.language, &sides)))
}

/// Undo sending
///
/// Inside the undo window, as if it had never been sent.
#[utoipa::path(delete, path = "/invitations/{id}", operation_id = "undo_invitation", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 204, description = "Undone, without a trace."),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn undo(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<StatusCode, Problem> {
    invitations::undo(&app, member.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// View an invitation
///
/// From now on its sender cannot withdraw it, and does not know why.
#[utoipa::path(put, path = "/invitations/{id}/view", operation_id = "view_invitation", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It.", body = InvitationShape),
        (status = 409, description = "`no_longer_available`"),
    ))]
async fn view(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let viewed = invitations::view(&app, member.actor(), id).await?;
    Ok(Json(received(&app, &member, &viewed)))
}

/// Accept an invitation
///
/// With all that connections see, or on terms, which the sender reads and may decline.
#[utoipa::path(put, path = "/invitations/{id}/acceptance", operation_id = "accept_invitation",
    tag = "Invitations", params(("id" = Id, Path, description = "Which invitation.")),
    request_body(content = Option<AcceptOn>, description = "The terms; nothing for all that a connection is."),
    responses(
        (status = 200, description = "You are connected, or follow each other.", body = Acceptance),
        (status = 409, description = "`no_longer_available`, `too_many_connections`"),
    ))]
async fn accept(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
    asked: Option<Json<AcceptOn>>,
) -> Result<Json<Acceptance>, Problem> {
    let terms = asked.map_or_else(|| Ok(Terms::default()), |Json(asked)| asked.terms())?;
    let (accepted, since) = invitations::accept(&app, member.actor(), id, terms).await?;
    let invitation = received(&app, &member, &accepted);
    let connection =
        NewConnection { member: invitation.from.clone(), since: since.into(), invitation: id.into() };
    Ok(Json(Acceptance { connection: accepted.connected.then_some(connection), invitation }))
}

/// Ignore an invitation
///
/// Into the archive, silently; it can be taken back until the invitation expires.
#[utoipa::path(put, path = "/invitations/{id}/dismissal", operation_id = "dismiss_invitation",
    tag = "Invitations", params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It, in the archive.", body = InvitationShape),
        (status = 409, description = "`no_longer_available`"),
    ))]
async fn dismiss(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let ignored = invitations::ignore(&app, member.actor(), id).await?;
    Ok(Json(received(&app, &member, &ignored)))
}

/// Take an invitation out of the archive
#[utoipa::path(delete, path = "/invitations/{id}/dismissal", operation_id = "take_back_dismissal",
    tag = "Invitations", params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It, waiting again.", body = InvitationShape),
        (status = 409, description = "`no_longer_available`, `no_longer_possible`"),
    ))]
async fn take_back_dismissal(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let waiting = invitations::take_back_dismissal(&app, member.actor(), id).await?;
    Ok(Json(received(&app, &member, &waiting)))
}

/// Say "I don't know this person"
///
/// After ignoring. It closes the way from them to you for good, silently.
#[utoipa::path(put, path = "/invitations/{id}/mark", operation_id = "mark_invitation", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It, marked.", body = InvitationShape),
        (status = 409, description = "`dismiss_first`, `no_longer_available`"),
    ))]
async fn mark(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let marked = invitations::mark(&app, member.actor(), id).await?;
    Ok(Json(received(&app, &member, &marked)))
}

/// Take the mark back
///
/// Within ten minutes, also where the invitation is gone by then.
#[utoipa::path(delete, path = "/invitations/{id}/mark", operation_id = "take_back_mark", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It, in the archive.", body = InvitationShape),
        (status = 204, description = "Taken back; the invitation itself is gone."),
        (status = 409, description = "`no_longer_available`, `no_longer_possible`"),
    ))]
async fn take_back_mark(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Response, Problem> {
    Ok(match invitations::take_back_mark(&app, member.actor(), id).await? {
        Some(ignored) => Json(received(&app, &member, &ignored)).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Report an invitation
///
/// To the moderators; its sender is not told.
#[utoipa::path(put, path = "/invitations/{id}/report", operation_id = "report_invitation",
    tag = "Invitations", params(("id" = Id, Path, description = "Which invitation.")),
    request_body = NewReport,
    responses(
        (status = 200, description = "It, reported.", body = InvitationShape),
        (status = 409, description = "`no_longer_available`"),
    ))]
async fn report(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
    Json(asked): Json<NewReport>,
) -> Result<Json<InvitationShape>, Problem> {
    let reported = invitations::report(&app, member.actor(), id, asked.reason()?).await?;
    Ok(Json(received(&app, &member, &reported)))
}

/// Withdraw an invitation
///
/// Before its recipient has viewed it. The second time answers as the first.
#[utoipa::path(put, path = "/invitations/{id}/withdrawal", operation_id = "withdraw_invitation",
    tag = "Invitations", params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It, withdrawn.", body = InvitationShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn withdraw(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let withdrawn = invitations::withdraw(&app, member.actor(), id).await?;
    Ok(Json(sent(&app, &member, &withdrawn)))
}

pub(super) fn sent(app: &App, member: &Member, sent: &SentInvitation) -> InvitationShape {
    InvitationShape::sent(app, &(&member.person).into(), member.language, sent)
}

pub(super) fn received(app: &App, member: &Member, received: &ReceivedInvitation) -> InvitationShape {
    InvitationShape::received(app, &(&member.person).into(), member.language, received)
}
