//! One run: the database alone and the server in turns, so that both meet the same disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};

use super::load::{self, Measured};
use super::pgbench::Pgbench;
use super::raw::{Raw, Write};
use super::report::{Baseline, Kind, Rate, Report, Turn};
use super::server::Server;
use super::setting::Setting;
use super::work::{Accepts, Lists, Refusals, Sends, Work};
use super::{Bench, cpu, disk, setting};
use crate::config::Config;

/// How many clients act at once, one number after the other.
const CLIENTS: [usize; 3] = [1, 16, 256];
/// More than any server here sends in a second, so that the pairs last.
const MOST_A_SECOND: f64 = 20_000.0;
const WRITES: [Write; 2] = [Write::Send, Write::Accept];

/// What is measured beside the server: the database alone, under the same rows.
pub(super) enum Beside {
    /// SQLite, on a copy of the same file.
    Sqlite(Box<Raw>),
    /// pgbench, on the same server.
    Postgres(Pgbench),
}

/// Measures.
pub(super) async fn run(config: &Config, bench: &Bench) -> Result<Report> {
    let folder = Folder::make(&bench.dir)?;
    let pgbench = match &bench.postgres {
        Some(url) => Some(Pgbench::open(url, &folder.0).await?),
        None => None,
    };
    let database = folder.0.join("kith.db");
    let url = bench.postgres.clone().unwrap_or_else(|| format!("sqlite:{}", database.display()));
    let load_before = cpu::load_average();
    let pairs = (MOST_A_SECOND * bench.length() * CLIENTS.len() as f64) as usize;
    let setting = Arc::new(setting::make(config, &url, bench.members, pairs).await?);
    let mut beside = match pgbench {
        Some(pgbench) => {
            pgbench.prepare().await?;
            Beside::Postgres(pgbench)
        }
        None => {
            let copy = folder.0.join("raw.db");
            std::fs::copy(&database, &copy)?;
            Beside::Sqlite(Box::new(Raw::open(&copy, Arc::clone(&setting))?))
        }
    };
    let measured = measure(bench, &folder, &url, &setting, &mut beside, load_before).await;
    if let Beside::Postgres(pgbench) = &beside {
        pgbench.clear().await.context("what the measurement left on the server could not be removed")?;
    }
    measured
}

async fn measure(
    bench: &Bench,
    folder: &Folder,
    url: &str,
    setting: &Arc<Setting>,
    beside: &mut Beside,
    load_before: Option<f64>,
) -> Result<Report> {
    let length = bench.length();
    let share = |share: f64| Duration::from_secs_f64(length * share);
    let mut waits = disk::waits(&folder.0, share(0.2))?;
    let server = Server::start(&folder.0, url).await?;
    let sends = Arc::new(Sends::new(Arc::clone(setting)));
    let mut baselines = baselines();
    let mut rates = Vec::new();
    for clients in CLIENTS {
        raw_turn(beside, &mut baselines, share(0.2)).await?;
        let mut rate = |kind, measured| rates.push(Rate::new(kind, clients, measured));
        let run = async |length, work: Arc<dyn Work>| -> Result<Measured> {
            load::run(&server, beside, clients, length, work).await
        };
        rate(Kind::Send, run(share(1.0), sends.clone()).await?);
        rate(Kind::List, run(share(0.5), Arc::new(Lists::new(setting.clone()))).await?);
        let accepts = Accepts::new(setting.clone(), sends.take_sent());
        rate(Kind::Accept, run(share(0.75), Arc::new(accepts)).await?);
        rate(Kind::NoOp, run(share(0.5), Arc::new(Refusals::new(setting.clone()))).await?);
    }
    raw_turn(beside, &mut baselines, share(0.2)).await?;
    waits.extend(disk::waits(&folder.0, share(0.2))?);
    Ok(Report::new(
        if bench.postgres.is_some() { "pgbench" } else { "raw SQLite" },
        setting.members.len(),
        setting.connections,
        [load_before, cpu::load_average()],
        disk::quantiles(waits),
        baselines,
        rates,
    ))
}

/// Every raw rate that is measured: each kind, in groups as large as there are clients.
fn baselines() -> Vec<Baseline> {
    WRITES.into_iter().flat_map(|write| CLIENTS.map(|group| Baseline::new(write, group))).collect()
}

/// Measures every raw rate once more. The sends come first: what they sent is accepted.
async fn raw_turn(beside: &mut Beside, baselines: &mut [Baseline], length: Duration) -> Result<()> {
    for baseline in baselines {
        let (write, group) = (baseline.write, baseline.group);
        let measured = match beside {
            Beside::Sqlite(raw) => tokio::task::block_in_place(|| raw.run(write, group, length))?,
            Beside::Postgres(pgbench) => pgbench.run(write, group, length).await?,
        };
        baseline.turns.extend(Turn::of(&measured));
    }
    Ok(())
}

/// A folder that is removed with all that is in it.
struct Folder(PathBuf);

impl Folder {
    fn make(within: &Path) -> Result<Folder> {
        let folder = within.join(format!("kith-bench-{}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        // The server is told where it is, from a working directory of its own.
        Ok(Folder(folder.canonicalize()?))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "could not remove what the measurement left");
        }
    }
}
