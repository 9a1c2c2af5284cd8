//! Accounts and sessions over the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::accounts::{self, SignUp, SignedUp};
use kith_app::sessions::{self, SessionKind, SignIn, SignedIn};
use kith_domain::id::SessionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::paging::Page;
use crate::problem::Problem;
use crate::wire::{Id, Moment, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(sign_in, list))
        .routes(routes!(sign_out))
        .routes(routes!(revoke))
        .routes(routes!(change_password))
}

/// What somebody opens an account with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    /// The name as shown.
    #[schema(example = "Ana Lee", min_length = 1)]
    name: String,
    /// The address.
    #[schema(example = "ana@example.org")]
    email: String,
    /// 8 to 256 characters.
    #[schema(min_length = 8, max_length = 256)]
    password: String,
}

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// The address.
    #[schema(example = "ana@example.org")]
    email: String,
    /// The password.
    password: String,
}

/// A member who is signed in.
#[derive(Serialize, ToSchema)]
struct Session {
    /// Who.
    member: PersonShape,
    /// What to send with every request: `Authorization: Bearer <token>`. It is shown this once.
    token: String,
}

/// A browser or a token that acts as a member.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionInList)]
struct SessionShape {
    /// Which.
    id: Id,
    /// What it is for.
    kind: SessionName,
    /// What you know it by.
    label: String,
    /// When it was made.
    created_at: Moment,
    /// When it was used, some minutes exact.
    seen_at: Moment,
    /// The first instant at which it is over.
    expires_at: Moment,
    /// Whether it is the one that asks.
    current: bool,
}

/// What a session is for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SessionKind)]
enum SessionName {
    /// A browser.
    Browser,
    /// A token of the API.
    Api,
}

impl SessionShape {
    fn new(session: &sessions::Session, current: bool) -> Self {
        Self {
            id: session.id.into(),
            kind: match session.kind {
                SessionKind::Browser => SessionName::Browser,
                SessionKind::Api => SessionName::Api,
            },
            label: session.label.clone(),
            created_at: session.created_at.into(),
            seen_at: session.seen_at.into(),
            expires_at: session.expires_at.into(),
            current,
        }
    }
}

/// A password to be changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// The current one.
    password: String,
    /// The new one, 8 to 256 characters.
    #[schema(min_length = 8, max_length = 256)]
    new_password: String,
}

/// Nothing to tell, whatever was found.
#[derive(Serialize, ToSchema)]
struct Taken {
    /// What happens next.
    detail: &'static str,
}

/// Open an account
///
/// An address that is already in use is answered with 202, as an account that has to wait is.
#[utoipa::path(post, path = "/accounts", operation_id = "open_account", tag = "Accounts", security(()),
    request_body = NewAccount,
    responses(
        (status = 201, description = "The account, and a token for it.", body = Session),
        (status = 202, description = "Taken in. What happens next is told by mail.", body = Taken),
        (status = 403, description = "This network's accounts are made otherwise."),
    ))]
async fn open(
    State(app): State<App>,
    headers: HeaderMap,
    Json(asked): Json<NewAccount>,
) -> Result<Response, Problem> {
    let NewAccount { name, email, password } = asked;
    let ask = SignUp { name, email, password, label: label(&headers), kind: SessionKind::Api };
    match accounts::sign_up(&app, ask).await? {
        SignedUp::In(signed_in) => {
            let session = session(&app, signed_in).await?;
            Ok((StatusCode::CREATED, Json(session)).into_response())
        }
        SignedUp::Awaiting | SignedUp::AddressInUse => {
            let taken = Taken { detail: "Thank you. What happens next is told by mail." };
            Ok((StatusCode::ACCEPTED, Json(taken)).into_response())
        }
    }
}

/// Sign in
///
/// An unknown address and a wrong password are answered alike.
#[utoipa::path(post, path = "/sessions", operation_id = "sign_in", tag = "Accounts", security(()),
    request_body = Credentials,
    responses(
        (status = 201, description = "A token.", body = Session),
        (status = 401, description = "Address and password do not go together."),
        (status = 403, description = "The account is not in use."),
    ))]
async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    Json(asked): Json<Credentials>,
) -> Result<Response, Problem> {
    let Credentials { email, password } = asked;
    let ask = SignIn { email, password, label: label(&headers), kind: SessionKind::Api };
    let signed_in = sessions::sign_in(&app, ask).await?;
    let session = session(&app, signed_in).await?;
    Ok((StatusCode::CREATED, Json(session)).into_response())
}

/// Sign out
///
/// Ends the session that asks.
#[utoipa::path(delete, path = "/sessions/current", operation_id = "sign_out", tag = "Accounts",
    responses((status = 204, description = "The token is no longer valid.")))]
async fn sign_out(State(app): State<App>, member: Member) -> Result<StatusCode, Problem> {
    sessions::sign_out(&app, member.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List your sessions
///
/// The latest used first.
#[utoipa::path(get, path = "/sessions", operation_id = "list_sessions", tag = "Accounts",
    responses((status = 200, description = "Browsers and tokens that act as you.", body = Page<SessionShape>)))]
async fn list(State(app): State<App>, member: Member) -> Result<Page<SessionShape>, Problem> {
    let current = member.actor().session;
    let sessions = sessions::list(&app, member.actor()).await?;
    let items = sessions.iter().map(|session| SessionShape::new(session, session.id == current)).collect();
    Ok(Page { items, next: None })
}

/// End a session
#[utoipa::path(delete, path = "/sessions/{id}", operation_id = "revoke_session", tag = "Accounts",
    params(("id" = Id, Path, description = "Which session.")),
    responses((status = 204, description = "It acts as you no longer.")))]
async fn revoke(
    State(app): State<App>,
    member: Member,
    Path(id): Path<SessionId>,
) -> Result<StatusCode, Problem> {
    let there = sessions::revoke(&app, member.actor(), id).await?;
    if there { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found()) }
}

/// Change your password
///
/// All other sessions end.
#[utoipa::path(put, path = "/me/password", operation_id = "change_password", tag = "Accounts",
    request_body = NewPassword,
    responses(
        (status = 204, description = "Changed."),
        (status = 403, description = "`wrong_password`"),
    ))]
async fn change_password(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewPassword>,
) -> Result<StatusCode, Problem> {
    accounts::change_password(&app, member.actor(), &asked.password, &asked.new_password).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn session(app: &App, signed_in: SignedIn) -> Result<Session, Problem> {
    let token = signed_in.token.as_str().to_owned();
    let caller = sessions::authenticate(app, &token).await?.ok_or_else(Problem::internal)?;
    Ok(Session { member: (&caller.person).into(), token })
}

/// What the member will know the session by: the program that asks.
pub(crate) fn label(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    agent.unwrap_or_default().to_owned()
}
