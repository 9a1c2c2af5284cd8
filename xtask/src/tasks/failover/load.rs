//! Members who invite others without a pause, and note every answer.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::http::request;
use crate::server::Server;

const PASSWORD: &str = "a long password";
/// How long a member who was told to come back later waits: less than told, to see when it works again.
const LATER: Duration = Duration::from_millis(200);

/// One try to invite somebody.
pub(super) struct Invited {
    pub(super) asked: Instant,
    pub(super) answered: Instant,
    /// None where no answer came.
    pub(super) status: Option<u16>,
    /// The invitation that was acknowledged.
    pub(super) id: Option<String>,
}

/// Members at work.
pub(super) struct Load {
    stop: Arc<AtomicBool>,
    invited: Arc<Mutex<Vec<Invited>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    /// Signs the senders up and sets them to work, each through all of the recipients.
    pub(super) fn start(server: &Server, senders: usize, recipients: Vec<String>) -> Result<Self> {
        let recipients = Arc::new(recipients);
        let (stop, invited) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let tokens = (0..senders).map(|n| sign_up(server.address, n)).collect::<Result<Vec<String>>>()?;
        let threads = tokens.into_iter().map(|token| {
            let (recipients, stop, invited) = (recipients.clone(), stop.clone(), invited.clone());
            let server = server.address;
            spawn(move || {
                for recipient in recipients.iter() {
                    until_answered(server, &token, recipient, &stop, &invited);
                }
            })
        });
        let threads = threads.collect();
        Ok(Self { stop, invited, threads })
    }

    /// How many invitations were acknowledged so far.
    pub(super) fn acknowledged(&self) -> usize {
        self.notes().iter().filter(|one| one.id.is_some()).count()
    }

    /// Whether anything that was asked since then succeeded.
    pub(super) fn succeeded_since(&self, then: Instant) -> bool {
        self.notes().iter().any(|one| one.id.is_some() && one.asked > then)
    }

    /// Ends the work and returns what was noted.
    pub(super) fn stop(self) -> Vec<Invited> {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            // What it noted before it broke is noted.
            let _broken = thread.join();
        }
        std::mem::take(&mut self.invited.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn notes(&self) -> std::sync::MutexGuard<'_, Vec<Invited>> {
        self.invited.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Invites somebody, again and again until the answer is another than "later".
fn until_answered(
    server: SocketAddr,
    token: &str,
    recipient: &str,
    stop: &AtomicBool,
    invited: &Mutex<Vec<Invited>>,
) {
    while !stop.load(Ordering::Relaxed) {
        let asked = Instant::now();
        let answer =
            request(server, "POST", "/api/v1/invitations", Some(token), Some(&json!({ "to": recipient })));
        let answered = Instant::now();
        let status = answer.as_ref().ok().map(|answer| answer.status);
        let id = answer
            .ok()
            .filter(|answer| answer.status == 201 || answer.status == 200)
            .and_then(|answer| Some(answer.json().ok()?["id"].as_str()?.to_owned()));
        let later = status.is_none_or(|status| status >= 500);
        invited.lock().unwrap_or_else(PoisonError::into_inner).push(Invited { asked, answered, status, id });
        if !later {
            return;
        }
        sleep(LATER);
    }
}

fn sign_up(server: SocketAddr, number: usize) -> Result<String> {
    let account = json!({
        "name": format!("Sender {number}"), "email": format!("sender{number}@example.org"), "password": PASSWORD,
    });
    let answer = request(server, "POST", "/api/v1/accounts", None, Some(&account))?;
    ensure!(answer.status == 201, "signing up answered {}: {}", answer.status, answer.body);
    answer.json()?["token"].as_str().map(str::to_owned).context("signing up answered no token")
}
