//! A line from somebody who knows both, added to an open invitation at S's wish (F19). S learns nothing of what M does
//! with it, and M nothing of what R does with the invitation short of accepting (R6.1).

use kith_domain::common_ground::{Shared, visible_shared};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::Invitation;
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::relation::{Pair, Relation};
use kith_domain::text::{TextRefused, VouchText};
use kith_domain::time::Timestamp;
use kith_domain::vouch::{self, AskVouchRefused, Vouch, VouchRefused};

use crate::invitations::{SentInvitation, sent_one};
use crate::{Actor, App, CommitFailure, Failure, Fault, TRIES, contended};

/// At most this many shared connections are offered to be asked.
const MOST_OFFERED: u32 = 100;

/// What M is asked, as M sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VouchRequest {
    /// Which invitation.
    pub invitation: InvitationId,
    /// S, who asks.
    pub from: Person,
    /// R, who reads it.
    pub to: Person,
    /// When S asked.
    pub asked_at: Timestamp,
    /// What M wrote.
    pub text: Option<VouchText>,
}

/// A vouch as R reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownVouch {
    /// M, whom S asked.
    pub by: Person,
    /// What M wrote.
    pub text: VouchText,
}

/// Why M's line is not added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteVouchRefused {
    /// Not asked, over, or as many this month as there may be.
    Vouch(VouchRefused),
    /// The line is not right.
    Text(TextRefused),
}

/// Whom S may ask to vouch for an invitation: the connections S shares with R and may see. Nobody where the invitation
/// is not S's, has ended, or somebody was asked.
///
/// # Errors
/// The database is in trouble.
pub async fn candidates(app: &App, actor: Actor, id: InvitationId) -> Result<Vec<Person>, Fault> {
    let Some(invitation) = app.store().invitation(actor.member, id).await? else { return Ok(Vec::new()) };
    let Some(pair) = Pair::of(invitation.from, invitation.to) else { return Ok(Vec::new()) };
    if !vouch::may_ask(&invitation, app.now()) {
        return Ok(Vec::new());
    }
    let though_hidden = app.policy().connections.shared_though_hidden;
    let (shared, _) = app.store().shared_connections(pair, though_hidden, MOST_OFFERED).await?;
    let shared = seen_by_both(app, &invitation, shared).await?;
    let ids: Vec<MemberId> = shared.iter().map(|shared| shared.id).collect();
    app.store().persons(&ids).await
}

/// S asks M to vouch for an open invitation; the second time answers as the first.
///
/// # Errors
/// Each reason of [`AskVouchRefused`].
pub async fn ask(
    app: &App,
    actor: Actor,
    id: InvitationId,
    voucher: MemberId,
) -> Result<SentInvitation, Failure<AskVouchRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let invitation = app.store().invitation(actor.member, id).await?;
        let invitation = invitation.ok_or(Failure::Refused(AskVouchRefused::NotFound))?;
        let knows = shares(app, &invitation, voucher).await?;
        let asking =
            vouch::ask(&invitation, actor.member, voucher, knows.is_some(), now).map_err(Failure::Refused)?;
        if let (Some(asking), Some(knows)) = (asking, knows) {
            match app.store().ask_for_vouch(&asking, &knows).await {
                Ok(()) => {}
                Err(CommitFailure::Conflict { .. }) => continue,
                Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
            }
        }
        return sent_one(app, actor, id).await?.ok_or(Failure::Refused(AskVouchRefused::NotFound));
    }
    Err(contended("ask for a vouch").into())
}

/// What the actor is asked to vouch for, the latest invitation first, before `before`: open invitations between two
/// whom the actor is connected with, and which the actor did not decline.
///
/// # Errors
/// The database is in trouble.
pub async fn requests(
    app: &App,
    actor: Actor,
    before: Option<InvitationId>,
    most: u32,
) -> Result<Vec<VouchRequest>, Fault> {
    let vouches = app.store().vouch_requests(actor.member, before, app.now(), most).await?;
    as_asked(app, actor, vouches).await
}

/// One of them, declined or not; nothing where the actor is not asked, or it is over.
///
/// # Errors
/// The database is in trouble.
pub async fn request(app: &App, actor: Actor, id: InvitationId) -> Result<Option<VouchRequest>, Fault> {
    let vouch = app.store().vouch(actor.member, id).await?;
    Ok(as_asked(app, actor, vouch.into_iter().collect()).await?.pop())
}

/// M writes a line, or another one in its place.
///
/// # Errors
/// Each reason of [`WriteVouchRefused`].
pub async fn write(
    app: &App,
    actor: Actor,
    id: InvitationId,
    text: &str,
) -> Result<VouchRequest, Failure<WriteVouchRefused>> {
    let refused = |refused| Failure::Refused(WriteVouchRefused::Vouch(refused));
    let now = app.now();
    for _ in 0..TRIES {
        // Whoever is not asked learns nothing from what is wrong with a line.
        let request: Result<_, Fault> = request(app, actor, id).await;
        request?.ok_or(refused(VouchRefused::NotFound))?;
        let text =
            VouchText::parse(text).map_err(|wrong| Failure::Refused(WriteVouchRefused::Text(wrong)))?;
        let vouch = app.store().vouch(actor.member, id).await?.ok_or(refused(VouchRefused::NotFound))?;
        let invitation = app.store().invitation(vouch.asked.sender, id).await?;
        let month = app.store().vouch_month(actor.member).await?;
        let limit = app.policy().vouches.monthly;
        let counts = vouch::write(&vouch, invitation.as_ref(), month, limit, now).map_err(refused)?;
        if vouch.declined || vouch.text.as_ref() != Some(&text) {
            match app.store().write_vouch(&vouch.asked, &text, counts, limit, now).await {
                Ok(()) => {}
                Err(CommitFailure::Conflict { .. }) => continue,
                Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
            }
        }
        let written: Result<_, Fault> = self::request(app, actor, id).await;
        return written?.ok_or(refused(VouchRefused::NotFound));
    }
    Err(contended("vouch for an invitation").into())
}

/// M does not want to vouch, or takes back what was written: silent, and the second time as the first.
///
/// # Errors
/// Not asked, or over.
pub async fn decline(app: &App, actor: Actor, id: InvitationId) -> Result<(), Failure<VouchRefused>> {
    let request: Result<_, Fault> = request(app, actor, id).await;
    request?.ok_or(Failure::Refused(VouchRefused::NotFound))?;
    match app.store().decline_vouch(actor.member, id).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(contended("decline to vouch").into()),
        Err(CommitFailure::Fault(fault)) => Err(fault.into()),
    }
}

/// What R reads of the vouches for these invitations: what was written by who is still connected with both.
pub(crate) async fn shown(
    app: &App,
    invitations: &[&Invitation],
) -> Result<Vec<(InvitationId, ShownVouch)>, Fault> {
    let asked: Vec<(MemberId, InvitationId)> =
        invitations.iter().filter_map(|one| one.vouch.map(|vouch| (vouch.of, one.id))).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut vouches = app.store().vouches(&asked).await?;
    vouches.retain(|vouch| vouch.text.is_some() && !vouch.declined);
    let known = connected_with_both(app, &vouches).await?;
    let by: Vec<MemberId> = vouches.iter().map(|vouch| vouch.asked.voucher).collect();
    let persons = app.store().persons(&by).await?;
    let shown = vouches.into_iter().zip(known).filter_map(|(vouch, known)| {
        let by = persons.iter().find(|person| person.id == vouch.asked.voucher)?;
        let there = known && by.status == MemberStatus::Active;
        let shown = ShownVouch { by: by.clone(), text: vouch.text? };
        there.then_some((vouch.asked.invitation, shown))
    });
    Ok(shown.collect())
}

/// What stands between S and M, where M is a connection that S and R share and that S may see (R2.4).
async fn shares(app: &App, invitation: &Invitation, voucher: MemberId) -> Result<Option<Relation>, Fault> {
    let pairs = [Pair::of(invitation.from, voucher), Pair::of(invitation.to, voucher)];
    let [Some(with_sender), Some(with_recipient)] = pairs else { return Ok(None) };
    let mut relations = app.store().relations(&[with_sender, with_recipient]).await?;
    // Whom one limits does not see whom one is connected with (F9).
    if !relations.iter().all(|relation| relation.connected() && !relation.stance(voucher).limits) {
        return Ok(None);
    }
    let Some(account) = app.store().account(voucher).await? else { return Ok(None) };
    let profile = account.profile;
    if profile.person.status != MemberStatus::Active {
        return Ok(None);
    }
    let shared = Shared {
        id: voucher,
        name: profile.person.name.to_string(),
        connections_visible_to: profile.connections_visible_to,
    };
    let seen = seen_by_both(app, invitation, vec![shared]).await?;
    Ok(if seen.is_empty() { None } else { Some(relations.swap_remove(0)) })
}

/// Of some shared connections those that S and R may know of.
async fn seen_by_both(app: &App, invitation: &Invitation, shared: Vec<Shared>) -> Result<Vec<Shared>, Fault> {
    let sender = app.store().account(invitation.from).await?;
    let recipient = app.store().account(invitation.to).await?;
    let (Some(sender), Some(recipient)) = (sender, recipient) else { return Ok(Vec::new()) };
    Ok(visible_shared(
        sender.profile.connections_visible_to,
        recipient.profile.connections_visible_to,
        app.policy().connections.shared_though_hidden,
        shared,
    ))
}

/// Requests as M sees them: only those about open invitations between two whom M is connected with. Whatever stands
/// between these two is not looked at.
async fn as_asked(app: &App, actor: Actor, vouches: Vec<Vouch>) -> Result<Vec<VouchRequest>, Fault> {
    let now = app.now();
    let ids: Vec<_> = vouches.iter().map(|vouch| (vouch.asked.sender, vouch.asked.invitation)).collect();
    let invitations = app.store().invitations(&ids).await?;
    let known = connected_with_both(app, &vouches).await?;
    let both = vouches.iter().flat_map(|vouch| [vouch.asked.sender, vouch.asked.recipient]);
    let persons = app.store().persons(&both.collect::<Vec<_>>()).await?;
    let person = |id: MemberId| {
        persons.iter().find(|person| person.id == id && person.status == MemberStatus::Active).cloned()
    };
    let requests = vouches.into_iter().zip(known).filter_map(|(vouch, known)| {
        let asked = vouch.asked;
        let invitation = invitations.iter().find(|invitation| invitation.id == asked.invitation);
        let found = known && asked.voucher == actor.member && vouch.found_at(invitation, now);
        found.then_some(())?;
        Some(VouchRequest {
            invitation: asked.invitation,
            from: person(asked.sender)?,
            to: person(asked.recipient)?,
            asked_at: asked.at,
            text: vouch.text,
        })
    });
    Ok(requests.collect())
}

/// Of each, whether M is connected with both.
async fn connected_with_both(app: &App, vouches: &[Vouch]) -> Result<Vec<bool>, Fault> {
    let pairs: Vec<Pair> = vouches
        .iter()
        .flat_map(|vouch| [vouch.asked.sender, vouch.asked.recipient].map(|one| (vouch.asked.voucher, one)))
        .filter_map(|(voucher, one)| Pair::of(voucher, one))
        .collect();
    let relations = app.store().relations(&pairs).await?;
    let connected = |voucher: MemberId, one: MemberId| {
        let pair = Pair::of(voucher, one);
        relations.iter().any(|relation| Some(relation.pair) == pair && relation.connected())
    };
    let both = |vouch: &Vouch| {
        let asked = &vouch.asked;
        connected(asked.voucher, asked.sender) && connected(asked.voucher, asked.recipient)
    };
    Ok(vouches.iter().map(both).collect())
}
