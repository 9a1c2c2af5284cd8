//! The tasks there are. A new one is a file in `tasks/` with a `TASK`, and a line here.

mod coverage;
mod failover;
mod test;

use std::process::ExitCode;

use crate::workspace::Workspace;

/// One task of the command line.
pub(crate) struct Task {
    /// The word it is called by.
    pub(crate) name: &'static str,
    /// One line for the list of tasks.
    pub(crate) about: &'static str,
    /// What `--help` prints.
    pub(crate) help: &'static str,
    /// Does it, with the arguments after its name.
    pub(crate) run: fn(&Workspace, &[String]) -> anyhow::Result<ExitCode>,
}

/// Every task, in the order of the help.
pub(crate) const TASKS: &[Task] = &[test::TASK, coverage::TASK, failover::TASK];
