//! The settings as pages. Each part is a form of its own, and answers where it stands.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kith_app::accounts::{self, ChangePasswordRefused, CloseRefused};
use kith_app::sessions::{self, SessionKind};
use kith_app::settings::{self, EditSettings, EditSettingsRefused};
use kith_app::{Failure, FieldErrors, connections};
use kith_domain::follows::FollowedBy;
use kith_domain::id::{MemberId, SessionId};
use kith_domain::invitations::Language;
use kith_domain::profile::Audience;
use serde::Deserialize;

use super::page::{SettingsPage, Told};
use crate::Web;
use crate::extract::{Form, Path};
use crate::gate::session;
use crate::page::{Flash, MemberRequest, Page, Theme};
use crate::problem::Problem;

/// The pages of the settings.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/settings", get(show))
        .route("/settings/look", post(look))
        .route("/settings/privacy", post(privacy))
        .route("/settings/reach", post(reach))
        .route("/settings/password", get(to_form).post(password))
        .route("/settings/sessions/end-others", post(end_others))
        .route("/settings/sessions/{id}/end", post(end))
        .route("/settings/tokens", get(to_form).post(make_token))
        .route("/settings/blocks/{member}/unblock", post(unblock))
        .route("/settings/close", get(to_form).post(close))
}

/// A form that came back with what is wrong in it has the address it was sent to: opened again, that is the page.
async fn to_form() -> Redirect {
    Redirect::to("/settings")
}

async fn show(ask: MemberRequest) -> Result<Page<SettingsPage>, Problem> {
    Ok(Page::new(SettingsPage::read(&ask, Told::default()).await?))
}

#[derive(Deserialize)]
struct Look {
    theme: String,
    /// Browsers leave a box without a tick out.
    shortcuts: Option<String>,
}

async fn look(
    State(web): State<Web>,
    ask: MemberRequest,
    Form(look): Form<Look>,
) -> Result<Response, Problem> {
    let change = EditSettings { shortcuts: Some(look.shortcuts.is_some()), ..EditSettings::default() };
    edit(&ask, change).await?;
    let mut response = ask.done("/settings", Flash::say("Saved."));
    let cookie = Theme::of(&look.theme).cookie(web.options().https());
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

#[derive(Deserialize)]
struct Privacy {
    connections_visible_to: Audience,
    language: String,
    /// Browsers leave a box without a tick out.
    takes_introductions: Option<String>,
}

async fn privacy(ask: MemberRequest, Form(privacy): Form<Privacy>) -> Result<Response, Problem> {
    let language = Language::of(&privacy.language)
        .ok_or_else(|| Problem::field("language", "malformed", "Choose one of the languages."))?;
    let change = EditSettings {
        connections_visible_to: Some(privacy.connections_visible_to),
        language: Some(language),
        takes_introductions: Some(privacy.takes_introductions.is_some()),
        ..EditSettings::default()
    };
    edit(&ask, change).await?;
    Ok(ask.done("/settings#privacy", Flash::say("Saved.")))
}

#[derive(Deserialize)]
struct Reach {
    /// Browsers leave a box without a tick out.
    takes_outreach: Option<String>,
    followed_by: String,
}

async fn reach(ask: MemberRequest, Form(reach): Form<Reach>) -> Result<Response, Problem> {
    let followed_by = match reach.followed_by.as_str() {
        "anybody" => FollowedBy::Anybody,
        "connections" => FollowedBy::Connections,
        "nobody" => FollowedBy::Nobody,
        _ => return Err(Problem::field("followed_by", "malformed", "Choose who may follow you.")),
    };
    let change = EditSettings {
        takes_outreach: Some(reach.takes_outreach.is_some()),
        followed_by: Some(followed_by),
        ..EditSettings::default()
    };
    edit(&ask, change).await?;
    Ok(ask.done("/settings#reach", Flash::say("Saved.")))
}

async fn edit(ask: &MemberRequest, change: EditSettings) -> Result<(), Problem> {
    match settings::edit(ask.app(), ask.actor(), change, None).await {
        Ok(_) => Ok(()),
        Err(Failure::Fault(fault)) => Err(fault.into()),
        // No version is named, so it cannot be another one.
        Err(Failure::Refused(EditSettingsRefused::Outdated { .. } | EditSettingsRefused::Gone)) => {
            Err(Problem::not_found())
        }
    }
}

#[derive(Deserialize)]
struct ChangePassword {
    current_password: String,
    new_password: String,
}

async fn password(ask: MemberRequest, Form(form): Form<ChangePassword>) -> Result<Response, Problem> {
    let (current, new) = (&form.current_password, &form.new_password);
    let errors = match accounts::change_password(ask.app(), ask.actor(), current, new).await {
        Ok(()) => {
            let said = "The password was changed, and your other sessions ended.";
            return Ok(ask.done("/settings#password", Flash::say(said)));
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(ChangePasswordRefused::WrongPassword)) => wrong_password("current_password"),
        Err(Failure::Refused(ChangePasswordRefused::Fields(errors))) => errors,
    };
    again(&ask, Told { password: errors, ..Told::default() }).await
}

async fn end_others(ask: MemberRequest) -> Result<Response, Problem> {
    sessions::revoke_others(ask.app(), ask.actor()).await?;
    Ok(ask.done("/settings#sessions", Flash::say("Your other sessions and tokens ended.")))
}

async fn end(ask: MemberRequest, Path(id): Path<SessionId>) -> Result<Response, Problem> {
    if !sessions::revoke(ask.app(), ask.actor(), id).await? {
        return Err(Problem::not_found());
    }
    Ok(ask.done("/settings#sessions", Flash::say("Ended.")))
}

#[derive(Deserialize)]
struct MakeToken {
    label: String,
}

/// The page itself shows the token and is not gone away from: a redirect could not carry a secret that is kept nowhere.
async fn make_token(ask: MemberRequest, Form(form): Form<MakeToken>) -> Result<Response, Problem> {
    let label = form.label.trim();
    if label.is_empty() {
        let mut token = FieldErrors::new();
        token.add("label", "required", "This is needed, so that you know the token again.");
        return again(&ask, Told { token, ..Told::default() }).await;
    }
    let made = sessions::open(ask.app(), ask.actor().member, SessionKind::Api, label).await?;
    let told = Told { new_token: Some(made.token.as_str().to_owned()), ..Told::default() };
    Ok(Page::new(SettingsPage::read(&ask, told).await?).into_response())
}

async fn unblock(ask: MemberRequest, Path(member): Path<MemberId>) -> Result<Response, Problem> {
    connections::unblock(ask.app(), ask.actor(), member).await?;
    Ok(ask.done("/settings#blocks", Flash::say("Unblocked. Nothing that the block ended comes back.")))
}

#[derive(Deserialize)]
struct Close {
    password: String,
    confirmation: String,
}

async fn close(
    State(web): State<Web>,
    ask: MemberRequest,
    Form(form): Form<Close>,
) -> Result<Response, Problem> {
    let handle = ask.caller().person.handle.as_str();
    if form.confirmation.trim() != handle {
        let mut close = FieldErrors::new();
        close.add("confirmation", "malformed", format!("Type {handle}, as it stands above the field."));
        return again(&ask, Told { close, ..Told::default() }).await;
    }
    match accounts::close(ask.app(), ask.actor(), &form.password).await {
        Ok(()) => {
            let mut response = ask.done("/", Flash::say("The account is closed."));
            session::sign_out(&web, &mut response);
            Ok(response)
        }
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(CloseRefused::WrongPassword)) => {
            again(&ask, Told { close: wrong_password("password"), ..Told::default() }).await
        }
    }
}

async fn again(ask: &MemberRequest, told: Told) -> Result<Response, Problem> {
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, SettingsPage::read(ask, told).await?)
        .into_response())
}

fn wrong_password(field: &'static str) -> FieldErrors {
    let mut errors = FieldErrors::new();
    errors.add(field, "wrong_password", "This is not your present password.");
    errors
}
