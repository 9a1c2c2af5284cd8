//! Several questions sent at once, so that they cost one way to the server and back.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// One of them, not yet sent.
pub(super) type Leg<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends all, in order, before it waits for the first answer. The answers come in the order of the questions.
///
/// A question of tokio-postgres is sent when it is first polled, if its statement is prepared: so every leg is polled
/// once, in order, and then the first that is not answered yet.
pub(super) async fn fly<T>(mut legs: Vec<Leg<'_, T>>) -> Vec<T> {
    let mut answers: Vec<Option<T>> = legs.iter().map(|_| None).collect();
    let mut sent = false;
    let mut first = 0;
    poll_fn(|context| {
        if !sent {
            sent = true;
            for (leg, answer) in legs.iter_mut().zip(&mut answers) {
                if let Poll::Ready(answered) = leg.as_mut().poll(context) {
                    *answer = Some(answered);
                }
            }
        }
        while let Some(answer) = answers.get_mut(first) {
            if answer.is_none() {
                match legs[first].as_mut().poll(context) {
                    Poll::Ready(answered) => *answer = Some(answered),
                    Poll::Pending => return Poll::Pending,
                }
            }
            first += 1;
        }
        Poll::Ready(())
    })
    .await;
    answers.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[tokio::test]
    async fn everything_is_sent_before_anything_is_awaited_and_comes_back_in_order() {
        let sent = Mutex::new(Vec::new());
        let (open, gate) = tokio::sync::watch::channel(false);
        let legs: Vec<Leg<'_, i32>> = (0..40)
            .map(|number| {
                let (sent, mut gate) = (&sent, gate.clone());
                let leg: Leg<'_, i32> = Box::pin(async move {
                    sent.lock().unwrap().push(number);
                    if number % 3 == 0 {
                        gate.wait_for(|open| *open).await.unwrap();
                    }
                    number
                });
                leg
            })
            .collect();
        let opening = async {
            tokio::task::yield_now().await;
            assert_eq!(*sent.lock().unwrap(), (0..40).collect::<Vec<_>>());
            open.send(true).unwrap();
        };
        let (answers, ()) = tokio::join!(fly(legs), opening);
        assert_eq!(answers, (0..40).collect::<Vec<_>>());
    }
}
