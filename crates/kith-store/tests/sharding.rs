//! Where rows live once there is more than one server: the list of tables against the schema of both engines, the
//! statements that touch more than one shard, each with its reason, and the document that tells operators of both.
//!
//! `UPDATE_DOCS=1` writes the document anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use kith_store::Store;
use kith_store::distribution::placements;
use kith_store::engine::{DistributeError, EngineOptions, Statement};
use kith_store::tables::{ENGINE_TABLES, Home, TABLES, Table};
use kith_testdb::{TestDatabase, ask};
use rusqlite::Connection;

const EVERYWHERE: &str = "asks all shards: what is looked for may be on any";
const OPERATOR: &str = "for an operator or a moderator, on no path that others take";

/// The statements that touch more than one shard, each with its reason.
const ACROSS_SHARDS: &[(&str, &str)] = &[
    ("accounts/awaiting", OPERATOR),
    ("appeals/open", OPERATOR),
    ("bulk/members", OPERATOR),
    ("copy/first_member", OPERATOR),
    ("doors/tidy", "one process forgets now and then who knocked some minutes ago"),
    ("departures/due", "the sweep that takes up what a crash interrupted; few rows, and gone when done"),
    ("moderation/marked_by", OPERATOR),
    ("moderation/open_count", OPERATOR),
    ("moderation/queue", OPERATOR),
    ("moderation/read", OPERATOR),
    (
        "relations/ties",
        "reads who knows whom, once when a process begins; from then on it follows the journal",
    ),
    ("reviews/open_requests", OPERATOR),
    ("search/find", EVERYWHERE),
    ("search/newest", EVERYWHERE),
    ("standing/restrictions_waiting", OPERATOR),
];

#[test]
fn a_statement_touches_one_shard_or_is_in_the_list() {
    let across: BTreeSet<&str> =
        kith_store::statements().into_iter().filter(|s| !touches_one_shard(s)).map(|s| s.name).collect();
    let listed: BTreeSet<&str> = ACROSS_SHARDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(across, listed);
}

/// Citus joins rows of several shards only where they lie together.
#[test]
fn what_asks_all_shards_joins_only_rows_that_lie_together() {
    for statement in kith_store::statements().into_iter().filter(|statement| !touches_one_shard(statement)) {
        assert!(lies_together(statement), "{}", statement.name);
    }
}

#[test]
fn what_stays_on_the_coordinator_is_read_alone() {
    for statement in kith_store::statements() {
        let tokens = tokens(statement.postgres_text());
        let named = |table: &&Table| tokens.iter().any(|token| token == table.name);
        let stays = TABLES.iter().chain(ENGINE_TABLES).filter(|table| table.home == Home::Coordinator);
        let spread = references(&tokens);
        assert!(stays.filter(named).count() == 0 || spread.is_empty(), "{}", statement.name);
    }
}

/// What Citus refuses of statements, or does otherwise than one server would.
#[test]
fn no_statement_says_what_servers_cannot_do_together() {
    let mut wrong = Vec::new();
    for statement in kith_store::statements() {
        let tokens = tokens(statement.postgres_text());
        let says = |words: &[&str]| {
            let found = |place: &[String]| {
                place.iter().zip(words).all(|(token, word)| token.eq_ignore_ascii_case(word))
            };
            tokens.windows(words.len()).any(found)
        };
        // Evaluated where a statement comes in, or on each server for itself.
        let unsteady =
            ["now", "random", "clock_timestamp", "statement_timestamp", "nextval", "pg_current_xact_id"];
        for function in unsteady.iter().filter(|function| says(&[function, "("])) {
            wrong.push(format!("{}: {function}()", statement.name));
        }
        for words in
            [&["WITH", "RECURSIVE"] as &[&str], &["GROUPING", "SETS"], &["MERGE", "INTO"], &["FOR", "SHARE"]]
        {
            if says(words) {
                wrong.push(format!("{}: {}", statement.name, words.join(" ")));
            }
        }
        if says(&["FOR", "UPDATE"]) && !touches_one_shard(statement) {
            wrong.push(format!("{}: locks rows of several shards", statement.name));
        }
        for table in TABLES.iter().filter(|table| table.distributed_by().is_some()) {
            let key = table.columns[0];
            let moved = says(&["UPDATE", table.name, "SET", key, "="]);
            if moved {
                wrong.push(format!("{}: moves a row of {} to another shard", statement.name, table.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What Citus refuses of tables that are spread.
#[tokio::test]
async fn no_spread_table_has_what_servers_cannot_keep_together() {
    let Some(database) = TestDatabase::postgres() else { return };
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    store.migrate().await.expect("a schema");
    let spread: Vec<String> = TABLES
        .iter()
        .chain(ENGINE_TABLES)
        .filter_map(|table| Some(format!("('{}', '{}')", table.name, table.distributed_by()?)))
        .collect();
    let spread = format!("(VALUES {}) AS spread (name, key)", spread.join(", "));
    let questions = [
        (
            "what is unique, is so within a shard",
            format!(
                "SELECT i.indexrelid::regclass::text FROM {spread} JOIN pg_index i ON i.indrelid = spread.name::regclass \
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = spread.key \
                 WHERE i.indisunique AND NOT a.attnum = ANY (i.indkey)"
            ),
        ),
        (
            "no row needs another one",
            format!(
                "SELECT c.conname::text FROM {spread} JOIN pg_constraint c ON c.conrelid = spread.name::regclass \
                 WHERE c.contype IN ('f', 'x')"
            ),
        ),
        (
            "nothing is done beside a write",
            format!(
                "SELECT t.tgname::text FROM {spread} JOIN pg_trigger t ON t.tgrelid = spread.name::regclass \
                 WHERE NOT t.tgisinternal"
            ),
        ),
        (
            "no default is another one at each server",
            format!(
                "SELECT d.adrelid::regclass::text || ' ' || pg_get_expr(d.adbin, d.adrelid) FROM {spread} \
                 JOIN pg_attrdef d ON d.adrelid = spread.name::regclass WHERE pg_get_expr(d.adbin, d.adrelid) LIKE '%(%'"
            ),
        ),
    ];
    for (what, question) in questions {
        let wrong = ask(database.url(), question).expect("an answer");
        assert!(wrong.is_empty(), "{what}: {wrong:?}");
    }
}

#[tokio::test]
async fn the_list_of_tables_is_the_schema_of_sqlite() {
    let database = TestDatabase::sqlite();
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    store.migrate().await.expect("a schema");
    store.engine().close().await;
    let connection = Connection::open(database.path("kith.db")).expect("a connection");
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migration' \
                 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'member\\_search\\_%' ESCAPE '\\'";
    let mut found = BTreeMap::new();
    let mut statement = connection.prepare(names).expect("a statement");
    for name in statement.query_map([], |row| row.get::<_, String>(0)).expect("tables") {
        let name = name.expect("a name");
        let mut columns = connection
            .prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY pk = 0, pk, cid")
            .expect("a statement");
        let columns: Vec<(String, i64)> = columns
            .query_map([&name], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("columns")
            .collect::<Result<_, _>>()
            .expect("columns");
        found.insert(name, columns);
    }
    // An index of words has a row's number for a key.
    let search = found.get_mut("member_search").expect("the search table");
    search.insert(0, ("member_id".to_owned(), 1));
    let listed: BTreeMap<String, Vec<(String, i64)>> = TABLES.iter().map(as_found).collect();
    assert_eq!(found, listed);
}

#[tokio::test]
async fn the_list_of_tables_is_the_schema_of_postgres() {
    let Some(database) = TestDatabase::postgres() else { return };
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    store.migrate().await.expect("a schema");
    let columns = "SELECT c.relname || ' ' || a.attname || ' ' || CASE WHEN a.attnum = ANY (i.indkey) THEN 1 ELSE 0 END \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace";
    let found: BTreeSet<String> =
        ask(database.url(), columns.to_owned()).expect("columns").into_iter().collect();
    let mut listed = BTreeSet::new();
    for table in TABLES.iter().chain(ENGINE_TABLES) {
        for (n, column) in table.columns.iter().enumerate() {
            listed.insert(format!("{} {column} {}", table.name, i32::from(n < table.keys)));
        }
    }
    assert_eq!(found, listed);
}

fn as_found(table: &Table) -> (String, Vec<(String, i64)>) {
    let place = |n: usize| if n < table.keys { n as i64 + 1 } else { 0 };
    let columns = table.columns.iter().enumerate().map(|(n, column)| ((*column).to_owned(), place(n)));
    (table.name.to_owned(), columns.collect())
}

#[tokio::test]
async fn a_server_without_citus_and_a_file_say_so() {
    let database = TestDatabase::sqlite();
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    assert!(matches!(store.pending_placements(32).await, Err(DistributeError::OneFile)));
    let Some(database) = TestDatabase::postgres() else { return };
    let store = Store::open(database.url(), EngineOptions::default()).expect("a store");
    let refused = store.pending_placements(32).await.expect_err("no Citus");
    assert!(refused.to_string().starts_with("the extension citus is not in this database"), "{refused}");
}

#[test]
fn the_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operating/sharding.md");
    let stored = std::fs::read_to_string(&path).expect("the document");
    let mut current = stored.clone();
    for (part, text) in [("tables", tables()), ("statements", statements()), ("sql", sql())] {
        current = replaced(&current, part, &text);
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, current).expect("written");
        return;
    }
    assert!(stored == current, "docs/operating/sharding.md is stale: run this test with UPDATE_DOCS=1");
}

/// The document with what stands between the marks of a part replaced.
fn replaced(document: &str, part: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- {part}: written by a test -->\n"), format!("<!-- end of {part} -->\n"));
    let (before, rest) = document.split_once(&begin).unwrap_or_else(|| panic!("{begin} is there"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("{end} is there"));
    format!("{before}{begin}\n{text}\n{end}{after}")
}

fn tables() -> String {
    let mut text = "| table | lives | by |\n|---|---|---|\n".to_owned();
    for table in TABLES.iter().chain(ENGINE_TABLES) {
        let lives = match table.home {
            Home::Apart => "spread".to_owned(),
            Home::With(other) => format!("spread, with `{other}`"),
            Home::Everywhere => "on every server".to_owned(),
            Home::Coordinator => "on the coordinator".to_owned(),
        };
        let by = table.distributed_by().map_or(String::new(), |column| format!("`{column}`"));
        let _ = writeln!(text, "| `{}` | {lives} | {by} |", table.name);
    }
    text
}

fn statements() -> String {
    let mut reasons: Vec<&str> = ACROSS_SHARDS.iter().map(|(_, reason)| *reason).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let all = kith_store::statements().len();
    let mut text = format!(
        "{} of {all} statements touch one shard. The other {}:\n\n",
        all - ACROSS_SHARDS.len(),
        ACROSS_SHARDS.len()
    );
    text.push_str("| why | statements |\n|---|---|\n");
    for reason in reasons {
        let names: Vec<String> = ACROSS_SHARDS
            .iter()
            .filter(|(_, why)| *why == reason)
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let _ = writeln!(text, "| {reason} | {} |", names.join(", "));
    }
    text
}

fn sql() -> String {
    let lines: Vec<String> =
        placements(32).into_iter().map(|placement| format!("{};\n", placement.sql)).collect();
    format!("```sql\n{}```\n", lines.concat())
}

/// A table that a statement reads or writes, under the name it has there.
struct Reference {
    table: &'static Table,
    alias: String,
    /// What its key is compared with, or given.
    equals: Vec<String>,
}

/// Whether whatever a statement touches lives where one value says: each key is that value, or another table's key
/// that is and lives with it.
fn touches_one_shard(statement: &Statement) -> bool {
    let tokens = tokens(statement.postgres_text());
    let references = references(&tokens);
    let mut places: Vec<Option<(&str, String)>> = references.iter().map(|_| None).collect();
    for _hop in 0..references.len() {
        for (n, reference) in references.iter().enumerate() {
            for other in &reference.equals {
                let group = group(reference.table);
                let place = match other.split_once('.') {
                    None => Some((group, other.clone())),
                    Some((alias, column)) => references
                        .iter()
                        .zip(&places)
                        .find(|(r, _)| {
                            r.alias == alias && r.table.columns[0] == column && self::group(r.table) == group
                        })
                        .and_then(|(_, place)| place.clone()),
                };
                if places[n].is_none() {
                    places[n] = place;
                }
            }
        }
    }
    places.iter().all(Option::is_some) && places.iter().collect::<BTreeSet<_>>().len() <= 1
}

/// Whether the keys of all that a statement reads are equal to each other, row by row.
fn lies_together(statement: &Statement) -> bool {
    let references = references(&tokens(statement.postgres_text()));
    let Some(first) = references.first() else { return true };
    let key = |reference: &Reference| format!("{}.{}", reference.alias, reference.table.columns[0]);
    let mut reached = BTreeSet::from([key(first)]);
    for _hop in 0..references.len() {
        for reference in references.iter().filter(|reference| group(reference.table) == group(first.table)) {
            if reference.equals.iter().any(|other| reached.contains(other)) {
                reached.insert(key(reference));
            }
        }
    }
    references.iter().all(|reference| reached.contains(&key(reference)))
}

/// Tables of one group have rows of one value in one place.
fn group(table: &Table) -> &'static str {
    match table.home {
        Home::With(other) => other,
        Home::Apart | Home::Everywhere | Home::Coordinator => table.name,
    }
}

fn tokens(sql: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let lines = sql.lines().filter(|line| !line.trim_start().starts_with("--"));
    let mut open = false;
    for c in lines.flat_map(|line| line.chars().chain(['\n'])) {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        match tokens.last_mut() {
            Some(last) if open && word(c) => last.push(c),
            Some(_) | None => {
                open = word(c);
                if !c.is_whitespace() {
                    tokens.push(c.to_string());
                }
            }
        }
    }
    tokens
}

fn references(tokens: &[String]) -> Vec<Reference> {
    let at = |n: usize| tokens.get(n).map_or("", String::as_str);
    // What stands from here on, or up to here: `$1`, `0`, `member_id` or `m.member_id`.
    let onward = |n: usize| match at(n + 1) {
        "." => format!("{}.{}", at(n), at(n + 2)),
        _ => at(n).to_owned(),
    };
    let up_to = |n: usize| match n.checked_sub(2) {
        Some(before) if at(n - 1) == "." => format!("{}.{}", at(before), at(n)),
        Some(_) | None => at(n).to_owned(),
    };
    let mut references: Vec<Reference> = Vec::new();
    for n in 0..tokens.len() {
        let table = TABLES.iter().find(|table| table.name == at(n + 1) && table.distributed_by().is_some());
        let (Some(table), "FROM" | "JOIN" | "UPDATE" | "INTO") = (table, at(n)) else { continue };
        let next = at(n + 2);
        let named = at(n) != "INTO" && !next.is_empty() && next.chars().all(|c| c.is_ascii_lowercase());
        let alias = if named { next } else { table.name };
        let mut equals = Vec::new();
        if at(n) == "INTO" {
            let rest = &tokens[n..];
            let values = rest.iter().position(|token| token == "VALUES").map(|place| place + 2);
            let first =
                values.or_else(|| rest.iter().position(|token| token == "SELECT").map(|place| place + 1));
            let first = first.map_or(n, |place| n + place);
            // CAST($1 AS BIGINT) is $1.
            equals.push(onward(if at(first) == "CAST" { first + 2 } else { first }));
        }
        references.push(Reference { table, alias: alias.to_owned(), equals });
    }
    for n in 0..tokens.len() {
        let qualified = n >= 2 && at(n - 1) == ".";
        let begin = if qualified { n - 2 } else { n };
        for reference in &mut references {
            let mine = if qualified {
                at(n - 2) == reference.alias
            } else {
                reference.alias == reference.table.name
            };
            if !mine || at(n) != reference.table.columns[0] {
                continue;
            }
            // ANY is a list, and each of it may live elsewhere.
            if at(n + 1) == "=" && at(n + 2) != "ANY" {
                reference.equals.push(onward(n + 2));
            }
            if begin >= 2 && at(begin - 1) == "=" {
                reference.equals.push(up_to(begin - 2));
            }
        }
    }
    references
}

#[test]
fn the_reading_of_statements_knows_one_shard_from_several() {
    let one = |sql: &'static str| touches_one_shard(Box::leak(Box::new(Statement::shared("test", sql))));
    assert!(one("SELECT 1 FROM member WHERE member_id = $1"));
    assert!(one("SELECT 1 FROM session s JOIN member m ON m.member_id = s.member_id WHERE s.member_id = $1"));
    assert!(one("INSERT INTO mark (member_id, marker_id) VALUES ($1, $2)"));
    assert!(one("SELECT 1 FROM journal WHERE part = 0 AND seq > $1"));
    assert!(!one("SELECT 1 FROM member WHERE handle = $1"));
    assert!(!one("SELECT 1 FROM member WHERE member_id IN ($1, $2)"));
    assert!(!one("SELECT 1 FROM member WHERE member_id = ANY ($1)"));
    assert!(one("SELECT 1 FROM relation r JOIN proviso p ON p.member_id = r.other_id WHERE r.owner_id = $1"));
    assert!(!one("SELECT 1 FROM relation r JOIN member m ON m.member_id = r.other_id WHERE r.owner_id = $1"));
    assert!(!one("SELECT 1 FROM relation a JOIN relation b ON b.owner_id = $2 WHERE a.owner_id = $1"));
    assert!(!one("SELECT 1 FROM roster o JOIN member m ON m.member_id = o.member_id WHERE o.fact = $1"));
}

#[test]
fn the_reading_of_statements_knows_what_lies_together() {
    let together = |sql: &'static str| lies_together(Box::leak(Box::new(Statement::shared("test", sql))));
    assert!(together("SELECT 1 FROM member WHERE status = 0"));
    assert!(together("SELECT 1 FROM standing s JOIN member m ON m.member_id = s.member_id"));
    assert!(together("SELECT 1 FROM relation r JOIN member m ON r.owner_id = m.member_id"));
    assert!(!together("SELECT 1 FROM relation r JOIN member m ON m.member_id = r.other_id"));
    assert!(!together("SELECT 1 FROM relation a JOIN relation b ON b.owner_id = a.other_id"));
    assert!(!together("SELECT 1 FROM roster o JOIN member m ON m.member_id = o.member_id"));
}

#[test]
fn what_is_spread_together_is_spread_after_what_it_is_with() {
    let order: Vec<&str> = placements(32).iter().map(|placement| placement.table).collect();
    for table in TABLES.iter().chain(ENGINE_TABLES) {
        let Home::With(other) = table.home else { continue };
        let place = |name| order.iter().position(|table| *table == name);
        assert!(place(other) < place(table.name), "{} after {other}", table.name);
    }
}
