use kith_domain::common_ground::{CommonGround, common_ground, visible_shared};
use kith_domain::connections::Degree;
use kith_domain::door::{Answered, DoorPolicy, Tie, Who};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{
    AddressKnown, Claim, ClaimRefused, Connections, Note, Place, Purpose, SendCommand, SendFacts,
    SendOutcome, SendRefused,
};
use kith_domain::profile::MemberStatus;
use kith_domain::relation::Pair;
use kith_domain::text::Address;
use kith_domain::time::Timestamp;
use kith_store::profiles::Encounter;

use super::tidy::tidy_overdue;
use super::{SentInvitation, marks_between};
use crate::{Actor, App, CommitFailure, Failure, Fault, TRIES, contended};

/// What S asks for.
#[derive(Debug, Clone)]
pub struct SendInvitation {
    /// R.
    pub to: MemberId,
    /// How S knows R (R1.5).
    pub claim: Option<Claim>,
    /// The note as typed.
    pub note: Option<String>,
    /// What S is after (R2.1).
    pub purpose: Option<Purpose>,
    /// Where S clicked.
    pub place: Place,
    /// R's address, where the policy or R's door asks for it (R4.8, F7).
    pub address: Option<String>,
    /// What S answers at R's door (F7).
    pub answers: Vec<Answered>,
}

impl SendInvitation {
    /// The one-click invitation: no note, nothing said (R1.2).
    pub fn one_click(to: MemberId, place: Place) -> Self {
        Self { to, claim: None, note: None, purpose: None, place, address: None, answers: Vec::new() }
    }
}

/// What sending came to.
#[derive(Debug, Clone)]
pub enum SendReply {
    /// A new invitation.
    Sent {
        /// It.
        invitation: Box<SentInvitation>,
        /// How many S has sent today, when that is worth a word (R6.6).
        pace_hint: Option<u64>,
    },
    /// One was open already; nothing is counted (R11.1).
    Existing(Box<SentInvitation>),
    /// R had invited S: they are connected now (R10.8).
    Connected {
        /// R's invitation.
        invitation: InvitationId,
        /// R.
        with: MemberId,
    },
}

/// Invites R, through whichever door (R5.2).
///
/// # Errors
/// Each reason of [`SendRefused`]; a fault of the store.
pub async fn send(app: &App, actor: Actor, ask: SendInvitation) -> Result<SendReply, Failure<SendRefused>> {
    let now = app.now();
    let pair = Pair::of(actor.member, ask.to).ok_or(Failure::Refused(SendRefused::ToYourself))?;
    let id = InvitationId(app.chance().id(now)?);
    let mut tidied = false;
    let mut address_known = None;
    let writes = ask.note.as_deref().is_some_and(|note| !note.trim().is_empty());
    let prints_since = writes.then(|| now - app.policy().originality.window);
    for _ in 0..TRIES {
        let though_hidden = app.policy().connections.shared_though_hidden;
        let encounter = app.store().encounter(actor.member, pair, though_hidden, prints_since).await?;
        let Some(encounter) = encounter else { return Err(Failure::Refused(SendRefused::NotFound)) };
        // Before a word is read: whom a block hides answers as nobody does, whatever was written (R1.1).
        let there = encounter.other.profile.person.status == MemberStatus::Active;
        if !there || encounter.relation.blocked() {
            return Err(Failure::Refused(SendRefused::NotFound));
        }
        let sender = encounter.one.profile.person.name.as_str();
        let note = ask
            .note
            .as_deref()
            .map_or(Ok(None), |note| Note::parse(note, &app.network().name, sender, app.policy()));
        let note = note.map_err(|refused| Failure::Refused(SendRefused::Note(refused)))?;
        let address_known = match address_known {
            Some(known) => known,
            None => *address_known.insert(knows_address(app, actor, &ask, &encounter.other.door, now).await?),
        };
        // Marks fall where the two connect by crossing, and are read for that alone: read whenever R has marked S, they
        // would tell S by the time it takes (R6.1).
        let crosses = encounter.relation.open_at(now).is_some_and(|open| open.sender == ask.to);
        let voided = if crosses { marks_between(app, &encounter.relation, now).await? } else { Vec::new() };
        let facts = SendFacts {
            voided,
            relation: encounter.relation.clone(),
            standing: &encounter.standing,
            sender: &encounter.one.profile,
            sender_verified: encounter.one.verified || !app.network().verify_address,
            recipient: Some(&encounter.other.profile),
            connections: Connections {
                yours: encounter.one.profile.connections,
                theirs: encounter.other.profile.connections,
            },
            address_known,
            door: &encounter.other.door,
            introduced: introduced(app, actor.member, ask.to, &encounter.other.door).await?,
            ground: ground(app, &encounter),
            degree: encounter.degree.map(Degree::number),
            earlier: &encounter.earlier,
        };
        let command = SendCommand {
            id,
            from: actor.member,
            to: ask.to,
            claim: ask.claim.clone(),
            note,
            purpose: ask.purpose,
            place: ask.place,
            answers: ask.answers.clone(),
        };
        match kith_domain::invitations::send(&facts, command, app.policy(), now) {
            Ok(SendOutcome::Sent(sent)) => match app.store().commit(&sent.changes).await {
                Ok(_) => return Ok(reply(sent, encounter)),
                Err(CommitFailure::Conflict { .. }) => {}
                Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
            },
            Ok(SendOutcome::Connected { invitation, changes }) => match app.store().commit(&changes).await {
                Ok(_) => return Ok(SendReply::Connected { invitation, with: ask.to }),
                Err(CommitFailure::Conflict { .. }) => {}
                Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
            },
            Ok(SendOutcome::Existing(id)) => {
                if let Some(invitation) = app.store().invitation(actor.member, id).await? {
                    let recipient = Some(encounter.other.profile.person);
                    let sent =
                        SentInvitation::new(app, invitation, &encounter.relation, recipient, None, now);
                    return Ok(SendReply::Existing(Box::new(sent)));
                }
            }
            // The counter may hold some whose time ran out: tidy up once, then look again.
            Err(SendRefused::TooManyPending { .. }) if !tidied => {
                tidied = true;
                tidy_overdue(app, actor.member, now).await?;
            }
            Err(refused) => return Err(Failure::Refused(refused)),
        }
    }
    Err(contended("send an invitation").into())
}

fn reply(sent: Box<kith_domain::invitations::Sent>, encounter: Encounter) -> SendReply {
    let state = sent.invitation.state_for_sender(sent.invitation.sent_at);
    let held = sent.invitation.opens_at > sent.invitation.sent_at;
    let invitation = SentInvitation {
        may_decline_until: None,
        state,
        may_undo: held,
        may_withdraw: true,
        may_edit: true,
        voucher: None,
        may_reply: false,
        may_ask_vouch: true,
        recipient: Some(encounter.other.profile.person),
        invitation: sent.invitation,
    };
    SendReply::Sent { invitation: Box::new(invitation), pace_hint: sent.pace_hint }
}

/// What the two of an encounter have in common, as both allow it to be shown (R2.4).
pub(crate) fn ground(app: &App, encounter: &Encounter) -> CommonGround {
    let (one, other) = (&encounter.one.profile, &encounter.other.profile);
    let though_hidden = app.policy().connections.shared_though_hidden;
    let shared = visible_shared(
        one.connections_visible_to,
        other.connections_visible_to,
        though_hidden,
        encounter.shared.clone(),
    );
    let count = if shared.is_empty() { 0 } else { encounter.shared_count };
    common_ground(one, other, &shared, count)
}

/// Whether somebody introduced the two to each other and both agreed, looked at only where the other's door asks for it
/// (R4.4, F7).
pub(crate) async fn introduced(
    app: &App,
    one: MemberId,
    other: MemberId,
    door: &DoorPolicy,
) -> Result<bool, Fault> {
    let asked = matches!(&door.who, Who::Tied(ties) if ties.contains(&Tie::Introduction));
    if !asked {
        return Ok(false);
    }
    app.store().introduced(one, other).await
}

/// Whether S knows R's address, looked at only where the policy or R's door asks for it (R4.8, F7).
async fn knows_address(
    app: &App,
    actor: Actor,
    ask: &SendInvitation,
    door: &DoorPolicy,
    now: Timestamp,
) -> Result<AddressKnown, Failure<SendRefused>> {
    let asked_by_policy = ask
        .claim
        .as_ref()
        .is_some_and(|claim| app.policy().relation.requires_address.contains(&claim.kind()));
    let asked_at_the_door = matches!(&door.who, Who::Tied(ties) if ties.contains(&Tie::Address));
    if !asked_by_policy && !asked_at_the_door {
        return Ok(AddressKnown::No);
    }
    let Some(typed) = ask.address.as_deref().filter(|typed| !typed.trim().is_empty()) else {
        return Ok(AddressKnown::No);
    };
    let Ok(address) = Address::parse(typed) else {
        return Err(Failure::Refused(SendRefused::Claim(ClaimRefused::AddressNeeded)));
    };
    let tries: Result<bool, Fault> =
        app.store().count_address_try(actor.member, app.policy().relation.address_tries, now).await;
    if !tries? {
        return Ok(AddressKnown::TooManyTries);
    }
    let owner = app.store().address_owner(&address).await?;
    Ok(if owner == Some(ask.to) { AddressKnown::Yes } else { AddressKnown::No })
}
