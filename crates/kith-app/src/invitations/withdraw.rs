use kith_domain::id::InvitationId;
use kith_domain::invitations::{UndoRefused, WithdrawRefused};

use super::{SentInvitation, found};
use crate::{Actor, App, CommitFailure, Failure, TRIES, contended};

/// S takes an invitation back before it was seen (R8.1–R8.5). The second time answers as the first.
///
/// # Errors
/// Not S's, or no longer possible.
pub async fn withdraw(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<SentInvitation, Failure<WithdrawRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let Some((relation, invitation)) = found(app, actor.member, id).await? else {
            return Err(Failure::Refused(WithdrawRefused::NotFound));
        };
        let changes =
            kith_domain::invitations::withdraw(&relation, &invitation, actor.member, app.policy(), now)
                .map_err(Failure::Refused)?;
        if !changes.is_empty() {
            match app.store().commit(&changes).await {
                Ok(_) => {}
                Err(CommitFailure::Conflict { .. }) => continue,
                Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
            }
        }
        return super::sent_one(app, actor, id).await?.ok_or(Failure::Refused(WithdrawRefused::NotFound));
    }
    Err(contended("withdraw an invitation").into())
}

/// Withdraws several, each under the same rules and with its own result (R9.4).
///
/// # Errors
/// A fault of the store; refusals are results of their own.
pub async fn withdraw_several(
    app: &App,
    actor: Actor,
    ids: &[InvitationId],
) -> Result<Vec<(InvitationId, Result<SentInvitation, WithdrawRefused>)>, crate::Fault> {
    let mut results = Vec::with_capacity(ids.len());
    for id in ids {
        match withdraw(app, actor, *id).await {
            Ok(sent) => results.push((*id, Ok(sent))),
            Err(Failure::Refused(refused)) => results.push((*id, Err(refused))),
            Err(Failure::Fault(fault)) => return Err(fault),
        }
    }
    Ok(results)
}

/// S undoes an invitation inside its window, as if it had never been sent (R8.7).
///
/// # Errors
/// Not S's, or the window is over.
pub async fn undo(app: &App, actor: Actor, id: InvitationId) -> Result<(), Failure<UndoRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let Some((relation, invitation)) = found(app, actor.member, id).await? else {
            return Err(Failure::Refused(UndoRefused::NotFound));
        };
        let changes = kith_domain::invitations::undo(&relation, &invitation, actor.member, now)
            .map_err(Failure::Refused)?;
        match app.store().commit(&changes).await {
            Ok(_) => return Ok(()),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(contended("undo an invitation").into())
}
