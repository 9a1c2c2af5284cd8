//! A member's door policy: who may invite them, and with what (F7).
//!
//! It is the same for everybody and open for all to read, before a word is written. What somebody who asks is told is
//! what is asked for, never why they in particular fall short of it; and it is measured by what both allow to be shown,
//! so that a fact that either hides lets nobody in and is betrayed by nothing.

use serde::{Deserialize, Serialize};

use crate::common_ground::{Common, CommonGround};
use crate::invitations::{Language, Purpose};
use crate::text::{DoorAnswer, DoorQuestion};

/// At most this many questions are asked at the door.
pub const MOST_QUESTIONS: usize = 2;
/// The most shared connections that may be asked for.
pub const MOST_SHARED_CONNECTIONS: u8 = 50;

/// Whom a member lets in, and what they ask for. One that cannot be wrong: see [`DoorPolicy::new`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DoorPolicy {
    /// Who may invite at all.
    pub who: Who,
    /// Whether a note of one's own is needed; the generic text is none (R1.9).
    pub note: bool,
    /// What whoever invites is asked; each needs an answer.
    pub questions: Vec<DoorQuestion>,
    /// The purposes that are welcome, one of which must be said; empty is any, said or not.
    pub purposes: Vec<Purpose>,
    /// Whether a confirmed address is needed though the network asks for none.
    pub verified: bool,
    /// The languages the member reads notes in; empty says nothing. Told, not checked.
    pub languages: Vec<Language>,
}

/// Who may invite at all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Anybody.
    #[default]
    Anybody,
    /// Who has at least one of these with the member; never empty.
    Tied(Vec<Tie>),
    /// Nobody.
    Nobody,
}

/// What somebody may have with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// A group both are in.
    Group,
    /// A school both were at.
    School,
    /// An employer both work or worked for.
    Employer,
    /// At least so many shared connections; 1 to [`MOST_SHARED_CONNECTIONS`].
    Connections(u8),
    /// They know the member's address, and give it.
    Address,
    /// Somebody introduced them, and the member agreed (R4.4).
    Introduction,
}

/// Why a door policy is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorPolicyRefused {
    /// Only those with some tie are let in, and none is named: that would be nobody.
    NoTie,
    /// A number of shared connections outside 1 to [`MOST_SHARED_CONNECTIONS`].
    ConnectionsOutOfRange,
    /// More than [`MOST_QUESTIONS`] questions.
    TooManyQuestions,
    /// The same question twice: one answer could not be told from the other.
    QuestionTwice,
}

impl DoorPolicy {
    /// A policy as a member composes it; what stands there twice counts once.
    ///
    /// # Errors
    /// What is said could not hold together.
    pub fn new(mut policy: Self) -> Result<Self, DoorPolicyRefused> {
        if let Who::Tied(ties) = &mut policy.who {
            once_each(ties);
            if ties.is_empty() {
                return Err(DoorPolicyRefused::NoTie);
            }
            let out_of_range =
                |tie: &Tie| matches!(tie, Tie::Connections(n) if *n == 0 || *n > MOST_SHARED_CONNECTIONS);
            if ties.iter().any(out_of_range) {
                return Err(DoorPolicyRefused::ConnectionsOutOfRange);
            }
        }
        if policy.questions.len() > MOST_QUESTIONS {
            return Err(DoorPolicyRefused::TooManyQuestions);
        }
        let questions = policy.questions.len();
        once_each(&mut policy.questions);
        if policy.questions.len() < questions {
            return Err(DoorPolicyRefused::QuestionTwice);
        }
        once_each(&mut policy.purposes);
        once_each(&mut policy.languages);
        Ok(policy)
    }

    /// Whether it asks nothing of anybody.
    pub fn open(&self) -> bool {
        let told_only = Self { languages: self.languages.clone(), ..Self::default() };
        *self == told_only
    }

    /// What is still needed of somebody who comes with this; empty lets them in.
    pub fn needs(&self, visitor: &Visitor<'_>) -> Vec<Need> {
        let mut needs = Vec::new();
        match &self.who {
            Who::Anybody => {}
            Who::Nobody => needs.push(Need::Nobody),
            Who::Tied(ties) => {
                if !ties.iter().any(|tie| visitor.has(*tie)) {
                    needs.push(Need::OneOf(ties.clone()));
                }
            }
        }
        if self.verified && !visitor.verified {
            needs.push(Need::VerifiedAddress);
        }
        if self.note && !visitor.note {
            needs.push(Need::Note);
        }
        if !self.purposes.is_empty() && !visitor.purpose.is_some_and(|said| self.purposes.contains(&said)) {
            needs.push(Need::Purpose(self.purposes.clone()));
        }
        let unanswered = |question: &&DoorQuestion| !visitor.answers.iter().any(|a| a.question == **question);
        let unanswered: Vec<DoorQuestion> = self.questions.iter().filter(unanswered).cloned().collect();
        if !unanswered.is_empty() {
            needs.push(Need::Answers(unanswered));
        }
        needs
    }

    /// Of what somebody answered, the answers to questions that are asked, in the order of the questions. What was
    /// asked before and no longer is stays out.
    pub fn asked(&self, answers: &[Answered]) -> Vec<Answered> {
        let to = |question: &DoorQuestion| answers.iter().find(|answered| answered.question == *question);
        self.questions.iter().filter_map(to).cloned().collect()
    }
}

fn once_each<T: PartialEq>(list: &mut Vec<T>) {
    let mut kept = 0;
    for at in 0..list.len() {
        if !list[..kept].contains(&list[at]) {
            list.swap(kept, at);
            kept += 1;
        }
    }
    list.truncate(kept);
}

/// A question of the door's with the answer of whoever invites; it stays with the invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// What was asked.
    pub question: DoorQuestion,
    /// What was answered.
    pub answer: DoorAnswer,
}

/// What somebody comes with.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// What the two have in common, as both allow it to be shown.
    pub ground: &'a CommonGround,
    /// Whether they gave the member's address.
    pub address_known: bool,
    /// Whether somebody introduced them, and the member agreed.
    pub introduced: bool,
    /// Whether their own address is confirmed.
    pub verified: bool,
    /// Whether they wrote a note of their own.
    pub note: bool,
    /// What they said to be after.
    pub purpose: Option<Purpose>,
    /// What they answered.
    pub answers: &'a [Answered],
}

impl<'a> Visitor<'a> {
    /// Somebody who has written nothing yet: who looks at the door before sending.
    pub fn before_writing(ground: &'a CommonGround, verified: bool, introduced: bool) -> Self {
        Self { ground, address_known: false, introduced, verified, note: false, purpose: None, answers: &[] }
    }

    fn has(&self, tie: Tie) -> bool {
        let shares = |kind: fn(&Common) -> bool| self.ground.facts.iter().any(kind);
        match tie {
            Tie::Group => shares(|fact| matches!(fact, Common::Group { .. })),
            Tie::School => shares(|fact| matches!(fact, Common::School { .. })),
            Tie::Employer => shares(|fact| matches!(fact, Common::Employer { .. })),
            Tie::Connections(at_least) => self.ground.shared_connections >= u32::from(at_least),
            Tie::Address => self.address_known,
            Tie::Introduction => self.introduced,
        }
    }
}

/// Something that is needed to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// The member takes no invitations.
    Nobody,
    /// One of these with the member.
    OneOf(Vec<Tie>),
    /// A confirmed address of one's own.
    VerifiedAddress,
    /// A note of one's own.
    Note,
    /// One of these purposes, said.
    Purpose(Vec<Purpose>),
    /// Answers to these questions.
    Answers(Vec<DoorQuestion>),
}

impl Need {
    /// Whether whoever writes an invitation can still meet it by what they write.
    pub fn can_be_written(&self) -> bool {
        match self {
            Self::Nobody | Self::VerifiedAddress => false,
            Self::OneOf(ties) => ties.contains(&Tie::Address),
            Self::Note | Self::Purpose(_) | Self::Answers(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::GroupId;

    fn question(text: &str) -> DoorQuestion {
        DoorQuestion::parse(text).unwrap()
    }

    fn answered(to: &str, answer: &str) -> Answered {
        Answered { question: question(to), answer: DoorAnswer::parse(answer).unwrap() }
    }

    fn stranger(ground: &CommonGround) -> Visitor<'_> {
        Visitor::before_writing(ground, true, false)
    }

    #[test]
    fn an_open_door_asks_nothing_f7() {
        let ground = CommonGround::default();
        assert!(DoorPolicy::default().open());
        assert_eq!(DoorPolicy::default().needs(&stranger(&ground)), []);
        let told = DoorPolicy { languages: vec![Language::De], ..DoorPolicy::default() };
        assert!(told.open() && told.needs(&stranger(&ground)).is_empty(), "languages are told, not checked");
    }

    #[test]
    fn one_tie_of_those_named_lets_in_f7() {
        let nothing = CommonGround::default();
        let group = Common::Group { group_id: GroupId(1), text: "Rust Izmir".into() };
        let shared = CommonGround { facts: vec![group], shared_connections: 2 };
        let who = |ties: &[Tie]| {
            DoorPolicy::new(DoorPolicy { who: Who::Tied(ties.to_vec()), ..DoorPolicy::default() }).unwrap()
        };
        let door = who(&[Tie::Employer, Tie::Group, Tie::Connections(3)]);
        assert_eq!(door.needs(&stranger(&shared)), []);
        let Who::Tied(ties) = door.who.clone() else { unreachable!("it was made of ties") };
        assert_eq!(
            door.needs(&stranger(&nothing)),
            [Need::OneOf(ties)],
            "all of them are named, whoever asks"
        );
        assert_eq!(who(&[Tie::Connections(2)]).needs(&stranger(&shared)), []);
        assert_ne!(who(&[Tie::Connections(3)]).needs(&stranger(&shared)), []);
        let knows = Visitor { address_known: true, ..stranger(&nothing) };
        assert_eq!(who(&[Tie::Address]).needs(&knows), []);
        let introduced = Visitor { introduced: true, ..stranger(&nothing) };
        assert_eq!(who(&[Tie::Introduction]).needs(&introduced), []);
    }

    #[test]
    fn nobody_is_nobody_whatever_they_share_f7() {
        let door = DoorPolicy { who: Who::Nobody, ..DoorPolicy::default() };
        let ground = CommonGround { facts: Vec::new(), shared_connections: 40 };
        let visitor = Visitor { introduced: true, address_known: true, note: true, ..stranger(&ground) };
        assert_eq!(door.needs(&visitor), [Need::Nobody]);
        assert!(!Need::Nobody.can_be_written());
    }

    #[test]
    fn what_can_be_written_is_asked_all_at_once_f7() {
        let asked = vec![question("Where did we meet?"), question("What do you sell?")];
        let door = DoorPolicy::new(DoorPolicy {
            note: true,
            questions: asked.clone(),
            purposes: vec![Purpose::KeepInTouch, Purpose::SharedInterest],
            verified: true,
            ..DoorPolicy::default()
        })
        .unwrap();
        let ground = CommonGround::default();
        let empty = Visitor { verified: false, ..stranger(&ground) };
        let purposes = door.purposes.clone();
        let all = [
            Need::VerifiedAddress,
            Need::Note,
            Need::Purpose(purposes.clone()),
            Need::Answers(asked.clone()),
        ];
        assert_eq!(door.needs(&empty), all);
        let answers =
            [answered("Where did we meet?", "In Izmir"), answered("Who am I?", "Not asked any more")];
        let purpose = Some(Purpose::Selling);
        let half = Visitor { note: true, purpose, answers: &answers, ..stranger(&ground) };
        assert_eq!(door.needs(&half), [Need::Purpose(purposes), Need::Answers(asked[1..].to_vec())]);
        assert_eq!(door.asked(&answers), answers[..1], "an answer to what is not asked is not kept");
    }

    #[test]
    fn a_policy_that_could_not_hold_is_refused_f7() {
        let with = |policy| DoorPolicy::new(policy);
        let tied = |ties| DoorPolicy { who: Who::Tied(ties), ..DoorPolicy::default() };
        assert_eq!(with(tied(Vec::new())), Err(DoorPolicyRefused::NoTie));
        for count in [0, MOST_SHARED_CONNECTIONS + 1] {
            let refused = with(tied(vec![Tie::Connections(count)]));
            assert_eq!(refused, Err(DoorPolicyRefused::ConnectionsOutOfRange));
        }
        let questions = |of: &[&str]| DoorPolicy {
            questions: of.iter().map(|text| question(text)).collect(),
            ..DoorPolicy::default()
        };
        assert_eq!(with(questions(&["a", "b", "c"])), Err(DoorPolicyRefused::TooManyQuestions));
        assert_eq!(with(questions(&["a", "a"])), Err(DoorPolicyRefused::QuestionTwice));
        let twice = with(tied(vec![Tie::Group, Tie::School, Tie::Group])).unwrap();
        assert_eq!(twice.who, Who::Tied(vec![Tie::Group, Tie::School]));
    }
}
