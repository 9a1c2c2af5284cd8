//! A primary and a synchronous standby of one's own, plain or in the care of pg_auto_failover.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::command::{answer, which};
use crate::postgres::{as_server, own_folder, program, programs};

/// How long a server may take to start, to follow, or to be promoted.
const PATIENCE: Duration = Duration::from_secs(90);
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// What `docs/operating/failover.md` tells operators to set, so that members do not wait for a minute.
const MONITOR: &[(&str, u32)] = &[
    ("health_check_period", 1_000),
    ("health_check_retry_delay", 300),
    ("health_check_timeout", 1_000),
    ("node_considered_unhealthy_timeout", 4_000),
    ("primary_demote_timeout", 4_000),
];

/// Two servers that end, with all they held, when this is dropped.
pub(super) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    primary: u16,
    standby: u16,
    /// Where pg_auto_failover cares for them: the keepers of the monitor, which decides, of the primary and of the
    /// standby, in this order.
    keepers: Option<Vec<Child>>,
}

impl Cluster {
    /// Makes both, and returns when the standby holds whatever the primary answers. Nobody cares for them.
    pub(super) fn plain() -> Result<Self> {
        let cluster = Self::new()?;
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
        cluster.until("the standby does not follow", || cluster.is_followed())?;
        let made = cluster.psql(cluster.primary, "postgres", "CREATE DATABASE kith");
        ensure!(made.is_some(), "no database can be made");
        Ok(cluster)
    }

    /// The same, made and cared for by pg_auto_failover.
    pub(super) fn kept() -> Result<Self> {
        let mut cluster = Self::new()?;
        let monitor = free_port()?.1;
        let at = format!("postgres://autoctl_node@127.0.0.1:{monitor}/pg_auto_failover?sslmode=prefer");
        cluster.keepers = Some(Vec::new());
        cluster.keep("monitor", monitor, &["create", "monitor"])?;
        cluster.until("the monitor does not start", || {
            cluster.psql(monitor, "pg_auto_failover", "SELECT 1 FROM pgautofailover.formation").is_some()
        })?;
        for (name, milliseconds) in MONITOR {
            let set = format!("ALTER SYSTEM SET pgautofailover.{name} = {milliseconds}");
            let done = cluster.psql(monitor, "pg_auto_failover", &set);
            ensure!(done.is_some(), "the monitor refuses {name}");
        }
        cluster.psql(monitor, "pg_auto_failover", "SELECT pg_reload_conf()");
        let node =
            ["create", "postgres", "--listen", "127.0.0.1", "--username", "postgres", "--dbname", "kith"];
        for (name, port) in [("primary", cluster.primary), ("standby", cluster.standby)] {
            let args: Vec<&str> = node.iter().copied().chain(["--monitor", &at, "--name", name]).collect();
            cluster.keep(name, port, &args)?;
            if name == "primary" {
                cluster.until("the primary does not start", || {
                    cluster.psql(port, "kith", "SELECT 1").is_some()
                })?;
            }
        }
        cluster.until("the standby does not follow", || {
            // It is copied after the next checkpoint, which comes by itself only after minutes.
            cluster.psql(cluster.primary, "kith", "CHECKPOINT");
            cluster.is_followed()
        })?;
        Ok(cluster)
    }

    fn new() -> Result<Self> {
        let programs = programs().context("PostgreSQL is not installed")?;
        let folder = std::env::temp_dir().join(format!("kith-failover-{}", std::process::id()));
        own_folder(&folder)?;
        let (first, second) = (free_port()?, free_port()?);
        Ok(Self { programs, folder, primary: first.1, standby: second.1, keepers: None })
    }

    /// Starts a keeper with the server it makes.
    fn keep(&mut self, name: &str, port: u16, args: &[&str]) -> Result<()> {
        let autoctl =
            which(&["pg_autoctl"]).context("pg_autoctl is not installed (Debian: pg-auto-failover-cli)")?;
        let mut keeper = as_server(&autoctl, &self.folder);
        keeper.args(args).arg("--pgdata").arg(self.data(name)).args(["--pgport", &port.to_string()]);
        keeper.arg("--pgctl").arg(self.programs.join("pg_ctl"));
        keeper.args(["--auth", "trust", "--no-ssl", "--hostname", "127.0.0.1", "--run"]);
        for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
            keeper.env(variable, &self.folder);
        }
        let log = fs::File::create(self.folder.join(format!("{name}.log")))?;
        keeper.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let keeper = keeper.spawn().context("cannot run pg_autoctl")?;
        self.keepers.get_or_insert_default().push(keeper);
        Ok(())
    }

    /// Whether whatever the primary answers is on the standby as well.
    fn is_followed(&self) -> bool {
        let follows = "SELECT 1 FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum') AND state = 'streaming'";
        self.psql(self.primary, "postgres", follows).as_deref() == Some("1")
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

    /// SIGKILL for every process of the primary, its keeper's too.
    pub(super) fn kill_primary(&self) -> Result<()> {
        let pids = fs::read_to_string(self.data("primary").join("postmaster.pid"))?;
        let postmaster: u32 = pids.lines().next().context("the primary has no number")?.trim().parse()?;
        let first = match self.keepers.as_ref().and_then(|keepers| keepers.get(1)) {
            Some(keeper) => keeper.id(),
            None => postmaster,
        };
        kill_all(&with_descendants(first))?;
        self.until("the primary lives on", || {
            let state = answer(Command::new("ps").args(["-p", &postmaster.to_string(), "-o", "stat="]));
            state.is_none_or(|state| state.starts_with('Z'))
        })
    }

    /// Returns when the standby was promoted: by who cares for them, or here, when the primary was asked for so often in
    /// vain.
    pub(super) fn until_promoted(&self, every: Duration, in_vain: u32) -> Result<()> {
        if self.keepers.is_some() {
            return self.until("the standby was not promoted", || {
                let writes = "SELECT NOT pg_is_in_recovery()";
                self.psql(self.standby, "postgres", writes).as_deref() == Some("t")
            });
        }
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
            sleep(LOOK_EVERY);
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
        if let Some(keepers) = &mut self.keepers {
            for keeper in keepers {
                // What is gone already cannot be killed, and need not be.
                let _gone = kill_all(&with_descendants(keeper.id()));
                let _ended = keeper.wait();
            }
        } else {
            for name in ["primary", "standby"] {
                let mut stop = self.program("pg_ctl");
                stop.args(["stop", "--wait", "--silent", "-m", "immediate", "-D"]).arg(self.data(name));
                // The one that was killed is not there to be stopped.
                let _ended = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
            }
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("warning: {} stays: {error}", self.folder.display());
        }
    }
}

/// A port that nobody listens on, as long as what comes with it is kept.
fn free_port() -> Result<(TcpListener, u16)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// A process and all that it started, those that it started, and so on.
fn with_descendants(first: u32) -> Vec<u32> {
    let table = answer(Command::new("ps").args(["-e", "-o", "pid=,ppid="])).unwrap_or_default();
    let pairs: Vec<(u32, u32)> = table
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace().map(str::parse);
            Some((words.next()?.ok()?, words.next()?.ok()?))
        })
        .collect();
    let mut found = vec![first];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(pairs.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
        next += 1;
    }
    found
}

fn kill_all(pids: &[u32]) -> Result<()> {
    let mut kill = Command::new("kill");
    kill.arg("-9").args(pids.iter().map(u32::to_string));
    // One of them may have ended by itself meanwhile.
    kill.stderr(Stdio::null()).status()?;
    Ok(())
}
