//! The card R decides by: facts only, frozen when the invitation is sent (R0.2, R2.4, R10.2–R10.5).

use serde::{Deserialize, Serialize};

use crate::common_ground::{Common, CommonGround};
use crate::door::Answered;
use crate::invitations::CheckedClaim;
use crate::profile::{Completeness, PartDone};
use crate::time::Timestamp;

/// A card says the 2nd degree and nothing beyond: further away is a stranger.
const FURTHEST: u8 = 2;

/// What was known when an invitation was sent. It never changes afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// When it was made.
    pub at: Timestamp,
    /// How far apart the two were: 2 where they shared a connection; nothing is said beyond.
    pub degree: Option<u8>,
    /// How many connections they shared.
    pub shared_connections: u32,
    /// What they had in common; empty says so plainly.
    pub common_ground: Vec<Common>,
    /// What S's profile held (R6.8).
    pub profile: Vec<PartDone>,
    /// What R's door asked, and S answered (F7).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answered>,
    /// What R's profile said to S's claim, where a profile can support it (F8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<CheckedClaim>,
}

impl Card {
    /// The card of an invitation sent at `at`.
    pub fn new(ground: CommonGround, degree: Option<u8>, completeness: &Completeness, at: Timestamp) -> Self {
        Self {
            at,
            degree: degree.filter(|degree| *degree <= FURTHEST),
            shared_connections: ground.shared_connections,
            common_ground: ground.facts,
            profile: completeness.parts.clone(),
            answers: Vec::new(),
            claim: None,
        }
    }

    /// The same, with what S answered at R's door.
    #[must_use]
    pub fn answering(self, answers: Vec<Answered>) -> Self {
        Self { answers, ..self }
    }

    /// The same, with what R's profile said to S's claim.
    #[must_use]
    pub fn checked(self, claim: Option<CheckedClaim>) -> Self {
        Self { claim, ..self }
    }

    /// Whether they had anything in common.
    pub fn shares_something(&self) -> bool {
        !self.common_ground.is_empty() || self.shared_connections > 0
    }
}

/// Whether the words are S's own: the first of the three facts (R10.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnWords {
    /// S wrote a note.
    Personal,
    /// S sent the generic text.
    Generic,
}

/// Whether the words are S's own.
pub fn own_words(has_note: bool) -> OwnWords {
    if has_note { OwnWords::Personal } else { OwnWords::Generic }
}
