//! One connection, with the statements it has prepared and its receipt.

use std::collections::HashMap;
use std::time::Duration;

use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Error};

use super::super::{Query, Statement, Synchronous, Value};
use super::address::Address;
use super::bind;
use super::trouble::{Trouble, fault};
use crate::engine::Fault;

/// How long a connection is used. Receipts older than a day belong to nobody.
const LIFETIME: Duration = Duration::from_secs(3600);

/// What opens connections for the pool.
pub(super) struct Opener {
    pub(super) address: Address,
    pub(super) synchronous: Synchronous,
    /// How long one statement may take on the server.
    pub(super) deadline: Duration,
}

/// A connection to a server that can write.
pub(super) struct Link {
    pub(super) client: Client,
    driver: JoinHandle<()>,
    /// By the statement's name, which is its own.
    prepared: HashMap<&'static str, tokio_postgres::Statement>,
    pub(super) receipt: Option<Receipt>,
}

/// The row of the `receipt` table that belongs to a connection: each of its transactions leaves its number there, so
/// that one whose COMMIT was not answered can be looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Receipt {
    pub(super) id: i64,
    pub(super) number: i64,
}

impl Link {
    /// The statement, prepared once for each connection.
    pub(super) async fn prepare(
        &mut self,
        statement: &'static Statement,
    ) -> Result<tokio_postgres::Statement, Error> {
        if let Some(prepared) = self.prepared.get(statement.name) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(statement.postgres_text()).await?;
        self.prepared.insert(statement.name, prepared.clone());
        Ok(prepared)
    }

    /// The statement, prepared, if `args` are what it takes.
    pub(super) async fn ready(
        &mut self,
        statement: &'static Statement,
        args: &[Value],
    ) -> Result<tokio_postgres::Statement, Stop> {
        let prepared = self.prepare(statement).await.map_err(|error| Stop::from(statement.name, error))?;
        bind::check(statement.name, &prepared, args).map_err(Stop::Fault)?;
        Ok(prepared)
    }

    /// All the statements of some queries, prepared.
    pub(super) async fn ready_all(
        &mut self,
        queries: &[Query],
    ) -> Result<Vec<tokio_postgres::Statement>, Stop> {
        let mut prepared = Vec::with_capacity(queries.len());
        for query in queries {
            prepared.push(self.ready(query.statement, &query.args).await?);
        }
        Ok(prepared)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Why a read or a flight stopped.
pub(super) enum Stop {
    /// The connection is of no use any more, for this reason.
    Lost(Fault),
    /// Somebody else was in the way.
    Again(Fault),
    /// A constraint stands against it.
    Conflict,
    /// It would fail again.
    Fault(Fault),
}

impl Stop {
    pub(super) fn from(doing: &'static str, error: Error) -> Stop {
        match Trouble::of(&error) {
            Trouble::Lost => Stop::Lost(fault(doing, error)),
            Trouble::Again => Stop::Again(fault(doing, error)),
            Trouble::Conflict => Stop::Conflict,
            Trouble::Fault(_) => Stop::Fault(fault(doing, error)),
        }
    }
}

impl managed::Manager for Opener {
    type Type = Link;
    type Error = Error;

    async fn create(&self) -> Result<Link, Error> {
        let (client, connection) = self.address.config.connect(self.address.tls.clone()).await?;
        let driver = tokio::spawn(async move {
            // Whoever asks next is told; here there is nobody to tell.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the database ended");
            }
        });
        let durable = match self.synchronous {
            Synchronous::Full => "",
            Synchronous::Normal | Synchronous::Off => "SET synchronous_commit = off;",
        };
        let limit = self.deadline.as_millis();
        // Whoever was silent for so long has given up: what it left open must not keep its receipt from who asks for it.
        let idle = limit * 2;
        let session = format!(
            "{durable} SET statement_timeout = {limit}; SET idle_in_transaction_session_timeout = {idle}; \
             SET client_min_messages = warning; SET default_transaction_isolation = 'read committed'"
        );
        let link = Link { client, driver, prepared: HashMap::new(), receipt: None };
        link.client.batch_execute(&session).await?;
        Ok(link)
    }

    async fn recycle(&self, link: &mut Link, metrics: &Metrics) -> RecycleResult<Error> {
        if link.client.is_closed() {
            return Err(RecycleError::message("the connection was closed"));
        }
        if metrics.age() > LIFETIME {
            return Err(RecycleError::message("the connection is old"));
        }
        Ok(())
    }
}
