//! One's own profile over the API.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kith_app::accounts;
use kith_app::profile::{self, Account, EditProfile};
use kith_app::{App, Edit};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::history;
use super::picture::upload;
use super::wire::ProfileShape;
use crate::Web;
use crate::conditional::{on, versioned};
use crate::extract::Json;
use crate::gate::session::Member;
use crate::problem::Problem;
use crate::wire::{CompletenessShape, Moment};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(read, edit, close))
        .routes(routes!(set_interests))
        .routes(routes!(set_picture, clear_picture))
        .routes(routes!(completeness))
        .merge(history::routes())
}

/// One's own profile, with what others do not see.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    #[serde(flatten)]
    profile: ProfileShape,
    /// Whether an address is confirmed.
    verified: bool,
    /// Whether this member moderates.
    moderator: bool,
    /// Since when they are a member.
    joined_at: Moment,
}

impl From<&Account> for Me {
    fn from(account: &Account) -> Self {
        Self {
            profile: ProfileShape::new(&account.profile, true),
            verified: account.verified,
            moderator: account.moderator,
            joined_at: account.joined_at.into(),
        }
    }
}

/// What is to change; what is left out stays, null empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfileEdit {
    /// The name; it cannot be empty.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>, example = "Ana Lee")]
    name: Option<Option<String>>,
    /// The name in addresses; it cannot be empty.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>, example = "ana-lee")]
    handle: Option<Option<String>>,
    /// The line below the name.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    headline: Option<Option<String>>,
    /// Own words.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    summary: Option<Option<String>>,
    /// Where they are.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    location: Option<Option<String>>,
    /// An e-mail address, for connections.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    contact_email: Option<Option<String>>,
    /// A telephone number, for connections.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>, example = "+49 30 1234567")]
    contact_phone: Option<Option<String>>,
    /// A page of your own, for connections.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>, example = "https://ana.example.org")]
    contact_website: Option<Option<String>>,
}

/// Null that was named, apart from what was left out.
fn named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn edit_of(named: Option<Option<String>>) -> Edit {
    match named {
        None => Edit::Keep,
        Some(None) => Edit::Clear,
        Some(Some(text)) => Edit::Set(text),
    }
}

/// The password, to be sure.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Closing {
    /// The password of the account.
    password: String,
}

/// A picture that was taken in.
#[derive(Debug, Serialize, ToSchema)]
struct NewPicture {
    /// Where it is shown; `?size=` asks for another length of its edge.
    #[schema(example = "/pictures/458201347321892864/1772442000000")]
    picture: String,
}

/// Read your profile
#[utoipa::path(get, path = "/me", operation_id = "get_me", tag = "Me",
    responses(
        (status = 200, description = "Your profile; `ETag` is its version.", body = Me),
        (status = 304, description = "You have this version."),
    ))]
async fn read(State(app): State<App>, member: Member, headers: HeaderMap) -> Result<Response, Problem> {
    let account = profile::own(&app, member.actor()).await?.ok_or_else(Problem::not_found)?;
    Ok(versioned(&headers, account.version, Me::from(&account)))
}

/// Change your profile
///
/// With `If-Match`, only the version you read.
#[utoipa::path(patch, path = "/me", operation_id = "edit_me", tag = "Me", request_body = ProfileEdit,
    responses(
        (status = 200, description = "Your profile now.", body = Me),
        (status = 409, description = "`handle_taken`"),
        (status = 412, description = "`changed_meanwhile`"),
    ))]
async fn edit(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Json(asked): Json<ProfileEdit>,
) -> Result<Response, Problem> {
    let ask = EditProfile {
        name: edit_of(asked.name),
        handle: edit_of(asked.handle),
        headline: edit_of(asked.headline),
        summary: edit_of(asked.summary),
        location: edit_of(asked.location),
        contact_email: edit_of(asked.contact_email),
        contact_phone: edit_of(asked.contact_phone),
        contact_website: edit_of(asked.contact_website),
    };
    let account = profile::edit(&app, member.actor(), ask, on(&headers)?).await?;
    Ok(versioned(&HeaderMap::new(), account.version, Me::from(&account)))
}

/// Close your account
///
/// For good.
#[utoipa::path(delete, path = "/me", operation_id = "close_account", tag = "Me", request_body = Closing,
    responses(
        (status = 204, description = "Closed."),
        (status = 403, description = "`wrong_password`"),
    ))]
async fn close(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<Closing>,
) -> Result<StatusCode, Problem> {
    accounts::close(&app, member.actor(), &asked.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Set your interests
///
/// In this order; one that is named twice is kept once.
#[utoipa::path(put, path = "/me/interests", operation_id = "set_interests", tag = "Me",
    request_body = Vec<String>,
    responses(
        (status = 200, description = "Your interests now.", body = Vec<String>),
        (status = 412, description = "`changed_meanwhile`"),
    ))]
async fn set_interests(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Json(asked): Json<Vec<String>>,
) -> Result<Json<Vec<String>>, Problem> {
    let interests = profile::set_interests(&app, member.actor(), &asked, on(&headers)?).await?;
    Ok(Json(interests.iter().map(|interest| interest.as_str().to_owned()).collect()))
}

/// Set your picture
///
/// JPEG, PNG or WebP, up to 5 MiB: the file itself as the body, or a form with it. It is turned, squared and
/// written anew, without what the camera noted.
#[utoipa::path(put, path = "/me/picture", operation_id = "set_picture", tag = "Me",
    request_body(content(("image/jpeg"), ("image/png"), ("image/webp")), description = "The picture."),
    responses(
        (status = 200, description = "Your picture.", body = NewPicture),
        (status = 422, description = "`picture_refused`"),
    ))]
async fn set_picture(
    State(app): State<App>,
    member: Member,
    request: Request,
) -> Result<Json<NewPicture>, Problem> {
    let file = upload(request).await?;
    let version = profile::set_picture(&app, member.actor(), file).await?;
    Ok(Json(NewPicture { picture: format!("/pictures/{}/{version}", member.actor().member) }))
}

/// Take your picture away
#[utoipa::path(delete, path = "/me/picture", operation_id = "clear_picture", tag = "Me",
    responses((status = 204, description = "There is none.")))]
async fn clear_picture(State(app): State<App>, member: Member) -> Result<StatusCode, Problem> {
    profile::clear_picture(&app, member.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How complete your profile is
#[utoipa::path(get, path = "/me/completeness", operation_id = "get_completeness", tag = "Me",
    responses((status = 200, description = "What is there, and what is missing.", body = CompletenessShape)))]
async fn completeness(State(app): State<App>, member: Member) -> Result<Json<CompletenessShape>, Problem> {
    let completeness = profile::completeness(&app, member.actor()).await?.ok_or_else(Problem::not_found)?;
    Ok(Json((&completeness).into()))
}
