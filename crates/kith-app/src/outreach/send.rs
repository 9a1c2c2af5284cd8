use kith_domain::credits::Credits;
use kith_domain::id::{CreditEntryId, MemberId, OutreachId};
use kith_domain::outreach::{Outreach, OutreachCommand, OutreachFacts, OutreachRefused, offered};
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::relation::{Pair, Relation};
use kith_domain::standing::Standing;
use kith_domain::text::{OutreachBody, OutreachSubject};
use kith_domain::time::Timestamp;
use kith_store::profiles::Account;

use super::SentOutreach;
use crate::credits::{Purse, purse_of, settled, stored};
use crate::{Actor, App, CommitFailure, Failure, Fault, TRIES, contended};

/// What S asks for.
#[derive(Debug, Clone)]
pub struct SendOutreach {
    /// R.
    pub to: MemberId,
    /// What it is about, as typed.
    pub subject: String,
    /// What it says, as typed.
    pub body: String,
}

/// Somebody to whom a message might be written, before a word of it is.
#[derive(Debug, Clone)]
pub struct Prospect {
    /// R.
    pub person: Person,
    /// What S has.
    pub purse: Purse,
    /// What stands against it, as far as it is S's own or the same for all.
    pub stands_against: Option<OutreachRefused>,
}

impl Prospect {
    /// Whether a page offers to write: nothing stands against it, or a credit alone is missing, which the page says.
    pub fn is_offered(&self) -> bool {
        match &self.stands_against {
            None | Some(OutreachRefused::NoCredit { .. } | OutreachRefused::AlreadyOpen { .. }) => true,
            Some(
                OutreachRefused::ToYourself
                | OutreachRefused::NotFound
                | OutreachRefused::Subject(_)
                | OutreachRefused::Body(_)
                | OutreachRefused::AlreadyConnected
                | OutreachRefused::ConversationOpen
                | OutreachRefused::AlreadyInvited { .. }
                | OutreachRefused::Restricted { .. }
                | OutreachRefused::AddressUnverified
                | OutreachRefused::NotPossibleNow,
            ) => false,
        }
    }
}

/// All that sending is decided on, besides S's credits.
struct Met {
    relation: Relation,
    standing: Standing,
    verified: bool,
    recipient: Account,
    last: Option<Outreach>,
    theirs: Option<Outreach>,
    may_talk: bool,
}

impl Met {
    fn facts<'a>(&'a self, credits: &'a Credits) -> OutreachFacts<'a> {
        OutreachFacts {
            relation: &self.relation,
            standing: &self.standing,
            sender_verified: self.verified,
            recipient: Some(self.recipient.profile.person.status),
            takes_outreach: self.recipient.takes_outreach,
            last: self.last.as_ref(),
            theirs: self.theirs.as_ref(),
            may_talk: self.may_talk,
            credits,
        }
    }
}

/// Writes to R, for a credit.
///
/// # Errors
/// Each reason of [`OutreachRefused`]; a fault of the store.
pub async fn send(
    app: &App,
    actor: Actor,
    ask: SendOutreach,
) -> Result<SentOutreach, Failure<OutreachRefused>> {
    let now = app.now();
    let pair = Pair::of(actor.member, ask.to).ok_or(Failure::Refused(OutreachRefused::ToYourself))?;
    let id = OutreachId(app.chance().id(now)?);
    for _ in 0..TRIES {
        // Before a word is read: whom a block hides answers as nobody does, whatever was written.
        let Some(met) = met(app, actor.member, pair).await? else {
            return Err(Failure::Refused(OutreachRefused::NotFound));
        };
        let (subject, body) = words(&ask).map_err(Failure::Refused)?;
        let Some(credits) = settled(app, actor.member, now).await? else {
            return Err(Failure::Refused(OutreachRefused::NotFound));
        };
        let entry = CreditEntryId(app.chance().id(now)?);
        let command = OutreachCommand { id, entry, from: actor.member, to: ask.to, subject, body };
        let (outreach, changes) =
            kith_domain::outreach::send(&met.facts(&credits), command, app.policy(), now)
                .map_err(Failure::Refused)?;
        match app.store().commit(&changes).await {
            Ok(_) => return Ok(SentOutreach::new(app, outreach, Some(met.recipient.profile.person))),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(contended("send an outreach message").into())
}

/// What would come of writing to R, before a word is written; nothing where R is not there. It changes nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn prospect(app: &App, member: MemberId, to: MemberId) -> Result<Option<Prospect>, Fault> {
    let now = app.now();
    let Some(pair) = Pair::of(member, to) else { return Ok(None) };
    let Some(met) = met(app, member, pair).await? else { return Ok(None) };
    let Some(credits) = stored(app, member).await? else { return Ok(None) };
    let credits = credits.settled(&app.policy().outreach, now).0;
    let stands_against = stands_against(app, &met, &credits, now);
    let purse = purse_of(app, &credits);
    Ok(Some(Prospect { person: met.recipient.profile.person, purse, stands_against }))
}

fn stands_against(app: &App, met: &Met, credits: &Credits, now: Timestamp) -> Option<OutreachRefused> {
    let from = met.relation.pair.other(met.recipient.profile.person.id);
    offered(&met.facts(credits), from, app.policy(), now).err()
}

/// The two as they meet; nothing where R is not there for S.
async fn met(app: &App, member: MemberId, pair: Pair) -> Result<Option<Met>, Fault> {
    let to = pair.other(member);
    let relation = app.store().relation(pair).await?;
    let Some(recipient) = app.store().account(to).await? else { return Ok(None) };
    if relation.blocked() || recipient.profile.person.status != MemberStatus::Active {
        return Ok(None);
    }
    let (Some(sender), Some(standing)) =
        (app.store().account(member).await?, app.store().standing(member).await?)
    else {
        return Ok(None);
    };
    let (last, theirs) = app.store().outreach_between(member, to).await?;
    let side = app.store().conversation(member, to).await?;
    Ok(Some(Met {
        relation,
        standing,
        verified: sender.verified || !app.network().verify_address,
        recipient,
        last,
        theirs,
        may_talk: side.is_some_and(|side| side.outreach.is_some()),
    }))
}

fn words(ask: &SendOutreach) -> Result<(OutreachSubject, OutreachBody), OutreachRefused> {
    let subject = OutreachSubject::parse(&ask.subject).map_err(OutreachRefused::Subject)?;
    Ok((subject, OutreachBody::parse(&ask.body).map_err(OutreachRefused::Body)?))
}
