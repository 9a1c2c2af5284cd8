//! What two people have in common (R2.4–R2.6), as both of them allow it to be shown.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::id::{GroupId, MemberId};
use crate::profile::{Audience, Profile};
use crate::time::Period;

/// At most this many facts of one kind are listed. Groups are listed whole: each may back a claim (R1.5).
const MOST_OF_A_KIND: usize = 12;

/// A fact two people have in common. The kinds stand in the order in which they are shown (R2.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Common {
    /// Both are in this group.
    Group {
        /// Which.
        group_id: GroupId,
        /// Its name.
        text: String,
    },
    /// Both are connected to this person.
    Connection {
        /// Who.
        member_id: MemberId,
        /// Their name.
        text: String,
    },
    /// Both work or worked there.
    Employer {
        /// The employer, in the words of whose profile is looked at.
        text: String,
        /// The time both were there, where both gave dates that overlap.
        together: Option<Period>,
    },
    /// Both name this interest.
    Interest {
        /// Which.
        text: String,
    },
    /// Both were at this school.
    School {
        /// The school, in the words of whose profile is looked at.
        text: String,
        /// The time both were there, where both gave dates that overlap.
        together: Option<Period>,
    },
}

impl Common {
    /// The fact's own words: the name of the group, person, employer, interest or school.
    pub fn text(&self) -> &str {
        match self {
            Self::Group { text, .. }
            | Self::Connection { text, .. }
            | Self::Employer { text, .. }
            | Self::Interest { text }
            | Self::School { text, .. } => text,
        }
    }

    /// What it rests on (F8).
    pub fn basis(&self) -> Basis {
        match self {
            Self::Group { .. } => Basis::BothMembers,
            Self::Connection { .. } => Basis::ConnectedToBoth,
            Self::Employer { together: Some(_), .. } | Self::School { together: Some(_), .. } => {
                Basis::ListedAtTheSameTime
            }
            Self::Employer { together: None, .. }
            | Self::School { together: None, .. }
            | Self::Interest { .. } => Basis::ListedOnBoth,
        }
    }

    /// The person and their name, where the fact is one.
    pub fn connection(&self) -> Option<(MemberId, &str)> {
        match self {
            Self::Connection { member_id, text } => Some((*member_id, text)),
            Self::Group { .. } | Self::Employer { .. } | Self::Interest { .. } | Self::School { .. } => None,
        }
    }
}

/// What a fact that two people have in common rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Both are members of the group.
    BothMembers,
    /// The person is connected to both.
    ConnectedToBoth,
    /// Both profiles list it, with dates that overlap.
    ListedAtTheSameTime,
    /// Both profiles list it.
    ListedOnBoth,
}

/// Somebody connected to both, as the store found them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Who.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// Who may see their list of connections.
    pub connections_visible_to: Audience,
}

/// What two people have in common, the connections apart because there may be many.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommonGround {
    /// The facts, groups first, then connections, employers, interests, schools.
    pub facts: Vec<Common>,
    /// How many connections they share and may know of.
    pub shared_connections: u32,
}

impl CommonGround {
    /// Whether there is nothing; then the card says so plainly (R0.2).
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.shared_connections == 0
    }

    /// Whether they share a group.
    pub fn shares_group(&self, group: GroupId) -> bool {
        self.facts.iter().any(|fact| matches!(fact, Common::Group { group_id, .. } if *group_id == group))
    }
}

/// The shared connections that these two may know of: none where either hides the own list, and
/// nobody who hides theirs, unless the policy lets them count (R2.4).
pub fn visible_shared(
    one: Audience,
    other: Audience,
    shared_though_hidden: bool,
    shared: Vec<Shared>,
) -> Vec<Shared> {
    if one == Audience::Nobody || other == Audience::Nobody {
        return Vec::new();
    }
    let shown = |m: &Shared| shared_though_hidden || m.connections_visible_to == Audience::Connections;
    shared.into_iter().filter(shown).collect()
}

/// What `one` and `other` have in common, told in the words of `other`'s profile.
/// `shared` are the connections [`visible_shared`] let through, and `shared_count` how many there are in all.
pub fn common_ground(one: &Profile, other: &Profile, shared: &[Shared], shared_count: u32) -> CommonGround {
    let mut facts = Vec::new();

    let mine: Vec<GroupId> = one.groups.iter().map(|m| m.group).collect();
    facts.extend(
        other
            .groups
            .iter()
            .filter(|m| mine.contains(&m.group))
            .map(|m| Common::Group { group_id: m.group, text: m.name.to_string() }),
    );

    facts.extend(
        shared
            .iter()
            .take(MOST_OF_A_KIND)
            .map(|m| Common::Connection { member_id: m.id, text: m.name.clone() }),
    );

    let mine: Vec<(String, Period)> = one.positions.iter().map(|p| (p.employer.key(), p.period)).collect();
    let theirs = other.positions.iter().map(|p| (p.employer.key(), p.employer.as_str(), p.period));
    facts.extend(
        places_of_both(&mine, theirs).into_iter().map(|(text, together)| Common::Employer { text, together }),
    );

    let mine: Vec<String> = one.interests.iter().map(|i| i.key()).collect();
    facts.extend(
        other
            .interests
            .iter()
            .filter(|i| mine.contains(&i.key()))
            .take(MOST_OF_A_KIND)
            .map(|i| Common::Interest { text: i.to_string() }),
    );

    let mine: Vec<(String, Period)> = one.educations.iter().map(|e| (e.school.key(), e.period)).collect();
    let theirs = other.educations.iter().map(|e| (e.school.key(), e.school.as_str(), e.period));
    facts.extend(
        places_of_both(&mine, theirs).into_iter().map(|(text, together)| Common::School { text, together }),
    );

    CommonGround { facts, shared_connections: shared_count }
}

/// The places both were at, each once, with the longest time together.
fn places_of_both<'a>(
    mine: &[(String, Period)],
    theirs: impl Iterator<Item = (String, &'a str, Period)>,
) -> Vec<(String, Option<Period>)> {
    let mut order: Vec<String> = Vec::new();
    let mut places: HashMap<String, (String, Option<Period>)> = HashMap::new();
    for (key, text, period) in theirs {
        for (_, my_period) in mine.iter().filter(|(my_key, _)| *my_key == key) {
            let together = my_period.overlap(period);
            let place = places.entry(key.clone()).or_insert_with(|| {
                order.push(key.clone());
                (text.to_owned(), None)
            });
            if months(together) > months(place.1) {
                place.1 = together;
            }
        }
    }
    order.into_iter().filter_map(|key| places.remove(&key)).take(MOST_OF_A_KIND).collect()
}

/// How many months, an open end counted to the last month there can be.
fn months(period: Option<Period>) -> i64 {
    period
        .and_then(|p| Some(p.to.unwrap_or(crate::time::Month::LATEST).index() - p.from?.index() + 1))
        .unwrap_or(0)
}
