//! Who has a fact on the profile: the other side of positions, educations, interests and memberships.

use std::collections::BTreeSet;

use kith_domain::id::{GroupId, MemberId};
use kith_domain::profile::Profile;
use kith_domain::text::{Employer, Interest, School};
use kith_domain::time::Timestamp;

use crate::engine::{Step, Touch, args, statements};

statements! {
    PUT = "roster/put";
    DROP = "roster/drop";
}

/// The fact of having worked there.
pub(crate) fn employer(employer: &Employer) -> String {
    format!("employer:{}", employer.key())
}

/// The fact of having learned there.
pub(crate) fn school(school: &School) -> String {
    format!("school:{}", school.key())
}

/// The fact of being interested in it.
pub(crate) fn interest(interest: &Interest) -> String {
    format!("interest:{}", interest.key())
}

/// The fact of being in the group.
pub(crate) fn group(group: GroupId) -> String {
    format!("group:{group}")
}

/// All facts of a profile, each once: two positions may be at one employer.
pub(crate) fn facts(profile: &Profile) -> BTreeSet<String> {
    let positions = profile.positions.iter().map(|position| employer(&position.employer));
    let educations = profile.educations.iter().map(|education| school(&education.school));
    let groups = profile.groups.iter().map(|membership| group(membership.group));
    positions.chain(educations).chain(profile.interests.iter().map(interest)).chain(groups).collect()
}

/// A member has the fact from now on.
pub(crate) fn put(fact: String, member: MemberId, since: Timestamp) -> Step {
    PUT.step(args![fact, member.0, since.0], Touch::AtMostOne)
}

/// A member no longer has the fact.
pub(crate) fn drop(fact: String, member: MemberId) -> Step {
    DROP.step(args![fact, member.0], Touch::AtMostOne)
}
