//! The pages of vouches: S asks on the page of the invitation, M writes on a page of their own.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::Failure;
use kith_app::invitations::SentInvitation;
use kith_app::vouches::{self, ShownVouch, VouchRequest, WriteVouchRefused};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::StateForSender;
use kith_domain::text::VouchText;
use kith_domain::time::Timestamp;
use kith_domain::vouch::VouchRefused;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Form, Path};
use crate::gate::session::Member;
use crate::page::{Flash, Frame, Onward, Page, PageRequest, Place, Somebody};
use crate::problem::Problem;
use crate::when::When;

/// As many requests as one page shows; more than one would answer at a time.
const ON_A_PAGE: u32 = 50;

/// The pages of vouches.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/invitations/{id}/vouch-request", post(ask_somebody))
        .route("/vouches", get(list))
        .route("/vouches/{invitation}", post(write))
        .route("/vouches/{invitation}/decline", post(decline))
}

/// What the page of a sent invitation tells of a vouch, and offers.
#[derive(Debug, Clone)]
pub enum Asking {
    /// Somebody was asked; that is all S knows.
    Asked {
        /// Who; nothing once they have left.
        of: Option<Somebody>,
        /// When.
        at: When,
    },
    /// Whom S may ask.
    Possible(Vec<Somebody>),
    /// Nobody is to be asked.
    Nothing,
}

/// A vouch on R's card.
#[derive(Debug, Clone)]
pub struct VouchLine {
    /// M.
    pub by: Somebody,
    /// What M wrote.
    pub text: String,
}

impl From<&ShownVouch> for VouchLine {
    fn from(vouch: &ShownVouch) -> Self {
        Self { by: Somebody::of(&vouch.by), text: vouch.text.to_string() }
    }
}

/// What the page of a sent invitation tells of a vouch, and offers.
///
/// # Errors
/// The database is in trouble.
pub async fn asking(ask: &PageRequest, me: &Member, sent: &SentInvitation) -> Result<Asking, Problem> {
    if let Some(vouch) = sent.invitation.vouch {
        let at = When::ago(vouch.at, ask.app().now());
        return Ok(match sent.state {
            StateForSender::Held | StateForSender::Pending | StateForSender::Asked => {
                Asking::Asked { of: sent.voucher.as_ref().map(Somebody::of), at }
            }
            StateForSender::Accepted
            | StateForSender::Withdrawn
            | StateForSender::Expired
            | StateForSender::Undeliverable => Asking::Nothing,
        });
    }
    let people = vouches::candidates(ask.app(), me.actor(), sent.invitation.id).await?;
    let people: Vec<Somebody> = people.iter().map(Somebody::of).collect();
    Ok(if people.is_empty() { Asking::Nothing } else { Asking::Possible(people) })
}

#[derive(Template)]
#[template(path = "vouches/list.html")]
struct ListPage {
    frame: Frame,
    requests: Vec<Request>,
    limit: u32,
}

/// What M is asked.
#[derive(Debug, Clone)]
struct Request {
    id: InvitationId,
    from: Somebody,
    to: Somebody,
    asked: When,
    /// What M wrote, or is writing.
    text: String,
    written: bool,
    error: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    member: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct VouchForm {
    text: String,
}

async fn ask_somebody(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
    Form(form): Form<AskForm>,
) -> Result<Response, Problem> {
    let voucher = form.member.parse().unwrap_or(MemberId(0));
    let flash = match vouches::ask(ask.app(), me.actor(), id, voucher).await {
        Ok(_) => Flash::say("Asked. Whether they write is between them and who reads it."),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(failure) => {
            let problem = Problem::from(failure);
            if problem.status() == StatusCode::NOT_FOUND {
                return Err(problem);
            }
            Flash::fail(problem.detail().to_owned())
        }
    };
    Ok(ask.onward(Onward::to(format!("/invitations/{id}")).saying(flash)))
}

async fn list(ask: PageRequest, me: Member) -> Result<Response, Problem> {
    Ok(Page::new(list_page(&ask, &me).await?).into_response())
}

async fn write(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
    Form(form): Form<VouchForm>,
) -> Result<Response, Problem> {
    let failure = match vouches::write(ask.app(), me.actor(), id, &form.text).await {
        Ok(written) => {
            let first = Somebody::of(&written.to).first;
            let flash = Flash::say(format!("Added. {first} reads it on the invitation, with your name."));
            return Ok(ask.onward(Onward::to("/vouches").saying(flash)));
        }
        Err(failure) => failure,
    };
    match failure {
        Failure::Refused(
            WriteVouchRefused::Text(_) | WriteVouchRefused::Vouch(VouchRefused::TooMany { .. }),
        ) => {}
        Failure::Refused(WriteVouchRefused::Vouch(VouchRefused::NotFound)) | Failure::Fault(_) => {
            return Err(failure.into());
        }
    }
    let error = Problem::from(failure).detail().to_owned();
    let mut page = list_page(&ask, &me).await?;
    if let Some(request) = page.requests.iter_mut().find(|request| request.id == id) {
        (request.text, request.error) = (form.text, Some(error));
    }
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn decline(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    vouches::decline(ask.app(), me.actor(), id).await?;
    let flash = Flash::say("Nothing of you is read there, and nobody is told.");
    Ok(ask.onward(Onward::to("/vouches").saying(flash)))
}

async fn list_page(ask: &PageRequest, me: &Member) -> Result<ListPage, Problem> {
    let requests = vouches::requests(ask.app(), me.actor(), None, ON_A_PAGE).await?;
    let now = ask.app().now();
    Ok(ListPage {
        frame: ask.frame(Place::Network).await?,
        requests: requests.iter().map(|request| Request::of(request, now)).collect(),
        limit: VouchText::LIMIT,
    })
}

impl Request {
    fn of(request: &VouchRequest, now: Timestamp) -> Self {
        Self {
            id: request.invitation,
            from: Somebody::of(&request.from),
            to: Somebody::of(&request.to),
            asked: When::ago(request.asked_at, now),
            written: request.text.is_some(),
            text: request.text.as_ref().map(ToString::to_string).unwrap_or_default(),
            error: None,
        }
    }
}
