//! The frame around every page: who looks, in which colours, what the last act did, and how a
//! template becomes an answer. Handlers stay: unpack, call the use case, wrap.

mod confirm;
mod face;
mod flash;
pub mod live;
mod member;
mod request;
mod somebody;
mod theme;

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::sessions::Caller;
use kith_domain::text::Handle;
use kith_domain::time::Timestamp;

use crate::problem::Problem;

pub use confirm::Confirm;
pub use face::Face;
pub use flash::Flash;
pub use member::MemberRequest;
pub use request::{PageRequest, last_net, layer, local_path, not_found};
pub use somebody::Somebody;
pub use theme::Theme;

/// Where in the network a page belongs: which entry of the navigation is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The home page.
    Home,
    /// Invitations, connections, suggestions.
    Network,
    /// Messages.
    Messages,
    /// Groups.
    Groups,
    /// News on the site.
    Notifications,
    /// The moderators' area.
    Moderation,
    /// The page to sign in at.
    SignIn,
    /// None of these.
    Elsewhere,
}

impl Place {
    /// As the layout knows it.
    fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Network => "network",
            Self::Messages => "messages",
            Self::Groups => "groups",
            Self::Notifications => "notifications",
            Self::Moderation => "moderation",
            Self::SignIn => "sign-in",
            Self::Elsewhere => "",
        }
    }
}

/// What `layout/base.html` needs; the field `frame` of every page's template.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language of the page (BCP 47).
    pub lang: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// Whether single keys do something (WCAG 2.1.4).
    pub shortcuts: bool,
    /// The network's name.
    pub network: String,
    /// The token that every form carries.
    pub csrf: String,
    /// Which entry of the navigation is marked.
    pub place: &'static str,
    /// When the page was asked for (milliseconds since 1970): what is newer comes by the stream of news.
    pub asked_at: i64,
    /// The member who looks.
    pub me: Option<Me>,
    /// What the last act did, said once.
    pub flash: Option<Flash>,
}

/// The member who looks, as the head of the page shows them.
#[derive(Debug, Clone)]
pub struct Me {
    /// Their name.
    pub name: String,
    /// Their handle.
    pub handle: Handle,
    /// The line under the name; empty without one.
    pub headline: String,
    /// Their picture or initials.
    pub face: Face,
    /// Conversations with something unread.
    pub messages: u64,
    /// News not looked at.
    pub notifications: u64,
    /// Whether they moderate.
    pub moderator: bool,
    /// Open cases, for who moderates.
    pub cases: u64,
}

/// Numbers in the head of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unread {
    /// Conversations with something unread.
    pub messages: u64,
    /// News not looked at.
    pub notifications: u64,
    /// Open cases, for who moderates.
    pub cases: u64,
}

impl Frame {
    /// The frame of a page in `place`, for whoever looks.
    pub fn new(
        app: &App,
        place: Place,
        theme: Theme,
        csrf: String,
        asked_at: Timestamp,
        me: Option<(&Caller, Unread)>,
    ) -> Self {
        Self {
            lang: "en",
            dir: "ltr",
            theme: theme.word(),
            shortcuts: me.is_none_or(|(caller, _)| caller.shortcuts),
            network: app.network().name.clone(),
            csrf,
            place: place.word(),
            asked_at: asked_at.0,
            me: me.map(|(caller, unread)| Me {
                name: caller.person.name.to_string(),
                handle: caller.person.handle.clone(),
                headline: caller.person.headline.as_ref().map(ToString::to_string).unwrap_or_default(),
                face: Face::of(&caller.person),
                messages: unread.messages,
                notifications: unread.notifications,
                moderator: caller.moderator,
                cases: unread.cases,
            }),
            flash: None,
        }
    }

    /// The address of a file in `assets/`.
    pub fn asset(&self, path: &str) -> String {
        crate::assets::href(path)
    }
}

/// A page, or a part of one, ready to be answered with.
#[derive(Debug)]
pub struct Page<T> {
    status: StatusCode,
    template: T,
}

impl<T: Template> Page<T> {
    /// A page as asked for.
    pub fn new(template: T) -> Self {
        Self { status: StatusCode::OK, template }
    }

    /// A page with another status: 422 for a form that comes back with what is wrong in it.
    pub fn with_status(status: StatusCode, template: T) -> Self {
        Self { status, template }
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.template.render() {
            Ok(html) => html_response(self.status, html),
            Err(error) => {
                tracing::error!(%error, "a template failed");
                Problem::internal().into_response()
            }
        }
    }
}

/// HTML as an answer: personal, so kept by nobody, and another one for htmx.
fn html_response(status: StatusCode, html: String) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("cookie, hx-request"));
    response
}

/// Whether htmx asks, and wants a part to put in place; without it the same act answers with a page.
pub fn wants_fragment(headers: &HeaderMap) -> bool {
    headers.get("hx-request").is_some_and(|value| value == "true")
}

/// On to another page after an act: 303, so that loading again repeats nothing.
#[derive(Debug, Clone)]
pub struct Onward {
    to: String,
    flash: Option<Flash>,
}

impl Onward {
    /// To this path.
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: path.into(), flash: None }
    }

    /// The path.
    pub fn path(&self) -> &str {
        &self.to
    }

    /// Where this is said.
    #[must_use]
    pub fn saying(mut self, flash: Flash) -> Self {
        self.flash = Some(flash);
        self
    }
}

impl IntoResponse for Onward {
    fn into_response(self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        if let Ok(to) = HeaderValue::from_str(&self.to) {
            response.headers_mut().insert(LOCATION, to);
        }
        if let Some(flash) = self.flash {
            flash.leave(&mut response);
        }
        response
    }
}
