//! The cookie that a session lives in.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use holdpoint_service::LIFETIME;

/// How browsers keep their sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cookies {
    /// Over TLS, for this host only: `__Host-holdpoint`.
    Secure,
    /// On this machine, where nobody listens between: `holdpoint`.
    Plain,
    /// Not at all: whoever listens on the network would read them.
    #[default]
    Off,
}

impl Cookies {
    /// What an address by which people reach the server allows; none says that it is listened on directly.
    #[must_use]
    pub fn of(public_url: Option<&str>, loopback: bool) -> Self {
        match public_url {
            Some(url) if url.starts_with("https://") => Self::Secure,
            None if loopback => Self::Plain,
            _ => Self::Off,
        }
    }

    fn name(self) -> Option<&'static str> {
        match self {
            Self::Secure => Some("__Host-holdpoint"),
            Self::Plain => Some("holdpoint"),
            Self::Off => None,
        }
    }

    /// The token that a request bears.
    pub(crate) fn token(self, headers: &HeaderMap) -> Option<String> {
        let wanted = self.name()?;
        let pairs = headers.get_all(COOKIE).iter();
        let mut pairs = pairs
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let token = pairs.find_map(|(name, value)| (name == wanted).then_some(value));
        token.filter(|token| !token.is_empty()).map(str::to_owned)
    }

    /// What sets it.
    pub(crate) fn set(self, token: &str) -> Option<HeaderValue> {
        self.header(token, LIFETIME.absolute / 1_000)
    }

    /// What clears it.
    pub(crate) fn clear(self) -> Option<HeaderValue> {
        self.header("", 0)
    }

    fn header(self, value: &str, seconds: i64) -> Option<HeaderValue> {
        let name = self.name()?;
        let secure = if self == Self::Secure { "; Secure" } else { "" };
        let text =
            format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_how() {
        let https = Some("https://holdpoint.example.org");
        assert_eq!(Cookies::of(https, false), Cookies::Secure);
        assert_eq!(Cookies::of(None, true), Cookies::Plain);
        assert_eq!(Cookies::of(None, false), Cookies::Off);
        assert_eq!(Cookies::of(Some("http://example.org"), true), Cookies::Off);
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=b; holdpoint=one"));
        headers.append(COOKIE, HeaderValue::from_static("__Host-holdpoint=two"));
        assert_eq!(Cookies::Plain.token(&headers).as_deref(), Some("one"));
        assert_eq!(Cookies::Secure.token(&headers).as_deref(), Some("two"));
        assert_eq!(Cookies::Off.token(&headers), None);
    }

    #[test]
    fn only_tls_makes_it_secure() {
        assert_eq!(
            Cookies::Secure.set("x").unwrap(),
            "__Host-holdpoint=x; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            Cookies::Plain.clear().unwrap(),
            "holdpoint=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
        assert_eq!(Cookies::Off.set("x"), None);
    }
}
