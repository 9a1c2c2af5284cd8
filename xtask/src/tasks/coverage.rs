//! `cargo xtask coverage`: which rule of the network is tried by which test, read from the tests' names.

mod rules;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::tasks::Task;
use crate::workspace::Workspace;
use rules::RULES;

pub(crate) const TASK: Task =
    Task { name: "coverage", about: "write the table of rules and the tests that try them", help: HELP, run };

const HELP: &str = "Usage: cargo xtask coverage [--check]\n\n\
Writes docs/rules-coverage.md from the names of the tests: a test named …_r8_4 tries rule R8.4, …_f7 feature F7, and so does a browser \
test whose name holds R8.4.\n\n  --check  change nothing; fail where the table is stale or a rule is tried nowhere\n";

/// Where the table stands.
const TABLE: &str = "docs/rules-coverage.md";

fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let ok = if args.iter().any(|arg| arg == "--check") {
        check(&workspace.root)?
    } else {
        write(&workspace.root)?
    };
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn write(root: &Path) -> Result<bool> {
    let tests = tests(root)?;
    std::fs::write(root.join(TABLE), table(&tests))?;
    println!("Wrote {TABLE}: {} rules, {} tests that name one.", RULES.len(), count(&tests));
    Ok(complete(&tests))
}

/// Whether the table is what the tests say, and every rule is tried somewhere.
pub(super) fn check(root: &Path) -> Result<bool> {
    let tests = tests(root)?;
    let stored = std::fs::read_to_string(root.join(TABLE)).unwrap_or_default();
    let current = stored == table(&tests);
    if !current {
        eprintln!("{TABLE} is stale: run `cargo xtask coverage`.");
    }
    Ok(complete(&tests) && current)
}

fn complete(tests: &Tests) -> bool {
    let missing: Vec<&str> = RULES.iter().map(|(id, _)| *id).filter(|id| !tests.contains_key(*id)).collect();
    if !missing.is_empty() {
        eprintln!("No test names {}.", missing.join(", "));
    }
    missing.is_empty()
}

/// The tests of each rule, each with the place it is in.
type Tests = BTreeMap<String, Vec<(String, String)>>;

fn count(tests: &Tests) -> usize {
    let mut names: Vec<&(String, String)> = tests.values().flatten().collect();
    names.sort();
    names.dedup();
    names.len()
}

fn tests(root: &Path) -> Result<Tests> {
    let mut files = Vec::new();
    for folder in ["crates", "e2e/tests"] {
        collect(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut tests = Tests::new();
    for file in files {
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let place = place(root, &file);
        let names = if file.extension().is_some_and(|ending| ending == "rs") {
            rust_tests(&text)
        } else {
            browser_tests(&text)
        };
        for name in names {
            for rule in rules_in(&name) {
                let of_rule = tests.entry(rule).or_default();
                if !of_rule.contains(&(place.clone(), name.clone())) {
                    of_rule.push((place.clone(), name.clone()));
                }
            }
        }
    }
    Ok(tests)
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "mjs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The crate, or `browser`.
fn place(root: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(root).unwrap_or(file);
    let mut parts = relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    match (parts.next().as_deref(), parts.next()) {
        (Some("crates"), Some(name)) => name,
        _ => "browser".to_owned(),
    }
}

/// The functions marked as tests.
fn rust_tests(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut marked = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") && line.contains("test") || line.starts_with("proptest!") {
            marked = true;
        }
        let function = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
        if let Some(name) = function.and_then(|rest| rest.split(['(', '<']).next()) {
            if marked {
                names.push(name.to_owned());
            }
            marked = false;
        }
    }
    names
}

/// The `name: '…'` of a browser test.
fn browser_tests(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| {
            let rest = line.split_once("name:")?.1.trim_start();
            let quote = rest.chars().next().filter(|c| ['\'', '"', '`'].contains(c))?;
            Some(rest[1..].split(quote).next()?.to_owned())
        })
        .collect()
}

/// The rules and features a name holds: `…_r8_4_…` or `R8.4`, `…_f13` or `F13`.
fn rules_in(name: &str) -> Vec<String> {
    let mut rules = Vec::new();
    let words: Vec<&str> = name.split(['_', ' ', '.', ',', ':', '(', ')', '–', '-']).collect();
    for pair in words.windows(2) {
        let section = pair[0].strip_prefix(['r', 'R']).filter(|s| is_number(s));
        if let Some(section) = section
            && is_number(pair[1])
        {
            rules.push(format!("R{section}.{}", pair[1]));
        }
    }
    for number in words.iter().filter_map(|word| word.strip_prefix(['f', 'F'])).filter(|n| is_number(n)) {
        rules.push(format!("F{number}"));
    }
    rules
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn table(tests: &Tests) -> String {
    let mut text = String::from(
        "# Which rule and feature is tried where\n\nGenerated from the names of the tests by `cargo xtask coverage`; the test run \
         fails where it is stale.\n\n| rule | what it says | tried in |\n|---|---|---|\n",
    );
    for (id, says) in RULES {
        let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (place, name) in tests.get(*id).into_iter().flatten() {
            places.entry(place).or_default().push(name);
        }
        let cell = places
            .iter()
            .map(|(place, names)| format!("**{place}**: {}", names.join(", ").replace('|', "\\|")))
            .collect::<Vec<_>>()
            .join("<br>");
        let _ = writeln!(text, "| {id} | {says} | {} |", if cell.is_empty() { "–" } else { &cell });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tests_tell_their_rules() {
        assert_eq!(rules_in("of_two_acts_the_first_wins_r11_8_r8_4"), ["R11.8", "R8.4"]);
        assert_eq!(rules_in("Connect from a profile (R1.1, R1.4)"), ["R1.1", "R1.4"]);
        assert_eq!(rules_in("a_door_asks_the_same_of_all_f7_r1_9"), ["R1.9", "F7"]);
        assert!(rules_in("read_3_rows_in_r8").is_empty());
    }

    #[test]
    fn only_what_is_marked_is_a_test() {
        let text =
            "fn help_r1_1() {}\n#[test]\nfn tried_r1_2() {}\n#[tokio::test]\nasync fn also_r1_3() {}\n";
        assert_eq!(rust_tests(text), ["tried_r1_2", "also_r1_3"]);
    }
}
