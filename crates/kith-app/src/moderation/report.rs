use kith_domain::id::{CaseId, MemberId};
use kith_domain::moderation::{CaseKind, NewCase};
use kith_domain::text::{ReportReason, TextRefused};

use crate::profile::{Viewed, view};
use crate::{Actor, App, Failure};

/// What of a member is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportWhat {
    /// The picture.
    Picture,
    /// What the profile says, or how they behave.
    Profile,
}

/// A report about a member.
#[derive(Debug, Clone)]
pub struct ReportMember {
    /// About whom.
    pub about: MemberId,
    /// What of them.
    pub what: ReportWhat,
    /// Why, as typed.
    pub reason: String,
}

/// Why nothing is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportMemberRefused {
    /// There is nobody, as far as the one who asks may see.
    NotFound,
    /// That is oneself.
    Yourself,
    /// There is no picture.
    NoPicture,
    /// The reason is missing or too long.
    Reason(TextRefused),
}

/// Reports a member's picture or profile to the moderators, unseen by that member. While the first report is open, a
/// second one of the same changes nothing.
///
/// # Errors
/// Oneself, nobody there, no picture, or no reason.
pub async fn report_member(
    app: &App,
    actor: Actor,
    ask: ReportMember,
) -> Result<(), Failure<ReportMemberRefused>> {
    let words = ReportReason::parse(&ask.reason)
        .map_err(|refused| Failure::Refused(ReportMemberRefused::Reason(refused)))?;
    let other = match view(app, actor, ask.about).await? {
        None => return Err(Failure::Refused(ReportMemberRefused::NotFound)),
        Some(Viewed::Own(_)) => return Err(Failure::Refused(ReportMemberRefused::Yourself)),
        Some(Viewed::Other(meeting)) => meeting.profile.person,
    };
    let kind = match ask.what {
        ReportWhat::Picture if other.picture.is_none() => {
            return Err(Failure::Refused(ReportMemberRefused::NoPicture));
        }
        ReportWhat::Picture => CaseKind::Picture,
        ReportWhat::Profile => CaseKind::Profile,
    };
    let now = app.now();
    let case = NewCase {
        id: CaseId(app.chance().id(now)?),
        about: other.id,
        kind,
        subject: 0,
        opened_by: actor.member,
        opened_at: now,
        words,
    };
    Ok(app.store().open_case(&case).await?)
}
