//! Members' news on the site, and what waits for them.

use kith_domain::id::NotificationId;
pub use kith_store::notifications::{Notification, NotificationKind, Subject, Waiting};

use crate::{Actor, App, CommitFailure, Cursor, Fault, Page, contended};

/// A line of the actor's news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// What it tells.
    pub notification: Notification,
    /// Whether the actor has not read it yet.
    pub unread: bool,
}

/// The actor's news, the latest first. Only what is still true shows: nothing withdrawn, held, expired or blocked,
/// whether or not who follows the journal has come that far (R8.3, R11.4, R11.7).
///
/// # Errors
/// The database is in trouble.
pub async fn notifications(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<News>, Fault> {
    let read_until = app.store().news_read_until(actor.member).await?;
    let read = Page::<Notification>::read(most);
    let rows = app.store().notifications(actor.member, app.now(), Cursor::top(cursor), read).await?;
    let page = Page::cut(rows, most, |row| Cursor::new(row.at.0, row.id.0));
    Ok(page.map(|notification| News { unread: notification.at > read_until, notification }))
}

/// How much waits for the actor: one cheap read, for the frame of every page.
///
/// # Errors
/// The database is in trouble.
pub async fn waiting(app: &App, actor: Actor) -> Result<Waiting, Fault> {
    app.store().waiting(actor.member, app.now()).await
}

/// The actor has read the news up to a line, that line included; all that shows now, without one. Never back; a
/// line that is gone changes nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn mark_read(app: &App, actor: Actor, up_to: Option<NotificationId>) -> Result<(), Fault> {
    let now = app.now();
    let until = match up_to {
        None => now,
        Some(id) => match app.store().notification(actor.member, id, now).await? {
            None => return Ok(()),
            Some(notification) => notification.at,
        },
    };
    match app.store().mark_news_read(actor.member, until).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(contended("mark news read")),
        Err(CommitFailure::Fault(fault)) => Err(fault),
    }
}
