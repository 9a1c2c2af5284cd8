//! Outreach: a message to somebody one is not connected with (R4.6), which costs a credit (R4.7).
//!
//! It waits in R's requests until R answers. S hears of an answer and of nothing else: that R put it aside or reported
//! it is kept with R's side of it alone (R6.1).

use serde::Serialize;

use crate::change::{Change, Event, EventKind, Reported};
use crate::credits::Credits;
use crate::id::{ConversationId, CreditEntryId, InvitationId, MemberId, MessageId, OutreachId, ReportId};
use crate::invitations::cooldown_of_expired;
use crate::policy::{Lifts, Policy};
use crate::profile::MemberStatus;
use crate::relation::Relation;
use crate::standing::Standing;
use crate::text::{MessageText, OutreachBody, OutreachSubject, ReportReason, TextRefused};
use crate::time::Timestamp;

/// An outreach message, as S may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outreach {
    /// Which.
    pub id: OutreachId,
    /// S.
    pub from: MemberId,
    /// R.
    pub to: MemberId,
    /// What it is about.
    pub subject: OutreachSubject,
    /// What it says.
    pub body: OutreachBody,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// What came of it.
    pub outcome: OutreachOutcome,
    /// When R answered.
    pub ended_at: Option<Timestamp>,
}

/// What came of an outreach message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutreachOutcome {
    /// No answer so far.
    Open,
    /// R wrote back: the two may write to each other.
    Answered,
    /// R said "no, thank you".
    Refused,
}

/// Where an outreach message lies for R.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tray {
    /// In the requests.
    Requests,
    /// Put aside, silently.
    Aside,
    /// Reported to the moderators, and put aside.
    Reported,
    /// Answered, one way or the other: it is in the conversation, or over.
    Over,
}

/// An outreach message that waits for an answer, and where it lies for R.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// It.
    pub outreach: Outreach,
    /// Where it lies.
    pub tray: Tray,
}

/// What sending is decided on.
#[derive(Debug, Clone)]
pub struct OutreachFacts<'a> {
    /// What stands between the two.
    pub relation: &'a Relation,
    /// S's standing.
    pub standing: &'a Standing,
    /// Whether S's address is confirmed, or need not be.
    pub sender_verified: bool,
    /// Whether R's account is in use; none where there is no such member.
    pub recipient: Option<MemberStatus>,
    /// Whether R takes outreach messages.
    pub takes_outreach: bool,
    /// The last one S wrote to R.
    pub last: Option<&'a Outreach>,
    /// The last one R wrote to S.
    pub theirs: Option<&'a Outreach>,
    /// Whether an answered one lets the two write to each other.
    pub may_talk: bool,
    /// S's credits, settled.
    pub credits: &'a Credits,
}

/// What S asks for.
#[derive(Debug, Clone)]
pub struct OutreachCommand {
    /// The id it gets.
    pub id: OutreachId,
    /// The line in the ledger.
    pub entry: CreditEntryId,
    /// S.
    pub from: MemberId,
    /// R.
    pub to: MemberId,
    /// What it is about.
    pub subject: OutreachSubject,
    /// What it says.
    pub body: OutreachBody,
}

/// Why an outreach message is not sent. Refusals cost nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutreachRefused {
    /// Nobody writes to oneself.
    ToYourself,
    /// There is no such member for S: none, left, suspended, or one of the two blocks the other.
    NotFound,
    /// What it is about.
    Subject(TextRefused),
    /// What it says.
    Body(TextRefused),
    /// They are connected: a message costs nothing.
    AlreadyConnected,
    /// An answered one lets them write to each other: a message costs nothing.
    ConversationOpen,
    /// One is open between the two: one for each pair.
    AlreadyOpen {
        /// Which.
        outreach: OutreachId,
        /// Whether S wrote it; else S can answer it.
        yours: bool,
    },
    /// S has invited R, and the invitation is open.
    AlreadyInvited {
        /// Which.
        invitation: InvitationId,
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
    /// S's own address is not confirmed.
    AddressUnverified,
    /// R takes none, a cooldown, a mark, or a "no, thank you" not long ago; one undated answer for all.
    NotPossibleNow,
    /// S has no credit (R4.7).
    NoCredit {
        /// How many S has.
        balance: u32,
        /// When the next ones come; none where the plan brings none.
        next_at: Option<Timestamp>,
    },
}

/// What stands against S writing to R as far as it is S's own or the same for all: what pages offer goes by this, and
/// so tells nothing of what R did.
///
/// # Errors
/// The first reason.
pub fn offered(
    facts: &OutreachFacts<'_>,
    from: MemberId,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), OutreachRefused> {
    let relation = facts.relation;
    if facts.recipient != Some(MemberStatus::Active) || relation.blocked() {
        return Err(OutreachRefused::NotFound);
    }
    if relation.connected() {
        return Err(OutreachRefused::AlreadyConnected);
    }
    if facts.may_talk {
        return Err(OutreachRefused::ConversationOpen);
    }
    for (outreach, yours) in [(facts.last, true), (facts.theirs, false)] {
        if let Some(outreach) = outreach.filter(|outreach| outreach.outcome == OutreachOutcome::Open) {
            return Err(OutreachRefused::AlreadyOpen { outreach: outreach.id, yours });
        }
    }
    if let Some(open) = relation.open_at(now)
        && open.sender == from
    {
        return Err(OutreachRefused::AlreadyInvited { invitation: open.id });
    }
    if let Some(restriction) = facts.standing.restricted_at(now) {
        return Err(OutreachRefused::Restricted {
            since: restriction.since,
            lifts: restriction.lifts,
            until: restriction.until,
        });
    }
    if !facts.sender_verified {
        return Err(OutreachRefused::AddressUnverified);
    }
    if !facts.takes_outreach {
        return Err(OutreachRefused::NotPossibleNow);
    }
    if facts.credits.balance == 0 {
        let next_at = facts.credits.next_grant(&policy.outreach);
        return Err(OutreachRefused::NoCredit { balance: 0, next_at });
    }
    Ok(())
}

/// A mark, a cooldown, or a "no, thank you" not long ago. A mark on an open invitation is never looked at: while S's
/// invitation is open, that is the answer (R6.1).
fn possible_now(
    facts: &OutreachFacts<'_>,
    from: MemberId,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), OutreachRefused> {
    let relation = facts.relation;
    let waits = relation.stance(from).may_invite_from.max(cooldown_of_expired(relation, from, policy));
    let refused_lately = facts.last.is_some_and(|last| {
        last.outcome == OutreachOutcome::Refused
            && last.ended_at.is_some_and(|ended| now < ended + policy.outreach.again)
    });
    let closed = relation.stance(relation.pair.other(from)).closed;
    if closed || now < waits || refused_lately { Err(OutreachRefused::NotPossibleNow) } else { Ok(()) }
}

/// Decides about an outreach message from S to R.
///
/// # Errors
/// The first reason. What would tell S anything about R's acts comes last, and answers alike for all of them.
pub fn send(
    facts: &OutreachFacts<'_>,
    command: OutreachCommand,
    policy: &Policy,
    now: Timestamp,
) -> Result<(Outreach, Vec<Change>), OutreachRefused> {
    if command.from == command.to {
        return Err(OutreachRefused::ToYourself);
    }
    offered(facts, command.from, policy, now)?;
    possible_now(facts, command.from, policy, now)?;
    let outreach = Outreach {
        id: command.id,
        from: command.from,
        to: command.to,
        subject: command.subject,
        body: command.body,
        sent_at: now,
        outcome: OutreachOutcome::Open,
        ended_at: None,
    };
    let changes = vec![
        told(facts.relation, EventKind::OutreachSent, command.from, command.id, now),
        Change::CreditSpent { member: command.from, entry: command.entry, outreach: command.id, at: now },
        Change::OutreachSent(Box::new(outreach.clone())),
    ];
    Ok((outreach, changes))
}

/// What R's acts are decided on.
#[derive(Debug, Clone)]
pub struct ReceivedFacts<'a> {
    /// What stands between the two.
    pub relation: &'a Relation,
    /// The message, and where it lies.
    pub received: &'a Received,
    /// Whether S's account is in use.
    pub sender: Option<MemberStatus>,
}

/// Why R's act is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutreachAnswerRefused {
    /// There is no such message for R: none, S left or was suspended, or one of the two blocks the other.
    NotFound,
    /// It was answered the other way, or is over.
    NoLongerPossible,
    /// What R writes.
    Text(TextRefused),
}

/// What R writes back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// What.
    pub text: MessageText,
    /// The conversation of the two; a new id for the first.
    pub conversation: ConversationId,
    /// The message.
    pub message: MessageId,
}

/// R writes back: the two may write to each other from now on, and within the window S's credit comes back (R4.7). The
/// second time changes nothing.
///
/// # Errors
/// It is not there, or R has refused it.
pub fn answer(
    facts: &ReceivedFacts<'_>,
    reply: Reply,
    entry: CreditEntryId,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, OutreachAnswerRefused> {
    let outreach = there(facts)?;
    match outreach.outcome {
        OutreachOutcome::Answered => return Ok(Vec::new()),
        OutreachOutcome::Refused => return Err(OutreachAnswerRefused::NoLongerPossible),
        OutreachOutcome::Open => {}
    }
    let mut changes = ended(facts.relation, outreach, OutreachOutcome::Answered, entry, policy, now);
    changes.push(Change::ConversationOpened {
        pair: facts.relation.pair,
        outreach: outreach.id,
        conversation: reply.conversation,
        message: reply.message,
        from: outreach.to,
        text: reply.text,
        at: now,
    });
    Ok(changes)
}

/// R says "no, thank you", which is an answer: S hears of it, and within the window the credit comes back (R4.7). The
/// second time changes nothing.
///
/// # Errors
/// It is not there, or R has written back.
pub fn refuse(
    facts: &ReceivedFacts<'_>,
    entry: CreditEntryId,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, OutreachAnswerRefused> {
    let outreach = there(facts)?;
    match outreach.outcome {
        OutreachOutcome::Refused => Ok(Vec::new()),
        OutreachOutcome::Answered => Err(OutreachAnswerRefused::NoLongerPossible),
        OutreachOutcome::Open => {
            Ok(ended(facts.relation, outreach, OutreachOutcome::Refused, entry, policy, now))
        }
    }
}

/// R puts it aside, silently (R6.1). What is aside or reported stays as it is.
///
/// # Errors
/// It is not there, or was answered.
pub fn put_aside(facts: &ReceivedFacts<'_>, now: Timestamp) -> Result<Vec<Change>, OutreachAnswerRefused> {
    let outreach = open(facts)?;
    Ok(match facts.received.tray {
        Tray::Requests => vec![moved(outreach, Tray::Requests, Tray::Aside, now)],
        Tray::Aside | Tray::Reported | Tray::Over => Vec::new(),
    })
}

/// R takes it back into the requests. What is reported stays so.
///
/// # Errors
/// It is not there, or was answered.
pub fn take_back(facts: &ReceivedFacts<'_>, now: Timestamp) -> Result<Vec<Change>, OutreachAnswerRefused> {
    let outreach = open(facts)?;
    Ok(match facts.received.tray {
        Tray::Aside => vec![moved(outreach, Tray::Aside, Tray::Requests, now)],
        Tray::Requests | Tray::Reported | Tray::Over => Vec::new(),
    })
}

/// R reports it to the moderators, silently (R6.1). Once; the second time changes nothing.
///
/// # Errors
/// It is not there, or was answered.
pub fn report(
    facts: &ReceivedFacts<'_>,
    id: ReportId,
    reason: ReportReason,
    now: Timestamp,
) -> Result<Vec<Change>, OutreachAnswerRefused> {
    let outreach = open(facts)?;
    let from = match facts.received.tray {
        Tray::Reported | Tray::Over => return Ok(Vec::new()),
        from @ (Tray::Requests | Tray::Aside) => from,
    };
    let (by, of) = (outreach.to, outreach.from);
    Ok(vec![
        moved(outreach, from, Tray::Reported, now),
        Change::Reported { id, by, of, about: Reported::Outreach(outreach.id), reason, at: now },
    ])
}

/// Whether the message is there for R: S is active, and neither blocks the other.
pub fn is_there(facts: &ReceivedFacts<'_>) -> bool {
    !facts.relation.blocked() && facts.sender == Some(MemberStatus::Active)
}

fn there<'a>(facts: &ReceivedFacts<'a>) -> Result<&'a Outreach, OutreachAnswerRefused> {
    is_there(facts).then_some(&facts.received.outreach).ok_or(OutreachAnswerRefused::NotFound)
}

fn open<'a>(facts: &ReceivedFacts<'a>) -> Result<&'a Outreach, OutreachAnswerRefused> {
    let outreach = there(facts)?;
    match outreach.outcome {
        OutreachOutcome::Open => Ok(outreach),
        OutreachOutcome::Answered | OutreachOutcome::Refused => Err(OutreachAnswerRefused::NoLongerPossible),
    }
}

fn ended(
    relation: &Relation,
    outreach: &Outreach,
    outcome: OutreachOutcome,
    entry: CreditEntryId,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Change> {
    let Outreach { id, from: sender, to: recipient, sent_at, .. } = *outreach;
    let kind = match outcome {
        OutreachOutcome::Answered => EventKind::OutreachAnswered,
        OutreachOutcome::Refused | OutreachOutcome::Open => EventKind::OutreachRefused,
    };
    let mut changes = vec![
        told(relation, kind, recipient, id, now),
        Change::OutreachEnded { sender, recipient, outreach: id, outcome, at: now },
    ];
    if policy.outreach.gives_back(sent_at, now) {
        changes.push(Change::CreditReturned { member: sender, entry, outreach: id, at: now });
    }
    changes
}

fn moved(outreach: &Outreach, from: Tray, to: Tray, now: Timestamp) -> Change {
    Change::OutreachMoved { recipient: outreach.to, outreach: outreach.id, from, to, at: now }
}

/// Nothing between the two changes but the version: of an outreach message and a block at once the first wins (R11.8).
fn told(relation: &Relation, kind: EventKind, actor: MemberId, about: OutreachId, now: Timestamp) -> Change {
    let event = Event { kind, actor, invitation: Some(InvitationId(about.0)), at: now, visible_at: now };
    Change::Relation { after: relation.touched(relation.between.clone(), now), event }
}
