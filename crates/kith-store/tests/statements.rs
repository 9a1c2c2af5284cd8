//! What the compiler cannot check of a statement: that it parses, that an index serves it, and that it names what
//! its tables are distributed by.

use std::collections::BTreeSet;
use std::path::Path;

use kith_store::engine::EngineOptions;
use kith_store::{MIGRATIONS, Store};
use kith_testdb::TestDatabase;
use rusqlite::Connection;
use tokio_postgres::types::Type;
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// What each table that grows is distributed by.
const KEYS: &[(&str, &str)] = &[
    ("member", "member_id"),
    ("member_address", "member_id"),
    ("credential", "member_id"),
    ("session", "member_id"),
    ("standing", "member_id"),
    ("restriction", "member_id"),
    ("mark", "member_id"),
    ("report", "member_id"),
    ("relation", "owner_id"),
    ("invitation", "sender_id"),
    ("position", "member_id"),
    ("education", "member_id"),
    ("interest", "member_id"),
    ("membership", "member_id"),
    ("picture", "member_id"),
    ("notification", "member_id"),
    ("notification_read", "member_id"),
    ("suggestion_dismissal", "member_id"),
    ("conversation_member", "member_id"),
    ("departure", "member_id"),
    ("idempotency", "member_id"),
    ("address_try", "member_id"),
    ("message", "conversation_id"),
    ("community", "group_id"),
    ("handle", "handle"),
    ("address", "address"),
    ("former_address", "address_hash"),
    ("community_name", "name_key"),
    ("roster", "fact"),
    ("journal", "part"),
    ("journal_reader", "part"),
];

/// Statements that read more than one shard on purpose, each with its reason.
const ACROSS_SHARDS: &[(&str, &str)] = &[
    ("accounts/awaiting", "a moderator's list of who waits, on no path that anybody else takes"),
    ("bulk/members", "the operator's list of everybody, at the command line"),
    ("departures/due", "the sweep that takes up what a crash interrupted; few rows, and gone when done"),
    ("groups/find", "part of a name may be in any group's"),
    ("search/newest", "the newest members of all are on every shard"),
];

/// Statements that may read a whole table, each with its reason.
const WHOLE_TABLES: &[(&str, &str)] = &[("groups/find", "no index knows parts of names, and groups are few")];

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
    for statement in all.iter().chain(kith_store::engine::postgres_statements()) {
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
            let whole = KEYS.iter().any(|(table, _)| step.contains(&format!("Seq Scan on {table} ")));
            if whole && !WHOLE_TABLES.iter().any(|(name, _)| *name == statement.name) {
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
    for statement in kith_store::statements() {
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
                && KEYS.iter().any(|(table, _)| scans(&detail, table, statement.sqlite_text()));
            if whole && !WHOLE_TABLES.iter().any(|(name, _)| *name == statement.name) {
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
            files.insert(name);
        }
    }
    let used: BTreeSet<String> = kith_store::statements().iter().map(|s| s.name.to_owned()).collect();
    assert_eq!(files, used);
}

#[test]
fn every_table_that_grows_begins_its_key_with_what_it_is_distributed_by() {
    let sql = MIGRATIONS.iter().map(|migration| migration.sql).collect::<String>();
    for (table, key) in KEYS {
        let body = sql
            .split(&format!("CREATE TABLE {table} ("))
            .nth(1)
            .unwrap_or_else(|| panic!("{table} is there"));
        let body = body.split("\n)").next().unwrap_or_default();
        let keyed = body.contains(&format!("PRIMARY KEY ({key}"))
            || body.lines().any(|line| {
                line.trim_start().starts_with(&format!("{key} ")) && line.contains("PRIMARY KEY")
            });
        assert!(keyed, "{table} is keyed by {key}");
    }
    let tables = sql.matches("CREATE TABLE ").count();
    // The setting table is small and read everywhere; the search table is each engine's own.
    assert_eq!(tables, KEYS.len() + 2, "a table is missing in the list above");
}

#[test]
fn every_statement_names_what_its_tables_are_distributed_by() {
    let mut wrong = Vec::new();
    for statement in kith_store::statements() {
        let text = statement.postgres_text();
        let sql: String =
            text.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
        for (table, key) in KEYS {
            let words: Vec<&str> =
                sql.split([' ', '\n', ',', '(', ')']).filter(|word| !word.is_empty()).collect();
            let reads = words
                .windows(2)
                .filter(|pair| matches!(pair[0], "FROM" | "JOIN" | "UPDATE" | "INTO") && pair[1] == *table);
            if reads.count() == 0 {
                continue;
            }
            let named = sql.contains(&format!("{key} ="))
                || sql.contains(&format!("{key} IN"))
                || sql.contains(&format!("INTO {table} ({key}"));
            if !named && !ACROSS_SHARDS.iter().any(|(name, _)| *name == statement.name) {
                wrong.push(format!("{}: {table} without {key}", statement.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
