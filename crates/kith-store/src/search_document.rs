//! What a member is found by: one document for each, replaced whole with every change to the profile. Its words are
//! folded as questions are, so that the two meet whatever the case, the accents and the engine.

use kith_domain::id::MemberId;
use kith_domain::profile::Profile;
use kith_domain::text::{Name, folded};

use crate::engine::{Step, Touch, args, statements};

statements! {
    PUT = "search/put" per engine;
    DROP = "search/drop" per engine;
}

/// The document of a whole profile.
pub(crate) fn put(profile: &Profile) -> Step {
    let joined = |texts: Vec<&str>| texts.into_iter().map(folded).collect::<Vec<_>>().join("\n");
    let row = args![
        profile.person.id.0,
        folded(profile.person.name.as_str()),
        folded(profile.person.headline.as_ref().map_or("", |headline| headline.as_str())),
        joined(profile.positions.iter().map(|position| position.employer.as_str()).collect()),
        joined(profile.educations.iter().map(|education| education.school.as_str()).collect()),
        joined(profile.interests.iter().map(|interest| interest.as_str()).collect())
    ];
    // FTS tables count a replaced row in their own way.
    PUT.step(row, Touch::Any)
}

/// The document of a member who has told no more than a name.
pub(crate) fn put_name(member: MemberId, name: &Name) -> Step {
    PUT.step(args![member.0, folded(name.as_str()), "", "", "", ""], Touch::Any)
}

/// The member is no longer found.
pub(crate) fn drop(member: MemberId) -> Step {
    DROP.step(args![member.0], Touch::Any)
}
