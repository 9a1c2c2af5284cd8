use kith_domain::common_ground::CommonGround;
use kith_domain::door::{DoorPolicy, Need, Visitor};
use kith_domain::id::MemberId;
use kith_domain::invitations::{
    Card, Language, RelationKind, Starter, greeting_starter, offered_kinds, starters,
};
use kith_domain::profile::{Completeness, Profile};
use kith_domain::relation::Pair;
use kith_domain::standing::{Balance, DAY};

use super::introduced;
use crate::relationship::{Bearing, Routes, meet, routes};
use crate::{Actor, App, Fault};

/// At most this many starters.
const STARTERS: usize = 6;

/// All that the dialog shows before S writes (R1.5–R1.8, R2, R6.7, R6.9).
#[derive(Debug, Clone)]
pub struct Draft {
    /// S, with what backs a relation (R1.5).
    pub from: Profile,
    /// R.
    pub to: Profile,
    /// R's language, which the general text is in (R1.3).
    pub language: Language,
    /// How they stand, as S may know it (R6.1).
    pub bearing: Bearing,
    /// What they have in common.
    pub ground: CommonGround,
    /// How S may say to know R.
    pub kinds: Vec<RelationKind>,
    /// The kinds that also ask for R's address (R4.8).
    pub address_needed: Vec<RelationKind>,
    /// Notes to begin from.
    pub starters: Vec<Starter>,
    /// What S's profile holds (R6.7).
    pub completeness: Completeness,
    /// The card as R will see it (R6.9).
    pub card: Card,
    /// Whom R lets in, and what R asks for (F7).
    pub door: DoorPolicy,
    /// What of it S does not bring along before a word is written.
    pub needs: Vec<Need>,
    /// The ways to R beside an invitation (R0.3, R4.2).
    pub routes: Routes,
    /// The longest note.
    pub note_limit: u32,
    /// What is left of S's allowance in all (R5.1).
    pub lifetime: Balance,
    /// How many S sent today (R6.6).
    pub today: u64,
}

/// What the dialog shows; nothing where R is not there for S.
///
/// # Errors
/// The database is in trouble.
pub async fn draft(app: &App, actor: Actor, to: MemberId) -> Result<Option<Draft>, Fault> {
    let now = app.now();
    let Some(pair) = Pair::of(actor.member, to) else { return Ok(None) };
    let Some(met) = meet(app, actor, pair).await? else { return Ok(None) };
    let routes = routes(app, &met).await?;
    let (encounter, ground) = (met.encounter, met.ground);
    let (from, to) = (encounter.one.profile, encounter.other.profile);
    let sender = from.person.name.as_str();
    let first = to.person.name.first();
    let note_limit = app.policy().note.max_graphemes;
    let mut starters = starters(sender, first, &ground.facts, STARTERS, note_limit);
    if starters.is_empty() {
        starters.extend(greeting_starter(sender, first, note_limit));
    }
    let completeness = Completeness::of(from.held(), app.policy());
    let standing = &encounter.standing;
    let verified = encounter.one.verified || !app.network().verify_address;
    let door = encounter.other.door;
    let introduced = introduced(app, actor.member, to.person.id, &door).await?;
    let needs = door.needs(&Visitor::before_writing(&ground, verified, introduced));
    Ok(Some(Draft {
        kinds: offered_kinds(&from, &ground),
        address_needed: app.policy().relation.requires_address.clone(),
        starters,
        card: Card::new(ground.clone(), met.bearing.degree, &completeness, now),
        completeness,
        ground,
        door,
        needs,
        routes,
        note_limit,
        lifetime: Balance { limit: standing.lifetime_limit(app.policy()), used: standing.sent },
        today: standing.day.used_at(now, DAY),
        language: encounter.other.language,
        bearing: met.bearing,
        from,
        to,
    }))
}
