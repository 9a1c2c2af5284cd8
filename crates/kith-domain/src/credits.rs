//! Credits, which outreach messages cost: a balance that never goes below zero, and the ledger it is the sum of (R4.7).
//!
//! Monthly credits are never handed out by a job. They are due by comparison with now, and become part of the balance
//! with the next act that touches it; until then whoever looks is shown what will be written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::{CreditEntryId, MemberId, OutreachId};
use crate::policy::OutreachPolicy;
use crate::time::{Span, Timestamp};

/// The most an operator grants at once.
pub const MOST_GRANTED: u32 = 10_000;
/// The most a balance may be by grants.
pub const MOST_HELD: u32 = 1_000_000;

/// A plan by its name: what it brings is said by the policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plan(String);

/// A text that is no name of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPlan;

impl Plan {
    /// The plan of everybody who has no other one.
    pub fn basic() -> Self {
        Self("basic".to_owned())
    }

    /// What was stored as this, without looking again.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NotAPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plan's name is 1 to 32 of a–z, 0–9, - and _")
    }
}

impl std::error::Error for NotAPlan {}

impl FromStr for Plan {
    type Err = NotAPlan;

    fn from_str(text: &str) -> Result<Self, NotAPlan> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
        let named = (1..=32).contains(&text.len()) && text.bytes().all(plain);
        named.then(|| Self(text.to_owned())).ok_or(NotAPlan)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A member's credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credits {
    /// Whose.
    pub member: MemberId,
    /// What brings them every month.
    pub plan: Plan,
    /// How many there are: the sum of the ledger.
    pub balance: u32,
    /// When the next monthly ones are due.
    pub next_at: Timestamp,
}

/// Why a ledger has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A month of the plan.
    Monthly,
    /// The operator's, or a moderator's, grant.
    Granted,
    /// An outreach message.
    Spent,
    /// An answer to one.
    Returned,
}

/// A line of the ledger; written once, never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditEntry {
    /// Which.
    pub id: CreditEntryId,
    /// How many credits more, or fewer.
    pub amount: i32,
    /// Why.
    pub cause: Cause,
    /// For which message.
    pub outreach: Option<OutreachId>,
    /// Which moderator granted them; none where it was the operator, or nobody.
    pub by: Option<MemberId>,
    /// When.
    pub at: Timestamp,
}

/// The credits of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthlyGrant {
    /// How many, at least 1.
    pub amount: u32,
    /// When they were due.
    pub at: Timestamp,
}

impl Credits {
    /// The credits of a member of whom nothing is stored: the first month of the basic plan begins when they join.
    pub fn new(member: MemberId, joined_at: Timestamp) -> Self {
        Self { member, plan: Plan::basic(), balance: 0, next_at: joined_at }
    }

    /// Whether monthly credits are due, though perhaps none come of it.
    pub fn due(&self, now: Timestamp) -> bool {
        now >= self.next_at
    }

    /// The same after every month that is due by `now`, and the months that brought something. A month adds what
    /// still fits below the cap; a balance that is over it, by grants or returns, keeps what it has.
    #[must_use]
    pub fn settled(&self, policy: &OutreachPolicy, now: Timestamp) -> (Self, Vec<MonthlyGrant>) {
        if !self.due(now) {
            return (self.clone(), Vec::new());
        }
        let month = policy.month.as_milliseconds().max(1);
        let months = now.0.saturating_sub(self.next_at.0) / month + 1;
        let (monthly, cap) = (policy.monthly(&self.plan), policy.cap(&self.plan));
        let (mut balance, mut grants) = (self.balance, Vec::new());
        for n in 0..months {
            let amount = monthly.min(cap.saturating_sub(balance));
            if amount == 0 {
                // Nor does any later one bring something: nothing is spent in between.
                break;
            }
            balance += amount;
            grants.push(MonthlyGrant { amount, at: self.next_at + Span::milliseconds(n * month) });
        }
        let next_at = self.next_at + Span::milliseconds(months.saturating_mul(month));
        (Self { balance, next_at, ..self.clone() }, grants)
    }

    /// When the next monthly credits come; none where the plan brings none.
    pub fn next_grant(&self, policy: &OutreachPolicy) -> Option<Timestamp> {
        (policy.monthly(&self.plan) > 0).then_some(self.next_at)
    }

    /// The same with what an operator grants on top; no cap holds for that.
    #[must_use]
    pub fn granted(&self, amount: u32) -> Self {
        Self { balance: self.balance.saturating_add(amount).min(MOST_HELD.max(self.balance)), ..self.clone() }
    }

    /// The same under another plan. Where that brings more, its first month begins at once; else the rhythm stays.
    #[must_use]
    pub fn under(&self, plan: Plan, policy: &OutreachPolicy, now: Timestamp) -> Self {
        let more = policy.monthly(&plan) > policy.monthly(&self.plan);
        Self { next_at: if more { now } else { self.next_at }, plan, ..self.clone() }
    }
}
