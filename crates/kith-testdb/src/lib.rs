//! A database of its own for one test, on the engine that the run is for, gone with it.
//!
//! Without more ado a test runs on SQLite. Where `TEST_POSTGRES` names a server whose user may create databases
//! (`postgres://postgres@127.0.0.1:5432/postgres`), the same tests run there; `cargo xtask test` does both.

mod proxy;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

pub use proxy::{Break, Proxy};
use tempfile::TempDir;
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// Names the server that the tests of PostgreSQL use.
pub const SERVER: &str = "TEST_POSTGRES";

static MADE: AtomicU32 = AtomicU32::new(0);

/// An empty database, and a folder beside it.
#[derive(Debug)]
pub struct TestDatabase {
    folder: TempDir,
    url: String,
    on_server: Option<(String, String)>,
}

impl TestDatabase {
    /// A database on the engine that the run is for.
    ///
    /// # Panics
    /// It cannot be made.
    pub fn new() -> Self {
        match std::env::var(SERVER) {
            Ok(server) => Self::on(server),
            Err(_) => Self::sqlite(),
        }
    }

    /// A database on SQLite, whichever engine the run is for.
    ///
    /// # Panics
    /// No folder can be made.
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder for the test");
        let url = format!("sqlite://{}", folder.path().join("kith.db").display());
        Self { folder, url, on_server: None }
    }

    /// A database on PostgreSQL; none where the run has no server.
    ///
    /// # Panics
    /// The server is named, but a database cannot be made there.
    pub fn postgres() -> Option<Self> {
        let server = std::env::var(SERVER).ok();
        if server.is_none() {
            eprintln!("SKIPPED: {SERVER} names no server, so nothing is tried on PostgreSQL");
        }
        server.map(Self::on)
    }

    fn on(server: String) -> Self {
        let name = format!("t{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        // A name left by an earlier process with the same number is nobody's.
        run(&server, vec![format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")])
            .unwrap_or_else(|error| panic!("a database on {SERVER}: {error}"));
        let before = server.rsplit_once('/').map_or(server.as_str(), |(before, _)| before);
        let url = format!("{before}/{name}");
        let folder = TempDir::new().expect("a folder for the test");
        Self { folder, url, on_server: Some((server, name)) }
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether it is on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.on_server.is_some()
    }

    /// Everything that is stored on PostgreSQL, table by table, as text; but for who numbers the journal.
    ///
    /// # Panics
    /// It is not on PostgreSQL, or cannot be read.
    pub fn contents(&self) -> String {
        // Who numbers the journal holds on to it by the clock, whatever else happens.
        let tables = "SELECT tablename FROM pg_tables \
                      WHERE schemaname = 'public' AND tablename <> 'journal_head' ORDER BY 1";
        let tables = ask(&self.url, tables.to_owned()).expect("the tables");
        let mut contents = String::new();
        for table in tables {
            let rows = ask(&self.url, format!("SELECT t::text FROM {table} t ORDER BY 1")).expect("the rows");
            contents.push_str(&format!("{table}\n{}\n", rows.join("\n")));
        }
        contents
    }

    /// The folder beside it; on SQLite the database is `kith.db` in it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Default for TestDatabase {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.on_server {
            // What is left behind goes with the server.
            let _left = run(server, vec![format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")]);
        }
    }
}

/// Runs statements on a server, one by one, wherever the caller is.
///
/// # Errors
/// What the server said.
pub fn run(server: &str, statements: Vec<String>) -> Result<(), String> {
    let all = statements.into_iter().map(|statement| ask(server, statement).map(drop));
    all.collect()
}

/// The first column of a statement's answer, as text: from a server, or a file.
///
/// # Errors
/// What the database said.
pub fn ask(server: &str, statement: String) -> Result<Vec<String>, String> {
    if let Some(file) = server.strip_prefix("sqlite://") {
        return ask_file(file, &statement).map_err(|error| error.to_string());
    }
    let server = server.to_owned();
    let running = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|error| error.to_string())?.block_on(async {
            let said = |error: tokio_postgres::Error| format!("{error}: {:?}", error.as_db_error());
            let (client, connection) = tokio_postgres::connect(&server, NoTls).await.map_err(said)?;
            let driver = tokio::spawn(connection);
            let answer = client.simple_query(&statement).await.map_err(said)?;
            driver.abort();
            let first = |message: &SimpleQueryMessage| {
                let SimpleQueryMessage::Row(row) = message else { return None };
                row.get(0).map(str::to_owned)
            };
            Ok(answer.iter().filter_map(first).collect())
        })
    });
    running.join().unwrap_or_else(|_| Err("the thread broke".to_owned()))
}

fn ask_file(file: &str, statement: &str) -> rusqlite::Result<Vec<String>> {
    use rusqlite::types::Value;
    let database = rusqlite::Connection::open(file)?;
    let mut asked = database.prepare(statement)?;
    let first = |row: &rusqlite::Row<'_>| {
        row.get(0).map(|value| match value {
            Value::Text(text) => text,
            other @ (Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_)) => {
                format!("{other:?}")
            }
        })
    };
    asked.query_map([], first)?.collect()
}
