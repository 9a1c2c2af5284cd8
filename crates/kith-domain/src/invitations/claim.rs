//! How S says to know R, held against what R's own profile lists (F8): a fact beside a claim, never a score.

use serde::{Deserialize, Serialize};

use super::Claim;
use crate::profile::Profile;
use crate::time::Period;

/// What R's profile says to a claim of S.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimCheck {
    /// The same employer or school at the same time, or the same group.
    Matches,
    /// The same employer or school in other years.
    OtherYears,
    /// The same employer or school, without dates that could be compared.
    Undated,
    /// Not on R's profile.
    NotListed,
}

/// A claim with the years S lists for it, and what R's profile says to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedClaim {
    /// When S was there, where the claim rests on a position or a school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// What R's profile says.
    pub check: ClaimCheck,
}

/// Holds a claim against R's profile; nothing where no profile could support it, as with a friend.
///
/// It looks at positions, schools and groups alone: these stand on every profile for all members, and no setting hides
/// them. What one of the two may hide, such as connections, is looked at by no claim, so the outcome may be told to both.
pub fn check_claim(claim: &Claim, sender: &Profile, recipient: &Profile) -> Option<CheckedClaim> {
    let listed = |period: Period, theirs: Vec<Period>| CheckedClaim {
        period: (period.from.is_some() || period.to.is_some()).then_some(period),
        check: compared(period, &theirs),
    };
    match claim {
        Claim::Colleague(id) => {
            let mine = sender.positions.iter().find(|position| position.id == *id)?;
            let key = mine.employer.key();
            let theirs = recipient.positions.iter().filter(|position| position.employer.key() == key);
            Some(listed(mine.period, theirs.map(|position| position.period).collect()))
        }
        Claim::Classmate(id) => {
            let mine = sender.educations.iter().find(|education| education.id == *id)?;
            let key = mine.school.key();
            let theirs = recipient.educations.iter().filter(|education| education.school.key() == key);
            Some(listed(mine.period, theirs.map(|education| education.period).collect()))
        }
        Claim::Group(id) => {
            let both = [sender, recipient].map(|one| one.groups.iter().any(|member| member.group == *id));
            let check = if both == [true, true] { ClaimCheck::Matches } else { ClaimCheck::NotListed };
            Some(CheckedClaim { period: None, check })
        }
        Claim::Business(_) | Claim::Friend | Claim::Met(_) | Claim::Other | Claim::Unknown => None,
    }
}

fn compared(mine: Period, theirs: &[Period]) -> ClaimCheck {
    if theirs.is_empty() {
        ClaimCheck::NotListed
    } else if theirs.iter().any(|period| mine.overlap(*period).is_some()) {
        ClaimCheck::Matches
    } else if mine.from.is_none() || theirs.iter().any(|period| period.from.is_none()) {
        ClaimCheck::Undated
    } else {
        ClaimCheck::OtherYears
    }
}
