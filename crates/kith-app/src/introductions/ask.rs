use kith_domain::id::{IntroductionId, MemberId};
use kith_domain::introductions::{AskCommand, AskFacts, AskRefused, Part, Reason, Role, Stage};
use kith_domain::profile::Person;
use kith_domain::relation::Pair;

use super::Seen;
use crate::relationship::{Met, NoIntroduction, RelationshipState, meet, no_way};
use crate::{Actor, App, CommitFailure, Cursor, Failure, Fault, Page, TRIES, contended};

/// How many of those who may be asked the form offers.
const OFFERED: u32 = 30;

/// What S asks.
#[derive(Debug, Clone)]
pub struct AskIntroduction {
    /// R.
    pub to: MemberId,
    /// M.
    pub through: MemberId,
    /// Why, in S's words.
    pub reason: String,
}

/// All that the form shows before S writes.
#[derive(Debug, Clone)]
pub struct Asking {
    /// R.
    pub to: Person,
    /// Who may be asked (R4.3).
    pub introducers: Vec<Person>,
    /// Why nobody may.
    pub no_introduction: Option<NoIntroduction>,
    /// How many S has open.
    pub open: u32,
}

/// Who may be asked to introduce the actor to another member, by ascending id (R4.3); nothing where that member is not
/// there for the actor.
///
/// # Errors
/// The database is in trouble.
pub async fn introducers(
    app: &App,
    actor: Actor,
    to: MemberId,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Option<Page<Person>>, Fault> {
    let Some(pair) = Pair::of(actor.member, to) else { return Ok(None) };
    let Some(met) = meet(app, actor, pair).await? else { return Ok(None) };
    if no_way(&met).is_some() {
        return Ok(Some(Page::empty()));
    }
    let after = cursor.map_or(0, |cursor| cursor.id);
    let rows = offered(app, pair, after, Page::<Person>::read(most)).await?;
    Ok(Some(Page::cut(rows, most, |person| Cursor::new(0, person.id.0))))
}

/// What the form shows; nothing where R is not there for the actor.
///
/// # Errors
/// The database is in trouble.
pub async fn asking(app: &App, actor: Actor, to: MemberId) -> Result<Option<Asking>, Fault> {
    let Some(pair) = Pair::of(actor.member, to) else { return Ok(None) };
    let Some(met) = meet(app, actor, pair).await? else { return Ok(None) };
    let why = no_way(&met);
    let introducers = match why {
        Some(_) => Vec::new(),
        None => offered(app, pair, 0, OFFERED).await?,
    };
    let why = why.or_else(|| introducers.is_empty().then_some(NoIntroduction::NobodyToAsk));
    let running = app.store().introductions_running(actor.member, app.now()).await?;
    let now = app.now();
    let open = running.iter().filter(|part| part.stage_at(now) == Stage::Open).count();
    Ok(Some(Asking {
        to: met.encounter.other.profile.person,
        introducers,
        no_introduction: why,
        open: u32::try_from(open).unwrap_or(u32::MAX),
    }))
}

/// Asks M for an introduction to R. Whether M may be asked is looked at anew (R4.3); the limits are guarded where it is
/// written (R4.5).
///
/// # Errors
/// Each reason of [`AskRefused`]; a fault of the store.
pub async fn ask(app: &App, actor: Actor, ask: AskIntroduction) -> Result<Seen, Failure<AskRefused>> {
    let now = app.now();
    let pair = Pair::of(actor.member, ask.to).ok_or(Failure::Refused(AskRefused::ToYourself))?;
    let id = IntroductionId(app.chance().id(now)?);
    for _ in 0..TRIES {
        let met = meet(app, actor, pair).await?.ok_or(Failure::Refused(AskRefused::NotFound))?;
        let reason = Reason::parse(&ask.reason, app.policy())
            .map_err(|refused| Failure::Refused(AskRefused::Reason(refused)))?;
        let running = app.store().introductions_running(actor.member, now).await?;
        let running: Vec<_> = running.into_iter().map(|part| (part.introduction, part.state)).collect();
        let go_between = go_between(app, &met, ask.through).await?;
        let facts = AskFacts {
            standing: &met.encounter.standing,
            asker_verified: met.encounter.one.verified || !app.network().verify_address,
            connected: met.bearing.state == RelationshipState::Connected,
            offered: go_between.is_some(),
            running: &running,
        };
        let command =
            AskCommand { id, asker: actor.member, go_between: ask.through, recipient: ask.to, reason };
        let introduction =
            kith_domain::introductions::ask(&facts, command, app.policy(), now).map_err(Failure::Refused)?;
        match app.store().ask_introduction(&introduction, app.policy().introductions.open).await {
            Ok(()) => {
                let part = Part {
                    introduction,
                    role: Role::Asker,
                    state: kith_domain::introductions::State::Open,
                    words: None,
                    conversation: None,
                };
                let (one, other) = (met.encounter.one.profile.person, met.encounter.other.profile.person);
                let stage = part.stage_at(now);
                return Ok(Seen { part, stage, asker: Some(one), go_between, recipient: Some(other) });
            }
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(contended("ask for an introduction").into())
}

/// M, where S may ask them about R at this moment.
async fn go_between(app: &App, met: &Met, through: MemberId) -> Result<Option<Person>, Fault> {
    if no_way(met).is_some() {
        return Ok(None);
    }
    let two = met.encounter.relation.pair;
    let found = offered(app, two, through.0 - 1, 1).await?;
    let Some(person) = found.into_iter().find(|person| person.id == through) else { return Ok(None) };
    // Who is offered is known from memory; what M may be asked is read (R4.3).
    let pairs: Vec<Pair> =
        [two.lo(), two.hi()].into_iter().filter_map(|one| Pair::of(one, through)).collect();
    let relations = app.store().relations(&pairs).await?;
    let ties = relations.iter().all(|relation| relation.connected() && !relation.stance(through).limits);
    Ok((ties && relations.len() == 2).then_some(person))
}

async fn offered(app: &App, pair: Pair, after: i64, most: u32) -> Result<Vec<Person>, Fault> {
    let though_hidden = app.policy().connections.shared_though_hidden;
    app.store().introducers(pair, though_hidden, after, most).await
}
