//! The files that pages load, inside the program: under names that change with what they hold, kept for good.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::conditional::known;
use crate::extract::Path;
use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Embedded;

/// The sheets, in the order in which they are joined into `kith.css`.
const ORDER: &str = include_str!("../assets/css/ORDER");

/// A file as it is served.
struct Asset {
    bytes: Bytes,
    kind: HeaderValue,
    etag: HeaderValue,
}

/// Every file under its plain name, and the plain name of every name with a fingerprint.
struct Assets {
    files: HashMap<String, Asset>,
    plain: HashMap<String, String>,
    fingerprinted: HashMap<String, String>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::read);

impl Assets {
    fn read() -> Self {
        let mut assets = Self { files: HashMap::new(), plain: HashMap::new(), fingerprinted: HashMap::new() };
        for path in Embedded::iter().filter(|path| !path.starts_with("css/")) {
            if let Some(file) = Embedded::get(&path) {
                assets.add(&path, file.data.into_owned());
            }
        }
        let mut css = Vec::new();
        for sheet in ORDER.split_whitespace() {
            if let Some(file) = Embedded::get(&format!("css/{sheet}")) {
                css.extend_from_slice(&file.data);
                css.push(b'\n');
            }
        }
        assets.add("kith.css", css);
        assets
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) {
        let hash: String = Sha256::digest(&bytes).iter().take(8).map(|b| format!("{b:02x}")).collect();
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, "bin"));
        let fingerprinted = format!("{stem}-{hash}.{ending}");
        let etag = HeaderValue::from_str(&format!("\"{hash}\""));
        let asset = Asset {
            bytes: bytes.into(),
            kind: HeaderValue::from_static(kind(ending)),
            etag: etag.unwrap_or(HeaderValue::from_static("\"\"")),
        };
        self.plain.insert(fingerprinted.clone(), path.to_owned());
        self.fingerprinted.insert(path.to_owned(), format!("/assets/{fingerprinted}"));
        self.files.insert(path.to_owned(), asset);
    }
}

/// The address of a file in `assets/`, with its fingerprint: `href("kith.css")` is `/assets/kith-1f….css`.
pub fn href(path: &str) -> String {
    let known = ASSETS.fingerprinted.get(path).cloned();
    known.unwrap_or_else(|| format!("/assets/{path}"))
}

/// Serves a file: for good under its fingerprint, else as long as it has not changed.
pub(crate) async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let (plain, caching) = match ASSETS.plain.get(&path) {
        Some(plain) => (plain.as_str(), "public, max-age=31536000, immutable"),
        None => (path.as_str(), "public, no-cache"),
    };
    let Some(asset) = ASSETS.files.get(plain) else { return Problem::not_found().into_response() };
    let unchanged = known(&headers, asset.etag.to_str().unwrap_or_default());
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        asset.bytes.clone().into_response()
    };
    let answer = response.headers_mut();
    answer.insert(CONTENT_TYPE, asset.kind.clone());
    answer.insert(ETAG, asset.etag.clone());
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

fn kind(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_is_named_in_the_order_and_is_there() {
        let named: Vec<&str> = ORDER.split_whitespace().collect();
        let mut there: Vec<String> = Embedded::iter()
            .filter_map(|path| path.strip_prefix("css/").filter(|name| *name != "ORDER").map(str::to_owned))
            .collect();
        let mut sorted = named.clone();
        sorted.sort_unstable();
        there.sort_unstable();
        assert_eq!(sorted, there);
    }

    #[test]
    fn a_fingerprint_leads_to_its_file() {
        let css = href("kith.css");
        assert!(css.starts_with("/assets/kith-") && css.ends_with(".css"), "{css}");
        assert_eq!(
            ASSETS.plain.get(css.trim_start_matches("/assets/")).map(String::as_str),
            Some("kith.css")
        );
        assert_eq!(href("not/there.js"), "/assets/not/there.js");
    }
}
