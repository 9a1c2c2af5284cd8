//! Introductions: S asks M to bring them together with R, whom M knows and S does not (R4.3–R4.5, F13).
//!
//! Each of the three has a part of their own, which holds what that one may know and nothing else. What M or R does
//! short of a yes moves their own part alone, so that S's is the same under a no as under silence, until the time runs
//! out. S's acts are decided on S's part alone, for the same reason: what S may do, and what it is answered with, can
//! depend on nothing that S does not know.

use crate::id::{ConversationId, IntroductionId, MemberId, MessageId};
use crate::policy::{Lifts, Policy};
use crate::standing::Standing;
use crate::text::{self, TextRefused};
use crate::time::Timestamp;

/// Why S would like to meet R, in S's words, for M to hand on: as long as the policy asks (R4.5).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reason(String);

/// What M writes to R, in M's own words (R4.4).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words(String);

/// Why a text of an introduction is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordsRefused {
    /// Nothing was written, or it is too long or unreadable.
    Text(TextRefused),
    /// Too short to tell anything.
    TooShort {
        /// At least so many characters.
        least: u32,
        /// How many there are.
        length: u32,
    },
}

impl Reason {
    /// A reason of the length that the policy asks for, counted as people count.
    ///
    /// # Errors
    /// It is missing, too short or too long.
    pub fn parse(text: &str, policy: &Policy) -> Result<Self, WordsRefused> {
        let limits = &policy.introductions;
        let text = text::lines(text, limits.max_graphemes).map_err(WordsRefused::Text)?;
        let length = text::graphemes(&text);
        if length < limits.min_graphemes {
            return Err(WordsRefused::TooShort { least: limits.min_graphemes, length });
        }
        Ok(Self(text))
    }

    /// What was stored as this.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Words {
    /// M's words, up to the length of a reason; a short word between people who know each other is enough.
    ///
    /// # Errors
    /// They are missing or too long.
    pub fn parse(text: &str, policy: &Policy) -> Result<Self, WordsRefused> {
        text::lines(text, policy.introductions.max_graphemes).map(Self).map_err(WordsRefused::Text)
    }

    /// What was stored as this.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What S asks of M about R.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// Which.
    pub id: IntroductionId,
    /// S, who asks.
    pub asker: MemberId,
    /// M, who goes between.
    pub go_between: MemberId,
    /// R, who is asked in the end.
    pub recipient: MemberId,
    /// Why, in S's words.
    pub reason: Reason,
    /// When S asked.
    pub asked_at: Timestamp,
    /// The first instant at which it is over: `[asked, expires)`.
    pub expires_at: Timestamp,
}

impl Introduction {
    /// The three, the one who asks first.
    pub fn members(&self) -> [MemberId; 3] {
        [self.asker, self.go_between, self.recipient]
    }

    /// Who one of the three is in it.
    pub fn role(&self, member: MemberId) -> Option<Role> {
        match member {
            m if m == self.asker => Some(Role::Asker),
            m if m == self.go_between => Some(Role::GoBetween),
            m if m == self.recipient => Some(Role::Recipient),
            _ => None,
        }
    }
}

/// Who one of the three is in an introduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// S.
    Asker,
    /// M.
    GoBetween,
    /// R.
    Recipient,
}

/// Where the part of one of the three stands. S's is open, agreed or withdrawn; R's is there once M forwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It waits.
    Open,
    /// Not now: it waits, out of the way.
    SetAside,
    /// A no, which nobody else learns of.
    Declined,
    /// M wrote to R.
    Forwarded,
    /// R said yes.
    Agreed,
    /// S took it back.
    Withdrawn,
}

/// The part that one of the three has in an introduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What S asked.
    pub introduction: Introduction,
    /// Whose part it is.
    pub role: Role,
    /// Where it stands.
    pub state: State,
    /// M's words to R: with M and R once they are written, with S once R said yes.
    pub words: Option<Words>,
    /// The conversation of the three, once R said yes.
    pub conversation: Option<Seat>,
}

/// A member's seat in a conversation of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The conversation.
    pub conversation: ConversationId,
    /// The last message, or what stands in for one before the first.
    pub last: MessageId,
    /// The last message the member has read.
    pub read: MessageId,
    /// When the member left.
    pub left_at: Option<Timestamp>,
}

/// Where an introduction stands for one of the three, at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It waits: for S, whatever the others did with it.
    Open,
    /// M or R put it aside for now.
    SetAside,
    /// M or R said no.
    Declined,
    /// M wrote to R.
    Forwarded,
    /// R said yes.
    Agreed,
    /// S took it back.
    Withdrawn,
    /// Its time ran out: to S "not taken forward", whoever did what (R4.4).
    Over,
}

impl Part {
    /// Where it stands at `now`.
    pub fn stage_at(&self, now: Timestamp) -> Stage {
        let over = now >= self.introduction.expires_at;
        match self.state {
            State::Agreed => Stage::Agreed,
            State::Withdrawn => Stage::Withdrawn,
            State::Open | State::SetAside | State::Declined | State::Forwarded if over => Stage::Over,
            State::Open => Stage::Open,
            State::SetAside => Stage::SetAside,
            State::Declined => Stage::Declined,
            State::Forwarded => Stage::Forwarded,
        }
    }

    /// Whether it waits for an act of M or R.
    pub fn waits_at(&self, now: Timestamp) -> bool {
        matches!(self.stage_at(now), Stage::Open | Stage::SetAside)
    }
}

/// What S asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskCommand {
    /// The id it gets.
    pub id: IntroductionId,
    /// S.
    pub asker: MemberId,
    /// M.
    pub go_between: MemberId,
    /// R.
    pub recipient: MemberId,
    /// Why.
    pub reason: Reason,
}

/// What asking is decided on.
#[derive(Debug, Clone, Copy)]
pub struct AskFacts<'a> {
    /// S's standing.
    pub standing: &'a Standing,
    /// Whether S's own address is confirmed, where the network asks for it.
    pub asker_verified: bool,
    /// Whether S and R are connected.
    pub connected: bool,
    /// Whether M is one whom S may ask about R, at this very moment (R4.3).
    pub offered: bool,
    /// What S asked that could still be taken forward, were it not withdrawn: all whose time runs.
    pub running: &'a [(Introduction, State)],
}

/// Why S cannot ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskRefused {
    /// Oneself.
    ToYourself,
    /// There is nobody, or a block hides them.
    NotFound,
    /// S and R are connected.
    AlreadyConnected,
    /// S is restricted: every way of sending is closed (R6.4).
    Restricted {
        /// Since when.
        since: Timestamp,
        /// What lifts it.
        lifts: Lifts,
        /// The earliest end, where it also waits.
        until: Option<Timestamp>,
    },
    /// S's own address is not confirmed.
    AddressUnverified,
    /// M is nobody whom S may ask about R: not a connection of both, not to be seen, or takes no requests.
    NotOffered,
    /// The reason is missing, too short or too long.
    Reason(WordsRefused),
    /// One about R is open already, or this M was asked about R while that time runs still.
    AskedAlready {
        /// Which.
        introduction: IntroductionId,
    },
    /// As many are open as may be.
    TooMany {
        /// How many may be.
        limit: u32,
        /// How many are.
        used: u32,
        /// When the first of them is over.
        opens_at: Timestamp,
    },
}

/// S asks M to bring them together with R (R4.3, R4.5). The limits are guarded once more where it is written.
///
/// # Errors
/// The first reason that stands against it.
pub fn ask(
    facts: &AskFacts<'_>,
    command: AskCommand,
    policy: &Policy,
    now: Timestamp,
) -> Result<Introduction, AskRefused> {
    let AskCommand { id, asker, go_between, recipient, reason } = command;
    if asker == recipient || asker == go_between || go_between == recipient {
        return Err(AskRefused::ToYourself);
    }
    if facts.connected {
        return Err(AskRefused::AlreadyConnected);
    }
    if let Some(restriction) = facts.standing.restricted_at(now) {
        let (since, lifts, until) = (restriction.since, restriction.lifts, restriction.until);
        return Err(AskRefused::Restricted { since, lifts, until });
    }
    if !facts.asker_verified {
        return Err(AskRefused::AddressUnverified);
    }
    if !facts.offered {
        return Err(AskRefused::NotOffered);
    }
    let open = |state: &State| *state == State::Open;
    // Asking the same M again after a withdrawal would let S knock as often as S likes.
    let again = facts.running.iter().find(|(other, state)| {
        other.recipient == recipient && (open(state) || other.go_between == go_between)
    });
    if let Some((other, _)) = again {
        return Err(AskRefused::AskedAlready { introduction: other.id });
    }
    let used = facts.running.iter().filter(|(_, state)| open(state)).count();
    if policy.introductions.open.reached(used as u64) {
        let first = facts.running.iter().filter(|(_, state)| open(state)).map(|(other, _)| other.expires_at);
        return Err(AskRefused::TooMany {
            limit: policy.introductions.open.number().unwrap_or(u32::MAX),
            used: u32::try_from(used).unwrap_or(u32::MAX),
            opens_at: first.min().unwrap_or(now),
        });
    }
    let expires_at = now + policy.introductions.after;
    Ok(Introduction { id, asker, go_between, recipient, reason, asked_at: now, expires_at })
}

/// What an act does to the part of who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Nothing: it was done before, and answers as it did then.
    Done,
    /// From this state to that, if it is still in the first: of two at once the first wins (R11.8).
    Move {
        /// The state it was decided on.
        from: State,
        /// The state it is in from now on.
        to: State,
    },
}

/// Why an act is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActRefused {
    /// It is not theirs, or not theirs to do.
    NotFound,
    /// S took it back, its time ran out, or one of the three is no longer there for another: one answer for all.
    NoLongerAvailable,
    /// It is decided: to S, since R said yes or the time ran out; to M and R, since they said otherwise.
    NoLongerPossible,
}

/// How M or R puts an introduction away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dismissal {
    /// Not now: it can be taken up again until its time runs out.
    ForNow,
    /// No.
    ForGood,
}

/// S takes it back: always, until R said yes or its time ran out, and answered alike whatever the others did.
///
/// # Errors
/// Not S's, or over.
pub fn withdraw(part: &Part, now: Timestamp) -> Result<Act, ActRefused> {
    match (part.role, part.stage_at(now)) {
        (Role::GoBetween | Role::Recipient, _) => Err(ActRefused::NotFound),
        (Role::Asker, Stage::Withdrawn) => Ok(Act::Done),
        (Role::Asker, Stage::Agreed | Stage::Over) => Err(ActRefused::NoLongerPossible),
        (Role::Asker, Stage::Open | Stage::SetAside | Stage::Declined | Stage::Forwarded) => {
            Ok(Act::Move { from: part.state, to: State::Withdrawn })
        }
    }
}

/// M writes to R (R4.4).
///
/// # Errors
/// Not M's, declined before, or over.
pub fn forward(part: &Part, now: Timestamp) -> Result<Act, ActRefused> {
    match (part.role, part.stage_at(now)) {
        (Role::Asker | Role::Recipient, _) => Err(ActRefused::NotFound),
        (Role::GoBetween, Stage::Forwarded | Stage::Agreed) => Ok(Act::Done),
        (Role::GoBetween, Stage::Declined) => Err(ActRefused::NoLongerPossible),
        (Role::GoBetween, Stage::Withdrawn | Stage::Over) => Err(ActRefused::NoLongerAvailable),
        (Role::GoBetween, Stage::Open | Stage::SetAside) => {
            Ok(Act::Move { from: part.state, to: State::Forwarded })
        }
    }
}

/// M or R puts it away, now or for good. Nobody else learns of it (R4.4).
///
/// # Errors
/// Not theirs, decided otherwise, or over.
pub fn dismiss(part: &Part, how: Dismissal, now: Timestamp) -> Result<Act, ActRefused> {
    let to = match how {
        Dismissal::ForNow => State::SetAside,
        Dismissal::ForGood => State::Declined,
    };
    match (part.role, part.stage_at(now)) {
        (Role::Asker, _) => Err(ActRefused::NotFound),
        (_, Stage::Withdrawn | Stage::Over) => Err(ActRefused::NoLongerAvailable),
        (_, Stage::Forwarded | Stage::Agreed) => Err(ActRefused::NoLongerPossible),
        (_, Stage::Declined) => match how {
            Dismissal::ForGood => Ok(Act::Done),
            Dismissal::ForNow => Err(ActRefused::NoLongerPossible),
        },
        (_, Stage::SetAside) if to == State::SetAside => Ok(Act::Done),
        (_, Stage::Open | Stage::SetAside) => Ok(Act::Move { from: part.state, to }),
    }
}

/// R says yes: the three can talk (R4.4).
///
/// # Errors
/// Not R's, declined before, or over.
pub fn agree(part: &Part, now: Timestamp) -> Result<Act, ActRefused> {
    match (part.role, part.stage_at(now)) {
        (Role::Asker | Role::GoBetween, _) => Err(ActRefused::NotFound),
        (Role::Recipient, Stage::Agreed) => Ok(Act::Done),
        (Role::Recipient, Stage::Declined) => Err(ActRefused::NoLongerPossible),
        (Role::Recipient, Stage::Withdrawn | Stage::Over | Stage::Forwarded) => {
            Err(ActRefused::NoLongerAvailable)
        }
        (Role::Recipient, Stage::Open | Stage::SetAside) => {
            Ok(Act::Move { from: part.state, to: State::Agreed })
        }
    }
}
