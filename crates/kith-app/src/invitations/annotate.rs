use kith_domain::id::InvitationId;
use kith_domain::invitations::{Note, NoteRefused, SendRefused, UndoRefused};
use kith_domain::profile::MemberStatus;

use super::{SendInvitation, SendReply, found, send, undo};
use crate::{Actor, App, Failure};

/// Why a note is not added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddNoteRefused {
    /// It is not S's, or there is none.
    NotFound,
    /// The undo window is over, somebody acted, or it says something already.
    NoLongerPossible,
    /// There is nothing in it but the general text or white space.
    Blank,
    /// The note is not right (R1.6, R2.7).
    Note(NoteRefused),
    /// The first one is undone, and the second is refused.
    Send(SendRefused),
}

/// Adds a note to a one-click invitation inside its undo window (R1.2): undoes it and sends it again with the note.
/// An undone one leaves no trace (R8.7), so it counts once, and its window begins anew. Should the second fail,
/// nothing is open, and S is told.
///
/// # Errors
/// Each reason of [`AddNoteRefused`]; a note that is not right leaves the first one as it is.
pub async fn add_note(
    app: &App,
    actor: Actor,
    id: InvitationId,
    text: &str,
) -> Result<SendReply, Failure<AddNoteRefused>> {
    let refused = |refused| Err(Failure::Refused(refused));
    let Some((_, invitation)) = found(app, actor.member, id).await? else {
        return refused(AddNoteRefused::NotFound);
    };
    if invitation.from != actor.member {
        return refused(AddNoteRefused::NotFound);
    }
    if invitation.note.is_some() || invitation.relation.is_some() {
        return refused(AddNoteRefused::NoLongerPossible);
    }
    let persons = app.store().persons(&[actor.member, invitation.to]).await?;
    let [sender, recipient] = persons.as_slice() else { return refused(AddNoteRefused::NoLongerPossible) };
    if recipient.status != MemberStatus::Active {
        return refused(AddNoteRefused::NoLongerPossible);
    }
    match Note::parse(text, &app.network().name, sender.name.as_str(), app.policy()) {
        Ok(Some(_)) => {}
        Ok(None) => return refused(AddNoteRefused::Blank),
        Err(wrong) => return refused(AddNoteRefused::Note(wrong)),
    }
    undo(app, actor, id).await.map_err(|failure| {
        failure.map(|refused| match refused {
            UndoRefused::NotFound => AddNoteRefused::NotFound,
            UndoRefused::NoLongerPossible => AddNoteRefused::NoLongerPossible,
        })
    })?;
    let again = SendInvitation {
        note: Some(text.to_owned()),
        purpose: invitation.purpose,
        ..SendInvitation::one_click(invitation.to, invitation.place)
    };
    send(app, actor, again).await.map_err(|failure| failure.map(AddNoteRefused::Send))
}
