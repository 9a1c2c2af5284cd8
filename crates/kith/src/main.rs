//! Kith: a professional network that a community runs itself, in one program.

mod cli;
mod config;
mod telemetry;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use config::{Config, Source};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A professional network that a community runs itself, in which an invitation to connect means something.
#[derive(Parser)]
#[command(name = "kith", version, propagate_version = true, arg_required_else_help = true)]
struct Kith {
    #[command(flatten)]
    source: Source,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a consistent copy of the network to a file, while it serves
    Backup {
        /// The file; with the ending .zst it is compressed
        file: PathBuf,
    },
    /// Put a backup in the place of the configured database
    Restore {
        /// The backup
        file: PathBuf,
        /// Move a database that is there aside instead of refusing
        #[arg(long)]
        replace: bool,
    },
    /// The numbers of the rules
    Policy {
        #[command(subcommand)]
        command: PolicyCommand,
    },
}

#[derive(Subcommand)]
enum PolicyCommand {
    /// Print the policy in force, or a preset
    Show {
        /// standard, classic or strict
        #[arg(long)]
        preset: Option<String>,
    },
}

fn main() -> ExitCode {
    let kith = Kith::parse();
    match run(kith) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One sentence: what was tried, and why it did not work.
            eprintln!("kith: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(kith: Kith) -> anyhow::Result<()> {
    let config = Config::read(&kith.source, &[])?;
    telemetry::begin(&config.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match kith.command {
            Command::Backup { file } => cli::backup::backup(&config, &file).await,
            Command::Restore { file, replace } => cli::backup::restore(&config, &file, replace).await,
            Command::Policy { command: PolicyCommand::Show { preset } } => {
                cli::policy::show(&config, preset.as_deref())
            }
        }
    })
}
