use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::super::{EngineOptions, OpenError, Synchronous, without_password};
use super::migrate::OTHERS_TABLES;

/// Prepared statements kept by a connection: more than the store has.
const STATEMENTS: usize = 768;
/// What the write-ahead log may keep of the disk, in bytes, when it begins anew after a burst of writes.
const LOG_KEPT: u64 = 128 << 20;

/// Where the file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Location(PathBuf);

impl Location {
    pub(super) fn parse(url: &str) -> Result<Location, OpenError> {
        let refused = || OpenError::Url(without_password(url));
        let path = url.strip_prefix("sqlite:").ok_or_else(refused)?;
        let path = path.strip_prefix("//").unwrap_or(path);
        // Several connections cannot share a database in memory, and parameters would be silently part of the name.
        if path.is_empty() || path.starts_with(':') || path.contains(['?', '\0']) {
            return Err(refused());
        }
        Ok(Location(PathBuf::from(path)))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}

/// A connection that writes. It never checkpoints by itself: a commit would wait for it.
pub(super) fn writer(location: &Location, options: &EngineOptions) -> Result<Connection, OpenError> {
    let refused = |error: rusqlite::Error| refusal(location, &error);
    make_private(location.path()).map_err(|error| unavailable(location, &error))?;
    // A connection is used by one thread at a time, so SQLite need not lock it.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(location.path(), flags).map_err(refused)?;
    connection.busy_timeout(options.busy_wait).map_err(refused)?;
    let synchronous = match options.synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal => "NORMAL",
        Synchronous::Off => "OFF",
    };
    // The mode stays with the file, so another program's is left as it is: whoever migrates it is refused.
    let foreign = connection.query_row(OTHERS_TABLES, [], |row| row.get(0)).map_err(refused)?;
    let journal = if foreign { "" } else { "PRAGMA journal_mode = WAL;" };
    let pragmas = format!(
        "{journal}
         PRAGMA synchronous = {synchronous};
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = {LOG_KEPT};
         PRAGMA foreign_keys = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -{};",
        options.writer_cache_kib
    );
    connection.execute_batch(&pragmas).map_err(refused)?;
    keep_statements(&connection).map_err(refused)?;
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn reader(location: &Location, options: &EngineOptions) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(location.path(), flags)?;
    connection.busy_timeout(options.busy_wait)?;
    let pragmas = format!(
        "PRAGMA query_only = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -{};
         PRAGMA mmap_size = {};",
        options.reader_cache_kib,
        u64::from(options.mmap_mib) << 20
    );
    connection.execute_batch(&pragmas)?;
    keep_statements(&connection)?;
    Ok(connection)
}

/// Prepares a statement once, whatever it is given later. SQLite otherwise looks at the arguments to find a better
/// plan and prepares again when they change, which costs more than most statements do.
fn keep_statements(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Makes the file, if there is none, so that only its owner can read it: it holds what people tell each other.
/// SQLite gives the files beside it the same mode.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new();
    file.append(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    match file.open(path) {
        Ok(_empty) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

fn unavailable(location: &Location, error: &io::Error) -> OpenError {
    let folder = location.path().parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    match folder {
        Some(folder) => OpenError::Folder(folder.display().to_string()),
        None => OpenError::Unavailable { path: location.to_string(), reason: error.to_string() },
    }
}

fn refusal(location: &Location, error: &rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            OpenError::NotADatabase(location.to_string())
        }
        Some(ErrorCode::DiskFull) => {
            OpenError::Unavailable { path: location.to_string(), reason: "the disk is full".to_owned() }
        }
        // SQLite does not tell why the files beside the database cannot be made.
        Some(ErrorCode::SystemIoFailure) => OpenError::Unavailable {
            path: location.to_string(),
            reason: "the disk is full, or failing".to_owned(),
        },
        _ => OpenError::Unavailable { path: location.to_string(), reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_file() {
        let path = |url| Location::parse(url).map(|location| location.to_string());
        assert_eq!(path("sqlite:kith.db").unwrap(), "kith.db");
        assert_eq!(path("sqlite://kith.db").unwrap(), "kith.db");
        assert_eq!(path("sqlite:/var/kith.db").unwrap(), "/var/kith.db");
        assert_eq!(path("sqlite:///var/kith.db").unwrap(), "/var/kith.db");
        for url in ["", "kith.db", "sqlite:", "sqlite://", "sqlite::memory:", "sqlite:a?mode=ro", "mysql://a"]
        {
            assert!(matches!(path(url), Err(OpenError::Url(_))), "{url}");
        }
    }
}
