use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use kith_domain::time::{Span, Timestamp};
use kith_store::journal::Reader;

use crate::{App, Fault};

/// How far behind the journal the news may be before the process is not ready.
const BEHIND: Span = Span::seconds(60);

const NOT_STARTED: u8 = 0;
const AT_WORK: u8 = 1;
const DIED: u8 = 2;

/// What is known of the followers of this process without asking them.
#[derive(Debug, Default)]
pub(crate) struct Pulse {
    state: AtomicU8,
    caught_up_at: AtomicI64,
}

/// How the followers of this process do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Following {
    /// This process has none.
    NotHere,
    /// What was committed was told, or will be in a moment.
    UpToDate,
    /// Something was committed this long ago and has not been told.
    Behind(Span),
    /// One of them came to an end though nobody stopped it.
    Died,
}

/// Says that a follower died when its task ends without having been told to.
pub(super) struct Alive {
    pulse: Arc<Pulse>,
    told_to_end: bool,
}

impl Pulse {
    pub(super) fn begin(&self, now: Timestamp) {
        self.caught_up(now);
        self.state.store(AT_WORK, Ordering::Relaxed);
    }

    pub(super) fn caught_up(&self, now: Timestamp) {
        self.caught_up_at.store(now.0, Ordering::Relaxed);
    }

    fn died(&self) {
        self.state.store(DIED, Ordering::Relaxed);
    }
}

impl Alive {
    pub(super) fn new(pulse: &Arc<Pulse>) -> Self {
        Self { pulse: pulse.clone(), told_to_end: false }
    }

    /// It was told to end, and does.
    pub(super) fn ends(mut self) {
        self.told_to_end = true;
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        if !self.told_to_end {
            self.pulse.died();
        }
    }
}

/// How the followers of this process do, for a probe.
///
/// # Errors
/// The database is in trouble.
pub async fn following(app: &App) -> Result<Following, Fault> {
    match app.pulse().state.load(Ordering::Relaxed) {
        NOT_STARTED => return Ok(Following::NotHere),
        DIED => return Ok(Following::Died),
        _ => {}
    }
    let told = app.store().journal_position(Reader::Notifications).await?;
    let Some(next) = app.store().journal_after(told, 1).await?.pop() else { return Ok(Following::UpToDate) };
    // A network made with a past is told of from the moment on at which this process began.
    let since = next.at.0.max(app.pulse().caught_up_at.load(Ordering::Relaxed));
    let waits = Span::milliseconds(app.now().0.saturating_sub(since));
    Ok(if waits > BEHIND { Following::Behind(waits) } else { Following::UpToDate })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_follower_that_panics_is_noticed_and_one_that_is_told_to_end_is_not() {
        let pulse = Arc::new(Pulse::default());
        pulse.begin(Timestamp(0));
        Alive::new(&pulse).ends();
        assert_eq!(pulse.state.load(Ordering::Relaxed), AT_WORK);
        let alive = Alive::new(&pulse);
        let task = tokio::spawn(async move {
            let _alive = alive;
            panic!("a mistake");
        });
        assert!(task.await.is_err());
        assert_eq!(pulse.state.load(Ordering::Relaxed), DIED);
    }
}
