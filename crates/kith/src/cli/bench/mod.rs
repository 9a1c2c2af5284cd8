//! `kith bench`: how fast this machine lets this program be, and how far that is from what the disk allows.
//!
//! Rates of two runs cannot be compared: disks change their speed by a factor of ten within minutes. So everything
//! is told as a ratio to something measured in the same run, turn by turn.

mod client;
mod cpu;
mod disk;
mod graph;
mod load;
mod pgbench;
mod raw;
mod report;
mod run;
mod server;
mod setting;
mod work;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::cli::serve::told_to_stop;
use crate::config::Config;
use crate::output::{print, say};

/// What is measured.
#[derive(Debug, Clone, clap::Subcommand)]
pub(crate) enum BenchCommand {
    /// Invitations sent, listed and accepted over HTTP, beside raw SQLite writing the same rows
    ///
    /// Makes a network of people who do not exist in a folder of its own, serves it with a second process of this
    /// program (synchronous = "full", no limits of pace or allowance), and lets 1, 16 and 256 clients act on it, each
    /// waiting for its answer before it asks again. Beside it, in turns, SQLite alone writes the same rows to a copy
    /// of the same file: in a transaction each, and in groups as large as there are clients. All of it is removed
    /// afterwards.
    ///
    /// With --postgres the network is on that server, and pgbench writes the same rows there, a transaction each, over
    /// as many connections as there are clients (at most 64).
    #[command(after_help = READING)]
    Invitations(Bench),
    /// Degrees, shared connections and suggestions from memory, beside SQLite asked the same
    ///
    /// Makes connections up, or reads them from an edge list, and asks both sides in turns, after their answers were held
    /// against each other. Nothing is written anywhere.
    Graph(graph::GraphBench),
}

const READING: &str = "\
How to read it:
  x single   the rate over HTTP, over that of raw SQLite with one transaction each
  x group    the same, over raw SQLite with as many rows of its kind to a transaction as there are clients
  no-op      a POST that is signed in, read and refused: what HTTP allows, without the database's writes
  WAL        bytes that an operation adds to the write-ahead log, what follows from it (notifications) included
  group      operations that shared a transaction, and so one wait for the disk

With --postgres, x single is over pgbench with one connection, x group over pgbench with as many as there are clients.

A rate means nothing without the disk's latency beside it; compare ratios and CPU times.";

/// How it is measured.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Bench {
    /// Some 20 seconds in all instead of more than a minute
    #[arg(long)]
    quick: bool,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// The folder to work in; its disk is what is measured
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    dir: PathBuf,
    /// How many members the network has
    #[arg(long, default_value_t = 4000)]
    members: usize,
    /// Measure on a PostgreSQL server: an empty database, which is emptied again afterwards
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// How long each rate is measured, in seconds; 5, or 1.4 with --quick
    #[arg(long)]
    seconds: Option<f64>,
}

impl Bench {
    /// How long the sending is measured with each number of clients; the other lengths are shares of it.
    fn length(&self) -> f64 {
        self.seconds.unwrap_or(if self.quick { 1.4 } else { 5.0 })
    }
}

/// Measures, and prints what was found.
pub(crate) async fn bench(config: &Config, command: BenchCommand) -> Result<()> {
    let bench = match command {
        BenchCommand::Invitations(bench) => bench,
        BenchCommand::Graph(bench) => return bench_graph(bench).await,
    };
    if !(100..=50_000).contains(&bench.members) {
        bail!("--members: between 100 and 50000");
    }
    if !(0.05..=600.0).contains(&bench.length()) {
        bail!("--seconds: between 0.05 and 600");
    }
    let report = tokio::select! {
        report = run::run(config, &bench) => report?,
        told = told_to_stop() => {
            told?;
            bail!("interrupted; nothing is left behind");
        }
    };
    if bench.json { say!("{}", serde_json::to_string_pretty(&report)?) } else { print(&report) }
}

async fn bench_graph(bench: graph::GraphBench) -> Result<()> {
    let json = bench.json();
    let report = tokio::task::spawn_blocking(move || graph::run(&bench)).await??;
    if json { say!("{}", serde_json::to_string_pretty(&report)?) } else { print(&report) }
}
