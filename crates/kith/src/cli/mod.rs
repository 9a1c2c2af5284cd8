//! The command line.

pub(crate) mod backup;
pub(crate) mod bench;
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
use kith_app::{App, Chance, Clock, Network};
use kith_store::Store;
use kith_store::engine::EngineOptions;

use crate::config::Config;

/// Opens the store of a configuration and brings its schema up to date.
pub(crate) async fn open_store(config: &Config) -> Result<Store> {
    let options = EngineOptions { synchronous: config.synchronous(), ..EngineOptions::default() };
    let store = Store::open(&config.database_url, options)
        .with_context(|| format!("cannot open {}", config.database_told()))?;
    match store.migrate().await {
        Ok(_) => Ok(store),
        Err(refused) => {
            store.engine().close().await;
            Err(refused).with_context(|| format!("cannot use {}", config.database_told()))
        }
    }
}

/// The network of a configuration over its store. `node` tells apart what runs at the same time, so that no
/// two make the same id.
pub(crate) fn app(config: &Config, store: Store, node: u16) -> App {
    let network = Network {
        name: config.name.clone(),
        policy: config.policy(),
        sign_up: config.accounts.sign_up,
        verify_address: config.accounts.verify_address,
    };
    App::new(store, Clock::System, Chance::system(node), network)
}

/// A node number for a command that runs beside a server: any but the server's, which is 0.
pub(crate) fn passing_node() -> u16 {
    let nanos = std::process::id() as u16;
    512 + nanos % 512
}
