//! The configuration: defaults, a file, the environment and flags, each winning over the one before.

mod layers;

use std::fmt;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use kith_app::SignUp;
use kith_domain::policy::Policy;
use kith_domain::time::Span;
use kith_store::engine::{Engine, EngineOptions, Synchronous, without_password};
use kith_web::gate::peer::Network;
use serde::de::{Error, IntoDeserializer};
use serde::{Deserialize, Deserializer};
use toml::{Table, Value};

/// The defaults, in the words in which operators read them.
pub(crate) const DEFAULTS: &str = include_str!("default.toml");

/// How long a request may wait for its database: less than the half minute after which it is given up.
const DEADLINES: RangeInclusive<Span> = Span::seconds(1)..=Span::seconds(25);

/// How long a client may take to send the head of a request.
const PATIENCE: RangeInclusive<Span> = Span::seconds(1)..=Span::seconds(600);

/// A complete configuration.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Config {
    pub(crate) name: String,
    #[serde(deserialize_with = "address")]
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: String,
    pub(crate) database_url: String,
    pub(crate) rate_limits: Switch,
    #[serde(deserialize_with = "networks")]
    pub(crate) trusted_proxies: Vec<Network>,
    pub(crate) cors_origins: Vec<String>,
    patience: Span,
    pub(crate) accounts: Accounts,
    pub(crate) database: Database,
    pub(crate) log: Log,
    pub(crate) metrics: Metrics,
    pub(crate) mail: Mail,
    #[serde(skip)]
    policy: Option<Policy>,
    /// Every key with its value, as it would stand in a file.
    #[serde(skip)]
    table: Table,
}

/// Who may open an account, and what they must show.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Accounts {
    pub(crate) sign_up: SignUp,
    pub(crate) verify_address: bool,
}

/// How the database is used.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Database {
    synchronous: Durability,
    connections: usize,
    deadline: Span,
}

/// When an answered request is safe on disk.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Durability {
    Full,
    Normal,
}

/// What is logged, and how it looks.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    pub(crate) level: LogLevel,
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    Auto,
    Text,
    Json,
}

/// The least important line that is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

/// Where `/metrics` is served.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Metrics {
    /// An address of its own; without one it is only beside the pages.
    #[serde(deserialize_with = "address_or_none")]
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) token: String,
}

/// How mail leaves.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Mail {
    transport: Transport,
    #[serde(rename = "folder")]
    _folder: String,
}

/// By what mail leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Transport {
    Smtp,
    Folder,
    None,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Switch {
    On,
    Off,
}

/// What is wrong with a configuration: one sentence that names the key and where it came from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ConfigError(String);

impl ConfigError {
    fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// Where a configuration comes from, besides the environment.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Source {
    /// Configuration file (TOML); without it, kith.toml in this folder if there is one
    #[arg(long, short, value_name = "FILE", global = true, env = "KITH_CONFIG")]
    pub(crate) config: Option<PathBuf>,

    /// Database, such as sqlite:kith.db
    #[arg(long, value_name = "URL", global = true)]
    pub(crate) database_url: Option<String>,

    /// Any key, such as --set policy.note.max_graphemes=200; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", global = true)]
    pub(crate) set: Vec<String>,
}

impl Config {
    /// Reads the configuration of this process.
    pub(crate) fn read(source: &Source, flags: &[(&str, Option<String>)]) -> Result<Self, ConfigError> {
        let file = match &source.config {
            Some(path) => Some((path.clone(), read_file(path)?)),
            None => {
                let path = Path::new("kith.toml");
                if path.exists() { Some((path.to_owned(), read_file(path)?)) } else { None }
            }
        };
        let environment: Vec<(String, String)> =
            std::env::vars().filter(|(name, _)| name.starts_with("KITH_")).collect();
        let mut flags: Vec<(String, String)> =
            flags.iter().filter_map(|(key, value)| Some(((*key).to_owned(), value.clone()?))).collect();
        if let Some(url) = &source.database_url {
            flags.push(("database_url".to_owned(), url.clone()));
        }
        for setting in &source.set {
            let (key, value) = setting
                .split_once('=')
                .ok_or_else(|| ConfigError::new(format!("--set {setting}: write KEY=VALUE")))?;
            flags.push((key.trim().to_owned(), value.trim().to_owned()));
        }
        Self::from_layers(file, &environment, &flags)
    }

    /// The configuration where nothing is configured.
    pub(crate) fn defaults() -> Result<Self, ConfigError> {
        Self::from_layers(None, &[], &[])
    }

    /// A configuration from its layers.
    fn from_layers(
        file: Option<(PathBuf, String)>,
        environment: &[(String, String)],
        flags: &[(String, String)],
    ) -> Result<Self, ConfigError> {
        let mut layers = layers::Layers::new(DEFAULTS);
        if let Some((path, text)) = &file {
            layers.file(&path.display().to_string(), text)?;
        }
        layers.environment(environment)?;
        for (key, value) in flags {
            layers.flag(key, value)?;
        }
        let whole = layers.finish()?;
        let mut table = whole.clone();
        let policy = table.remove("policy");
        let mut config: Self = parse(Value::Table(table), "")?;
        let mut policy = policy.as_ref().and_then(Value::as_table).cloned().unwrap_or_default();
        policy.remove("preset");
        config.policy = Some(parse(Value::Table(policy), "policy.")?);
        config.table = whole;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        if self.name.trim().is_empty() || self.name.chars().count() > 60 {
            return Err(ConfigError::new("name: a network's name has 1 to 60 characters"));
        }
        if let Err(refused) = Engine::check_url(&self.database_url) {
            return Err(ConfigError::new(format!("database_url: {refused}")));
        }
        if !(2..=1_000).contains(&self.database.connections) {
            return Err(ConfigError::new("database.connections: 2 to 1000 connections can be kept"));
        }
        if !DEADLINES.contains(&self.database.deadline) {
            return Err(ConfigError::new("database.deadline: it is from \"1s\" to \"25s\""));
        }
        if !PATIENCE.contains(&self.patience) {
            return Err(ConfigError::new("patience: it is from \"1s\" to \"10m\""));
        }
        let url = self.public_url.as_str();
        if !url.is_empty() && !["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(ConfigError::new(format!(
                "public_url: {url:?} does not begin with http:// or https://"
            )));
        }
        let host = url.split_once("://").map_or("", |(_, rest)| rest).trim_end_matches('/');
        if host.contains(['/', '?', '#']) {
            return Err(ConfigError::new(format!(
                "public_url: {url:?} has a path; this version is served at the root of its host alone"
            )));
        }
        match self.cors_origins.iter().find(|origin| !is_origin(origin)) {
            Some(origin) => Err(ConfigError::new(format!(
                "cors_origins: {origin:?} is no origin; write scheme, host and port, such as https://app.example"
            ))),
            None => Ok(()),
        }
    }

    /// Every key with its value, as it would stand in a file; secrets are not shown.
    pub(crate) fn shown(&self) -> String {
        let mut table = self.table.clone();
        if let Some(Value::String(token)) = table.get_mut("metrics").and_then(|m| m.get_mut("token"))
            && !token.is_empty()
        {
            *token = "(hidden)".to_owned();
        }
        table.insert("database_url".to_owned(), self.database_told().into());
        toml::to_string(&table).unwrap_or_default()
    }

    /// The database, as it may be told: without a password.
    pub(crate) fn database_told(&self) -> String {
        without_password(&self.database_url)
    }

    /// What is asked for and this version does not do, for the log of a server.
    pub(crate) fn unmet(&self) -> Vec<&'static str> {
        let mut unmet = Vec::new();
        if self.mail.transport != Transport::None {
            unmet.push("mail.transport is set, but this version sends no mail");
        }
        if self.accounts.verify_address {
            unmet.push(
                "accounts.verify_address is on, but this version cannot confirm addresses: only members made with \
                 `kith member add` may invite",
            );
        }
        unmet
    }

    /// The numbers of the rules.
    pub(crate) fn policy(&self) -> Policy {
        self.policy.clone().unwrap_or_else(kith_app::presets::standard)
    }

    /// How long a client may take to send the head of a request.
    pub(crate) fn patience(&self) -> Duration {
        duration(self.patience)
    }

    /// How the database is opened.
    pub(crate) fn engine(&self) -> EngineOptions {
        let Database { synchronous, connections, deadline } = self.database;
        EngineOptions {
            synchronous: match synchronous {
                Durability::Full => Synchronous::Full,
                Durability::Normal => Synchronous::Normal,
            },
            connections,
            deadline: duration(deadline),
            ..EngineOptions::default()
        }
    }
}

fn duration(span: Span) -> Duration {
    Duration::from_millis(u64::try_from(span.as_milliseconds()).unwrap_or(0))
}

/// Whether a text is what a browser sends as `Origin`; `*` is none, since nobody could say later who was let in.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.:[]".contains(&b);
    !host.is_empty() && host.bytes().all(plain)
}

fn read_file(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path)
        .map_err(|error| ConfigError::new(format!("cannot read {}: {error}", path.display())))
}

/// An address and port.
fn address<'de, D: Deserializer<'de>>(value: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(value)?;
    let refused = || D::Error::custom(format!("{text:?} is no address and port, such as 127.0.0.1:8080"));
    text.parse().map_err(|_| refused())
}

/// An address and port, or nothing.
fn address_or_none<'de, D: Deserializer<'de>>(value: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(value)?;
    if text.is_empty() {
        return Ok(None);
    }
    address(text.into_deserializer()).map(Some)
}

/// Addresses, and networks such as `10.0.0.0/8`.
fn networks<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<Network>, D::Error> {
    Vec::<String>::deserialize(value)?.iter().map(|text| text.parse().map_err(D::Error::custom)).collect()
}

/// A part of the configuration in its types; an error names the key.
fn parse<T: for<'de> Deserialize<'de>>(value: Value, prefix: &str) -> Result<T, ConfigError> {
    serde_path(value).map_err(|(path, sentence)| ConfigError::new(format!("{prefix}{path}: {sentence}")))
}

/// Deserialises, and finds which key it failed at.
fn serde_path<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, (String, String)> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let sentence = error.inner().to_string();
        let sentence = sentence.lines().next().unwrap_or_default();
        (error.path().to_string(), in_plain_words(sentence))
    })
}

/// A sentence about types in words that need no knowledge of Rust.
fn in_plain_words(sentence: &str) -> String {
    const TYPES: [(&str, &str); 6] = [
        ("expected u16", "expected a whole number"),
        ("expected u32", "expected a whole number"),
        ("expected u64", "expected a whole number"),
        ("expected a boolean", "expected true or false"),
        ("expected a string", "expected a text in quotes"),
        ("expected a sequence", "expected a list in brackets"),
    ];
    TYPES.iter().fold(sentence.to_owned(), |sentence, (types, words)| sentence.replace(types, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(file: &str, environment: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Config, String> {
        let own = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
        };
        Config::from_layers(Some(("kith.toml".into(), file.to_owned())), &own(environment), &own(flags))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_defaults_are_a_configuration() {
        let config = config("", &[], &[]).unwrap();
        assert_eq!(config.policy(), kith_app::presets::standard());
    }

    #[test]
    fn each_layer_wins_over_the_one_before() {
        let file = "listen = \"127.0.0.1:1\"\n[policy]\nundo = { send = \"2s\" }";
        assert_eq!(config(file, &[], &[]).unwrap().listen.port(), 1);
        let environment = [("KITH_LISTEN", "127.0.0.1:2"), ("KITH_POLICY_UNDO_SEND", "3s")];
        let with_environment = config(file, &environment, &[]).unwrap();
        assert_eq!(with_environment.listen.port(), 2);
        assert_eq!(with_environment.policy().undo.send.to_string(), "3s");
        let with_flag = config(file, &environment, &[("listen", "127.0.0.1:3")]).unwrap();
        assert_eq!(with_flag.listen.port(), 3);
    }

    #[test]
    fn a_preset_is_chosen_and_any_key_overrides_it() {
        let file =
            "[policy]\npreset = \"strict\"\ninvitations = { weekly = \"off\" }\nmarks.window = \"off\"";
        let policy = config(file, &[], &[]).unwrap().policy();
        assert!(policy.withdraw.after_view);
        assert_eq!(policy.invitations.weekly, kith_domain::policy::Limit::Off);
        assert_eq!(policy.invitations.pending, kith_domain::policy::Limit::At(200));
        assert_eq!(policy.marks.window, kith_domain::policy::Window::Forever);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (file, sentence) in [
            ("lisen = \"x\"", "kith.toml: there is no key lisen; did you mean listen?"),
            (
                "[policy.notes]\nmax_graphemes = 1",
                "kith.toml: there is no key policy.notes; did you mean policy.note?",
            ),
            (
                "[policy]\nundo = { sent = \"2s\" }",
                "kith.toml: there is no key policy.undo.sent; did you mean policy.undo.send?",
            ),
            (
                "[policy]\npreset = \"strickt\"",
                "policy.preset: there is no preset \"strickt\"; there are standard, classic, strict",
            ),
            ("listen = \"x\"", "listen: \"x\" is no address and port, such as 127.0.0.1:8080"),
            ("database.connections = 1", "database.connections: 2 to 1000 connections can be kept"),
            ("patience = \"11m\"", "patience: it is from \"1s\" to \"10m\""),
            ("database.deadline = \"1m\"", "database.deadline: it is from \"1s\" to \"25s\""),
            (
                "public_url = \"https://guild.example/kith\"",
                "public_url: \"https://guild.example/kith\" has a path; this version is served at the root of its host alone",
            ),
            (
                "cors_origins = [\"*\"]",
                "cors_origins: \"*\" is no origin; write scheme, host and port, such as https://app.example",
            ),
            (
                "cors_origins = [\"https://app.example/\"]",
                "cors_origins: \"https://app.example/\" is no origin; write scheme, host and port, such as https://app.example",
            ),
        ] {
            assert_eq!(config(file, &[], &[]).map(|_| ()).unwrap_err(), sentence, "{file}");
        }
        let unit = config("[policy]\nexpiry = { after = \"180\" }", &[], &[]).unwrap_err();
        assert!(unit.starts_with("policy.expiry.after: ") && unit.contains("180d"), "{unit}");
        let broken = config("listen = ", &[], &[]).unwrap_err();
        assert!(broken.starts_with("kith.toml: line 1: "), "{broken}");
        let double = config("name = \"a\"\nname = \"b\"", &[], &[]).unwrap_err();
        assert!(double.starts_with("kith.toml: line 2: "), "{double}");
        let number = config("", &[("KITH_POLICY_NOTE_MAX_GRAPHEMES", "many")], &[]).unwrap_err();
        assert!(number.contains("policy.note.max_graphemes"), "{number}");
    }

    #[test]
    fn what_is_shown_holds_no_secret() {
        let file = "database_url = \"postgres://kith:s3cret@db/kith\"\nmetrics.token = \"s3cret\"";
        let config = config(file, &[], &[]).unwrap();
        assert!(!config.shown().contains("s3cret"), "{}", config.shown());
        assert_eq!(config.database_told(), "postgres://kith:(hidden)@db/kith");
        assert_eq!(config.engine().deadline, Duration::from_secs(5));
    }

    #[test]
    fn an_unknown_variable_is_named_with_the_nearest() {
        let sentence = config("", &[("KITH_DATABASE_URI", "x")], &[]).unwrap_err();
        assert_eq!(sentence, "there is no variable KITH_DATABASE_URI; did you mean KITH_DATABASE_URL?");
    }
}
