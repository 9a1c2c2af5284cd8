use askama::Template;
use kith_app::FieldErrors;
use kith_app::profile::{self, Account};
use kith_domain::contact_details::ContactDetails;
use kith_domain::profile::{Completeness, Part};
use kith_domain::text::Summary;
use kith_domain::time::Period;

use crate::page::{Face, Frame, MemberRequest, Place};
use crate::problem::Problem;

/// The page on which a member changes their profile, with a form for each part.
#[derive(Template)]
#[template(path = "profile/edit.html")]
pub(super) struct EditPage {
    frame: Frame,
    saved_handle: String,
    face: Face,
    about: About,
    errors: FieldErrors,
    summary_limit: String,
    contact: Contact,
    contact_errors: FieldErrors,
    picture_errors: FieldErrors,
    positions: Vec<Entry>,
    position: Typed,
    position_errors: FieldErrors,
    educations: Vec<Entry>,
    education: Typed,
    education_errors: FieldErrors,
    interests: String,
    interest_errors: FieldErrors,
    completeness: Vec<PartLine>,
}

/// What a form of the page brings back: what was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Told {
    pub(super) about: Option<(About, FieldErrors)>,
    pub(super) contact: Option<(Contact, FieldErrors)>,
    pub(super) picture: FieldErrors,
    pub(super) position: (Typed, FieldErrors),
    pub(super) education: (Typed, FieldErrors),
    pub(super) interests: Option<(String, FieldErrors)>,
}

/// The words of a profile as typed.
#[derive(Clone, Default, serde::Deserialize)]
pub(super) struct About {
    pub(super) name: String,
    pub(super) handle: String,
    #[serde(default)]
    pub(super) headline: String,
    #[serde(default)]
    pub(super) location: String,
    #[serde(default)]
    pub(super) summary: String,
}

/// Contact details as typed.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Contact {
    pub(super) contact_email: String,
    pub(super) contact_phone: String,
    pub(super) contact_website: String,
}

/// A position or an education as typed.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub(super) place: String,
    pub(super) title: String,
    pub(super) from: String,
    pub(super) to: String,
}

struct Entry {
    id: String,
    title: String,
    place: Option<String>,
    period: Option<String>,
}

/// A part of a profile that others see as a fact (R6.8), and where to add it.
pub struct PartLine {
    /// What it is called.
    pub words: &'static str,
    /// Whether it is there.
    pub done: bool,
    /// Where to add it; none where others must.
    pub href: Option<&'static str>,
}

impl EditPage {
    pub(super) async fn read(ask: &MemberRequest, told: Told) -> Result<Self, Problem> {
        let account = profile::own(ask.app(), ask.actor()).await?.ok_or_else(Problem::not_found)?;
        let profile = &account.profile;
        let (about, errors) = told.about.unwrap_or_else(|| (About::of(&account), FieldErrors::new()));
        let (contact, contact_errors) =
            told.contact.unwrap_or_else(|| (Contact::of(&profile.contact), FieldErrors::new()));
        let (interests, interest_errors) = told.interests.unwrap_or_else(|| {
            let list: Vec<_> = profile.interests.iter().map(ToString::to_string).collect();
            (list.join("\n"), FieldErrors::new())
        });
        let entry = |id: String, title: String, place: Option<String>, period: Period| Entry {
            id,
            title,
            place,
            period: period.from.or(period.to).map(|_| period.to_string()),
        };
        Ok(Self {
            frame: ask.frame(Place::Elsewhere).await?,
            saved_handle: profile.person.handle.to_string(),
            face: Face::of(&profile.person),
            about,
            errors,
            summary_limit: Summary::LIMIT.to_string(),
            contact,
            contact_errors,
            picture_errors: told.picture,
            positions: profile
                .positions
                .iter()
                .map(|p| entry(p.id.to_string(), p.title.to_string(), Some(p.employer.to_string()), p.period))
                .collect(),
            position: told.position.0,
            position_errors: told.position.1,
            educations: profile
                .educations
                .iter()
                .map(|e| {
                    let degree = e.degree.as_ref().map(ToString::to_string);
                    entry(e.id.to_string(), e.school.to_string(), degree, e.period)
                })
                .collect(),
            education: told.education.0,
            education_errors: told.education.1,
            interests,
            interest_errors,
            completeness: part_lines(&Completeness::of(profile.held(), ask.app().policy())),
        })
    }
}

impl About {
    fn of(account: &Account) -> Self {
        let text = |text: Option<String>| text.unwrap_or_default();
        let (person, profile) = (&account.profile.person, &account.profile);
        Self {
            name: person.name.to_string(),
            handle: person.handle.to_string(),
            headline: text(person.headline.as_ref().map(ToString::to_string)),
            location: text(person.location.as_ref().map(ToString::to_string)),
            summary: text(profile.summary.as_ref().map(ToString::to_string)),
        }
    }
}

impl Contact {
    fn of(details: &ContactDetails) -> Self {
        let text = |text: Option<String>| text.unwrap_or_default();
        Self {
            contact_email: text(details.email.as_ref().map(ToString::to_string)),
            contact_phone: text(details.phone.as_ref().map(ToString::to_string)),
            contact_website: text(details.website.as_ref().map(ToString::to_string)),
        }
    }
}

/// Every part of a profile in words, with where to add it.
pub fn part_lines(completeness: &Completeness) -> Vec<PartLine> {
    let line = |part| match part {
        Part::Picture => ("Picture", Some("/profile/edit#picture")),
        Part::Headline => ("Headline", Some("/profile/edit#words")),
        Part::Summary => ("Summary", Some("/profile/edit#words")),
        Part::Experience => ("Experience", Some("/profile/edit#positions")),
        Part::Recommendations => ("Recommendations", None),
        Part::Connections => ("A decent number of connections", Some("/people")),
    };
    let parts = completeness.parts.iter();
    parts
        .map(|part| {
            let (words, href) = line(part.part);
            PartLine { words, done: part.done, href }
        })
        .collect()
}
