//! Who a member may know: from shared connections and from facts that both have.

use std::collections::HashSet;

use kith_domain::common_ground::Shared;
use kith_domain::id::MemberId;
use kith_domain::profile::Profile;
use kith_domain::relation::Pair;
use kith_domain::time::Timestamp;

use crate::apart::Kept;
use crate::engine::{Batch, CommitFailure, Fault, Touch, args, statements};
use crate::profiles::{self, Account};
use crate::shared::tells;
use crate::{Store, roster};

statements! {
    UNSEEN = "suggestions/unseen";
    SAME = "suggestions/same";
    DISMISSED = "suggestions/dismissed";
    DISMISS = "suggestions/dismiss";
}

/// How many candidates each source names.
const MOST_CANDIDATES: usize = 300;
/// Of how many who are near the candidates are those that may be told of.
const MOST_NEAR: usize = 2 * MOST_CANDIDATES;
/// How many facts of a profile candidates are looked for by.
const MOST_FACTS: usize = 40;
/// How many dismissals are kept in mind.
const MOST_DISMISSED: i64 = 10_000;
/// How many shared connections a candidate is named with.
const SHARED_NAMED: u32 = 12;

/// What two members may both be or have been in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactKind {
    /// A group.
    Group,
    /// An employer.
    Employer,
    /// A school.
    School,
}

/// Where candidates come from.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// Members who share connections, and how many.
    pub near: Vec<(MemberId, u32)>,
    /// Members with a fact of the one who asks, once for each fact.
    pub same: Vec<(FactKind, MemberId)>,
    /// Members who are not wanted.
    pub dismissed: HashSet<MemberId>,
}

/// A candidate with what their reasons are computed from.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub account: Account,
    /// Connections shared, of those whose lists may be seen.
    pub shared: Vec<Shared>,
    /// How many those are in all.
    pub shared_count: u32,
}

impl Store {
    /// Who the owner of `profile` may know; over connections only with `by_connections`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn suggestion_candidates(
        &self,
        profile: &Profile,
        by_connections: bool,
        though_hidden: bool,
    ) -> Result<Candidates, Fault> {
        let member = profile.person.id;
        let (facts, most) = (facts(profile), i64::try_from(MOST_CANDIDATES).unwrap_or(i64::MAX));
        let mut queries = vec![DISMISSED.with(args![member.0, MOST_DISMISSED])];
        queries.extend(facts.iter().map(|(_, fact)| SAME.with(args![fact.as_str(), member.0, most])));
        if by_connections {
            queries.push(UNSEEN.with(args![member.0, though_hidden]));
        }
        let answers = self.engine.fetch_long(queries).await?;
        let mut answers = answers.iter();
        let mut candidates = Candidates::default();
        for row in answers.next().into_iter().flatten() {
            candidates.dismissed.insert(MemberId(row.int(0)?));
        }
        for (kind, _) in &facts {
            for row in answers.next().into_iter().flatten() {
                candidates.same.push((*kind, MemberId(row.int(0)?)));
            }
        }
        if let Some(rows) = answers.next() {
            let unseen = rows.iter().map(|row| row.int(0).map(MemberId));
            candidates.near = self.near(member, unseen.collect::<Result<_, Fault>>()?).await?;
        }
        Ok(candidates)
    }

    /// With whom a member shares connections, but for those `unseen`, and how many: those with the most, without
    /// connections, who is kept apart, not active or hides the own list.
    async fn near(&self, member: MemberId, unseen: HashSet<MemberId>) -> Result<Vec<(MemberId, u32)>, Fault> {
        let mut near =
            self.known(|graph| graph.near(member, |over| !unseen.contains(&over), MOST_NEAR)).await?;
        let heeded = self.heeded(near.iter().map(|(other, _)| *other)).await?;
        let apart = self.apart(member, Kept::Apart).await?;
        near.retain(|(other, _)| tells(heeded.get(other), false) && !apart.has(*other));
        near.truncate(MOST_CANDIDATES);
        Ok(near)
    }

    /// Several members with what they share with `member`, in the order asked for; one that is not there is left out.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn candidates(
        &self,
        member: MemberId,
        others: &[MemberId],
        though_hidden: bool,
    ) -> Result<Vec<Candidate>, Fault> {
        let pairs: Vec<Pair> = others.iter().filter_map(|other| Pair::of(member, *other)).collect();
        let shared = self.shared_of(&pairs, though_hidden, SHARED_NAMED).await?;
        let accounts = pairs.iter().flat_map(|pair| profiles::account(pair.other(member))).collect();
        let rows = self.engine.fetch_long(accounts).await?;
        let mut candidates = Vec::with_capacity(pairs.len());
        let found = pairs.iter().zip(shared).zip(rows.chunks(profiles::ACCOUNT_QUERIES));
        for ((pair, (shared, shared_count)), rows) in found {
            let account = profiles::decode_account(pair.other(member), rows)?;
            candidates.extend(account.map(|account| Candidate { account, shared, shared_count }));
        }
        Ok(candidates)
    }

    /// `member` does not want `other` suggested. The second time changes nothing.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn dismiss_suggestion(
        &self,
        member: MemberId,
        other: MemberId,
        at: Timestamp,
    ) -> Result<(), CommitFailure> {
        let steps = vec![DISMISS.step(args![member.0, other.0, at.0], Touch::AtMostOne)];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }
}

/// What a profile's owner may be known by: employers first, then schools, then groups, the latest of each first.
fn facts(profile: &Profile) -> Vec<(FactKind, String)> {
    let employers = profile.positions.iter().map(|p| (FactKind::Employer, roster::employer(&p.employer)));
    let schools = profile.educations.iter().map(|e| (FactKind::School, roster::school(&e.school)));
    let groups = profile.groups.iter().map(|m| (FactKind::Group, roster::group(m.group)));
    let mut seen = HashSet::new();
    employers
        .chain(schools)
        .chain(groups)
        .filter(|(_, fact)| seen.insert(fact.clone()))
        .take(MOST_FACTS)
        .collect()
}
