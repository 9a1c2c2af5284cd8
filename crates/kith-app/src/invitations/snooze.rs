use kith_domain::id::InvitationId;
use kith_domain::invitations::{AnswerRefused, SnoozeRefused};
use kith_domain::time::Timestamp;

use super::ReceivedInvitation;
use super::answer::answers;
use crate::{Actor, App, Failure};

/// R sets an invitation aside until a day (F6): privately, or with `tell` so that S reads the day. It is back by itself,
/// privately at the latest while there is time to answer it.
///
/// # Errors
/// Each reason of [`SnoozeRefused`].
pub async fn set_aside(
    app: &App,
    actor: Actor,
    id: InvitationId,
    until: Timestamp,
    tell: bool,
) -> Result<ReceivedInvitation, Failure<SnoozeRefused>> {
    let now = app.now();
    answers(app, actor, id, "set an invitation aside", SnoozeRefused::Answer, |relation, invitation| {
        let (by, policy) = (actor.member, app.policy());
        kith_domain::invitations::set_aside(relation, invitation, by, until, tell, policy, now)
    })
    .await
}

/// R takes an invitation back among those that wait before its day. What S was told stays told.
///
/// # Errors
/// Not R's, or no longer available.
pub async fn bring_back(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<ReceivedInvitation, Failure<AnswerRefused>> {
    let now = app.now();
    answers(
        app,
        actor,
        id,
        "bring an invitation back",
        |refused| refused,
        |relation, _| kith_domain::invitations::bring_back(relation, id, actor.member, now),
    )
    .await
}
