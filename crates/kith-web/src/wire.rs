//! What several answers have in common: ids, times, people.

use std::str::FromStr;

use kith_domain::common_ground::{Basis, Common};
use kith_domain::profile::{Completeness, Part, PartDone, Person};
use kith_domain::time::{Month, Period, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// An id. On the wire it is a string, since JavaScript cannot hold 64 bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "458201347321892864", max_length = 19)]
pub struct Id(String);

/// The longest an id can be: 64 bits in decimal.
const LONGEST_ID: usize = 19;

/// A text that is no id of anything is found nowhere; one that is too long to be an id is a wrong field, and is not
/// said back.
impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.chars().count() > LONGEST_ID {
            return Err(serde::de::Error::custom(format_args!("an id has at most {LONGEST_ID} digits")));
        }
        Ok(Self(text))
    }
}

impl Id {
    /// The id it is, where it can be one.
    pub fn read<I: FromStr>(&self) -> Option<I> {
        self.0.parse().ok()
    }

    /// As it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<I: ToString> From<I> for Id {
    fn from(id: I) -> Self {
        Self(id.to_string())
    }
}

/// An instant: RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-05-12T09:30:00Z")]
pub struct Moment(pub Timestamp);

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Out of the years that can be written only where an operator made a span of thousands of years.
        let last = jiff::Timestamp::MAX.as_millisecond();
        let at = jiff::Timestamp::from_millisecond(self.0.0.clamp(0, last)).unwrap_or_default();
        serializer.collect_str(&at)
    }
}

/// A month of a career: `2012-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^[0-9]{4}-[0-9]{2}$", example = "2012-05")]
pub struct MonthOnly(pub Month);

/// From one month to another, both included.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeriodShape {
    /// The first month, where it is known.
    #[schema(required = true)]
    pub from: Option<MonthOnly>,
    /// The last month; null while it goes on.
    #[schema(required = true)]
    pub to: Option<MonthOnly>,
}

impl From<Period> for PeriodShape {
    fn from(period: Period) -> Self {
        Self { from: period.from.map(MonthOnly), to: period.to.map(MonthOnly) }
    }
}

/// A member as others meet them in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Person)]
pub struct PersonShape {
    /// Which member.
    pub id: Id,
    /// The name in addresses; null once the account is closed.
    #[schema(required = true)]
    pub handle: Option<String>,
    /// The name as shown; null once the account is closed.
    #[schema(required = true)]
    pub name: Option<String>,
    /// The line below it.
    #[schema(required = true)]
    pub headline: Option<String>,
    /// Where they are.
    #[schema(required = true)]
    pub location: Option<String>,
    /// The address of the picture.
    #[schema(required = true)]
    pub picture: Option<String>,
}

impl PersonShape {
    /// Somebody who has left.
    pub fn gone(id: impl Into<Id>) -> Self {
        Self { id: id.into(), handle: None, name: None, headline: None, location: None, picture: None }
    }
}

impl From<&Person> for PersonShape {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.into(),
            handle: Some(person.handle.as_str().to_owned()),
            name: Some(person.name.as_str().to_owned()),
            headline: person.headline.as_ref().map(|line| line.as_str().to_owned()),
            location: person.location.as_ref().map(|line| line.as_str().to_owned()),
            picture: picture(person),
        }
    }
}

/// The address of a member's picture; it changes with the picture, so that it can be kept.
pub fn picture(person: &Person) -> Option<String> {
    person.picture.map(|version| format!("/pictures/{}/{version}", person.id))
}

/// What two people have in common.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CommonGround)]
pub struct CommonShape {
    /// `group`, `connection`, `employer`, `interest` or `school`.
    pub kind: CommonKind,
    /// The name of the group, person, employer, interest or school.
    pub text: String,
    /// Which group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Id>,
    /// Which person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<Id>,
    /// The time both were there, where both gave dates that overlap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<PeriodShape>,
    /// What it rests on.
    pub basis: BasisName,
}

/// What a fact that two people have in common rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Basis)]
pub enum BasisName {
    /// Both are members of the group.
    BothMembers,
    /// The person is connected to both.
    ConnectedToBoth,
    /// Both profiles list it, with dates that overlap.
    ListedAtTheSameTime,
    /// Both profiles list it.
    ListedOnBoth,
}

impl From<Basis> for BasisName {
    fn from(basis: Basis) -> Self {
        match basis {
            Basis::BothMembers => Self::BothMembers,
            Basis::ConnectedToBoth => Self::ConnectedToBoth,
            Basis::ListedAtTheSameTime => Self::ListedAtTheSameTime,
            Basis::ListedOnBoth => Self::ListedOnBoth,
        }
    }
}

/// The kinds of what two people may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommonKind {
    /// A group both are in.
    Group,
    /// Somebody both are connected to.
    Connection,
    /// An employer of both.
    Employer,
    /// An interest of both.
    Interest,
    /// A school of both.
    School,
}

impl From<&Common> for CommonShape {
    fn from(common: &Common) -> Self {
        let plain = |kind| Self {
            kind,
            text: common.text().to_owned(),
            group_id: None,
            member_id: None,
            together: None,
            basis: common.basis().into(),
        };
        match common {
            Common::Group { group_id, .. } => {
                Self { group_id: Some(group_id.into()), ..plain(CommonKind::Group) }
            }
            Common::Connection { member_id, .. } => {
                Self { member_id: Some(member_id.into()), ..plain(CommonKind::Connection) }
            }
            Common::Employer { together, .. } => {
                Self { together: together.map(Into::into), ..plain(CommonKind::Employer) }
            }
            Common::Interest { .. } => plain(CommonKind::Interest),
            Common::School { together, .. } => {
                Self { together: together.map(Into::into), ..plain(CommonKind::School) }
            }
        }
    }
}

/// How much of a profile is there.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Completeness)]
pub struct CompletenessShape {
    /// 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub score: u8,
    /// Every part, and whether it is done.
    pub parts: Vec<PartShape>,
}

/// A part of a profile, and whether it is done.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PartDone)]
pub struct PartShape {
    /// Which.
    pub part: PartName,
    /// Whether.
    pub done: bool,
}

/// The parts of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Part)]
pub enum PartName {
    /// A picture.
    Picture,
    /// A headline.
    Headline,
    /// A summary.
    Summary,
    /// At least one position with dates.
    Experience,
    /// Recommended by somebody.
    Recommendations,
    /// A decent number of connections.
    Connections,
}

impl From<Part> for PartName {
    fn from(part: Part) -> Self {
        match part {
            Part::Picture => Self::Picture,
            Part::Headline => Self::Headline,
            Part::Summary => Self::Summary,
            Part::Experience => Self::Experience,
            Part::Recommendations => Self::Recommendations,
            Part::Connections => Self::Connections,
        }
    }
}

impl From<&PartDone> for PartShape {
    fn from(done: &PartDone) -> Self {
        Self { part: done.part.into(), done: done.done }
    }
}

impl From<&Completeness> for CompletenessShape {
    fn from(completeness: &Completeness) -> Self {
        Self { score: completeness.score, parts: completeness.parts.iter().map(Into::into).collect() }
    }
}
