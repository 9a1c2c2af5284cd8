//! The page on which S adds a note to an invitation, changes it or takes it out, until R has seen it (R1.2, F12).

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::Failure;
use kith_app::invitations::{self, EditNoteRefused, SentInvitation};
use kith_domain::id::InvitationId;
use serde::Deserialize;

use super::checked;
use super::sending::{FactButton, buttons};
use crate::Web;
use crate::extract::{Form, Path};
use crate::gate::session::Member;
use crate::page::{Flash, Frame, Onward, Page, PageRequest, Place, Somebody};
use crate::problem::Problem;

/// The pages of the note.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/invitations/{id}/note", get(dialog).post(edit))
        .route("/invitations/{id}/note/removal", post(remove))
}

#[derive(Template)]
#[template(path = "invitations/note.html")]
struct NotePage {
    frame: Frame,
    id: InvitationId,
    to: Somebody,
    limit: u32,
    /// Whether the invitation says something already.
    has_note: bool,
    /// What R reads of the note as it stands (F10).
    originality: Option<String>,
    note: String,
    starters: Vec<FactButton>,
    whole: Vec<FactButton>,
    error: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NoteForm {
    note: String,
}

async fn dialog(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let sent = sent(&ask, &me, id).await?;
    if !sent.may_edit {
        return Ok(too_late(&ask, id));
    }
    let note = sent.invitation.note.as_ref().map(ToString::to_string).unwrap_or_default();
    let page = note_page(&ask, &me, sent, note, None).await?;
    Ok(Page::new(page).into_response())
}

async fn edit(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
    Form(form): Form<NoteForm>,
) -> Result<Response, Problem> {
    match invitations::edit_note(ask.app(), me.actor(), id, Some(&form.note)).await {
        Ok(edited) => Ok(onward(&ask, &edited, "The invitation says it now.")),
        Err(Failure::Refused(EditNoteRefused::NoLongerPossible)) => Ok(too_late(&ask, id)),
        Err(Failure::Refused(EditNoteRefused::Blank)) => {
            let text = "Write something of your own, or leave the invitation as it is.".to_owned();
            again(&ask, &me, id, form.note, text).await
        }
        Err(failure @ Failure::Refused(EditNoteRefused::Note(_))) => {
            let text = Problem::from(failure).detail().to_owned();
            again(&ask, &me, id, form.note, text).await
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn remove(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    match invitations::edit_note(ask.app(), me.actor(), id, None).await {
        Ok(edited) => {
            Ok(onward(&ask, &edited, "The note is taken out; the general text stands in its place."))
        }
        Err(Failure::Refused(EditNoteRefused::NoLongerPossible)) => Ok(too_late(&ask, id)),
        Err(failure) => Err(failure.into()),
    }
}

async fn sent(ask: &PageRequest, me: &Member, id: InvitationId) -> Result<SentInvitation, Problem> {
    invitations::sent_one(ask.app(), me.actor(), id).await?.ok_or_else(Problem::not_found)
}

/// Back with what was done, and with the way back where there is one.
fn onward(ask: &PageRequest, edited: &SentInvitation, says: &str) -> Response {
    let id = edited.invitation.id;
    let to = match ask.back("") {
        // As a page of its own the dialog leads to the invitation.
        back if back.is_empty() || back.ends_with("/note") => format!("/invitations/{id}"),
        back => back,
    };
    let flash = Flash::say(says);
    let flash = if edited.may_undo { flash.undo(format!("/invitations/{id}/undo")) } else { flash };
    ask.onward(Onward::to(to).saying(flash))
}

/// One text for viewed, expired, withdrawn and answered (R8.5).
fn too_late(ask: &PageRequest, id: InvitationId) -> Response {
    let flash = Flash::fail("The invitation can no longer be changed.");
    ask.onward(Onward::to(format!("/invitations/{id}")).saying(flash))
}

/// The page once more, with what was written and what is wrong with it.
async fn again(
    ask: &PageRequest,
    me: &Member,
    id: InvitationId,
    note: String,
    error: String,
) -> Result<Response, Problem> {
    let sent = sent(ask, me, id).await?;
    let page = note_page(ask, me, sent, note, Some(error)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn note_page(
    ask: &PageRequest,
    me: &Member,
    sent: SentInvitation,
    note: String,
    error: Option<String>,
) -> Result<NotePage, Problem> {
    let draft = invitations::draft(ask.app(), me.actor(), sent.invitation.to).await?;
    // Whom a block hides has no facts to offer, and the invitation is S's own all the same (R11.7).
    let (starters, whole) = draft.as_ref().map(buttons).unwrap_or_default();
    let to = sent.recipient.as_ref().map(Somebody::of).ok_or_else(Problem::not_found)?;
    let originality = sent.invitation.originality;
    Ok(NotePage {
        frame: ask.frame(Place::Network).await?,
        id: sent.invitation.id,
        limit: ask.app().policy().note.max_graphemes,
        has_note: sent.invitation.note.is_some(),
        originality: originality.map(|band| checked::note_for_sender(band, &to.first)),
        to,
        note,
        starters,
        whole,
        error,
    })
}
