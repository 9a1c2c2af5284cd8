//! How far something has come that takes a while.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on a terminal; elsewhere nothing but a line at the beginning, so that logs stay readable.
#[derive(Clone)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar over `total`, where that is known from the beginning.
    pub(crate) fn new(what: &'static str, total: Option<u64>) -> Self {
        if !std::io::stderr().is_terminal() {
            let _ = writeln!(std::io::stderr(), "{what} …");
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(total.unwrap_or(0)).with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{msg:22} {wide_bar} {percent:>3} %  {eta}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn at(&self, done: u64) {
        self.0.set_position(done);
    }

    /// Says what is under way, and how much of how much is done.
    pub(crate) fn of(&self, done: u64, total: u64, what: &'static str) {
        self.0.set_length(total);
        self.0.set_message(what);
        self.0.set_position(done);
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
