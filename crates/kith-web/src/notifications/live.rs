//! Live news: a stream of server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use kith_app::events::{self, EventId};
use kith_app::{Actor, App, sessions};

use crate::problem::Problem;

/// So often a stream says that it lives, since proxies end connections that say nothing.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Where a client says which event it saw last.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// So often it is looked whether the session goes on, beside each time before something is told.
const LOOK: Duration = Duration::from_secs(30);

/// A member's news from now on, each as `shown` tells it; after what came since the client's last event, or, where it saw
/// none, since `seen`. It ends with the session: nothing is told to who signed out, was signed out or is suspended.
///
/// # Errors
/// The database is in trouble.
pub async fn stream(
    app: &App,
    actor: Actor,
    headers: &HeaderMap,
    seen: Option<EventId>,
    shown: impl Fn(&events::Event) -> Event + Send + 'static,
) -> Result<Response, Problem> {
    // An id that is none is as good as none: the list has what is older.
    let last = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()?.parse::<EventId>().ok());
    let subscription = events::subscribe(app, actor, last.or(seen)).await?;
    let app = app.clone();
    let events =
        stream::unfold((subscription, shown, app), move |(mut subscription, shown, app)| async move {
            loop {
                let event = match tokio::time::timeout(LOOK, subscription.next()).await {
                    Ok(event) => Some(event?),
                    Err(_) => None,
                };
                // A database in trouble ends the stream as well: it is taken up from the list where it was.
                if !sessions::goes_on(&app, actor).await.unwrap_or(false) {
                    return None;
                }
                if let Some(event) = event {
                    let told = shown(&event).id(event.id.to_string());
                    return Some((Ok::<_, Infallible>(told), (subscription, shown, app)));
                }
            }
        });
    let keep_alive = KeepAlive::new().interval(HEARTBEAT).text("still here");
    let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}
