use std::convert::Infallible;

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CONTENT_TYPE, REFERER, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kith_app::sessions::Caller;
use kith_app::{Actor, App, notifications};

use super::{Flash, Frame, Onward, Page, Place, Theme, Unread, wants_fragment};
use crate::Web;
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
        let me = match self.caller() {
            Some(caller) => Some((caller, unread(self.app(), caller.actor).await?)),
            None => None,
        };
        let frame = Frame::new(self.app(), place, self.theme, self.csrf().to_owned(), me);
        Ok(Frame { flash: self.flash.clone(), ..frame })
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
            web: web.clone(),
        })
    }
}

async fn unread(app: &App, actor: Actor) -> Result<Unread, Problem> {
    let waiting = notifications::waiting(app, actor).await?;
    Ok(Unread { messages: waiting.messages.into(), notifications: waiting.notifications.into() })
}

/// The path of an address, where it is one of this site's.
fn on_this_site(address: &str, origin: &str, parts: &Parts) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let at = rest.find('/')?;
    let (host, path) = rest.split_at(at);
    let asked = parts.headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
    let here = Some(host) == asked || origin.split_once("://").is_some_and(|(_, own)| own == host);
    (here && !path.starts_with("//")).then(|| path.to_owned())
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
}

#[derive(Template)]
#[template(path = "layout/trouble_part.html")]
struct TroublePart {
    detail: String,
}

/// Says what went wrong as a page, a part of one, or the way to sign in, and forgets what was said once. Around
/// the pages alone: the API says it as JSON.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") || request.uri().path().starts_with("/assets/") {
        return next.run(request).await;
    }
    let reads = *request.method() == Method::GET;
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

async fn said(ask: &PageRequest, problem: Problem, reads: bool, plain: Response) -> Response {
    let status = problem.status();
    if status == StatusCode::UNAUTHORIZED {
        let next = if reads && !ask.fragment { ask.path.as_str() } else { "/" };
        let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        return ask.onward(Onward::to(format!("/sign-in?next={next}")));
    }
    let detail = problem.detail().to_owned();
    let mut response = if ask.fragment {
        Page::with_status(status, TroublePart { detail }).into_response()
    } else {
        let Ok(frame) = ask.frame(Place::Elsewhere).await else { return plain };
        let try_again = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        let title = match status {
            StatusCode::NOT_FOUND => "There is no such page",
            StatusCode::INTERNAL_SERVER_ERROR => "Something went wrong here",
            _ => problem.sort().title,
        };
        let page = Trouble { frame, status: status.as_u16(), title, detail, try_again };
        Page::with_status(status, page).into_response()
    };
    if let Some(value) = plain.headers().get(RETRY_AFTER) {
        response.headers_mut().insert(RETRY_AFTER, value.clone());
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
