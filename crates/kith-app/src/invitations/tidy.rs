use kith_domain::change::Change;
use kith_domain::id::MemberId;
use kith_domain::invitations::{Outcome, expire};
use kith_domain::relation::Pair;
use kith_domain::time::Timestamp;

use crate::{App, CommitFailure, Fault};

/// How many overdue invitations are tidied up at once.
const MOST: u32 = 500;

/// Tidies up a sender's invitations whose time has run out: makes stored what every comparison with now
/// already says (R8.5). Returns how many.
///
/// # Errors
/// The database is in trouble.
pub async fn tidy_overdue(app: &App, sender: MemberId, now: Timestamp) -> Result<usize, Fault> {
    let mut tidied = 0;
    for invitation in app.store().overdue(sender, now, MOST).await? {
        let Some(pair) = Pair::of(invitation.from, invitation.to) else { continue };
        let relation = app.store().relation(pair).await?;
        let changes = if relation.invitation(invitation.id).is_some() {
            expire(&relation, app.policy(), now)
        } else {
            // R blocked S meanwhile: it stood open in S's eyes alone (R11.7).
            vec![
                Change::Counted {
                    member: sender,
                    connections: 0,
                    pending: -1,
                    most: app.policy().connections.max,
                },
                Change::InvitationEnded {
                    sender,
                    invitation: invitation.id,
                    outcome: Outcome::Expired,
                    at: invitation.expires_at,
                },
            ]
        };
        match app.store().commit(&changes).await {
            Ok(_) => tidied += 1,
            // Somebody else was first, and has tidied up or answered.
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault),
        }
    }
    Ok(tidied)
}
