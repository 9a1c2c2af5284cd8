//! `kith db`: what is done to the database of a network as a whole.

use anyhow::{Context, Result};
use clap::Subcommand;
use kith_store::Store;
use kith_store::distribution::placements;
use kith_store::engine::{DistributeError, without_password};

use crate::config::Config;
use crate::output::say;

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum DbCommand {
    /// Spread the tables over the servers of a Citus cluster
    ///
    /// Tables that are spread already stay as they are, so it may be run again. Stop the servers of the network
    /// first: whoever writes to a table waits while its rows are moved.
    Distribute {
        /// Into how many pieces a table is cut: the most servers it will ever be spread over
        #[arg(long, value_name = "COUNT", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=64_000))]
        shards: u32,
        /// Print what would be told to the database and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

pub(crate) async fn db(config: &Config, command: DbCommand) -> Result<()> {
    match command {
        DbCommand::Distribute { shards, dry_run } => distribute(config, shards, dry_run).await,
    }
}

async fn distribute(config: &Config, shards: u32, dry_run: bool) -> Result<()> {
    let url = &config.database_url;
    let store = Store::open(url, config.engine())
        .with_context(|| format!("cannot open {}", without_password(url)))?;
    let done = spread(&store, shards, dry_run).await;
    store.engine().close().await;
    let (spread, before) = done.with_context(|| format!("cannot spread {}", without_password(url)))?;
    match (spread, dry_run) {
        (0, _) => say!("All {before} tables are spread already: there is nothing to do."),
        (count, true) => say!("Would spread {count} tables; {before} are spread already."),
        (count, false) => say!("Spread {count} tables; {before} were spread before."),
    }
}

/// How many tables were spread, or would be, and how many were before.
async fn spread(store: &Store, shards: u32, dry_run: bool) -> Result<(usize, usize), DistributeError> {
    let pending = store.pending_placements(shards).await?;
    for placement in &pending {
        // What is done does not depend on whether anybody reads it.
        let _ = say!("{};", placement.sql);
        if !dry_run {
            store.distribute(placement).await?;
        }
    }
    Ok((pending.len(), placements(shards).len() - pending.len()))
}
