use kith_domain::id::InvitationId;
use kith_domain::invitations::{
    Invitation, Outcome, StateForRecipient, latest_private, latest_told, may_ask_question,
};
use kith_domain::relation::{Answer, Between, Pair, Relation};
use kith_domain::time::Timestamp;
use kith_store::invitations::{Boxed, SentFilter};

use super::{MaySnooze, ReceivedInvitation, SentInvitation, Sides, found, found_received};
use crate::vouches::{self, ShownVouch};
use crate::{Actor, App, Fault};

/// Which box of received invitations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceivedBox {
    /// What waits for an answer.
    Waiting,
    /// What was set aside until a day (F6).
    Later,
    /// What was ignored.
    Archive,
}

/// How many lie in the boxes of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boxes {
    /// Wait for an answer.
    pub received: u64,
    /// Were set aside until a day that is still to come (F6).
    pub later: u64,
    /// Were ignored, and are not over.
    pub archive: u64,
    /// Were sent, and are open.
    pub sent: u64,
}

/// How many invitations lie in a member's boxes.
///
/// # Errors
/// The database is in trouble.
pub async fn boxes(app: &App, actor: Actor) -> Result<Boxes, Fault> {
    let now = app.now();
    Ok(Boxes {
        received: app.store().received_count(actor.member, Boxed::Received, now).await?,
        later: app.store().received_count(actor.member, Boxed::Later, now).await?,
        archive: app.store().received_count(actor.member, Boxed::Archive, now).await?,
        sent: app.store().open_count(actor.member, now).await?,
    })
}

/// What lies in a box, the newest first, older than `before`, at most `most`.
///
/// # Errors
/// The database is in trouble.
pub async fn received(
    app: &App,
    actor: Actor,
    which: ReceivedBox,
    before: Option<InvitationId>,
    most: u32,
) -> Result<Vec<ReceivedInvitation>, Fault> {
    let now = app.now();
    let boxed = match which {
        ReceivedBox::Waiting => Boxed::Received,
        ReceivedBox::Later => Boxed::Later,
        ReceivedBox::Archive => Boxed::Archive,
    };
    let places = app.store().received(actor.member, boxed, before, now, most).await?;
    let ids: Vec<_> = places.iter().map(|place| (place.from, place.id)).collect();
    let pairs: Vec<Pair> = places.iter().filter_map(|place| Pair::of(place.from, actor.member)).collect();
    let senders: Vec<_> = places.iter().map(|place| place.from).collect();
    let invitations = app.store().invitations(&ids).await?;
    let relations = app.store().relations(&pairs).await?;
    let mut persons = app.store().persons(&senders).await?;
    let mut vouches = vouches::shown(app, &invitations.iter().collect::<Vec<_>>()).await?;
    let mut list = Vec::with_capacity(invitations.len());
    for invitation in invitations {
        let relation = relations.iter().find(|relation| relation.invitation(invitation.id).is_some());
        let sender = persons.iter().position(|person| person.id == invitation.from);
        let (Some(relation), Some(sender)) = (relation, sender) else { continue };
        let sender = persons.swap_remove(sender);
        let vouch = vouches.iter().position(|(id, _)| *id == invitation.id);
        let vouch = vouch.map(|place| vouches.swap_remove(place).1);
        list.extend(as_received(app, invitation, relation, sender, vouch, now));
    }
    Ok(list)
}

/// A member's sent invitations, the newest first, older than `before`, at most `most`.
///
/// # Errors
/// The database is in trouble.
pub async fn sent(
    app: &App,
    actor: Actor,
    filter: SentFilter,
    before: Option<InvitationId>,
    most: u32,
) -> Result<Vec<SentInvitation>, Fault> {
    let now = app.now();
    let invitations = app.store().sent(actor.member, filter, before, now, most).await?;
    let pairs: Vec<Pair> = invitations.iter().filter_map(|i| Pair::of(i.from, i.to)).collect();
    let relations = app.store().relations(&pairs).await?;
    let others = invitations.iter().flat_map(|one| [Some(one.to), one.vouch.map(|vouch| vouch.of)]);
    let persons = app.store().persons(&others.flatten().collect::<Vec<_>>()).await?;
    Ok(invitations
        .into_iter()
        .filter_map(|invitation| {
            let pair = Pair::of(invitation.from, invitation.to)?;
            let relation = relations.iter().find(|relation| relation.pair == pair)?;
            let person = |id| persons.iter().find(|person| person.id == id).cloned();
            let (recipient, voucher) =
                (person(invitation.to), invitation.vouch.and_then(|vouch| person(vouch.of)));
            Some(SentInvitation::new(app, invitation, relation, recipient, voucher, now))
        })
        .collect())
}

/// One of a member's sent invitations; nothing where it is not theirs.
///
/// # Errors
/// The database is in trouble.
pub async fn sent_one(app: &App, actor: Actor, id: InvitationId) -> Result<Option<SentInvitation>, Fault> {
    match sides(app, actor, id).await? {
        Some(Sides::Sent(sent)) => Ok(Some(*sent)),
        Some(Sides::Received(_)) | None => Ok(None),
    }
}

/// One invitation that a member received; nothing where it is not theirs, withdrawn, held or over.
///
/// # Errors
/// The database is in trouble.
pub async fn received_one(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<Option<ReceivedInvitation>, Fault> {
    match found_received(app, actor.member, id).await? {
        Some((relation, invitation)) => received_side(app, relation, invitation).await,
        None => Ok(None),
    }
}

/// One invitation as the one who asks sees it; nothing where it is not theirs.
///
/// # Errors
/// The database is in trouble.
pub async fn sides(app: &App, actor: Actor, id: InvitationId) -> Result<Option<Sides>, Fault> {
    let now = app.now();
    let Some((relation, invitation)) = found(app, actor.member, id).await? else { return Ok(None) };
    if invitation.from == actor.member {
        let person = app.store().persons(&[invitation.to]).await?.pop();
        let voucher = match invitation.vouch {
            Some(vouch) => app.store().persons(&[vouch.of]).await?.pop(),
            None => None,
        };
        let sent = SentInvitation::new(app, invitation, &relation, person, voucher, now);
        return Ok(Some(Sides::Sent(Box::new(sent))));
    }
    let received = received_side(app, relation, invitation).await?;
    Ok(received.map(|received| Sides::Received(Box::new(received))))
}

/// The invitation as R sees it, from what was found of it; nothing where R may not.
async fn received_side(
    app: &App,
    relation: Relation,
    invitation: Invitation,
) -> Result<Option<ReceivedInvitation>, Fault> {
    let Some(sender) = app.store().persons(&[invitation.from]).await?.pop() else { return Ok(None) };
    let pending = invitation.outcome == Outcome::Open;
    if pending && !app.store().stands_behind(invitation.from, invitation.sent_at).await? {
        return Ok(None);
    }
    let vouch = vouches::shown(app, &[&invitation]).await?.pop().map(|(_, vouch)| vouch);
    Ok(as_received(app, invitation, &relation, sender, vouch, app.now()))
}

/// The invitation as R sees it, where R may see it: open, in the archive, or accepted.
fn as_received(
    app: &App,
    invitation: Invitation,
    relation: &Relation,
    sender: kith_domain::profile::Person,
    vouch: Option<ShownVouch>,
    now: Timestamp,
) -> Option<ReceivedInvitation> {
    if relation.blocked() {
        return None;
    }
    let (state, viewed_at, open) = match &relation.between {
        Between::Invited(open) if open.id == invitation.id => {
            (open.state_for_recipient(now)?, open.viewed_at, Some(open))
        }
        Between::Connected { invitation: Some(id), since, .. }
        | Between::Following { invitation: Some(id), since, .. }
            if *id == invitation.id =>
        {
            (StateForRecipient::Accepted, Some(*since), None)
        }
        Between::Invited(_) | Between::Connected { .. } | Between::Following { .. } | Between::Nothing => {
            return None;
        }
    };
    let (marked_at, snoozed_until) = match open.map(|open| open.answer) {
        Some(Answer::Marked { at }) => (Some(at), None),
        Some(Answer::Snoozed { until }) => (None, Some(until).filter(|until| now < *until)),
        Some(Answer::None | Answer::Ignored { .. } | Answer::Reported { .. }) | None => (None, None),
    };
    let policy = app.policy();
    let answerable = !matches!(
        state,
        StateForRecipient::Accepted | StateForRecipient::Marked | StateForRecipient::Reported
    );
    Some(ReceivedInvitation {
        snoozed_until,
        may_ask: open.is_some_and(|open| may_ask_question(&invitation, open, policy)),
        may_snooze: answerable.then(|| MaySnooze {
            privately: latest_private(&invitation, policy, now),
            told: latest_told(policy, now),
        }),
        invitation,
        sender: Some(sender),
        state,
        connected: relation.connected(),
        viewed_at,
        // What somebody adds to a question is of no use once it is answered.
        vouch: vouch.filter(|_| state != StateForRecipient::Accepted),
        mark_undo_until: marked_at.map(|at| at + policy.marks.undo).filter(|until| now < *until),
    })
}
