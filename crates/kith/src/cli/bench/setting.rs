//! The network that is measured: people who do not exist, with a friendship graph as real ones have it, each with a
//! token, and pairs who are about to meet.

use std::collections::HashSet;

use anyhow::{Context, Result, anyhow};
use kith_app::population::populate;
use kith_app::sessions::{self, SessionKind};
use kith_app::{App, Failure, nodes};
use kith_domain::id::MemberId;
use kith_synthetic::Options;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::task::JoinSet;

use crate::cli::demo::network::{month_of, past};
use crate::cli::{app, open_store};
use crate::config::Config;

/// What decides who the members are and who invites whom: the same in every run.
const SEED: u64 = 1;
/// How many tokens are made at once.
const TOKENS_AT_ONCE: usize = 64;
/// Of ten invitations, so many go to somebody who shares a connection; the others to anybody.
const NEAR_OF_TEN: u32 = 6;

/// Who is in the network, and who will invite whom.
pub(super) struct Setting {
    pub(super) members: Vec<Party>,
    /// Places of a sender and a recipient with nothing between them; no two are the same pair.
    pub(super) pairs: Vec<[usize; 2]>,
    pub(super) connections: usize,
}

/// A member and what they show.
pub(super) struct Party {
    pub(super) id: MemberId,
    pub(super) token: String,
}

/// Makes a network in a new database, and closes it.
pub(super) async fn make(config: &Config, url: &str, members: usize, pairs: usize) -> Result<Setting> {
    let mut config = config.clone();
    config.database_url = url.to_owned();
    let store = open_store(&config).await?;
    let (app, node) = app(&config, store.clone(), nodes::COMMAND).await?;
    let setting = fill(&app, members, pairs).await;
    node.give_back().await;
    store.engine().close().await;
    setting
}

async fn fill(app: &App, members: usize, pairs: usize) -> Result<Setting> {
    let now = app.now();
    let options = Options { members, seed: SEED, today: month_of(now)? };
    let (past, edges, pairs) = tokio::task::spawn_blocking(move || -> Result<_> {
        let mut network = kith_synthetic::network(options);
        for member in &mut network.members {
            member.picture_seed = None;
        }
        let edges: Vec<[usize; 2]> = network.edges.iter().map(|edge| [edge.from, edge.to]).collect();
        let known = edges.iter().copied().chain(network.pending.iter().map(|p| [p.from, p.to])).collect();
        let pairs = strangers(network.members.len(), &edges, known, pairs);
        Ok((past(network, "nobody signs in", now)?, edges.len(), pairs))
    })
    .await??;
    let populated = match populate(app, past).await {
        Ok(populated) => populated,
        Err(Failure::Refused(_)) => return Err(anyhow!("two of the invented members have the same name")),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
    };
    let members = tokens(app, &populated.members).await.context("cannot make tokens")?;
    Ok(Setting { members, pairs, connections: edges })
}

/// A token for each member, in their order.
async fn tokens(app: &App, members: &[MemberId]) -> Result<Vec<Party>> {
    let mut parties = Vec::with_capacity(members.len());
    for some in members.chunks(TOKENS_AT_ONCE) {
        let mut opening = JoinSet::new();
        for (place, id) in some.iter().copied().enumerate() {
            let app = app.clone();
            opening.spawn(async move {
                let signed = sessions::open(&app, id, SessionKind::Api, "bench").await;
                signed.map(|signed| (place, Party { id, token: signed.token.as_str().to_owned() }))
            });
        }
        let mut opened = Vec::with_capacity(some.len());
        while let Some(party) = opening.join_next().await {
            opened.push(party??);
        }
        opened.sort_unstable_by_key(|(place, _)| *place);
        parties.extend(opened.into_iter().map(|(_, party)| party));
    }
    Ok(parties)
}

/// Pairs with nothing between them, at most `most`, each once, whoever of the two invites.
fn strangers(members: usize, edges: &[[usize; 2]], known: Vec<[usize; 2]>, most: usize) -> Vec<[usize; 2]> {
    let mut friends = vec![Vec::new(); members];
    for [one, other] in edges {
        friends[*one].push(*other);
        friends[*other].push(*one);
    }
    let unordered = |one: usize, other: usize| if one < other { [one, other] } else { [other, one] };
    let mut taken: HashSet<[usize; 2]> =
        known.into_iter().map(|[one, other]| unordered(one, other)).collect();
    let mut chance = StdRng::seed_from_u64(SEED);
    let any = |chance: &mut StdRng, of: &[usize]| of.get(chance.random_range(0..of.len().max(1))).copied();
    let mut pairs = Vec::with_capacity(most);
    // In a small network the strangers run out before the tries do.
    for _try in 0..most.saturating_mul(4) {
        if pairs.len() == most {
            break;
        }
        let from = chance.random_range(0..members);
        let near = (chance.random_range(0..10_u32) < NEAR_OF_TEN)
            .then(|| any(&mut chance, &friends[from]).and_then(|friend| any(&mut chance, &friends[friend])))
            .flatten();
        let to = near.unwrap_or_else(|| chance.random_range(0..members));
        if from != to && taken.insert(unordered(from, to)) {
            pairs.push([from, to]);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_strangers_and_each_pair_comes_once() {
        let edges = [[0, 1], [1, 2], [2, 3]];
        let pairs = strangers(20, &edges, edges.to_vec(), 100);
        assert!(pairs.len() > 60, "{}", pairs.len());
        let mut seen: HashSet<[usize; 2]> = edges.into_iter().collect();
        for [from, to] in pairs {
            assert_ne!(from, to);
            assert!(seen.insert([from.min(to), from.max(to)]), "{from} {to}");
        }
    }

    #[test]
    fn most_invitations_go_to_friends_of_friends() {
        // A ring: everybody shares a connection with the two at distance 2 alone.
        let edges: Vec<[usize; 2]> = (0..1000).map(|n| [n, (n + 1) % 1000]).collect();
        let pairs = strangers(1000, &edges, edges.clone(), 300);
        let near = pairs.iter().filter(|[a, b]| [2, 998].contains(&a.abs_diff(*b))).count();
        assert!(near > 60 && near < 240, "{near} of {}", pairs.len());
    }
}
