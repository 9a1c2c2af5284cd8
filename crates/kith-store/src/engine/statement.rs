use std::sync::OnceLock;

use super::dialect;
use super::{Step, Touch, Value};

/// One SQL statement with the name of its file, such as `invitations/insert`.
///
/// The text is PostgreSQL's form (`$1`, `$2`, …) and serves both databases; SQLite's form is derived from it once,
/// at first use. Made by [`statements!`](super::statements).
pub struct Statement {
    /// The path of the file below `sql/`, without its ending. It names the statement in faults and conflicts.
    pub name: &'static str,
    source: Source,
    sqlite: OnceLock<String>,
}

enum Source {
    Shared(&'static str),
    PerEngine { sqlite: &'static str, postgres: &'static str },
}

impl Statement {
    /// A statement whose one text serves both databases.
    pub const fn shared(name: &'static str, sql: &'static str) -> Statement {
        Statement { name, source: Source::Shared(sql), sqlite: OnceLock::new() }
    }

    /// A statement with a text of its own for each database: the last resort, where no common form exists.
    /// Both texts have PostgreSQL's `$n`.
    pub const fn per_engine(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Statement {
        Statement { name, source: Source::PerEngine { sqlite, postgres }, sqlite: OnceLock::new() }
    }

    /// The statement with its arguments, to be read with.
    pub fn with(&'static self, args: Vec<Value>) -> Query {
        Query { statement: self, args }
    }

    /// The statement as a step of a batch that must touch as many rows as `touch` says.
    pub fn step(&'static self, args: Vec<Value>, touch: Touch) -> Step {
        Step { statement: self, args, touch }
    }

    /// The text as PostgreSQL takes it.
    pub fn postgres_text(&self) -> &'static str {
        match self.source {
            Source::Shared(sql) => sql,
            Source::PerEngine { postgres, .. } => postgres,
        }
    }

    /// The text as SQLite takes it: `?n` for `$n`, comments left out.
    pub fn sqlite_text(&self) -> &str {
        self.sqlite.get_or_init(|| {
            dialect::for_sqlite(match self.source {
                Source::Shared(sql) => sql,
                Source::PerEngine { sqlite, .. } => sqlite,
            })
        })
    }
}

impl std::fmt::Debug for Statement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Statement({})", self.name)
    }
}

/// A statement to read with, and its arguments.
#[derive(Clone, Debug)]
pub struct Query {
    /// What is asked.
    pub statement: &'static Statement,
    /// `$1`, `$2`, … in order.
    pub args: Vec<Value>,
}

/// Declares the statements of a concept from their files below `sql/`.
///
/// ```text
/// statements! {
///     INSERT = "invitations/insert";               // sql/invitations/insert.sql
///     CLAIM = "jobs/claim" per engine;             // sql/jobs/claim.sqlite.sql and sql/jobs/claim.pg.sql
///     LIST = "notifications/list" after "notifications/news";   // sql/notifications/news.part.sql, then list.sql
/// }
/// ```
///
/// Each becomes a `static`; `ALL` lists them, so that a test can prepare every one.
macro_rules! statements {
    ($($name:ident = $path:literal $(per $engine:ident)? $(after $part:literal)?;)+) => {
        $(
            #[doc = concat!("`sql/", $path, "`")]
            pub(crate) static $name: $crate::engine::Statement =
                $crate::engine::statements!(@one $path $(per $engine)? $(after $part)?);
        )+
        /// Every statement of this concept.
        pub(crate) static ALL: &[&$crate::engine::Statement] = &[$(&$name),+];
    };
    (@one $path:literal) => {
        $crate::engine::Statement::shared(
            $path,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $path, ".sql")),
        )
    };
    (@one $path:literal after $part:literal) => {
        $crate::engine::Statement::shared(
            $path,
            concat!(
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $part, ".part.sql")),
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $path, ".sql")),
            ),
        )
    };
    (@one $path:literal per engine) => {
        $crate::engine::Statement::per_engine(
            $path,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $path, ".sqlite.sql")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $path, ".pg.sql")),
        )
    };
}
pub(crate) use statements;
