//! A real browser walks the pages; the walking is in `e2e/`.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::needs::{Need, chromium};
use super::{Bench, Stage, build};
use crate::command::stream;
use crate::tally::{Tally, from_json};

pub(super) const STAGE: Stage =
    Stage { name: "browser", needs: &[Need::Node, Need::Chromium, Need::Fonts, Need::NodePackages], run };

fn run(bench: &Bench) -> Result<Tally> {
    let kith = build::kith(bench.workspace)?;
    let report = bench.workspace.target.join("e2e").join("report.json");
    // An old report must not speak for a run that wrote none.
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut node = Command::new("node");
    node.current_dir(bench.workspace.e2e())
        .arg("run.mjs")
        .arg("--report")
        .arg(&report)
        .env("KITH_BINARY", kith);
    if let Some(chromium) = chromium() {
        node.env("CHROMIUM", chromium);
    }
    if bench.options.keep {
        node.arg("--keep");
    }
    let ended = stream(node.args(&bench.options.words))?;
    let counts = fs::read_to_string(&report).context("the browser tests ended without a report")?;
    let tally = from_json(&counts).context("the browser tests' report has no counts")?.judged(ended.ok);
    ensure!(tally != Tally::default(), "no browser test ran");
    Ok(tally)
}
