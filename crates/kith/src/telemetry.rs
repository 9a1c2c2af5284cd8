//! Logs: to stderr, text for people and JSON for machines, never with addresses, notes or tokens in them.

use std::io::IsTerminal;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Log, LogFormat, LogLevel};

/// Begins to log. Called once, before anything else is done.
pub(crate) fn begin(log: &Log) {
    let level = match log.level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    // Libraries below us are asked for what is worth a look only.
    let targets = Targets::new().with_default(level.min(LevelFilter::WARN)).with_targets([
        ("kith", level),
        ("kith_app", level),
        ("kith_store", level),
        ("kith_web", level),
    ]);
    let terminal = std::io::stderr().is_terminal();
    let json = match log.format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::Auto => !terminal,
    };
    // Where nobody reads the log any more there is nobody to tell, and telling would be a panic.
    let layer = if json {
        tracing_subscriber::fmt::layer()
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .log_internal_errors(false)
            .with_writer(std::io::stderr)
            .boxed()
    } else {
        tracing_subscriber::fmt::layer()
            .with_ansi(terminal)
            .log_internal_errors(false)
            .with_writer(std::io::stderr)
            .boxed()
    };
    // A second call, as tests make it, keeps the first.
    let _ = tracing_subscriber::registry().with(layer.with_filter(targets)).try_init();
}
