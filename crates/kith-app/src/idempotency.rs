//! Requests that a client sends again because the answer was lost: done once, answered alike.

use kith_domain::time::Span;

use crate::{Actor, App, Fault};

/// How long a key is remembered.
const REMEMBERED: Span = Span::days(1);
/// A request that has not been answered for so long was lost with the process that served it.
const LOST_AFTER: Span = Span::seconds(90);
/// The longest key, in characters.
const LONGEST: usize = 255;

/// What a client calls a request by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// A key of 1 to 255 visible ASCII characters, or nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        plain.then(|| Self(text.to_owned()))
    }
}

/// What is known of a key when a request comes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Nothing: the request is to be done, and then [`answered`] or [`forget`] said.
    First,
    /// It was done before.
    Answered {
        /// With this status.
        status: u16,
        /// And this body.
        body: String,
    },
    /// The key was used for another request.
    OtherRequest,
    /// The first request is not answered yet.
    UnderWay,
}

/// Begins a request under a key of the member's. `fingerprint` is a hash of all that makes it the same request.
///
/// # Errors
/// The database is in trouble.
pub async fn begin(app: &App, actor: Actor, key: &Key, fingerprint: [u8; 32]) -> Result<Begun, Fault> {
    let (store, now) = (app.store(), app.now());
    let taken =
        store.take_key(actor.member, &key.0, &fingerprint, now, now - REMEMBERED, now - LOST_AFTER).await?;
    if taken {
        return Ok(Begun::First);
    }
    Ok(match store.key(actor.member, &key.0).await? {
        Some(known) if known.fingerprint != fingerprint => Begun::OtherRequest,
        Some(known) => match known.answer {
            Some((status, body)) => Begun::Answered { status, body },
            None => Begun::UnderWay,
        },
        // Given back between the two looks: whoever asks again will be the first.
        None => Begun::UnderWay,
    })
}

/// Keeps what the first request was answered with.
///
/// # Errors
/// The database is in trouble.
pub async fn answered(app: &App, actor: Actor, key: &Key, status: u16, body: &str) -> Result<(), Fault> {
    app.store().answer_key(actor.member, &key.0, status, body).await
}

/// Gives the key back: the request came to nothing, and may be sent again under it.
///
/// # Errors
/// The database is in trouble.
pub async fn forget(app: &App, actor: Actor, key: &Key) -> Result<(), Fault> {
    app.store().forget_key(actor.member, &key.0).await
}
