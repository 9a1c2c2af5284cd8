//! The network over HTTP: the JSON API and the pages, on the same use cases. Neither holds a rule.

pub mod accounts;
pub mod assets;
pub mod conditional;
pub mod connections;
pub mod credits;
pub mod docs;
pub mod door;
pub mod extract;
pub mod follows;
pub mod forms;
pub mod gate;
pub mod groups;
pub mod health;
pub mod help;
pub mod home;
pub mod instance;
pub mod introductions;
pub mod invitations;
pub mod lists;
pub mod members;
pub mod memory;
pub mod messages;
pub mod moderation;
pub mod network;
pub mod notifications;
mod openapi;
mod options;
pub mod outreach;
pub mod page;
pub mod paging;
pub mod people;
pub mod problem;
pub mod profile;
pub mod refusals;
pub mod search;
pub mod settings;
pub mod standing;
pub mod suggestions;
pub mod vouches;
pub mod when;
pub mod wire;
pub mod words;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::App;
pub use openapi::openapi;
pub use options::WebOptions;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::gate::rate::Limits;
use crate::gate::{body, cors, csrf, headers, idempotency, rate, request_id, session, time_limit, trace};
use crate::problem::{Problem, sorts};

/// What every handler may use. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    inner: Arc<Inner>,
}

struct Inner {
    app: App,
    options: WebOptions,
    limits: Limits,
}

impl Web {
    /// A network on the web.
    pub fn new(app: App, options: WebOptions) -> Self {
        Self { inner: Arc::new(Inner { app, options, limits: Limits::new() }) }
    }

    /// The network.
    pub fn app(&self) -> &App {
        &self.inner.app
    }

    /// What the operator decided.
    pub fn options(&self) -> &WebOptions {
        &self.inner.options
    }

    /// Lets go of memory that nothing needs any more; to be called every few minutes.
    pub fn tidy(&self) {
        self.inner.limits.tidy();
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.inner.limits
    }
}

impl FromRef<Web> for App {
    fn from_ref(web: &Web) -> Self {
        web.app().clone()
    }
}

/// Everything this network answers.
pub fn router(web: Web) -> Router {
    let (api, _) = openapi::api().split_for_parts();
    let routes = Router::new()
        .merge(api)
        .merge(docs::routes())
        .merge(pages())
        .route("/assets/{*path}", get(assets::serve))
        .route("/pictures/{member}/{version}", get(profile::serve_picture))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(page::not_found)
        .method_not_allowed_fallback(|| async {
            Problem::new(&sorts::METHOD_NOT_ALLOWED, "This address takes other methods.")
        });
    gated(routes, web)
}

/// Routes behind all that a request passes before a handler sees it. Who asks is found out before anything can go
/// wrong with the request itself, so that a page says it in the frame of whoever looks.
fn gated(routes: Router<Web>, web: Web) -> Router {
    routes
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(web.clone(), request_id::layer))
                .layer(from_fn(trace::layer))
                .layer(from_fn_with_state(web.clone(), headers::layer))
                .layer(CompressionLayer::new())
                .option_layer(cors::layer(&web.options().cors_origins))
                .layer(from_fn_with_state(web.clone(), page::last_net))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(from_fn_with_state(web.clone(), session::layer))
                .layer(from_fn_with_state(web.clone(), page::layer))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(from_fn(time_limit::layer))
                .layer(from_fn(body::layer))
                .layer(DefaultBodyLimit::disable())
                .layer(from_fn_with_state(web.clone(), rate::layer))
                .layer(from_fn_with_state(web.clone(), csrf::layer))
                .layer(from_fn_with_state(web.clone(), idempotency::layer))
                .layer(from_fn(conditional::layer))
                .layer(from_fn_with_state(web.clone(), paging::layer)),
        )
        .with_state(web)
}

/// What a handler that panicked answers; the panic itself is in the log.
fn panicked(_panic: Box<dyn Any + Send>) -> Response {
    Problem::internal().into_response()
}

/// What people look at.
fn pages() -> Router<Web> {
    Router::new()
        .merge(page::live::routes())
        .merge(home::ui::routes())
        .merge(accounts::ui::routes())
        .merge(members::ui::routes())
        .merge(invitations::ui::routes())
        .merge(invitations::sending::routes())
        .merge(invitations::answering_ui::routes())
        .merge(invitations::terms_ui::routes())
        .merge(invitations::note_ui::routes())
        .merge(invitations::several_ui::routes())
        .merge(vouches::ui::routes())
        .merge(introductions::ui::routes())
        .merge(introductions::talk::routes())
        .merge(network::ui::routes())
        .merge(search::ui::routes())
        .merge(people::ui::routes())
        .merge(connections::ui::routes())
        .merge(memory::ui::routes())
        .merge(messages::ui::routes())
        .merge(outreach::ui::routes())
        .merge(credits::ui::routes())
        .merge(follows::ui::routes())
        .merge(groups::ui::routes())
        .merge(notifications::ui::routes())
        .merge(standing::ui::routes())
        .merge(standing::review_ui::routes())
        .merge(settings::ui::routes())
        .merge(door::ui::routes())
        .merge(profile::edit::routes())
        .merge(help::ui::routes())
        .merge(moderation::ui::routes())
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::header::{CONTENT_TYPE, COOKIE};
    use axum::http::{Request, StatusCode};
    use axum::routing::post;
    use kith_testkit::Kith;
    use tower::ServiceExt;

    use super::*;

    /// Handlers that fail, where pages and where the API's routes are.
    fn failing(kith: &Kith) -> Router {
        let web = Web::new(kith.app.clone(), WebOptions::new("http://kith.test"));
        let mut routes = Router::new();
        for place in ["/in", "/api/v1"] {
            routes = routes
                .route(&format!("{place}/panics"), get(|| async { panic!("a mistake") as StatusCode }))
                .route(&format!("{place}/hangs"), get(std::future::pending::<StatusCode>))
                .route(&format!("{place}/takes"), post(|| async { StatusCode::OK }));
        }
        gated(routes, web)
    }

    async fn answer(router: &Router, request: Request<Body>) -> (StatusCode, String, String) {
        let response = router.clone().oneshot(request).await.unwrap();
        let kind = response.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        (parts.status, kind, text)
    }

    fn get_by(kith: &kith_testkit::Member, path: &str) -> Request<Body> {
        let cookie = format!("kith={}", kith.token.as_str());
        Request::get(path).header(COOKIE, cookie).header("x-request-id", "r7").body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn a_panic_is_told_as_whoever_asked_can_read_it() {
        let kith = Kith::new().await;
        let (router, ana) = (failing(&kith), kith.member("Ana Lee").await);
        let (status, kind, page) = answer(&router, get_by(&ana, "/in/panics")).await;
        assert_eq!((status.as_u16(), kind.as_str()), (500, "text/html; charset=utf-8"));
        assert!(page.contains("Something went wrong here") && page.contains("Ana Lee"), "{page}");
        assert!(page.contains("r7"), "the request id leads the operator to the log");
        let (status, kind, problem) = answer(&router, get_by(&ana, "/api/v1/panics")).await;
        assert_eq!((status.as_u16(), kind.as_str()), (500, "application/problem+json"));
        assert!(problem.contains("\"internal\""));
    }

    #[tokio::test]
    async fn what_hangs_is_given_up_and_told_as_whoever_asked_can_read_it() {
        let kith = Kith::new().await;
        let router = failing(&kith);
        tokio::time::pause();
        for (path, kind) in
            [("/in/hangs", "text/html; charset=utf-8"), ("/api/v1/hangs", "application/problem+json")]
        {
            let (status, is, text) = answer(&router, Request::get(path).body(Body::empty()).unwrap()).await;
            assert_eq!((status.as_u16(), is.as_str()), (503, kind));
            assert!(text.contains("longer than half a minute"));
        }
    }

    #[tokio::test]
    async fn what_is_too_large_is_told_as_whoever_asked_can_read_it() {
        let kith = Kith::new().await;
        let router = failing(&kith);
        for (path, kind) in
            [("/in/takes", "text/html; charset=utf-8"), ("/api/v1/takes", "application/problem+json")]
        {
            let large = Request::post(path).body(Body::from(vec![b'x'; (1 << 20) + 1])).unwrap();
            let (status, is, _) = answer(&router, large).await;
            assert_eq!((status.as_u16(), is.as_str()), (413, kind));
        }
    }
}
