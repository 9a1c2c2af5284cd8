use kith_domain::id::MemberId;
use kith_domain::profile::Person;

use super::Face;

/// A person as pages show them: beside an invitation, at the foot of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// Who.
    pub id: MemberId,
    /// Name as shown.
    pub name: String,
    /// What a friend would call them.
    pub first: String,
    /// Name in addresses.
    pub handle: String,
    /// Picture or initials.
    pub face: Face,
    /// The headline and the place; empty without either.
    pub line: String,
}

impl Somebody {
    /// A member.
    pub fn of(person: &Person) -> Self {
        let headline = person.headline.as_ref().map(ToString::to_string);
        let place = person.location.as_ref().map(ToString::to_string);
        Self {
            id: person.id,
            name: person.name.to_string(),
            first: person.name.first().to_owned(),
            handle: person.handle.to_string(),
            face: Face::of(person),
            line: headline.into_iter().chain(place).collect::<Vec<_>>().join(" · "),
        }
    }
}
