use kith_domain::id::{EducationId, PositionId};
use kith_domain::profile::{Education, MOST_EDUCATIONS, MOST_POSITIONS, Position, Profile};
use kith_domain::text::{Degree, Employer, School, Title};
use kith_domain::time::{Month, Period};
use kith_store::profile_edits::Written;
use kith_store::profiles::Account;

use super::mine;
use crate::{Actor, App, Failure, Fault, FieldErrors, TRIES, contended};

/// A position as typed.
#[derive(Debug, Clone, Default)]
pub struct AddPosition {
    /// Where.
    pub employer: String,
    /// As what.
    pub title: String,
    /// The first month, `2012-05`.
    pub from: String,
    /// The last month; none while it goes on.
    pub to: Option<String>,
}

/// A stay at a school as typed.
#[derive(Debug, Clone, Default)]
pub struct AddEducation {
    /// Where.
    pub school: String,
    /// Towards what.
    pub degree: Option<String>,
    /// The first month.
    pub from: Option<String>,
    /// The last month.
    pub to: Option<String>,
}

/// Why a position or an education is not added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddEntryRefused {
    /// Fields are wrong.
    Fields(FieldErrors),
    /// A profile holds no more of them.
    TooMany {
        /// The most.
        limit: usize,
    },
    /// The account is no longer in use.
    Gone,
}

/// Adds a position to one's profile.
///
/// # Errors
/// Fields that are wrong, all of them at once; a profile that holds as many as it may.
pub async fn add_position(
    app: &App,
    actor: Actor,
    ask: AddPosition,
) -> Result<PositionId, Failure<AddEntryRefused>> {
    let mut errors = FieldErrors::new();
    let employer = errors.take("employer", Employer::parse(&ask.employer));
    let title = errors.take("title", Title::parse(&ask.title));
    if ask.from.trim().is_empty() {
        errors.add("from", "required", "This is needed.");
    }
    let period = period(Some(&ask.from), ask.to.as_deref(), &mut errors);
    let (Some(employer), Some(title), Some(period), true) = (employer, title, period, errors.is_empty())
    else {
        return Err(Failure::Refused(AddEntryRefused::Fields(errors)));
    };
    let id = PositionId(app.chance().id(app.now())?);
    let position = Position { id, employer, title, period };
    let full = add(app, actor, "add a position", |profile| {
        let room = profile.positions.len() < MOST_POSITIONS;
        profile.positions.push(position.clone());
        room
    });
    full.await.map_err(|failure| failure.map(|refused| refused.with(MOST_POSITIONS)))?;
    Ok(id)
}

/// Adds a stay at a school to one's profile.
///
/// # Errors
/// As [`add_position`].
pub async fn add_education(
    app: &App,
    actor: Actor,
    ask: AddEducation,
) -> Result<EducationId, Failure<AddEntryRefused>> {
    let mut errors = FieldErrors::new();
    let school = errors.take("school", School::parse(&ask.school));
    let degree = match ask.degree.as_deref().filter(|text| !text.trim().is_empty()) {
        Some(text) => errors.take("degree", Degree::parse(text)).map(Some),
        None => Some(None),
    };
    let period = period(ask.from.as_deref(), ask.to.as_deref(), &mut errors);
    let (Some(school), Some(degree), Some(period)) = (school, degree, period) else {
        return Err(Failure::Refused(AddEntryRefused::Fields(errors)));
    };
    let id = EducationId(app.chance().id(app.now())?);
    let education = Education { id, school, degree, period };
    let full = add(app, actor, "add an education", |profile| {
        let room = profile.educations.len() < MOST_EDUCATIONS;
        profile.educations.push(education.clone());
        room
    });
    full.await.map_err(|failure| failure.map(|refused| refused.with(MOST_EDUCATIONS)))?;
    Ok(id)
}

/// Takes a position off one's profile; false where there is none.
///
/// # Errors
/// The database is in trouble.
pub async fn remove_position(app: &App, actor: Actor, id: PositionId) -> Result<bool, Fault> {
    remove(app, actor, "remove a position", |profile| {
        let before = profile.positions.len();
        profile.positions.retain(|position| position.id != id);
        profile.positions.len() < before
    })
    .await
}

/// Takes a stay at a school off one's profile; false where there is none.
///
/// # Errors
/// The database is in trouble.
pub async fn remove_education(app: &App, actor: Actor, id: EducationId) -> Result<bool, Fault> {
    remove(app, actor, "remove an education", |profile| {
        let before = profile.educations.len();
        profile.educations.retain(|education| education.id != id);
        profile.educations.len() < before
    })
    .await
}

/// Why an entry does not fit, before it is said what the most is.
enum NoRoom {
    Full,
    Gone,
}

impl NoRoom {
    fn with(self, limit: usize) -> AddEntryRefused {
        match self {
            Self::Full => AddEntryRefused::TooMany { limit },
            Self::Gone => AddEntryRefused::Gone,
        }
    }
}

async fn add(
    app: &App,
    actor: Actor,
    doing: &'static str,
    put: impl Fn(&mut Profile) -> bool,
) -> Result<(), Failure<NoRoom>> {
    let now = app.now();
    for _ in 0..TRIES {
        let account = mine(app, actor).await?.ok_or(Failure::Refused(NoRoom::Gone))?;
        let mut after = account.profile.clone();
        if !put(&mut after) {
            return Err(Failure::Refused(NoRoom::Full));
        }
        if written(app, &account, &after, now).await? {
            return Ok(());
        }
    }
    Err(contended(doing).into())
}

async fn remove(
    app: &App,
    actor: Actor,
    doing: &'static str,
    take: impl Fn(&mut Profile) -> bool,
) -> Result<bool, Fault> {
    let now = app.now();
    for _ in 0..TRIES {
        let Some(account) = mine(app, actor).await? else { return Ok(false) };
        let mut after = account.profile.clone();
        if !take(&mut after) {
            return Ok(false);
        }
        if written(app, &account, &after, now).await? {
            return Ok(true);
        }
    }
    Err(contended(doing))
}

async fn written(
    app: &App,
    before: &Account,
    after: &Profile,
    now: kith_domain::time::Timestamp,
) -> Result<bool, Fault> {
    match app.store().put_profile(before, after, now).await? {
        Written::Done(_) => Ok(true),
        Written::HandleTaken | Written::Changed => Ok(false),
    }
}

/// The period between two months as typed, blank ones left out; none where something is wrong.
fn period(from: Option<&str>, to: Option<&str>, errors: &mut FieldErrors) -> Option<Period> {
    let mut month = |field, text: Option<&str>| match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => Some(None),
        Some(text) => match text.parse::<Month>() {
            Ok(month) => Some(Some(month)),
            Err(error) => {
                errors.add(field, "malformed", format!("This {error}."));
                None
            }
        },
    };
    let (from, to) = (month("from", from), month("to", to));
    let period = Period::new(from?, to?);
    if period.is_none() {
        errors.add("to", "before_start", "The end is before the start.");
    }
    period
}
