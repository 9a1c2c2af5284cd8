use kith_domain::id::InvitationId;
use kith_domain::invitations::{AnswerRefused, MarkRefused};

use super::{ReceivedInvitation, ignore, take_back_dismissal};
use crate::{Actor, App, Failure, Fault};

/// R ignores several, each under the same rules and with its own result (R10.6).
///
/// # Errors
/// A fault of the store; refusals are results of their own.
pub async fn ignore_several(
    app: &App,
    actor: Actor,
    ids: &[InvitationId],
) -> Result<Vec<(InvitationId, Result<ReceivedInvitation, AnswerRefused>)>, Fault> {
    let mut results = Vec::with_capacity(ids.len());
    for id in ids {
        results.push((*id, by_itself(ignore(app, actor, *id).await)?));
    }
    Ok(results)
}

/// R takes several ignored invitations out of the archive, each with its own result (R10.6).
///
/// # Errors
/// A fault of the store; refusals are results of their own.
pub async fn take_back_dismissals(
    app: &App,
    actor: Actor,
    ids: &[InvitationId],
) -> Result<Vec<(InvitationId, Result<ReceivedInvitation, MarkRefused>)>, Fault> {
    let mut results = Vec::with_capacity(ids.len());
    for id in ids {
        results.push((*id, by_itself(take_back_dismissal(app, actor, *id).await)?));
    }
    Ok(results)
}

/// A refusal is the result of one, a fault ends them all.
fn by_itself<T, R>(result: Result<T, Failure<R>>) -> Result<Result<T, R>, Fault> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Failure::Refused(refused)) => Ok(Err(refused)),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}
