use kith_domain::contact_details::ContactDetails;
use kith_domain::id::MemberId;
use kith_domain::profile::{Audience, MemberStatus, Person, Profile};
use kith_domain::relation::{Between, Pair, Relation};
use kith_domain::standing::Standing;
use kith_domain::text::{Handle, Name};
use kith_domain::time::Timestamp;
use kith_store::bulk::{Remnant, Settled};

use super::past::{PopulateRefused, made, written};
use crate::{App, Failure};

/// Who is connected to whom, and no more: what an edge list tells.
#[derive(Debug, Clone)]
pub struct Graph {
    /// Members by number: how each is called, and the name in addresses.
    pub members: Vec<(Name, Handle)>,
    /// Pairs of members' numbers, each once.
    pub edges: Vec<(u32, u32)>,
}

/// Writes members who are connected as a graph says, whole or not at all. They have no address, so nobody signs in
/// as them. `told` hears of each member written, with the number of connections written so far.
///
/// # Errors
/// A handle is taken; a fault of the store.
pub async fn fill_with_graph(
    app: &App,
    graph: Graph,
    told: impl FnMut(usize) + Send + 'static,
) -> Result<Vec<MemberId>, Failure<PopulateRefused>> {
    let now = app.now();
    let Graph { members, edges } = graph;
    let ids: Vec<MemberId> = made(app, &vec![now; members.len()])?.into_iter().map(MemberId).collect();
    let neighbours = neighbours(&ids, &edges);
    drop(edges);
    let counts: Vec<u32> =
        neighbours.iter().map(|list| u32::try_from(list.len()).unwrap_or(u32::MAX)).collect();

    let rows = ids.clone().into_iter().zip(members).zip(counts);
    let rows = rows.map(move |((id, (name, handle)), connections)| {
        Remnant::Member(Box::new(newcomer(id, name, handle, connections, now)))
    });
    let mut told = told;
    let mut done = 0;
    // Ids rise with the members' numbers, so that rows are written in the order in which they lie.
    let halves = ids.clone().into_iter().zip(neighbours).flat_map(move |(owner, others)| {
        done += others.len();
        told(done);
        others.into_iter().filter_map(move |other| {
            let relation = imported(Pair::of(owner, other)?, now);
            Some(Remnant::Half { relation, owner })
        })
    });
    written(app, rows.chain(halves)).await?;
    Ok(ids)
}

/// Everybody's connections by id, ascending.
fn neighbours(ids: &[MemberId], edges: &[(u32, u32)]) -> Vec<Vec<MemberId>> {
    let mut neighbours = vec![Vec::new(); ids.len()];
    for &(one, other) in edges {
        neighbours[one as usize].push(ids[other as usize]);
        neighbours[other as usize].push(ids[one as usize]);
    }
    for list in &mut neighbours {
        list.sort_unstable();
    }
    neighbours
}

fn imported(pair: Pair, at: Timestamp) -> Relation {
    let connected = Between::Connected { invitation: None, inviter: pair.lo(), since: at };
    Relation::new(pair).touched(connected, at)
}

fn newcomer(id: MemberId, name: Name, handle: Handle, connections: u32, at: Timestamp) -> Settled {
    let person = Person {
        id,
        handle,
        name,
        headline: None,
        location: None,
        picture: None,
        status: MemberStatus::Active,
    };
    Settled {
        profile: Profile {
            person,
            summary: None,
            connections_visible_to: Audience::Connections,
            positions: Vec::new(),
            educations: Vec::new(),
            interests: Vec::new(),
            groups: Vec::new(),
            connections,
            recommendations: 0,
            contact: ContactDetails::default(),
        },
        address: None,
        password_hash: None,
        moderator: false,
        standing: Standing { connections, ..Standing::new(id, 0) },
        picture: Vec::new(),
        joined_at: at,
    }
}
