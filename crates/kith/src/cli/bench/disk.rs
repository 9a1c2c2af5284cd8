//! How long this disk takes to promise that something is on it.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::report::Quantiles;

/// What the write-ahead log grows by for each page, about.
const PIECE: [u8; 4096] = [7; 4096];

/// Appends pages to a file for a while, each waited for until it is on disk; the waits.
pub(super) fn waits(folder: &Path, length: Duration) -> Result<Vec<Duration>> {
    let path = folder.join("fsync");
    let probe = || -> std::io::Result<Vec<Duration>> {
        let mut file = File::create(&path)?;
        let mut waits = Vec::new();
        let begun = Instant::now();
        while begun.elapsed() < length {
            file.write_all(&PIECE)?;
            let asked = Instant::now();
            file.sync_data()?;
            waits.push(asked.elapsed());
        }
        Ok(waits)
    };
    let waits = probe().with_context(|| format!("cannot measure the disk in {}", folder.display()))?;
    std::fs::remove_file(&path)?;
    Ok(waits)
}

/// Their quantiles, in milliseconds.
pub(super) fn quantiles(mut waits: Vec<Duration>) -> Quantiles {
    waits.sort_unstable();
    let at = |share: f64| {
        let place = ((waits.len() as f64 - 1.0) * share).round().max(0.0) as usize;
        waits.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
    };
    Quantiles { p10: at(0.1), p50: at(0.5), p99: at(0.99) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_places_in_the_order() {
        let waits = (1..=100).rev().map(Duration::from_millis).collect();
        let found = quantiles(waits);
        assert_eq!((found.p10, found.p50, found.p99), (11.0, 51.0, 99.0));
    }

    #[test]
    fn a_folder_is_measured_and_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!waits(folder.path(), Duration::from_millis(5)).unwrap().is_empty());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
