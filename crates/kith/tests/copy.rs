//! A network moved from SQLite to PostgreSQL and back by the real program: nothing is lost or changed, whenever it is
//! interrupted, and nothing is written over that goes on elsewhere.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use kith_store::tables::TABLES;
use kith_testdb::{TestDatabase, ask};
use rusqlite::Connection;

fn kith(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kith"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KITH_")) {
        command.env_remove(name);
    }
    command
}

#[track_caller]
fn does(folder: &Path, arguments: &[&str]) -> String {
    let output = kith(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn refuses(folder: &Path, arguments: &[&str], because: &str) {
    let output = kith(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{arguments:?} was done");
    assert!(said.contains(because), "{said}");
}

fn demo(folder: &Path, file: &str, seed: &str) {
    does(folder, &["demo", "--members", "100", "--seed", seed, "--database", file, "--no-serve"]);
}

/// The tables in which two files differ.
fn differing(folder: &Path, one: &str, other: &str) -> Vec<&'static str> {
    let connection = Connection::open(folder.join(one)).expect("one file");
    let attach = format!("ATTACH '{}' AS other", folder.join(other).display());
    connection.execute_batch(&attach).expect("the other file");
    let differs = |name: &str| {
        let columns = if name == "member_search" { "rowid, *" } else { "*" };
        let without = |a: &str, b: &str| {
            let sql = format!(
                "SELECT count(*) FROM (SELECT {columns} FROM {a}.{name} EXCEPT SELECT {columns} FROM {b}.{name})"
            );
            connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).expect("a number")
        };
        without("main", "other") + without("other", "main") > 0
    };
    TABLES.iter().map(|table| table.name).filter(|name| differs(name)).collect()
}

#[test]
fn a_network_goes_to_postgres_and_back_unchanged() {
    let Some(server) = TestDatabase::postgres() else { return };
    let folder = server.folder();
    demo(folder, "kith.db", "1");
    let said = does(folder, &["copy", "--from", "sqlite:kith.db", "--to", server.url()]);
    assert!(said.contains("Both hold the same"), "{said}");
    does(folder, &["copy", "--from", server.url(), "--to", "sqlite:back.db"]);
    assert_eq!(differing(folder, "kith.db", "back.db"), Vec::<&str>::new());

    // Numbers go on where they were.
    let heads = "SELECT h.seq - (SELECT max(seq) FROM journal) FROM journal_head h";
    assert_eq!(ask(server.url(), heads.to_owned()), Ok(vec!["0".to_owned()]));
    // Again, and there is nothing left to do.
    let again = does(folder, &["copy", "--from", "sqlite:kith.db", "--to", server.url()]);
    assert!(!again.contains("copied"), "{again}");
    // Each command notes in the table `node` that it ran.
    let found = does(folder, &["member", "list", "--database-url", server.url()]);
    assert_eq!(found, does(folder, &["member", "list", "--database-url", "sqlite:kith.db"]));
}

#[test]
fn what_was_interrupted_is_done_by_copying_again() {
    let Some(server) = TestDatabase::postgres() else { return };
    let folder = server.folder();
    demo(folder, "kith.db", "1");
    let copy = ["copy", "--from", "sqlite:kith.db", "--to", server.url()];
    let mut killed = 0;
    for after in [60, 120, 240, 400, 700] {
        let mut copying =
            command(folder, &copy).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(after));
        if copying.try_wait().expect("its state").is_none() {
            copying.kill().expect("a kill");
            killed += 1;
        }
        copying.wait().expect("its end");
    }
    assert!(killed > 0, "it was never interrupted");
    // Nobody takes the half of a network for a whole one, as long as it is not copied to the end.
    let marked =
        "INSERT INTO setting (key, value) VALUES ('copy.unfinished', '0') ON CONFLICT (key) DO NOTHING";
    ask(server.url(), marked.to_owned()).expect("as a copy leaves it that was killed");
    for arguments in [["serve"].as_slice(), &["migrate"], &["migrate", "--dry-run"], &["member", "list"]] {
        let arguments = [arguments, &["--database-url", server.url()]].concat();
        refuses(folder, &arguments, "not copied whole: run `kith copy` again");
    }
    refuses(folder, &["copy", "--from", server.url(), "--to", "sqlite:half.db"], "not copied whole");
    does(folder, &copy);
    does(folder, &["migrate", "--dry-run", "--database-url", server.url()]);
    // As a copy leaves it that broke off in the middle of a table.
    let gone = "DELETE FROM relation WHERE owner_id > (SELECT max(member_id) / 2 + min(member_id) / 2 FROM member); \
                DELETE FROM journal; UPDATE standing SET sent = sent + 1";
    ask(server.url(), gone.to_owned()).expect("rows deleted");
    let said = does(folder, &copy);
    for table in TABLES {
        let line = said.lines().find(|line| line.split(' ').next() == Some(table.name)).expect("its line");
        let whole = !["relation", "journal", "standing"].contains(&table.name);
        assert_eq!(!line.ends_with("copied"), whole, "{line}");
    }
    does(folder, &["copy", "--from", server.url(), "--to", "sqlite:back.db"]);
    assert_eq!(differing(folder, "kith.db", "back.db"), Vec::<&str>::new());
}

#[test]
fn what_goes_on_elsewhere_is_not_written_over() {
    let Some(server) = TestDatabase::postgres() else { return };
    let folder = server.folder();
    demo(folder, "kith.db", "1");
    demo(folder, "other.db", "2");
    let copy = |from: &'static str| ["copy", "--from", from, "--to", server.url()];
    does(folder, &copy("sqlite:kith.db"));
    refuses(folder, &copy("sqlite:other.db"), "holds another network");

    ask(server.url(), "UPDATE journal_head SET lease_until = now() + interval '1 hour'".to_owned())
        .expect("a lease");
    refuses(folder, &copy("sqlite:kith.db"), "copy to is being served");
    refuses(folder, &["copy", "--from", server.url(), "--to", "sqlite:new.db"], "to copy is being served");
    ask(server.url(), "UPDATE journal_head SET lease_until = '-infinity'".to_owned()).expect("no lease");

    let more = "INSERT INTO journal SELECT part, seq + 1, lo, hi, version + 1, kind, inv_id, actor_id, at, visible_at \
                FROM journal ORDER BY seq DESC LIMIT 1";
    ask(server.url(), more.to_owned()).expect("an entry");
    refuses(folder, &copy("sqlite:kith.db"), "went on in the database to copy to");
}

#[test]
fn what_cannot_be_copied_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    refuses(folder, &["copy", "--from", "sqlite:no.db", "--to", "sqlite:new.db"], "there is no database");
    assert!(!folder.join("no.db").exists() && !folder.join("new.db").exists());
    refuses(folder, &["copy", "--from", "sqlite:a.db", "--to", "sqlite:a.db"], "the same database");
    does(folder, &["migrate", "--database-url", "sqlite:empty.db"]);
    refuses(folder, &["copy", "--from", "sqlite:empty.db", "--to", "sqlite:new.db"], "no members");
}

#[test]
fn migrating_says_what_it_does_and_a_rehearsal_changes_nothing() {
    let server = TestDatabase::new();
    let (folder, url) = (server.folder(), server.url());
    let would = does(folder, &["migrate", "--dry-run", "--database-url", url]);
    assert!(would.contains("apply network"), "{would}");
    if server.is_postgres() {
        assert_eq!(server.contents(), "");
    } else {
        assert!(!server.path("kith.db").exists());
    }
    let applied = does(folder, &["migrate", "--database-url", url]);
    let last = kith_store::MIGRATIONS.len();
    assert!(applied.starts_with("Applied network, "), "{applied}");
    assert!(applied.contains(&format!("the schema went from version 0 to {last}.")), "{applied}");
    for arguments in
        [["migrate", "--database-url", url].as_slice(), &["migrate", "--dry-run", "--database-url", url]]
    {
        let said = does(folder, arguments);
        assert!(said.starts_with("The schema is up to date"), "{said}");
    }
}

#[test]
fn what_cannot_be_spread_is_said() {
    let server = TestDatabase::new();
    let (folder, url) = (server.folder(), server.url());
    does(folder, &["migrate", "--database-url", url]);
    let because = if server.is_postgres() { "the extension citus is not in" } else { "a database in a file" };
    refuses(folder, &["db", "distribute", "--database-url", url], because);
    refuses(folder, &["db", "distribute", "--dry-run", "--database-url", url], because);
}
