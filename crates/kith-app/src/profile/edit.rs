use std::collections::HashSet;

use kith_domain::contact_details::{ContactEmail, PhoneNumber, Website};
use kith_domain::profile::{MOST_INTERESTS, Profile};
use kith_domain::text::{Handle, Headline, Interest, Location, Name, Summary, TextRefused};
use kith_store::profile_edits::Written;
use kith_store::profiles::Account;

use super::mine;
use crate::{Actor, App, Edit, Failure, FieldErrors, TRIES, contended};

/// What is to change on one's profile, as typed; what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct EditProfile {
    /// The name; it cannot be empty.
    pub name: Edit,
    /// The handle; it cannot be empty.
    pub handle: Edit,
    /// The line below the name.
    pub headline: Edit,
    /// Own words.
    pub summary: Edit,
    /// Where they are.
    pub location: Edit,
    /// An e-mail address, for connections.
    pub contact_email: Edit,
    /// A telephone number, for connections.
    pub contact_phone: Edit,
    /// A page of their own, for connections.
    pub contact_website: Edit,
}

/// Why a profile is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditProfileRefused {
    /// Fields are wrong.
    Fields(FieldErrors),
    /// The handle is somebody's.
    HandleTaken,
    /// The profile is of another version than the edit was made on.
    Outdated {
        /// The version in force.
        version: i64,
    },
    /// The account is no longer in use.
    Gone,
}

/// Why interests are not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InterestsRefused {
    /// Fields `interests[n]` are wrong.
    Fields(FieldErrors),
    /// More than a profile holds.
    TooMany {
        /// The most.
        limit: usize,
    },
    /// The profile is of another version than the edit was made on.
    Outdated {
        /// The version in force.
        version: i64,
    },
    /// The account is no longer in use.
    Gone,
}

/// Changes one's profile. `on` is the version the edit was made on, where the client says so (`If-Match`).
///
/// # Errors
/// Fields that are wrong, all of them at once; a handle that is somebody's; another version.
pub async fn edit(
    app: &App,
    actor: Actor,
    ask: EditProfile,
    on: Option<i64>,
) -> Result<Account, Failure<EditProfileRefused>> {
    let mut errors = FieldErrors::new();
    let name = needed("name", &ask.name, Name::parse, &mut errors);
    let handle = needed("handle", &ask.handle, Handle::parse, &mut errors);
    let headline = optional("headline", &ask.headline, Headline::parse, &mut errors);
    let summary = optional("summary", &ask.summary, Summary::parse, &mut errors);
    let location = optional("location", &ask.location, Location::parse, &mut errors);
    let email = optional("contact_email", &ask.contact_email, ContactEmail::parse, &mut errors);
    let phone = optional("contact_phone", &ask.contact_phone, PhoneNumber::parse, &mut errors);
    let website = optional("contact_website", &ask.contact_website, Website::parse, &mut errors);
    if !errors.is_empty() {
        return Err(Failure::Refused(EditProfileRefused::Fields(errors)));
    }
    let now = app.now();
    for _ in 0..TRIES {
        let gone = || Failure::Refused(EditProfileRefused::Gone);
        let mut account = mine(app, actor).await?.ok_or_else(gone)?;
        if on.is_some_and(|on| on != account.version) {
            let version = account.version;
            return Err(Failure::Refused(EditProfileRefused::Outdated { version }));
        }
        let mut after = account.profile.clone();
        put(&mut after.person.name, &name);
        put(&mut after.person.handle, &handle);
        put(&mut after.person.headline, &headline);
        put(&mut after.summary, &summary);
        put(&mut after.person.location, &location);
        put(&mut after.contact.email, &email);
        put(&mut after.contact.phone, &phone);
        put(&mut after.contact.website, &website);
        if after == account.profile {
            return Ok(account);
        }
        match app.store().put_profile(&account, &after, now).await? {
            Written::Done(version) => {
                account.profile = after;
                account.version = version;
                return Ok(account);
            }
            Written::HandleTaken => return Err(Failure::Refused(EditProfileRefused::HandleTaken)),
            Written::Changed => {}
        }
    }
    Err(contended("edit a profile").into())
}

/// One's interests from now on, in this order; one that is named twice, in whatever case, is kept once.
///
/// # Errors
/// Interests that are wrong, all of them at once; more than a profile holds; another version.
pub async fn set_interests(
    app: &App,
    actor: Actor,
    interests: &[String],
    on: Option<i64>,
) -> Result<Vec<Interest>, Failure<InterestsRefused>> {
    let mut errors = FieldErrors::new();
    let mut keys = HashSet::new();
    let mut list = Vec::new();
    // Whoever sends thousands is told of the number, not of each.
    for (place, text) in interests.iter().enumerate().take(4 * MOST_INTERESTS) {
        let parsed = errors.take(format!("interests[{place}]"), Interest::parse(text));
        list.extend(parsed.filter(|interest| keys.insert(interest.key())));
    }
    if list.len() > MOST_INTERESTS || interests.len() > 4 * MOST_INTERESTS {
        return Err(Failure::Refused(InterestsRefused::TooMany { limit: MOST_INTERESTS }));
    }
    if !errors.is_empty() {
        return Err(Failure::Refused(InterestsRefused::Fields(errors)));
    }
    let now = app.now();
    for _ in 0..TRIES {
        let account = mine(app, actor).await?.ok_or(Failure::Refused(InterestsRefused::Gone))?;
        if on.is_some_and(|on| on != account.version) {
            return Err(Failure::Refused(InterestsRefused::Outdated { version: account.version }));
        }
        if account.profile.interests == list {
            return Ok(list);
        }
        let after = Profile { interests: list.clone(), ..account.profile.clone() };
        match app.store().put_profile(&account, &after, now).await? {
            Written::Done(_) => return Ok(list),
            Written::HandleTaken | Written::Changed => {}
        }
    }
    Err(contended("set interests").into())
}

fn put<T: Clone>(field: &mut T, edited: &Option<T>) {
    if let Some(value) = edited {
        field.clone_from(value);
    }
}

fn needed<T>(
    field: &'static str,
    edit: &Edit,
    parse: impl Fn(&str) -> Result<T, TextRefused>,
    errors: &mut FieldErrors,
) -> Option<T> {
    match edit {
        Edit::Keep => None,
        Edit::Clear => errors.take(field, Err(TextRefused::Empty)),
        Edit::Set(text) => errors.take(field, parse(text)),
    }
}

fn optional<T>(
    field: &'static str,
    edit: &Edit,
    parse: impl Fn(&str) -> Result<T, TextRefused>,
    errors: &mut FieldErrors,
) -> Option<Option<T>> {
    match edit {
        Edit::Keep => None,
        Edit::Clear => Some(None),
        Edit::Set(text) => match parse(text) {
            Err(TextRefused::Empty) => Some(None),
            parsed => errors.take(field, parsed).map(Some),
        },
    }
}
