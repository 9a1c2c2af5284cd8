//! `kith backup` and `kith restore`: a whole network in one file, taken while it serves.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use kith_store::Store;
use kith_store::engine::EngineOptions;

use crate::cli::{database_file, open_store};
use crate::config::Config;

/// How every SQLite file begins.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";
/// How every zstd stream begins.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Writes a consistent copy of the network to `file`, compressed where its name ends in `.zst`.
pub(crate) async fn backup(config: &Config, file: &Path) -> Result<()> {
    if !database_file(&config.database_url)?.exists() {
        bail!("there is no database at {}", config.database_url);
    }
    if file.exists() {
        bail!("{} exists already; a backup never overwrites one", file.display());
    }
    let store = open_store(config).await?;
    let part = beside(file, "part");
    let _ = fs::remove_file(&part);
    let copied = store.engine().backup(&part).await;
    store.engine().close().await;
    let finished = copied.map_err(anyhow::Error::from).and_then(|()| {
        if file.extension().is_some_and(|ending| ending == "zst") {
            let squeezed = beside(file, "zst-part");
            compress(&part, &squeezed)?;
            fs::rename(&squeezed, file)?;
        } else {
            fs::rename(&part, file)?;
        }
        Ok(())
    });
    let _ = fs::remove_file(&part);
    finished.with_context(|| format!("cannot write the backup {}", file.display()))?;
    println!("Wrote {} ({} bytes).", file.display(), fs::metadata(file)?.len());
    Ok(())
}

/// Puts a backup in the place of the configured database, which must not exist yet unless `replace` moves it aside.
pub(crate) async fn restore(config: &Config, file: &Path, replace: bool) -> Result<()> {
    let target = database_file(&config.database_url)?;
    if target.exists() && !replace {
        bail!(
            "{} exists already; stop its server and say --replace to move it aside, nothing is deleted",
            target.display()
        );
    }
    let part = beside(target, "restore");
    let _ = fs::remove_file(&part);
    let checked = match unpack(file, &part) {
        Ok(()) => check(&part).await,
        Err(error) => Err(error),
    };
    if let Err(error) = checked {
        let _ = fs::remove_file(&part);
        return Err(error.context(format!("{} is no backup that can be used", file.display())));
    }
    if target.exists() {
        let aside = beside(target, "replaced");
        if aside.exists() {
            let _ = fs::remove_file(&part);
            bail!("{} is in the way; move it elsewhere first", aside.display());
        }
        for ending in ["-wal", "-shm"] {
            let log = with_ending(target, ending);
            if log.exists() {
                fs::rename(&log, with_ending(&aside, ending))?;
            }
        }
        fs::rename(target, &aside)?;
        println!("Moved the database that was there to {}.", aside.display());
    }
    fs::rename(&part, target).with_context(|| format!("cannot put {} in its place", target.display()))?;
    println!("Restored {} from {}.", target.display(), file.display());
    Ok(())
}

/// Copies a backup to `to`, unpacked.
fn unpack(file: &Path, to: &Path) -> Result<()> {
    let mut from = BufReader::new(File::open(file)?);
    let mut head = [0; 4];
    from.read_exact(&mut head).context("it is too short")?;
    let whole = head.chain(from);
    let mut out = BufWriter::new(File::create(to)?);
    if head == ZSTD {
        std::io::copy(&mut zstd::stream::read::Decoder::new(whole)?, &mut out)?;
    } else {
        let mut whole = whole;
        std::io::copy(&mut whole, &mut out)?;
    }
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    Ok(())
}

/// Whether a file is a network that this version can serve.
async fn check(file: &Path) -> Result<()> {
    let mut head = [0; 16];
    File::open(file)?.read_exact(&mut head).context("it is too short")?;
    if &head != SQLITE {
        bail!("it does not begin as a database does");
    }
    let url = format!("sqlite:{}", file.display());
    let store = Store::open(&url, EngineOptions::default())?;
    store.migrate().await?;
    store.engine().close().await;
    Ok(())
}

fn compress(from: &Path, to: &Path) -> Result<()> {
    let mut reader = BufReader::new(File::open(from)?);
    let mut encoder = zstd::stream::write::Encoder::new(BufWriter::new(File::create(to)?), 3)?;
    std::io::copy(&mut reader, &mut encoder)?;
    let mut out = encoder.finish()?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(())
}

fn beside(file: &Path, word: &str) -> PathBuf {
    with_ending(file, &format!(".{word}"))
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
