//! Where tables are, on servers that Citus joins into one; and whether somebody is at work on them.

use super::super::{DistributeError, Fault};
use super::commit::discard;
use super::trouble::fault;
use super::{Inner, own};

const PLACE: &str = "spread the tables";
const HAS_CITUS: &str = "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus')";
const PLACED: &str =
    "SELECT c.relname::text FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid";

impl Inner {
    /// The names of the tables that are spread, or copied to every server.
    pub(super) async fn distributed_tables(&self) -> Result<Vec<String>, DistributeError> {
        let failed = |error| fault(PLACE, error);
        let link = self.link().await?;
        if !link.client.query_one(HAS_CITUS, &[]).await.map_err(failed)?.get::<_, bool>(0) {
            return Err(DistributeError::NoCitus);
        }
        let rows = link.client.query(PLACED, &[]).await.map_err(failed)?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Runs what spreads one table, however long it takes.
    pub(super) async fn place(&self, sql: &str) -> Result<(), DistributeError> {
        let link = self.link().await?;
        let placed = link.client.batch_execute(&format!("SET statement_timeout = 0; {sql}")).await;
        // It has a setting of its own, and has prepared statements for a table that was moved.
        discard(link);
        Ok(placed.map_err(|error| fault(PLACE, error))?)
    }

    /// Whether somebody else holds the journal's lease, as every server's followers make sure that somebody does.
    pub(super) async fn is_served(&self) -> Result<bool, Fault> {
        let link = self.link().await?;
        let held = link.client.query_opt(own::LEASED, &[]).await;
        Ok(held.map_err(|error| fault("look for servers", error))?.is_some())
    }

    /// Lets numbering go on after `last`, where it has not come that far.
    pub(super) async fn number_journal_from(&self, last: i64) -> Result<(), Fault> {
        let link = self.link().await?;
        let advanced = link.client.execute(own::NUMBER_FROM, &[&last]).await;
        advanced.map(drop).map_err(|error| fault("number the journal", error))
    }
}
