//! `kith migrate`: the schema brought up to date, or what that would do.

use anyhow::{Context, Result};
use kith_store::engine::without_password;
use kith_store::{MIGRATIONS, Store};

use crate::cli::embedded::database_file;
use crate::config::Config;
use crate::output::say;

/// Brings the schema of the configured database up to date and says what it did; with `dry_run` it says what it would
/// do.
pub(crate) async fn migrate(config: &Config, dry_run: bool) -> Result<()> {
    let url = &config.database_url;
    if dry_run && database_file(url).is_some_and(|file| !file.exists()) {
        let all: Vec<&str> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        return say!("Would make {} and apply {}.", without_password(url), all.join(", "));
    }
    let store = Store::open(url, config.engine())
        .with_context(|| format!("cannot open {}", without_password(url)))?;
    let said = if dry_run { would(&store).await } else { does(&store).await };
    store.engine().close().await;
    say!("{}", said.with_context(|| format!("cannot use {}", without_password(url)))?)
}

async fn would(store: &Store) -> Result<String> {
    let pending = store.pending_migrations().await?;
    Ok(match pending.as_slice() {
        [] => "The schema is up to date: there is nothing to apply.".to_owned(),
        names => format!("Would apply {}.", names.join(", ")),
    })
}

async fn does(store: &Store) -> Result<String> {
    let outcome = store.migrate().await?;
    Ok(match outcome.applied.as_slice() {
        [] => format!("The schema is up to date (version {}): nothing was applied.", outcome.to),
        names => format!(
            "Applied {}: the schema went from version {} to {}.",
            names.join(", "),
            outcome.from,
            outcome.to
        ),
    })
}
