use std::convert::Infallible;

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE, REFERER, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use kith_app::sessions::Caller;
use kith_app::{App, moderation, notifications};
use kith_domain::time::Timestamp;

use super::{Flash, Frame, Onward, Page, Place, Theme, Unread, wants_fragment};
use crate::Web;
use crate::gate::request_id;
use crate::gate::session::Visit;
use crate::problem::Problem;

/// Where htmx goes instead of putting an answer in place.
const HX_REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// What a handler of pages knows of the request besides its own form. As an extractor it never fails.
#[derive(Clone)]
pub struct PageRequest {
    web: Web,
    visit: Visit,
    theme: Theme,
    fragment: bool,
    flash: Option<Flash>,
    path: String,
    came_from: Option<String>,
    asked_at: Timestamp,
}

impl PageRequest {
    /// The network.
    pub fn app(&self) -> &App {
        self.web.app()
    }

    /// The network on the web.
    pub fn web(&self) -> &Web {
        &self.web
    }

    /// The member who looks, where one is signed in.
    pub fn caller(&self) -> Option<&Caller> {
        self.visit.caller()
    }

    /// Whether htmx asks, and puts the answer in place.
    pub fn fragment(&self) -> bool {
        self.fragment
    }

    /// What every form carries in its field `csrf`.
    pub fn csrf(&self) -> &str {
        self.visit.form_token()
    }

    /// The colours this device asks for.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// The path of the page from which this was asked for, where that is one of this site; else `otherwise`.
    pub fn back(&self, otherwise: &str) -> String {
        self.came_from.clone().unwrap_or_else(|| otherwise.to_owned())
    }

    /// The frame of a page in `place`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn frame(&self, place: Place) -> Result<Frame, Problem> {
        let unread = match self.caller() {
            Some(caller) => unread(self.app(), caller).await?,
            None => Unread::default(),
        };
        Ok(self.frame_with(place, unread))
    }

    fn frame_with(&self, place: Place, unread: Unread) -> Frame {
        let me = self.caller().map(|caller| (caller, unread));
        let frame = Frame::new(self.app(), place, self.theme, self.csrf().to_owned(), self.asked_at, me);
        Frame { flash: self.flash.clone(), ..frame }
    }

    /// Onward to another page, whether htmx asked or the browser.
    pub fn onward(&self, onward: Onward) -> Response {
        if !self.fragment {
            return onward.into_response();
        }
        let to = HeaderValue::from_str(onward.path());
        let mut response = onward.into_response();
        *response.status_mut() = StatusCode::OK;
        if let Ok(to) = to {
            response.headers_mut().insert(HX_REDIRECT, to);
        }
        response
    }
}

impl FromRequestParts<Web> for PageRequest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let Ok(visit) = Visit::from_request_parts(parts, web).await;
        let fragment = wants_fragment(&parts.headers);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let referer = parts.headers.get(REFERER).and_then(|from| from.to_str().ok());
        // What htmx asks for is a part of a page: what is said once stays for the next whole one.
        let flash = (!fragment).then(|| Flash::read(&parts.headers)).flatten();
        Ok(Self {
            visit,
            theme: Theme::asked(&parts.headers),
            fragment,
            flash,
            path,
            came_from: referer.and_then(|from| on_this_site(from, web.options().origin(), parts)),
            // Before anything is read: what is written from now on may be missing from the page.
            asked_at: web.app().now(),
            web: web.clone(),
        })
    }
}

async fn unread(app: &App, caller: &Caller) -> Result<Unread, Problem> {
    let waiting = notifications::waiting(app, caller.actor).await?;
    let cases = if caller.moderator { moderation::open_count(app).await?.into() } else { 0 };
    Ok(Unread { messages: waiting.messages.into(), notifications: waiting.notifications.into(), cases })
}

/// The path of an address, where it is one of this site's.
fn on_this_site(address: &str, origin: &str, parts: &Parts) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let at = rest.find('/')?;
    let (host, path) = rest.split_at(at);
    let asked = parts.headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
    let here = Some(host) == asked || origin.split_once("://").is_some_and(|(_, own)| own == host);
    local_path(path).filter(|_| here).map(str::to_owned)
}

/// A path of this site out of a form or query, such as where to go after signing in.
pub fn local_path(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (plain && path.starts_with('/') && !path.starts_with("//")).then_some(path)
}

#[derive(Template)]
#[template(path = "layout/trouble.html")]
struct Trouble {
    frame: Frame,
    status: u16,
    title: &'static str,
    detail: String,
    try_again: bool,
    /// The id of the request, where the operator's log says more than this page.
    request: Option<String>,
}

#[derive(Template)]
#[template(path = "layout/trouble_part.html")]
struct TroublePart {
    detail: String,
}

/// What software asks for and no person looks at: problems with it stay JSON.
fn for_software(path: &str) -> bool {
    const FOLDERS: [&str; 4] = ["/api/", "/assets/", "/pictures/", "/health/"];
    const FILES: [&str; 3] = ["/metrics", "/events", "/unread"];
    FOLDERS.iter().any(|folder| path.starts_with(folder)) || FILES.contains(&path)
}

/// What is not there. An address that is there without its last `/` leads on to that.
pub async fn not_found(method: Method, uri: Uri) -> Result<Response, Problem> {
    let path = uri.path().trim_end_matches('/');
    let reads = matches!(method, Method::GET | Method::HEAD);
    if !reads || path.len() == uri.path().len() || for_software(uri.path()) {
        return Err(Problem::not_found());
    }
    let without = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let without = local_path(&without).ok_or_else(Problem::not_found)?;
    Ok(Redirect::permanent(without).into_response())
}

/// Says what went wrong as a page, a part of one, or the way to sign in, and forgets what was said once. Around
/// the pages alone: the API says it as JSON.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    if for_software(request.uri().path()) {
        return next.run(request).await;
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let (mut parts, body) = request.into_parts();
    let Ok(ask) = PageRequest::from_request_parts(&mut parts, &web).await;
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = said(&ask, problem, reads, response).await;
    }
    let is_page =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if reads && is_page && ask.flash.is_some() {
        Flash::forget(&mut response);
    }
    response
}

/// Around all that finds out who asks: what goes wrong there is said as a page too, to nobody known.
pub async fn last_net(State(web): State<Web>, request: Request, next: Next) -> Response {
    if for_software(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(ask) = PageRequest::from_request_parts(&mut parts, &web).await;
    let mut response = next.run(Request::from_parts(parts, body)).await;
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => trouble(&ask, problem, Unread::default(), &response),
        None => response,
    }
}

async fn said(ask: &PageRequest, problem: Problem, reads: bool, plain: Response) -> Response {
    let status = problem.status();
    if status == StatusCode::UNAUTHORIZED {
        let next = if reads && !ask.fragment { ask.path.as_str() } else { "/" };
        let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        return ask.onward(Onward::to(format!("/sign-in?next={next}")));
    }
    // What is unread is of no importance here, and the database may be what the trouble is with.
    let unread = match ask.caller() {
        Some(caller) if !ask.fragment => unread(ask.app(), caller).await.unwrap_or_default(),
        Some(_) | None => Unread::default(),
    };
    trouble(ask, problem, unread, &plain)
}

fn trouble(ask: &PageRequest, problem: Problem, unread: Unread, plain: &Response) -> Response {
    let status = problem.status();
    let detail = problem.detail().to_owned();
    let mut response = if ask.fragment {
        Page::with_status(status, TroublePart { detail }).into_response()
    } else {
        let frame = ask.frame_with(Place::Elsewhere, unread);
        let try_again = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        let title = match status {
            StatusCode::NOT_FOUND => "There is no such page",
            StatusCode::INTERNAL_SERVER_ERROR => "Something went wrong here",
            _ => problem.sort().title,
        };
        let request = status.is_server_error().then(request_id::current);
        let page = Trouble { frame, status: status.as_u16(), title, detail, try_again, request };
        Page::with_status(status, page).into_response()
    };
    for name in [RETRY_AFTER, ALLOW] {
        if let Some(value) = plain.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_to_go_to_stays_on_this_site() {
        assert_eq!(local_path("/in/ana?x=1"), Some("/in/ana?x=1"));
        for elsewhere in ["", "in/ana", "//example.org", "/\\example.org", "https://example.org", "/a\nb"] {
            assert_eq!(local_path(elsewhere), None, "{elsewhere:?}");
        }
    }
}
