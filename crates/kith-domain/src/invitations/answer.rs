//! Answering an invitation: view, accept, ignore, "I don't know this person", report (R10, R6.3).

use super::terms::{agreed, following_each_other};
use super::withdraw::event;
use super::{Outcome, Terms, TermsScope, ToldTerms};
use crate::change::{Change, EventKind, Reported};
use crate::id::{InvitationId, MemberId, ReportId, RestrictionId};
use crate::policy::{Policy, ReportCounts};
use crate::relation::{Answer, Between, Open, Relation};
use crate::standing::Standing;
use crate::text::ReportReason;
use crate::time::Timestamp;

/// Why an answer is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerRefused {
    /// It is not for `by`, still held back, or was never there.
    NotFound,
    /// Withdrawn, expired or answered by now: "no longer available" (R8.3).
    NoLongerAvailable,
}

/// Why accepting is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptRefused {
    /// As every answer.
    Answer(AnswerRefused),
    /// One of the two has as many connections as there may be; follow is offered (R10.1).
    TooManyConnections {
        /// The limit.
        limit: u32,
        /// Whether it is `by` who has that many.
        yours: bool,
    },
}

/// Why a mark, or taking it back, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkRefused {
    /// As every answer.
    Answer(AnswerRefused),
    /// It is a second step, after ignoring (R10.7).
    DismissFirst,
    /// Taken back within ten minutes, or not at all.
    NoLongerPossible,
}

/// A mark that falls when the two connect (R6.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidedMark {
    /// Who had marked.
    pub by: MemberId,
    /// The standing of the one marked.
    pub standing: Standing,
    /// How many marks count against them now, and this one, whether or not it counts any more.
    pub counting: u32,
}

/// The invitation `id` as `by` may answer it: R's own, visible, and still open.
pub(super) fn answerable(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    now: Timestamp,
) -> Result<&Open, AnswerRefused> {
    let open = relation.invitation(id).ok_or(AnswerRefused::NoLongerAvailable)?;
    if open.sender == by || now < open.opens_at {
        return Err(AnswerRefused::NotFound);
    }
    if relation.blocked() || relation.open_at(now).is_none() {
        return Err(AnswerRefused::NoLongerAvailable);
    }
    Ok(open)
}

/// R views an invitation, after which S cannot withdraw it (R8.4). The second time changes nothing.
///
/// # Errors
/// Not for `by`, or no longer available.
pub fn view(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    now: Timestamp,
) -> Result<Vec<Change>, AnswerRefused> {
    let open = *answerable(relation, id, by, now)?;
    if open.viewed_at.is_some() {
        return Ok(Vec::new());
    }
    let after = relation.touched(Between::Invited(Open { viewed_at: Some(now), ..open }), now);
    Ok(vec![Change::Relation { after, event: event(EventKind::Viewed, by, id, now) }])
}

/// R accepts (R10.1), with all that connections see or on `terms` (F9). The second time changes nothing, whatever its
/// terms. `connections` is what the two have now.
///
/// # Errors
/// Not for `by`, no longer available, or too many connections.
#[expect(clippy::too_many_arguments, reason = "who, what, on which terms and facts: each is its own thing")]
pub fn accept(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    terms: Terms,
    connections: Connections,
    voided: &[VoidedMark],
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, AcceptRefused> {
    if let Between::Connected { invitation: Some(accepted), inviter, .. }
    | Between::Following { invitation: Some(accepted), inviter, .. } = relation.between
        && accepted == id
        && inviter != by
    {
        return Ok(Vec::new());
    }
    let open = answerable(relation, id, by, now).map_err(AcceptRefused::Answer)?;
    if terms.scope != TermsScope::FollowOnly {
        within_connections(connections, policy)?;
    }
    Ok(connect(relation, open, by, terms, voided, policy, now))
}

/// How many connections the two have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// The one who accepts.
    pub yours: u32,
    /// The other one.
    pub theirs: u32,
}

/// Whether both have room for one more connection (R10.1).
///
/// # Errors
/// One of the two has not.
pub(super) fn within_connections(connections: Connections, policy: &Policy) -> Result<(), AcceptRefused> {
    let limit = policy.connections.max;
    if connections.yours >= limit {
        return Err(AcceptRefused::TooManyConnections { limit, yours: true });
    }
    if connections.theirs >= limit {
        return Err(AcceptRefused::TooManyConnections { limit, yours: false });
    }
    Ok(())
}

/// What it changes when the open invitation becomes a connection, or what `terms` make of it, by R's yes or by crossing
/// (R10.8).
pub(super) fn connect(
    relation: &Relation,
    open: &Open,
    by: MemberId,
    terms: Terms,
    voided: &[VoidedMark],
    policy: &Policy,
    now: Timestamp,
) -> Vec<Change> {
    let most = policy.connections.max;
    let (sender, invitation) = (open.sender, open.id);
    let after = agreed(relation, invitation, sender, terms, policy, now);
    let told = ToldTerms {
        scope: terms.scope,
        no_pitches_until: after.stance(by).no_pitches.map(|pause| pause.until),
    };
    let kind = if terms.any() { EventKind::AcceptedOnTerms } else { EventKind::Accepted };
    let gained = i8::from(terms.scope != TermsScope::FollowOnly);
    let mut changes = vec![
        Change::Relation { after, event: event(kind, by, invitation, now) },
        Change::Counted { member: sender, connections: gained, pending: -1, most },
        Change::Counted { member: by, connections: gained, pending: 0, most },
        Change::InvitationEnded { sender, invitation, outcome: Outcome::Accepted, at: now },
    ];
    if terms.any() {
        changes.push(Change::TermsTold { sender, invitation, terms: told });
    }
    if terms.scope == TermsScope::FollowOnly {
        changes.extend(following_each_other(relation, now));
        // An outreach message from before would let them go on writing.
        changes.push(Change::ConversationClosed { pair: relation.pair });
    }
    changes.extend(voided.iter().map(|mark| take_back(mark, policy, now)));
    changes
}

/// R puts an invitation into the archive, silently, reversible until its expiry (R10.6).
///
/// # Errors
/// Not for `by`, or no longer available.
pub fn ignore(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    now: Timestamp,
) -> Result<Vec<Change>, AnswerRefused> {
    let open = *answerable(relation, id, by, now)?;
    match open.answer {
        Answer::Ignored { .. } | Answer::Marked { .. } | Answer::Reported { .. } => Ok(Vec::new()),
        Answer::None | Answer::Snoozed { .. } => {
            Ok(vec![answered(relation, open, Answer::Ignored { at: now }, EventKind::Ignored, by, now)])
        }
    }
}

/// R takes an ignored invitation out of the archive. On one not ignored it changes nothing.
///
/// # Errors
/// Not for `by`, no longer available; marked or reported ones stay (take the mark back first).
pub fn take_back_dismissal(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    now: Timestamp,
) -> Result<Vec<Change>, MarkRefused> {
    let open = *answerable(relation, id, by, now).map_err(MarkRefused::Answer)?;
    match open.answer {
        Answer::None | Answer::Snoozed { .. } => Ok(Vec::new()),
        Answer::Marked { .. } | Answer::Reported { .. } => Err(MarkRefused::NoLongerPossible),
        Answer::Ignored { .. } => {
            Ok(vec![answered(relation, open, Answer::None, EventKind::DismissalTakenBack, by, now)])
        }
    }
}

/// What a mark is decided on, besides the relation.
#[derive(Debug, Clone)]
pub struct MarkFacts {
    /// S's standing.
    pub standing: Standing,
    /// How many marks count against S now, R's own not among them.
    pub counting: u32,
    /// Whether R's mark of S would count: one R counts once ever (R6.3).
    pub counts: bool,
    /// The id a restriction would get.
    pub restriction: RestrictionId,
}

/// R says "I don't know this person", after ignoring (R10.7). Silent, and it closes S→R for good.
///
/// # Errors
/// Not for `by`, no longer available, or not ignored first.
pub fn mark(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    facts: &MarkFacts,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, MarkRefused> {
    let open = *answerable(relation, id, by, now).map_err(MarkRefused::Answer)?;
    match open.answer {
        Answer::None | Answer::Snoozed { .. } => Err(MarkRefused::DismissFirst),
        Answer::Marked { .. } | Answer::Reported { .. } => Ok(Vec::new()),
        Answer::Ignored { .. } => {
            let mut closing = relation.clone();
            closing.stance_mut(by).closed = true;
            let mut changes =
                vec![answered(&closing, open, Answer::Marked { at: now }, EventKind::Marked, by, now)];
            changes.extend(counted_mark(&open, by, facts, policy, now));
            Ok(changes)
        }
    }
}

/// R takes the mark back within ten minutes; the invitation stays in the archive.
///
/// # Errors
/// Not for `by`, no longer available, or the ten minutes are over.
pub fn take_back_mark(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    voided: &VoidedMark,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, MarkRefused> {
    let open = *answerable(relation, id, by, now).map_err(MarkRefused::Answer)?;
    match open.answer {
        Answer::Ignored { .. } => Ok(Vec::new()),
        Answer::Marked { at } if now < at + policy.marks.undo => {
            let mut opening = relation.clone();
            opening.stance_mut(by).closed = false;
            Ok(vec![
                answered(&opening, open, Answer::Ignored { at: now }, EventKind::MarkTakenBack, by, now),
                take_back(voided, policy, now),
            ])
        }
        Answer::None | Answer::Marked { .. } | Answer::Reported { .. } | Answer::Snoozed { .. } => {
            Err(MarkRefused::NoLongerPossible)
        }
    }
}

/// R takes a mark back, within ten minutes, of an invitation that is no longer R's to answer: withdrawn or expired
/// meanwhile (R6.3). What S did cannot make a slip of R's final.
///
/// # Errors
/// The ten minutes are over, or a block stands between the two.
pub fn take_back_mark_of_gone(
    relation: &Relation,
    id: InvitationId,
    marked_at: Timestamp,
    voided: &VoidedMark,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, MarkRefused> {
    let by = voided.by;
    if relation.blocked() || now >= marked_at + policy.marks.undo {
        return Err(MarkRefused::Answer(AnswerRefused::NotFound));
    }
    let mut after = relation.clone();
    after.stance_mut(by).closed = false;
    let between = match relation.between {
        Between::Invited(open) if open.id == id => {
            Between::Invited(Open { answer: Answer::Ignored { at: now }, ..open })
        }
        Between::Nothing | Between::Invited(_) | Between::Connected { .. } | Between::Following { .. } => {
            relation.between.clone()
        }
    };
    let after = after.touched(between, now);
    Ok(vec![
        Change::Relation { after, event: event(EventKind::MarkTakenBack, by, id, now) },
        take_back(voided, policy, now),
    ])
}

/// R reports S to the moderators, with a reason. Silent for S; where the policy says so it counts as
/// a mark at once.
///
/// # Errors
/// Not for `by`, or no longer available.
#[expect(clippy::too_many_arguments, reason = "who, what, why and on which facts: each is its own thing")]
pub fn report(
    relation: &Relation,
    id: InvitationId,
    by: MemberId,
    report: ReportId,
    reason: ReportReason,
    facts: &MarkFacts,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, AnswerRefused> {
    let open = *answerable(relation, id, by, now)?;
    if matches!(open.answer, Answer::Reported { .. }) {
        return Ok(Vec::new());
    }
    let already_marked = matches!(open.answer, Answer::Marked { .. });
    let mut closing = relation.clone();
    closing.stance_mut(by).closed = true;
    let mut changes =
        vec![answered(&closing, open, Answer::Reported { at: now }, EventKind::Reported, by, now)];
    changes.push(Change::Reported {
        id: report,
        by,
        of: open.sender,
        about: Reported::Invitation(open.id),
        reason,
        at: now,
    });
    if policy.marks.report == ReportCounts::AtOnce && !already_marked {
        changes.extend(counted_mark(&open, by, facts, policy, now));
    }
    Ok(changes)
}

pub(super) fn answered(
    relation: &Relation,
    open: Open,
    answer: Answer,
    kind: EventKind,
    by: MemberId,
    now: Timestamp,
) -> Change {
    let after = relation.touched(Between::Invited(Open { answer, ..open }), now);
    Change::Relation { after, event: event(kind, by, open.id, now) }
}

/// The mark as it counts against S; nothing where R's mark of S counted before (R6.3).
fn counted_mark(
    open: &Open,
    by: MemberId,
    facts: &MarkFacts,
    policy: &Policy,
    now: Timestamp,
) -> Option<Change> {
    facts.counts.then(|| Change::Marked {
        by,
        of: open.sender,
        invitation: open.id,
        at: now,
        standing_version: facts.standing.version,
        restricts: facts.standing.restriction_by(facts.restriction, facts.counting, policy, now),
    })
}

fn take_back(mark: &VoidedMark, policy: &Policy, now: Timestamp) -> Change {
    Change::MarkTakenBack {
        by: mark.by,
        of: mark.standing.member,
        standing_version: mark.standing.version,
        frees: mark.standing.freed_by_one_fewer(mark.counting, policy, now),
    }
}
