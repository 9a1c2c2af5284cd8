//! The file of an embedded database: whose it is, and what lies beside it.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The file that a database URL names; none where the database is of another kind, or the URL of none.
pub(crate) fn database_file(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite:")?;
    Some(Path::new(path.strip_prefix("//").unwrap_or(path)))
}

/// The sole right to serve a database, or to put another in its place, until it is dropped or its holder dies.
///
/// A second server on one file is a mistake of whoever starts it: each would wait for the other's writes. And a server
/// whose file is replaced below it would go on answering from the old one. Commands that pass by, such as `kith member add`, need no hold: SQLite looks after them.
#[must_use = "the database is let go of as soon as this is dropped"]
pub(crate) struct Hold {
    /// The lock is the system's, on the open file: it ends with the process, however that ends.
    _lock: File,
}

impl Hold {
    /// Takes hold of an embedded database, which need not exist yet.
    ///
    /// # Errors
    /// Somebody holds it; the folder cannot be written to.
    pub(crate) fn of(database: &Path) -> Result<Self> {
        let path = beside(database, ".lock");
        require_folder(database)?;
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let mut lock = lock.with_context(|| format!("cannot write {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&path).unwrap_or_default();
                match holder.trim().parse::<u32>() {
                    Ok(process) => {
                        bail!("{} is in use by process {process}; stop that first", database.display())
                    }
                    Err(_) => bail!("{} is in use by another process; stop that first", database.display()),
                }
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", path.display()));
            }
        }
        // For whoever is refused. Nobody depends on it, so a full disk is no reason to refuse.
        let _ = lock
            .rewind()
            .and_then(|()| lock.set_len(0))
            .and_then(|()| writeln!(lock, "{}", std::process::id()));
        Ok(Self { _lock: lock })
    }
}

/// Refuses in one sentence to write a file into a folder that does not exist.
pub(crate) fn require_folder(file: &Path) -> Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            bail!("the folder {} does not exist", folder.display())
        }
        Some(_) | None => Ok(()),
    }
}

/// The file beside another whose name ends in `ending` besides.
pub(crate) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Removes a database with what SQLite keeps beside it.
pub(crate) fn remove_database(database: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm"] {
        remove(&beside(database, ending))?;
    }
    Ok(())
}

/// Removes a file, if it is there.
pub(crate) fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot remove {}", file.display())),
    }
}
