//! Spreading a network over several servers with Citus: what is told to it, table by table.

use crate::Store;
use crate::engine::DistributeError;
use crate::tables::{ENGINE_TABLES, Home, TABLES, Table};

/// What is told to Citus about one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The table.
    pub table: &'static str,
    /// The statement.
    pub sql: String,
}

/// What is told to Citus, in order, for tables cut into `shards` pieces. What stays where the program connects to is
/// not told.
#[must_use]
pub fn placements(shards: u32) -> Vec<Placement> {
    // What lives with another table comes after it.
    let (with, alone): (Vec<&Table>, Vec<&Table>) =
        TABLES.iter().chain(ENGINE_TABLES).partition(|table| matches!(table.home, Home::With(_)));
    alone.into_iter().chain(with).filter_map(|table| placement(table, shards)).collect()
}

fn placement(table: &Table, shards: u32) -> Option<Placement> {
    let Table { name, .. } = *table;
    let by = table.distributed_by().unwrap_or_default();
    let sql = match table.home {
        Home::Apart => format!(
            "SELECT create_distributed_table('{name}', '{by}', colocate_with => 'none', shard_count => {shards})"
        ),
        Home::With(other) => {
            format!("SELECT create_distributed_table('{name}', '{by}', colocate_with => '{other}')")
        }
        Home::Everywhere => format!("SELECT create_reference_table('{name}')"),
        Home::Coordinator => return None,
    };
    Some(Placement { table: name, sql })
}

impl Store {
    /// What [`Store::distribute`] would do, for tables that are not spread yet.
    ///
    /// # Errors
    /// As distributing.
    pub async fn pending_placements(&self, shards: u32) -> Result<Vec<Placement>, DistributeError> {
        let spread = self.engine().distributed_tables().await?;
        let pending = placements(shards).into_iter();
        Ok(pending.filter(|placement| !spread.iter().any(|table| table == placement.table)).collect())
    }

    /// Spreads one table over the servers. Its rows are moved; who writes to it waits.
    ///
    /// # Errors
    /// The database is no server, has no Citus, or is in trouble.
    pub async fn distribute(&self, placement: &Placement) -> Result<(), DistributeError> {
        self.engine().place(&placement.sql).await
    }
}
