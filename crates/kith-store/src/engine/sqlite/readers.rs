use std::ops::Deref;
use std::sync::Mutex;

use rusqlite::Connection;

use super::super::{EngineOptions, Fault};
use super::connect::{self, Location};
use super::run;
use super::shared::lock;

/// Connections that read. Nobody waits for one: when all are lent, another is opened, and as reads never pause
/// half-way there are at most as many as threads.
pub(super) struct Readers {
    location: Location,
    options: EngineOptions,
    idle: Mutex<Vec<Connection>>,
}

/// A connection on loan. Unless it is given back it is closed: after a fault it may be in the middle of something.
pub(super) struct Reader<'a> {
    readers: &'a Readers,
    connection: Connection,
}

impl Readers {
    pub(super) fn new(location: Location, options: EngineOptions) -> Readers {
        Readers { location, options, idle: Mutex::default() }
    }

    pub(super) fn borrow(&self) -> Result<Reader<'_>, Fault> {
        self.options.trouble.meets("read")?;
        let idle = lock(&self.idle).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect::reader(&self.location, &self.options)
                .map_err(|error| run::fault("open a connection", error))?,
        };
        Ok(Reader { readers: self, connection })
    }

    /// Closes all that are not on loan.
    pub(super) fn clear(&self) {
        lock(&self.idle).clear();
    }
}

impl Reader<'_> {
    pub(super) fn give_back(self) {
        let mut idle = lock(&self.readers.idle);
        if idle.len() < self.readers.options.readers.max(1) {
            idle.push(self.connection);
        }
    }
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}
