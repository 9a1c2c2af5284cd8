//! Who a member may know: from shared connections and from facts that both have.

use std::collections::HashSet;

use kith_domain::common_ground::Shared;
use kith_domain::id::MemberId;
use kith_domain::profile::Profile;
use kith_domain::relation::Pair;
use kith_domain::time::Timestamp;

use crate::engine::{Batch, CommitFailure, Fault, Row, Touch, args, statements};
use crate::profiles::{self, Account};
use crate::{Store, relations, roster};

statements! {
    NEAR = "suggestions/near";
    SAME = "suggestions/same";
    DISMISSED = "suggestions/dismissed";
    DISMISS = "suggestions/dismiss";
}

/// Over how many connections shared ones are looked for.
const MOST_CONNECTIONS: i64 = 300;
/// How many ways over a connection are walked.
const MOST_WAYS: i64 = 20_000;
/// How many candidates each source names.
const MOST_CANDIDATES: i64 = 300;
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
        let facts = facts(profile);
        let mut queries = vec![DISMISSED.with(args![member.0, MOST_DISMISSED])];
        queries
            .extend(facts.iter().map(|(_, fact)| SAME.with(args![fact.as_str(), member.0, MOST_CANDIDATES])));
        if by_connections {
            let row = args![member.0, though_hidden, MOST_CONNECTIONS, MOST_WAYS, MOST_CANDIDATES];
            queries.push(NEAR.with(row));
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
        for row in answers.next().into_iter().flatten() {
            candidates.near.push((MemberId(row.int(0)?), u32::try_from(row.int(1)?).unwrap_or(u32::MAX)));
        }
        Ok(candidates)
    }

    /// Several members with what they share with `member`, in one flight and in the order asked for; one that is
    /// not there is left out.
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
        let mut queries = Vec::with_capacity(pairs.len() * PER_CANDIDATE);
        for pair in &pairs {
            queries.extend(relations::shared(*pair, though_hidden, SHARED_NAMED));
            queries.extend(profiles::account(pair.other(member)));
        }
        let rows = self.engine.fetch_long(queries).await?;
        let mut candidates = Vec::with_capacity(pairs.len());
        for (pair, rows) in pairs.iter().zip(rows.chunks(PER_CANDIDATE)) {
            candidates.extend(candidate(pair.other(member), rows)?);
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

/// Two about what is shared, five about the profile.
const PER_CANDIDATE: usize = 2 + profiles::ACCOUNT_QUERIES;

fn candidate(member: MemberId, rows: &[Vec<Row>]) -> Result<Option<Candidate>, Fault> {
    let [shared, count, account @ ..] = rows else { return Ok(None) };
    let Some(account) = profiles::decode_account(member, account)? else { return Ok(None) };
    let (shared, shared_count) = relations::decode_shared(shared, count)?;
    Ok(Some(Candidate { account, shared, shared_count }))
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
