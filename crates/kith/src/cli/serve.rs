//! `kith serve`: the network over HTTP, until it is told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use kith_app::{App, nodes};
use kith_store::engine::EngineStats;
use kith_web::health::{Metrics, metrics_router};
use kith_web::{Web, WebOptions};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cli::connections::answer;
use crate::cli::embedded::{Hold, database_file};
use crate::cli::{app, open_store};
use crate::config::{Config, Switch};

/// How long requests under way may take to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How often what nobody needs any more is let go of.
const TIDY: Duration = Duration::from_secs(60);

/// Serves the network of a configuration.
pub(crate) async fn serve(config: &Config) -> Result<()> {
    let hold = database_file(&config.database_url).map(Hold::of).transpose()?;
    let listener = listen(config.listen).await?;
    serve_on(config, listener, hold).await
}

/// A listener at an address, or one sentence why not.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Serves on a listener until SIGTERM or SIGINT; answers what is under way before it lets go of the database.
pub(crate) async fn serve_on(config: &Config, listener: TcpListener, hold: Option<Hold>) -> Result<()> {
    for unmet in config.unmet() {
        tracing::warn!("{unmet}");
    }
    let address = listener.local_addr()?;
    let public_url = match config.public_url.as_str() {
        "" => format!("http://{address}"),
        url => url.trim_end_matches('/').to_owned(),
    };
    let metrics_listener = match config.metrics.listen {
        Some(own) => Some(listen(own).await?),
        None => None,
    };
    let store = open_store(config).await?;
    let (app, node) = app(config, store.clone(), nodes::SERVER).await?;
    let metrics = metrics(config, app.clone())?;
    let begun = Instant::now();
    let known = store.read_graph().await?;
    let took = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        members = known.members,
        connections = known.connections,
        bytes = known.bytes,
        took_ms = took,
        "knows who is connected"
    );
    let followers = app.spawn_followers();

    let (stop, stopped) = watch::channel(false);
    let patience = config.patience();
    let mut options = WebOptions::new(public_url.clone());
    options.rate_limits = config.rate_limits == Switch::On;
    options.trusted_proxies = config.trusted_proxies.clone();
    options.cors_origins = config.cors_origins.clone();
    options.metrics = Some(metrics.clone());
    let web = Web::new(app.clone(), options);
    tokio::spawn(tidy(web.clone(), stopped.clone()));
    if let Some(listener) = metrics_listener {
        let mut stopped = stopped.clone();
        let router = metrics_router(metrics);
        tokio::spawn(async move {
            let until = async move { drop(stopped.wait_for(|stop| *stop).await) };
            answer(listener, router, patience, until).await;
        });
    }

    let number = node.node().number();
    tracing::info!(node = number, address = %address, url = %public_url, network = %config.name, "serving");
    let mut asked = stopped.clone();
    let until = async move { drop(asked.wait_for(|stop| *stop).await) };
    let server = tokio::spawn(answer(listener, kith_web::router(web), patience, until));

    told_to_stop().await?;
    tracing::info!("stopping");
    stop.send_replace(true);
    // Streams of live news end with the followers; what is asked otherwise is answered.
    followers.stop().await;
    tokio::select! {
        ended = tokio::time::timeout(DRAIN, server) => match ended {
            Ok(ended) => ended.context("the server broke off")?,
            Err(_) => tracing::warn!("some requests were not answered in time"),
        },
        // Whoever asks twice does not want to wait.
        again = told_to_stop() => {
            again?;
            tracing::warn!("told to stop again; not waiting for requests under way");
        }
    }
    node.give_back().await;
    store.engine().close().await;
    drop(hold);
    Ok(())
}

/// Waits for SIGTERM or SIGINT.
pub(crate) async fn told_to_stop() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
        tokio::select! {
            _ = terminate.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted?,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// Counts what happens, and renders it for whoever asks.
fn metrics(config: &Config, app: App) -> Result<Metrics> {
    static RECORDER: std::sync::OnceLock<Result<PrometheusHandle, String>> = std::sync::OnceLock::new();
    let handle = RECORDER
        .get_or_init(|| PrometheusBuilder::new().install_recorder().map_err(|error| error.to_string()))
        .clone()
        .map_err(|error| anyhow::anyhow!("cannot count: {error}"))?;
    let token = Some(config.metrics.token.clone()).filter(|token| !token.is_empty());
    let render = move || {
        tell(&app.store().engine().stats());
        let known = app.store().known_now();
        metrics::gauge!("kith_graph_members").set(known.members as f64);
        metrics::gauge!("kith_graph_connections").set(known.connections as f64);
        metrics::gauge!("kith_graph_bytes").set(known.bytes as f64);
        metrics::counter!("kith_password_hashes_total").absolute(app.passwords_hashed());
        handle.render()
    };
    Ok(Metrics { render: Arc::new(render), token })
}

/// The numbers of the store, as `/metrics` gives them.
fn tell(stats: &EngineStats) {
    metrics::gauge!("kith_store_wal_pages").set(stats.wal_pages as f64);
    metrics::counter!("kith_store_wal_bytes_total").absolute(stats.wal_bytes);
    metrics::counter!("kith_store_commits_total").absolute(stats.commits);
    metrics::counter!("kith_store_conflicts_total").absolute(stats.conflicts);
    metrics::counter!("kith_store_groups_total").absolute(stats.groups);
}

/// Lets go of what nobody needs any more.
async fn tidy(web: Web, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(TIDY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        web.tidy();
    }
}
