//! What a member tells about themselves, and how much of it is there (R6.7, R6.8).

use serde::{Deserialize, Serialize};

use crate::contact_details::ContactDetails;
use crate::id::{EducationId, GroupId, MemberId, PositionId};
use crate::policy::Policy;
use crate::text::{
    Degree, Employer, GroupName, Handle, Headline, Interest, Location, Name, School, Summary, Title, folded,
};
use crate::time::Period;

/// At most this many positions, educations, interests and groups on one profile.
pub const MOST_POSITIONS: usize = 50;
/// At most this many educations.
pub const MOST_EDUCATIONS: usize = 20;
/// At most this many interests.
pub const MOST_INTERESTS: usize = 50;
/// At most this many groups.
pub const MOST_GROUPS: usize = 100;

/// Whether an account is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Signed up, waits for a moderator to let them in.
    Awaiting,
    /// In use.
    Active,
    /// Stopped by a moderator.
    Suspended,
    /// Closed by its owner.
    Closed,
}

/// Who may see a member's list of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The member's connections.
    Connections,
    /// The member alone.
    Nobody,
}

/// A member as others meet them in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: MemberId,
    /// Name in addresses.
    pub handle: Handle,
    /// Name as shown.
    pub name: Name,
    /// The line below it.
    pub headline: Option<Headline>,
    /// Where they are.
    pub location: Option<Location>,
    /// Which picture, a number that changes with it; none without one.
    pub picture: Option<i64>,
    /// Whether the account is in use.
    pub status: MemberStatus,
}

/// Everything on a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Who.
    pub person: Person,
    /// Own words.
    pub summary: Option<Summary>,
    /// Who may see the list of connections.
    pub connections_visible_to: Audience,
    /// Positions, the latest first.
    pub positions: Vec<Position>,
    /// Educations, the latest first.
    pub educations: Vec<Education>,
    /// Interests, in the member's order.
    pub interests: Vec<Interest>,
    /// Groups the member is in.
    pub groups: Vec<Membership>,
    /// How many connections.
    pub connections: u32,
    /// How many recommendations by others.
    pub recommendations: u32,
    /// How to reach them outside the network, for connections (F9).
    pub contact: ContactDetails,
}

/// A position held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Which.
    pub id: PositionId,
    /// Where.
    pub employer: Employer,
    /// As what.
    pub title: Title,
    /// When.
    pub period: Period,
}

/// A stay at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Education {
    /// Which.
    pub id: EducationId,
    /// Where.
    pub school: School,
    /// Towards what.
    pub degree: Option<Degree>,
    /// When.
    pub period: Period,
}

/// Being in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Which group.
    pub group: GroupId,
    /// Its name.
    pub name: GroupName,
}

/// Words at the end of an employer's name that say its legal form, folded (R2.6).
const LEGAL_FORMS: [&str; 36] = [
    "ab",
    "ag",
    "as",
    "asa",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "doo",
    "eg",
    "ev",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kft",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "nv",
    "oy",
    "oyj",
    "plc",
    "pty",
    "pvt",
    "sa",
    "sarl",
    "sas",
    "se",
    "spa",
    "srl",
    "zrt",
];

impl Employer {
    /// The form under which two spellings of one employer are equal: case, accents, punctuation and
    /// legal forms do not count (R2.6).
    pub fn key(&self) -> String {
        let all = folded(self.as_str());
        let mut words: Vec<&str> =
            all.split(' ').filter(|word| !matches!(*word, "und" | "and" | "et")).collect();
        while words.len() > 1 && words.last().is_some_and(|word| LEGAL_FORMS.contains(word)) {
            words.pop();
        }
        if words.len() > 1 && words.first() == Some(&"the") {
            words.remove(0);
        }
        // German spells umlauts out where the key has no mark: Soehne is Söhne.
        let key = words.join(" ").replace("oe", "o").replace("ue", "u").replace("ae", "a");
        if key.is_empty() { self.as_str().to_lowercase() } else { key }
    }
}

impl School {
    /// The form under which two spellings of one school are equal.
    pub fn key(&self) -> String {
        let key = folded(self.as_str());
        if key.is_empty() { self.as_str().to_lowercase() } else { key }
    }
}

impl Interest {
    /// The form under which two spellings of one interest are equal. Signs count here: C++ is not C#.
    pub fn key(&self) -> String {
        self.as_str().to_lowercase()
    }
}

/// A part of a profile that counts toward completeness (R6.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
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

impl Part {
    /// All parts with their weights, which add up to 100.
    pub const WEIGHTS: [(Self, u8); 6] = [
        (Self::Picture, 20),
        (Self::Headline, 15),
        (Self::Summary, 15),
        (Self::Experience, 25),
        (Self::Recommendations, 10),
        (Self::Connections, 15),
    ];
}

/// How much of a profile is there, with what is missing (R6.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// 0 to 100.
    pub score: u8,
    /// Every part, and whether it is done.
    pub parts: Vec<PartDone>,
}

/// A part, and whether it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartDone {
    /// Which.
    pub part: Part,
    /// Whether.
    pub done: bool,
}

/// What completeness is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Has a picture.
    pub picture: bool,
    /// Has a headline.
    pub headline: bool,
    /// Has a summary.
    pub summary: bool,
    /// Has a position with a start.
    pub experience: bool,
    /// Recommendations by others.
    pub recommendations: u32,
    /// Connections.
    pub connections: u32,
}

impl Completeness {
    /// The completeness of what a profile holds.
    pub fn of(held: Held, policy: &Policy) -> Self {
        let parts: Vec<PartDone> = Part::WEIGHTS
            .iter()
            .map(|&(part, _)| PartDone {
                part,
                done: match part {
                    Part::Picture => held.picture,
                    Part::Headline => held.headline,
                    Part::Summary => held.summary,
                    Part::Experience => held.experience,
                    Part::Recommendations => held.recommendations > 0,
                    Part::Connections => held.connections >= policy.completeness.connections,
                },
            })
            .collect();
        let score =
            Part::WEIGHTS.iter().zip(&parts).filter(|(_, p)| p.done).map(|((_, weight), _)| weight).sum();
        Self { score, parts }
    }

    /// What is missing, the weightiest first.
    pub fn missing(&self) -> Vec<Part> {
        let mut missing: Vec<(Part, u8)> = Part::WEIGHTS
            .into_iter()
            .filter(|(part, _)| self.parts.iter().any(|p| p.part == *part && !p.done))
            .collect();
        missing.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        missing.into_iter().map(|(part, _)| part).collect()
    }
}

impl Profile {
    /// What completeness is computed from.
    pub fn held(&self) -> Held {
        Held {
            picture: self.person.picture.is_some(),
            headline: self.person.headline.is_some(),
            summary: self.summary.is_some(),
            experience: self.positions.iter().any(|position| position.period.from.is_some()),
            recommendations: self.recommendations,
            connections: self.connections,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn employers_match_across_case_accents_and_legal_forms_r2_6() {
        let key = |name: &str| Employer::parse(name).unwrap().key();
        for (a, b) in [
            ("Hartmann & Söhne GmbH", "hartmann und soehne"),
            ("ACME, Inc.", "Acme"),
            ("Åkerlund AB", "akerlund"),
            ("The Quill Company Ltd.", "Quill"),
            ("Sociedad Luz S.A.", "sociedad luz"),
        ] {
            assert_eq!(key(a), key(b), "{a} and {b}");
        }
        assert_ne!(key("Acme Robotics"), key("Acme"));
        assert_eq!(key("AG"), "ag", "a name that is nothing but a legal form stays");
    }
}
