use super::{Fault, FaultKind};

/// One step of the schema's history. A released one never changes again.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// 1 for the first; each next one more.
    pub version: i64,
    /// A few words, such as `first_schema`.
    pub name: &'static str,
    /// Its statements, in the common form. Without parameters; `/*sqlite: X */` becomes `X` on SQLite.
    pub sql: &'static str,
}

impl Migration {
    /// A fingerprint of the text (64-bit FNV-1a), the same on every platform: line endings do not count.
    pub(crate) fn fingerprint(&self) -> i64 {
        let bytes = self.sql.bytes().filter(|byte| *byte != b'\r');
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        hash.cast_signed()
    }
}

/// A migration as the database remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Applied {
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) fingerprint: i64,
}

/// What migrating did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationOutcome {
    /// The version before; 0 for a new database.
    pub from: i64,
    /// The version now.
    pub to: i64,
    /// The names of the migrations applied, in order.
    pub applied: Vec<&'static str>,
}

/// Why a database was not migrated. It is as it was before.
#[derive(Clone, Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database has seen a version of the program that this one does not know.
    #[error(
        "this database was written by a newer version of Kith (its schema is {database}, this program knows {program}): \
         start that version, or restore a backup made by this one"
    )]
    Newer {
        /// The database's version.
        database: i64,
        /// The last version this program knows.
        program: i64,
    },
    /// A migration that was already applied has another text now.
    #[error(
        "migration {version} ({name}) is not the one that this database was made with: it was changed after it was applied"
    )]
    Changed {
        /// Its version.
        version: i64,
        /// Its name in the database.
        name: String,
    },
    /// A copy to this database was broken off.
    #[error(
        "this database holds a network that was not copied whole: run `kith copy` again from the same source, or begin \
         with an empty database"
    )]
    HalfCopied,
    /// The file is a database of something else.
    #[error("this database holds tables of another program: give Kith a file of its own")]
    NotOurs,
    /// A migration failed.
    #[error("migration {version} ({name}) failed, and nothing was changed")]
    Failed {
        /// Its version.
        version: i64,
        /// Its name.
        name: &'static str,
        /// Why.
        #[source]
        fault: Fault,
    },
    /// The database could not be reached, or the list of migrations is out of order.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Which migrations are still to be applied, given those that have been.
pub(crate) fn pending(
    applied: &[Applied],
    migrations: &'static [Migration],
) -> Result<&'static [Migration], MigrateError> {
    if let Some(misplaced) = migrations.iter().zip(1..).find(|(migration, place)| migration.version != *place)
    {
        let message = format!("migration {} stands in place {}", misplaced.0.version, misplaced.1);
        return Err(Fault::new(FaultKind::Bug, "migrate", message).into());
    }
    if applied.len() > migrations.len() {
        let database = applied.last().map_or(0, |last| last.version);
        let program = migrations.last().map_or(0, |last| last.version);
        return Err(MigrateError::Newer { database, program });
    }
    let changed = applied
        .iter()
        .zip(migrations)
        .find(|(was, is)| was.version != is.version || was.fingerprint != is.fingerprint());
    match changed {
        Some((was, _)) => Err(MigrateError::Changed { version: was.version, name: was.name.clone() }),
        None => Ok(&migrations[applied.len()..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TWO: [Migration; 2] = [
        Migration { version: 1, name: "one", sql: "CREATE TABLE a (x BIGINT);" },
        Migration { version: 2, name: "two", sql: "CREATE TABLE b (x BIGINT);" },
    ];

    fn was(migration: &Migration) -> Applied {
        Applied {
            version: migration.version,
            name: migration.name.to_owned(),
            fingerprint: migration.fingerprint(),
        }
    }

    #[test]
    fn what_was_not_applied_is_pending() {
        assert_eq!(pending(&[], &TWO).unwrap().len(), 2);
        assert_eq!(pending(&[was(&TWO[0])], &TWO).unwrap()[0].name, "two");
        assert!(pending(&[was(&TWO[0]), was(&TWO[1])], &TWO).unwrap().is_empty());
    }

    #[test]
    fn a_database_with_more_migrations_is_newer() {
        let newer = pending(&[was(&TWO[0]), was(&TWO[1])], &TWO[..1]);
        assert!(matches!(newer, Err(MigrateError::Newer { database: 2, program: 1 })));
    }

    #[test]
    fn a_changed_text_is_refused_but_not_for_its_line_endings() {
        let changed = Applied { fingerprint: 7, ..was(&TWO[0]) };
        assert!(matches!(pending(&[changed], &TWO), Err(MigrateError::Changed { version: 1, .. })));
        let unix = Migration { version: 1, name: "one", sql: "a\nb\n" };
        let windows = Migration { version: 1, name: "one", sql: "a\r\nb\r\n" };
        assert_eq!(unix.fingerprint(), windows.fingerprint());
    }

    #[test]
    fn a_list_out_of_order_is_a_bug() {
        static GAP: [Migration; 1] = [Migration { version: 2, name: "two", sql: "" }];
        assert!(
            matches!(pending(&[], &GAP), Err(MigrateError::Fault(fault)) if fault.kind() == FaultKind::Bug)
        );
    }
}
