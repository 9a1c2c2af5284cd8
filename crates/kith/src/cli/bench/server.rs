//! The server under load: this program in a process of its own, so that its CPU time is its own.

use std::fs::File;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::client::{Client, write_request};
use super::cpu::Cpu;

/// How long it may take to be ready.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; ended when it is dropped.
pub(super) struct Server {
    child: Child,
    address: SocketAddr,
    metrics: SocketAddr,
}

/// What the store counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counted {
    /// Batches committed, those of followers included.
    pub(super) commits: u64,
    /// Transactions they were committed in.
    pub(super) groups: u64,
    /// Bytes written to the write-ahead log.
    pub(super) wal_bytes: u64,
}

impl Counted {
    pub(super) fn since(self, before: Counted) -> Counted {
        Counted {
            commits: self.commits.saturating_sub(before.commits),
            groups: self.groups.saturating_sub(before.groups),
            wal_bytes: self.wal_bytes.saturating_sub(before.wal_bytes),
        }
    }
}

impl Server {
    /// Serves the network at the URL `database` on a free port, from `folder`, as an operator would, but with nothing that holds anybody back.
    pub(super) async fn start(folder: &Path, database: &str) -> Result<Server> {
        let (address, metrics) = free_addresses()?;
        let config = folder.join("kith.toml");
        std::fs::write(&config, configuration(database, address, metrics))?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").arg("--config").arg(&config).current_dir(folder);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KITH_")) {
            command.env_remove(name);
        }
        let log = File::create(folder.join("server.log"))?;
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        let mut server = Server { child: child.context("cannot start a server")?, address, metrics };
        server.ready(folder).await?;
        Ok(server)
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn cpu(&self) -> Cpu {
        Cpu::of(self.child.id())
    }

    /// What the store has counted so far.
    pub(super) async fn counted(&self) -> Result<Counted> {
        let mut client = Client::connect(self.metrics).await?;
        let mut request = Vec::new();
        write_request(&mut request, "GET", "/metrics", "", None);
        match client.ask(&request).await? {
            200 => read_metrics(std::str::from_utf8(client.body())?),
            status => bail!("/metrics answered {status}"),
        }
    }

    async fn ready(&mut self, folder: &Path) -> Result<()> {
        let begun = Instant::now();
        loop {
            let ended = self.child.try_wait()?;
            if ended.is_some() || begun.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
                bail!("the server did not start: {}", log.lines().last().unwrap_or("it says nothing"));
            }
            if let Ok(mut client) = Client::connect(self.address).await {
                let mut request = Vec::new();
                write_request(&mut request, "GET", "/health/ready", "", None);
                if client.ask(&request).await.is_ok_and(|status| status == 200) {
                    return Ok(());
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // What it wrote is thrown away, so it need not be asked kindly.
        let _already_gone = self.child.kill();
        let _already_gone = self.child.wait();
    }
}

fn configuration(database: &str, address: SocketAddr, metrics: SocketAddr) -> String {
    let url = toml::Value::String(database.to_owned());
    format!(
        "listen = \"{address}\"\ndatabase_url = {url}\nrate_limits = \"off\"\n\
         [database]\nsynchronous = \"full\"\n\
         [metrics]\nlisten = \"{metrics}\"\n\
         [policy]\nundo = {{ send = \"0s\" }}\n\
         invitations = {{ lifetime = \"off\", weekly = \"off\", pending = \"off\" }}\n"
    )
}

/// Two addresses that were free a moment ago.
fn free_addresses() -> io::Result<(SocketAddr, SocketAddr)> {
    let (one, other) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
    Ok((one.local_addr()?, other.local_addr()?))
}

fn read_metrics(text: &str) -> Result<Counted> {
    let number = |name: &str| {
        text.lines()
            .filter_map(|line| line.split_once(' '))
            .find(|(key, _)| *key == name)
            .and_then(|(_, value)| value.parse().ok())
            .with_context(|| format!("/metrics does not tell {name}"))
    };
    Ok(Counted {
        commits: number("kith_store_commits_total")?,
        groups: number("kith_store_groups_total")?,
        wal_bytes: number("kith_store_wal_bytes_total")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_read_by_their_names() {
        let text = "# TYPE kith_store_commits_total counter\nkith_store_commits_total 12\n\
                    kith_store_groups_total 3\nkith_store_wal_bytes_total 4120\n";
        let counted = read_metrics(text).unwrap();
        assert_eq!((counted.commits, counted.groups, counted.wal_bytes), (12, 3, 4120));
        assert!(read_metrics("kith_store_commits_total 12").is_err());
    }
}
