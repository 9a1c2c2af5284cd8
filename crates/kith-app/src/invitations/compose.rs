use kith_domain::common_ground::CommonGround;
use kith_domain::id::MemberId;
use kith_domain::invitations::{Card, RelationKind, Starter, greeting_starter, offered_kinds, starters};
use kith_domain::profile::Completeness;
use kith_domain::relation::Pair;
use kith_store::profiles::Encounter;

use super::send::ground;
use crate::{Actor, App, Fault};

/// At most this many starters.
const STARTERS: usize = 6;

/// All that the dialog shows before S writes (R1.5–R1.8, R2, R6.7, R6.9).
#[derive(Debug, Clone)]
pub struct Draft {
    /// The two, and what stands between them.
    pub encounter: Encounter,
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
    /// The longest note.
    pub note_limit: u32,
}

/// What the dialog shows; nothing where R is not there for S.
///
/// # Errors
/// The database is in trouble.
pub async fn draft(app: &App, actor: Actor, to: MemberId) -> Result<Option<Draft>, Fault> {
    let now = app.now();
    let Some(pair) = Pair::of(actor.member, to) else { return Ok(None) };
    let though_hidden = app.policy().connections.shared_though_hidden;
    let Some(encounter) = app.store().encounter(actor.member, pair, though_hidden).await? else {
        return Ok(None);
    };
    let there = encounter.other.profile.person.status == kith_domain::profile::MemberStatus::Active;
    if !there || encounter.relation.blocked() {
        return Ok(None);
    }
    let ground = ground(app, &encounter);
    let sender = encounter.one.profile.person.name.as_str();
    let first = encounter.other.profile.person.name.first();
    let mut starters = starters(sender, first, &ground.facts, STARTERS);
    if starters.is_empty() {
        starters.push(greeting_starter(sender, first));
    }
    let completeness = Completeness::of(encounter.one.profile.held(), app.policy());
    let degree = encounter.degree.map(kith_domain::connections::Degree::number);
    Ok(Some(Draft {
        kinds: offered_kinds(&encounter.one.profile, &ground),
        address_needed: app.policy().relation.requires_address.clone(),
        starters,
        card: Card::new(ground.clone(), degree, &completeness, now),
        completeness,
        ground,
        note_limit: app.policy().note.max_graphemes,
        encounter,
    }))
}
