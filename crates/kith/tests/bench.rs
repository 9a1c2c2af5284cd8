//! The measuring command on a small network, for a moment: what it tells is whole, and it leaves nothing behind.

use std::process::Command;

use serde_json::Value;

#[test]
fn a_short_run_tells_every_rate_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = Command::new(env!("CARGO_BIN_EXE_kith"))
        .args(["bench", "invitations", "--json", "--members", "300", "--seconds", "0.1", "--dir"])
        .arg(folder.path())
        .current_dir(folder.path())
        .output()
        .expect("the program runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let report: Value = serde_json::from_slice(&run.stdout).expect("JSON");

    let http = report["http"].as_array().expect("rates");
    let told: Vec<(&str, u64)> = http
        .iter()
        .map(|rate| (rate["kind"].as_str().expect("a kind"), rate["clients"].as_u64().expect("a number")))
        .collect();
    let kinds = ["send", "list", "accept", "no_op"];
    assert_eq!(told, [1, 16, 256].map(|clients| kinds.map(|kind| (kind, clients))).concat());
    for rate in http {
        assert!(rate["per_second"].as_f64().is_some_and(|rate| rate > 0.0), "{rate}");
        let writes = ["send", "accept"].contains(&rate["kind"].as_str().unwrap_or_default());
        assert_eq!(rate["to_group"].as_f64().is_some_and(|ratio| ratio > 0.0), writes, "{rate}");
        // An invitation cannot be kept in less than its own row, nor in more than all pages it might touch.
        let bytes = rate["wal_bytes"].as_f64().expect("a number");
        assert!(!writes || (500.0..500_000.0).contains(&bytes), "{rate}");
    }
    for raw in report["raw"].as_array().expect("raw rates") {
        assert!(raw["turns"].as_array().is_some_and(|turns| !turns.is_empty()), "{raw}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn who_knows_whom_is_measured_on_made_up_and_on_given_connections() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("edges.txt");
    let pairs = (0..300).flat_map(|one| [(one, (one + 1) % 300), (one, (one + 7) % 300)]);
    let lines: Vec<String> = pairs.map(|(one, other)| format!("{one} {other}\n")).collect();
    std::fs::write(&list, lines.concat()).expect("an edge list");
    let given = ["--edges", list.to_str().expect("a path")];
    let made_up = ["--members", "500"];
    for (which, members) in [(given, 300), (made_up, 500)] {
        let run = Command::new(env!("CARGO_BIN_EXE_kith"))
            .args(["bench", "graph", "--json", "--seconds", "0.2"])
            .args(which)
            .output()
            .expect("the program runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let report: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        assert_eq!(report["members"], members);
        let questions = report["questions"].as_array().expect("questions");
        assert_eq!(questions.len(), 4);
        for question in questions {
            assert!(question["memory_ns"].as_f64().is_some_and(|ns| ns > 0.0), "{question}");
            assert!(question["ratio"][0].as_f64().is_some_and(|ratio| ratio > 0.0), "{question}");
        }
    }
}
