//! Signing in and out: tokens whose hash alone is stored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kith_domain::id::{MemberId, SessionId};
use kith_domain::invitations::Language;
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::text::Address;
use kith_domain::time::{Span, Timestamp};
use kith_store::sessions::NewSession;
pub use kith_store::sessions::{Session, SessionKind};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::passwords::Password;
use crate::{Actor, App, Failure, Fault};

/// How long a browser stays signed in after it was used last.
const BROWSER: Span = Span::days(30);
/// How long a token of the API lasts.
const API: Span = Span::days(365);
/// How exactly it is known when a session was used: a read is not worth a write each time.
const SEEN_WITHIN: Span = Span::seconds(600);
/// The longest label, in characters; more is left out, since clients make them up.
const LABEL: usize = 100;
/// What a token begins with, so that scanners for leaked secrets know it.
const PREFIX: &str = "kith_";
/// A token holds the member, the session and a secret.
const TOKEN_BYTES: usize = 8 + 8 + 32;

/// The secret that a client shows with every request. It exists nowhere else: the store keeps its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token as it goes to the client.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A new session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The member, and the session.
    pub actor: Actor,
    /// What the client shows from now on.
    pub token: Token,
    /// The first instant at which it is over, unless it is used before.
    pub expires_at: Timestamp,
}

/// What somebody signs in with.
#[derive(Clone)]
pub struct SignIn {
    /// The address as typed.
    pub email: String,
    /// The password as typed.
    pub password: String,
    /// What the member will know the session by: the browser, the program.
    pub label: String,
    /// What it is for.
    pub kind: SessionKind,
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefused {
    /// No member has this address with this password; which of the two is wrong is not said.
    WrongCredentials,
    /// Right, but a moderator has yet to let them in.
    Awaiting,
    /// Right, but a moderator stopped the account.
    Suspended,
}

/// Who asks, with what every page shows of them.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The member, and the session.
    pub actor: Actor,
    /// What the session is for.
    pub kind: SessionKind,
    /// The member as others meet them.
    pub person: Person,
    /// The language of the pages.
    pub language: Language,
    /// Whether single keys do something.
    pub shortcuts: bool,
    /// Whether an address of theirs is confirmed.
    pub verified: bool,
    /// Whether they moderate.
    pub moderator: bool,
    /// The first instant at which the session is over.
    pub expires_at: Timestamp,
}

/// Signs somebody in. A wrong password and an address that is nobody's take as long and answer alike.
///
/// # Errors
/// Wrong credentials, or an account that is not in use; `Unavailable` where too many sign in at once.
pub async fn sign_in(app: &App, ask: SignIn) -> Result<SignedIn, Failure<SignInRefused>> {
    let credential = match Address::parse(&ask.email) {
        Ok(address) => match app.store().address_claimed_by(&address).await? {
            Some(member) => app.store().credential(member).await?,
            None => None,
        },
        Err(_) => None,
    };
    let stored = credential.as_ref().map(|credential| credential.password_hash.clone());
    let right = app.passwords().verify(Password::typed(&ask.password), stored).await?;
    let credential = credential.filter(|_| right);
    let Some(credential) = credential else { return Err(Failure::Refused(SignInRefused::WrongCredentials)) };
    match credential.status {
        MemberStatus::Active => {}
        MemberStatus::Awaiting => return Err(Failure::Refused(SignInRefused::Awaiting)),
        MemberStatus::Suspended => return Err(Failure::Refused(SignInRefused::Suspended)),
        MemberStatus::Closed => return Err(Failure::Refused(SignInRefused::WrongCredentials)),
    }
    Ok(open(app, credential.member, ask.kind, &ask.label).await?)
}

/// Makes a session for a member who has proved who they are, or whom the operator vouches for.
///
/// # Errors
/// The database is in trouble.
pub async fn open(app: &App, member: MemberId, kind: SessionKind, label: &str) -> Result<SignedIn, Fault> {
    let (session, signed) = made(app, member, kind, label, app.now())?;
    app.store().add_session(&session).await?;
    Ok(signed)
}

/// Who a token is; nothing where it is nobody's, over, ended, or its member not active.
///
/// # Errors
/// The database is in trouble.
pub async fn authenticate(app: &App, token: &str) -> Result<Option<Caller>, Fault> {
    let Some((actor, hash)) = read_token(token) else { return Ok(None) };
    let now = app.now();
    let Some(signed) = app.store().session(actor.member, actor.session).await? else { return Ok(None) };
    let same = bool::from(signed.token_hash.ct_eq(&hash));
    if !same || now >= signed.expires_at || signed.person.status != MemberStatus::Active {
        return Ok(None);
    }
    let mut expires_at = signed.expires_at;
    if now >= signed.seen_at + SEEN_WITHIN {
        expires_at = match signed.kind {
            SessionKind::Browser => now + BROWSER,
            SessionKind::Api => signed.expires_at,
        };
        // Whoever may read may read on while nothing can be written.
        if let Err(fault) = app.store().touch_session(actor.member, actor.session, now, expires_at).await {
            tracing::warn!(%fault, "a session's last use was not noted");
            expires_at = signed.expires_at;
        }
    }
    Ok(Some(Caller {
        actor,
        kind: signed.kind,
        person: signed.person,
        language: signed.language,
        shortcuts: signed.shortcuts,
        verified: signed.verified,
        moderator: signed.moderator,
        expires_at,
    }))
}

/// Whether the session that `actor` acts in goes on: neither ended nor over, and its member in use. For what stays open
/// after it was let in.
///
/// # Errors
/// The database is in trouble.
pub async fn goes_on(app: &App, actor: Actor) -> Result<bool, Fault> {
    let signed = app.store().session(actor.member, actor.session).await?;
    Ok(signed
        .is_some_and(|signed| app.now() < signed.expires_at && signed.person.status == MemberStatus::Active))
}

/// A member's sessions, the latest used first.
///
/// # Errors
/// The database is in trouble.
pub async fn list(app: &App, actor: Actor) -> Result<Vec<Session>, Fault> {
    app.store().sessions(actor.member, app.now()).await
}

/// Ends the session of whoever asks. The second time changes nothing.
///
/// # Errors
/// The database is in trouble.
pub async fn sign_out(app: &App, actor: Actor) -> Result<(), Fault> {
    app.store().revoke_session(actor.member, actor.session).await.map(drop)
}

/// Ends one of the member's sessions; false where there is none.
///
/// # Errors
/// The database is in trouble.
pub async fn revoke(app: &App, actor: Actor, session: SessionId) -> Result<bool, Fault> {
    app.store().revoke_session(actor.member, session).await
}

/// Ends all of the member's sessions but the one that asks.
///
/// # Errors
/// The database is in trouble.
pub async fn revoke_others(app: &App, actor: Actor) -> Result<(), Fault> {
    app.store().revoke_other_sessions(actor.member, actor.session).await
}

/// A session and what its client gets, not stored yet.
///
/// # Errors
/// This process has no node number.
pub(crate) fn made(
    app: &App,
    member: MemberId,
    kind: SessionKind,
    label: &str,
    now: Timestamp,
) -> Result<(NewSession, SignedIn), Fault> {
    let id = SessionId(app.chance().id(now)?);
    let mut bytes = [0; TOKEN_BYTES];
    bytes[..8].copy_from_slice(&member.0.to_be_bytes());
    bytes[8..16].copy_from_slice(&id.0.to_be_bytes());
    bytes[16..].copy_from_slice(&app.chance().secret());
    let expires_at = now
        + match kind {
            SessionKind::Browser => BROWSER,
            SessionKind::Api => API,
        };
    let session = NewSession {
        member,
        id,
        token_hash: hash(&bytes),
        kind,
        label: labelled(label, kind),
        at: now,
        expires_at,
    };
    let token = Token(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)));
    Ok((session, SignedIn { actor: Actor { member, session: id }, token, expires_at }))
}

fn labelled(label: &str, kind: SessionKind) -> String {
    let label: String = label.chars().filter(|c| !c.is_control()).take(LABEL).collect();
    match (label.trim(), kind) {
        ("", SessionKind::Browser) => "Browser".to_owned(),
        ("", SessionKind::Api) => "API".to_owned(),
        (label, _) => label.to_owned(),
    }
}

fn read_token(token: &str) -> Option<(Actor, [u8; 32])> {
    let mut bytes = [0; TOKEN_BYTES];
    let written = URL_SAFE_NO_PAD.decode_slice(token.strip_prefix(PREFIX)?, &mut bytes).ok()?;
    if written != TOKEN_BYTES {
        return None;
    }
    let number = |range: std::ops::Range<usize>| bytes[range].try_into().ok().map(i64::from_be_bytes);
    let actor = Actor { member: MemberId(number(0..8)?), session: SessionId(number(8..16)?) };
    Some((actor, hash(&bytes)))
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
