//! What was found, as a table and as JSON.

use std::fmt;

use serde::Serialize;

use super::load::Measured;
use super::raw::{RawMeasured, Write};

/// Repeated measurements that differ by more than this share of their median make a run noisy.
const NOISE: f64 = 0.2;

/// A run.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// What the raw rates are of.
    beside: &'static str,
    members: usize,
    connections: usize,
    cores: usize,
    /// Before and after; the run itself is in the second.
    load_average: [Option<f64>; 2],
    /// Waits for the disk after an append of 4 KiB, in milliseconds.
    fsync_ms: Quantiles,
    raw: Vec<Baseline>,
    http: Vec<Rate>,
    /// What was measured again and differed too much to trust a single rate.
    noisy: Vec<String>,
}

/// Places in an order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Quantiles {
    pub(super) p10: f64,
    pub(super) p50: f64,
    pub(super) p99: f64,
}

/// What clients did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// Sent an invitation.
    Send,
    /// Listed what they got.
    List,
    /// Accepted an invitation.
    Accept,
    /// Were refused before anything was looked up.
    NoOp,
}

/// A raw rate, measured several times over the run.
#[derive(Debug, Serialize)]
pub(super) struct Baseline {
    pub(super) write: Write,
    /// Operations to a transaction.
    pub(super) group: usize,
    pub(super) turns: Vec<Turn>,
}

/// One measurement of a raw rate.
#[derive(Debug, Serialize)]
pub(super) struct Turn {
    per_second: f64,
    cpu_us: Option<f64>,
    wal_bytes: f64,
}

/// A rate over HTTP.
#[derive(Debug, Serialize)]
pub(super) struct Rate {
    kind: Kind,
    clients: usize,
    operations: u64,
    per_second: f64,
    /// Over the raw rate with one transaction each.
    to_single: Option<f64>,
    /// Over the raw rate in groups as large as there are clients.
    to_group: Option<f64>,
    /// CPU time for each operation, in microseconds.
    server_cpu_us: Option<f64>,
    /// The writer thread's part of it.
    writer_cpu_us: Option<f64>,
    client_cpu_us: Option<f64>,
    wal_bytes: f64,
    /// Operations that shared a transaction, on average.
    group: f64,
    p50_ms: f64,
    p99_ms: f64,
}

impl Report {
    pub(super) fn new(
        beside: &'static str,
        members: usize,
        connections: usize,
        load_average: [Option<f64>; 2],
        fsync_ms: Quantiles,
        raw: Vec<Baseline>,
        mut http: Vec<Rate>,
    ) -> Report {
        let raw_rate = |write, group| {
            raw.iter().find(|baseline| (baseline.write, baseline.group) == (write, group))?.per_second()
        };
        for rate in &mut http {
            let write = match rate.kind {
                Kind::Send => Write::Send,
                Kind::Accept => Write::Accept,
                Kind::List | Kind::NoOp => continue,
            };
            rate.to_single = raw_rate(write, 1).map(|raw| rate.per_second / raw);
            rate.to_group = raw_rate(write, rate.clients).map(|raw| rate.per_second / raw);
        }
        let noisy = raw.iter().filter_map(Baseline::noise).collect();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Report { beside, members, connections, cores, load_average, fsync_ms, raw, http, noisy }
    }
}

impl Baseline {
    pub(super) fn new(write: Write, group: usize) -> Baseline {
        Baseline { write, group, turns: Vec::new() }
    }

    /// The median of its turns.
    fn per_second(&self) -> Option<f64> {
        median(self.turns.iter().map(|turn| turn.per_second))
    }

    /// How much its turns differ, where that is too much.
    fn noise(&self) -> Option<String> {
        let median = self.per_second()?;
        let rates = || self.turns.iter().map(|turn| turn.per_second);
        let (least, most) = (rates().fold(f64::INFINITY, f64::min), rates().fold(0.0, f64::max));
        let word = word(self.write);
        let group = self.group;
        (most - least > NOISE * median)
            .then(|| format!("raw {word}, {group} to a transaction: {least:.0} to {most:.0}/s"))
    }
}

impl Turn {
    /// Nothing where nothing was left to be done.
    pub(super) fn of(measured: &RawMeasured) -> Option<Turn> {
        (measured.operations > 0).then(|| Turn {
            per_second: measured.operations as f64 / measured.took.as_secs_f64(),
            cpu_us: measured.cpu.all.map(|used| each(used as f64 / 1e3, measured.operations)),
            wal_bytes: each(measured.wal_bytes as f64, measured.operations),
        })
    }
}

impl Rate {
    pub(super) fn new(kind: Kind, clients: usize, measured: Measured) -> Rate {
        let operations = measured.operations;
        let us = |used: Option<u64>| Some(each(used? as f64 / 1e3, operations));
        let ms = |share: f64| {
            let place = (measured.latencies.len().saturating_sub(1) as f64 * share).round() as usize;
            measured.latencies.get(place).map_or(0.0, |us| f64::from(*us) / 1e3)
        };
        Rate {
            kind,
            clients,
            operations,
            per_second: operations as f64 / measured.took.as_secs_f64().max(1e-9),
            to_single: None,
            to_group: None,
            server_cpu_us: us(measured.server.all),
            writer_cpu_us: us(measured.server.writer),
            client_cpu_us: us(measured.client.all),
            wal_bytes: each(measured.store.wal_bytes as f64, operations),
            group: each(measured.store.commits as f64, measured.store.groups),
            p50_ms: ms(0.5),
            p99_ms: ms(0.99),
        }
    }
}

fn each(total: f64, operations: u64) -> f64 {
    if operations == 0 { 0.0 } else { total / operations as f64 }
}

pub(super) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _even => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

fn word(write: Write) -> &'static str {
    match write {
        Write::Send => "send",
        Write::Accept => "accept",
    }
}

/// A number, or a dash where it is not known.
fn shown(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.decimals$}"))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Quantiles { p10, p50, p99 } = self.fsync_ms;
        let [before, after] = self.load_average;
        writeln!(f, "{} members, {} connections; synchronous = FULL", self.members, self.connections)?;
        writeln!(
            f,
            "{} cores, load {} before and {} after; fsync p10 {p10:.2} p50 {p50:.2} p99 {p99:.2} ms\n",
            self.cores,
            shown(before, 2),
            shown(after, 2)
        )?;
        let group = if self.beside == "pgbench" { "connections" } else { "to a transaction" };
        writeln!(f, "{:<12} {group:>16}       /s    CPU us    WAL B", self.beside)?;
        for raw in &self.raw {
            let cpu = median(raw.turns.iter().filter_map(|turn| turn.cpu_us));
            let wal = median(raw.turns.iter().map(|turn| turn.wal_bytes));
            writeln!(
                f,
                "{:<12} {:>16} {:>8} {:>9} {:>8}",
                word(raw.write),
                raw.group,
                shown(raw.per_second(), 0),
                shown(cpu, 1),
                shown(wal, 0)
            )?;
        }
        writeln!(
            f,
            "\nover HTTP  clients       /s  x single  x group  group   p50 ms   p99 ms  server us (writer)  client us    WAL B"
        )?;
        for rate in &self.http {
            let (name, writes) = match rate.kind {
                Kind::Send => ("send", true),
                Kind::List => ("list", false),
                Kind::Accept => ("accept", true),
                Kind::NoOp => ("no-op POST", false),
            };
            let of_write = |value: f64, decimals| shown(writes.then_some(value), decimals);
            writeln!(
                f,
                "{name:<10} {:>7} {:>8.0} {:>9} {:>8} {:>6} {:>8.2} {:>8.2} {:>10} {:>8} {:>10} {:>8}",
                rate.clients,
                rate.per_second,
                shown(rate.to_single, 2),
                shown(rate.to_group, 2),
                of_write(rate.group, 1),
                rate.p50_ms,
                rate.p99_ms,
                shown(rate.server_cpu_us, 0),
                format!("({})", shown(rate.writer_cpu_us.filter(|_| writes), 0)),
                shown(rate.client_cpu_us, 0),
                of_write(rate.wal_bytes, 0)
            )?;
        }
        if self.noisy.is_empty() {
            writeln!(f, "\nQuiet: what was measured again differed by less than {:.0} %.", NOISE * 100.0)
        } else {
            writeln!(f, "\nNoisy: measured again, these differed by more than {:.0} %:", NOISE * 100.0)?;
            self.noisy.iter().try_for_each(|noisy| writeln!(f, "  {noisy}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cli::bench::cpu::Cpu;
    use crate::cli::bench::server::Counted;

    fn raw(write: Write, group: usize, rates: &[u64]) -> Baseline {
        let turn = |operations: &u64| {
            let (took, cpu) = (Duration::from_secs(1), Cpu { all: Some(operations * 2_000), writer: None });
            Turn::of(&RawMeasured { operations: *operations, took, cpu, wal_bytes: operations * 4120 })
        };
        Baseline { write, group, turns: rates.iter().filter_map(turn).collect() }
    }

    fn measured(operations: u64) -> Measured {
        Measured {
            operations,
            took: Duration::from_secs(2),
            latencies: (1..=100).map(|ms| ms * 1000).collect(),
            server: Cpu { all: Some(operations * 90_000), writer: Some(operations * 30_000) },
            client: Cpu { all: Some(operations * 10_000), writer: None },
            store: Counted { commits: operations, groups: operations / 4, wal_bytes: operations * 8000 },
        }
    }

    fn report(raw: Vec<Baseline>) -> Report {
        let http = vec![Rate::new(Kind::Send, 16, measured(2000)), Rate::new(Kind::NoOp, 16, measured(4000))];
        Report::new(
            "raw SQLite",
            10,
            20,
            [Some(0.5), None],
            Quantiles { p10: 0.1, p50: 0.2, p99: 0.3 },
            raw,
            http,
        )
    }

    #[test]
    fn a_rate_is_told_as_ratios_to_the_median_of_the_raw_ones() {
        let report = report(vec![
            raw(Write::Send, 1, &[400, 500, 10_000]),
            raw(Write::Send, 16, &[4000, 4000]),
            raw(Write::Accept, 16, &[1, 1]),
        ]);
        let send = &report.http[0];
        assert_eq!((send.per_second, send.to_single, send.to_group), (1000.0, Some(2.0), Some(0.25)));
        assert_eq!((send.server_cpu_us, send.writer_cpu_us), (Some(90.0), Some(30.0)));
        assert_eq!((send.group, send.wal_bytes, send.p50_ms), (4.0, 8000.0, 51.0));
        assert_eq!(report.http[1].to_single, None);
    }

    #[test]
    fn a_noisy_machine_is_told_so_and_by_what() {
        let quiet = report(vec![raw(Write::Send, 1, &[1000, 1100])]);
        assert!(quiet.noisy.is_empty());
        assert!(quiet.to_string().contains("Quiet"));
        let noisy = report(vec![raw(Write::Send, 1, &[1000, 1300])]);
        assert_eq!(noisy.noisy, ["raw send, 1 to a transaction: 1000 to 1300/s"]);
        assert!(noisy.to_string().contains("Noisy"));
    }

    #[test]
    fn what_was_not_measured_is_a_dash_and_not_a_number() {
        let empty = report(vec![raw(Write::Send, 16, &[])]);
        assert_eq!(empty.http[0].to_group, None);
        assert!(empty.to_string().lines().any(|line| line.starts_with("send") && line.contains(" - ")));
    }
}
