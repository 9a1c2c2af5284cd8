//! Lists of connections and of blocks.

use kith_domain::id::{InvitationId, MemberId};
use kith_domain::profile::Person;
use kith_domain::time::Timestamp;

use crate::Store;
use crate::apart::{Apart, Kept};
use crate::engine::{Fault, Row, args, statements};

statements! {
    LIST = "connections/list";
    COUNT = "connections/count" per engine;
    BLOCKS = "connections/blocks";
}

/// A connection in somebody's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Who.
    pub person: Person,
    /// Since when.
    pub since: Timestamp,
    /// The invitation it came from; none where an import connected the two.
    pub invitation: Option<InvitationId>,
    /// Who had sent it.
    pub inviter: MemberId,
}

/// Somebody a member blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Who.
    pub person: Person,
    /// When what stands between the two last changed.
    pub at: Timestamp,
}

impl Store {
    /// The connections of `of` as `viewer` finds them, the latest first, before the place `(since, id)`; with
    /// `all`, also those who hide their own list. At most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn connections(
        &self,
        of: MemberId,
        viewer: MemberId,
        all: bool,
        before: (i64, i64),
        most: u32,
    ) -> Result<Vec<Connection>, Fault> {
        let apart = self.apart_from(of, viewer).await?;
        let row = args![of.0, before.0, before.1, all, apart.room(most)];
        let mut rows = self.engine.rows(LIST.with(row)).await?;
        apart.leave_out(&mut rows, most)?;
        self.with_people(&rows, connection).await
    }

    /// How many connections of `of` `viewer` would find in the list; with `all`, also those who hide their own.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn connection_count(&self, of: MemberId, viewer: MemberId, all: bool) -> Result<u32, Fault> {
        let apart = self.apart_from(of, viewer).await?;
        let row = self.engine.row(COUNT.with(args![of.0, all, apart.listed()])).await?;
        Ok(u32::try_from(row.map_or(Ok(0), |row| row.int(0))?).unwrap_or(u32::MAX))
    }

    /// Whom the list of `of` does not show to `viewer`, whatever the list itself says: nobody in one's own.
    async fn apart_from(&self, of: MemberId, viewer: MemberId) -> Result<Apart, Fault> {
        if of == viewer { Ok(Apart::default()) } else { self.apart(viewer, Kept::ApartOrLimited).await }
    }

    /// Whom a member blocks, the latest first, before the place `(at, id)`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn blocks(&self, of: MemberId, before: (i64, i64), most: u32) -> Result<Vec<Blocked>, Fault> {
        let row = args![of.0, before.0, before.1, i64::from(most)];
        let rows = self.engine.rows(BLOCKS.with(row)).await?;
        self.with_people(&rows, |row, person| Ok(Blocked { person, at: Timestamp(row.int(1)?) })).await
    }
}

fn connection(row: &Row, person: Person) -> Result<Connection, Fault> {
    Ok(Connection {
        person,
        since: Timestamp(row.int(1)?),
        invitation: Some(row.int(2)?).filter(|id| *id > 0).map(InvitationId),
        inviter: MemberId(row.int(3)?),
    })
}
