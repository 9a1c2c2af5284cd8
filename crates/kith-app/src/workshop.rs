//! Work that takes a core for a while: away from the threads that answer requests, so much at once, so much waiting,
//! the rest turned away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kith_store::engine::{Fault, FaultKind};
use tokio::sync::Semaphore;

/// Where one kind of heavy work is done.
pub(crate) struct Workshop {
    doing: &'static str,
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Workshop {
    /// One that does `at_once` at a time and lets `most_waiting` wait; `doing` names it in faults.
    pub(crate) fn new(doing: &'static str, at_once: usize, most_waiting: usize) -> Self {
        let running = Arc::new(Semaphore::new(at_once));
        Self { doing, running, waiting: AtomicUsize::new(0), most_waiting }
    }

    /// Does the work.
    ///
    /// # Errors
    /// `Unavailable` where too much waits already.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let unavailable = |why| Fault::new(FaultKind::Unavailable, self.doing, why);
        let place = Place::take(&self.waiting, self.most_waiting);
        let place = place.ok_or_else(|| unavailable("too much waits already"))?;
        let permit = Arc::clone(&self.running).acquire_owned().await;
        let permit = permit.map_err(|_| unavailable("the program is stopping"))?;
        drop(place);
        // The permit goes with the work: who hangs up does not make room for more before it is done.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        done.await.map_err(|error| Fault::new(FaultKind::Bug, self.doing, error))
    }
}

/// A place in the queue, free again when dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, most: usize) -> Option<Self> {
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(waiting);
        (before < most).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn too_much_is_turned_away_and_who_hangs_up_makes_room() {
        let workshop = Arc::new(Workshop::new("work", 1, 4));
        let held = Arc::clone(&workshop.running).acquire_owned().await.unwrap();
        let waiting: Vec<_> = (0..4)
            .map(|n| {
                let workshop = Arc::clone(&workshop);
                tokio::spawn(async move { workshop.run(move || n).await })
            })
            .collect();
        while workshop.waiting.load(Ordering::Relaxed) < 4 {
            tokio::task::yield_now().await;
        }
        assert_eq!(workshop.run(|| 9).await.unwrap_err().kind(), FaultKind::Unavailable);
        waiting[0].abort();
        while workshop.waiting.load(Ordering::Relaxed) > 3 {
            tokio::task::yield_now().await;
        }
        drop(held);
        assert_eq!(workshop.run(|| 9).await.unwrap(), 9);
        for (n, task) in waiting.into_iter().enumerate().skip(1) {
            assert_eq!(task.await.unwrap().unwrap(), n);
        }
    }
}
