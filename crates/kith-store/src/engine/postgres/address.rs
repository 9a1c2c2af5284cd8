//! From a URL to what is needed to reach the servers it names.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::OpenError;

/// How long one try to reach one server may take, unless the URL says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long the network may be silent before a connection counts as lost: a machine that died says nothing.
const SILENCE: Duration = Duration::from_secs(5);

/// Where a database is, and how the way there is kept private.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) config: tokio_postgres::Config,
    pub(super) tls: MakeRustlsConnect,
}

impl Address {
    /// Reads `postgres://user:password@host:port,host:port/database?sslmode=…&sslrootcert=…` and whatever else
    /// libpq's URLs may hold that tokio-postgres knows.
    pub(super) fn parse(url: &str) -> Result<Address, OpenError> {
        let (plain, security) = Security::take_out_of(url)?;
        let wrong = |error: tokio_postgres::Error| OpenError::PostgresUrl(reason(&error));
        let mut config: tokio_postgres::Config = plain.parse().map_err(wrong)?;
        if config.get_hosts().is_empty() {
            return Err(OpenError::PostgresUrl("it names no host".to_owned()));
        }
        if config.get_dbname().is_none() {
            return Err(OpenError::PostgresUrl("it names no database".to_owned()));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        config.keepalives(true).keepalives_idle(SILENCE).keepalives_interval(SILENCE).keepalives_retries(2);
        config.tcp_user_timeout(SILENCE);
        config.application_name("kith");
        // Whatever the URL says: a server that cannot write is of no use.
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        config.ssl_mode(if security.encrypted(&config) { SslMode::Require } else { SslMode::Disable });
        let tls = security.tls()?;
        Ok(Address { config, tls })
    }
}

impl std::fmt::Display for Address {
    /// Hosts and database, never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hosts: Vec<String> = self.config.get_hosts().iter().map(name).collect();
        write!(f, "postgres://{}/{}", hosts.join(","), self.config.get_dbname().unwrap_or_default())
    }
}

/// The parts of a URL that say how the way is kept private.
struct Security {
    mode: Option<Mode>,
    root: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Plain,
    Verified,
}

impl Security {
    /// The URL without `sslmode` and `sslrootcert`, and what they said.
    fn take_out_of(url: &str) -> Result<(String, Security), OpenError> {
        let mut security = Security { mode: None, root: None };
        let Some((before, query)) = url.split_once('?') else { return Ok((url.to_owned(), security)) };
        let mut kept = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", "disable")) => security.mode = Some(Mode::Plain),
                Some(("sslmode", "require" | "verify-ca" | "verify-full")) => {
                    security.mode = Some(Mode::Verified);
                }
                Some(("sslmode", other)) => {
                    return Err(OpenError::PostgresUrl(format!(
                        "sslmode is `{other}`; it is `disable` or `verify-full`"
                    )));
                }
                Some(("sslrootcert", path)) => security.root = Some(path.replace("%2F", "/")),
                Some(_) | None => kept.push(pair),
            }
        }
        let plain = if kept.is_empty() { before.to_owned() } else { format!("{before}?{}", kept.join("&")) };
        Ok((plain, security))
    }

    /// Without a word about it, only what stays on this machine goes in the clear.
    fn encrypted(&self, config: &tokio_postgres::Config) -> bool {
        match self.mode {
            Some(mode) => mode == Mode::Verified,
            None => !config.get_hosts().iter().all(stays_here),
        }
    }

    /// Certificates are always verified, against the file that was named or the system's authorities.
    fn tls(&self) -> Result<MakeRustlsConnect, OpenError> {
        let mut roots = RootCertStore::empty();
        match &self.root {
            Some(path) => {
                let wrong = |error: &dyn std::fmt::Display| {
                    OpenError::PostgresUrl(format!("the certificates in `{path}` cannot be read: {error}"))
                };
                let found = CertificateDer::pem_file_iter(Path::new(path)).map_err(|error| wrong(&error))?;
                for certificate in found {
                    roots.add(certificate.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))?;
                }
            }
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| OpenError::PostgresUrl(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(MakeRustlsConnect::new(config))
    }
}

fn stays_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn name(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    }
}

/// What an error says, with what is behind it.
fn reason(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> SslMode {
        Address::parse(url).unwrap().config.get_ssl_mode()
    }

    #[test]
    fn what_leaves_the_machine_is_encrypted_unless_said_otherwise() {
        assert_eq!(mode("postgres://kith@localhost/kith"), SslMode::Disable);
        assert_eq!(mode("postgres://kith@127.0.0.1:5433,localhost/kith"), SslMode::Disable);
        assert_eq!(mode("postgres://kith@/kith?host=/run/postgresql"), SslMode::Disable);
        assert_eq!(mode("postgres://kith@db.example.org/kith"), SslMode::Require);
        assert_eq!(mode("postgres://kith@localhost,db.example.org/kith"), SslMode::Require);
        assert_eq!(mode("postgres://kith@db/kith?sslmode=disable"), SslMode::Disable);
        assert_eq!(
            mode("postgres://kith@localhost/kith?connect_timeout=1&sslmode=verify-full"),
            SslMode::Require
        );
    }

    #[track_caller]
    fn refused(url: &str, because: &str) {
        let said = Address::parse(url).err().expect("a refusal").to_string();
        assert!(said.contains(because), "{said}");
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_reason() {
        refused("postgres://kith@localhost", "no database");
        refused("postgres:///kith", "no host");
        refused("postgres://kith@localhost/kith?sslmode=prefer", "`prefer`");
        refused("postgres://kith@localhost/kith?colour=blue", "colour");
        refused("postgres://kith@localhost:port/kith", "port");
        refused("postgres://kith@db/kith?sslrootcert=/no/such/file", "/no/such/file");
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        let shown =
            Address::parse("postgres://kith:secret@a:1,b:2/network?sslmode=disable").unwrap().to_string();
        assert_eq!(shown, "postgres://a,b/network");
    }
}
