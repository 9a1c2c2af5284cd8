//! Clients that ask, wait for the answer and ask again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::task::JoinSet;

use super::client::Client;
use super::cpu::Cpu;
use super::run::Beside;
use super::server::{Counted, Server};
use super::work::Work;

/// What came of a load.
pub(super) struct Measured {
    /// Requests answered.
    pub(super) operations: u64,
    /// From the first request to the last answer.
    pub(super) took: Duration,
    /// How long each waited, in microseconds, the shortest first.
    pub(super) latencies: Vec<u32>,
    /// What the server's process used.
    pub(super) server: Cpu,
    /// What the clients used: this process.
    pub(super) client: Cpu,
    /// What the store counted.
    pub(super) store: Counted,
}

/// Lets so many clients do a kind of work, all at once, for a while.
pub(super) async fn run(
    server: &Server,
    beside: &Beside,
    clients: usize,
    length: Duration,
    work: Arc<dyn Work>,
) -> Result<Measured> {
    let mut connections = Vec::with_capacity(clients);
    for _ in 0..clients {
        connections.push(Client::connect(server.address()).await.context("cannot reach the server")?);
    }
    let (store, used, own) = (counted(server, beside).await?, server.cpu(), Cpu::own());
    let begun = Instant::now();
    let mut asking = JoinSet::new();
    for client in connections {
        asking.spawn(ask(client, begun + length, Arc::clone(&work)));
    }
    let mut latencies = Vec::new();
    while let Some(waited) = asking.join_next().await {
        latencies.extend(waited??);
    }
    let took = begun.elapsed();
    let (server_used, client) = (server.cpu().since(used), Cpu::own().since(own));
    latencies.sort_unstable();
    Ok(Measured {
        operations: latencies.len() as u64,
        took,
        latencies,
        server: server_used,
        client,
        store: counted(server, beside).await?.since(store),
    })
}

/// What the store has counted so far. A server's log it cannot count: there the server is asked.
async fn counted(server: &Server, beside: &Beside) -> Result<Counted> {
    let counted = server.counted().await?;
    match beside {
        Beside::Sqlite(_) => Ok(counted),
        Beside::Postgres(pgbench) => Ok(Counted { wal_bytes: pgbench.wal_bytes().await?, ..counted }),
    }
}

/// One client, until the time is over or the work is done; how long each answer took, in microseconds.
async fn ask(mut client: Client, until: Instant, work: Arc<dyn Work>) -> Result<Vec<u32>> {
    let mut waits = Vec::new();
    let mut request = Vec::with_capacity(1024);
    let mut now = Instant::now();
    while now < until
        && let Some(ticket) = work.next(&mut request)
    {
        let asked = now;
        let status = client.ask(&request).await?;
        now = Instant::now();
        waits.push(u32::try_from((now - asked).as_micros()).unwrap_or(u32::MAX));
        work.answered(ticket, status, client.body())?;
    }
    Ok(waits)
}
