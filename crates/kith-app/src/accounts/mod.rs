//! Accounts: opening one, and what keeps it its owner's.

mod admit;
mod close;
mod open;
mod password;

pub use admit::{ApproveRefused, approve, awaiting};
pub use close::{CloseRefused, close, tidy_departed};
pub(crate) use close::{departed, leaving};
pub(crate) use open::salt;
pub use open::{
    AddMember, AddRefused, Added, SignUp, SignUpRefused, SignedUp, add, generated_password, sign_up,
};
pub use password::{ChangePasswordRefused, change_password};

use kith_domain::text::Address;
use sha2::{Digest, Sha256};

/// The hash under which a closed account's address is remembered: enough to know it again, not to write to it.
pub(crate) fn address_hash(normal: &str) -> [u8; 32] {
    Sha256::digest(normal.as_bytes()).into()
}

/// As [`address_hash`], of an address.
pub(crate) fn hash_of(address: &Address) -> [u8; 32] {
    address_hash(&address.normal())
}
