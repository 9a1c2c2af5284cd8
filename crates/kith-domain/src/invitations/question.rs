//! A question back before R decides, and S's answer to it (F5): told to both, and no yes.

use serde::{Deserialize, Serialize};

use super::answer::answerable;
use super::withdraw::{event, unseen};
use super::{AnswerRefused, Invitation, Outcome};
use crate::change::{Change, EventKind};
use crate::id::MemberId;
use crate::policy::Policy;
use crate::relation::{Answer, Between, Open, Relation};
use crate::text::{QuestionAnswer, QuestionText};
use crate::time::{Span, Timestamp};

/// A question of R's, and what S answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// What R asked.
    pub question: QuestionText,
    /// When.
    pub asked_at: Timestamp,
    /// Until when the invitation's end waits for the answer; kept, since an operator may change how long that is.
    pub waits_until: Timestamp,
    /// What S answered; none while R waits for it.
    pub answer: Option<Answered>,
}

/// What S answered to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// In S's words.
    pub text: QuestionAnswer,
    /// When.
    pub at: Timestamp,
}

/// Why R cannot ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskRefused {
    /// As every answer.
    Answer(AnswerRefused),
    /// Marked or reported: there is nothing left to ask.
    NoLongerPossible,
    /// Another question waits for S's answer.
    Waiting,
    /// As many were asked as may be.
    TooMany {
        /// How many may be.
        limit: u32,
    },
}

/// Why S cannot answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyRefused {
    /// It is not S's, or there is none.
    NotFound,
    /// Nothing was asked.
    NotAsked,
    /// The question was answered, in other words.
    AnsweredAlready,
    /// Withdrawn, expired or accepted by now.
    NoLongerPossible,
}

impl Invitation {
    /// The question that waits for S's answer.
    pub fn asked(&self) -> Option<&Exchange> {
        self.exchanges.last().filter(|exchange| exchange.answer.is_none())
    }

    /// When it is over, were the question that waits answered at `now`: what of the pause was not needed is taken off.
    pub(super) fn expires_if_answered(&self, policy: &Policy, now: Timestamp) -> Timestamp {
        let Some(asked) = self.asked() else { return self.expires_at };
        let settled = self.expires_at - Span::milliseconds(asked.waits_until.0 - now.0);
        // Whom R told a day has until after it.
        self.not_now.map_or(settled, |told| settled.max(told.until + policy.not_now.told_for))
    }
}

/// Whether R may ask something, at `now`, where R may still answer the invitation.
pub fn may_ask_question(invitation: &Invitation, open: &Open, policy: &Policy) -> bool {
    may_ask(invitation, open, policy).is_ok()
}

fn may_ask(invitation: &Invitation, open: &Open, policy: &Policy) -> Result<(), AskRefused> {
    let limit = policy.questions.rounds;
    match open.answer {
        Answer::Marked { .. } | Answer::Reported { .. } => Err(AskRefused::NoLongerPossible),
        Answer::None | Answer::Ignored { .. } | Answer::Snoozed { .. } => match invitation.asked() {
            Some(_) => Err(AskRefused::Waiting),
            None if invitation.exchanges.len() >= limit as usize => Err(AskRefused::TooMany { limit }),
            None => Ok(()),
        },
    }
}

/// R asks something before deciding (F5). It counts as having viewed the invitation, takes it out of the archive, and
/// moves its end by the time S has to answer. The same question a second time changes nothing.
///
/// # Errors
/// Not for `by`, no longer available, marked or reported, or asked often enough.
pub fn ask(
    relation: &Relation,
    invitation: &Invitation,
    by: MemberId,
    question: QuestionText,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, AskRefused> {
    let open = *answerable(relation, invitation.id, by, now).map_err(AskRefused::Answer)?;
    if invitation.exchanges.last().is_some_and(|exchange| exchange.question == question) {
        return Ok(Vec::new());
    }
    may_ask(invitation, &open, policy)?;
    let expires_at = open.expires_at + policy.questions.pause;
    let viewed_at = open.viewed_at.or(Some(now));
    let after = Open { viewed_at, expires_at, answer: Answer::None, ..open };
    let mut exchanges = invitation.exchanges.clone();
    exchanges.push(Exchange {
        question,
        asked_at: now,
        waits_until: now + policy.questions.pause,
        answer: None,
    });
    Ok(vec![
        Change::Relation {
            after: relation.touched(Between::Invited(after), now),
            event: event(EventKind::QuestionAsked, by, open.id, now),
        },
        Change::Exchanged { sender: open.sender, invitation: open.id, exchanges, expires_at },
    ])
}

/// S answers the question: it becomes part of the invitation (F5), whatever R did with that meanwhile (R6.1). What of
/// the pause was not needed is taken off the end. The same answer a second time changes nothing.
///
/// # Errors
/// Not `by`'s own, nothing was asked, it was answered in other words, or the invitation has ended.
pub fn reply(
    relation: &Relation,
    invitation: &Invitation,
    by: MemberId,
    text: QuestionAnswer,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, ReplyRefused> {
    if invitation.from != by {
        return Err(ReplyRefused::NotFound);
    }
    let last = invitation.exchanges.last().ok_or(ReplyRefused::NotAsked)?;
    if let Some(answer) = &last.answer {
        return if answer.text == text { Ok(Vec::new()) } else { Err(ReplyRefused::AnsweredAlready) };
    }
    if invitation.outcome != Outcome::Open || now >= invitation.expires_at {
        return Err(ReplyRefused::NoLongerPossible);
    }
    let expires_at = invitation.expires_if_answered(policy, now);
    let mut exchanges = invitation.exchanges.clone();
    if let Some(last) = exchanges.last_mut() {
        last.answer = Some(Answered { text, at: now });
    }
    let mut changes = Vec::with_capacity(2);
    // R may have left meanwhile: then it stands open in S's eyes alone (R11.5).
    if let Some(open) = relation.invitation(invitation.id) {
        let after = unseen(relation, Between::Invited(Open { expires_at, ..*open }), now);
        let event = event(EventKind::QuestionAnswered, by, open.id, now);
        changes.push(Change::Relation { after, event });
    }
    changes.push(Change::Exchanged { sender: by, invitation: invitation.id, exchanges, expires_at });
    Ok(changes)
}
