//! Whom a member does not meet in the lists of others, wherever those lie (R11.7, F9).

use std::collections::HashSet;

use kith_domain::id::MemberId;

use crate::Store;
use crate::engine::{Fault, Row, args, statements};
use crate::provisos::listed;

statements! {
    APART = "relations/apart";
    APART_OR_LIMITED = "relations/apart_or_limited";
}

/// Whom a list leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Whom a block keeps apart from the one who looks.
    Apart,
    /// Them, and who limits the one who looks.
    ApartOrLimited,
}

/// The members whom a list leaves out for the one who looks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Apart {
    members: HashSet<MemberId>,
}

impl Store {
    /// Whom lists leave out for `viewer`.
    pub(crate) async fn apart(&self, viewer: MemberId, kept: Kept) -> Result<Apart, Fault> {
        let statement = match kept {
            Kept::Apart => &APART,
            Kept::ApartOrLimited => &APART_OR_LIMITED,
        };
        let rows = self.engine.rows(statement.with(args![viewer.0])).await?;
        let members = rows.iter().map(|row| row.int(0).map(MemberId));
        Ok(Apart { members: members.collect::<Result<_, Fault>>()? })
    }
}

impl Apart {
    /// How many rows are to be read for `most` of them to be left.
    pub(crate) fn room(&self, most: u32) -> i64 {
        i64::from(most).saturating_add(i64::try_from(self.members.len()).unwrap_or(i64::MAX))
    }

    /// Keeps the first `most` of the rows about others, whose ids stand in the first column.
    pub(crate) fn leave_out(&self, rows: &mut Vec<Row>, most: u32) -> Result<(), Fault> {
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows.drain(..) {
            if kept.len() < most as usize && !self.has(MemberId(row.int(0)?)) {
                kept.push(row);
            }
        }
        *rows = kept;
        Ok(())
    }

    /// Whether lists leave a member out.
    pub(crate) fn has(&self, member: MemberId) -> bool {
        self.members.contains(&member)
    }

    /// Those whom lists leave out, for a statement that counts the others.
    pub(crate) fn listed(&self) -> String {
        listed(self.members.iter().copied())
    }
}
