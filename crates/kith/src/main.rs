//! Kith: a professional network that a community runs itself, in one program.

mod cli;
mod config;
mod output;
mod telemetry;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use config::{Config, Source};
use output::{NobodyReads, print, say};

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
    /// Serve the network
    ///
    /// Without a configuration it serves on 127.0.0.1:8080 from kith.db in this folder. SIGTERM and SIGINT stop it
    /// when what is under way is answered.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve {
        /// Address and port, such as 0.0.0.0:8080; port 0 takes a free one
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
        /// Where members reach it, such as https://guild.example
        #[arg(long, value_name = "URL")]
        public_url: Option<String>,
    },
    /// Make a network of people who do not exist, and serve it
    Demo(cli::demo::Demo),
    /// Members, one by one
    Member {
        #[command(subcommand)]
        command: cli::member::MemberCommand,
    },
    /// The moderators
    Admin {
        #[command(subcommand)]
        command: cli::member::AdminCommand,
    },
    /// What moderators and operators did
    Audit {
        #[command(subcommand)]
        command: cli::audit::AuditCommand,
    },
    /// Take in what others wrote down
    Import {
        #[command(subcommand)]
        command: ImportCommand,
    },
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
    /// Bring the schema up to date
    ///
    /// `kith serve` does so when it starts; this is for doing it at another time, or seeing what there is to do.
    Migrate {
        /// Say what would be done and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Move a network to another database, from SQLite to PostgreSQL or back
    ///
    /// Stop the servers of both first. Each table is compared on both sides afterwards, by the number of its rows and
    /// a sum over what is in them. A copy that was interrupted is begun again by the same command; a database that
    /// holds another network, or one in which this one went on, is refused. The network that was copied stays as it is.
    #[command(after_help = COPY_EXAMPLES)]
    Copy(cli::copy::Copy),
    /// The database as a whole
    Db {
        #[command(subcommand)]
        command: cli::db::DbCommand,
    },
    /// The configuration in force
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Succeed where the configured server is ready
    Healthcheck,
    /// Print the OpenAPI document of the HTTP API
    Openapi,
    /// Measure how fast this machine lets it be
    Bench {
        #[command(subcommand)]
        command: cli::bench::BenchCommand,
    },
    /// The numbers of the rules
    Policy {
        #[command(subcommand)]
        command: PolicyCommand,
    },
}

const SERVE_EXAMPLES: &str = "\
Examples:
  kith serve                                   on 127.0.0.1:8080, from kith.db in this folder
  kith serve --config /etc/kith/kith.toml      as a file says
  kith serve --listen 0.0.0.0:80 --set name='Guild of Makers'
  KITH_POLICY_PRESET=strict kith serve         any key is also a variable

`kith config show` prints every key with its value.";

const COPY_EXAMPLES: &str = "\
Examples:
  kith copy --from sqlite:kith.db --to postgres://kith@localhost/kith
  kith copy --from postgres://kith@localhost/kith --to sqlite:///var/lib/kith/kith.db";

#[derive(Subcommand)]
enum ConfigCommand {
    /// Print every key with its value, secrets hidden
    Show,
    /// Print the defaults, with what each key is for
    Default,
    /// Say whether the configuration can be used
    Check,
}

#[derive(Subcommand)]
enum ImportCommand {
    /// Make members and connections of an edge list: two ids a line, plain, gzip or zstd
    ///
    /// The file is read to its end before anything is written, and written in one transaction: all of it or
    /// nothing, whenever it is interrupted. A server on the same database waits with its own writes meanwhile.
    Graph(cli::import::ImportGraph),
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
        Err(error) if error.is::<NobodyReads>() => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "kith: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// One sentence: what was tried, and why it did not work. A cause that says no more than one before is left out.
fn sentence(error: &anyhow::Error) -> String {
    let mut said: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        if !said.iter().any(|before| before.contains(&cause) || cause.ends_with(before)) {
            said.push(cause);
        }
    }
    // What a library says in several lines is one sentence here.
    said.join(": ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn run(kith: Kith) -> anyhow::Result<()> {
    let flags = if let Command::Serve { listen, public_url } = &kith.command {
        vec![("listen", listen.clone()), ("public_url", public_url.clone())]
    } else if let Command::Demo(demo) = &kith.command {
        let database = format!("sqlite:{}", demo.database.display());
        vec![("listen", demo.listen.clone()), ("database_url", Some(database))]
    } else {
        Vec::new()
    };
    // What tells nothing of the configuration works beside a broken one, and helps to mend it.
    let bare = matches!(kith.command, Command::Openapi | Command::Config { command: ConfigCommand::Default });
    let config = if bare { Config::defaults()? } else { Config::read(&kith.source, &flags)? };
    telemetry::begin(&config.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match kith.command {
            Command::Serve { .. } => cli::serve::serve(&config).await,
            Command::Demo(demo) => cli::demo::demo(&config, &demo).await,
            Command::Member { command } => cli::member::member(&config, command).await,
            Command::Admin { command } => cli::member::admin(&config, command).await,
            Command::Audit { command } => cli::audit::audit(&config, command).await,
            Command::Import { command: ImportCommand::Graph(import) } => {
                cli::import::graph(&config, &import).await
            }
            Command::Migrate { dry_run } => cli::migrate::migrate(&config, dry_run).await,
            Command::Copy(asked) => cli::copy::copy(&asked).await,
            Command::Db { command } => cli::db::db(&config, command).await,
            Command::Config { command } => match command {
                ConfigCommand::Show => print(config.shown()),
                ConfigCommand::Default => print(config::DEFAULTS),
                ConfigCommand::Check => say!("The configuration can be used."),
            },
            Command::Healthcheck => cli::healthcheck::healthcheck(&config),
            Command::Openapi => say!("{}", kith_web::openapi().to_pretty_json()?),
            Command::Backup { file } => cli::backup::backup(&config, &file).await,
            Command::Restore { file, replace } => cli::backup::restore(&config, &file, replace).await,
            Command::Bench { command } => cli::bench::bench(&config, command).await,
            Command::Policy { command: PolicyCommand::Show { preset } } => {
                cli::policy::show(&config, preset.as_deref())
            }
        }
    })
}
