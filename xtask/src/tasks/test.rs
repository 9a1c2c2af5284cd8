//! `cargo xtask test`: everything, on a machine with Rust and a C compiler, in one command.

mod api;
mod browser;
mod build;
mod needs;
mod options;
mod report;
mod rust;

use std::process::ExitCode;

use anyhow::Result;

use crate::tally::Tally;
use crate::tasks::Task;
use crate::workspace::Workspace;
use needs::Need;
use options::Options;
use report::Report;

pub(crate) const TASK: Task =
    Task { name: "test", about: "run every test, or a part of them", help: options::HELP, run };

/// A part of the tests that runs, is timed and is counted by itself.
struct Stage {
    name: &'static str,
    /// What must be there before it can run.
    needs: &'static [Need],
    run: fn(&Bench) -> Result<Tally>,
}

/// What the stages work with.
struct Bench<'a> {
    workspace: &'a Workspace,
    options: &'a Options,
}

fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let options = Options::parse(args)?;
    let stages = stages(&options);
    let is_ci = std::env::var("CI").is_ok_and(|value| value == "true");

    let mut wanted: Vec<Need> = stages.iter().flat_map(|stage| stage.needs).copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let missing = needs::provide(workspace, &wanted, options.install);

    let bench = Bench { workspace, options: &options };
    let mut report = Report::default();
    for stage in &stages {
        let absent: Vec<&str> = missing
            .iter()
            .filter(|need| need.is_vital() && stage.needs.contains(need))
            .map(|need| need.name())
            .collect();
        if absent.is_empty() {
            report.time(stage.name, || (stage.run)(&bench));
        } else {
            report.could_not_run(stage.name, &format!("missing: {}", absent.join(", ")), is_ci);
        }
    }
    report.print();
    Ok(if report.total().failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn stages(options: &Options) -> Vec<Stage> {
    let mut stages = Vec::new();
    if options.rust {
        stages.extend(rust::STAGES);
    }
    if options.browser || options.api {
        stages.push(build::STAGE);
    }
    if options.browser {
        stages.push(browser::STAGE);
    }
    if options.api {
        stages.push(api::STAGE);
    }
    stages
}
