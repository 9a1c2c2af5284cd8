use super::{Fault, FaultKind, Value};

/// One row of an answer. Columns are read by their place in the statement, counted from 0.
///
/// A column of another type than asked for, or one that is not there, is a [`Fault`] that names the statement:
/// code and SQL have come apart, or the file is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    statement: &'static str,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(statement: &'static str, values: Vec<Value>) -> Row {
        Row { statement, values }
    }

    /// An integer that is never NULL: an id, a time, a count.
    pub fn int(&self, column: usize) -> Result<i64, Fault> {
        match self.value(column)? {
            Value::Int(number) => Ok(*number),
            other @ (Value::Null | Value::Text(_) | Value::Bytes(_)) => {
                Err(self.mismatch(column, "an integer", other))
            }
        }
    }

    /// An integer, or none where the column is NULL.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, Fault> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Int(number) => Ok(Some(*number)),
            other @ (Value::Text(_) | Value::Bytes(_)) => {
                Err(self.mismatch(column, "an integer or NULL", other))
            }
        }
    }

    /// A flag, stored as 0 or 1. Any other number is a fault.
    pub fn flag(&self, column: usize) -> Result<bool, Fault> {
        match self.value(column)? {
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            other @ (Value::Null | Value::Int(_) | Value::Text(_) | Value::Bytes(_)) => {
                Err(self.mismatch(column, "0 or 1", other))
            }
        }
    }

    /// Text that is never NULL.
    pub fn text(&self, column: usize) -> Result<&str, Fault> {
        match self.value(column)? {
            Value::Text(text) => Ok(text),
            other @ (Value::Null | Value::Int(_) | Value::Bytes(_)) => {
                Err(self.mismatch(column, "text", other))
            }
        }
    }

    /// Text, or none where the column is NULL.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, Fault> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            other @ (Value::Int(_) | Value::Bytes(_)) => Err(self.mismatch(column, "text or NULL", other)),
        }
    }

    /// Bytes that are never NULL.
    pub fn bytes(&self, column: usize) -> Result<&[u8], Fault> {
        match self.value(column)? {
            Value::Bytes(bytes) => Ok(bytes),
            other @ (Value::Null | Value::Int(_) | Value::Text(_)) => {
                Err(self.mismatch(column, "bytes", other))
            }
        }
    }

    /// Bytes, or none where the column is NULL.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, Fault> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Bytes(bytes) => Ok(Some(bytes)),
            other @ (Value::Int(_) | Value::Text(_)) => Err(self.mismatch(column, "bytes or NULL", other)),
        }
    }

    /// Takes text out of the row without copying it; the column is NULL afterwards.
    pub fn take_text(&mut self, column: usize) -> Result<String, Fault> {
        self.text(column)?;
        match std::mem::take(&mut self.values[column]) {
            Value::Text(text) => Ok(text),
            other @ (Value::Null | Value::Int(_) | Value::Bytes(_)) => {
                Err(self.mismatch(column, "text", &other))
            }
        }
    }

    /// Takes text, or none, out of the row without copying it.
    pub fn take_opt_text(&mut self, column: usize) -> Result<Option<String>, Fault> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(_) | Value::Int(_) | Value::Bytes(_) => self.take_text(column).map(Some),
        }
    }

    /// Takes bytes out of the row without copying them; the column is NULL afterwards.
    pub fn take_bytes(&mut self, column: usize) -> Result<Vec<u8>, Fault> {
        self.bytes(column)?;
        match std::mem::take(&mut self.values[column]) {
            Value::Bytes(bytes) => Ok(bytes),
            other @ (Value::Null | Value::Int(_) | Value::Text(_)) => {
                Err(self.mismatch(column, "bytes", &other))
            }
        }
    }

    /// All columns, in order.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    fn value(&self, column: usize) -> Result<&Value, Fault> {
        self.values.get(column).ok_or_else(|| {
            let message = format!("column {column} was read, but a row has {} columns", self.values.len());
            Fault::new(FaultKind::Bug, self.statement, message)
        })
    }

    fn mismatch(&self, column: usize, expected: &str, found: &Value) -> Fault {
        let message = format!("column {column} should be {expected}, but is {}", found.shape());
        Fault::new(FaultKind::Bug, self.statement, message)
    }
}
