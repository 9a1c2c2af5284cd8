//! Introductions: who may be asked for one, and each one as its three have it.

use kith_domain::profile::Person;
use kith_domain::relation::Pair;

use crate::Store;
use crate::engine::{Fault, args, statements};
use crate::profiles::decode_person;

statements! {
    INTRODUCERS = "introductions/introducers";
}

impl Store {
    /// Who may be asked to introduce two members to each other, by ascending id after `after`: connections of both who
    /// take requests and whose own list may be seen, unless `though_hidden`. At most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn introducers(
        &self,
        pair: Pair,
        though_hidden: bool,
        after: i64,
        most: u32,
    ) -> Result<Vec<Person>, Fault> {
        let row = args![pair.lo().0, pair.hi().0, though_hidden, after, i64::from(most)];
        self.engine.rows(INTRODUCERS.with(row)).await?.iter().map(decode_person).collect()
    }
}
