//! The tools that the tests need beside Rust and a C compiler: whether they are there, and how to get them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::command::{answer, must, which};
use crate::postgres;
use crate::workspace::Workspace;

/// A tool, in the order of providing: what comes from the system first, then what is installed with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    Rustfmt,
    Clippy,
    Node,
    Chromium,
    Fonts,
    Python,
    Postgres,
    NodePackages,
    Schemathesis,
}

/// The oldest Node.js that Playwright runs on.
const NODE: u32 = 20;

/// What schemathesis is installed from; the folder it is installed to is named after what this says.
const PYTHON_PACKAGES: &str = include_str!("../../../schemathesis.txt");

impl Need {
    /// What people call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rustfmt => "rustfmt",
            Self::Clippy => "clippy",
            Self::Node => "Node.js 20 with npm",
            Self::Chromium => "Chromium",
            Self::Fonts => "Noto fonts",
            Self::Python => "Python 3 with venv",
            Self::Postgres => "PostgreSQL 15",
            Self::NodePackages => "the packages of e2e/package.json",
            Self::Schemathesis => "schemathesis",
        }
    }

    /// The Debian packages it is in; none where it does not come from Debian.
    fn debian_packages(self) -> &'static [&'static str] {
        match self {
            Self::Node => &["nodejs", "npm"],
            Self::Chromium => &["chromium"],
            // Names in every script: without them pictures of pages show boxes.
            Self::Fonts => &["fonts-noto-core", "fonts-noto-cjk"],
            Self::Python => &["python3", "python3-venv"],
            Self::Postgres => &["postgresql"],
            Self::Rustfmt | Self::Clippy | Self::NodePackages | Self::Schemathesis => &[],
        }
    }

    /// How to get it by hand where apt is not.
    fn advice(self) -> &'static str {
        match self {
            Self::Rustfmt => "rustup component add rustfmt",
            Self::Clippy => "rustup component add clippy",
            Self::Node => "install Node.js 20 or newer: https://nodejs.org",
            Self::Chromium => "install Chromium or Chrome, or set CHROMIUM to its path",
            Self::Fonts => "install the Noto fonts, CJK among them",
            Self::Python => "install Python 3.10 or newer with its venv module",
            Self::Postgres => "install the PostgreSQL server, version 15 or newer",
            Self::NodePackages => "npm ci (in e2e/)",
            Self::Schemathesis => "install Python first, and let this program reach PyPI",
        }
    }

    /// Whether nothing can run without it; fonts only make the pictures right.
    pub(super) fn is_vital(self) -> bool {
        self != Self::Fonts
    }

    fn is_there(self, workspace: &Workspace) -> bool {
        match self {
            Self::Rustfmt => answer(workspace.cargo().args(["fmt", "--version"])).is_some(),
            Self::Clippy => answer(workspace.cargo().args(["clippy", "--version"])).is_some(),
            Self::Node => has_node() && which(&["npm"]).is_some(),
            Self::Chromium => chromium().is_some(),
            Self::Fonts => has_fonts(),
            Self::Python => has_python(),
            Self::Postgres => postgres::programs().is_some(),
            Self::NodePackages => has_node_packages(workspace),
            Self::Schemathesis => answer(Command::new(schemathesis(workspace)).arg("--version")).is_some(),
        }
    }
}

/// Sees to it that everything wanted is there; returns what is not, after saying so in one list.
pub(super) fn provide(workspace: &Workspace, wanted: &[Need], may_install: bool) -> Vec<Need> {
    let absent = |workspace| -> Vec<Need> {
        wanted.iter().copied().filter(|need| !need.is_there(workspace)).collect()
    };
    if may_install && let Err(error) = install_from_debian(&absent(workspace)) {
        eprintln!("error: {error:#}");
    }
    // These are kept inside the workspace, so they are installed wherever they can be.
    for need in absent(workspace) {
        let installed = match need {
            Need::NodePackages if Need::Node.is_there(workspace) => install_node_packages(workspace),
            Need::Schemathesis if Need::Python.is_there(workspace) => install_schemathesis(workspace),
            Need::NodePackages | Need::Schemathesis => Ok(()),
            Need::Rustfmt
            | Need::Clippy
            | Need::Node
            | Need::Chromium
            | Need::Fonts
            | Need::Python
            | Need::Postgres => Ok(()),
        };
        if let Err(error) = installed {
            eprintln!("error: {error:#}");
        }
    }
    let missing = absent(workspace);
    if !missing.is_empty() {
        eprint!("{}", list(&missing, which(&["apt-get"]).is_some()));
    }
    missing
}

/// The browser: the one `CHROMIUM` names, or one from the `PATH`.
pub(super) fn chromium() -> Option<PathBuf> {
    match std::env::var_os("CHROMIUM") {
        Some(named) => Some(PathBuf::from(named)).filter(|path| path.is_file()),
        None => which(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]),
    }
}

/// The schemathesis program, installed or not.
pub(super) fn schemathesis(workspace: &Workspace) -> PathBuf {
    python_environment(workspace).join("bin/st")
}

fn has_node() -> bool {
    let version = answer(Command::new("node").arg("--version"));
    let major = version
        .as_deref()
        .and_then(|version| version.strip_prefix('v')?.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major >= NODE)
}

fn has_python() -> bool {
    answer(
        Command::new("python3")
            .args(["-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"]),
    )
    .is_some()
}

/// Where fontconfig is not, as on other systems than Linux, the system's own fonts will do.
fn has_fonts() -> bool {
    if which(&["fc-list"]).is_none() {
        return cfg!(not(target_os = "linux"));
    }
    answer(Command::new("fc-list").args([":", "family"]))
        .is_some_and(|fonts| fonts.contains("Noto Sans") && fonts.contains("Noto Sans CJK"))
}

/// npm writes down what it installed; older than the lock file, it is out of date.
fn has_node_packages(workspace: &Workspace) -> bool {
    let written = |path: &str| fs::metadata(workspace.e2e().join(path)).and_then(|file| file.modified()).ok();
    match (written("node_modules/.package-lock.json"), written("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

fn install_from_debian(absent: &[Need]) -> Result<()> {
    let packages: Vec<&str> = absent.iter().flat_map(|need| need.debian_packages()).copied().collect();
    if packages.is_empty()
        || which(&["apt-get"]).is_none()
        || answer(Command::new("id").arg("-u")).as_deref() != Some("0")
    {
        return Ok(());
    }
    println!("installing {}", packages.join(" "));
    must(apt_get().arg("update"))?;
    must(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

/// Asks nothing, and waits for another apt to finish.
fn apt_get() -> Command {
    let mut apt_get = Command::new("apt-get");
    apt_get.env("DEBIAN_FRONTEND", "noninteractive").args(["--quiet", "-o", "DPkg::Lock::Timeout=120"]);
    apt_get
}

fn install_node_packages(workspace: &Workspace) -> Result<()> {
    must(Command::new("npm").current_dir(workspace.e2e()).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]))
}

fn install_schemathesis(workspace: &Workspace) -> Result<()> {
    let environment = python_environment(workspace);
    let packages = workspace.root.join("xtask/schemathesis.txt");
    must(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    must(
        Command::new(environment.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "-r"])
            .arg(packages),
    )
}

fn python_environment(workspace: &Workspace) -> PathBuf {
    let version =
        PYTHON_PACKAGES.lines().find_map(|line| line.strip_prefix("schemathesis==")).unwrap_or("unpinned");
    workspace.target.join(format!("schemathesis-{version}"))
}

fn list(missing: &[Need], has_apt: bool) -> String {
    let mut text = String::from("\nMissing:\n");
    for need in missing {
        text.push_str(&format!("  {:<34} {}\n", need.name(), need.advice()));
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.debian_packages()).copied().collect();
    if has_apt && !packages.is_empty() {
        text.push_str(&format!(
            "\nOn this machine:\n  sudo apt-get update && sudo apt-get install --no-install-recommends {}\n",
            packages.join(" ")
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_one_list_with_one_command() {
        let text = list(&[Need::Clippy, Need::Chromium, Need::Fonts], true);
        assert!(text.contains("rustup component add clippy"), "{text}");
        assert!(
            text.ends_with("--no-install-recommends chromium fonts-noto-core fonts-noto-cjk\n"),
            "{text}"
        );
        assert!(!list(&[Need::Chromium], false).contains("apt-get"));
        assert!(!list(&[Need::Clippy], true).contains("apt-get"));
    }

    #[test]
    fn the_python_environment_is_named_after_the_version_pinned() {
        let workspace = Workspace { root: PathBuf::from("/kith"), target: PathBuf::from("/kith/target") };
        let path = schemathesis(&workspace).display().to_string();
        assert!(path.starts_with("/kith/target/schemathesis-4.") && path.ends_with("/bin/st"), "{path}");
    }
}
