//! Changing the note of an invitation until R has seen it (F12): the same invitation, counted once.

use super::withdraw::{event, unseen};
use super::{Invitation, Note, Originality, Weighed};
use crate::change::{Change, EventKind, PrintKept};
use crate::id::MemberId;
use crate::policy::Policy;
use crate::relation::{Between, Open, Relation, Stage};
use crate::time::Timestamp;

/// Why changing the note is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditRefused {
    /// It is not S's, or there is none.
    NotFound,
    /// Viewed, expired, withdrawn or answered: one answer for all, the difference is R's business (R8.5).
    NoLongerPossible,
}

/// Whether S may change the note of what is open, at `now`: until R has viewed it, whatever else R did with it (R6.1).
pub fn may_edit(open: &Open, now: Timestamp) -> bool {
    open.stage_at(now) != Stage::Expired && open.viewed_at.is_none()
}

/// S writes another note, or takes it out. The relation is written with it: of R's view and S's edit the first wins, so
/// R reads what S wrote last, and S changes nothing that R has read (R11.8). The second time changes nothing.
///
/// # Errors
/// Not `by`'s own, or no longer possible.
pub fn edit(
    relation: &Relation,
    invitation: &Invitation,
    by: MemberId,
    note: Option<Note>,
    weighed: Option<Weighed>,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, EditRefused> {
    if invitation.from != by {
        return Err(EditRefused::NotFound);
    }
    let open = *relation.invitation(invitation.id).ok_or(EditRefused::NoLongerPossible)?;
    if !may_edit(&open, now) {
        return Err(EditRefused::NoLongerPossible);
    }
    if invitation.note == note {
        return Ok(Vec::new());
    }
    let originality: Option<Originality> = weighed.map(|weighed| weighed.originality);
    let after = unseen(relation, Between::Invited(open), now);
    Ok(vec![
        Change::Relation { after, event: event(EventKind::NoteChanged, by, invitation.id, now) },
        Change::NoteChanged { sender: by, invitation: invitation.id, note, originality },
        Change::NotePrinted(PrintKept {
            sender: by,
            invitation: invitation.id,
            recipient: invitation.to,
            sent_at: invitation.sent_at,
            print: weighed.and_then(|weighed| weighed.print),
            forget_before: now - policy.originality.window,
        }),
    ])
}
