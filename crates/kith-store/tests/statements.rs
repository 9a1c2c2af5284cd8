//! What the compiler cannot check of a statement: that it parses, and that an index serves it.

use std::collections::BTreeSet;
use std::path::Path;

use kith_store::Store;
use kith_store::engine::EngineOptions;
use kith_store::tables::{SEARCH, TABLES};
use kith_testdb::TestDatabase;
use rusqlite::Connection;
use tokio_postgres::types::Type;
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// Statements that may read a whole table, each with its reason.
const WHOLE_TABLES: &[(&str, &str)] =
    &[("relations/ties", "all connections are read, once when a process begins")];

/// The tables that grow, but the one that members are found by, which is each engine's own.
fn growing() -> impl Iterator<Item = &'static str> {
    let growing = TABLES.iter().filter(|table| table.distributed_by().is_some() && table.name != SEARCH);
    growing.map(|table| table.name)
}

async fn migrated() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kith.db");
    let store =
        Store::open(&format!("sqlite:{}", path.display()), EngineOptions::default()).expect("a store");
    store.migrate().await.expect("a schema");
    store.engine().close().await;
    drop(store);
    let connection = Connection::open(path).expect("a connection");
    (folder, connection)
}

/// What PostgreSQL says of each statement: what is wrong with it, if anything.
#[tokio::test]
async fn every_statement_is_understood_by_postgres_and_served_by_an_index() {
    let Some(database) = TestDatabase::postgres() else { return };
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    store.migrate().await.expect("a schema");
    let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.expect("a connection");
    let _driver = tokio::spawn(connection);
    // With next to no rows a scan is always cheapest: only where nothing else can be done is one chosen then.
    client
        .batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        .await
        .expect("settings");
    let mut wrong = Vec::new();
    let all = kith_store::statements();
    let copying = kith_store::copy::copy_statements();
    for statement in all.iter().chain(kith_store::engine::postgres_statements()).chain(&copying) {
        let prepared = match client.prepare(statement.postgres_text()).await {
            Ok(prepared) => prepared,
            Err(error) => {
                wrong.push(format!("{}: {:?}", statement.name, error.as_db_error()));
                continue;
            }
        };
        let common = |found: &Type| {
            matches!(*found, Type::INT2 | Type::INT4 | Type::INT8 | Type::BOOL | Type::TEXT | Type::BYTEA)
        };
        for (place, parameter) in (1..).zip(prepared.params()) {
            // A number that is only compared with literals is one of a few.
            let flag = *parameter == Type::INT4
                && (0..10).any(|few| statement.postgres_text().contains(&format!("${place} = {few}")));
            if !flag && !matches!(*parameter, Type::INT2 | Type::INT8 | Type::TEXT | Type::BYTEA) {
                wrong.push(format!("{}: a parameter is taken for {parameter}", statement.name));
            }
        }
        for column in prepared.columns() {
            if !common(column.type_()) {
                wrong.push(format!("{}: column {} is {}", statement.name, column.name(), column.type_()));
            }
        }
        let nulls = vec!["NULL"; prepared.params().len()].join(", ");
        let types: Vec<&str> = prepared.params().iter().map(Type::name).collect();
        let declared = if types.is_empty() { String::new() } else { format!("({})", types.join(", ")) };
        let called = if types.is_empty() { String::new() } else { format!("({nulls})") };
        let explain = format!(
            "PREPARE x{declared} AS {}; EXPLAIN EXECUTE x{called}; DEALLOCATE x",
            statement.postgres_text()
        );
        let plan = client.simple_query(&explain).await.expect("a plan");
        for line in plan {
            let SimpleQueryMessage::Row(row) = line else { continue };
            let step = row.get(0).unwrap_or_default();
            let whole = growing().any(|table| step.contains(&format!("Seq Scan on {table} ")));
            let copying = statement.name.starts_with("copy/");
            if whole && !copying && !WHOLE_TABLES.iter().any(|(name, _)| *name == statement.name) {
                wrong.push(format!("{}: {step}", statement.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn every_statement_parses_and_is_served_by_an_index() {
    let (_folder, connection) = migrated().await;
    let mut wrong = Vec::new();
    for statement in kith_store::statements().into_iter().chain(kith_store::copy::copy_statements()) {
        let explained = format!("EXPLAIN QUERY PLAN {}", statement.sqlite_text());
        let mut prepared = match connection.prepare(&explained) {
            Ok(prepared) => prepared,
            Err(error) => {
                wrong.push(format!("{}: {error}", statement.name));
                continue;
            }
        };
        for parameter in 1..=prepared.parameter_count() {
            prepared.raw_bind_parameter(parameter, rusqlite::types::Null).expect("a parameter");
        }
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next().expect("a step of the plan") {
            let detail: String = row.get(3).expect("its detail");
            let whole = detail.starts_with("SCAN ")
                && !detail.contains("VIRTUAL TABLE")
                && !detail.contains("CONSTANT ROW")
                && growing().any(|table| scans(&detail, table, statement.sqlite_text()));
            let copying = statement.name.starts_with("copy/");
            if whole && !copying && !WHOLE_TABLES.iter().any(|(name, _)| *name == statement.name) {
                wrong.push(format!("{}: {detail}", statement.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a step of a plan reads `table` whole, under its name or an alias.
fn scans(detail: &str, table: &str, sql: &str) -> bool {
    let scanned = detail.split(' ').nth(1).unwrap_or_default();
    let words: Vec<&str> = sql.split([' ', '\n', ',', '(', ')']).filter(|word| !word.is_empty()).collect();
    scanned == table || words.windows(2).any(|pair| pair[0] == table && pair[1] == scanned)
}

#[test]
fn every_file_is_a_statement_and_says_what_serves_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
    let mut files = BTreeSet::new();
    for concept in std::fs::read_dir(&folder).expect("the folder") {
        let concept = concept.expect("a concept").path();
        for file in std::fs::read_dir(&concept).expect("its files") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("its text");
            let name = path.strip_prefix(&folder).expect("a name").with_extension("");
            let name = name.to_string_lossy().trim_end_matches(".sqlite").trim_end_matches(".pg").to_owned();
            assert!(text.starts_with("-- "), "{name} opens with what it answers");
            // What several statements begin with is no statement, and the compiler finds whether it is there.
            if !name.ends_with(".part") {
                files.insert(name);
            }
        }
    }
    let used: BTreeSet<String> = kith_store::statements().iter().map(|s| s.name.to_owned()).collect();
    assert_eq!(files, used);
}
