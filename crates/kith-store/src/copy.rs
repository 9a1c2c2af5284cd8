//! Moving a network from one database to another, whichever their engines.
//!
//! Tables are copied one after the other, a page at a time, as upserts: a copy that was interrupted is begun again
//! and finds most of the work done. Each table is compared afterwards, by the number of its rows and a sum over what
//! is in them, worked out here from the rows of both sides.

use std::ops::ControlFlow;
use std::sync::LazyLock;
use std::time::Duration;

use crate::engine::{
    Batch, CommitFailure, Fault, FaultKind, MigrateError, Row, Statement, Step, Touch, Value, args,
    statements,
};
use crate::tables::{AUDIT, JOURNAL, SEARCH, SETTING, TABLES, Table};
use crate::{Store, search_document};

statements! {
    FIRST_MEMBER = "copy/first_member";
    LAST_ENTRY = "copy/last_entry";
    BEGIN = "copy/begin";
    UNFINISHED = "copy/unfinished";
    FINISH = "copy/finish";
}

/// Rows read and written at once.
const PAGE: i64 = 500;
/// How long the lease of a process that was killed stays at most, in looks of [`LOOK_EVERY`].
const LOOKS: u32 = 9;
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The setting that says that a database was copied to, and not to the end. It is of that database alone.
const MARK: &str = "copy.unfinished";

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The table under way.
    pub table: &'static str,
    /// Rows that are done, of all tables.
    pub done: u64,
    /// Rows there are, of all tables.
    pub total: u64,
}

/// What a copy did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Each table, in the order it was copied.
    pub tables: Vec<CopiedTable>,
}

/// One table that is the same on both sides now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopiedTable {
    /// Its name.
    pub name: &'static str,
    /// How many rows it has, and the sum over them.
    pub content: Content,
    /// Whether it was the same before.
    pub was_there: bool,
}

/// How many rows a table has, and a sum over what is in them: 64-bit FNV-1a of each row, mixed and added up, so that
/// no order is needed in which both engines agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Content {
    /// How many rows.
    pub rows: u64,
    /// The sum over them.
    pub sum: u64,
}

/// Why a network was not copied, or not wholly.
#[derive(Debug, thiserror::Error)]
pub enum CopyFailure {
    /// The source was written by an older version.
    #[error("the network to copy has an older schema; bring it up to date first, with `kith migrate`")]
    OldSource,
    /// There is no network to copy.
    #[error("there is no network to copy: the source has no members")]
    EmptySource,
    /// The source is being served.
    #[error("the network to copy is being served; stop its servers first, nothing was changed")]
    SourceServed,
    /// The target is being served.
    #[error("the network to copy to is being served; stop its servers first, nothing was changed")]
    TargetServed,
    /// The target holds members, and others than the source.
    #[error("the database to copy to holds another network; nothing was changed")]
    AnotherNetwork,
    /// The same network went on in the target.
    #[error("the network went on in the database to copy to, after it was copied; nothing was changed")]
    WentOn,
    /// The source was written to while it was copied.
    #[error("the network was written to while it was copied; stop its servers and copy again")]
    Changed,
    /// A table is not the same on both sides.
    #[error(
        "the table {table} is not the same on both sides: {source_rows} rows here, {target_rows} there; \
         copy again, or to an empty database"
    )]
    Differs {
        /// Which.
        table: &'static str,
        /// Rows in the source.
        source_rows: u64,
        /// Rows in the target.
        target_rows: u64,
    },
    /// One of the two is of another version.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// One of the two is in trouble.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Copies the whole network of `from` to `to`, whose schema is brought up to date first. Neither may be served
/// meanwhile; on SQLite that cannot be told before, and is noticed at the end where something was written.
///
/// # Errors
/// See [`CopyFailure`]. What was copied before stays, and copying again goes on from there.
pub async fn copy(
    from: &Store,
    to: &Store,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Copied, CopyFailure> {
    if !from.pending_migrations().await?.is_empty() {
        return Err(CopyFailure::OldSource);
    }
    if served(from).await? {
        return Err(CopyFailure::SourceServed);
    }
    to.migrate_for_copy().await?;
    if served(to).await? {
        return Err(CopyFailure::TargetServed);
    }
    from.engine().settle_journal().await?;
    let last = comparable(from, to).await?;
    one(to, BEGIN.step(args![MARK, last.to_string()], Touch::AtMostOne)).await?;

    let mut sources = Vec::with_capacity(TABLES.len());
    for statements in COPIED.iter() {
        sources.push(content(from, statements).await?);
    }
    let total = sources.iter().map(|content| content.rows).sum();
    let mut done = 0;
    let mut tables = Vec::with_capacity(TABLES.len());
    for (statements, source) in COPIED.iter().zip(sources) {
        let name = statements.table.name;
        progress(Progress { table: name, done, total });
        let was_there = content(to, statements).await? == source;
        if !was_there {
            if name == JOURNAL {
                // If this is interrupted, numbering goes on behind what will still be copied.
                to.engine().number_journal_from(last).await?;
            }
            let before = done;
            write(from, to, statements, |rows| {
                progress(Progress { table: name, done: before + rows, total })
            })
            .await?;
            let target = content(to, statements).await?;
            if target != source {
                return Err(CopyFailure::Differs {
                    table: name,
                    source_rows: source.rows,
                    target_rows: target.rows,
                });
            }
        }
        done += source.rows;
        tables.push(CopiedTable { name, content: source, was_there });
    }
    to.engine().number_journal_from(last).await?;
    if last_entry(from).await?.map_or(0, |entry| entry.0) != last {
        return Err(CopyFailure::Changed);
    }
    one(to, FINISH.step(args![MARK], Touch::AtMostOne)).await?;
    Ok(Copied { tables })
}

/// Whether a copy to this database was begun and not ended.
pub(crate) async fn is_unfinished(store: &Store) -> Result<bool, Fault> {
    Ok(store.engine().row(UNFINISHED.with(args![MARK])).await?.is_some())
}

/// Writes the mark, or takes it away.
async fn one(to: &Store, step: Step) -> Result<(), Fault> {
    let batch = Batch { steps: vec![step], journal: Vec::new() };
    match to.commit_batch(batch).await {
        Ok(_) => Ok(()),
        Err(CommitFailure::Fault(fault)) => Err(fault),
        Err(CommitFailure::Conflict { step }) => {
            Err(Fault::new(FaultKind::Bug, "mark a copy", format!("{step} touched nothing")))
        }
    }
}

/// Every statement that a copy runs, for tests that prepare them.
pub fn copy_statements() -> Vec<&'static Statement> {
    COPIED.iter().flat_map(|s| [&s.all, &s.first, &s.next].into_iter().chain(s.put_own.as_ref())).collect()
}

/// Whether a server is at work on it. One that was killed is so for a few seconds more.
async fn served(store: &Store) -> Result<bool, Fault> {
    for _look in 0..LOOKS {
        if !store.engine().is_served().await? {
            return Ok(false);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(true)
}

/// The number of the source's last journal entry, if the target is empty or on the way to being the same network.
async fn comparable(from: &Store, to: &Store) -> Result<i64, CopyFailure> {
    let first = |store: &Store| {
        let engine = store.engine().clone();
        async move { engine.row(FIRST_MEMBER.with(Vec::new())).await.map(|row| row.map(Row::into_values)) }
    };
    let Some(source) = first(from).await? else { return Err(CopyFailure::EmptySource) };
    if first(to).await?.is_some_and(|target| target != source) {
        return Err(CopyFailure::AnotherNetwork);
    }
    let (source, target) = (last_entry(from).await?, last_entry(to).await?);
    let last = source.as_ref().map_or(0, |entry| entry.0);
    match target {
        Some(target) if target.0 > last => Err(CopyFailure::WentOn),
        Some(target) if target.0 == last && Some(&target) != source.as_ref() => Err(CopyFailure::WentOn),
        Some(_) | None => Ok(last),
    }
}

/// The last journal entry: its number, and what it says.
async fn last_entry(store: &Store) -> Result<Option<(i64, Vec<Value>)>, Fault> {
    let Some(row) = store.engine().row(LAST_ENTRY.with(Vec::new())).await? else { return Ok(None) };
    Ok(Some((row.int(0)?, row.into_values())))
}

async fn content(store: &Store, statements: &'static Copying) -> Result<Content, Fault> {
    let mut content = Content::default();
    let add = |row: Row| {
        content.rows += 1;
        content.sum = content.sum.wrapping_add(fingerprint(&row.into_values()));
        ControlFlow::Continue(())
    };
    store.engine().each(statements.all.with(Vec::new()), add).await?;
    Ok(content)
}

/// A row in 64 bits. Rows that differ in one bit are far apart, so that a sum over many tells them apart too.
fn fingerprint(values: &[Value]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for value in values {
        match value {
            Value::Null => add(&[0]),
            Value::Int(number) => {
                add(&[1]);
                add(&number.to_le_bytes());
            }
            Value::Text(text) => {
                add(&[2]);
                add(&(text.len() as u64).to_le_bytes());
                add(text.as_bytes());
            }
            Value::Bytes(bytes) => {
                add(&[3]);
                add(&(bytes.len() as u64).to_le_bytes());
                add(bytes);
            }
        }
    }
    // The last bytes have not reached every bit yet.
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

async fn write(
    from: &Store,
    to: &Store,
    statements: &'static Copying,
    mut written: impl FnMut(u64) + Send,
) -> Result<(), Fault> {
    let mut query = statements.first.with(vec![Value::Int(PAGE)]);
    let mut rows = 0;
    loop {
        let page = from.engine().rows(query).await?;
        let page: Vec<Vec<Value>> = page.into_iter().map(Row::into_values).collect();
        let Some(last) = page.last() else { return Ok(()) };
        let mut after = last[..statements.table.keys].to_vec();
        after.push(Value::Int(PAGE));
        query = statements.next.with(after);
        rows += page.len() as u64;
        to.engine().bulk(statements.put(), page.into_iter()).await?;
        written(rows);
    }
}

/// What is asked and written of one table.
struct Copying {
    table: &'static Table,
    all: Statement,
    first: Statement,
    next: Statement,
    /// None where members' documents are put as they are put otherwise.
    put_own: Option<Statement>,
}

impl Copying {
    fn put(&'static self) -> &'static Statement {
        self.put_own.as_ref().unwrap_or(&search_document::PUT)
    }
}

/// The statements of all tables, worked out of the list once and kept.
static COPIED: LazyLock<Vec<Copying>> = LazyLock::new(|| TABLES.iter().map(copying).collect());

fn copying(table: &'static Table) -> Copying {
    let name = table.name;
    let columns = table.columns.join(", ");
    let key = table.key().join(", ");
    let parameters = |count: usize| (1..=count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    let places = parameters(table.keys);
    let limit = table.keys + 1;
    // The mark of a copy that goes on is no part of the network.
    let but = if name == SETTING { format!("WHERE key <> '{MARK}' ") } else { String::new() };
    let all = format!("SELECT {columns} FROM {name} {but}ORDER BY {key}");
    let first = format!("SELECT {columns} FROM {name} ORDER BY {key} LIMIT $1");
    let next =
        format!("SELECT {columns} FROM {name} WHERE ({key}) > ({places}) ORDER BY {key} LIMIT ${limit}");
    let set: Vec<String> =
        table.columns[table.keys..].iter().map(|column| format!("{column} = excluded.{column}")).collect();
    let otherwise = match set.as_slice() {
        [] => "NOTHING".to_owned(),
        // What was copied before cannot be written again, and is the same.
        _ if name == AUDIT => "NOTHING".to_owned(),
        set => format!("UPDATE SET {}", set.join(", ")),
    };
    let put = format!(
        "INSERT INTO {name} ({columns}) VALUES ({}) ON CONFLICT ({key}) DO {otherwise}",
        parameters(table.columns.len())
    );
    Copying {
        table,
        all: statement(table, "all", all),
        first: statement(table, "first", first),
        next: statement(table, "next", next),
        put_own: (name != SEARCH).then(|| statement(table, "put", put)),
    }
}

/// A statement that lives as long as the program: there are a few for each table, made once.
fn statement(table: &Table, verb: &str, sql: String) -> Statement {
    let name = String::leak(format!("copy/{}/{verb}", table.name));
    let sql: &'static str = String::leak(sql);
    if table.name == SEARCH {
        // SQLite keeps the documents by their row's number.
        let sqlite = String::leak(sql.replace("member_id", "rowid"));
        return Statement::per_engine(name, sqlite, sql);
    }
    Statement::shared(name, sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_differ_anywhere_have_other_fingerprints() {
        let rows = [
            vec![Value::Null, Value::Null],
            vec![Value::Int(0), Value::Null],
            vec![Value::Null, Value::Int(0)],
            vec![Value::Text("ab".into()), Value::Text("c".into())],
            vec![Value::Text("a".into()), Value::Text("bc".into())],
            vec![Value::Bytes(b"a".to_vec()), Value::Text("bc".into())],
            vec![Value::Text(String::new())],
            vec![Value::Int(1)],
            vec![Value::Int(256)],
        ];
        let mut seen: Vec<u64> = rows.iter().map(|row| fingerprint(row)).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), rows.len());
    }

    #[test]
    fn statements_follow_the_list() {
        let copying = COPIED.iter().find(|copying| copying.table.name == "interest").expect("a table");
        assert_eq!(
            copying.next.postgres_text(),
            "SELECT member_id, interest_key, interest, place FROM interest WHERE (member_id, interest_key) > ($1, $2) \
             ORDER BY member_id, interest_key LIMIT $3"
        );
        assert_eq!(
            copying.put().postgres_text(),
            "INSERT INTO interest (member_id, interest_key, interest, place) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (member_id, interest_key) DO UPDATE SET interest = excluded.interest, place = excluded.place"
        );
    }
}
