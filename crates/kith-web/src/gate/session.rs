//! Who asks: a bearer token, the session's cookie, or nobody.

use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kith_app::Actor;
use kith_app::sessions::{self, Caller};
use kith_domain::id::MemberId;

use super::csrf;
use crate::Web;
use crate::problem::{Problem, sorts};

/// How long the session's cookie is kept by a browser that is not used, in days.
const DAYS: u32 = 30;

/// By what somebody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// Nobody is signed in.
    Nobody,
    /// The session's cookie: a browser sends it by itself, so forms need a token of their own.
    Cookie,
    /// A token in the `Authorization` header, which no browser sends by itself.
    Bearer,
}

/// Who asks, as far as it is known. As an extractor it never fails.
#[derive(Debug, Clone)]
pub struct Visit {
    caller: Option<Arc<Caller>>,
    means: Means,
    form_token: Option<String>,
}

impl Visit {
    /// The member who asks, where one is signed in.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.as_deref()
    }

    /// Which member asks.
    pub fn member(&self) -> Option<MemberId> {
        self.caller().map(|caller| caller.actor.member)
    }

    /// By what they are known.
    pub fn means(&self) -> Means {
        self.means
    }

    /// What every form carries in its field `csrf`.
    pub fn form_token(&self) -> &str {
        self.form_token.as_deref().unwrap_or_default()
    }

    fn nobody(form_token: Option<String>) -> Self {
        Self { caller: None, means: Means::Nobody, form_token }
    }
}

/// A member who asks. Nobody gets [`sorts::NOT_SIGNED_IN`], which a page answers with the way to sign in.
#[derive(Debug, Clone)]
pub struct Member {
    caller: Arc<Caller>,
}

impl Member {
    /// The member and their session, as use cases want them.
    pub fn actor(&self) -> Actor {
        self.caller.actor
    }
}

impl Deref for Member {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

/// Finds out who asks.
pub async fn layer(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Files and the operator's numbers are for nobody in particular, and a token sent there is the operator's own.
    if path.starts_with("/assets/") || path.starts_with("/health/") || path == "/metrics" {
        request.extensions_mut().insert(Visit::nobody(None));
        return next.run(request).await;
    }
    let visit = match visit(&web, request.headers()).await {
        Ok(visit) => visit,
        Err(problem) => return problem.into_response(),
    };
    // A page for nobody may hold a form; its token hangs on a cookie that means nothing else.
    let page = !request.uri().path().starts_with("/api/");
    let fresh = (visit.form_token.is_none() && page && *request.method() == Method::GET)
        .then(|| URL_SAFE_NO_PAD.encode(web.app().chance().secret()));
    let visit = match &fresh {
        Some(secret) => Visit { form_token: Some(csrf::token(secret)), ..visit },
        None => visit,
    };
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if let Some(secret) = fresh
        && !sets_session(&web, &response)
    {
        add_cookie(&mut response, &cookie(&web, visit_name(&web), secret).to_string());
    }
    response
}

async fn visit(web: &Web, headers: &HeaderMap) -> Result<Visit, Problem> {
    // Another scheme is for somebody else, such as a proxy in front that asks for a password of its own.
    if let Some(token) = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok().and_then(bearer)) {
        let caller = sessions::authenticate(web.app(), token).await?;
        let wrong = || Problem::new(&sorts::NOT_SIGNED_IN, "The token is not valid, or no longer.");
        let caller = caller.ok_or_else(wrong)?;
        return Ok(Visit { caller: Some(Arc::new(caller)), means: Means::Bearer, form_token: None });
    }
    if let Some(token) = read_cookie(headers, session_name(web))
        && let Some(caller) = sessions::authenticate(web.app(), &token).await?
    {
        let form_token = Some(csrf::token(&token));
        return Ok(Visit { caller: Some(Arc::new(caller)), means: Means::Cookie, form_token });
    }
    Ok(Visit::nobody(read_cookie(headers, visit_name(web)).map(|secret| csrf::token(&secret))))
}

fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Signs a browser in: adds the session's cookie to an answer.
pub fn sign_in(web: &Web, response: &mut Response, token: &str) {
    let cookie = cookie(web, session_name(web), token.to_owned());
    add_cookie(response, &format!("{cookie}; Max-Age={}", DAYS * 86_400));
}

/// Signs a browser out: takes the session's cookie away.
pub fn sign_out(web: &Web, response: &mut Response) {
    let cookie = cookie(web, session_name(web), String::new());
    add_cookie(response, &format!("{cookie}; Max-Age=0"));
}

fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

fn sets_session(web: &Web, response: &Response) -> bool {
    let mut set = response.headers().get_all(SET_COOKIE).iter();
    set.any(|value| value.as_bytes().starts_with(format!("{}=", session_name(web)).as_bytes()))
}

fn cookie(web: &Web, name: &'static str, value: String) -> Cookie<'static> {
    let secure = web.options().https();
    Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).build()
}

/// The prefix `__Host-` lets no other host and no plain connection set it; browsers take it over https alone.
fn session_name(web: &Web) -> &'static str {
    if web.options().https() { "__Host-kith" } else { "kith" }
}

fn visit_name(web: &Web) -> &'static str {
    if web.options().https() { "__Host-kith-visit" } else { "kith-visit" }
}

fn read_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self::nobody(None)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Visit>().and_then(|visit| visit.caller.clone());
        let caller =
            caller.ok_or_else(|| Problem::new(&sorts::NOT_SIGNED_IN, "Sign in, or send a token."))?;
        Ok(Self { caller })
    }
}
