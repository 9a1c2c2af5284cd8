use super::super::dialect;
use super::super::migration::{self, Applied};
use super::super::{Fault, MigrateError, Migration, MigrationOutcome};
use super::link::Link;
use super::own;
use super::trouble::fault;

/// Holds others off who migrate at the same moment. "kith" in ASCII.
const LOCK: &str = "BEGIN; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(1802073192)";
const OTHERS_TABLES: &str = "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema()) \
     AND NOT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration')";
const HEAD: &str = "INSERT INTO journal_head (part, seq, holder, epoch, lease_until) \
     SELECT 0, coalesce((SELECT max(seq) FROM journal WHERE part = 0), 0), 0, 0, '-infinity' \
     ON CONFLICT (part) DO NOTHING";

/// Applies what is pending, all in one transaction: the schema is the old one or the new one. Of several who start
/// together, one does it and the others wait.
pub(super) async fn migrate(
    link: &mut Link,
    migrations: &'static [Migration],
) -> Result<MigrationOutcome, MigrateError> {
    let outcome = in_transaction(link, migrations).await;
    let end = if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = link.client.batch_execute(end).await;
    let outcome = outcome?;
    ended.map_err(|error| fault("migrate", error))?;
    Ok(outcome)
}

/// The names of what [`migrate`] would apply.
pub(super) async fn pending(
    link: &mut Link,
    migrations: &'static [Migration],
) -> Result<&'static [Migration], MigrateError> {
    let failed = |error| fault("read the applied migrations", error);
    let row = link.client.query_one(OTHERS_TABLES, &[]).await.map_err(failed)?;
    if row.get(0) {
        return Err(MigrateError::NotOurs);
    }
    let row = link.client.query_one("SELECT to_regclass('migration') IS NULL", &[]).await.map_err(failed)?;
    let applied = if row.get(0) { Vec::new() } else { applied(link).await? };
    migration::pending(&applied, migrations)
}

async fn in_transaction(
    link: &mut Link,
    migrations: &'static [Migration],
) -> Result<MigrationOutcome, MigrateError> {
    let failed = |error| fault("migrate", error);
    let client = &link.client;
    client.batch_execute(LOCK).await.map_err(failed)?;
    if client.query_one(OTHERS_TABLES, &[]).await.map_err(failed)?.get(0) {
        return Err(MigrateError::NotOurs);
    }
    client.batch_execute(own::TABLES).await.map_err(failed)?;
    let applied = applied(link).await?;
    let pending = migration::pending(&applied, migrations)?;
    for migration in pending {
        let Migration { version, name, .. } = *migration;
        apply(link, migration).await.map_err(|fault| MigrateError::Failed { version, name, fault })?;
    }
    link.client.batch_execute(HEAD).await.map_err(failed)?;
    let from = applied.last().map_or(0, |last| last.version);
    Ok(MigrationOutcome {
        from,
        to: pending.last().map_or(from, |last| last.version),
        applied: pending.iter().map(|migration| migration.name).collect(),
    })
}

async fn applied(link: &Link) -> Result<Vec<Applied>, Fault> {
    let sql = "SELECT version, name, fingerprint FROM migration ORDER BY version";
    let rows = link.client.query(sql, &[]).await;
    let rows = rows.map_err(|error| fault("read the applied migrations", error))?;
    let applied = |row: &tokio_postgres::Row| Applied {
        version: row.get(0),
        name: row.get(1),
        fingerprint: row.get(2),
    };
    Ok(rows.iter().map(applied).collect())
}

async fn apply(link: &Link, migration: &Migration) -> Result<(), Fault> {
    let Migration { version, name, sql } = *migration;
    let failed = |error| fault(name, error);
    link.client.batch_execute(&dialect::for_postgres(sql)).await.map_err(failed)?;
    let remember = "INSERT INTO migration (version, name, fingerprint) VALUES ($1, $2, $3)";
    let fingerprint = migration.fingerprint();
    link.client.execute(remember, &[&version, &name, &fingerprint]).await.map(drop).map_err(failed)
}
