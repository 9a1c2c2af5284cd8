//! Appeals against a restriction (F11): S says why it is wrong, and a moderator answers who did not decide.

use super::{Restriction, Standing};
use crate::change::Change;
use crate::id::{MemberId, RestrictionId};
use crate::policy::Policy;
use crate::text::Reasons;
use crate::time::Timestamp;

/// An appeal against a restriction; one for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Whose.
    pub member: MemberId,
    /// Against which.
    pub restriction: RestrictionId,
    /// Why it is wrong, in S's words.
    pub text: Reasons,
    /// When.
    pub at: Timestamp,
    /// To be answered by then.
    pub due_at: Timestamp,
    /// The answer, once there is one.
    pub answer: Option<AppealAnswer>,
}

/// The answer to an appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealAnswer {
    /// Whether the restriction stands.
    pub outcome: AppealOutcome,
    /// Why.
    pub reason: Reasons,
    /// Who answers. Never told to S.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
}

/// What an appeal came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealOutcome {
    /// The restriction stands.
    Upheld,
    /// It is lifted, and as if it had never been.
    Lifted,
}

/// Why an appeal is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealRefused {
    /// That is no restriction of S.
    NotFound,
    /// It was answered.
    AlreadyAnswered,
}

/// S appeals against their latest restriction, in force or not. Before the answer the text may still be changed; the
/// same text changes nothing.
///
/// # Errors
/// Another's restriction or an older one, or the appeal was answered.
pub fn appeal(
    standing: &Standing,
    restriction: RestrictionId,
    before: Option<&Appeal>,
    text: Reasons,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, AppealRefused> {
    if standing.restriction.as_ref().is_none_or(|latest| latest.id != restriction) {
        return Err(AppealRefused::NotFound);
    }
    let appeal = match before {
        Some(Appeal { answer: Some(_), .. }) => return Err(AppealRefused::AlreadyAnswered),
        Some(before) if before.text == text => return Ok(Vec::new()),
        Some(before) => Appeal { text, ..before.clone() },
        None => {
            let due_at = now + policy.restriction.appeals;
            Appeal { member: standing.member, restriction, text, at: now, due_at, answer: None }
        }
    };
    Ok(vec![Change::Appealed { appeal, standing_version: standing.version }])
}

/// Why an answer to an appeal is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealAnswerRefused {
    /// Nobody decides about themselves.
    Yourself,
    /// Who restricted does not decide about it a second time.
    AnotherDecides,
    /// Somebody answered before.
    AlreadyAnswered,
}

/// Whether `by` may answer an appeal against `restriction`.
///
/// # Errors
/// It is their own, or they decided on the restriction.
pub fn may_answer(
    appeal: &Appeal,
    restriction: &Restriction,
    by: MemberId,
) -> Result<(), AppealAnswerRefused> {
    if by == appeal.member {
        return Err(AppealAnswerRefused::Yourself);
    }
    if restriction.statement.decided.moderator() == Some(by) {
        return Err(AppealAnswerRefused::AnotherDecides);
    }
    if appeal.answer.is_some() {
        return Err(AppealAnswerRefused::AlreadyAnswered);
    }
    Ok(())
}

/// A moderator answers an appeal. One that is lifted counts no more among the restrictions of S; where it is in force
/// it ends, and marks count anew.
///
/// # Errors
/// Each of [`AppealAnswerRefused`].
pub fn answer_appeal(
    standing: &Standing,
    restriction: &Restriction,
    appeal: &Appeal,
    answer: AppealAnswer,
) -> Result<Vec<Change>, AppealAnswerRefused> {
    may_answer(appeal, restriction, answer.by)?;
    let in_force = standing.restricted_at(answer.at).is_some_and(|stands| stands.id == restriction.id);
    Ok(vec![Change::AppealAnswered {
        member: appeal.member,
        restriction: restriction.id,
        ends: in_force && answer.outcome == AppealOutcome::Lifted,
        answer,
        standing_version: standing.version,
    }])
}
