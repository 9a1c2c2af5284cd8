//! What clients do: each kind of work knows its next request and what its answer must be.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use super::client::write_request;
use super::setting::Setting;

/// A kind of request, made by many clients at once.
pub(super) trait Work: Send + Sync {
    /// Writes the next request, and returns a number to know it by; nothing when the work is done.
    fn next(&self, request: &mut Vec<u8>) -> Option<usize>;

    /// Takes the answer to a request.
    ///
    /// # Errors
    /// It is not the answer that this request gets.
    fn answered(&self, ticket: usize, status: u16, body: &[u8]) -> Result<()>;
}

/// An invitation that was sent and waits: the recipient's place among the members, and its id.
type Waiting = (usize, String);

/// Invitations, one click each, between pairs with nothing between them yet.
pub(super) struct Sends {
    setting: Arc<Setting>,
    next: AtomicUsize,
    sent: Mutex<VecDeque<Waiting>>,
}

impl Sends {
    /// From the first pair on.
    pub(super) fn new(setting: Arc<Setting>) -> Sends {
        Sends { setting, next: AtomicUsize::new(0), sent: Mutex::default() }
    }

    /// What was sent and not taken yet.
    pub(super) fn take_sent(&self) -> VecDeque<Waiting> {
        std::mem::take(&mut *self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Work for Sends {
    fn next(&self, request: &mut Vec<u8>) -> Option<usize> {
        let ticket = self.next.fetch_add(1, Relaxed);
        let [from, to] = *self.setting.pairs.get(ticket)?;
        let body = format!(r#"{{"to":"{}"}}"#, self.setting.members[to].id);
        let token = &self.setting.members[from].token;
        write_request(request, "POST", "/api/v1/invitations", token, Some(&body));
        Some(ticket)
    }

    fn answered(&self, ticket: usize, status: u16, body: &[u8]) -> Result<()> {
        expect(status, 201, body)?;
        let id = first_id(body).context("an invitation without an id")?;
        let [_, to] = self.setting.pairs[ticket];
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push_back((to, id.to_owned()));
        Ok(())
    }
}

/// Acceptances of what was sent before, each once.
pub(super) struct Accepts {
    setting: Arc<Setting>,
    waiting: Mutex<VecDeque<Waiting>>,
}

impl Accepts {
    pub(super) fn new(setting: Arc<Setting>, waiting: VecDeque<Waiting>) -> Accepts {
        Accepts { setting, waiting: Mutex::new(waiting) }
    }
}

impl Work for Accepts {
    fn next(&self, request: &mut Vec<u8>) -> Option<usize> {
        let (to, id) = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()?;
        let path = format!("/api/v1/invitations/{id}/acceptance");
        write_request(request, "PUT", &path, &self.setting.members[to].token, None);
        Some(to)
    }

    fn answered(&self, _ticket: usize, status: u16, body: &[u8]) -> Result<()> {
        expect(status, 200, body)
    }
}

/// Members who look at what they got.
pub(super) struct Lists {
    setting: Arc<Setting>,
    next: AtomicUsize,
}

impl Lists {
    pub(super) fn new(setting: Arc<Setting>) -> Lists {
        Lists { setting, next: AtomicUsize::new(0) }
    }
}

impl Work for Lists {
    fn next(&self, request: &mut Vec<u8>) -> Option<usize> {
        let ticket = self.next.fetch_add(1, Relaxed);
        let member = &self.setting.members[ticket % self.setting.members.len()];
        write_request(request, "GET", "/api/v1/invitations?box=received", &member.token, None);
        Some(ticket)
    }

    fn answered(&self, _ticket: usize, status: u16, body: &[u8]) -> Result<()> {
        expect(status, 200, body)
    }
}

/// Members who invite themselves: signed in, read and refused, with nothing looked up and nothing written.
pub(super) struct Refusals {
    setting: Arc<Setting>,
    next: AtomicUsize,
}

impl Refusals {
    pub(super) fn new(setting: Arc<Setting>) -> Refusals {
        Refusals { setting, next: AtomicUsize::new(0) }
    }
}

impl Work for Refusals {
    fn next(&self, request: &mut Vec<u8>) -> Option<usize> {
        let ticket = self.next.fetch_add(1, Relaxed);
        let member = &self.setting.members[ticket % self.setting.members.len()];
        let body = format!(r#"{{"to":"{}"}}"#, member.id);
        write_request(request, "POST", "/api/v1/invitations", &member.token, Some(&body));
        Some(ticket)
    }

    fn answered(&self, _ticket: usize, status: u16, body: &[u8]) -> Result<()> {
        expect(status, 422, body)
    }
}

fn expect(status: u16, expected: u16, body: &[u8]) -> Result<()> {
    if status != expected {
        bail!("expected {expected} and got {status}: {}", String::from_utf8_lossy(body));
    }
    Ok(())
}

/// The first id in an answer, which is its own.
fn first_id(body: &[u8]) -> Option<&str> {
    let body = std::str::from_utf8(body).ok()?;
    let (_, rest) = body.split_once(r#""id":""#)?;
    rest.split_once('"').map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answers_own_id_is_its_first() {
        assert_eq!(first_id(br#"{"id":"17","from":{"id":"3"}}"#), Some("17"));
        assert_eq!(first_id(br#"{"items":[]}"#), None);
    }

    #[test]
    fn another_status_than_expected_ends_the_measurement_with_what_was_said() {
        assert!(expect(201, 201, b"").is_ok());
        let told = expect(429, 201, b"too fast").unwrap_err().to_string();
        assert_eq!(told, "expected 201 and got 429: too fast");
    }
}
