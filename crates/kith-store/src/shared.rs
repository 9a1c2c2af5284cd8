//! Whom two members share: found in the graph, and told as far as each of those shared allows it (R2.4, F9).

use std::collections::HashMap;

use kith_domain::common_ground::Shared;
use kith_domain::id::MemberId;
use kith_domain::profile::{Audience, Person};
use kith_domain::relation::Pair;

use crate::Store;
use crate::codes::Code;
use crate::engine::{Fault, Query, Row, args, statements};
use crate::provisos::{self, Heeds};

statements! {
    SHARED = "profiles/shared";
}

/// Some of the connections that two members share, and how many there are in all, of those that may be told.
pub(crate) type Told = (Vec<Shared>, u32);

/// Whom the two of each of some pairs share, before it is known what may be told of it.
pub(crate) struct Sought {
    shared: Vec<Vec<MemberId>>,
    most: usize,
}

impl Sought {
    /// What is asked about them: nothing where nobody is shared.
    pub(crate) fn queries(&self) -> Vec<Query> {
        let first = self.first();
        if first.is_empty() {
            return Vec::new();
        }
        let all = distinct(self.shared.iter().flatten());
        let heeded = provisos::among(all.into_iter());
        [heeded].into_iter().chain(first.into_iter().map(name)).collect()
    }

    /// The first of each list, each once.
    fn first(&self) -> Vec<MemberId> {
        distinct(self.shared.iter().flat_map(|list| list.iter().take(self.most)))
    }

    fn nobody(&self) -> Vec<Told> {
        vec![Told::default(); self.shared.len()]
    }
}

impl Store {
    /// The connections two members share, at most `most`, and how many in all: only those whose own list
    /// may be seen, unless `though_hidden`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn shared_connections(
        &self,
        pair: Pair,
        though_hidden: bool,
        most: u32,
    ) -> Result<(Vec<Shared>, u32), Fault> {
        Ok(self.shared_of(&[pair], though_hidden, most).await?.pop().unwrap_or_default())
    }

    /// The same of several pairs, in the order asked for.
    pub(crate) async fn shared_of(
        &self,
        pairs: &[Pair],
        though_hidden: bool,
        most: u32,
    ) -> Result<Vec<Told>, Fault> {
        let sought = self.seek_shared(pairs, most).await?;
        let rows = self.engine.fetch(sought.queries()).await?;
        self.told(sought, &rows, though_hidden).await
    }

    /// Whom the two of each pair share, and what is to be asked of the database before any of it is told: by
    /// [`Sought::queries`], in a flight with whatever else is asked.
    pub(crate) async fn seek_shared(&self, pairs: &[Pair], most: u32) -> Result<Sought, Fault> {
        let shared = self.known(|graph| pairs.iter().map(|pair| graph.shared(*pair)).collect()).await?;
        Ok(Sought { shared, most: most as usize })
    }

    /// What may be told of those sought, from the answers to their queries.
    pub(crate) async fn told(
        &self,
        mut sought: Sought,
        rows: &[Vec<Row>],
        though_hidden: bool,
    ) -> Result<Vec<Told>, Fault> {
        let Some((heeded, named)) = rows.split_first() else { return Ok(sought.nobody()) };
        let heeded = provisos::heeded(heeded)?;
        let mut named = names(named)?;
        for list in &mut sought.shared {
            list.retain(|member| tells(heeded.get(member), though_hidden));
        }
        // Where some of the first are left out, others move up.
        let missing = sought.first().into_iter().filter(|member| !named.contains_key(member));
        let missing: Vec<Query> = missing.map(name).collect();
        if !missing.is_empty() {
            named.extend(names(&self.engine.fetch(missing).await?)?);
        }
        let told = sought.shared.iter().map(|list| {
            let first = list.iter().take(sought.most).filter_map(|member| named.get(member).cloned());
            (first.collect(), u32::try_from(list.len()).unwrap_or(u32::MAX))
        });
        Ok(told.collect())
    }

    /// The connections two members share, by ascending id after `after`: only those whose own list may be seen,
    /// unless `though_hidden`. At most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn shared_persons(
        &self,
        pair: Pair,
        though_hidden: bool,
        after: i64,
        most: u32,
    ) -> Result<Vec<Person>, Fault> {
        self.between_two(pair, after, most, |heeds| tells(heeds, though_hidden)).await
    }

    /// Who may be asked to introduce two members to each other, by ascending id after `after`: connections of both who
    /// take requests and whose own list may be seen, unless `though_hidden`. At most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn introducers(
        &self,
        pair: Pair,
        though_hidden: bool,
        after: i64,
        most: u32,
    ) -> Result<Vec<Person>, Fault> {
        let takes = |heeds: Option<&Heeds>| heeds.is_none_or(|heeds| !heeds.refuses_introductions);
        self.between_two(pair, after, most, |heeds| tells(heeds, though_hidden) && takes(heeds)).await
    }

    /// Those whom two members share after `after`, by ascending id, as far as `admits` says so of what is to be heeded.
    async fn between_two(
        &self,
        pair: Pair,
        after: i64,
        most: u32,
        admits: impl Fn(Option<&Heeds>) -> bool,
    ) -> Result<Vec<Person>, Fault> {
        let mut shared = self.known(|graph| graph.shared(pair)).await?;
        shared.retain(|member| member.0 > after);
        let heeded = self.heeded(shared.iter().copied()).await?;
        shared.retain(|member| admits(heeded.get(member)));
        shared.truncate(most as usize);
        self.persons(&shared).await
    }

    /// What is to be heeded about members.
    pub(crate) async fn heeded(
        &self,
        members: impl Iterator<Item = MemberId>,
    ) -> Result<HashMap<MemberId, Heeds>, Fault> {
        let members: Vec<MemberId> = members.collect();
        if members.is_empty() {
            return Ok(HashMap::new());
        }
        provisos::heeded(&self.engine.rows(provisos::among(members.into_iter())).await?)
    }
}

/// Whether a member may be told of as somebody's connection.
pub(crate) fn tells(heeds: Option<&Heeds>, though_hidden: bool) -> bool {
    heeds.is_none_or(|heeds| !heeds.away && (though_hidden || !heeds.hides_connections))
}

fn distinct<'a>(members: impl Iterator<Item = &'a MemberId>) -> Vec<MemberId> {
    let mut members: Vec<MemberId> = members.copied().collect();
    members.sort_unstable();
    members.dedup();
    members
}

fn name(member: MemberId) -> Query {
    SHARED.with(args![member.0])
}

fn names(rows: &[Vec<Row>]) -> Result<HashMap<MemberId, Shared>, Fault> {
    rows.iter().flatten().map(|row| decode(row).map(|shared| (shared.id, shared))).collect()
}

fn decode(row: &Row) -> Result<Shared, Fault> {
    Ok(Shared {
        id: MemberId(row.int(0)?),
        name: row.text(1)?.to_owned(),
        connections_visible_to: Audience::read(row.int(2)?)?,
    })
}
