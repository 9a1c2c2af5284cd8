use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kith_domain::id::MemberId;
use kith_domain::profile::MemberStatus;
use kith_domain::text::{Address, Handle, Name};
use kith_store::accounts::{Claimed, NewMember};

use super::hash_of;
use crate::fields::FieldErrors;
use crate::passwords::Password;
use crate::sessions::{self, SessionKind, SignedIn};
use crate::standing;
use crate::{App, Failure, Fault, SignUp as Mode, TRIES, contended};

/// What somebody opens an account with, as typed.
#[derive(Clone)]
pub struct SignUp {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// What the member will know the first session by.
    pub label: String,
    /// What that session is for.
    pub kind: SessionKind,
}

/// What signing up came to.
#[derive(Debug, Clone)]
pub enum SignedUp {
    /// A member from now on, and signed in.
    In(SignedIn),
    /// A member once a moderator has let them in.
    Awaiting,
    /// The address is somebody's already. Whoever asks is told no more than that a mail is on its way.
    AddressInUse,
}

/// Why no account is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignUpRefused {
    /// Fields `name`, `email` or `password` are wrong.
    Fields(FieldErrors),
    /// Only who was invited by e-mail may join.
    InvitedOnly,
    /// Nobody may; the operator makes accounts.
    Closed,
}

/// What the operator makes an account with.
#[derive(Clone)]
pub struct AddMember {
    /// The name.
    pub name: String,
    /// The address; the operator vouches for it.
    pub email: String,
    /// The password; without one nobody signs in.
    pub password: Option<String>,
    /// Whether they moderate.
    pub moderator: bool,
}

/// An account the operator made.
#[derive(Debug, Clone)]
pub struct Added {
    /// Which.
    pub member: MemberId,
    /// Its handle.
    pub handle: Handle,
}

/// Why the operator's account is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddRefused {
    /// Fields `name`, `email` or `password` are wrong.
    Fields(FieldErrors),
    /// The address is somebody's already.
    AddressInUse,
}

/// Opens an account and signs its owner in. An address already in use costs as much as a free one.
///
/// # Errors
/// Fields that are wrong, all of them at once; a network that does not take just anybody; `Unavailable` where too
/// many sign up at once.
pub async fn sign_up(app: &App, ask: SignUp) -> Result<SignedUp, Failure<SignUpRefused>> {
    let status = match app.network().sign_up {
        Mode::Open => MemberStatus::Active,
        Mode::Approval => MemberStatus::Awaiting,
        Mode::Invited => return Err(Failure::Refused(SignUpRefused::InvitedOnly)),
        Mode::Closed => return Err(Failure::Refused(SignUpRefused::Closed)),
    };
    let mut errors = FieldErrors::new();
    let name = errors.take("name", Name::parse(&ask.name));
    let address = errors.take("email", Address::parse(&ask.email));
    let password = Password::parse(&ask.password, "password", &mut errors);
    let (Some(name), Some(address), Some(password)) = (name, address, password) else {
        return Err(Failure::Refused(SignUpRefused::Fields(errors)));
    };
    let password_hash = app.passwords().hash(password, salt(app)).await?;
    let now = app.now();
    let id = MemberId(app.chance().id(now)?);
    let (session, signed_in) = sessions::made(app, id, ask.kind, &ask.label, now)?;
    let active = status == MemberStatus::Active;
    let member = NewMember {
        handle: Handle::from_name(name.as_str(), None),
        password_hash: Some(password_hash),
        // Carried over when the address is confirmed, not before: else anybody could spend another's (R5.1).
        carried_over: None,
        verified: false,
        moderator: false,
        session: active.then_some(session),
        at: now,
        id,
        name,
        address,
        status,
    };
    match claim(app, member).await? {
        None => Ok(SignedUp::AddressInUse),
        Some(_) if active => Ok(SignedUp::In(signed_in)),
        Some(_) => Ok(SignedUp::Awaiting),
    }
}

/// Makes an account with a confirmed address, as the operator does (`kith member add`): open or not, and with what
/// a closed account of that address had sent (R5.1).
///
/// # Errors
/// Fields that are wrong, all of them at once; an address that is somebody's already.
pub async fn add(app: &App, ask: AddMember) -> Result<Added, Failure<AddRefused>> {
    let mut errors = FieldErrors::new();
    let name = errors.take("name", Name::parse(&ask.name));
    let address = errors.take("email", Address::parse(&ask.email));
    let password = match &ask.password {
        Some(text) => Password::parse(text, "password", &mut errors).map(Some),
        None => Some(None),
    };
    let (Some(name), Some(address), Some(password)) = (name, address, password) else {
        return Err(Failure::Refused(AddRefused::Fields(errors)));
    };
    let password_hash = match password {
        Some(password) => Some(app.passwords().hash(password, salt(app)).await?),
        None => None,
    };
    let now = app.now();
    let member = NewMember {
        id: MemberId(app.chance().id(now)?),
        handle: Handle::from_name(name.as_str(), None),
        status: MemberStatus::Active,
        moderator: ask.moderator,
        verified: true,
        carried_over: None,
        session: None,
        at: now,
        name,
        address,
        password_hash,
    };
    let id = member.id;
    match claim(app, member).await? {
        Some(handle) => Ok(Added { member: id, handle }),
        None => Err(Failure::Refused(AddRefused::AddressInUse)),
    }
}

/// A password nobody can guess, for an account whose owner will choose another.
pub fn generated_password(app: &App) -> String {
    URL_SAFE_NO_PAD.encode(&app.chance().secret()[..15])
}

/// Makes the account under the first handle that is free; none where the address is somebody's.
async fn claim(app: &App, mut member: NewMember) -> Result<Option<Handle>, Fault> {
    // Made with the first account, so that reading one's bands writes nothing.
    standing::secret(app).await?;
    for attempt in 0..TRIES as u32 {
        if member.verified {
            member.carried_over = app.store().carried_over(hash_of(&member.address)).await?;
        }
        match app.store().add_member(&member).await? {
            Claimed::Done => return Ok(Some(member.handle)),
            Claimed::AddressInUse => return Ok(None),
            Claimed::HandleTaken => {
                // Short at first; many namesakes soon need more room.
                let salt = app.chance().below(10_u32.pow(2 + attempt.min(6))) + 2;
                member.handle = Handle::from_name(member.name.as_str(), Some(salt));
            }
            Claimed::Changed => {}
        }
    }
    Err(contended("open an account"))
}

pub(crate) fn salt(app: &App) -> [u8; 16] {
    let mut salt = [0; 16];
    salt.copy_from_slice(&app.chance().secret()[..16]);
    salt
}
