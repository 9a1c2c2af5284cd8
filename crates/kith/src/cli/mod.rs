//! The command line.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod bench;
mod connections;
pub(crate) mod copy;
pub(crate) mod db;
pub(crate) mod demo;
pub(crate) mod embedded;
pub(crate) mod healthcheck;
pub(crate) mod import;
pub(crate) mod member;
pub(crate) mod migrate;
pub(crate) mod policy;
pub(crate) mod progress;
pub(crate) mod serve;

use anyhow::{Context, Result};
use kith_app::nodes::{Kept, Node};
use kith_app::{App, Clock, Network};
use kith_domain::time::Span;
use kith_store::Store;

use crate::config::Config;

/// Opens the store of a configuration and brings its schema up to date.
pub(crate) async fn open_store(config: &Config) -> Result<Store> {
    let store = Store::open(&config.database_url, config.engine())
        .with_context(|| format!("cannot open {}", config.database_told()))?;
    match store.migrate().await {
        Ok(_) => Ok(store),
        Err(refused) => {
            store.engine().close().await;
            Err(refused).with_context(|| format!("cannot use {}", config.database_told()))
        }
    }
}

/// The network of a configuration over its store, with a node number that is kept for `lease` at a time: no two
/// processes on one database make the same id.
pub(crate) async fn app(config: &Config, store: Store, lease: Span) -> Result<(App, Kept)> {
    let network = Network {
        name: config.name.clone(),
        policy: config.policy(),
        sign_up: config.accounts.sign_up,
        verify_address: config.accounts.verify_address,
    };
    let clock = Clock::System;
    let node = Node::claim(&store, &clock, lease).await?;
    let app = App::new(store, clock, node.chance(), network);
    Ok((app, node.keep()))
}
