//! How fast somebody may ask. The ones of the rules (R5) are the policy's.
//!
//! Reading and writing are counted by each process for itself: these limits guard the machine it runs on. What guards
//! passwords is counted for all processes together (`kith_app::doors`), and here more generously, so that whoever
//! knocks without end does not reach the database.

use std::net::IpAddr;
use std::num::NonZeroU32;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use kith_app::{Fault, doors};
use kith_domain::id::MemberId;

use super::peer;
use super::session::Visit;
use crate::Web;
use crate::problem::{Problem, sorts};

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    Member(MemberId),
}

type Limiter = RateLimiter<Key, DefaultKeyedStateStore<Key>, DefaultClock, StateInformationMiddleware>;

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Signing in and up: by address, whichever process answers.
    Door,
    /// Where the one who is signed in types the password again: by member, whichever process answers.
    Password,
    /// Whatever may change something: by member.
    Write,
    /// Reading: by member, or by address where nobody is signed in.
    Read,
}

/// One more that was within the limit.
struct Passed {
    limit: u32,
    left: u32,
}

/// One that was not.
struct TooFast {
    limit: u32,
    seconds: u64,
}

/// The counters of this process.
pub(crate) struct Limits {
    door: Limiter,
    write: Limiter,
    read: Limiter,
    clock: DefaultClock,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            door: limiter(4 * doors::MOST, 4 * doors::MOST),
            write: limiter(60, 120),
            read: limiter(300, 600),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one more, or says how long to wait.
    fn check(&self, class: Class, key: &Key) -> Result<Passed, TooFast> {
        let limiter = match class {
            Class::Door | Class::Password => &self.door,
            Class::Write => &self.write,
            Class::Read => &self.read,
        };
        match limiter.check_key(key) {
            Ok(state) => {
                Ok(Passed { limit: state.quota().burst_size().get(), left: state.remaining_burst_capacity() })
            }
            Err(until) => {
                let wait = until.wait_time_from(self.clock.now());
                let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                Err(TooFast { limit: until.quota().burst_size().get(), seconds: seconds.max(1) })
            }
        }
    }

    /// Forgets whom nothing holds back any more; called now and then.
    pub(crate) fn tidy(&self) {
        for limiter in [&self.door, &self.write, &self.read] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// `burst` at once, and `a_minute` from then on.
fn limiter(burst: u32, a_minute: u32) -> Limiter {
    let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::per_minute(at_least_one(a_minute)).allow_burst(at_least_one(burst));
    RateLimiter::keyed(quota).with_middleware()
}

/// Lets a request pass, or says when the next one may come.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !web.options().rate_limits {
        return next.run(request).await;
    }
    let Some((class, key)) = counted(&request, &web) else { return next.run(request).await };
    match checked(&web, class, &key).await {
        Ok(Ok(Passed { limit, left })) => {
            let mut response = next.run(request).await;
            numbers(&mut response, limit, left);
            response
        }
        Err(fault) => Problem::from(fault).into_response(),
        Ok(Err(TooFast { limit, seconds })) => {
            let detail = format!("Try again in {seconds} seconds.");
            let problem = Problem::new(&sorts::TOO_MANY_REQUESTS, detail).retry_after(seconds);
            let mut response = problem.into_response();
            numbers(&mut response, limit, 0);
            response
        }
    }
}

/// Counts a request here, and where it is at a door, for all.
async fn checked(web: &Web, class: Class, key: &Key) -> Result<Result<Passed, TooFast>, Fault> {
    let here = web.limits().check(class, key);
    let who = match (class, key) {
        (Class::Read | Class::Write, _) => return Ok(here),
        (Class::Door | Class::Password, Key::Address(address)) => format!("address {address}"),
        (Class::Door | Class::Password, Key::Member(member)) => format!("member {member}"),
    };
    if let Err(TooFast { seconds, .. }) = here {
        return Ok(Err(TooFast { limit: doors::MOST, seconds }));
    }
    Ok(match doors::knock(web.app(), &who).await? {
        doors::Answer::Heard { left } => Ok(Passed { limit: doors::MOST, left }),
        doors::Answer::TooOften { seconds } => Err(TooFast { limit: doors::MOST, seconds }),
    })
}

/// Who is counted for a request, and with what.
fn counted(request: &Request, web: &Web) -> Option<(Class, Key)> {
    let class = class(request)?;
    let member = request.extensions().get::<Visit>().and_then(Visit::member);
    let address = peer::counted(peer::address(request, &web.options().trusted_proxies));
    Some(match (class, member) {
        (Class::Write | Class::Read | Class::Password, Some(member)) => (class, Key::Member(member)),
        (Class::Door, _) | (_, None) => (class, Key::Address(address)),
    })
}

/// What a request counts as; files and health are free.
fn class(request: &Request) -> Option<Class> {
    let path = request.uri().path();
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    match path {
        _ if path.starts_with("/assets/") || path.starts_with("/health/") || path == "/metrics" => None,
        "/api/v1/accounts" | "/api/v1/sessions" | "/sign-in" | "/sign-up" if !safe => Some(Class::Door),
        "/api/v1/me/password" | "/settings/password" | "/settings/close" if !safe => Some(Class::Password),
        _ if safe => Some(Class::Read),
        _ => Some(Class::Write),
    }
}

fn numbers(response: &mut Response, limit: u32, remaining: u32) {
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-ratelimit-limit"), HeaderValue::from(limit));
    headers.insert(HeaderName::from_static("x-ratelimit-remaining"), HeaderValue::from(remaining));
}
