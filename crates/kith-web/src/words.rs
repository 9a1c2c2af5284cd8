//! What the pages call things: how people know each other, what an invitation is about, numbers.

use kith_domain::common_ground::Common;
use kith_domain::invitations::{Purpose, RelationClaim, RelationKind};
use kith_domain::profile::Part;
use kith_domain::time::Period;

/// A number with its thousands apart: `2,871`.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut apart = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    apart
}

/// A number of things: `1 group`, `3 groups`.
pub fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { several })
}

/// How far away: `2nd`; nothing for oneself and beyond the 3rd degree.
pub fn degree(degree: Option<u8>) -> Option<&'static str> {
    match degree {
        Some(1) => Some("1st"),
        Some(2) => Some("2nd"),
        Some(3) => Some("3rd"),
        Some(_) | None => None,
    }
}

/// A kind of relation as forms send it.
pub fn kind_value(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Colleague => "colleague",
        RelationKind::Classmate => "classmate",
        RelationKind::Business => "business",
        RelationKind::Friend => "friend",
        RelationKind::Group => "group",
        RelationKind::Met => "met",
        RelationKind::Other => "other",
        RelationKind::Unknown => "unknown",
    }
}

/// What S said about knowing R, as R reads it, with the years S lists for it.
pub fn claimed(claim: Option<&RelationClaim>, period: Option<Period>) -> String {
    let Some(claim) = claim else { return "Does not say how you know each other".to_owned() };
    let at = |words: &str, join: &str| match &claim.text {
        Some(text) => match period {
            Some(period) => format!("{words} {join} {text}, {period}"),
            None => format!("{words} {join} {text}"),
        },
        None => words.to_owned(),
    };
    match claim.kind {
        RelationKind::Colleague => at("Says you worked together", "at"),
        RelationKind::Classmate => at("Says you studied together", "at"),
        RelationKind::Business => at("Says you did business together, then", "at"),
        RelationKind::Friend => "Says you are friends".to_owned(),
        RelationKind::Group => at("Says you are in a group together:", ""),
        RelationKind::Met => at("Says you met:", ""),
        RelationKind::Other => "Says you know each other in some other way".to_owned(),
        RelationKind::Unknown => "Does not say how you know each other".to_owned(),
    }
    .replace("  ", " ")
}

/// A purpose as forms send it.
pub fn purpose_value(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::LearnAboutYourWork => "learn_about_your_work",
        Purpose::ChangeCareer => "change_career",
        Purpose::SharedInterest => "shared_interest",
        Purpose::KeepInTouch => "keep_in_touch",
        Purpose::WorkedTogether => "worked_together",
        Purpose::Hiring => "hiring",
        Purpose::Selling => "selling",
        Purpose::Other => "other",
    }
}

/// A purpose in words (R2.1).
pub fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::LearnAboutYourWork => "Learning about your work",
        Purpose::ChangeCareer => "Changing career",
        Purpose::SharedInterest => "An interest you share",
        Purpose::KeepInTouch => "Keeping in touch",
        Purpose::WorkedTogether => "Having worked together",
        Purpose::Hiring => "Hiring",
        Purpose::Selling => "Selling something",
        Purpose::Other => "Something else",
    }
}

/// A part of a profile (R6.8).
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Picture => "picture",
        Part::Headline => "headline",
        Part::Summary => "summary",
        Part::Experience => "experience",
        Part::Recommendations => "recommendations",
        Part::Connections => "connections",
    }
}

/// The facts of one kind in common, under their heading, in the order of R2.6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The heading.
    pub heading: &'static str,
    /// Its icon.
    pub symbol: &'static str,
    /// What each rests on (F8).
    pub basis: &'static str,
    /// The facts, as text.
    pub facts: Vec<String>,
}

/// What two people have in common, kind by kind. `connections` are how many they share in all, of whom the
/// facts name some.
pub fn grounds(facts: &[Common], connections: u32) -> Vec<Ground> {
    let mut kinds = [
        Ground { heading: "Groups", symbol: "users-round", basis: "both are members", facts: Vec::new() },
        Ground { heading: "Connections", symbol: "users", basis: "connected to both", facts: Vec::new() },
        Ground { heading: "Work", symbol: "briefcase", basis: "listed on both profiles", facts: Vec::new() },
        Ground { heading: "Interests", symbol: "heart", basis: "named on both profiles", facts: Vec::new() },
        Ground {
            heading: "Schools",
            symbol: "graduation-cap",
            basis: "listed on both profiles",
            facts: Vec::new(),
        },
    ];
    let [groups, people, work, interests, schools] = &mut kinds;
    for fact in facts {
        match fact {
            Common::Group { text, .. } => groups.facts.push(text.clone()),
            Common::Connection { text, .. } => people.facts.push(text.clone()),
            Common::Employer { text, together: Some(period) } => {
                work.facts.push(format!("{text}, at the same time, {period}"));
            }
            Common::Employer { text, together: None } => {
                work.facts.push(format!("{text}, both worked there"));
            }
            Common::Interest { text } => interests.facts.push(text.clone()),
            Common::School { text, together: Some(period) } => {
                schools.facts.push(format!("{text}, at the same time, {period}"));
            }
            Common::School { text, together: None } => {
                schools.facts.push(format!("{text}, both went there"));
            }
        }
    }
    let unnamed = connections.saturating_sub(u32::try_from(people.facts.len()).unwrap_or(u32::MAX));
    if unnamed > 0 && people.facts.is_empty() {
        people.facts.push(counted(u64::from(unnamed), "person", "people"));
    } else if unnamed > 0 {
        people.facts.push(counted(u64::from(unnamed), "other", "others"));
    }
    kinds.into_iter().filter(|kind| !kind.facts.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (n, words) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345, "12,345"), (1_234_567, "1,234,567")]
        {
            assert_eq!(number(n), words);
        }
    }

    #[test]
    fn common_ground_is_told_in_the_order_of_its_kinds_r2_6() {
        let school = Common::School { text: "Ege".into(), together: None };
        let person = Common::Connection { member_id: kith_domain::id::MemberId(3), text: "Mia".into() };
        let told = grounds(&[school, person], 4);
        assert_eq!(told.iter().map(|kind| kind.heading).collect::<Vec<_>>(), ["Connections", "Schools"]);
        assert_eq!(told[0].facts, ["Mia", "3 others"]);
    }
}
