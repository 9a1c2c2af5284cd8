use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why something unexpected happened, as far as whoever handles it can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The database cannot be reached now: locked by another process, closed, a file that cannot be read or written.
    /// Trying again later may help.
    Unavailable,
    /// There is no room left on the disk.
    Full,
    /// What is stored is not what was written: a damaged file, text that is not UTF-8.
    Corrupt,
    /// The database was written by a newer version of the program.
    Newer,
    /// The program is wrong: a statement that does not parse, a column of another type than the code expects.
    Bug,
}

impl FaultKind {
    fn sentence(self) -> &'static str {
        match self {
            FaultKind::Unavailable => "the database is not available",
            FaultKind::Full => "the disk is full",
            FaultKind::Corrupt => "the database is damaged",
            FaultKind::Newer => "the database was written by a newer version",
            FaultKind::Bug => "the program made a mistake",
        }
    }
}

/// An unexpected error: opaque to use cases, logged once, at the edge.
///
/// `Display` is one sentence that is safe to log; the source holds what the database said. Cloning is cheap, because
/// one failed commit is the answer to everybody who waited for it.
#[derive(Clone)]
pub struct Fault {
    kind: FaultKind,
    doing: Cow<'static, str>,
    source: Arc<dyn Error + Send + Sync>,
}

impl Fault {
    /// A fault met while `doing` something ("open the database", "invitations/insert"), caused by `source`.
    pub fn new(
        kind: FaultKind,
        doing: impl Into<Cow<'static, str>>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Fault {
        Fault { kind, doing: doing.into(), source: Arc::from(source.into()) }
    }

    /// What kind of trouble it is.
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// What was being done: the name of a statement, or a few words.
    pub fn doing(&self) -> &str {
        &self.doing
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.kind.sentence())
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({:?}, {:?}: {})", self.kind, self.doing, self.source)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}

/// Why a database could not be opened. Each is one sentence for the person who started the program.
#[derive(Debug, Clone, thiserror::Error)]
pub enum OpenError {
    /// The URL names no database that this program can open.
    #[error(
        "`{0}` is not a database URL; it looks like `sqlite:kith.db`, `sqlite:///var/lib/kith/kith.db` or \
         `postgres://kith@localhost/kith`"
    )]
    Url(String),
    /// The URL names a server, but not how to use it. It holds a password, so it is not repeated.
    #[error("the database URL is wrong: {0}")]
    PostgresUrl(String),
    /// The folder that should hold the file does not exist.
    #[error("the folder `{0}` does not exist, so the database cannot be made in it")]
    Folder(String),
    /// The file is something else.
    #[error("`{0}` is not a database: it is another kind of file, or it is damaged")]
    NotADatabase(String),
    /// The file exists and cannot be used, or could not be made.
    #[error("the database `{path}` cannot be opened: {reason}")]
    Unavailable {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
}

/// Why tables were not spread over servers.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DistributeError {
    /// The database is a file.
    #[error("a database in a file has no servers to be spread over; `kith copy` moves it to PostgreSQL")]
    OneFile,
    /// The server knows nothing of others.
    #[error(
        "the extension citus is not in this database; `CREATE EXTENSION citus` adds it, on a server that has it"
    )]
    NoCitus,
    /// The server is in trouble, or refused.
    #[error(transparent)]
    Fault(#[from] Fault),
}
