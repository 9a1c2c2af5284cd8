//! A network that is older than its provisos gets them from the rows of its members, on both engines.

use kith_store::engine::{Engine, EngineOptions};
use kith_store::{MIGRATIONS, Store};
use kith_testdb::{TestDatabase, ask, run};
use rusqlite::Connection;

/// Members as a network of version 10 has them: one with nothing to heed, and one for each thing there is.
const MEMBERS: &[&str] = &[
    "INSERT INTO member (member_id, handle, name, status, created_at, updated_at) VALUES (1, 'ana', 'Ana', 1, 0, 0)",
    "INSERT INTO member (member_id, handle, name, status, created_at, updated_at) VALUES (2, 'ben', 'Ben', 2, 0, 0)",
    "INSERT INTO member (member_id, handle, name, status, created_at, updated_at, connections_visible_to) \
     VALUES (3, 'cem', 'Cem', 1, 0, 0, 0)",
    "INSERT INTO member (member_id, handle, name, status, created_at, updated_at, takes_introductions) \
     VALUES (4, 'dua', 'Dua', 1, 0, 0, 0)",
    "INSERT INTO member (member_id, handle, name, status, created_at, updated_at, renamed_at) \
     VALUES (5, 'eli', 'Eli', 1, 0, 0, 77)",
];

const PROVISOS: &str = "SELECT member_id || ' ' || away || ' ' || hides_connections || ' ' || refuses_introductions \
     || ' ' || renamed_at FROM proviso ORDER BY member_id";

async fn to_version_10(database: &TestDatabase) {
    let engine = Engine::open(database.url(), EngineOptions::default()).expect("an engine");
    engine.migrate(&MIGRATIONS[..10]).await.expect("a schema");
    engine.close().await;
}

async fn upgraded(database: &TestDatabase) -> Vec<String> {
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    store.migrate().await.expect("an upgrade");
    store.engine().close().await;
    ask(database.url(), PROVISOS.to_owned()).expect("provisos")
}

#[tokio::test]
async fn an_upgrade_makes_a_proviso_for_who_has_something_to_heed_on_sqlite() {
    let database = TestDatabase::sqlite();
    to_version_10(&database).await;
    let connection = Connection::open(database.path("kith.db")).expect("a connection");
    connection.execute_batch(&MEMBERS.join(";")).expect("members");
    drop(connection);
    assert_eq!(upgraded(&database).await, ["2 1 0 0 0", "3 0 1 0 0", "4 0 0 1 0", "5 0 0 0 77"]);
}

#[tokio::test]
async fn an_upgrade_makes_a_proviso_for_who_has_something_to_heed_on_postgres() {
    let Some(database) = TestDatabase::postgres() else { return };
    to_version_10(&database).await;
    run(database.url(), MEMBERS.iter().map(|&insert| insert.to_owned()).collect()).expect("members");
    assert_eq!(upgraded(&database).await, ["2 1 0 0 0", "3 0 1 0 0", "4 0 0 1 0", "5 0 0 0 77"]);
}
