//! A profile as clients read it.

use kith_domain::profile::{Education, Membership, Position, Profile};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{Id, MonthOnly, PersonShape};

/// A profile.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Profile)]
pub struct ProfileShape {
    #[serde(flatten)]
    person: PersonShape,
    /// Own words.
    #[schema(required = true)]
    summary: Option<String>,
    /// Positions, the latest first.
    positions: Vec<PositionShape>,
    /// Educations, the latest first.
    educations: Vec<EducationShape>,
    /// Interests, in the member's order.
    interests: Vec<String>,
    /// Groups the member is in.
    groups: Vec<MembershipShape>,
    /// How many connections; null where the list is not for the one who asks.
    #[schema(required = true)]
    connections: Option<u32>,
    /// How many recommendations by others.
    recommendations: u32,
    /// An e-mail address for connections; null where there is none, or it is not for the one who asks.
    #[schema(required = true)]
    contact_email: Option<String>,
    /// A telephone number for connections.
    #[schema(required = true)]
    contact_phone: Option<String>,
    /// A page of their own, for connections.
    #[schema(required = true)]
    contact_website: Option<String>,
}

/// A position held.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Position)]
pub struct PositionShape {
    id: Id,
    /// Where.
    employer: String,
    /// As what.
    title: String,
    /// The first month.
    #[schema(required = true)]
    from: Option<MonthOnly>,
    /// The last month; null while it goes on.
    #[schema(required = true)]
    to: Option<MonthOnly>,
}

/// A stay at a school.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Education)]
pub struct EducationShape {
    id: Id,
    /// Where.
    school: String,
    /// Towards what.
    #[schema(required = true)]
    degree: Option<String>,
    /// The first month.
    #[schema(required = true)]
    from: Option<MonthOnly>,
    /// The last month.
    #[schema(required = true)]
    to: Option<MonthOnly>,
}

/// Being in a group.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Membership)]
pub struct MembershipShape {
    /// Which group.
    id: Id,
    /// Its name.
    name: String,
}

impl ProfileShape {
    /// A profile; with the number of connections where the one who asks may see the list.
    pub fn new(profile: &Profile, connections_shown: bool) -> Self {
        Self {
            person: (&profile.person).into(),
            summary: profile.summary.as_ref().map(|summary| summary.as_str().to_owned()),
            positions: profile.positions.iter().map(Into::into).collect(),
            educations: profile.educations.iter().map(Into::into).collect(),
            interests: profile.interests.iter().map(|interest| interest.as_str().to_owned()).collect(),
            groups: profile.groups.iter().map(Into::into).collect(),
            connections: connections_shown.then_some(profile.connections),
            recommendations: profile.recommendations,
            contact_email: profile.contact.email.as_ref().map(ToString::to_string),
            contact_phone: profile.contact.phone.as_ref().map(ToString::to_string),
            contact_website: profile.contact.website.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&Position> for PositionShape {
    fn from(position: &Position) -> Self {
        Self {
            id: position.id.into(),
            employer: position.employer.as_str().to_owned(),
            title: position.title.as_str().to_owned(),
            from: position.period.from.map(MonthOnly),
            to: position.period.to.map(MonthOnly),
        }
    }
}

impl From<&Education> for EducationShape {
    fn from(education: &Education) -> Self {
        Self {
            id: education.id.into(),
            school: education.school.as_str().to_owned(),
            degree: education.degree.as_ref().map(|degree| degree.as_str().to_owned()),
            from: education.period.from.map(MonthOnly),
            to: education.period.to.map(MonthOnly),
        }
    }
}

impl From<&Membership> for MembershipShape {
    fn from(membership: &Membership) -> Self {
        Self { id: membership.group.into(), name: membership.name.as_str().to_owned() }
    }
}
