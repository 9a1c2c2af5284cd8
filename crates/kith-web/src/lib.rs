//! The network over HTTP: the JSON API and the pages, on the same use cases. Neither holds a rule.

pub mod accounts;
pub mod assets;
pub mod conditional;
pub mod connections;
pub mod docs;
pub mod extract;
pub mod forms;
pub mod gate;
pub mod groups;
pub mod health;
pub mod help;
pub mod home;
pub mod instance;
pub mod invitations;
pub mod lists;
pub mod members;
pub mod messages;
pub mod network;
pub mod notifications;
mod openapi;
mod options;
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
pub mod when;
pub mod wire;
pub mod words;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRef};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Router, response::IntoResponse};
use kith_app::App;
pub use openapi::openapi;
pub use options::WebOptions;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::gate::rate::Limits;
use crate::gate::{body, csrf, headers, idempotency, rate, request_id, session, time_limit, trace};
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
    Router::new()
        .merge(api)
        .merge(docs::routes())
        .merge(pages())
        .route("/assets/{*path}", get(assets::serve))
        .route("/pictures/{member}/{version}", get(profile::serve_picture))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async {
            Problem::new(&sorts::METHOD_NOT_ALLOWED, "This address takes other methods.")
        })
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(web.clone(), request_id::layer))
                .layer(from_fn(trace::layer))
                .layer(from_fn_with_state(web.clone(), headers::layer))
                .layer(CompressionLayer::new())
                .layer(CatchPanicLayer::custom(|_| Problem::internal().into_response()))
                .layer(from_fn(time_limit::layer))
                .layer(from_fn(body::layer))
                .layer(DefaultBodyLimit::disable())
                .layer(from_fn_with_state(web.clone(), session::layer))
                .layer(from_fn_with_state(web.clone(), page::layer))
                .layer(from_fn_with_state(web.clone(), rate::layer))
                .layer(from_fn_with_state(web.clone(), csrf::layer))
                .layer(from_fn_with_state(web.clone(), idempotency::layer)),
        )
        .with_state(web)
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
        .merge(network::ui::routes())
        .merge(search::ui::routes())
        .merge(people::ui::routes())
        .merge(connections::ui::routes())
        .merge(messages::ui::routes())
        .merge(groups::ui::routes())
        .merge(notifications::ui::routes())
        .merge(standing::ui::routes())
        .merge(settings::ui::routes())
        .merge(profile::edit::routes())
        .merge(help::ui::routes())
}
