//! What follows from commits: followers of the journal, each with a place of its own that moves in the same batch as
//! what it writes. Killed anywhere, a follower goes on where it was, and each entry has its effect once.
//!
//! Each process tells who listens to it. What is to be done once for all is a [`Chore`] of one process at a time.

mod expiry;
mod news;
mod pulse;

use std::time::Duration;

use kith_domain::time::{Span, Timestamp};
use kith_store::chores::Chore;
pub(crate) use news::NewsFollower;
use pulse::Alive;
pub(crate) use pulse::Pulse;
pub use pulse::{Following, following};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::{App, Fault};

/// How many entries are read at once.
const BATCH: u32 = 256;
/// How long a follower waits after a fault before it tries again.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the tidying waits at most before it looks again.
const TIDY_EVERY: Duration = Duration::from_secs(30);
/// How long a chore is one process's without a word from it: so long it stays undone when that process is killed.
const CHORE: Span = Span::seconds(90);

/// The followers of one process, at work.
pub struct Followers {
    app: App,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl App {
    /// Starts the followers: news and live events; tidying of what has run out, and of who has left.
    pub fn spawn_followers(&self) -> Followers {
        let (stop, stopped) = watch::channel(false);
        self.pulse().begin(self.now());
        let tasks = vec![
            tokio::spawn(follow_news(self.clone(), stopped.clone())),
            tokio::spawn(keep_tidy(self.clone(), stopped)),
        ];
        Followers { app: self.clone(), stop, tasks }
    }
}

impl Followers {
    /// Ends every stream of events and stops the followers, each after what it has in hand.
    pub async fn stop(self) {
        self.app.hub().close();
        // The tasks may have died already; then there is nobody to tell.
        let _nobody_listens = self.stop.send(true);
        for task in self.tasks {
            if let Err(died) = task.await {
                tracing::error!(error = %died, "a follower died");
            }
        }
    }
}

/// Does all that the followers have to do at this moment, once: for tests, which move the clock by hand.
///
/// # Errors
/// The database is in trouble.
pub async fn run_followers_once(app: &App) -> Result<(), Fault> {
    let engine = app.store().engine();
    engine.settle_journal().await?;
    catch_up(app).await?;
    for chore in Chore::ALL {
        done(app, chore).await?;
    }
    // Tidying has told the journal of what it did.
    engine.settle_journal().await?;
    catch_up(app).await.map(drop)
}

async fn follow_news(app: App, mut stopped: watch::Receiver<bool>) {
    let alive = Alive::new(app.pulse());
    while !*stopped.borrow() {
        let (told, due) = match catch_up(&app).await {
            Ok(reached) => reached,
            Err(fault) => {
                tracing::warn!(%fault, source = ?std::error::Error::source(&fault), "the news wait");
                pause(&mut stopped, PAUSE).await;
                continue;
            }
        };
        tokio::select! {
            _ = stopped.changed() => {}
            _ = app.store().engine().wait_for_journal(told) => {}
            () = sleep_until(&app, due) => {}
        }
    }
    alive.ends();
}

async fn keep_tidy(app: App, mut stopped: watch::Receiver<bool>) {
    let alive = Alive::new(app.pulse());
    let me = app.chance().name();
    while !*stopped.borrow() {
        let wait = match tidy_in_turn(&app, me).await {
            Ok(due) => due.map_or(TIDY_EVERY, |due| until(&app, due).min(TIDY_EVERY)),
            Err(fault) => {
                tracing::warn!(%fault, source = ?std::error::Error::source(&fault), "the tidying waits");
                PAUSE
            }
        };
        pause(&mut stopped, wait).await;
    }
    for chore in Chore::ALL {
        if let Err(fault) = app.store().leave_chore(chore, me).await {
            tracing::debug!(%fault, "a chore is left to whoever comes when its time is over");
        }
    }
    alive.ends();
}

/// Does the chores that are `me`'s, or nobody's. Returns when there is more to do, as far as it is known.
async fn tidy_in_turn(app: &App, me: i64) -> Result<Option<Timestamp>, Fault> {
    let mut due = None;
    for chore in Chore::ALL {
        let now = app.now();
        if app.store().take_chore(chore, me, now, now + CHORE).await? {
            due = done(app, chore).await?.or(due);
        }
    }
    Ok(due)
}

/// Brings the news up to the journal's end. Returns how far that was, and when something held becomes visible.
async fn catch_up(app: &App) -> Result<(i64, Option<Timestamp>), Fault> {
    let mut place = app.news_follower().lock().await;
    let follower = match &mut *place {
        Some(follower) => follower,
        none => none.insert(NewsFollower::begin(app).await?),
    };
    while follower.step(app).await? {}
    follower.tell_due(app).await?;
    app.pulse().caught_up(app.now());
    Ok((follower.told(), follower.next_due()))
}

/// Does a chore. Returns when there is more to do, as far as it is known.
async fn done(app: &App, chore: Chore) -> Result<Option<Timestamp>, Fault> {
    match chore {
        Chore::Expiry => expiry::tidy(app).await,
        Chore::Departures => crate::accounts::tidy_departed(app).await.map(|_| None),
        Chore::Knocks => crate::doors::tidy(app).await.map(|()| None),
    }
}

async fn pause(stopped: &mut watch::Receiver<bool>, length: Duration) {
    tokio::select! {
        _ = stopped.changed() => {}
        () = tokio::time::sleep(length) => {}
    }
}

async fn sleep_until(app: &App, due: Option<Timestamp>) {
    match due {
        Some(due) => tokio::time::sleep(until(app, due)).await,
        None => std::future::pending().await,
    }
}

fn until(app: &App, due: Timestamp) -> Duration {
    let wait = due.0.saturating_sub(app.now().0).max(1);
    Duration::from_millis(u64::try_from(wait).unwrap_or(1))
}
