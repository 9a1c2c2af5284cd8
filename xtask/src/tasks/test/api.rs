//! schemathesis reads the OpenAPI document and sends what it allows, and what it does not: no answer may be a 5xx or
//! contradict the document.

mod excluded;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::needs::{Need, schemathesis};
use super::{Bench, Stage, build};
use crate::command::stream;
use crate::http::request;
use crate::server::Server;
use crate::tally::{Tally, from_junit};

pub(super) const STAGE: Stage = Stage { name: "api", needs: &[Need::Python, Need::Schemathesis], run };

const DOCUMENT: &str = "/api/v1/openapi.json";
const PASSWORD: &str = "correct horse battery staple";
/// The one that schemathesis is.
const CALLER: &str = "caller@example.org";
/// Someone to find, to invite and to block.
const OTHER: &str = "other@example.org";

fn run(bench: &Bench) -> Result<Tally> {
    let kith = build::kith(bench.workspace)?;
    let folder = bench.workspace.target.join("schemathesis");
    let server = Server::start(&kith, &folder.join("server"))?;
    server.add_member("Calla Caller", CALLER, PASSWORD)?;
    server.add_member("Otto Other", OTHER, PASSWORD)?;
    let token = server.sign_in(CALLER, PASSWORD)?;

    let answer = request(server.address, "GET", DOCUMENT, None, None)?;
    ensure!(answer.status == 200, "GET {DOCUMENT} answered {}", answer.status);
    let excluded = excluded::operation_ids(&answer.json()?)?;

    let report = folder.join("junit.xml");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut st = Command::new(schemathesis(bench.workspace));
    st.current_dir(&folder)
        .arg("run")
        .arg(format!("http://{}{DOCUMENT}", server.address))
        .args(["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "30", "--seed", "1"])
        .args(["--workers", "2", "--request-timeout", "30", "--no-color", "--report", "junit"])
        // A schema cannot say all that a rule asks of a value: what fits the one may be refused by the other with 422.
        .args(["--exclude-checks", "positive_data_acceptance"])
        .arg("--report-junit-path")
        .arg(&report)
        .arg("--header")
        .arg(format!("Authorization: Bearer {token}"));
    for id in &excluded {
        st.arg("--exclude-operation-id").arg(id);
    }
    let ended = stream(&mut st)?;

    // Signed out half-way, it would have tested nothing but 401s from there on.
    let answer = request(server.address, "GET", "/api/v1/me", Some(&token), None)?;
    ensure!(
        answer.status == 200,
        "after the run the caller's token answers {}: some operation signed it out; add it to xtask/src/tasks/test/api/excluded.rs",
        answer.status
    );
    let counts = fs::read_to_string(&report).context("schemathesis ended without a report")?;
    let tally = from_junit(&counts).context("schemathesis' report has no counts")?.judged(ended.ok);
    ensure!(tally.passed + tally.failed > 0, "schemathesis tested no operation");
    Ok(tally)
}
