//! How two members stand to each other, as one of them may know it.

mod routes;

pub use routes::{NoIntroduction, Routes};
pub(crate) use routes::{no_way, routes};

use kith_domain::common_ground::{Common, CommonGround};
use kith_domain::connections::Degree;
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::relation::{Between, Pair, Relation, Stage};
use kith_domain::time::Timestamp;
use kith_store::profiles::Encounter;

use crate::invitations::ground;
use crate::{Actor, App, Fault, outreach};

/// How many shared connections a relationship names (R2.5).
const SHARED_NAMED: usize = 5;

/// How another member stands to the one who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// What is between them, and how far apart they are.
    pub bearing: Bearing,
    /// The connections they share, as both allow it to be shown.
    pub shared_connections: SharedConnections,
    /// What they have in common, as both allow it to be shown (R2.4).
    pub common_ground: Vec<Common>,
    /// Whether the one who asks follows the other.
    pub follows: bool,
    /// What the one who asks may do.
    pub may: May,
}

/// What is between two members and how far apart they are: what a line of a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearing {
    /// The other one.
    pub other: MemberId,
    /// What is between them.
    pub state: RelationshipState,
    /// The invitation that is open, or the one that became the connection.
    pub invitation: Option<InvitationId>,
    /// 0 is oneself; nothing is beyond the 3rd degree.
    pub degree: Option<u8>,
}

impl Bearing {
    /// How one stands to oneself.
    pub fn yourself(member: MemberId) -> Self {
        Self { other: member, state: RelationshipState::Yourself, invitation: None, degree: Some(0) }
    }
}

/// What is between two members, as one of them may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelationshipState {
    /// One and the same.
    Yourself,
    /// Nothing; also while the other's invitation can still be undone (R8.7).
    None,
    /// The one who asks has invited, whatever the other did with it short of accepting (R6.1).
    Invited,
    /// The other has invited.
    InvitedYou,
    /// Connected.
    Connected,
}

/// The connections two members share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SharedConnections {
    /// How many.
    pub count: u32,
    /// The first of them, at most 5.
    pub items: Vec<Person>,
}

/// What one member may do toward another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct May {
    /// Invite, with one click (R1.2).
    pub invite: bool,
    /// Open the full dialog (R1.1, R3.2).
    pub customize: bool,
    /// Ask a shared connection for an introduction (R4.3).
    pub ask_introduction: bool,
    /// Write an outreach message (R4.6).
    pub write_outreach: bool,
    /// Write a message.
    pub message: bool,
    /// Begin to follow.
    pub follow: bool,
}

/// How another member stands to the actor; nothing where that member is not there or a block hides one of the
/// two from the other (R11.7).
///
/// # Errors
/// The database is in trouble.
pub async fn relationship(app: &App, actor: Actor, other: MemberId) -> Result<Option<Relationship>, Fault> {
    let Some(pair) = Pair::of(actor.member, other) else {
        return Ok(Some(Relationship {
            bearing: Bearing::yourself(other),
            shared_connections: SharedConnections::default(),
            common_ground: Vec::new(),
            follows: false,
            may: May::default(),
        }));
    };
    let Some(met) = meet(app, actor, pair).await? else { return Ok(None) };
    let routes = routes(app, &met).await?;
    let Met { encounter, bearing, ground } = met;
    let count = ground.shared_connections;
    let named: Vec<MemberId> = match count {
        0 => Vec::new(),
        _ => encounter.shared.iter().take(SHARED_NAMED).map(|shared| shared.id).collect(),
    };
    let may = may(bearing.state, &routes);
    let message = may.message || outreach::lets_write(app, actor, other).await?;
    Ok(Some(Relationship {
        may: May { message, ..may },
        follows: app.store().follows(actor.member, other).await?.is_some(),
        bearing,
        shared_connections: SharedConnections { count, items: app.store().persons(&named).await? },
        common_ground: ground.facts,
    }))
}

/// How several members stand to the actor, in the order asked for.
///
/// # Errors
/// The database is in trouble.
pub async fn bearings(app: &App, actor: Actor, others: &[MemberId]) -> Result<Vec<Bearing>, Fault> {
    let now = app.now();
    let pairs: Vec<Pair> = others.iter().filter_map(|other| Pair::of(actor.member, *other)).collect();
    let mut between = app.store().between(&pairs).await?.into_iter();
    let mut bearings = Vec::with_capacity(others.len());
    for other in others {
        if *other == actor.member {
            bearings.push(Bearing::yourself(*other));
        } else if let Some((relation, degree)) = between.next() {
            let bearing = bearing(actor.member, &relation, degree, now);
            bearings.push(as_sent(app, bearing, &relation).await?);
        }
    }
    Ok(bearings)
}

/// Two members as they meet, for the use cases that show one of them the other. The encounter stays in here: it
/// knows what R did with an invitation, which S must not learn (R6.1).
pub(crate) struct Met {
    /// All that is known of the two.
    pub encounter: Encounter,
    /// How they stand, as the actor may know it.
    pub bearing: Bearing,
    /// What they have in common, as both allow it to be shown (R2.4).
    pub ground: CommonGround,
}

/// Two members as they meet; nothing where the other is not there or a block hides one from the other (R11.7).
pub(crate) async fn meet(app: &App, actor: Actor, pair: Pair) -> Result<Option<Met>, Fault> {
    let now = app.now();
    let though_hidden = app.policy().connections.shared_though_hidden;
    let Some(encounter) = app.store().encounter(actor.member, pair, though_hidden, None).await? else {
        return Ok(None);
    };
    let there = encounter.other.profile.person.status == MemberStatus::Active;
    if !there || encounter.relation.blocked() {
        return Ok(None);
    }
    let bearing = bearing(actor.member, &encounter.relation, encounter.degree, now);
    let bearing = as_sent(app, bearing, &encounter.relation).await?;
    Ok(Some(Met { ground: ground(app, &encounter), encounter, bearing }))
}

/// The same, without an invitation whose sender goes by another name since (R11.4).
async fn as_sent(app: &App, bearing: Bearing, relation: &Relation) -> Result<Bearing, Fault> {
    let (RelationshipState::InvitedYou, Between::Invited(open)) = (bearing.state, &relation.between) else {
        return Ok(bearing);
    };
    Ok(match app.store().stands_behind(open.sender, open.sent_at).await? {
        true => bearing,
        false => Bearing { state: RelationshipState::None, invitation: None, ..bearing },
    })
}

fn bearing(of: MemberId, relation: &Relation, degree: Option<Degree>, now: Timestamp) -> Bearing {
    let other = relation.pair.other(of);
    let (state, invitation) = match &relation.between {
        Between::Nothing | Between::Following { .. } => (RelationshipState::None, None),
        Between::Connected { invitation, .. } => (RelationshipState::Connected, *invitation),
        Between::Invited(open) => match (open.stage_at(now), open.sender == of) {
            (Stage::Expired, _) | (Stage::Held, false) => (RelationshipState::None, None),
            (Stage::Held | Stage::Open, true) => (RelationshipState::Invited, Some(open.id)),
            (Stage::Open, false) => (RelationshipState::InvitedYou, Some(open.id)),
        },
    };
    Bearing { other, state, invitation, degree: degree.map(Degree::number) }
}

/// From the state alone: what else stands against an invitation is said when it is tried, alike for all (R10.7).
fn may(state: RelationshipState, routes: &Routes) -> May {
    let beside = May {
        ask_introduction: !routes.introducers.is_empty(),
        write_outreach: routes.write_outreach,
        follow: routes.follow,
        ..May::default()
    };
    match state {
        RelationshipState::None => May { invite: true, customize: true, ..beside },
        RelationshipState::Connected => May { message: true, ..beside },
        RelationshipState::Yourself | RelationshipState::Invited | RelationshipState::InvitedYou => beside,
    }
}
