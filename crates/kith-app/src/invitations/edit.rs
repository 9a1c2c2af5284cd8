use kith_domain::id::InvitationId;
use kith_domain::invitations::{EditRefused, Invitation, Note, NoteRefused, Weighed, edit, weigh};

use super::{SentInvitation, found, sent_one};
use crate::{Actor, App, CommitFailure, Failure, Fault, TRIES, contended};

/// Why a note is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditNoteRefused {
    /// It is not S's, or there is none.
    NotFound,
    /// Viewed, expired, withdrawn or answered: one answer for all (R8.5).
    NoLongerPossible,
    /// There is nothing in it but the general text or white space: taking the note out is an act of its own.
    Blank,
    /// The note is not right (R1.6, R2.7).
    Note(NoteRefused),
}

/// S changes the note of an invitation that R has not seen, inside the undo window and after it (R1.2, F12): the same
/// invitation, counted once. Without a text the note is taken out, and R reads the general one. The second time answers
/// as the first.
///
/// # Errors
/// Each reason of [`EditNoteRefused`]; a note that is not right leaves the old one as it is.
pub async fn edit_note(
    app: &App,
    actor: Actor,
    id: InvitationId,
    text: Option<&str>,
) -> Result<SentInvitation, Failure<EditNoteRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let own = found(app, actor.member, id).await?;
        let Some((relation, invitation)) = own.filter(|(_, found)| found.from == actor.member) else {
            return Err(Failure::Refused(EditNoteRefused::NotFound));
        };
        let (note, weighed) = match text {
            Some(text) => {
                let (note, weighed) = written(app, &invitation, text).await?;
                (Some(note), weighed)
            }
            None => (None, None),
        };
        let changes = edit(&relation, &invitation, actor.member, note, weighed, app.policy(), now);
        let changes = changes.map_err(|refused| {
            Failure::Refused(match refused {
                EditRefused::NotFound => EditNoteRefused::NotFound,
                EditRefused::NoLongerPossible => EditNoteRefused::NoLongerPossible,
            })
        })?;
        if !changes.is_empty() {
            match app.store().commit(&changes).await {
                Ok(_) => {}
                Err(CommitFailure::Conflict { .. }) => continue,
                Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
            }
        }
        return sent_one(app, actor, id).await?.ok_or(Failure::Refused(EditNoteRefused::NotFound));
    }
    Err(contended("change a note").into())
}

/// The note in a text, weighed against what S wrote to others. The facts are those the card holds: they are what the
/// helper offers.
async fn written(
    app: &App,
    invitation: &Invitation,
    text: &str,
) -> Result<(Note, Option<Weighed>), Failure<EditNoteRefused>> {
    let persons: Result<_, Fault> = app.store().persons(&[invitation.from]).await;
    let sender = persons?.pop().ok_or(Failure::Refused(EditNoteRefused::NotFound))?;
    let sender = sender.name.as_str();
    let note = Note::parse(text, &app.network().name, sender, app.policy())
        .map_err(|wrong| Failure::Refused(EditNoteRefused::Note(wrong)))?
        .ok_or(Failure::Refused(EditNoteRefused::Blank))?;
    let since = app.now() - app.policy().originality.window;
    let earlier = app.store().recent_prints(invitation.from, since).await?;
    let recipient = app.store().account(invitation.to).await?;
    let weighed = recipient.map(|recipient| {
        let facts = &invitation.card.common_ground;
        weigh(&note, sender, &recipient.profile, facts, &earlier, app.policy())
    });
    Ok((note, weighed))
}
