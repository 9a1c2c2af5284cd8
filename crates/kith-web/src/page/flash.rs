use std::fmt;

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// The cookie that carries it to the next page.
const COOKIE: &str = "kith_flash";
/// Longer ones are not what a page of ours wrote.
const LONGEST: usize = 1_500;

/// What an act did, said once on the next page, with the way back where there is one (R1.2, R10.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    text: String,
    undo: Option<String>,
    link: Option<(String, String)>,
    #[serde(default)]
    failed: bool,
}

impl Flash {
    /// A sentence about what was done.
    pub fn say(text: impl Into<String>) -> Self {
        Self { text: text.into(), undo: None, link: None, failed: false }
    }

    /// A sentence about what was not done, and why.
    pub fn fail(text: impl Into<String>) -> Self {
        Self { failed: true, ..Self::say(text) }
    }

    /// With a button that takes it back: a form posted to this path.
    #[must_use]
    pub fn undo(mut self, path: impl Into<String>) -> Self {
        self.undo = Some(path.into());
        self
    }

    /// With a link to what may come next.
    #[must_use]
    pub fn link(mut self, path: impl Into<String>, words: impl Into<String>) -> Self {
        self.link = Some((path.into(), words.into()));
        self
    }

    /// Where the button that takes it back posts to.
    pub fn undo_path(&self) -> Option<&str> {
        self.undo.as_deref()
    }

    /// The link's path and words.
    pub fn next(&self) -> Option<(&str, &str)> {
        self.link.as_ref().map(|(path, words)| (path.as_str(), words.as_str()))
    }

    /// Whether it is about something that was not done.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// What the last act left for this page. Whoever writes the cookie writes to themselves alone; it is
    /// shown as text, and its paths stay on this site.
    pub fn read(headers: &HeaderMap) -> Option<Self> {
        let jar = CookieJar::from_headers(headers);
        let value = jar.get(COOKIE)?.value().to_owned();
        let json = URL_SAFE_NO_PAD.decode((value.len() <= LONGEST).then_some(value)?).ok()?;
        let flash: Self = serde_json::from_slice(&json).ok()?;
        let here = |path: &str| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
        let paths = flash.undo.iter().chain(flash.link.iter().map(|(path, _)| path));
        paths.into_iter().all(|path| here(path)).then_some(flash)
    }

    /// Leaves it for the next page.
    pub fn leave(&self, response: &mut Response) {
        let json = serde_json::to_vec(self).unwrap_or_default();
        set(response, &URL_SAFE_NO_PAD.encode(json), 60);
    }

    /// Takes it away: it was said.
    pub fn forget(response: &mut Response) {
        set(response, "", 0);
    }
}

impl fmt::Display for Flash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn set(response: &mut Response, value: &str, seconds: u32) {
    let cookie = format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE as COOKIES;
    use axum::response::IntoResponse;

    use super::*;

    fn carried(flash: &Flash) -> Option<Flash> {
        let mut response = ().into_response();
        flash.leave(&mut response);
        let set = response.headers()[SET_COOKIE].to_str().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(COOKIES, set.split(';').next().unwrap().parse().unwrap());
        Flash::read(&headers)
    }

    #[test]
    fn it_reaches_the_next_page_whole() {
        let flash = Flash::say("Sent to 田中 <美咲>").undo("/invitations/1/undo").link("/x", "Add a note");
        assert_eq!(carried(&flash), Some(flash));
    }

    #[test]
    fn its_paths_stay_here() {
        for elsewhere in ["https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)"] {
            assert_eq!(carried(&Flash::say("x").undo(elsewhere)), None, "{elsewhere}");
            assert_eq!(carried(&Flash::say("x").link(elsewhere, "y")), None, "{elsewhere}");
        }
    }
}
