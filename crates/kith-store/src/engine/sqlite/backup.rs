use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::super::{Fault, FaultKind};
use super::shared::Shared;
use super::{connect, run};

const DOING: &str = "back up";

/// Copies the database, page by page, from one snapshot. The copy is written under another name first and gets its
/// own when it is whole and on disk.
///
/// Page by page and not `VACUUM INTO`, which may give rows new row ids, and the search index refers to rows by them.
pub(super) fn copy(shared: &Shared, to: &Path) -> Result<(), Fault> {
    if to.exists() {
        return Err(unwritable(exists(to)));
    }
    let partial = partial_name(to);
    let copied = write(shared, &partial).and_then(|()| put_in_place(&partial, to).map_err(unwritable));
    for beside in ["", "-wal", "-shm", "-journal"] {
        remove(&with_suffix(&partial, beside));
    }
    copied
}

fn write(shared: &Shared, partial: &Path) -> Result<(), Fault> {
    let failed = |error| run::fault(DOING, error);
    remove(partial);
    let reader = shared.readers.borrow()?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    connect::make_private(partial).map_err(unwritable)?;
    let mut file = Connection::open_with_flags(partial, flags).map_err(failed)?;
    // All pages in one step, or another's commit between two of them would make it begin again.
    let step = Backup::new(&reader, &mut file).and_then(|backup| backup.step(-1)).map_err(failed)?;
    match step {
        StepResult::Done => {}
        StepResult::More | StepResult::Busy | StepResult::Locked | _ => {
            return Err(Fault::new(
                FaultKind::Unavailable,
                DOING,
                "another process keeps the database locked",
            ));
        }
    }
    reader.give_back();
    file.close().map_err(|(_file, error)| failed(error))
}

/// Gives a file that is whole its name, which must still be free, and waits until both are on disk. The name it had
/// may stay beside the new one: whoever made the file removes it.
///
/// # Errors
/// There is a file of that name already, which is not touched; the disk is in trouble.
pub fn put_in_place(partial: &Path, to: &Path) -> io::Result<()> {
    File::open(partial)?.sync_all()?;
    match fs::hard_link(partial, to) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(exists(to)),
        // Some file systems have no links; there, a file that appears at this very moment would be replaced.
        Err(_no_links) if to.exists() => return Err(exists(to)),
        Err(_no_links) => fs::rename(partial, to)?,
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _folders_cannot_be_synced = folder;
    Ok(())
}

/// A name that no other copy under way has.
fn partial_name(to: &Path) -> PathBuf {
    static COPIES: AtomicU64 = AtomicU64::new(0);
    let copy = COPIES.fetch_add(1, Relaxed);
    with_suffix(to, &format!(".{}-{copy}.partial", std::process::id()))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) {
    match fs::remove_file(path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(%error, "an unfinished copy stays behind"),
    }
}

fn exists(path: &Path) -> io::Error {
    io::Error::new(
        ErrorKind::AlreadyExists,
        format!("{} exists already, and is not replaced", path.display()),
    )
}

fn unwritable(error: io::Error) -> Fault {
    let kind = if error.kind() == ErrorKind::StorageFull { FaultKind::Full } else { FaultKind::Unavailable };
    Fault::new(kind, DOING, error)
}
