//! A running `kith serve` of one's own: a fresh database in a fresh folder, on a free port.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use crate::http::request;

const READY_WITHIN: Duration = Duration::from_secs(60);

/// A server that ends when this is dropped. Its folder stays, for reading its log and database afterwards.
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    binary: PathBuf,
    folder: PathBuf,
    process: Child,
}

impl Server {
    /// Starts `binary` in `folder`, which is emptied first, and waits until it is ready.
    pub(crate) fn start(binary: &Path, folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        fs::create_dir_all(folder)?;
        Self::start_on(binary, folder, &format!("sqlite://{}", folder.join("kith.db").display()), "")
    }

    /// Starts `binary` in `folder` on the database at a URL, with `more` of a configuration, and waits until it is
    /// ready.
    pub(crate) fn start_on(binary: &Path, folder: &Path, database: &str, more: &str) -> Result<Self> {
        let address = free_address()?;
        fs::write(folder.join("kith.toml"), config(address, database, more))?;
        let log = File::create(folder.join("kith.log"))?;
        let process = kith(binary, folder)
            .args(["serve", "--config", "kith.toml"])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot run {}", binary.display()))?;
        let mut server = Self { address, binary: binary.to_owned(), folder: folder.to_owned(), process };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Makes a member with a verified address from the command line, as an operator would.
    pub(crate) fn add_member(&self, name: &str, email: &str, password: &str) -> Result<()> {
        let output = kith(&self.binary, &self.folder)
            .args([
                "member",
                "add",
                "--config",
                "kith.toml",
                "--name",
                name,
                "--email",
                email,
                "--password",
                password,
            ])
            .stdin(Stdio::null())
            .output()
            .context("cannot run kith member add")?;
        ensure!(output.status.success(), "kith member add: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// A bearer token of that member.
    pub(crate) fn sign_in(&self, email: &str, password: &str) -> Result<String> {
        let credentials = json!({ "email": email, "password": password });
        let answer = request(self.address, "POST", "/api/v1/sessions", None, Some(&credentials))?;
        ensure!(answer.status == 201, "signing in answered {}: {}", answer.status, answer.body);
        let answer = answer.json()?;
        answer["token"].as_str().map(str::to_owned).context("signing in answered no token")
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < READY_WITHIN {
            if let Some(status) = self.process.try_wait()? {
                bail!("kith ended before it was ready ({status}):\n{}", self.log());
            }
            if request(self.address, "GET", "/health/ready", None, None)
                .is_ok_and(|answer| answer.status == 200)
            {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("kith was not ready within {} s:\n{}", READY_WITHIN.as_secs(), self.log())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("kith.log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to lose either way.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program in its folder, with nothing of the shell's own Kith: the environment overrides the config file.
pub(crate) fn kith(binary: &Path, folder: &Path) -> Command {
    let mut command = Command::new(binary);
    command.current_dir(folder);
    for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("KITH_")) {
        command.env_remove(key);
    }
    command
}

fn config(address: SocketAddr, database: &str, more: &str) -> String {
    format!(
        "listen = \"{address}\"\npublic_url = \"http://{address}\"\ndatabase_url = {database:?}\n\
         rate_limits = \"off\"\n{more}",
    )
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0").context("no port is free")?.local_addr()?)
}
