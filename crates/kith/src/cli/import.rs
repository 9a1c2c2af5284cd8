//! `kith import graph`: members and connections from an edge list.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use kith_app::population::{Graph, PopulateRefused, fill_with_graph};
use kith_app::{Failure, nodes};
use kith_domain::text::{Handle, Name};
use kith_import::edge_list::{EdgeList, Limits, read_file};

use crate::cli::progress::Progress;
use crate::cli::{app, open_store};
use crate::config::Config;
use crate::output::say;

/// An edge list to be taken in.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ImportGraph {
    /// The edge list
    file: PathBuf,
    /// What members are called, before the id they have in the file
    #[arg(long, value_name = "WORD", default_value = "Member")]
    members_prefix: String,
    /// Add to a network that has members already
    #[arg(long)]
    add: bool,
}

/// Takes in an edge list, whole or not at all.
pub(crate) async fn graph(config: &Config, import: &ImportGraph) -> Result<()> {
    let begun = Instant::now();
    let handles = handles(&import.members_prefix)?;
    let file = import.file.display();
    let list = read(&import.file).with_context(|| format!("cannot take in {file}"))?;
    let (members, edges) = (list.ids.len(), list.edges.len());
    let (loops, doubles) = (list.loops, list.doubles);
    let graph = named(list, &import.members_prefix, &handles)?;

    let store = open_store(config).await?;
    if !import.add && store.has_members().await? {
        store.engine().close().await;
        bail!("the network in {} has members already; --add adds to them", config.database_told());
    }
    let (app, node) = app(config, store.clone(), nodes::COMMAND).await?;
    let progress = Progress::new("Writing", Some(2 * edges as u64));
    let bar = progress.clone();
    let filled = fill_with_graph(&app, graph, move |done| bar.at(done as u64)).await;
    progress.end();
    node.give_back().await;
    store.engine().close().await;
    match filled {
        Ok(_) => {}
        Err(Failure::Refused(PopulateRefused::Taken)) => {
            return Err(anyhow!(
                "a handle is taken, so nothing was written; choose another --members-prefix"
            ));
        }
        Err(Failure::Fault(fault)) => {
            return Err(fault)
                .with_context(|| format!("cannot write {}, nothing was", config.database_told()));
        }
    }
    let took = begun.elapsed().as_secs_f64();
    say!("Took in {members} members and {edges} connections from {file} in {took:.1} s.")?;
    if loops + doubles > 0 {
        say!("Left out {loops} lines that join an id to itself and {doubles} that stood there before.")?;
    }
    Ok(())
}

fn read(file: &std::path::Path) -> Result<EdgeList> {
    let total = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|about| about.len());
    let progress = Progress::new("Reading", total);
    let list = read_file(file, &Limits::default(), |read| progress.at(read.bytes_read));
    progress.end();
    Ok(list?)
}

/// What handles begin with where names begin with `prefix`.
fn handles(prefix: &str) -> Result<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let base: String = prefix.to_lowercase().chars().map(plain).collect();
    match base.trim_matches('-') {
        "" => bail!("--members-prefix: it needs a letter a–z or a digit, which the handles can begin with"),
        base => Ok(base.to_owned()),
    }
}

/// Everybody's name and handle: the prefix, and the id in the file.
fn named(list: EdgeList, prefix: &str, handles: &str) -> Result<Graph> {
    let members = list.ids.iter().map(|id| {
        let written = format!("{prefix} {id}");
        let name = Name::parse(&written)
            .map_err(|refused| anyhow!("--members-prefix: {written:?} is no name: {}", refused.code()))?;
        let handle = format!("{handles}-{id}");
        let handle = Handle::parse(&handle)
            .map_err(|refused| anyhow!("--members-prefix: {handle:?} is no handle: {}", refused.code()))?;
        Ok((name, handle))
    });
    Ok(Graph { members: members.collect::<Result<_>>()?, edges: list.edges })
}
