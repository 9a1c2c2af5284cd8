use rusqlite::Connection;

use super::super::dialect;
use super::super::migration::{self, Applied};
use super::super::{Fault, MigrateError, Migration, MigrationOutcome};
use super::run;
use super::writer::Writer;

const MAKE_TABLE: &str = "CREATE TABLE IF NOT EXISTS migration \
     (version BIGINT PRIMARY KEY, name TEXT NOT NULL, fingerprint BIGINT NOT NULL) WITHOUT ROWID";
/// Whether the file has tables and none of them is ours.
pub(super) const OTHERS_TABLES: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table') \
     AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'migration')";
const IS_NEW: &str = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'migration')";

/// Applies what is pending, all in one transaction: the schema is the old one or the new one.
pub(super) fn migrate(
    writer: &mut Writer<'_>,
    migrations: &'static [Migration],
) -> Result<MigrationOutcome, MigrateError> {
    let connection = writer.connection;
    let failed = |error| run::fault("migrate", error);
    writer.begin()?;
    if connection.query_row(OTHERS_TABLES, [], |row| row.get(0)).map_err(failed)? {
        return Err(MigrateError::NotOurs);
    }
    connection.execute_batch(MAKE_TABLE).map_err(failed)?;
    let applied = applied(connection)?;
    let pending = migration::pending(&applied, migrations)?;
    for migration in pending {
        let Migration { version, name, .. } = *migration;
        apply(writer, migration).map_err(|fault| MigrateError::Failed { version, name, fault })?;
    }
    writer.commit()?;
    let from = applied.last().map_or(0, |last| last.version);
    // A database that was restored or made by hand may have journal entries already.
    writer.shared.publish(run::journal_last(connection).unwrap_or(0));
    Ok(MigrationOutcome {
        from,
        to: pending.last().map_or(from, |last| last.version),
        applied: pending.iter().map(|migration| migration.name).collect(),
    })
}

/// What [`migrate`] would apply.
pub(super) fn pending(
    connection: &Connection,
    migrations: &'static [Migration],
) -> Result<&'static [Migration], MigrateError> {
    let ask =
        |sql| connection.query_row(sql, [], |row| row.get(0)).map_err(|error| run::fault("migrate", error));
    if ask(OTHERS_TABLES)? {
        return Err(MigrateError::NotOurs);
    }
    let applied = if ask(IS_NEW)? { Vec::new() } else { applied(connection)? };
    migration::pending(&applied, migrations)
}

fn applied(connection: &Connection) -> Result<Vec<Applied>, Fault> {
    let read = || {
        let sql = "SELECT version, name, fingerprint FROM migration ORDER BY version";
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(Applied { version: row.get(0)?, name: row.get(1)?, fingerprint: row.get(2)? })
        })?;
        rows.collect::<rusqlite::Result<_>>()
    };
    read().map_err(|error| run::fault("read the applied migrations", error))
}

fn apply(writer: &Writer<'_>, migration: &Migration) -> Result<(), Fault> {
    let Migration { version, name, sql } = *migration;
    let apply = || {
        writer.connection.execute_batch(&dialect::for_sqlite(sql))?;
        let remember = "INSERT INTO migration (version, name, fingerprint) VALUES (?1, ?2, ?3)";
        writer.connection.execute(remember, (version, name, migration.fingerprint()))
    };
    apply().map(drop).map_err(|error| run::fault(name, error))
}
