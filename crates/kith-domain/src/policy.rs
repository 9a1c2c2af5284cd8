//! Every number of the rules, as data: an operator picks a preset and overrides what differs.
//!
//! The presets are the files under `policies/`; nothing in the code repeats their numbers.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::credits::Plan;
use crate::invitations::RelationKind;
use crate::time::{Span, Timestamp};

/// The rules' numbers of one network, complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How many invitations a member may send (R5.1, R5.6).
    pub invitations: InvitationLimits,
    /// Asking for more of them (R5.4, R5.5).
    pub review: ReviewPolicy,
    /// The note of an invitation (R1.6).
    pub note: NotePolicy,
    /// How notes are held against the sender's earlier ones (F10).
    pub originality: OriginalityPolicy,
    /// How S knows R (R1.5).
    pub relation: RelationPolicy,
    /// Lines that others add to an invitation (F19).
    pub vouches: VouchesPolicy,
    /// Taking an invitation back (R8.4).
    pub withdraw: WithdrawPolicy,
    /// When an invitation ends by itself (R8.5).
    pub expiry: ExpiryPolicy,
    /// How long S waits before inviting the same R again (R8.8).
    pub cooldown: CooldownPolicy,
    /// "I don't know this person" (R6.3).
    pub marks: MarksPolicy,
    /// What lifts the first, second and every later restriction (R6.5).
    pub restriction: RestrictionPolicy,
    /// How long sending can be undone without a trace (R8.7).
    pub undo: UndoPolicy,
    /// Connections of one member (R10.1).
    pub connections: ConnectionsPolicy,
    /// After how many invitations in a day S is hinted at pace (R6.6).
    pub pace: PacePolicy,
    /// What a profile should hold before its owner invites (R6.7, R6.8).
    pub completeness: CompletenessPolicy,
    /// Messages after a yes (R7.3).
    pub messages: MessagesPolicy,
    /// How moderators decide.
    pub moderation: ModerationPolicy,
    /// Messages to people one is not connected with, and the credits they cost (R4.6, R4.7).
    pub outreach: OutreachPolicy,
    /// Introductions (R4.4, R4.5).
    pub introductions: IntroductionsPolicy,
    /// Questions back before deciding (F5).
    pub questions: QuestionsPolicy,
    /// Setting an invitation aside until a day (F6).
    pub not_now: NotNowPolicy,
    /// Accepting on terms (F9).
    pub terms: TermsPolicy,
}

/// Questions back before deciding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionsPolicy {
    /// How many R may ask about one invitation.
    pub rounds: u32,
    /// For how long at most the invitation's end waits for S's answer.
    pub pause: Span,
}

/// Setting an invitation aside until a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotNowPolicy {
    /// How long before its end one that was set aside without a word is back.
    pub left: Span,
    /// How long after the day that S was told the invitation stays open.
    pub told_for: Span,
    /// The longest that S may be told to wait.
    pub at_most: Span,
}

/// Accepting on terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermsPolicy {
    /// For how long after R's yes S may decline its terms.
    pub decline_within: Span,
}

/// How moderators decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModerationPolicy {
    /// How long a case stays in the hand of the moderator who took it.
    pub hold: Span,
    /// Whether a moderator may decide about somebody they are connected with: where all know each other there may be no
    /// other.
    pub connected_may_decide: bool,
}

/// A number, or `"off"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// No limit.
    Off,
    /// At most this many.
    At(u32),
}

impl Limit {
    /// Whether one more is refused when `used` are used up.
    pub fn reached(self, used: u64) -> bool {
        match self {
            Self::Off => false,
            Self::At(limit) => used >= u64::from(limit),
        }
    }

    /// The number, where there is one.
    pub fn number(self) -> Option<u32> {
        match self {
            Self::Off => None,
            Self::At(limit) => Some(limit),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::At(limit) => limit.fmt(f),
        }
    }
}

/// What `"off"` or a value looks like in a file.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum OffOr<T> {
    Value(T),
    Word(String),
}

fn off<T, E: serde::de::Error>(read: OffOr<T>, expected: &str) -> Result<Option<T>, E> {
    match read {
        OffOr::Value(value) => Ok(Some(value)),
        OffOr::Word(word) if word == "off" => Ok(None),
        OffOr::Word(word) => Err(E::custom(format!("{word:?} is neither {expected} nor \"off\""))),
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Off => serializer.serialize_str("off"),
            Self::At(limit) => serializer.serialize_u32(*limit),
        }
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = OffOr::<u32>::deserialize(deserializer)?;
        Ok(off(read, "a number from 0 to 4294967295")?.map_or(Self::Off, Self::At))
    }
}

/// A span of time, or `"off"` for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Nothing ever falls out of it.
    Forever,
    /// Only what happened within this span counts.
    Last(Span),
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Forever => serializer.serialize_str("off"),
            Self::Last(span) => span.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "off" {
            return Ok(Self::Forever);
        }
        text.parse().map(Self::Last).map_err(serde::de::Error::custom)
    }
}

/// How many invitations a member may send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationLimits {
    /// In all (R5.1).
    pub lifetime: Limit,
    /// Within a week that begins with its first invitation (R5.6).
    pub weekly: Limit,
    /// Without an answer at the same time (R5.6).
    pub pending: Limit,
    /// What a review suggests to grant, the most first (R5.5).
    pub review_grants: [u32; 3],
}

/// The note of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotePolicy {
    /// Its longest, in grapheme clusters (R1.6).
    pub max_graphemes: u32,
}

/// How notes are held against the sender's earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OriginalityPolicy {
    /// How far back.
    pub window: Span,
    /// A note with fewer characters in its sender's own words is compared with none.
    pub short: u32,
    /// From so many recipients on, a note counts as sent to many.
    pub many: u32,
}

/// How S knows R.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationPolicy {
    /// With these, S must also know R's address (R4.8).
    pub requires_address: Vec<RelationKind>,
    /// Tries at R's address in a day (R4.8).
    pub address_tries: u32,
}

/// Lines that others add to an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VouchesPolicy {
    /// How many a member writes within a month that begins with the first of them.
    pub monthly: Limit,
}

/// Taking an invitation back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPolicy {
    /// Whether S may still withdraw what R has viewed (R8.4).
    pub after_view: bool,
}

/// When an invitation ends by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpiryPolicy {
    /// From sending to the end (R8.5).
    pub after: Span,
}

/// How long S waits before inviting the same R again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CooldownPolicy {
    /// From the withdrawal.
    pub withdrawn: Span,
    /// From the expiry.
    pub expired: Span,
    /// From the expiry of one that R had ignored.
    pub ignored: Span,
}

/// "I don't know this person".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarksPolicy {
    /// More than this many restrict S.
    pub threshold: u32,
    /// For how long a mark counts.
    pub window: Window,
    /// How long R may take it back.
    pub undo: Span,
    /// When a report counts as a mark.
    pub report: ReportCounts,
}

/// When a report counts as a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportCounts {
    /// At once.
    AtOnce,
    /// When a moderator has upheld it.
    IfUpheld,
}

/// What lifts the first, second and every later restriction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestrictionPolicy {
    /// The first time.
    pub first: Lifts,
    /// The second time.
    pub second: Lifts,
    /// The third time and after.
    pub third: Lifts,
    /// How long [`Lifts::AgreementAndWait`] waits.
    pub wait: Span,
    /// Within which time an appeal is to be answered (F11).
    pub appeals: Span,
}

/// Asking for more invitations, and the review of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewPolicy {
    /// With so many of a hundred left, or fewer, a member may ask (R5.4).
    pub at_left_percent: u32,
    /// How long a member waits after a refusal, unless the moderator names another day.
    pub retry: Span,
    /// Fewer decided than this are too little to suggest anything.
    pub decided: u32,
    /// From how many of a hundred accepted on a rule grants what it suggests by itself; off leaves it to moderators.
    pub automatic: Limit,
}

/// What lifts a restriction (R6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lifts {
    /// S agrees not to do it again.
    Agreement,
    /// S agrees, and waits.
    AgreementAndWait,
    /// A moderator decides.
    Moderator,
}

/// How long sending can be undone without a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoPolicy {
    /// One invitation.
    pub send: Span,
    /// A batch chosen from an address book.
    pub import_batch: Span,
}

/// Connections of one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionsPolicy {
    /// At most this many (R10.1).
    pub max: u32,
    /// Whether M counts as shared though M hides the own list of connections.
    pub shared_though_hidden: bool,
}

/// After how many invitations in a day S is hinted at pace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PacePolicy {
    /// The counts at which a hint is given, rising.
    pub hints: [u32; 2],
}

/// What a profile should hold before its owner invites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompletenessPolicy {
    /// Whether too little is a hint or refuses.
    pub requirement: Requirement,
    /// The score from which on it is enough, 0 to 100.
    pub minimum: u8,
    /// A decent number of connections.
    pub connections: u32,
}

/// Whether something missing is a hint or refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// Said, and no more.
    Hint,
    /// Inviting is refused until it is there.
    Gate,
}

/// Introductions through somebody who knows both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntroductionsPolicy {
    /// How many a member may have open at once (R4.5).
    pub open: Limit,
    /// From asking to the end (R4.4).
    pub after: Span,
    /// The shortest reason, in grapheme clusters (R4.5).
    pub min_graphemes: u32,
    /// The longest reason, and the most that the go-between writes.
    pub max_graphemes: u32,
}

/// Messages after a yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagesPolicy {
    /// How long after the yes a first message that asks for something is hinted at (R7.3).
    pub hint_window: Span,
}

/// Messages to people one is not connected with, and the credits they cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutreachPolicy {
    /// How many credits a month each plan brings; what is not named brings none (R4.7).
    pub plans: BTreeMap<Plan, u32>,
    /// How long a month is; it begins when the plan does.
    pub month: Span,
    /// Up to how many months' worth monthly credits add up.
    pub cap_months: u32,
    /// Within which an answer gives the credit back.
    pub refund: Window,
    /// How long S waits after a "no, thank you" before writing to the same R.
    pub again: Span,
}

impl OutreachPolicy {
    /// How many credits a month `plan` brings.
    pub fn monthly(&self, plan: &Plan) -> u32 {
        self.plans.get(plan).copied().unwrap_or(0)
    }

    /// Up to how many credits those of `plan` add up.
    pub fn cap(&self, plan: &Plan) -> u32 {
        self.monthly(plan).saturating_mul(self.cap_months)
    }

    /// Until when an answer gives back what was spent at `sent_at`; none where it does at any time.
    pub fn gives_back_until(&self, sent_at: Timestamp) -> Option<Timestamp> {
        match self.refund {
            Window::Forever => None,
            Window::Last(span) => Some(sent_at + span),
        }
    }

    /// Whether an answer at `now` gives back what was spent at `sent_at`.
    pub fn gives_back(&self, sent_at: Timestamp, now: Timestamp) -> bool {
        self.gives_back_until(sent_at).is_none_or(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preset(name: &str) -> Policy {
        let path = format!("{}/../../policies/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        toml::from_str(&std::fs::read_to_string(path).expect("the preset's file")).expect("a policy")
    }

    #[test]
    fn the_presets_hold_the_numbers_of_the_policy_table() {
        let (classic, standard, strict) = (preset("classic"), preset("standard"), preset("strict"));
        let limits = |p: &Policy| (p.invitations.lifetime, p.invitations.weekly, p.invitations.pending);
        assert_eq!(limits(&classic), (Limit::At(3000), Limit::Off, Limit::Off));
        assert_eq!(limits(&standard), (Limit::At(3000), Limit::At(100), Limit::At(500)));
        assert_eq!(limits(&strict), (Limit::At(3000), Limit::At(50), Limit::At(200)));
        assert_eq!(classic.cooldown.withdrawn, Span::days(3));
        assert_eq!(standard.cooldown.withdrawn, Span::days(21));
        assert_eq!(strict.cooldown.expired, Span::days(30));
        assert_eq!(classic.marks.window, Window::Forever);
        assert_eq!(standard.marks.window, Window::Last(Span::days(365)));
        assert!(strict.withdraw.after_view && !standard.withdraw.after_view);
        let introductions = |p: &Policy| (p.introductions.open, p.introductions.after);
        assert_eq!(introductions(&classic), (Limit::At(5), Span::days(180)));
        assert_eq!(introductions(&standard), (Limit::At(5), Span::days(14)));
        assert_eq!(introductions(&strict), (Limit::At(5), Span::days(14)));
        assert_eq!(strict.expiry.after, Span::days(60));
        assert_eq!(classic.restriction.second, Lifts::Moderator);
        assert_eq!(standard.restriction.second, Lifts::AgreementAndWait);
        assert!(classic.connections.shared_though_hidden && !standard.connections.shared_though_hidden);
        assert_eq!(classic.relation.requires_address, [RelationKind::Friend, RelationKind::Other]);
        for Policy { outreach, .. } in [&classic, &standard, &strict] {
            let premium: Plan = "premium".parse().expect("a plan");
            let monthly = [&Plan::basic(), &premium].map(|plan| (outreach.monthly(plan), outreach.cap(plan)));
            assert_eq!(monthly, [(0, 0), (5, 15)]);
            assert_eq!(outreach.refund, Window::Last(Span::days(90)));
        }
    }
}
