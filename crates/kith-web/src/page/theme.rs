use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;

/// The cookie that remembers the choice.
const COOKIE: &str = "kith_theme";

/// The colours of the pages. A cookie and not a setting: it belongs to the device, and it holds before signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the settings.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// As the cookie and the page have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a word; as the device has it where the word is none.
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }

    /// The theme a request asks for.
    pub fn asked(headers: &HeaderMap) -> Self {
        CookieJar::from_headers(headers).get(COOKIE).map_or(Self::Auto, |cookie| Self::of(cookie.value()))
    }

    /// The `Set-Cookie` that remembers it for 400 days, as long as browsers keep any.
    pub fn cookie(self, https: bool) -> String {
        let secure = if https { "; Secure" } else { "" };
        format!("{COOKIE}={}; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax{secure}", self.word())
    }
}
