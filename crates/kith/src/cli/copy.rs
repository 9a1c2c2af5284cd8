//! `kith copy`: a network moved from one database to another, whichever their engines.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use kith_store::Store;
use kith_store::copy;
use kith_store::engine::{EngineOptions, without_password};

use crate::cli::embedded::database_file;
use crate::cli::progress::Progress;
use crate::output::say;

/// From where to where.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Copy {
    /// The database that holds the network, such as sqlite:kith.db
    #[arg(long, value_name = "URL")]
    from: String,
    /// The database to copy it to, such as postgres://kith@localhost/kith; empty, or left by a copy that was interrupted
    #[arg(long, value_name = "URL")]
    to: String,
}

/// Copies the network, compares both, and says what was done.
pub(crate) async fn copy(asked: &Copy) -> Result<()> {
    let begun = Instant::now();
    if asked.from == asked.to {
        bail!("--from and --to name the same database");
    }
    if database_file(&asked.from).is_some_and(|file| !file.exists()) {
        bail!("there is no database at {}", asked.from);
    }
    let open = |url: &str| {
        Store::open(url, EngineOptions::default())
            .with_context(|| format!("cannot open {}", without_password(url)))
    };
    let (from, to) = (open(&asked.from)?, open(&asked.to)?);
    let bar = Progress::new("Copying", None);
    let copied =
        copy::copy(&from, &to, |progress| bar.of(progress.done, progress.total, progress.table)).await;
    bar.end();
    from.engine().close().await;
    to.engine().close().await;
    let copied = copied.with_context(|| {
        format!("cannot copy {} to {}", without_password(&asked.from), without_password(&asked.to))
    })?;
    for table in &copied.tables {
        let how = match (table.content.rows, table.was_there) {
            (0, _) => "empty",
            (_, true) => "was there",
            (_, false) => "copied",
        };
        say!("{:22} {:>10} rows  {:016x}  {how}", table.name, table.content.rows, table.content.sum)?;
    }
    let rows: u64 = copied.tables.iter().map(|table| table.content.rows).sum();
    let took = begun.elapsed().as_secs_f64();
    say!("Both hold the same {rows} rows in {} tables ({took:.1} s).", copied.tables.len())
}
