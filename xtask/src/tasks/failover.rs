//! `cargo xtask failover`: what members see when the primary is killed.
//!
//! A primary and a synchronous standby, one Kith with both in its address, and members who invite others all the
//! time. The primary is killed at once (SIGKILL), the standby is promoted, and then everything that was acknowledged
//! is looked for.

mod cluster;
mod load;

use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::command::must;
use crate::server::{Server, kith};
use crate::tasks::Task;
use crate::workspace::Workspace;
use cluster::Cluster;
use load::{Invited, Load};

pub(crate) const TASK: Task =
    Task { name: "failover", about: "kill a primary under load, and count what was lost", help: HELP, run };

const HELP: &str = "Usage: cargo xtask failover [--kith FILE] [--runs N] [--missed N | --keeper]\n\n\
Starts a PostgreSQL primary with a synchronous standby in a temporary folder, a Kith that knows both, and members who \
invite others without a pause. Kills the primary with SIGKILL, promotes the standby, and prints what was lost, doubled \
or answered with anything but 503, and for how long nothing succeeded. Fails where anything was lost or doubled.\n\n  \
--kith FILE  the program to run; without it, it is built\n  \
--runs N     how often, each with new servers (1)\n  \
--missed N   how often, a second apart, the primary is asked for in vain before the standby is promoted (3)\n  \
--keeper     let pg_auto_failover care for both, and promote\n";

/// Who invites, each on a connection of their own.
const SENDERS: usize = 12;
/// Who is invited.
const RECIPIENTS: usize = 2_000;
/// How long all is well before the primary is killed, and after somebody succeeded again.
const WELL: Duration = Duration::from_secs(6);
/// How long nothing may succeed before this gives up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the one who watches asks for the primary.
const WATCH_EVERY: Duration = Duration::from_secs(1);

/// Nothing is held back, and no number of the rules ends the load.
const POLICY: &str = "[log]\nlevel = \"warn\"\n[policy]\nundo = { send = \"0s\" }\n\
                      invitations = { weekly = \"off\", pending = \"off\" }\n";

struct Options {
    kith: Option<PathBuf>,
    runs: u32,
    missed: u32,
    keeper: bool,
}

/// What one run showed.
struct Shown {
    acknowledged: usize,
    lost: usize,
    doubled: usize,
    refused: usize,
    wrong: usize,
    promoted_after: Duration,
    gap: Duration,
    slowest: Duration,
}

fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let options = options(args)?;
    let binary = match options.kith {
        Some(binary) => binary.canonicalize().context("--kith")?,
        None => {
            must(workspace.cargo().args(["build", "--quiet", "-p", "kith"]))?;
            workspace.target.join("debug/kith")
        }
    };
    println!(
        "| run | acknowledged | lost | doubled | 503 | other 5xx | promoted after | without success | longest answer |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    let mut ok = true;
    for number in 1..=options.runs {
        let shown = once(&binary, options.missed, options.keeper).with_context(|| format!("run {number}"))?;
        let Shown { acknowledged, lost, doubled, refused, wrong, .. } = shown;
        let seconds = |span: Duration| format!("{:.1} s", span.as_secs_f64());
        println!(
            "| {number} | {acknowledged} | {lost} | {doubled} | {refused} | {wrong} | {} | {} | {} |",
            seconds(shown.promoted_after),
            seconds(shown.gap),
            seconds(shown.slowest)
        );
        ok &= lost == 0 && doubled == 0 && wrong == 0;
    }
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn options(args: &[String]) -> Result<Options> {
    let mut options = Options { kith: None, runs: 1, missed: 3, keeper: false };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().with_context(|| format!("{arg}: a value is missing"));
        match arg.as_str() {
            "--keeper" => options.keeper = true,
            "--kith" => options.kith = Some(PathBuf::from(value()?)),
            "--runs" => options.runs = value()?.parse().context("--runs")?,
            "--missed" => options.missed = value()?.parse().context("--missed")?,
            other => bail!("there is no option {other:?}; see cargo xtask failover --help"),
        }
    }
    Ok(options)
}

fn once(binary: &std::path::Path, missed: u32, keeper: bool) -> Result<Shown> {
    let cluster = if keeper { Cluster::kept()? } else { Cluster::plain()? };
    let folder = cluster.folder().join("kith");
    std::fs::create_dir_all(&folder)?;
    let server = Server::start_on(binary, &folder, &cluster.url(), POLICY)?;
    let edges: String = (0..RECIPIENTS / 2).map(|pair| format!("{} {}\n", 2 * pair, 2 * pair + 1)).collect();
    std::fs::write(folder.join("recipients.txt"), edges)?;
    let taken = kith(binary, &folder).args(["import", "graph", "recipients.txt"]).output()?;
    ensure!(taken.status.success(), "kith import graph: {}", String::from_utf8_lossy(&taken.stderr));
    let recipients = cluster.ask("SELECT member_id FROM member ORDER BY 1")?;
    ensure!(recipients.len() == RECIPIENTS, "{} of {RECIPIENTS} recipients", recipients.len());

    let load = Load::start(&server, SENDERS, recipients)?;
    sleep(WELL);
    ensure!(load.acknowledged() > 0, "nothing succeeds, though nothing has happened yet");
    cluster.kill_primary()?;
    let killed = Instant::now();
    cluster.until_promoted(WATCH_EVERY, missed)?;
    let promoted_after = killed.elapsed();
    while !load.succeeded_since(killed + promoted_after) {
        ensure!(killed.elapsed() < PATIENCE, "nothing succeeded within {} s", PATIENCE.as_secs());
        sleep(Duration::from_millis(50));
    }
    sleep(WELL);
    let invited = load.stop();
    let shown = counted(&cluster, &invited, killed, promoted_after)?;
    drop(server);
    Ok(shown)
}

/// Looks in the new primary for what was acknowledged, and for what is there twice.
fn counted(
    cluster: &Cluster,
    invited: &[Invited],
    killed: Instant,
    promoted_after: Duration,
) -> Result<Shown> {
    let stored = cluster.ask("SELECT inv_id FROM invitation")?;
    let stored: std::collections::HashSet<&str> = stored.iter().map(String::as_str).collect();
    let acknowledged: Vec<&str> = invited.iter().filter_map(|one| one.id.as_deref()).collect();
    let lost = acknowledged.iter().filter(|id| !stored.contains(*id)).count();
    // Twice the same invitation, twice told, or counted twice in the balance.
    let doubled: usize = [
        "SELECT 1 FROM invitation GROUP BY sender_id, recipient_id HAVING count(*) > 1",
        "SELECT 1 FROM journal WHERE inv_id > 0 GROUP BY lo, hi, version, kind HAVING count(*) > 1",
        "SELECT 1 FROM journal_pending p JOIN journal j ON j.lo = p.lo AND j.hi = p.hi AND j.version = p.version",
        "SELECT 1 FROM standing s JOIN member m ON m.member_id = s.member_id AND m.name LIKE 'Sender %' \
         WHERE s.sent <> (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id)",
    ]
    .iter()
    .map(|sql| cluster.ask(sql).map(|rows| rows.len()))
    .sum::<Result<usize>>()?;
    // What was never told is as bad as what is not there.
    let untold = cluster.ask(
        "SELECT i.inv_id FROM invitation i JOIN member m ON m.member_id = i.sender_id AND m.name LIKE 'Sender %' \
         WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.inv_id = i.inv_id) \
         AND NOT EXISTS (SELECT 1 FROM journal_pending p WHERE p.inv_id = i.inv_id)",
    )?;
    let mut successes: Vec<Instant> =
        invited.iter().filter(|one| one.id.is_some()).map(|one| one.answered).collect();
    successes.sort();
    let around = successes.windows(2).filter(|pair| pair[1] > killed);
    let gap = around.map(|pair| pair[1] - pair[0]).max().context("nothing succeeded after the kill")?;
    Ok(Shown {
        acknowledged: acknowledged.len(),
        lost: lost + untold.len(),
        doubled,
        refused: invited.iter().filter(|one| one.status == Some(503)).count(),
        wrong: invited.iter().filter(|one| one.status.is_none_or(|s| s >= 500 && s != 503)).count(),
        promoted_after,
        gap,
        slowest: invited.iter().map(|one| one.answered - one.asked).max().unwrap_or_default(),
    })
}
