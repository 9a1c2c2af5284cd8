//! `kith audit`: the record of what moderators and operators did.

use anyhow::{Result, bail};
use kith_app::moderation::{AuditChain, AuditRow, verify};
use kith_app::{App, nodes};
use serde_json::json;

use crate::cli::{app, open_store};
use crate::config::Config;
use crate::output::say;

/// How many rows are read at once.
const PAGE: u32 = 1_000;

/// What is asked of the log.
#[derive(Debug, Clone, clap::Subcommand)]
pub(crate) enum AuditCommand {
    /// Print what was done: number, time, who, what, to whom, why
    List,
    /// Print every row as a line of JSON
    Export,
    /// Work every hash out anew, and name the first row that is not as it was written
    ///
    /// Prints the number and the hash of the last row: kept elsewhere, they tell whether rows were taken off the end.
    Verify,
}

/// Does what is asked of the log.
pub(crate) async fn audit(config: &Config, command: AuditCommand) -> Result<()> {
    let store = open_store(config).await?;
    let (app, node) = app(config, store.clone(), nodes::COMMAND).await?;
    let done = match command {
        AuditCommand::List => each(&app, told).await,
        AuditCommand::Export => each(&app, exported).await,
        AuditCommand::Verify => verified(&app).await,
    };
    node.give_back().await;
    store.engine().close().await;
    done
}

async fn each(app: &App, print: fn(&AuditRow) -> Result<()>) -> Result<()> {
    let mut after = 0;
    loop {
        let rows = app.store().audit_after(after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.seq;
        rows.iter().try_for_each(print)?;
    }
}

fn told(row: &AuditRow) -> Result<()> {
    let entry = &row.entry;
    let by = entry.by.map_or("operator".to_owned(), |by| by.to_string());
    let member = entry.member.map_or("-".to_owned(), |member| member.to_string());
    say!(
        "{}  {}  {by}  {}  {member}  {}",
        row.seq,
        time(row),
        entry.act.name(),
        entry.words.replace('\n', " ")
    )
}

fn exported(row: &AuditRow) -> Result<()> {
    let entry = &row.entry;
    let line = json!({
        "seq": row.seq,
        "at": time(row),
        "by": entry.by.map(|by| by.to_string()),
        "act": entry.act.name(),
        "member": entry.member.map(|member| member.to_string()),
        "case": entry.case.map(|case| case.to_string()),
        "reason": entry.words,
        "previous": hex(&row.previous),
        "hash": hex(&row.hash),
    });
    say!("{line}")
}

async fn verified(app: &App) -> Result<()> {
    match verify(app).await? {
        AuditChain::Whole(head) => {
            say!("The log is whole: {} rows, the last has the hash {}", head.seq, hex(&head.hash))
        }
        AuditChain::BrokenAt(seq) => bail!("row {seq} of the log is not as it was written"),
    }
}

fn time(row: &AuditRow) -> String {
    jiff::Timestamp::from_millisecond(row.entry.at.0).unwrap_or_default().to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
