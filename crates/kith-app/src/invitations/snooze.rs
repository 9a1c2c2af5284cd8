use kith_domain::id::InvitationId;
use kith_domain::invitations::{AnswerRefused, SnoozeRefused};
use kith_domain::time::Timestamp;

use super::answer::{after, done, mine};
use super::{ReceivedInvitation, behind};
use crate::{Actor, App, Failure, TRIES, contended};

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
    for _ in 0..TRIES {
        let (relation, invitation) = mine(app, actor, id).await.map_err(|f| f.map(SnoozeRefused::Answer))?;
        let invitation = behind(app, &relation, invitation).await?;
        let changes = kith_domain::invitations::set_aside(
            &relation,
            &invitation,
            actor.member,
            until,
            tell,
            app.policy(),
            now,
        );
        if done(app, changes.map_err(Failure::Refused)?).await? {
            return after(app, actor, id).await.map_err(|f| f.map(SnoozeRefused::Answer));
        }
    }
    Err(contended("set an invitation aside").into())
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
    for _ in 0..TRIES {
        let (relation, _) = mine(app, actor, id).await?;
        let changes = kith_domain::invitations::bring_back(&relation, id, actor.member, now);
        if done(app, changes.map_err(Failure::Refused)?).await? {
            return after(app, actor, id).await;
        }
    }
    Err(contended("bring an invitation back").into())
}
