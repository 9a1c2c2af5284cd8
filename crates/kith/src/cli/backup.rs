//! `kith backup` and `kith restore`: a whole network in one file, taken while it serves.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use kith_store::Store;
use kith_store::engine::{self, EngineOptions};

use crate::cli::embedded::{Hold, beside, database_file, remove, remove_database, require_folder};
use crate::cli::open_store;
use crate::config::Config;
use crate::output::say;

/// How every SQLite file begins.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";
/// How every zstd stream begins.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// The level at which a backup is compressed: the one beyond which time grows faster than the file shrinks.
const LEVEL: i32 = 3;

/// Writes a consistent copy of the network to `file`, compressed where its name ends in `.zst`.
pub(crate) async fn backup(config: &Config, file: &Path) -> Result<()> {
    let database = embedded(config)?;
    if !database.exists() {
        bail!("there is no database at {}", database.display());
    }
    if file.exists() {
        bail!("{} exists already; a backup never overwrites one", file.display());
    }
    require_folder(file)?;
    let store = open_store(config).await?;
    let written = if file.extension().is_some_and(|ending| ending == "zst") {
        compressed(&store, file).await
    } else {
        store.engine().backup(file).await.map_err(anyhow::Error::from)
    };
    store.engine().close().await;
    written.with_context(|| format!("cannot write the backup {}", file.display()))?;
    say!("Wrote {} ({} bytes).", file.display(), fs::metadata(file)?.len())
}

/// Puts a backup in the place of the configured database, which must not exist yet unless `replace` moves it aside.
/// Until the last moment, what was there stays as it was.
pub(crate) async fn restore(config: &Config, file: &Path, replace: bool) -> Result<()> {
    let target = embedded(config)?;
    if target.exists() && !replace {
        bail!("{} exists already; --replace moves it aside, nothing is deleted", target.display());
    }
    let from = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let _hold = Hold::of(target)?;
    let part = beside(target, ".restore");
    remove_database(&part)?;
    let restored = match unpack(from, file, &part) {
        Ok(()) => match check(&part).await {
            Ok(()) => put_in_place(&part, target),
            Err(error) => Err(error.context(format!("{} is no backup that can be used", file.display()))),
        },
        Err(error) => Err(error),
    };
    if restored.is_err() {
        // What went wrong is what is told, and not that the copy could not be tidied away besides.
        let _ = remove_database(&part);
    }
    if let Some(aside) = restored? {
        say!("Moved the database that was there to {}.", aside.display())?;
    }
    say!("Restored {} from {}.", target.display(), file.display())
}

/// The file of the configured database.
fn embedded(config: &Config) -> Result<&Path> {
    let refused =
        || format!("{} is not a file that Kith keeps; use the database's own tools", config.database_told());
    database_file(&config.database_url).with_context(refused)
}

/// Copies the network to `file`, compressed.
async fn compressed(store: &Store, file: &Path) -> Result<()> {
    let (plain, packed) = (beside(file, ".part"), beside(file, ".packed"));
    for left_over in [&plain, &packed] {
        remove(left_over)?;
    }
    let copied = store.engine().backup(&plain).await.map_err(anyhow::Error::from);
    let done =
        copied.and_then(|()| pack(&plain, &packed)).and_then(|()| Ok(engine::put_in_place(&packed, file)?));
    for part in [&plain, &packed] {
        let _ = remove(part);
    }
    done
}

fn pack(from: &Path, to: &Path) -> Result<()> {
    let mut encoder = zstd::stream::write::Encoder::new(BufWriter::new(private(to)?), LEVEL)?;
    io::copy(&mut File::open(from)?, &mut encoder)?;
    let mut out = encoder.finish()?;
    out.flush()?;
    Ok(out.get_ref().sync_all()?)
}

/// Copies a backup to `to`, unpacked.
fn unpack(from: File, named: &Path, to: &Path) -> Result<()> {
    let unreadable = || format!("cannot read {}", named.display());
    let unwritable = || format!("cannot write {}", to.display());
    let mut from = BufReader::new(from);
    let mut head = Vec::new();
    from.by_ref().take(ZSTD.len() as u64).read_to_end(&mut head).with_context(unreadable)?;
    let packed = head == ZSTD;
    let whole = head.chain(from);
    let mut whole: Box<dyn Read> =
        if packed { Box::new(zstd::stream::read::Decoder::new(whole)?) } else { Box::new(whole) };
    let mut out = private(to).with_context(unwritable)?;
    let mut piece = vec![0; 1 << 20];
    loop {
        let read = whole.read(&mut piece).with_context(unreadable)?;
        if read == 0 {
            break;
        }
        out.write_all(&piece[..read]).with_context(unwritable)?;
    }
    out.sync_all().with_context(unwritable)
}

/// Whether a file is a whole network that this version can serve.
async fn check(file: &Path) -> Result<()> {
    let mut head = [0; SQLITE.len()];
    let begun = File::open(file)?.read_exact(&mut head);
    if begun.is_err() || &head != SQLITE {
        bail!("it does not begin as a database does");
    }
    let url = format!("sqlite:{}", file.display());
    let store = Store::open(&url, EngineOptions::default())?;
    let checked = match store.engine().check().await {
        Ok(()) => store.migrate().await.map(drop).map_err(anyhow::Error::from),
        Err(fault) => Err(anyhow!(fault)),
    };
    store.engine().close().await;
    checked
}

/// Gives the restored file the name of the database; where the one that was there went, if there was one.
fn put_in_place(part: &Path, target: &Path) -> Result<Option<PathBuf>> {
    let failed = |what: &Path| format!("cannot put {} in its place", what.display());
    let replaced = target.exists();
    let aside = beside(target, ".replaced");
    if replaced {
        if aside.exists() {
            bail!("{} is in the way; move it elsewhere first", aside.display());
        }
        fs::rename(target, &aside).with_context(|| failed(&aside))?;
    }
    // What was written last stands in the log, so it goes with its database, and never with another. An old log
    // without its database is moved aside as well.
    for ending in ["-wal", "-shm"] {
        match fs::rename(beside(target, ending), beside(&aside, ending)) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| failed(target)),
        }
    }
    engine::put_in_place(part, target).with_context(|| failed(target))?;
    // It was closed in order, so nothing stands in its log.
    remove_database(part)?;
    Ok(replaced.then_some(aside))
}

/// A new file that only its owner can read: it will hold what people tell each other.
fn private(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}
