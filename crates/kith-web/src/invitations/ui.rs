//! The pages of one invitation: writing it, answering it, taking it back.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::invitations::{self, ReceivedInvitation, SentInvitation, Sides};
use kith_app::{Failure, follows};
use kith_domain::id::InvitationId;
use kith_domain::invitations::{AcceptRefused, StateForRecipient, StateForSender, Terms};
use kith_domain::text::ReportReason;
use serde::Deserialize;

use super::shown::{ReceivedCard, SentLine};
use crate::Web;
use crate::extract::{Form, Path};
use crate::gate::session::Member;
use crate::page::{Flash, Frame, Onward, Page, PageRequest, Place, Somebody};
use crate::problem::{Problem, sorts};
use crate::refusals::Refusal;
use crate::vouches::ui::{Asking, asking};
use crate::words::Ground;

/// The pages of one invitation.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/invitations/{id}", get(one))
        .route("/invitations/{id}/view", post(view))
        .route("/invitations/{id}/acceptance", post(accept))
        .route("/invitations/{id}/dismissal", post(ignore))
        .route("/invitations/{id}/dismissal/undo", post(take_back_dismissal))
        .route("/invitations/{id}/mark", post(mark))
        .route("/invitations/{id}/mark/undo", post(take_back_mark))
        .route("/invitations/{id}/report", get(report_form).post(report))
}

#[derive(Template)]
#[template(path = "invitations/received.html")]
struct ReceivedPage {
    frame: Frame,
    card: ReceivedCard,
}

#[derive(Template)]
#[template(path = "invitations/sent.html")]
struct SentPage {
    frame: Frame,
    /// What S wrote in answer to a question, where something is wrong with it.
    answer: String,
    answer_error: Option<String>,
    line: SentLine,
    to: Option<Somebody>,
    general: String,
    ground: Vec<Ground>,
    asking: Asking,
}

/// What an answer came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answered {
    Accepted,
    Ignored,
    Restored,
    Marked,
    Reported,
}

#[derive(Template)]
#[template(path = "invitations/answered.html")]
struct AnsweredPart {
    csrf: String,
    card: ReceivedCard,
    answered: Answered,
}

#[derive(Template)]
#[template(path = "invitations/report.html")]
struct ReportPage {
    frame: Frame,
    card: ReceivedCard,
    reason: String,
    error: Option<String>,
}

/// One invitation, from either side. Reading the address changes nothing (R11.10): R opens it with a form, and
/// only that counts as having viewed it (R8.4). Before, the page shows what the list shows.
async fn one(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let sides = invitations::sides(ask.app(), me.actor(), id).await?;
    let now = ask.app().now();
    match sides.ok_or_else(Problem::not_found)? {
        Sides::Received(received) => {
            let frame = ask.frame(Place::Network).await?;
            let card = ReceivedCard::of(ask.app(), &received, me.language, now);
            let card = card.ok_or_else(Problem::not_found)?;
            Ok(Page::new(ReceivedPage { frame, card }).into_response())
        }
        Sides::Sent(sent) => {
            Ok(Page::new(sent_page(&ask, &me, &sent, String::new(), None).await?).into_response())
        }
    }
}

/// The page of what S sent once more, with an answer that something is wrong with.
pub(super) async fn sent_again(
    ask: &PageRequest,
    me: &Member,
    id: InvitationId,
    answer: String,
    error: String,
) -> Result<Response, Problem> {
    let sent = invitations::sent_one(ask.app(), me.actor(), id).await?.ok_or_else(Problem::not_found)?;
    let page = sent_page(ask, me, &sent, answer, Some(error)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn sent_page(
    ask: &PageRequest,
    me: &Member,
    sent: &SentInvitation,
    answer: String,
    answer_error: Option<String>,
) -> Result<SentPage, Problem> {
    let network = &ask.app().network().name;
    let card = &sent.invitation.card;
    Ok(SentPage {
        frame: ask.frame(Place::Network).await?,
        answer,
        answer_error,
        line: SentLine::of(sent, ask.app().now()),
        to: sent.recipient.as_ref().map(Somebody::of),
        general: kith_domain::invitations::generic_text(me.language, network, me.person.name.as_str()),
        ground: crate::words::grounds(&card.common_ground, card.shared_connections),
        asking: asking(ask, me, sent).await?,
    })
}

async fn view(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    invitations::view(ask.app(), me.actor(), id).await.map_err(too_late)?;
    Ok(ask.onward(Onward::to(format!("/invitations/{id}"))))
}

async fn accept(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    match invitations::accept(ask.app(), me.actor(), id, Terms::default()).await {
        Ok((received, _since)) => answered(&ask, &me, &received, Answered::Accepted),
        Err(Failure::Refused(refused @ AcceptRefused::TooManyConnections { .. })) => {
            full(&ask, &me, id, &refused).await
        }
        Err(failure) => Err(too_late(failure)),
    }
}

/// There can be no more connections: following is offered instead, and the invitation stays open (R10.1).
async fn full(
    ask: &PageRequest,
    me: &Member,
    id: InvitationId,
    refused: &AcceptRefused,
) -> Result<Response, Problem> {
    let card = waiting(ask, me, id).await?;
    let flash = Flash::fail(refused.problem().detail().to_owned());
    let flash = match follows::between(ask.app(), me.actor().member, card.sender.id).await?.may {
        true => {
            flash.link(format!("/in/{}/follow", card.sender.handle), format!("Follow {}", card.sender.first))
        }
        false => flash,
    };
    Ok(ask.onward(Onward::to(format!("/invitations/{id}")).saying(flash)))
}

async fn ignore(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let received = invitations::ignore(ask.app(), me.actor(), id).await.map_err(too_late)?;
    answered(&ask, &me, &received, Answered::Ignored)
}

async fn take_back_dismissal(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
) -> Result<Response, Problem> {
    let received = invitations::take_back_dismissal(ask.app(), me.actor(), id).await.map_err(too_late)?;
    answered(&ask, &me, &received, Answered::Restored)
}

async fn mark(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let received = invitations::mark(ask.app(), me.actor(), id).await.map_err(too_late)?;
    answered(&ask, &me, &received, Answered::Marked)
}

async fn take_back_mark(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
) -> Result<Response, Problem> {
    match invitations::take_back_mark(ask.app(), me.actor(), id).await.map_err(too_late)? {
        Some(received) => answered(&ask, &me, &received, Answered::Ignored),
        None => {
            let flash = Flash::say("Taken back. The invitation itself is no longer available.");
            Ok(ask.onward(Onward::to("/network").saying(flash)))
        }
    }
}

async fn report_form(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
) -> Result<Response, Problem> {
    let card = waiting(&ask, &me, id).await?;
    let frame = ask.frame(Place::Network).await?;
    Ok(Page::new(ReportPage { frame, card, reason: String::new(), error: None }).into_response())
}

#[derive(Debug, Deserialize)]
struct ReportForm {
    #[serde(default)]
    reason: String,
}

async fn report(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
    Form(form): Form<ReportForm>,
) -> Result<Response, Problem> {
    match ReportReason::parse(&form.reason) {
        Ok(reason) => {
            let received = invitations::report(ask.app(), me.actor(), id, reason).await.map_err(too_late)?;
            let card = ReceivedCard::of(ask.app(), &received, me.language, ask.app().now());
            let card = card.ok_or_else(Problem::not_found)?;
            Ok(ask.onward(Onward::to("/network").saying(said(&card, Answered::Reported))))
        }
        Err(wrong) => {
            let card = waiting(&ask, &me, id).await?;
            let frame = ask.frame(Place::Network).await?;
            let page = ReportPage { frame, card, reason: form.reason, error: Some(wrong.to_string()) };
            Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What is told about an answer that came too late, to a page left open. What was withdrawn leaves nothing by which
/// to tell it from what never was, so both are this one text (R8.3).
pub(super) fn too_late<R>(failure: Failure<R>) -> Problem
where
    Problem: From<Failure<R>>,
{
    let problem = Problem::from(failure);
    if problem.status() == StatusCode::NOT_FOUND {
        return Problem::new(&sorts::NOT_FOUND, "This invitation is no longer available.");
    }
    problem
}

/// An invitation that R may still answer.
pub(super) async fn waiting(
    ask: &PageRequest,
    me: &Member,
    id: InvitationId,
) -> Result<ReceivedCard, Problem> {
    let received = invitations::received_one(ask.app(), me.actor(), id).await?;
    let received = received.ok_or_else(Problem::not_found)?;
    ReceivedCard::of(ask.app(), &received, me.language, ask.app().now()).ok_or_else(Problem::not_found)
}

/// Says what an answer came to: in place of the card, or on the page it was given from.
fn answered(
    ask: &PageRequest,
    me: &Member,
    received: &ReceivedInvitation,
    answered: Answered,
) -> Result<Response, Problem> {
    let card = ReceivedCard::of(ask.app(), received, me.language, ask.app().now());
    let card = card.ok_or_else(Problem::not_found)?;
    if ask.fragment() {
        return Ok(Page::new(AnsweredPart { csrf: ask.csrf().to_owned(), card, answered }).into_response());
    }
    let flash = said(&card, answered);
    Ok(Onward::to(ask.back("/network")).saying(flash).into_response())
}

/// What an answer came to, said on the next page.
fn said(card: &ReceivedCard, answered: Answered) -> Flash {
    let (id, name, first) = (card.id, &card.sender.name, &card.sender.first);
    match answered {
        Answered::Accepted => Flash::say(format!("You and {name} are connected."))
            .link(format!("/messages/{}", card.sender.handle), format!("Write to {first}")),
        Answered::Ignored => Flash::say(format!("Ignored. It is in the archive, and {first} is not told."))
            .undo(format!("/invitations/{id}/dismissal/undo"))
            .link("/network/archive", "The archive"),
        Answered::Restored => {
            Flash::say(format!("The invitation of {name} is back among those you received."))
        }
        Answered::Marked => {
            let flash = Flash::say(format!("Noted. {name} cannot invite you again, and is not told."));
            if card.may_unmark { flash.undo(format!("/invitations/{id}/mark/undo")) } else { flash }
        }
        Answered::Reported => Flash::say(format!("Reported. A moderator reads it; {name} is not told.")),
    }
}
