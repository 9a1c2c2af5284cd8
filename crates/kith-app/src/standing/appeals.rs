//! Appeals against restrictions (F11).

use kith_domain::id::{MemberId, RestrictionId};
use kith_domain::profile::Person;
pub use kith_domain::standing::{Appeal, AppealAnswer, AppealAnswerRefused, AppealOutcome, AppealRefused};
use kith_domain::standing::{Restriction, may_answer};
use kith_domain::text::Reasons;

use crate::actor::Authority;
use crate::moderation::{AuditAct, entry, logged};
use crate::{Actor, App, CommitFailure, Failure, FieldErrors, TRIES, contended};

/// Why appealing is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppealingRefused {
    /// The field `text` is wrong.
    Fields(FieldErrors),
    /// A rule stands against it.
    Rule(AppealRefused),
}

/// The actor appeals against their latest restriction, or says it in other words while nobody has answered.
///
/// # Errors
/// A text that is none, another's or an older restriction, or one that was answered.
pub async fn appeal(
    app: &App,
    actor: Actor,
    restriction: RestrictionId,
    text: &str,
) -> Result<Appeal, Failure<AppealingRefused>> {
    let mut errors = FieldErrors::new();
    let Some(text) = errors.take("text", Reasons::parse(text)) else {
        return Err(Failure::Refused(AppealingRefused::Fields(errors)));
    };
    let not_found = || Failure::Refused(AppealingRefused::Rule(AppealRefused::NotFound));
    let now = app.now();
    for _ in 0..TRIES {
        let standing = app.store().standing(actor.member).await?.ok_or_else(not_found)?;
        let before = app.store().appeal(actor.member, restriction).await?;
        let changes = kith_domain::standing::appeal(
            &standing,
            restriction,
            before.as_ref(),
            text.clone(),
            app.policy(),
            now,
        )
        .map_err(|refused| Failure::Refused(AppealingRefused::Rule(refused)))?;
        let committed = if changes.is_empty() { None } else { Some(app.store().commit(&changes).await) };
        match committed {
            None | Some(Ok(_)) => {
                return app.store().appeal(actor.member, restriction).await?.ok_or_else(not_found);
            }
            Some(Err(CommitFailure::Conflict { .. })) => {}
            Some(Err(CommitFailure::Fault(fault))) => return Err(fault.into()),
        }
    }
    Err(contended("appeal").into())
}

/// What a moderator decides an appeal by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealCase {
    /// Who appeals.
    pub member: Person,
    /// The appeal.
    pub appeal: Appeal,
    /// The restriction, with its statement.
    pub restriction: Restriction,
    /// What stands against this moderator's answering.
    pub refused: Option<AppealAnswerRefused>,
}

/// Why a moderator does not see or answer an appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnsweringRefused {
    /// Who asks is no moderator.
    NotAModerator,
    /// There is no such appeal.
    NotFound,
    /// The field `reason` is wrong.
    Fields(FieldErrors),
    /// A rule stands against it.
    Rule(AppealAnswerRefused),
}

/// An appeal as a moderator sees it.
///
/// # Errors
/// Who asks is no moderator, it is their own, or there is none.
pub async fn appeal_case(
    app: &App,
    moderator: Actor,
    member: MemberId,
    restriction: RestrictionId,
) -> Result<AppealCase, Failure<AnsweringRefused>> {
    if !Authority::Moderator(moderator).decides(app).await? {
        return Err(Failure::Refused(AnsweringRefused::NotAModerator));
    }
    if moderator.member == member {
        return Err(Failure::Refused(AnsweringRefused::Rule(AppealAnswerRefused::Yourself)));
    }
    let not_found = || Failure::Refused(AnsweringRefused::NotFound);
    let person = app.store().persons(&[member]).await?.pop().ok_or_else(not_found)?;
    let appeal = app.store().appeal(member, restriction).await?.ok_or_else(not_found)?;
    let restriction = app.store().restriction(member, restriction).await?.ok_or_else(not_found)?;
    let refused = may_answer(&appeal, &restriction, moderator.member).err();
    Ok(AppealCase { member: person, appeal, restriction, refused })
}

/// A moderator who did not decide on the restriction answers an appeal, exactly once.
///
/// # Errors
/// Who asks is no moderator, there is no such appeal, a reason that is none, or a rule that stands against it.
pub async fn answer_appeal(
    app: &App,
    moderator: Actor,
    member: MemberId,
    restriction: RestrictionId,
    outcome: AppealOutcome,
    reason: &str,
) -> Result<AppealCase, Failure<AnsweringRefused>> {
    let mut errors = FieldErrors::new();
    let reason = errors.take("reason", Reasons::parse(reason));
    for _ in 0..TRIES {
        let case = appeal_case(app, moderator, member, restriction).await?;
        let Some(reason) = reason.clone() else {
            return Err(Failure::Refused(AnsweringRefused::Fields(errors)));
        };
        // Saying the same a second time changes nothing.
        if let Some(AppealAnswer { outcome: before, reason: said, by, at: _ }) = &case.appeal.answer
            && (*before, said, *by) == (outcome, &reason, moderator.member)
        {
            return Ok(case);
        }
        let standing = app.store().standing(member).await?;
        let standing = standing.ok_or(Failure::Refused(AnsweringRefused::NotFound))?;
        let act = match outcome {
            AppealOutcome::Upheld => AuditAct::AppealRefused,
            AppealOutcome::Lifted => AuditAct::AppealGranted,
        };
        let written = entry(app, Authority::Moderator(moderator), act, member, None, reason.as_str());
        let answer = AppealAnswer { outcome, reason, by: moderator.member, at: app.now() };
        let changes =
            kith_domain::standing::answer_appeal(&standing, &case.restriction, &case.appeal, answer)
                .map_err(|refused| Failure::Refused(AnsweringRefused::Rule(refused)))?;
        if logged(app, &written, &changes).await? {
            return appeal_case(app, moderator, member, restriction).await;
        }
    }
    Err(contended("answer an appeal").into())
}
