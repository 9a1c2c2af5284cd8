//! Changes to a profile: what it was and what it is to be, written as the difference, with everything that is derived
//! from it in the same batch.

use kith_domain::change::EventKind;
use kith_domain::door::DoorPolicy;
use kith_domain::follows::FollowedBy;
use kith_domain::id::MemberId;
use kith_domain::invitations::Language;
use kith_domain::profile::{Audience, Education, Position, Profile};
use kith_domain::text::folded;
use kith_domain::time::{Month, Period, Timestamp};

use crate::accounts::{self, about};
use crate::codes::Code;
use crate::engine::{Batch, CommitFailure, Fault, Step, Touch, Value, args, statements};
use crate::profiles::Account;
use crate::{Store, provisos, roster, search_document};

statements! {
    PUT_PERSON = "profiles/put_person";
    PUT_SETTINGS = "profiles/put_settings";
    PUT_DOOR = "profiles/put_door";
    INSERT_POSITION = "profiles/insert_position";
    DELETE_POSITION = "profiles/delete_position";
    INSERT_EDUCATION = "profiles/insert_education";
    DELETE_EDUCATION = "profiles/delete_education";
    INSERT_INTEREST = "profiles/insert_interest";
    DELETE_INTERESTS = "profiles/delete_interests";
}

/// What came of writing an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is there; the row's version from now on.
    Done(i64),
    /// The handle is somebody's.
    HandleTaken,
    /// The profile changed since it was read: read it again.
    Changed,
}

/// How a member wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    /// Who may see the list of connections.
    pub connections_visible_to: Audience,
    /// The language of what the network says.
    pub language: Language,
    /// Whether single keys do something.
    pub shortcuts: bool,
    /// Whether the member may be asked to introduce others (R4.3).
    pub takes_introductions: bool,
    /// Whether outreach messages may come (R4.6).
    pub takes_outreach: bool,
    /// Who may follow.
    pub followed_by: FollowedBy,
}

impl Store {
    /// Writes a profile as it is to be: rows, roster, handle and search document. Groups and settings are not
    /// touched.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn put_profile(
        &self,
        before: &Account,
        after: &Profile,
        at: Timestamp,
    ) -> Result<Written, Fault> {
        self.put_profile_with(before, after, Vec::new(), at).await
    }

    /// As [`Store::put_profile`], with steps of another concept beside it.
    pub(crate) async fn put_profile_with(
        &self,
        before: &Account,
        after: &Profile,
        beside: Vec<Step>,
        at: Timestamp,
    ) -> Result<Written, Fault> {
        let mut steps = difference(before, after, at);
        steps.extend(beside);
        self.edit(before, steps, at).await
    }

    /// Writes how a member wants it.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn put_settings(
        &self,
        before: &Account,
        wishes: Wishes,
        at: Timestamp,
    ) -> Result<Written, Fault> {
        let row = args![
            before.profile.person.id.0,
            before.version,
            wishes.connections_visible_to.code(),
            wishes.language.code(),
            wishes.shortcuts,
            wishes.takes_introductions,
            at.0,
            wishes.takes_outreach,
            wishes.followed_by.code()
        ];
        let member = before.profile.person.id;
        let had = (before.profile.connections_visible_to, before.takes_introductions);
        let has = (wishes.connections_visible_to, wishes.takes_introductions);
        let mut steps = vec![PUT_SETTINGS.step(row, Touch::One)];
        steps.extend(provisos::wishes(member, had, has));
        self.edit(before, steps, at).await
    }

    /// Writes whom a member lets in; an open door is stored as none.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn put_door(
        &self,
        before: &Account,
        door: &DoorPolicy,
        at: Timestamp,
    ) -> Result<Written, Fault> {
        let stored =
            (*door != DoorPolicy::default()).then(|| serde_json::to_string(door).unwrap_or_default());
        let row = args![before.profile.person.id.0, before.version, stored, at.0];
        self.edit(before, vec![PUT_DOOR.step(row, Touch::One)], at).await
    }

    async fn edit(&self, before: &Account, steps: Vec<Step>, at: Timestamp) -> Result<Written, Fault> {
        let version = before.version + 1;
        let journal = vec![about(before.profile.person.id, version, EventKind::ProfileChanged, at)];
        match self.commit_batch(Batch { steps, journal }).await {
            Ok(_) => Ok(Written::Done(version)),
            Err(CommitFailure::Conflict { step }) if step == accounts::CLAIM_HANDLE.name => {
                Ok(Written::HandleTaken)
            }
            Err(CommitFailure::Conflict { .. }) => Ok(Written::Changed),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }
}

pub(crate) fn difference(account: &Account, after: &Profile, at: Timestamp) -> Vec<Step> {
    let before = &account.profile;
    let member = before.person.id;
    let mut steps = Vec::new();
    if before.person.handle != after.person.handle {
        steps.push(accounts::CLAIM_HANDLE.step(args![after.person.handle.as_str(), member.0], Touch::One));
        steps.push(
            accounts::RELEASE_HANDLE.step(args![before.person.handle.as_str(), member.0], Touch::AtMostOne),
        );
    }
    let renamed = another_name(before.person.name.as_str(), after.person.name.as_str());
    steps.push(put_person(account, after, renamed, at));
    if renamed {
        steps.push(provisos::renamed(member, at));
    }
    for position in gone(&before.positions, &after.positions) {
        steps.push(DELETE_POSITION.step(args![member.0, position.id.0], Touch::One));
    }
    for position in gone(&after.positions, &before.positions) {
        steps.push(insert_position(member, position));
    }
    for education in gone(&before.educations, &after.educations) {
        steps.push(DELETE_EDUCATION.step(args![member.0, education.id.0], Touch::One));
    }
    for education in gone(&after.educations, &before.educations) {
        steps.push(insert_education(member, education));
    }
    if before.interests != after.interests {
        steps.push(DELETE_INTERESTS.step(args![member.0], Touch::Any));
        for (place, interest) in (0_i64..).zip(&after.interests) {
            let row = args![member.0, interest.key(), interest.as_str(), place];
            steps.push(INSERT_INTEREST.step(row, Touch::One));
        }
    }
    let (had, has) = (roster::facts(before), roster::facts(after));
    steps.extend(had.difference(&has).map(|fact| roster::drop(fact.clone(), member)));
    steps.extend(has.difference(&had).map(|fact| roster::put(fact.clone(), member, at)));
    if found_by(before) != found_by(after) {
        steps.push(search_document::put(after));
    }
    steps
}

/// What is in one list and not, or not the same, in the other.
fn gone<'a, T: PartialEq>(one: &'a [T], other: &'a [T]) -> impl Iterator<Item = &'a T> {
    one.iter().filter(|item| !other.contains(item))
}

/// What the search document is made of.
fn found_by(profile: &Profile) -> [Vec<&str>; 4] {
    let mut line = vec![profile.person.name.as_str()];
    line.extend(profile.person.headline.as_ref().map(|headline| headline.as_str()));
    [
        line,
        profile.positions.iter().map(|position| position.employer.as_str()).collect(),
        profile.educations.iter().map(|education| education.school.as_str()).collect(),
        profile.interests.iter().map(|interest| interest.as_str()).collect(),
    ]
}

fn put_person(before: &Account, after: &Profile, renamed: bool, at: Timestamp) -> Step {
    let person = &after.person;
    let row = args![
        person.id.0,
        before.version,
        person.handle.as_str(),
        person.name.as_str(),
        person.headline.as_ref().map(|text| text.as_str()),
        after.summary.as_ref().map(|text| text.as_str()),
        person.location.as_ref().map(|text| text.as_str()),
        person.picture,
        at.0,
        renamed,
        after.contact.email.as_ref().map(|text| text.as_str()),
        after.contact.phone.as_ref().map(|text| text.as_str()),
        after.contact.website.as_ref().map(|text| text.as_str())
    ];
    PUT_PERSON.step(row, Touch::One)
}

/// Whether a name is another one (R11.4), not the same in a spelling put right. A name of signs alone folds to nothing,
/// and only the same signs are the same name.
fn another_name(before: &str, after: &str) -> bool {
    let (one, other) = (folded(before), folded(after));
    one != other || (one.is_empty() && before != after)
}

pub(crate) fn insert_position(member: MemberId, position: &Position) -> Step {
    let mut row = args![
        member.0,
        position.id.0,
        position.employer.as_str(),
        position.employer.key(),
        position.title.as_str()
    ];
    row.extend(months(position.period));
    INSERT_POSITION.step(row, Touch::One)
}

pub(crate) fn insert_education(member: MemberId, education: &Education) -> Step {
    let mut row = args![
        member.0,
        education.id.0,
        education.school.as_str(),
        education.school.key(),
        education.degree.as_ref().map(|text| text.as_str())
    ];
    row.extend(months(education.period));
    INSERT_EDUCATION.step(row, Touch::One)
}

fn months(period: Period) -> [Value; 2] {
    [period.from, period.to].map(|month| Value::from(month.map(Month::index)))
}
