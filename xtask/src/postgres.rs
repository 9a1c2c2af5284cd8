//! A PostgreSQL server of one's own, for the tests: in a temporary folder, on a free port of this machine.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::command::{answer, must, which};

/// The oldest version that Kith runs on.
const OLDEST: u32 = 15;
/// Whom the server runs as where this program is root: it refuses to be.
const USER: &str = "postgres";

/// A server that ends, with all it held, when this is dropped.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a server and starts it. What it holds need not survive a power cut.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL is not installed")?;
        let folder = std::env::temp_dir().join(format!("kith-postgres-{}", std::process::id()));
        own_folder(&folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { programs, folder, port };
        let data = server.folder.join("data");
        let mut initdb = server.program("initdb");
        initdb.args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "-D",
        ]);
        ensure!(answer(initdb.arg(&data)).is_some(), "initdb failed in {}", data.display());
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400",
            server.folder.display()
        );
        let mut start = server.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "-D"]).arg(&data).arg("-l").arg(server.folder.join("log"));
        // It goes on when this has ended, so it must not hold on to what reads from this.
        let status = start.args(["-o", &options]).stdout(std::process::Stdio::null()).status()?;
        ensure!(status.success(), "PostgreSQL did not start; see {}", server.folder.join("log").display());
        Ok(server)
    }

    /// Where databases may be made.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn program(&self, name: &str) -> Command {
        program(&self.programs, &self.folder, name)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--wait", "--silent", "-m", "immediate", "-D"]).arg(self.folder.join("data"));
        if !stop.status().is_ok_and(|status| status.success()) {
            eprintln!("warning: PostgreSQL still runs in {}", self.folder.display());
            return;
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("warning: {} stays: {error}", self.folder.display());
        }
    }
}

/// The folder of the newest server programs that will do.
pub(crate) fn programs() -> Option<PathBuf> {
    let version = |folder: &Path| {
        let said = answer(Command::new(folder.join("postgres")).arg("--version"))?;
        said.split_whitespace().find_map(|word| word.split('.').next()?.parse::<u32>().ok())
    };
    let mut found: Vec<PathBuf> =
        which(&["postgres"]).and_then(|program| program.parent().map(Path::to_owned)).into_iter().collect();
    // Where Debian keeps them, each version beside the others.
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        found.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    // A folder with a few links to them does not do.
    found.retain(|folder| {
        ["initdb", "pg_ctl", "pg_basebackup", "psql"].iter().all(|name| folder.join(name).is_file())
    });
    let with_versions = found.into_iter().filter_map(|folder| Some((version(&folder)?, folder)));
    with_versions.filter(|(version, _)| *version >= OLDEST).max().map(|(_, folder)| folder)
}

/// One of the server programs, run in `folder` as somebody it agrees to run as.
pub(crate) fn program(programs: &Path, folder: &Path, name: &str) -> Command {
    as_server(&programs.join(name), folder)
}

/// A program run in `folder` as somebody that the server programs agree to run as.
pub(crate) fn as_server(program: &Path, folder: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut other = Command::new("runuser");
    other.args(["-u", USER, "--"]).arg(program).current_dir(folder);
    other
}

/// Makes a folder that the server programs may write to.
pub(crate) fn own_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    if is_root() {
        must(Command::new("chown").arg(USER).arg(folder))?;
    }
    Ok(())
}

fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}
