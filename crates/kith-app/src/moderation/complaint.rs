use kith_domain::id::CaseId;
use kith_domain::moderation::{CaseRefused, partial};
use kith_domain::profile::Person;
use kith_domain::time::Timestamp;
use kith_store::audit::AuditAct;

use super::{ModerateRefused, authority, connected, done, entry, reason};
use crate::actor::Authority;
use crate::{App, Failure, TRIES, contended};

/// So many marks are shown.
const MOST: u32 = 100;

/// A mark with who made it.
#[derive(Debug, Clone)]
pub struct NamedMark {
    /// Who; none once their name is gone.
    pub by: Option<Person>,
    /// When.
    pub at: Timestamp,
    /// Whether it is void.
    pub void: bool,
}

/// Opens a complaint: who said "I don't know" about the member of a case. That it was looked at stands in the audit log
/// before anything is shown (R5.5).
///
/// # Errors
/// No moderator, no such case, a part in it, or no reason.
pub async fn open_complaint(
    app: &App,
    by: Authority,
    id: CaseId,
    why: &str,
) -> Result<Vec<NamedMark>, Failure<ModerateRefused>> {
    authority(app, by).await?;
    let why = reason(why)?;
    let case = app.store().case(id).await?.ok_or(Failure::Refused(ModerateRefused::NotFound))?;
    let connected = connected(app, by, [case.opened.about, case.opened.opened_by]).await?;
    if let Some(partial) = by.moderator().and_then(|me| partial(&case, me, connected, app.policy())) {
        return Err(Failure::Refused(ModerateRefused::Case(CaseRefused::Partial(partial))));
    }
    let about = case.opened.about;
    let written = entry(app, by, AuditAct::ComplaintOpened, about, Some(id), why.as_str());
    for _ in 0..TRIES {
        if !done(app, &written, &[]).await? {
            continue;
        }
        let marks = app.store().named_marks(about, MOST).await?;
        let markers: Vec<_> = marks.iter().map(|mark| mark.by).collect();
        let persons = app.store().persons(&markers).await?;
        let named = marks.into_iter().map(|mark| NamedMark {
            by: persons.iter().find(|person| person.id == mark.by).cloned(),
            at: mark.at,
            void: mark.void,
        });
        return Ok(named.collect());
    }
    Err(contended("open a complaint").into())
}
