//! `kith demo`: a network of people who do not exist, ready to be looked at.

pub(crate) mod cases;
mod lately;
pub(crate) mod network;

use std::fs;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use kith_app::population::{PopulateRefused, populate};
use kith_app::{App, Failure, nodes};
use kith_synthetic::{FULL_INBOX, MODERATOR, NEWCOMER, Options};
use tokio::net::TcpListener;

use crate::cli::embedded::{Hold, beside, database_file, remove_database};
use crate::cli::serve::{listen, serve_on};
use crate::cli::{app, open_store};
use crate::config::Config;
use crate::output::say;

/// The password of everybody in a demo: it is printed, so it need not be good, only allowed.
const PASSWORD: &str = "good-neighbours";
/// How many ports are tried after one that is taken.
const PORTS: u16 = 20;
/// The most members that are invented: beyond it, the past takes longer to play than anybody waits.
const MOST_MEMBERS: usize = 100_000;

/// What a demo is made of.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Demo {
    /// How many members
    #[arg(long, default_value_t = 2000)]
    members: usize,
    /// What decides who they are
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Address and port; the next free port is taken where this one is not
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,
    /// The file of the network; one that is there is used again
    #[arg(long, value_name = "PATH", default_value = "kith-demo/kith.db")]
    pub(crate) database: PathBuf,
    /// Make it anew, though one is there
    #[arg(long)]
    fresh: bool,
    /// Make it and do not serve it
    #[arg(long)]
    no_serve: bool,
}

/// Makes a demo where there is none, says how to sign in, and serves it.
pub(crate) async fn demo(config: &Config, demo: &Demo) -> Result<()> {
    if demo.members > MOST_MEMBERS {
        bail!("a demo has at most {MOST_MEMBERS} members");
    }
    if database_file(&config.database_url) != Some(&demo.database) {
        bail!("a demo has a database of its own: say --database PATH instead of database_url");
    }
    let listener = if demo.no_serve { None } else { Some(free_port(config.listen).await?) };
    let folder = demo.database.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let hold = Hold::of(&demo.database)?;
    if demo.fresh {
        remove_database(&demo.database)?;
    }
    let sign_ins = made(config, demo).await?;
    let Some(listener) = listener else {
        return say!("{sign_ins}");
    };
    let address = listener.local_addr()?;
    say!("\n  {} is at  http://{address}\n\n{sign_ins}\n  Ctrl-C stops it.\n", config.name)?;
    serve_on(config, listener, Some(hold)).await
}

/// Makes the network unless it is there, and returns how to sign in to it.
async fn made(config: &Config, demo: &Demo) -> Result<String> {
    let begun = Instant::now();
    let store = open_store(config).await?;
    let notes = beside(&demo.database, ".sign-in.txt");
    if store.has_members().await? {
        store.engine().close().await;
        say!("Using the network in {} again; --fresh makes a new one.", demo.database.display())?;
        return Ok(fs::read_to_string(&notes).unwrap_or_else(|_| {
            "  How to sign in was not kept with it; `kith member list` says who there is.\n".to_owned()
        }));
    }
    let (app, node) = app(config, store.clone(), nodes::COMMAND).await?;
    let sign_ins = fill(&app, demo).await;
    node.give_back().await;
    store.engine().close().await;
    let sign_ins = sign_ins?;
    fs::write(&notes, &sign_ins).with_context(|| format!("cannot write {}", notes.display()))?;
    say!(
        "Made {} members in {} ({:.1} s).",
        demo.members.max(3),
        demo.database.display(),
        begun.elapsed().as_secs_f64()
    )?;
    Ok(sign_ins)
}

async fn fill(app: &App, demo: &Demo) -> Result<String> {
    let now = app.now();
    let options = Options { members: demo.members, seed: demo.seed, today: network::month_of(now)? };
    let (past, cases, cast, sign_ins) = tokio::task::spawn_blocking(move || -> Result<_> {
        let network = kith_synthetic::network(options);
        let sign_ins = sign_ins(&network);
        let cases = cases::cases(&network);
        let cast = lately::cast(&network)?;
        let mut past = network::past(network, PASSWORD, now)?;
        if let Some(colleague) = cast.as_ref().and_then(|cast| past.members.get_mut(cast.colleague)) {
            colleague.moderator = true;
        }
        Ok((past, cases, cast, sign_ins))
    })
    .await??;
    match populate(app, past).await {
        Ok(populated) => {
            cases::open(app, cases).await?;
            if let Some(cast) = cast {
                lately::happen(app, cast).await?;
            }
            tracing::debug!(refused = populated.refused, sent = populated.invitations, "filled");
            Ok(sign_ins)
        }
        Err(Failure::Refused(PopulateRefused::Taken)) => {
            Err(anyhow!("two of the invented members have the same name in addresses"))
        }
        Err(Failure::Fault(fault)) => {
            Err(fault).with_context(|| format!("cannot write {}", demo.database.display()))
        }
    }
}

/// How to sign in as some of them, for the terminal.
fn sign_ins(network: &kith_synthetic::Network) -> String {
    let who = [
        (FULL_INBOX, "invitations of every kind wait"),
        (NEWCOMER, "joined this week"),
        (MODERATOR, "looks after the network"),
        (lately::RESTRICTED, "may not invite for now, and appealed"),
    ];
    let lines = who.iter().filter_map(|(number, what)| {
        let person = network.members.get(*number)?;
        Some(format!("    {:<34} {} ({what})\n", person.email, person.name))
    });
    format!("  Sign in as one of these, with the password  {PASSWORD}\n\n{}", lines.collect::<String>())
}

/// A listener at an address, or at the next free port after it.
async fn free_port(address: SocketAddr) -> Result<TcpListener> {
    for step in 0..=PORTS {
        let Some(port) = address.port().checked_add(step) else { break };
        match TcpListener::bind(SocketAddr::new(address.ip(), port)).await {
            Ok(listener) => {
                if step > 0 {
                    say!("Port {} is taken; using {port}.", address.port())?;
                }
                return Ok(listener);
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(_) => break,
        }
    }
    listen(address).await
}
