//! A door policy as clients read and write it.

use kith_app::door_policy::{Answered, Door, DoorPolicy, Need, Tie, Who};
use kith_domain::text::{DoorAnswer, DoorQuestion};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::invitations::wire::PurposeName;
use crate::problem::Problem;
use crate::settings::api::LanguageName;

/// Whom a member lets in, and what they ask of whoever invites them. The same for everybody.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DoorPolicy)]
pub struct DoorPolicyShape {
    /// Who may invite at all.
    #[serde(default)]
    pub who: WhoName,
    /// With `tied`: who has at least one of these with the member.
    #[serde(default)]
    #[schema(max_items = 6)]
    pub ties: Vec<TieShape>,
    /// Whether a note of one's own is needed.
    #[serde(default)]
    pub note: bool,
    /// What is asked, up to 2 questions of up to 140 characters; each needs an answer.
    #[serde(default)]
    #[schema(max_items = 2)]
    pub questions: Vec<String>,
    /// The purposes that are welcome; empty is any, said or not.
    #[serde(default)]
    #[schema(max_items = 8)]
    pub purposes: Vec<PurposeName>,
    /// Whether a confirmed address is needed though the network asks for none.
    #[serde(default)]
    pub verified: bool,
    /// The languages the member reads notes in. Told, not checked.
    #[serde(default)]
    #[schema(max_items = 4)]
    pub languages: Vec<LanguageName>,
}

/// Who may invite at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Who)]
pub enum WhoName {
    /// Anybody.
    #[default]
    Anybody,
    /// Who has one of `ties` with the member.
    Tied,
    /// Nobody.
    Nobody,
}

/// Something two members may have with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Tie)]
pub enum TieShape {
    /// A group.
    Group,
    /// A school.
    School,
    /// An employer.
    Employer,
    /// So many shared connections.
    Connections {
        /// 1 to 50.
        #[schema(minimum = 1, maximum = 50)]
        at_least: u8,
    },
    /// They know the member's address, and give it.
    Address,
    /// Somebody introduced them, and the member agreed.
    Introduction,
}

/// Something that is needed to be let in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = Need)]
pub enum NeedShape {
    /// The member takes no invitations.
    Nobody,
    /// One of these with the member.
    OneOf {
        /// Which.
        ties: Vec<TieShape>,
    },
    /// A confirmed address of your own.
    VerifiedAddress,
    /// A note of your own.
    Note,
    /// One of these purposes, said.
    Purpose {
        /// Which.
        purposes: Vec<PurposeName>,
    },
    /// Answers to these questions.
    Answers {
        /// Which.
        questions: Vec<String>,
    },
}

/// Somebody's door, as you find it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Door)]
pub struct DoorShape {
    /// Whether an invitation can be written that passes.
    pub allowed: bool,
    /// What you still need; what can be written goes into the invitation.
    pub needs: Vec<NeedShape>,
    /// Whom they let in, and what they ask for: the same for everybody.
    pub policy: DoorPolicyShape,
}

/// An answer to a question of the door.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DoorAnswer)]
pub struct AnsweredShape {
    /// The question, in its own words.
    pub question: String,
    /// What you answer, in up to 300 characters.
    #[schema(min_length = 1)]
    pub answer: String,
}

impl From<&DoorPolicy> for DoorPolicyShape {
    fn from(policy: &DoorPolicy) -> Self {
        let (who, ties) = match &policy.who {
            Who::Anybody => (WhoName::Anybody, &[][..]),
            Who::Tied(ties) => (WhoName::Tied, ties.as_slice()),
            Who::Nobody => (WhoName::Nobody, &[][..]),
        };
        Self {
            who,
            ties: ties.iter().copied().map(Into::into).collect(),
            note: policy.note,
            questions: policy.questions.iter().map(ToString::to_string).collect(),
            purposes: policy.purposes.iter().copied().map(Into::into).collect(),
            verified: policy.verified,
            languages: policy.languages.iter().copied().map(Into::into).collect(),
        }
    }
}

impl DoorPolicyShape {
    /// The policy it says, not yet looked at as a whole.
    pub(super) fn policy(self) -> Result<DoorPolicy, Problem> {
        // Longer than this, something is named twice.
        let lengths = [
            ("ties", self.ties.len(), 6),
            ("purposes", self.purposes.len(), 8),
            ("languages", self.languages.len(), 4),
        ];
        if let Some((field, _, most)) = lengths.into_iter().find(|(_, length, most)| length > most) {
            let told = format!("There are {most} {field} to choose from; name each once.");
            return Err(Problem::field(field, "too_many", told));
        }
        let ties: Vec<Tie> = self.ties.into_iter().map(Into::into).collect();
        let question = |(n, text): (usize, &String)| {
            DoorQuestion::parse(text).map_err(|refused| {
                Problem::field(format!("questions.{n}"), refused.code(), refused.to_string())
            })
        };
        Ok(DoorPolicy {
            who: match self.who {
                WhoName::Anybody => Who::Anybody,
                WhoName::Tied => Who::Tied(ties),
                WhoName::Nobody => Who::Nobody,
            },
            note: self.note,
            questions: self.questions.iter().enumerate().map(question).collect::<Result<_, _>>()?,
            purposes: self.purposes.into_iter().map(Into::into).collect(),
            verified: self.verified,
            languages: self.languages.into_iter().map(Into::into).collect(),
        })
    }
}

impl From<Tie> for TieShape {
    fn from(tie: Tie) -> Self {
        match tie {
            Tie::Group => Self::Group,
            Tie::School => Self::School,
            Tie::Employer => Self::Employer,
            Tie::Connections(at_least) => Self::Connections { at_least },
            Tie::Address => Self::Address,
            Tie::Introduction => Self::Introduction,
        }
    }
}

impl From<TieShape> for Tie {
    fn from(tie: TieShape) -> Self {
        match tie {
            TieShape::Group => Self::Group,
            TieShape::School => Self::School,
            TieShape::Employer => Self::Employer,
            TieShape::Connections { at_least } => Self::Connections(at_least),
            TieShape::Address => Self::Address,
            TieShape::Introduction => Self::Introduction,
        }
    }
}

impl From<&Need> for NeedShape {
    fn from(need: &Need) -> Self {
        match need {
            Need::Nobody => Self::Nobody,
            Need::OneOf(ties) => Self::OneOf { ties: ties.iter().copied().map(Into::into).collect() },
            Need::VerifiedAddress => Self::VerifiedAddress,
            Need::Note => Self::Note,
            Need::Purpose(purposes) => {
                Self::Purpose { purposes: purposes.iter().copied().map(Into::into).collect() }
            }
            Need::Answers(questions) => {
                Self::Answers { questions: questions.iter().map(ToString::to_string).collect() }
            }
        }
    }
}

impl From<&Door> for DoorShape {
    fn from(door: &Door) -> Self {
        Self {
            allowed: door.allowed(),
            needs: door.needs.iter().map(Into::into).collect(),
            policy: (&door.policy).into(),
        }
    }
}

impl From<&Answered> for AnsweredShape {
    fn from(answered: &Answered) -> Self {
        Self { question: answered.question.to_string(), answer: answered.answer.to_string() }
    }
}

impl AnsweredShape {
    /// What it says; a question that could never have been asked is answered to nobody, and left out.
    pub(crate) fn read(self, field: String) -> Result<Option<Answered>, Problem> {
        let Ok(question) = DoorQuestion::parse(&self.question) else { return Ok(None) };
        match DoorAnswer::parse(&self.answer) {
            Ok(answer) => Ok(Some(Answered { question, answer })),
            Err(refused) => Err(Problem::field(field, refused.code(), refused.to_string())),
        }
    }
}
