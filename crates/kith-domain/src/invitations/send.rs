//! Sending an invitation: the one door all the others lead through (R1, R5, R6.4, R8.8, R10.8).

use serde::{Deserialize, Serialize};

use super::answer::{AcceptRefused, Connections, VoidedMark, connect, within_connections};
use super::withdraw::expiry_changes;
use super::{Card, Earlier, Invitation, Note, NoteRefused, Outcome, Terms, check_claim, weigh};
use crate::change::{Change, Event, EventKind, PrintKept};
use crate::common_ground::CommonGround;
use crate::door::{Answered, DoorPolicy, Need, Tie, Visitor};
use crate::id::{EducationId, GroupId, InvitationId, MemberId, PositionId};
use crate::policy::{Lifts, Policy, Requirement};
use crate::profile::{Completeness, MemberStatus, Part, Profile};
use crate::relation::{Answer, Between, Open, Relation};
use crate::standing::{DAY, Standing, WEEK};
use crate::text::MetAt;
use crate::time::Timestamp;

/// How S says to know R (R1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// From one of S's positions.
    Colleague,
    /// From one of S's schools.
    Classmate,
    /// Did business, from one of S's positions.
    Business,
    /// A friend; may be said of anybody (R4.8).
    Friend,
    /// From a group both are in.
    Group,
    /// They met, somewhere.
    Met,
    /// Something else.
    Other,
    /// Not at all: never sends, leads to the other routes (R4.2).
    Unknown,
}

impl RelationKind {
    /// Every kind, in the order of the dialog.
    pub const ALL: [Self; 8] = [
        Self::Colleague,
        Self::Classmate,
        Self::Business,
        Self::Friend,
        Self::Group,
        Self::Met,
        Self::Other,
        Self::Unknown,
    ];
}

/// How S says to know R, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Colleagues in this position of S's.
    Colleague(PositionId),
    /// Classmates at this school of S's.
    Classmate(EducationId),
    /// Did business while S held this position.
    Business(PositionId),
    /// Friends.
    Friend,
    /// Both in this group.
    Group(GroupId),
    /// Met there.
    Met(MetAt),
    /// Something else.
    Other,
    /// Not at all.
    Unknown,
}

impl Claim {
    /// Its kind.
    pub fn kind(&self) -> RelationKind {
        match self {
            Self::Colleague(_) => RelationKind::Colleague,
            Self::Classmate(_) => RelationKind::Classmate,
            Self::Business(_) => RelationKind::Business,
            Self::Friend => RelationKind::Friend,
            Self::Group(_) => RelationKind::Group,
            Self::Met(_) => RelationKind::Met,
            Self::Other => RelationKind::Other,
            Self::Unknown => RelationKind::Unknown,
        }
    }
}

/// A claim that S's profile backs, in words that stay though the profile changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationClaim {
    /// The kind; never unknown.
    pub kind: RelationKind,
    /// The position, education or group it rests on.
    pub of: Option<i64>,
    /// The employer, school, group or place in words.
    pub text: Option<String>,
}

/// Why a claim is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimRefused {
    /// S's profile does not back it, or the group is not one of both (R1.5).
    NotBacked,
    /// Who does not know R does not invite (R4.2).
    Unknown,
    /// R's address is asked for with this kind and was not given, or is another one; both alike (R4.8).
    AddressNeeded,
    /// Too many tries at R's address for today (R4.8).
    TooManyAddressTries,
}

/// What S is after (R2.1); said by S, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Learn about R's work.
    LearnAboutYourWork,
    /// Change career.
    ChangeCareer,
    /// An interest both have.
    SharedInterest,
    /// Keep in touch.
    KeepInTouch,
    /// Worked together.
    WorkedTogether,
    /// Is hiring.
    Hiring,
    /// Has something to sell.
    Selling,
    /// Something else.
    Other,
}

impl Purpose {
    /// Every purpose, in the order of the dialog.
    pub const ALL: [Self; 8] = [
        Self::LearnAboutYourWork,
        Self::ChangeCareer,
        Self::SharedInterest,
        Self::KeepInTouch,
        Self::WorkedTogether,
        Self::Hiring,
        Self::Selling,
        Self::Other,
    ];
}

/// Where S clicked (R1.1, R1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// R's profile.
    Profile,
    /// Search results.
    Search,
    /// Suggestions.
    Suggestions,
    /// The overflow menu of a profile on a phone (R3.2).
    PhoneMenu,
    /// Other software.
    #[default]
    Api,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 5] = [Self::Profile, Self::Search, Self::Suggestions, Self::PhoneMenu, Self::Api];
}

/// The kinds S may choose for R in the dialog: what S's profile cannot back is not offered (R1.5).
pub fn offered_kinds(sender: &Profile, ground: &CommonGround) -> Vec<RelationKind> {
    let shares_a_group = sender.groups.iter().any(|m| ground.shares_group(m.group));
    RelationKind::ALL
        .into_iter()
        .filter(|kind| match kind {
            RelationKind::Colleague | RelationKind::Business => !sender.positions.is_empty(),
            RelationKind::Classmate => !sender.educations.is_empty(),
            RelationKind::Group => shares_a_group,
            RelationKind::Friend | RelationKind::Met | RelationKind::Other | RelationKind::Unknown => true,
        })
        .collect()
}

/// What S asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendCommand {
    /// The id the invitation gets; made before the first try, so that a second try is the same one.
    pub id: InvitationId,
    /// S.
    pub from: MemberId,
    /// R.
    pub to: MemberId,
    /// How S knows R.
    pub claim: Option<Claim>,
    /// The note, parsed.
    pub note: Option<Note>,
    /// What S is after.
    pub purpose: Option<Purpose>,
    /// Where S clicked.
    pub place: Place,
    /// What S answered at R's door (F7).
    pub answers: Vec<Answered>,
}

/// Whether S knows R's address, where the policy asks for it (R4.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressKnown {
    /// Nothing was given, or what was given is not R's; never told apart.
    No,
    /// It is R's.
    Yes,
    /// Not looked at: the day's tries are used up.
    TooManyTries,
}

/// What the decision rests on.
#[derive(Debug, Clone)]
pub struct SendFacts<'a> {
    /// What stands between the two.
    pub relation: Relation,
    /// S's standing.
    pub standing: &'a Standing,
    /// S's profile.
    pub sender: &'a Profile,
    /// Whether S's address is confirmed, or need not be.
    pub sender_verified: bool,
    /// R's profile; none where there is no such member.
    pub recipient: Option<&'a Profile>,
    /// How many connections the two have: crossing invitations become one more (R10.8).
    pub connections: Connections,
    /// Whether S knows R's address.
    pub address_known: AddressKnown,
    /// Whom R lets in, and what R asks for (F7).
    pub door: &'a DoorPolicy,
    /// Whether somebody introduced the two, and R agreed (R4.4).
    pub introduced: bool,
    /// What they have in common.
    pub ground: CommonGround,
    /// How far apart they are.
    pub degree: Option<u8>,
    /// The marks between the two that a connection would void (R6.3).
    pub voided: Vec<VoidedMark>,
    /// The prints of S's own notes of late, which this one is held against (F10).
    pub earlier: &'a [Earlier],
}

/// What sending came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// A new invitation.
    Sent(Box<Sent>),
    /// One was open already: that one is meant, and nothing is counted (R11.1).
    Existing(InvitationId),
    /// R had invited S: both become one connection, and nothing is counted (R10.8).
    Connected {
        /// R's invitation, accepted by this.
        invitation: InvitationId,
        /// What changes.
        changes: Vec<Change>,
    },
}

/// A new invitation with what it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The invitation.
    pub invitation: Invitation,
    /// What changes.
    pub changes: Vec<Change>,
    /// How many S will have sent today, when that is worth a word (R6.6).
    pub pace_hint: Option<u64>,
}

/// Why an invitation is refused. Refusals are never counted (R5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendRefused {
    /// Nobody invites oneself (R11.1).
    ToYourself,
    /// There is no such member for S: none, left, suspended, or one of the two blocks the other (R1.1).
    NotFound,
    /// They are connected (R11.1).
    AlreadyConnected,
    /// A cooldown, a mark or a closed door; one undated answer for all (R10.7).
    NotPossibleNow,
    /// R's door asks for more, as it does of everybody (F7).
    Door(Vec<Need>),
    /// The note (R1.6, R2.7).
    Note(NoteRefused),
    /// How S says to know R (R1.5, R4.2, R4.8).
    Claim(ClaimRefused),
    /// S's own address is not confirmed.
    AddressUnverified,
    /// S's profile holds too little for this network's policy (R6.7).
    ProfileIncomplete {
        /// What it holds, 0 to 100.
        score: u8,
        /// What it should.
        minimum: u8,
        /// What is missing, the weightiest first.
        missing: Vec<Part>,
    },
    /// R had invited S, and one of the two has as many connections as there may be (R10.1).
    TooManyConnections {
        /// The limit.
        limit: u32,
    },
    /// Too many people said they did not know S (R6.4).
    Restricted {
        /// Since when.
        since: Timestamp,
        /// What lifts it.
        lifts: Lifts,
        /// The earliest end, where it also waits.
        until: Option<Timestamp>,
    },
    /// All invitations there are (R5.1).
    AllowanceSpent {
        /// The limit, grants included.
        limit: u64,
        /// What is used.
        used: u64,
    },
    /// Too many this week (R5.6).
    PaceExceeded {
        /// The limit.
        limit: u64,
        /// What is used.
        used: u64,
        /// When it opens again.
        opens_at: Timestamp,
    },
    /// Too many without an answer (R5.6).
    TooManyPending {
        /// The limit.
        limit: u64,
        /// What is used.
        used: u64,
    },
}

/// Decides about an invitation from S to R.
///
/// # Errors
/// The first reason that stands against it, in the order of [`SendRefused`]'s text in this function:
/// what would tell S anything about R's answers to earlier invitations answers alike for all of them.
pub fn send(
    facts: &SendFacts<'_>,
    command: SendCommand,
    policy: &Policy,
    now: Timestamp,
) -> Result<SendOutcome, SendRefused> {
    let relation = &facts.relation;
    if command.from == command.to {
        return Err(SendRefused::ToYourself);
    }
    let there = facts.recipient.filter(|recipient| recipient.person.status == MemberStatus::Active);
    let Some(recipient) = there.filter(|_| !relation.blocked()) else { return Err(SendRefused::NotFound) };
    if relation.connected() {
        return Err(SendRefused::AlreadyConnected);
    }
    if let Some(open) = relation.open_at(now) {
        if open.sender == command.from {
            return Ok(SendOutcome::Existing(open.id));
        }
        if let Err(AcceptRefused::TooManyConnections { limit, .. }) =
            within_connections(facts.connections, policy)
        {
            return Err(SendRefused::TooManyConnections { limit });
        }
        let changes = connect(relation, open, command.from, Terms::default(), &facts.voided, policy, now);
        return Ok(SendOutcome::Connected { invitation: open.id, changes });
    }

    may_send_at_all(facts, policy, now)?;
    let stance = relation.stance(command.from);
    // Of two who follow each other by the wish of one, that one makes a connection of it, and the other has the answer (F9).
    let following = matches!(relation.between, Between::Following { .. });
    let closed = relation.stance(command.to).closed;
    if closed
        || following
        || now < stance.may_invite_from.max(cooldown_of_expired(relation, command.from, policy))
    {
        return Err(SendRefused::NotPossibleNow);
    }
    at_the_door(facts, &command)?;
    let checked = command.claim.as_ref().and_then(|claim| check_claim(claim, facts.sender, recipient));
    let claim = command
        .claim
        .as_ref()
        .map(|claim| claimed(claim, facts, policy))
        .transpose()
        .map_err(SendRefused::Claim)?;
    within_limits(facts.standing, policy, now)?;

    let completeness = Completeness::of(facts.sender.held(), policy);
    let opens_at = now + policy.undo.send;
    let expires_at = now + policy.expiry.after;
    let weighed = command.note.as_ref().map(|note| {
        let sender = facts.sender.person.name.as_str();
        weigh(note, sender, recipient, &facts.ground.facts, facts.earlier, policy)
    });
    let invitation = Invitation {
        id: command.id,
        from: command.from,
        to: command.to,
        relation: claim,
        note: command.note,
        originality: weighed.map(|weighed| weighed.originality),
        purpose: command.purpose,
        place: command.place,
        card: Card::new(facts.ground.clone(), facts.degree, &completeness, now)
            .answering(facts.door.asked(&command.answers))
            .checked(checked),
        sent_at: now,
        opens_at,
        expires_at,
        outcome: Outcome::Open,
        ended_at: None,
        vouch: None,
        exchanges: Vec::new(),
        not_now: None,
        terms: None,
    };
    let open = Open {
        id: command.id,
        sender: command.from,
        sent_at: now,
        opens_at,
        expires_at,
        viewed_at: None,
        answer: Answer::None,
    };
    let mut after = relation.clone();
    let mut changes = Vec::with_capacity(6);
    if let Between::Invited(expired) = &relation.between {
        changes.extend(expiry_changes(expired, policy));
        after.stance_mut(expired.sender).may_invite_from =
            cooldown_of_expired(relation, expired.sender, policy);
    }
    after = after.touched(Between::Invited(open), now);
    let event = Event {
        kind: EventKind::Sent,
        actor: command.from,
        invitation: Some(command.id),
        at: now,
        visible_at: opens_at,
    };
    changes.push(Change::Relation { after, event });
    changes.push(Change::AllowanceSpent {
        member: command.from,
        at: now,
        lifetime: policy.invitations.lifetime,
        weekly: policy.invitations.weekly,
        pending: policy.invitations.pending,
        week: WEEK,
        day: DAY,
    });
    changes.push(Change::InvitationSent(Box::new(invitation.clone())));
    if let Some(print) = weighed.and_then(|weighed| weighed.print) {
        changes.push(Change::NotePrinted(PrintKept {
            sender: command.from,
            invitation: command.id,
            recipient: command.to,
            sent_at: now,
            print: Some(print),
            forget_before: now - policy.originality.window,
        }));
    }
    let today = facts.standing.day.used_at(now, DAY) + 1;
    let pace_hint = policy.pace.hints.iter().any(|hint| u64::from(*hint) == today).then_some(today);
    Ok(SendOutcome::Sent(Box::new(Sent { invitation, changes, pace_hint })))
}

/// What stands against S inviting anybody at all.
fn may_send_at_all(facts: &SendFacts<'_>, policy: &Policy, now: Timestamp) -> Result<(), SendRefused> {
    if let Some(restriction) = facts.standing.restricted_at(now) {
        return Err(SendRefused::Restricted {
            since: restriction.since,
            lifts: restriction.lifts,
            until: restriction.until,
        });
    }
    if !facts.sender_verified {
        return Err(SendRefused::AddressUnverified);
    }
    if policy.completeness.requirement == Requirement::Gate {
        let completeness = Completeness::of(facts.sender.held(), policy);
        if completeness.score < policy.completeness.minimum {
            return Err(SendRefused::ProfileIncomplete {
                score: completeness.score,
                minimum: policy.completeness.minimum,
                missing: completeness.missing(),
            });
        }
    }
    Ok(())
}

/// What R's door asks for and S does not bring (F7). R's door is the same for all, so it tells nothing of S's past.
fn at_the_door(facts: &SendFacts<'_>, command: &SendCommand) -> Result<(), SendRefused> {
    let needs = facts.door.needs(&Visitor {
        ground: &facts.ground,
        address_known: facts.address_known == AddressKnown::Yes,
        introduced: facts.introduced,
        verified: facts.sender_verified,
        note: command.note.is_some(),
        purpose: command.purpose,
        answers: &command.answers,
    });
    let about_address = |need: &Need| matches!(need, Need::OneOf(ties) if ties.contains(&Tie::Address));
    if facts.address_known == AddressKnown::TooManyTries && needs.iter().any(about_address) {
        return Err(SendRefused::Claim(ClaimRefused::TooManyAddressTries));
    }
    if needs.is_empty() { Ok(()) } else { Err(SendRefused::Door(needs)) }
}

/// The limits of R5: in all, this week, and without an answer.
fn within_limits(standing: &Standing, policy: &Policy, now: Timestamp) -> Result<(), SendRefused> {
    if let Some(limit) = standing.lifetime_limit(policy)
        && standing.sent >= limit
    {
        return Err(SendRefused::AllowanceSpent { limit, used: standing.sent });
    }
    let used = standing.week.used_at(now, WEEK);
    if let Some(limit) = policy.invitations.weekly.number()
        && used >= u64::from(limit)
    {
        let opens_at = standing.week.resets_at(now, WEEK).unwrap_or(now + WEEK);
        return Err(SendRefused::PaceExceeded { limit: limit.into(), used, opens_at });
    }
    if let Some(limit) = policy.invitations.pending.number()
        && standing.pending >= u64::from(limit)
    {
        return Err(SendRefused::TooManyPending { limit: limit.into(), used: standing.pending });
    }
    Ok(())
}

/// Until when the invitation of `sender` that has expired between the two keeps them waiting (R8.8).
/// One that R had ignored waits at least as long as one R never saw, so that waiting tells nothing (R6.1).
pub(crate) fn cooldown_of_expired(relation: &Relation, sender: MemberId, policy: &Policy) -> Timestamp {
    match &relation.between {
        Between::Invited(open) if open.sender == sender => {
            open.expires_at + policy.cooldown.expired.max(policy.cooldown.ignored)
        }
        Between::Invited(_) | Between::Nothing | Between::Connected { .. } | Between::Following { .. } => {
            Timestamp(0)
        }
    }
}

/// The claim with the words it rests on, where S's profile and what the two share back it (R1.5).
///
/// # Errors
/// Neither backs it, or S does not know R.
pub fn back(claim: &Claim, sender: &Profile, ground: &CommonGround) -> Result<RelationClaim, ClaimRefused> {
    let kind = claim.kind();
    let position = |id: PositionId| {
        let position = sender.positions.iter().find(|p| p.id == id).ok_or(ClaimRefused::NotBacked)?;
        Ok(RelationClaim { kind, of: Some(id.0), text: Some(position.employer.to_string()) })
    };
    Ok(match claim {
        Claim::Colleague(id) | Claim::Business(id) => position(*id)?,
        Claim::Classmate(id) => {
            let education = sender.educations.iter().find(|e| e.id == *id).ok_or(ClaimRefused::NotBacked)?;
            RelationClaim { kind, of: Some(id.0), text: Some(education.school.to_string()) }
        }
        Claim::Group(id) => {
            let mine = sender.groups.iter().find(|m| m.group == *id && ground.shares_group(*id));
            let membership = mine.ok_or(ClaimRefused::NotBacked)?;
            RelationClaim { kind, of: Some(id.0), text: Some(membership.name.to_string()) }
        }
        Claim::Met(at) => RelationClaim { kind, of: None, text: Some(at.to_string()) },
        Claim::Friend | Claim::Other => RelationClaim { kind, of: None, text: None },
        Claim::Unknown => return Err(ClaimRefused::Unknown),
    })
}

/// The same, where S also knows R's address if the policy asks for it (R4.8).
fn claimed(claim: &Claim, facts: &SendFacts<'_>, policy: &Policy) -> Result<RelationClaim, ClaimRefused> {
    let backed = back(claim, facts.sender, &facts.ground)?;
    if policy.relation.requires_address.contains(&backed.kind) {
        match facts.address_known {
            AddressKnown::Yes => {}
            AddressKnown::No => return Err(ClaimRefused::AddressNeeded),
            AddressKnown::TooManyTries => return Err(ClaimRefused::TooManyAddressTries),
        }
    }
    Ok(backed)
}
