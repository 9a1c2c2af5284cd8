//! Running statements on a connection.

use std::ops::ControlFlow;

use rusqlite::ffi;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode};

use super::super::journal;
use super::super::{Fault, FaultKind, Query, Row, Value};

/// The first row of an answer.
pub(super) fn first(connection: &Connection, query: &Query) -> Result<Option<Row>, Fault> {
    let mut row = None;
    read(connection, query, |found| {
        row = Some(found);
        ControlFlow::Break(())
    })?;
    Ok(row)
}

/// All rows of an answer.
pub(super) fn all(connection: &Connection, query: &Query) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::new();
    read(connection, query, |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

/// The answers to several queries, all on one snapshot.
pub(super) fn snapshot(connection: &Connection, queries: &[Query]) -> Result<Vec<Vec<Row>>, Fault> {
    if let [query] = queries {
        return Ok(vec![all(connection, query)?]);
    }
    let run = |sql| connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute());
    run("BEGIN").map_err(|error| fault("begin to read", error))?;
    let answers = queries.iter().map(|query| all(connection, query)).collect();
    run("COMMIT").map_err(|error| fault("end reading", error))?;
    answers
}

/// All rows of an answer, so many at a time, until `f` says stop.
pub(super) fn in_pieces(
    connection: &Connection,
    query: &Query,
    size: usize,
    mut f: impl FnMut(Vec<Row>) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut piece = Vec::with_capacity(size);
    read(connection, query, |row| {
        piece.push(row);
        if piece.len() < size {
            return ControlFlow::Continue(());
        }
        f(std::mem::replace(&mut piece, Vec::with_capacity(size)))
    })?;
    if !piece.is_empty() {
        // It was the last piece: whether more is wanted makes no difference.
        let _more = f(piece);
    }
    Ok(())
}

/// Whether the file can be read at all.
pub(super) fn ping(connection: &Connection) -> Result<(), Fault> {
    let found = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    found.map(drop).map_err(|error| fault("ping", error))
}

/// Whether every page is there and well formed.
pub(super) fn check(connection: &Connection) -> Result<(), Fault> {
    const DOING: &str = "check the database";
    // Stops at the first thing found.
    let found: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| fault(DOING, error))?;
    if found == "ok" { Ok(()) } else { Err(Fault::new(FaultKind::Corrupt, DOING, found)) }
}

/// The number of the journal's last entry; 0 if it is empty.
pub(super) fn journal_last(connection: &Connection) -> rusqlite::Result<i64> {
    let mut statement = connection.prepare_cached(journal::LAST.sqlite_text())?;
    let mut rows = statement.raw_query();
    rows.next()?.map_or(Ok(0), |row| row.get(0))
}

/// Binds arguments, all of them and no more.
pub(super) fn bind(
    statement: &mut rusqlite::Statement<'_>,
    name: &'static str,
    args: &[Value],
) -> Result<(), Fault> {
    let wanted = statement.parameter_count();
    if wanted != args.len() {
        let message = format!("it has {wanted} parameters and was given {} arguments", args.len());
        return Err(Fault::new(FaultKind::Bug, name, message));
    }
    for (place, value) in (1..).zip(args) {
        statement.raw_bind_parameter(place, value).map_err(|error| fault(name, error))?;
    }
    Ok(())
}

/// What SQLite's error means here.
pub(super) fn fault(doing: &'static str, error: rusqlite::Error) -> Fault {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => FaultKind::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => FaultKind::Corrupt,
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::OutOfMemory
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::NoLargeFileSupport,
        ) => FaultKind::Unavailable,
        _ => FaultKind::Bug,
    };
    Fault::new(kind, doing, error)
}

/// Whether a statement failed because what it would have written contradicts what is there: the facts have changed.
/// NULL in a column that must have a value is not of this kind, but a mistake in the program.
pub(super) fn is_conflict(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_extended_error_code(),
        Some(
            ffi::SQLITE_CONSTRAINT_UNIQUE
                | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | ffi::SQLITE_CONSTRAINT_ROWID
                | ffi::SQLITE_CONSTRAINT_CHECK
        )
    )
}

fn read(
    connection: &Connection,
    query: &Query,
    mut f: impl FnMut(Row) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let name = query.statement.name;
    let failed = |error| fault(name, error);
    let mut statement: CachedStatement<'_> =
        connection.prepare_cached(query.statement.sqlite_text()).map_err(failed)?;
    bind(&mut statement, name, &query.args)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(failed)? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            values.push(value(name, column, row.get_ref(column).map_err(failed)?)?);
        }
        if f(Row::new(name, values)).is_break() {
            break;
        }
    }
    Ok(())
}

fn value(name: &'static str, column: usize, found: ValueRef<'_>) -> Result<Value, Fault> {
    match found {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(error) => Err(Fault::new(FaultKind::Corrupt, name, error)),
        },
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_owned())),
        ValueRef::Real(_) => {
            let message = format!("column {column} is a fraction, and statements answer with integers");
            Err(Fault::new(FaultKind::Bug, name, message))
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
