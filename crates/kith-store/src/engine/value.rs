/// One argument of a statement, or one column of a row.
///
/// Four shapes are all that both databases agree on: ids, times and flags are [`Value::Int`]; names, notes and
/// everything people write is [`Value::Text`]; hashes and pictures are [`Value::Bytes`].
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Value {
    /// SQL's NULL.
    #[default]
    Null,
    /// A 64-bit integer: an id, a count, a flag (0 or 1), or milliseconds since the epoch.
    Int(i64),
    /// UTF-8 text.
    Text(String),
    /// Bytes as they are.
    Bytes(Vec<u8>),
}

impl Value {
    /// What the value is, for messages. Never its content, which may be private.
    pub(crate) fn shape(&self) -> &'static str {
        match self {
            Value::Null => "NULL",
            Value::Int(_) => "an integer",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Int(i64::from(flag))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(bytes)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// The arguments of a statement in order: `args![lo, hi, note]` binds `$1`, `$2` and `$3`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        ::std::vec![$($crate::engine::Value::from($value)),*]
    };
}
pub use args;
