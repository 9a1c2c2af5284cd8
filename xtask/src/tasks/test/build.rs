//! The program that the browser and the fuzz tests start, built once.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::{Bench, Stage};
use crate::command::{answer, stream};
use crate::tally::Tally;
use crate::workspace::Workspace;

pub(super) const STAGE: Stage = Stage { name: "build", needs: &[], run: build };

fn build(bench: &Bench) -> Result<Tally> {
    Ok(Tally::check(stream(&mut command(bench.workspace))?.ok))
}

/// The built program. Asks cargo, which builds what is not yet built.
pub(super) fn kith(workspace: &Workspace) -> Result<PathBuf> {
    let messages = answer(command(workspace).arg("--message-format=json")).context("kith does not build")?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|message| message["target"]["name"] == "kith" && message["executable"].is_string())
        .and_then(|message| message["executable"].as_str().map(PathBuf::from))
        .context("cargo named no program kith")
}

/// Over the whole workspace, though only `kith` is wanted: with the same features the tests were built with, so that
/// no dependency is compiled twice.
fn command(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--workspace", "--bin", "kith"]);
    cargo
}
