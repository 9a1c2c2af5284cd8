use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{DeclineRefused, PauseWish, TermsRefused, TermsScope};
use kith_domain::relation::{Between, NoPitches, Pair, Relation};
use kith_domain::time::Timestamp;

use super::answer::connections;
use super::{SentInvitation, found, sent_one};
use crate::connections::active;
use crate::failure::committed;
use crate::{Actor, App, Failure, Fault, TRIES, contended};

/// How far a member lets another in, for that member alone (F9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldTerms {
    /// How far.
    pub scope: TermsScope,
    /// When they asked the other for no pitches, and until when; none where they did not, or it is over.
    pub no_pitches: Option<NoPitches>,
}

impl HeldTerms {
    /// Whether they are less than all that a connection is.
    pub fn limits(&self) -> bool {
        self.scope != TermsScope::Full || self.no_pitches.is_some()
    }

    fn of(relation: &Relation, member: MemberId, now: Timestamp) -> Option<Self> {
        let stance = relation.stance(member);
        let scope = match relation.between {
            Between::Connected { .. } if stance.limits => TermsScope::Limited,
            Between::Connected { .. } => TermsScope::Full,
            Between::Following { .. } if stance.follow_only => TermsScope::FollowOnly,
            Between::Following { .. } | Between::Nothing | Between::Invited(_) => return None,
        };
        Some(Self { scope, no_pitches: stance.no_pitches.filter(|pause| now < pause.until) })
    }
}

/// How far the actor lets another member in; nothing where the two are not connected, nor is it by the actor's wish that
/// they only follow each other.
///
/// # Errors
/// The database is in trouble.
pub async fn held_terms(app: &App, actor: Actor, other: MemberId) -> Result<Option<HeldTerms>, Fault> {
    let Some(pair) = Pair::of(actor.member, other) else { return Ok(None) };
    let relation = app.store().relation(pair).await?;
    if relation.blocked() || active(app, other).await?.is_none() {
        return Ok(None);
    }
    Ok(HeldTerms::of(&relation, actor.member, app.now()))
}

/// The actor changes how far another member is let in, at once and without a word (F9). The second time answers as the
/// first.
///
/// # Errors
/// Not connected, or no room for one more connection.
pub async fn change_terms(
    app: &App,
    actor: Actor,
    other: MemberId,
    scope: TermsScope,
    pause: PauseWish,
) -> Result<HeldTerms, Failure<TermsRefused>> {
    let not_connected = || Failure::Refused(TermsRefused::NotConnected);
    let pair = Pair::of(actor.member, other).ok_or_else(not_connected)?;
    let now = app.now();
    active(app, other).await?.ok_or_else(not_connected)?;
    for _ in 0..TRIES {
        let relation = app.store().relation(pair).await?;
        let connections = connections(app, actor.member, other).await?;
        let (by, policy) = (actor.member, app.policy());
        let changes =
            kith_domain::invitations::change_terms(&relation, by, scope, pause, connections, policy, now);
        if committed(app, &changes.map_err(Failure::Refused)?).await? {
            return held_terms(app, actor, other).await?.ok_or_else(not_connected);
        }
    }
    Err(contended("change how far somebody is let in").into())
}

/// S declines the terms on which R accepted (F9): it ends as if S had withdrawn. The second time answers as the first.
///
/// # Errors
/// Not S's, or no longer possible.
pub async fn decline_terms(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<SentInvitation, Failure<DeclineRefused>> {
    let now = app.now();
    let missing = || Failure::Refused(DeclineRefused::NotFound);
    for _ in 0..TRIES {
        let (relation, invitation) = found(app, actor.member, id).await?.ok_or_else(missing)?;
        let (by, policy) = (actor.member, app.policy());
        let changes = kith_domain::invitations::decline_terms(&relation, &invitation, by, policy, now);
        if committed(app, &changes.map_err(Failure::Refused)?).await? {
            return sent_one(app, actor, id).await?.ok_or_else(missing);
        }
    }
    Err(contended("decline terms").into())
}
