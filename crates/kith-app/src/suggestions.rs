//! People the actor may know, each with the reasons.

use std::collections::HashMap;

use kith_domain::common_ground::{Common, common_ground, visible_shared};
use kith_domain::id::MemberId;
use kith_domain::profile::{Audience, MemberStatus, Person, Profile};
use kith_domain::relation::{Between, Pair, Relation, Stage};
use kith_domain::time::Timestamp;
use kith_store::suggestions::{Candidate, Candidates, FactKind};

use crate::connections::active;
use crate::relationship::{Bearing, bearings};
use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, Page, contended};

/// At most this many people are suggested.
const MOST_SUGGESTED: usize = 100;
/// At most this many candidates are looked at for whom to suggest.
const MOST_LOOKED_AT: usize = 400;

/// What one shared connection counts for, and how many of them count.
const SHARED_CONNECTION: i64 = 2;
const MOST_SHARED_COUNTED: u32 = 20;
/// What an employer, a school and a group of both count for.
const EMPLOYER: i64 = 6;
const SCHOOL: i64 = 4;
const GROUP: i64 = 4;

/// Somebody the actor may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Who.
    pub person: Person,
    /// How they stand to the actor.
    pub bearing: Bearing,
    /// Why: what the two have in common, as both allow it to be shown. Never empty.
    pub reasons: Vec<Common>,
    /// How many connections they share and may know of.
    pub shared_connections: u32,
}

/// Why a suggestion is not dismissed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DismissRefused {
    /// There is nobody, or a block hides them.
    NotFound,
}

/// People the actor may know, from shared connections, employers, schools and groups, with their reasons. Never
/// oneself, a connection, anybody with an invitation pending either way or too early to be invited again, anybody
/// blocked, dismissed, marked or not active.
///
/// The order is by points: 2 for each shared connection (20 of them count), 6 for each employer, 4 for each school and
/// group of both; then the newest members. The reasons are computed anew for each page: a fact that is gone or hidden is
/// no reason in the next request.
///
/// # Errors
/// The database is in trouble.
pub async fn suggestions(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<Suggestion>, Fault> {
    let Some(account) = app.store().account(actor.member).await? else { return Ok(Page::empty()) };
    let profile = &account.profile;
    let by_connections = profile.connections_visible_to != Audience::Nobody;
    let though_hidden = app.policy().connections.shared_though_hidden;
    let candidates = app.store().suggestion_candidates(profile, by_connections, though_hidden).await?;
    let mut ranked = ranked(candidates);
    ranked.truncate(MOST_LOOKED_AT);
    let ranked = without_known(app, actor, ranked).await?;
    let rest = ranked
        .into_iter()
        .take(MOST_SUGGESTED)
        .skip_while(|(points, id)| {
            cursor.is_some_and(|cursor| (-points, -id.0) <= (-cursor.rank, -cursor.id))
        })
        .take(Page::<MemberId>::read(most) as usize)
        .collect();
    let page = Page::cut(rest, most, |(points, id): &(i64, MemberId)| Cursor::new(*points, id.0));
    let ids: Vec<MemberId> = page.items.iter().map(|(_, id)| *id).collect();
    let found = app.store().candidates(actor.member, &ids, though_hidden).await?;
    let bearings = bearings(app, actor, &ids).await?;
    let suggest = |candidate: Candidate| {
        let bearing = bearings.iter().find(|b| b.other == candidate.account.profile.person.id)?;
        suggestion(profile, candidate, *bearing, though_hidden)
    };
    Ok(Page { items: found.into_iter().filter_map(suggest).collect(), next: page.next })
}

/// The actor does not want somebody suggested. The second time answers as the first.
///
/// # Errors
/// Nobody there, or a block hides them.
pub async fn dismiss(app: &App, actor: Actor, other: MemberId) -> Result<(), Failure<DismissRefused>> {
    let refused = || Failure::Refused(DismissRefused::NotFound);
    let pair = Pair::of(actor.member, other).ok_or_else(refused)?;
    if active(app, other).await?.is_none() || app.store().relation(pair).await?.blocked() {
        return Err(refused());
    }
    match app.store().dismiss_suggestion(actor.member, other, app.now()).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(contended("dismiss a suggestion").into()),
        Err(CommitFailure::Fault(fault)) => Err(fault.into()),
    }
}

/// The candidates by points, the most first, then the newest.
fn ranked(candidates: Candidates) -> Vec<(i64, MemberId)> {
    let mut points: HashMap<MemberId, i64> = HashMap::new();
    for (member, shared) in candidates.near {
        *points.entry(member).or_default() += SHARED_CONNECTION * i64::from(shared.min(MOST_SHARED_COUNTED));
    }
    for (kind, member) in candidates.same {
        *points.entry(member).or_default() += match kind {
            FactKind::Group => GROUP,
            FactKind::Employer => EMPLOYER,
            FactKind::School => SCHOOL,
        };
    }
    let mut ranked: Vec<(i64, MemberId)> = points
        .into_iter()
        .filter(|(member, _)| !candidates.dismissed.contains(member))
        .map(|(member, points)| (points, member))
        .collect();
    ranked.sort_unstable_by_key(|(points, member)| (-points, -member.0));
    ranked
}

async fn without_known(
    app: &App,
    actor: Actor,
    ranked: Vec<(i64, MemberId)>,
) -> Result<Vec<(i64, MemberId)>, Fault> {
    let now = app.now();
    let pairs: Vec<Pair> = ranked.iter().filter_map(|(_, other)| Pair::of(actor.member, *other)).collect();
    let relations = app.store().relations(&pairs).await?;
    let open = ranked.into_iter().zip(&relations).filter(|(_, relation)| may_suggest(relation, actor, now));
    Ok(open.map(|(candidate, _)| candidate).collect())
}

/// Whether the other of a relation may be suggested. What the other did short of accepting is not asked: whom it is
/// too early to invite again depends on what the actor knows (R6.1).
fn may_suggest(relation: &Relation, actor: Actor, now: Timestamp) -> bool {
    let mine = relation.stance(actor.member);
    if relation.blocked() || mine.closed || now < mine.may_invite_from {
        return false;
    }
    match &relation.between {
        Between::Nothing => true,
        // Who chose to follow has chosen.
        Between::Connected { .. } | Between::Following { .. } => false,
        Between::Invited(open) => match open.stage_at(now) {
            // One that can still be undone is nothing yet, but to who sent it (R8.7).
            Stage::Held => open.sender != actor.member,
            Stage::Open => false,
            Stage::Expired => true,
        },
    }
}

/// The suggestion of a candidate; nothing where no reason is left.
fn suggestion(
    mine: &Profile,
    candidate: Candidate,
    bearing: Bearing,
    though_hidden: bool,
) -> Option<Suggestion> {
    let theirs = candidate.account.profile;
    if theirs.person.status != MemberStatus::Active {
        return None;
    }
    let (one, other) = (mine.connections_visible_to, theirs.connections_visible_to);
    let shared = visible_shared(one, other, though_hidden, candidate.shared);
    let count = if shared.is_empty() { 0 } else { candidate.shared_count };
    let ground = common_ground(mine, &theirs, &shared, count);
    (!ground.facts.is_empty()).then_some(Suggestion {
        person: theirs.person,
        bearing,
        reasons: ground.facts,
        shared_connections: ground.shared_connections,
    })
}
