//! `kith healthcheck`: whether the configured server is ready, for images that have no other tool.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::config::Config;
use crate::output::say;

/// How long the server has to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Succeeds where the server answers that it is ready.
pub(crate) fn healthcheck(config: &Config) -> Result<()> {
    let address = reachable(config.listen);
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)
        .with_context(|| format!("nothing answers on {address}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).with_context(|| format!("{address} does not answer as Kith does"))?;
    if &answer == b"HTTP/1.1 200" { say!("{address} is ready.") } else { bail!("{address} is not ready") }
}

/// Where a server that listens everywhere can be reached.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
    };
    SocketAddr::new(ip, listen.port())
}
