//! A primary and a synchronous standby of one's own.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::command::answer;
use crate::postgres::{own_folder, program, programs};

/// How long a server may take to start, to follow, or to be promoted.
const PATIENCE: Duration = Duration::from_secs(60);

/// Two servers that end, with all they held, when this is dropped.
pub(super) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    primary: u16,
    standby: u16,
}

impl Cluster {
    /// Makes both, and returns when the standby holds whatever the primary answers.
    pub(super) fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL is not installed")?;
        let folder = std::env::temp_dir().join(format!("kith-failover-{}", std::process::id()));
        own_folder(&folder)?;
        let free = || -> Result<(TcpListener, u16)> {
            let listener = TcpListener::bind("127.0.0.1:0")?;
            let port = listener.local_addr()?.port();
            Ok((listener, port))
        };
        let (first, second) = (free()?, free()?);
        let cluster = Self { programs, folder, primary: first.1, standby: second.1 };
        drop((first, second));

        let initdb = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D"];
        let made = cluster.program("initdb").args(initdb).arg(cluster.data("primary")).output()?;
        ensure!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        // Who stands by is said to the primary alone: once promoted, the standby must not wait for itself.
        cluster.launch("primary", cluster.primary, "-c synchronous_standby_names=standby")?;
        let mut copy = cluster.program("pg_basebackup");
        let from = format!("host=127.0.0.1 port={} user=postgres application_name=standby", cluster.primary);
        copy.args(["--wal-method=stream", "--checkpoint=fast", "--write-recovery-conf", "-d", &from, "-D"]);
        let copied = copy.arg(cluster.data("standby")).output()?;
        ensure!(copied.status.success(), "pg_basebackup: {}", String::from_utf8_lossy(&copied.stderr));
        cluster.launch("standby", cluster.standby, "")?;
        let follows = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'";
        cluster.until("the standby does not follow", || {
            cluster.psql(cluster.primary, "postgres", follows).as_deref() == Some("1")
        })?;
        let made = cluster.psql(cluster.primary, "postgres", "CREATE DATABASE kith");
        ensure!(made.is_some(), "no database can be made");
        Ok(cluster)
    }

    /// Both servers in one address, as `docs/operating/failover.md` tells operators to write it.
    pub(super) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{},127.0.0.1:{}/kith", self.primary, self.standby)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The first column of an answer of whoever can be written to now.
    pub(super) fn ask(&self, sql: &str) -> Result<Vec<String>> {
        let said = [self.primary, self.standby].iter().find_map(|port| self.psql(*port, "kith", sql));
        let said = said.with_context(|| format!("nobody answers {sql:?}"))?;
        Ok(said.lines().map(str::to_owned).collect())
    }

    /// SIGKILL for the primary and every process of it.
    pub(super) fn kill_primary(&self) -> Result<()> {
        let pids = fs::read_to_string(self.data("primary").join("postmaster.pid"))?;
        let postmaster = pids.lines().next().context("the primary has no number")?.to_owned();
        let children =
            answer(Command::new("ps").args(["--ppid", &postmaster, "-o", "pid="])).unwrap_or_default();
        let mut kill = Command::new("kill");
        kill.arg("-9").arg(&postmaster).args(children.split_whitespace());
        // One of them may have ended by itself meanwhile.
        kill.stderr(Stdio::null()).status()?;
        let still = answer(Command::new("ps").args(["-p", &postmaster, "-o", "stat="])).unwrap_or_default();
        ensure!(still.is_empty() || still.starts_with('Z'), "the primary lives on");
        Ok(())
    }

    /// Asks for the primary every so often, and promotes the standby when it was asked for in vain so many times.
    pub(super) fn watch_and_promote(&self, every: Duration, in_vain: u32) -> Result<()> {
        let mut missed = 0;
        while missed < in_vain {
            sleep(every);
            missed = match self.psql(self.primary, "postgres", "SELECT 1") {
                Some(_) => 0,
                None => missed + 1,
            };
        }
        let mut promote = self.program("pg_ctl");
        promote.args(["promote", "--wait", "--silent", "-D"]).arg(self.data("standby")).stdout(Stdio::null());
        ensure!(promote.status()?.success(), "the standby was not promoted");
        Ok(())
    }

    fn launch(&self, name: &str, port: u16, more: &str) -> Result<()> {
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=100 -c wal_level=replica {more}",
            self.folder.display()
        );
        let mut start = self.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "-D"]).arg(self.data(name)).args(["-o", &options]);
        start.arg("-l").arg(self.folder.join(format!("{name}.log")));
        // It goes on when this has ended, so it must not hold on to what reads from this.
        let status = start.stdout(Stdio::null()).status()?;
        ensure!(status.success(), "the {name} did not start; see {}", self.folder.display());
        Ok(())
    }

    fn until(&self, otherwise: &str, is_so: impl Fn() -> bool) -> Result<()> {
        let begun = Instant::now();
        while !is_so() {
            ensure!(begun.elapsed() < PATIENCE, "{otherwise}; see {}", self.folder.display());
            sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    fn psql(&self, port: u16, database: &str, sql: &str) -> Option<String> {
        let at = format!("host=127.0.0.1 port={port} user=postgres dbname={database} connect_timeout=2");
        answer(self.program("psql").args(["--no-psqlrc", "-qAt", "-d", &at, "-c", sql]).stderr(Stdio::null()))
    }

    fn data(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn program(&self, name: &str) -> Command {
        program(&self.programs, &self.folder, name)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for name in ["primary", "standby"] {
            let mut stop = self.program("pg_ctl");
            stop.args(["stop", "--wait", "--silent", "-m", "immediate", "-D"]).arg(self.data(name));
            // The one that was killed is not there to be stopped.
            let _ended = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("warning: {} stays: {error}", self.folder.display());
        }
    }
}
