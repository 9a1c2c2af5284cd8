//! Settings over the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use kith_app::App;
use kith_app::settings::{self, EditSettings, Settings};
use kith_domain::follows::FollowedBy;
use kith_domain::invitations::Language;
use kith_domain::profile::Audience;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::conditional::{on, versioned};
use crate::extract::Json;
use crate::gate::session::Member;
use crate::problem::Problem;

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(read, edit))
}

/// A member's settings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Settings)]
struct SettingsShape {
    /// Who may see your list of connections.
    connections_visible_to: AudienceName,
    /// The language of what the network says.
    language: LanguageName,
    /// Whether single keys do something on the pages.
    shortcuts: bool,
    /// Whether you may be asked to introduce others.
    takes_introductions: bool,
    /// Whether people you are not connected with may write to you.
    takes_outreach: bool,
    /// Who may begin to follow you.
    followed_by: FollowedByName,
}

/// What is to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettingsEdit {
    /// Who may see your list of connections.
    connections_visible_to: Option<AudienceName>,
    /// The language of what the network says.
    language: Option<LanguageName>,
    /// Whether single keys do something on the pages.
    shortcuts: Option<bool>,
    /// Whether you may be asked to introduce others.
    takes_introductions: Option<bool>,
    /// Whether people you are not connected with may write to you.
    takes_outreach: Option<bool>,
    /// Who may begin to follow you; who follows you already goes on.
    followed_by: Option<FollowedByName>,
}

/// Who may begin to follow you.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FollowedBy)]
enum FollowedByName {
    /// Anybody.
    Anybody,
    /// Your connections.
    Connections,
    /// Nobody.
    Nobody,
}

/// Who may see a list of connections.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Audience)]
enum AudienceName {
    /// Your connections.
    Connections,
    /// You alone.
    Nobody,
}

/// A language (BCP 47).
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Language)]
pub enum LanguageName {
    /// English.
    En,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
}

/// Read your settings
#[utoipa::path(get, path = "/me/settings", operation_id = "get_settings", tag = "Me",
    responses(
        (status = 200, description = "Your settings; `ETag` is their version.", body = SettingsShape),
        (status = 304, description = "You have this version."),
    ))]
async fn read(State(app): State<App>, member: Member, headers: HeaderMap) -> Result<Response, Problem> {
    let settings = settings::read(&app, member.actor()).await?.ok_or_else(Problem::not_found)?;
    Ok(versioned(&headers, settings.version, SettingsShape::from(settings)))
}

/// Change your settings
///
/// With `If-Match`, only the version you read.
#[utoipa::path(patch, path = "/me/settings", operation_id = "edit_settings", tag = "Me",
    request_body = SettingsEdit,
    responses(
        (status = 200, description = "Your settings now.", body = SettingsShape),
        (status = 412, description = "`changed_meanwhile`"),
    ))]
async fn edit(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Json(asked): Json<SettingsEdit>,
) -> Result<Response, Problem> {
    let ask = EditSettings {
        connections_visible_to: asked.connections_visible_to.map(Into::into),
        language: asked.language.map(Into::into),
        shortcuts: asked.shortcuts,
        takes_introductions: asked.takes_introductions,
        takes_outreach: asked.takes_outreach,
        followed_by: asked.followed_by.map(Into::into),
    };
    let settings = settings::edit(&app, member.actor(), ask, on(&headers)?).await?;
    Ok(versioned(&HeaderMap::new(), settings.version, SettingsShape::from(settings)))
}

impl From<Settings> for SettingsShape {
    fn from(settings: Settings) -> Self {
        Self {
            connections_visible_to: match settings.connections_visible_to {
                Audience::Connections => AudienceName::Connections,
                Audience::Nobody => AudienceName::Nobody,
            },
            language: settings.language.into(),
            shortcuts: settings.shortcuts,
            takes_introductions: settings.takes_introductions,
            takes_outreach: settings.takes_outreach,
            followed_by: match settings.followed_by {
                FollowedBy::Anybody => FollowedByName::Anybody,
                FollowedBy::Connections => FollowedByName::Connections,
                FollowedBy::Nobody => FollowedByName::Nobody,
            },
        }
    }
}

impl From<FollowedByName> for FollowedBy {
    fn from(by: FollowedByName) -> Self {
        match by {
            FollowedByName::Anybody => Self::Anybody,
            FollowedByName::Connections => Self::Connections,
            FollowedByName::Nobody => Self::Nobody,
        }
    }
}

impl From<AudienceName> for Audience {
    fn from(audience: AudienceName) -> Self {
        match audience {
            AudienceName::Connections => Self::Connections,
            AudienceName::Nobody => Self::Nobody,
        }
    }
}

impl From<Language> for LanguageName {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::De => Self::De,
            Language::Es => Self::Es,
            Language::Fr => Self::Fr,
        }
    }
}

impl From<LanguageName> for Language {
    fn from(language: LanguageName) -> Self {
        match language {
            LanguageName::En => Self::En,
            LanguageName::De => Self::De,
            LanguageName::Es => Self::Es,
            LanguageName::Fr => Self::Fr,
        }
    }
}
