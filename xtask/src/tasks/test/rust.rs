//! What cargo checks by itself.

use std::io::IsTerminal;
use std::process::Command;

use anyhow::Result;

use super::needs::Need;
use super::{Bench, Stage};
use crate::command::{answer, stream};
use crate::postgres::Postgres;
use crate::tally::{Tally, from_libtest, from_nextest};
use crate::tasks::coverage;

/// Names the server to the tests, which make databases of their own there.
const SERVER: &str = "TEST_POSTGRES";

pub(super) const STAGES: [Stage; 6] = [
    Stage { name: "formatting", needs: &[Need::Rustfmt], run: formatting },
    Stage { name: "rules", needs: &[], run: rules },
    Stage { name: "lints", needs: &[Need::Clippy], run: lints },
    Stage { name: "tests", needs: &[], run: tests },
    Stage { name: "postgres", needs: &[Need::Postgres], run: on_postgres },
    Stage { name: "examples", needs: &[], run: examples },
];

fn formatting(bench: &Bench) -> Result<Tally> {
    Ok(Tally::check(stream(cargo(bench).args(["fmt", "--all", "--check"]))?.ok))
}

/// Every rule is tried somewhere, and the table that says where is what the tests' names say.
fn rules(bench: &Bench) -> Result<Tally> {
    Ok(Tally::check(coverage::check(&bench.workspace.root)?))
}

fn lints(bench: &Bench) -> Result<Tally> {
    let mut clippy = cargo(bench);
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    Ok(Tally::check(stream(&mut clippy)?.ok))
}

/// With nextest where it is installed: each test in a process of its own, and a summary at the end.
fn tests(bench: &Bench) -> Result<Tally> {
    if answer(bench.workspace.cargo().args(["nextest", "--version"])).is_some() {
        let ended = stream(cargo(bench).args(["nextest", "run", "--workspace", "--no-fail-fast"]))?;
        Ok(from_nextest(&ended.output).judged(ended.ok))
    } else {
        let ended = stream(cargo(bench).args(["test", "--workspace", "--all-targets", "--no-fail-fast"]))?;
        Ok(from_libtest(&ended.output).judged(ended.ok))
    }
}

/// What reaches the database, once more, on PostgreSQL. Of the whole program's tests, those that are about servers.
fn on_postgres(bench: &Bench) -> Result<Tally> {
    let server = Postgres::start()?;
    if answer(bench.workspace.cargo().args(["nextest", "--version"])).is_some() {
        let chosen = "kind(test) & (package(kith-store) + package(kith-app) + package(kith-web) \
                      + binary(races) + binary(nodes) + binary(copy))";
        let mut nextest = cargo(bench);
        // Over the whole workspace, with the same features as before, so that nothing is compiled twice.
        nextest.args(["nextest", "run", "--workspace", "--no-fail-fast", "-E", chosen]);
        let ended = stream(nextest.env(SERVER, server.url()))?;
        Ok(from_nextest(&ended.output).judged(ended.ok))
    } else {
        let mut test = cargo(bench);
        test.args(["test", "--workspace", "--no-fail-fast", "--test", "*"]);
        let ended = stream(test.env(SERVER, server.url()))?;
        Ok(from_libtest(&ended.output).judged(ended.ok))
    }
}

/// The examples in doc comments, which nextest does not run.
fn examples(bench: &Bench) -> Result<Tally> {
    let ended = stream(cargo(bench).args(["test", "--workspace", "--doc", "--no-fail-fast"]))?;
    Ok(from_libtest(&ended.output).judged(ended.ok))
}

fn cargo(bench: &Bench) -> Command {
    let mut cargo = bench.workspace.cargo();
    // A snapshot that differs is a failure, never a file to look at later.
    cargo.env("INSTA_UPDATE", "no");
    // What cargo prints goes through this program, which hides from it that there is a terminal.
    if std::io::stderr().is_terminal() && std::env::var_os("CARGO_TERM_COLOR").is_none() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    cargo
}
