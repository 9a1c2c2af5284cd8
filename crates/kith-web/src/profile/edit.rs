//! Changing one's profile.

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kith_app::profile::{
    self, AddEducation, AddEntryRefused, AddPosition, EditProfile, EditProfileRefused, InterestsRefused,
    SetPictureRefused,
};
use kith_app::{Edit, Failure, FieldErrors};
use kith_domain::id::{EducationId, PositionId};
use serde::Deserialize;

use super::edit_page::{About, Contact, EditPage, Told, Typed};
use super::picture::upload;
use crate::Web;
use crate::extract::{Form, Path};
use crate::page::{Flash, MemberRequest, Page};
use crate::problem::Problem;

/// The page to edit one's profile on, and its forms.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/profile/edit", get(show).post(about))
        .route("/profile/contact", get(to_form).post(contact))
        .route("/profile/picture", get(to_form).post(picture))
        .route("/profile/picture/remove", post(remove_picture))
        .route("/profile/positions", get(to_form).post(add_position))
        .route("/profile/positions/{id}/remove", post(remove_position))
        .route("/profile/educations", get(to_form).post(add_education))
        .route("/profile/educations/{id}/remove", post(remove_education))
        .route("/profile/interests", get(to_form).post(interests))
}

/// A form that came back with what is wrong in it has the address it was sent to: opened again, that is the page.
async fn to_form() -> Redirect {
    Redirect::to("/profile/edit")
}

async fn show(ask: MemberRequest) -> Result<Page<EditPage>, Problem> {
    Ok(Page::new(EditPage::read(&ask, Told::default()).await?))
}

async fn about(ask: MemberRequest, Form(about): Form<About>) -> Result<Response, Problem> {
    let set = |text: &String| Edit::Set(text.clone());
    let edit = EditProfile {
        name: set(&about.name),
        handle: set(&about.handle),
        headline: set(&about.headline),
        summary: set(&about.summary),
        location: set(&about.location),
        ..EditProfile::default()
    };
    let errors = match profile::edit(ask.app(), ask.actor(), edit, None).await {
        Ok(_) => return Ok(ask.done("/profile/edit", Flash::say("Saved."))),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(EditProfileRefused::Fields(errors))) => errors,
        Err(Failure::Refused(EditProfileRefused::HandleTaken)) => {
            wrong("handle", "handle_taken", "Somebody else has this one. Choose another.")
        }
        // No version is named, so it cannot be another one.
        Err(Failure::Refused(EditProfileRefused::Outdated { .. } | EditProfileRefused::Gone)) => {
            return Err(Problem::not_found());
        }
    };
    again(&ask, Told { about: Some((about, errors)), ..Told::default() }).await
}

async fn contact(ask: MemberRequest, Form(contact): Form<Contact>) -> Result<Response, Problem> {
    let set = |text: &String| Edit::Set(text.clone());
    let edit = EditProfile {
        contact_email: set(&contact.contact_email),
        contact_phone: set(&contact.contact_phone),
        contact_website: set(&contact.contact_website),
        ..EditProfile::default()
    };
    match profile::edit(ask.app(), ask.actor(), edit, None).await {
        Ok(_) => Ok(ask.done("/profile/edit#contact", Flash::say("Saved."))),
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(EditProfileRefused::Fields(errors))) => {
            again(&ask, Told { contact: Some((contact, errors)), ..Told::default() }).await
        }
        // Neither a handle nor a version is named.
        Err(Failure::Refused(
            EditProfileRefused::HandleTaken | EditProfileRefused::Outdated { .. } | EditProfileRefused::Gone,
        )) => Err(Problem::not_found()),
    }
}

async fn picture(ask: MemberRequest, request: Request) -> Result<Response, Problem> {
    let upload = upload(request).await?;
    match profile::set_picture(ask.app(), ask.actor(), upload).await {
        Ok(_) => Ok(ask.done("/profile/edit#picture", Flash::say("The picture was changed."))),
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(SetPictureRefused::Gone)) => Err(Problem::not_found()),
        Err(Failure::Refused(SetPictureRefused::Picture(refused))) => {
            let picture = wrong("picture", "picture_refused", refused.to_string());
            again(&ask, Told { picture, ..Told::default() }).await
        }
    }
}

async fn remove_picture(ask: MemberRequest) -> Result<Response, Problem> {
    profile::clear_picture(ask.app(), ask.actor()).await?;
    Ok(ask.done("/profile/edit#picture", Flash::say("The picture was removed.")))
}

#[derive(Deserialize)]
struct PositionForm {
    title: String,
    employer: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

async fn add_position(ask: MemberRequest, Form(form): Form<PositionForm>) -> Result<Response, Problem> {
    let position = AddPosition {
        employer: form.employer.clone(),
        title: form.title.clone(),
        from: form.from.clone(),
        to: given(&form.to),
    };
    match profile::add_position(ask.app(), ask.actor(), position).await {
        Ok(_) => Ok(ask.done("/profile/edit#positions", Flash::say("The position was added."))),
        Err(failure) => {
            let errors = entry_errors(failure, "title", "positions")?;
            let typed = Typed { place: form.employer, title: form.title, from: form.from, to: form.to };
            again(&ask, Told { position: (typed, errors), ..Told::default() }).await
        }
    }
}

async fn remove_position(ask: MemberRequest, Path(id): Path<PositionId>) -> Result<Response, Problem> {
    profile::remove_position(ask.app(), ask.actor(), id).await?;
    Ok(ask.done("/profile/edit#positions", Flash::say("Removed.")))
}

#[derive(Deserialize)]
struct EducationForm {
    school: String,
    #[serde(default)]
    degree: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

async fn add_education(ask: MemberRequest, Form(form): Form<EducationForm>) -> Result<Response, Problem> {
    let education = AddEducation {
        school: form.school.clone(),
        degree: given(&form.degree),
        from: given(&form.from),
        to: given(&form.to),
    };
    match profile::add_education(ask.app(), ask.actor(), education).await {
        Ok(_) => Ok(ask.done("/profile/edit#educations", Flash::say("The education was added."))),
        Err(failure) => {
            let errors = entry_errors(failure, "school", "educations")?;
            let typed = Typed { place: form.school, title: form.degree, from: form.from, to: form.to };
            again(&ask, Told { education: (typed, errors), ..Told::default() }).await
        }
    }
}

async fn remove_education(ask: MemberRequest, Path(id): Path<EducationId>) -> Result<Response, Problem> {
    profile::remove_education(ask.app(), ask.actor(), id).await?;
    Ok(ask.done("/profile/edit#educations", Flash::say("Removed.")))
}

#[derive(Deserialize)]
struct InterestsForm {
    #[serde(default)]
    interests: String,
}

async fn interests(ask: MemberRequest, Form(form): Form<InterestsForm>) -> Result<Response, Problem> {
    let list: Vec<String> = form
        .interests
        .split(['\n', ','])
        .map(str::trim)
        .filter(|interest| !interest.is_empty())
        .map(str::to_owned)
        .collect();
    let errors = match profile::set_interests(ask.app(), ask.actor(), &list, None).await {
        Ok(_) => return Ok(ask.done("/profile/edit#interests", Flash::say("Saved."))),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(InterestsRefused::Fields(errors))) => at_the_list(&errors, &list),
        Err(Failure::Refused(InterestsRefused::TooMany { limit })) => {
            let sentence = format!("A profile holds at most {limit}; these are {}.", list.len());
            wrong("interests", "too_many", sentence)
        }
        // No version is named, so it cannot be another one.
        Err(Failure::Refused(InterestsRefused::Outdated { .. } | InterestsRefused::Gone)) => {
            return Err(Problem::not_found());
        }
    };
    again(&ask, Told { interests: Some((form.interests, errors)), ..Told::default() }).await
}

/// The page holds one field for all interests: what is wrong with the first wrong one stands there, naming it.
fn at_the_list(errors: &FieldErrors, list: &[String]) -> FieldErrors {
    let mut named = FieldErrors::new();
    if let Some(error) = errors.iter().next() {
        let place = error.field.trim_start_matches("interests[").trim_end_matches(']');
        let text = place.parse::<usize>().ok().and_then(|place| list.get(place));
        let beginning: String = text.map(|text| text.chars().take(40).collect()).unwrap_or_default();
        named.add("interests", error.code, format!("“{beginning}”: {}", error.detail));
    }
    named
}

fn entry_errors(
    failure: Failure<AddEntryRefused>,
    first: &'static str,
    what: &str,
) -> Result<FieldErrors, Problem> {
    match failure {
        Failure::Fault(fault) => Err(fault.into()),
        Failure::Refused(AddEntryRefused::Fields(errors)) => Ok(errors),
        Failure::Refused(AddEntryRefused::TooMany { limit }) => {
            let sentence = format!("A profile holds at most {limit} {what}. Remove one first.");
            Ok(wrong(first, "too_many", sentence))
        }
        Failure::Refused(AddEntryRefused::Gone) => Err(Problem::not_found()),
    }
}

async fn again(ask: &MemberRequest, told: Told) -> Result<Response, Problem> {
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, EditPage::read(ask, told).await?).into_response())
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn wrong(field: &'static str, code: &'static str, detail: impl Into<String>) -> FieldErrors {
    let mut errors = FieldErrors::new();
    errors.add(field, code, detail);
    errors
}
