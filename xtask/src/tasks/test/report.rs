//! What the run says of itself: a heading per stage, a table, and the closing line.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::tally::Tally;

/// The stages that are done.
#[derive(Default)]
pub(super) struct Report {
    rows: Vec<Row>,
}

struct Row {
    stage: &'static str,
    took: Duration,
    tally: Tally,
    /// Why it failed or did not run, where its own output does not say.
    remark: Option<String>,
}

impl Report {
    /// Runs a stage and writes down how it went.
    pub(super) fn time(&mut self, stage: &'static str, run: impl FnOnce() -> Result<Tally>) {
        println!("\n── {stage} ──");
        let began = Instant::now();
        let (tally, remark) = match run() {
            Ok(tally) => (tally, None),
            Err(error) => {
                eprintln!("error: {error:#}");
                (Tally::check(false), Some(format!("{error:#}")))
            }
        };
        self.rows.push(Row { stage, took: began.elapsed(), tally, remark });
    }

    /// Writes down a stage that could not run: a failure where it `must`, else a skip that is told.
    pub(super) fn could_not_run(&mut self, stage: &'static str, why: &str, must: bool) {
        println!("\n── {stage} ──\nCOULD NOT RUN: {why}");
        let tally = if must { Tally::check(false) } else { Tally { skipped: 1, ..Tally::default() } };
        self.rows.push(Row {
            stage,
            took: Duration::ZERO,
            tally,
            remark: Some(format!("could not run: {why}")),
        });
    }

    /// The sum over the stages.
    pub(super) fn total(&self) -> Tally {
        let mut total = Tally::default();
        for row in &self.rows {
            total += row.tally;
        }
        total
    }

    /// Prints the table, what went wrong, and the closing line, which is the last.
    pub(super) fn print(&self) {
        print!("\n{}", self.text());
    }

    fn text(&self) -> String {
        let mut text =
            format!("{:<16} {:>8} {:>7} {:>7} {:>8}\n", "stage", "seconds", "passed", "failed", "skipped");
        for Row { stage, took, tally, .. } in &self.rows {
            let Tally { passed, failed, skipped } = tally;
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{stage:<16} {:>8.1} {passed:>7} {failed:>7} {skipped:>8}",
                took.as_secs_f64()
            );
        }
        for Row { stage, remark, .. } in &self.rows {
            if let Some(first_line) = remark.as_deref().and_then(|remark| remark.lines().next()) {
                let _ = writeln!(text, "\n{stage}: {first_line}");
            }
        }
        let _ = writeln!(text, "\n{}", self.total().closing_line());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn every_stage_is_a_row_and_the_closing_line_stands_alone() {
        let mut report = Report::default();
        report.time("lints", || Ok(Tally::check(true)));
        report.time("tests", || Ok(Tally { passed: 7, failed: 0, skipped: 2 }));
        report.time("build", || bail!("no compiler\nand more"));
        report.could_not_run("browser", "missing: Chromium", false);
        let text = report.text();
        assert_eq!(text.lines().filter(|line| line.starts_with("tests ")).count(), 1);
        assert!(text.contains("\nbuild: no compiler\n"), "{text}");
        assert!(text.contains("\nbrowser: could not run: missing: Chromium\n"), "{text}");
        assert!(text.ends_with("\n\n8 passed, 1 failed, 3 skipped\n"), "{text}");
    }

    #[test]
    fn a_stage_that_must_run_and_cannot_has_failed() {
        let mut report = Report::default();
        report.could_not_run("browser", "missing: Chromium", true);
        assert_eq!(report.total(), Tally { passed: 0, failed: 1, skipped: 0 });
    }
}
