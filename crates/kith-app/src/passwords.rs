//! Passwords: hashed slowly on purpose, away from the threads that answer requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordVerifier, Version};
use kith_domain::text::graphemes;
use kith_store::engine::{Fault, FaultKind};

use crate::fields::FieldErrors;
use crate::workshop::Workshop;

/// The fewest characters of a password.
pub const SHORTEST: u32 = 8;
/// The most characters of a password.
pub const LONGEST: u32 = 256;

/// How many are hashed at once: each takes 19 MiB and a core for some 30 ms.
const AT_ONCE: usize = 2;
/// How many wait at most, about a second; more are turned away (503).
const MOST_WAITING: usize = 64;
/// The OWASP parameters of argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A password within its bounds.
#[derive(Clone)]
pub(crate) struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// A new password as typed: every character counts, spaces too; nothing is trimmed.
    pub(crate) fn parse(text: &str, field: &'static str, errors: &mut FieldErrors) -> Option<Self> {
        if text.is_empty() {
            errors.add(field, "required", "This is needed.");
            return None;
        }
        // Counting graphemes of a megabyte would be slow: no password of 256 characters has this many bytes.
        let length = if text.len() > 64 * LONGEST as usize { u32::MAX } else { graphemes(text) };
        if length < SHORTEST {
            errors.add(field, "too_short", format!("A password has at least {SHORTEST} characters."));
            return None;
        }
        if length > LONGEST {
            errors.add(field, "too_long", format!("A password has at most {LONGEST} characters."));
            return None;
        }
        Some(Self(text.to_owned()))
    }

    /// What somebody typed to prove who they are: whatever it is, it is checked and not judged. None where it
    /// cannot be anybody's.
    pub(crate) fn typed(text: &str) -> Self {
        // Longer than any password may be: cut, since it is wrong in any case, and hashing it costs.
        let end = text.floor_char_boundary(64 * LONGEST as usize + 4);
        Self(text[..end].to_owned())
    }
}

/// The one place where passwords are hashed.
pub(crate) struct Passwords {
    workshop: Workshop,
    hashed: Arc<AtomicU64>,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        let workshop = Workshop::new("check a password", AT_ONCE, MOST_WAITING);
        Self { workshop, hashed: Arc::default() }
    }

    /// How many were hashed so far.
    pub(crate) fn hashed(&self) -> u64 {
        self.hashed.load(Ordering::Relaxed)
    }

    /// The hash of a password under a salt nobody else has, as a PHC string.
    ///
    /// # Errors
    /// `Unavailable` where too many wait.
    pub(crate) async fn hash(&self, password: Password, salt: [u8; 16]) -> Result<String, Fault> {
        let hash = self.counted(move || hash(&password, &salt));
        self.workshop.run(hash).await?
    }

    /// Whether a password is the one that was hashed. Without a hash it is wrong, and takes as long to say so.
    ///
    /// # Errors
    /// `Unavailable` where too many wait; `Corrupt` where the hash is none.
    pub(crate) async fn verify(&self, password: Password, stored: Option<String>) -> Result<bool, Fault> {
        let verify = move || match stored {
            Some(stored) => verify(&password, &stored),
            None => hash(&password, &[0; 16]).map(|_| false),
        };
        self.workshop.run(self.counted(verify)).await?
    }

    /// Work that hashes once, counted when it is done.
    fn counted<T, F: FnOnce() -> T>(&self, work: F) -> impl FnOnce() -> T + use<T, F> {
        let hashed = Arc::clone(&self.hashed);
        move || {
            let done = work();
            hashed.fetch_add(1, Ordering::Relaxed);
            done
        }
    }
}

fn argon2() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(bug)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &Password, salt: &[u8; 16]) -> Result<String, Fault> {
    let hash: PasswordHash = argon2()?.hash_password_with_salt(password.0.as_bytes(), salt).map_err(bug)?;
    Ok(hash.to_string())
}

fn verify(password: &Password, stored: &str) -> Result<bool, Fault> {
    let stored = PasswordHash::new(stored)
        .map_err(|error| Fault::new(FaultKind::Corrupt, "read a password's hash", error.to_string()))?;
    Ok(argon2()?.verify_password(password.0.as_bytes(), &stored).is_ok())
}

fn bug(error: impl std::fmt::Display) -> Fault {
    Fault::new(FaultKind::Bug, "hash a password", error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::parse(text, "password", &mut FieldErrors::new()).expect("a password")
    }

    #[tokio::test]
    async fn a_password_is_its_own_and_no_others() {
        let passwords = Passwords::new();
        let stored = passwords.hash(password("correct horse"), [7; 16]).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.verify(Password::typed("correct horse"), Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify(Password::typed("correct horse "), Some(stored)).await.unwrap());
        assert!(!passwords.verify(Password::typed("correct horse"), None).await.unwrap());
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        for (text, code) in [
            ("", Some("required")),
            ("1234567", Some("too_short")),
            ("12345678", None),
            ("ééééééé", Some("too_short")),
            (&"x".repeat(256), None),
            (&"x".repeat(257), Some("too_long")),
            (&"x".repeat(1_000_000), Some("too_long")),
        ] {
            let mut errors = FieldErrors::new();
            let parsed = Password::parse(text, "password", &mut errors);
            assert_eq!(errors.of("password").map(|error| error.code), code);
            assert_eq!(parsed.is_some(), code.is_none());
        }
    }
}
