//! Between [`Value`] and what PostgreSQL sends over the wire.

use std::error::Error;

use tokio_postgres::Statement;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use super::super::{Fault, FaultKind, Query, Row, Value};

type Failed = Box<dyn Error + Sync + Send>;

/// Checks the arguments of a statement against what the server expects, before anything is sent: whatever fails
/// after that is no mistake of the caller.
pub(super) fn check(name: &'static str, prepared: &Statement, args: &[Value]) -> Result<(), Fault> {
    let bug = |message: String| Err(Fault::new(FaultKind::Bug, name, message));
    if prepared.params().len() != args.len() {
        return bug(format!("{} arguments for {} parameters", args.len(), prepared.params().len()));
    }
    for (place, (expected, value)) in prepared.params().iter().zip(args).enumerate() {
        let fits = match value {
            Value::Null => true,
            Value::Int(number) => match *expected {
                Type::INT8 => true,
                Type::INT4 => i32::try_from(*number).is_ok(),
                Type::INT2 => i16::try_from(*number).is_ok(),
                _ => false,
            },
            Value::Text(_) => *expected == Type::TEXT,
            Value::Bytes(_) => *expected == Type::BYTEA,
        };
        if !fits {
            return bug(format!("${} is {}, but the server expects {expected}", place + 1, value.shape()));
        }
    }
    Ok(())
}

/// A row of an answer.
pub(super) fn row(name: &'static str, row: &tokio_postgres::Row) -> Result<Row, Fault> {
    let values = (0..row.len()).map(|column| row.try_get(column)).collect::<Result<_, _>>();
    Ok(Row::new(name, values.map_err(|error| Fault::new(FaultKind::Bug, name, error))?))
}

/// All rows of an answer.
pub(super) fn rows(query: &Query, found: &[tokio_postgres::Row]) -> Result<Vec<Row>, Fault> {
    found.iter().map(|found| row(query.statement.name, found)).collect()
}

impl ToSql for Value {
    fn to_sql(&self, expected: &Type, out: &mut BytesMut) -> Result<IsNull, Failed> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => match *expected {
                Type::INT4 => i32::try_from(*number)?.to_sql(expected, out),
                Type::INT2 => i16::try_from(*number)?.to_sql(expected, out),
                _ => number.to_sql(expected, out),
            },
            // PostgreSQL's text cannot hold a NUL. What members write has none; what they ask for may.
            Value::Text(text) if text.contains('\0') => text.replace('\0', "\u{fffd}").to_sql(expected, out),
            Value::Text(text) => text.to_sql(expected, out),
            Value::Bytes(bytes) => bytes.to_sql(expected, out),
        }
    }

    fn accepts(expected: &Type) -> bool {
        matches!(*expected, Type::INT2 | Type::INT4 | Type::INT8 | Type::TEXT | Type::BYTEA)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(found: &Type, raw: &'a [u8]) -> Result<Self, Failed> {
        Ok(match *found {
            Type::INT8 => Value::Int(i64::from_sql(found, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(found, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(found, raw)?.into()),
            Type::BOOL => Value::from(bool::from_sql(found, raw)?),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            _ => Value::Text(String::from_sql(found, raw)?),
        })
    }

    fn from_sql_null(_found: &Type) -> Result<Self, Failed> {
        Ok(Value::Null)
    }

    fn accepts(found: &Type) -> bool {
        matches!(
            *found,
            Type::INT2 | Type::INT4 | Type::INT8 | Type::BOOL | Type::TEXT | Type::VARCHAR | Type::BYTEA
        )
    }
}
