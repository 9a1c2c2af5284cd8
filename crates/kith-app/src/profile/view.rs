use kith_domain::common_ground::CommonGround;
use kith_domain::connections::list_shown;
use kith_domain::contact_details::{ContactDetails, contact_details_shown};
use kith_domain::id::MemberId;
use kith_domain::invitations::Card;
use kith_domain::profile::{Completeness, Profile};
use kith_domain::relation::Pair;
use kith_domain::text::Handle;
use kith_store::profiles::Account;

use super::mine;
use crate::relationship::{Bearing, Routes, meet, routes};
use crate::{Actor, App, Fault};

/// A profile as the one who asks may see it.
#[derive(Debug, Clone)]
pub enum Viewed {
    /// One's own.
    Own(Box<Account>),
    /// Somebody else's.
    Other(Box<Meeting>),
}

/// Somebody else's profile, with how they stand to the one who looks, as that one may know it (R6.1, R11.4).
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Whose profile it is; its contact details only where they are for the one who looks (F9).
    pub profile: Profile,
    /// How they stand to the one who looks.
    pub bearing: Bearing,
    /// Whether their list of connections, and so its length, is for the one who looks.
    pub list_shown: bool,
    /// What they have in common, as both allow it to be shown (R2.4).
    pub ground: CommonGround,
    /// The ways to them beside an invitation (R0.3, R4.2).
    pub routes: Routes,
}

/// One's own account with the whole profile; nothing once it is no longer in use.
///
/// # Errors
/// The database is in trouble.
pub async fn own(app: &App, actor: Actor) -> Result<Option<Account>, Fault> {
    mine(app, actor).await
}

/// A profile; nothing where nobody is, where the account is not in use, or where either blocks the other (R11.7).
///
/// # Errors
/// The database is in trouble.
pub async fn view(app: &App, actor: Actor, who: MemberId) -> Result<Option<Viewed>, Fault> {
    let Some(pair) = Pair::of(actor.member, who) else {
        return Ok(mine(app, actor).await?.map(|account| Viewed::Own(Box::new(account))));
    };
    let Some(met) = meet(app, actor, pair).await? else { return Ok(None) };
    let routes = routes(app, &met).await?;
    let relation = &met.encounter.relation;
    let contact_shown = contact_details_shown(relation, who);
    let list_shown = list_shown(relation, who, met.encounter.other.profile.connections_visible_to);
    let mut profile = met.encounter.other.profile;
    if !contact_shown {
        profile.contact = ContactDetails::default();
    }
    Ok(Some(Viewed::Other(Box::new(Meeting {
        profile,
        bearing: met.bearing,
        list_shown,
        ground: met.ground,
        routes,
    }))))
}

/// Whose an id or a handle is; that they may be seen is not said by it.
///
/// # Errors
/// The database is in trouble.
pub async fn find(app: &App, id_or_handle: &str) -> Result<Option<MemberId>, Fault> {
    if let Ok(id) = id_or_handle.parse() {
        return Ok(Some(id));
    }
    match Handle::parse(id_or_handle) {
        Ok(handle) => app.store().handle_owner(&handle).await,
        Err(_) => Ok(None),
    }
}

/// How much of one's profile is there, with what is missing (R6.7).
///
/// # Errors
/// The database is in trouble.
pub async fn completeness(app: &App, actor: Actor) -> Result<Option<Completeness>, Fault> {
    let account = mine(app, actor).await?;
    Ok(account.map(|account| Completeness::of(account.profile.held(), app.policy())))
}

/// One's card as somebody sees it with whom one shares nothing (R6.9); a draft shows it for one person.
///
/// # Errors
/// The database is in trouble.
pub async fn card_preview(app: &App, actor: Actor) -> Result<Option<Card>, Fault> {
    let Some(completeness) = completeness(app, actor).await? else { return Ok(None) };
    let nothing = CommonGround { shared_connections: 0, facts: Vec::new() };
    Ok(Some(Card::new(nothing, None, &completeness, app.now())))
}
