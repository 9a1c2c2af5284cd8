//! What the operator decided about the web.

use crate::gate::peer::Network;
use crate::health::Metrics;

/// What the operator decided about the web.
#[derive(Clone)]
pub struct WebOptions {
    /// The address under which members reach this network, without a path: `https://guild.example`.
    pub public_url: String,
    /// Whether requests that come too fast are refused. The limits of the rules stay in any case.
    pub rate_limits: bool,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The sites whose pages may use the API with a token, as browsers name them: `https://app.example`.
    pub cors_origins: Vec<String>,
    /// The numbers for `/metrics`.
    pub metrics: Option<Metrics>,
}

impl WebOptions {
    /// The usual, under this address.
    pub fn new(public_url: impl Into<String>) -> Self {
        Self {
            public_url: public_url.into(),
            rate_limits: true,
            trusted_proxies: Vec::new(),
            cors_origins: Vec::new(),
            metrics: None,
        }
    }

    /// Whether members come over https, so that cookies go over nothing else.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The origin browsers send: scheme, host and port.
    pub fn origin(&self) -> &str {
        let rest = self.public_url.find("://").map_or(0, |at| at + 3);
        let end = self.public_url[rest..].find('/').map_or(self.public_url.len(), |at| rest + at);
        &self.public_url[..end]
    }
}
