//! A restriction without a complete statement of reasons is refused by the database itself, on both engines (F11).

use kith_store::Store;
use kith_store::engine::EngineOptions;
use kith_testdb::{TestDatabase, ask};
use rusqlite::Connection;

/// A complete one, by a moderator: each column with its value.
const COMPLETE: &[(&str, &str)] = &[
    ("member_id", "1"),
    ("restriction_id", "2"),
    ("nth", "1"),
    ("since", "1000"),
    ("ground", "2"),
    ("facts", "2"),
    ("automated", "0"),
    ("decided_by", "3"),
    ("scope", "1"),
    ("redress", "1"),
    ("explanation", "'The same text went to forty people.'"),
    ("lifts", "2"),
    ("until_at", "2000"),
];

/// What is left out or wrong, one at a time.
const INCOMPLETE: &[(&str, &str)] = &[
    ("nth", "NULL"),
    ("since", "NULL"),
    ("ground", "NULL"),
    ("ground", "0"),
    ("facts", "NULL"),
    ("facts", "0"),
    ("automated", "NULL"),
    ("automated", "2"),
    ("automated", "1"),
    ("decided_by", "NULL"),
    ("scope", "NULL"),
    ("scope", "0"),
    ("redress", "NULL"),
    ("redress", "0"),
    ("explanation", "NULL"),
    ("explanation", "''"),
    ("lifts", "NULL"),
    ("lifts", "9"),
    ("until_at", "NULL"),
];

fn insert(wrong: Option<(&str, &str)>) -> String {
    let value = |(column, value): &(&str, &'static str)| match wrong {
        Some((other, instead)) if other == *column => instead.to_owned(),
        Some(_) | None => (*value).to_owned(),
    };
    let columns = COMPLETE.iter().map(|(column, _)| *column).collect::<Vec<_>>().join(", ");
    let values = COMPLETE.iter().map(value).collect::<Vec<_>>().join(", ");
    format!("INSERT INTO restriction ({columns}) VALUES ({values})")
}

#[tokio::test]
async fn sqlite_takes_a_complete_statement_and_no_other_f11() {
    let database = TestDatabase::sqlite();
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    store.migrate().await.expect("a schema");
    store.engine().close().await;
    let connection = Connection::open(database.path("kith.db")).expect("a connection");
    for wrong in INCOMPLETE {
        let refused = connection.execute(&insert(Some(*wrong)), ()).expect_err(&format!("{wrong:?}"));
        assert!(refused.to_string().contains("constraint failed"), "{wrong:?}: {refused}");
    }
    connection.execute(&insert(None), ()).expect("a complete one");
}

#[tokio::test]
async fn postgres_takes_a_complete_statement_and_no_other_f11() {
    let Some(database) = TestDatabase::postgres() else { return };
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    store.migrate().await.expect("a schema");
    for wrong in INCOMPLETE {
        let refused = ask(database.url(), insert(Some(*wrong))).expect_err(&format!("{wrong:?}"));
        let said = format!("{refused:?}");
        assert!(said.contains("constraint"), "{wrong:?}: {said}");
    }
    ask(database.url(), insert(None)).expect("a complete one");
}
