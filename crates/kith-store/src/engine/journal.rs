//! The journal's own statements: whoever commits also numbers.

use super::{JournalEntry, Value, args, statements};

statements! {
    APPEND = "journal/append";
    LAST = "journal/last";
}

/// The arguments of [`APPEND`] for an entry with its number.
pub(crate) fn numbered(entry: &JournalEntry, seq: i64) -> Vec<Value> {
    let JournalEntry { lo, hi, version, kind, inv_id, actor_id, at, visible_at } = *entry;
    args![seq, lo, hi, version, kind, inv_id, actor_id, at, visible_at]
}
