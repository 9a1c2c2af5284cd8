//! Counting tests, and reading the counts that test runners print.

use std::ops::AddAssign;

/// How many tests passed, failed, and did not run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed, or never came to their turn.
    pub(crate) failed: u64,
    /// Tests left out on purpose.
    pub(crate) skipped: u64,
}

impl Tally {
    /// A check that counts as one test.
    pub(crate) fn check(ok: bool) -> Self {
        if ok { Self { passed: 1, ..Self::default() } } else { Self { failed: 1, ..Self::default() } }
    }

    /// A runner's counts beside its exit: one that failed without naming a failed test (it did not compile, it
    /// crashed) has one failure.
    pub(crate) fn judged(mut self, ok: bool) -> Self {
        if !ok && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    /// The closing line, the same in every run: `12 passed, 0 failed, 1 skipped`.
    pub(crate) fn closing_line(&self) -> String {
        let Self { passed, failed, skipped } = self;
        match skipped {
            0 => format!("{passed} passed, {failed} failed"),
            _ => format!("{passed} passed, {failed} failed, {skipped} skipped"),
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Reads nextest's `Summary [   1.234s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 2 skipped`.
pub(crate) fn from_nextest(output: &str) -> Tally {
    let Some(summary) = output.lines().rev().find(|line| line.trim_start().starts_with("Summary [")) else {
        return Tally::default();
    };
    let Some((run, results)) = summary.split_once(" run: ") else { return Tally::default() };
    let mut tally = Tally::default();
    for part in without_brackets(results).split(',') {
        let Some((count, kind)) = counted(part) else { continue };
        match kind {
            "passed" => tally.passed += count,
            "skipped" => tally.skipped += count,
            _ => tally.failed += count,
        }
    }
    // A cancelled run says `5/12 tests run`: what never ran has not passed.
    if let Some((ran, all)) = run.split_whitespace().find_map(|word| word.split_once('/')) {
        let number = |text: &str| text.parse::<u64>().unwrap_or(0);
        tally.failed += number(all).saturating_sub(number(ran));
    }
    tally
}

/// Adds up the lines `test result: ok. 5 passed; 0 failed; 1 ignored; …` that libtest prints.
pub(crate) fn from_libtest(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines().filter_map(|line| line.trim_start().strip_prefix("test result: ")) {
        let results = line.split_once(". ").map_or(line, |(_, results)| results);
        for (count, kind) in results.split(';').filter_map(counted) {
            match kind {
                "passed" => tally.passed += count,
                "failed" => tally.failed += count,
                "ignored" => tally.skipped += count,
                _ => {}
            }
        }
    }
    tally
}

/// Reads the totals of a JUnit report from the attributes of its first element.
pub(crate) fn from_junit(report: &str) -> Option<Tally> {
    let (_, rest) = report.split_once("<testsuites ")?;
    let (attributes, _) = rest.split_once('>')?;
    let number = |name: &str| -> Option<u64> {
        let (_, rest) = attributes.split_once(&format!("{name}=\""))?;
        rest.split_once('"')?.0.parse().ok()
    };
    let failed = number("failures")? + number("errors")?;
    let skipped = number("skipped").unwrap_or(0);
    let passed = number("tests")?.saturating_sub(failed + skipped);
    Some(Tally { passed, failed, skipped })
}

/// Reads `{"passed": 3, "failed": 1, "skipped": 0, …}`.
pub(crate) fn from_json(report: &str) -> Option<Tally> {
    let report: serde_json::Value = serde_json::from_str(report).ok()?;
    let number = |name: &str| report[name].as_u64();
    Some(Tally { passed: number("passed")?, failed: number("failed")?, skipped: number("skipped")? })
}

/// ` 12 timed out` → 12, "timed out".
fn counted(part: &str) -> Option<(u64, &str)> {
    let (count, kind) = part.trim().split_once(' ')?;
    Some((count.parse().ok()?, kind.trim()))
}

/// Leaves out `(1 slow, 2 flaky)`: those were counted before the bracket.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn nextest_summaries() {
        let cases = [
            ("     Summary [   0.012s] 1 test run: 1 passed, 0 skipped\n", tally(1, 0, 0)),
            ("     Summary [   3.012s] 123 tests run: 120 passed, 3 failed, 2 skipped\n", tally(120, 3, 2)),
            (
                "  Summary [ 9.1s] 9 tests run: 6 passed (1 slow, 2 leaky), 2 timed out, 1 exec failed, 0 skipped",
                tally(6, 3, 0),
            ),
            ("  Summary [ 9.1s] 5/12 tests run: 4 passed, 1 failed, 0 skipped", tally(4, 8, 0)),
            ("error: could not compile `kith`", tally(0, 0, 0)),
        ];
        for (output, expected) in cases {
            assert_eq!(from_nextest(output), expected, "{output}");
        }
    }

    #[test]
    fn libtest_results_are_added_up() {
        let output = "
running 5 tests
test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s
test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";
        assert_eq!(from_libtest(output), tally(6, 1, 1));
    }

    #[test]
    fn junit_errors_are_failures() {
        let report = r#"<?xml version="1.0"?>
<testsuites errors="1" failures="2" skipped="3" tests="10" time="2.5"><testsuite name="x" tests="10" failures="9">"#;
        assert_eq!(from_junit(report), Some(tally(4, 3, 3)));
        assert_eq!(from_junit("<html></html>"), None);
    }

    #[test]
    fn json_counts_must_be_whole() {
        assert_eq!(from_json(r#"{"passed": 3, "failed": 1, "skipped": 0}"#), Some(tally(3, 1, 0)));
        assert_eq!(from_json(r#"{"passed": 3}"#), None);
    }

    #[test]
    fn a_runner_that_fails_without_a_failed_test_fails() {
        assert_eq!(tally(5, 0, 0).judged(false), tally(5, 1, 0));
        assert_eq!(tally(5, 2, 0).judged(false), tally(5, 2, 0));
        assert_eq!(tally(5, 0, 0).judged(true), tally(5, 0, 0));
    }

    #[test]
    fn the_closing_line_names_what_was_skipped() {
        assert_eq!(tally(3, 0, 0).closing_line(), "3 passed, 0 failed");
        assert_eq!(tally(3, 1, 2).closing_line(), "3 passed, 1 failed, 2 skipped");
    }
}
