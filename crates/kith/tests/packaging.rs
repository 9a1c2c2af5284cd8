//! What the program is installed with.

use std::path::Path;
use std::process::{Command, Output};

/// How exposed the service may be, in tenths, by systemd's own measure from 0.0 (safe) to 10.0.
const MOST_EXPOSED: &str = "--threshold=15";

#[test]
fn the_systemd_unit_is_right_and_hardened() {
    let unit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging/kith.service");
    let unit = std::fs::read_to_string(unit).expect("the unit");
    assert!(!unit.contains("Type=notify"), "the program tells systemd nothing by itself");
    let started = "ExecStart=/usr/local/bin/kith serve ";
    assert!(unit.contains(started), "it starts the server");
    let folder = tempfile::TempDir::new().expect("a folder");
    let installed = folder.path().join("kith.service");
    // The program is looked for where it would be installed.
    let here = format!("ExecStart={} serve ", env!("CARGO_BIN_EXE_kith"));
    std::fs::write(&installed, unit.replace(started, &here)).expect("a file");
    let analyze = |words: &[&str]| Command::new("systemd-analyze").args(words).arg(&installed).output();
    let Ok(verified) = analyze(&["verify", "--man=no"]) else {
        eprintln!("SKIPPED: systemd-analyze is not installed, so the unit was not verified");
        return;
    };
    let said = |output: &Output| {
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    };
    // It verifies units that it only knows by name as well; what it says about this one counts.
    let about: Vec<String> =
        said(&verified).lines().filter(|line| line.contains("kith.service")).map(str::to_owned).collect();
    assert!(verified.status.success() && about.is_empty(), "{}", said(&verified));
    let secured = analyze(&["security", "--offline=true", "--no-pager", MOST_EXPOSED]).expect("an answer");
    assert!(secured.status.success(), "{}", said(&secured));
}
