//! What commands print: to stdout, until nobody reads it any more.

use std::fmt;
use std::io::{ErrorKind, Write};

/// Whoever read what a command prints has seen enough, as `kith member list | head` has: no failure.
#[derive(Debug, thiserror::Error)]
#[error("nobody reads the output any more")]
pub(crate) struct NobodyReads;

/// Prints a line, formatted as [`println!`] does; unlike it, an output that cannot be written is an error and no panic.
macro_rules! say {
    ($($what:tt)*) => {
        $crate::output::print(format_args!("{}\n", format_args!($($what)*)))
    };
}
pub(crate) use say;

/// Prints a text as it is.
///
/// # Errors
/// [`NobodyReads`]; the disk that the output goes to is full.
pub(crate) fn print(text: impl fmt::Display) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match write!(out, "{text}").and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(NobodyReads.into()),
        Err(error) => Err(anyhow::Error::new(error).context("cannot print")),
    }
}
