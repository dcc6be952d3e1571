//! The cookie that a session lives in.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use holdpoint_service::{LIFETIME, LOGIN_MS, Remember, Remembered};

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

/// What stands behind the name: of a log-in that has begun, and of where a session was begun.
const LOGIN: &str = "-login";
const PROVIDER: &str = "-provider";

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

    /// What the cookie of a session is called; those of log-ins have something behind it.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Secure => Some("__Host-holdpoint"),
            Self::Plain => Some("holdpoint"),
            Self::Off => None,
        }
    }

    /// The token that a request bears.
    pub(crate) fn token(self, headers: &HeaderMap) -> Option<String> {
        self.found(headers, "")
    }

    /// What it bears of log-ins at providers.
    pub(crate) fn remembered(self, headers: &HeaderMap) -> Remembered {
        Remembered {
            login: self.found(headers, LOGIN),
            provider: self.found(headers, PROVIDER),
        }
    }

    fn found(self, headers: &HeaderMap, suffix: &str) -> Option<String> {
        let wanted = format!("{}{suffix}", self.name()?);
        let pairs = headers.get_all(COOKIE).iter();
        let mut pairs = pairs
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let token = pairs.find_map(|(name, value)| (*name == *wanted).then_some(value));
        token.filter(|token| !token.is_empty()).map(str::to_owned)
    }

    /// What sets it.
    pub(crate) fn set(self, token: &str) -> Option<HeaderValue> {
        self.header("", token, LIFETIME.absolute / 1_000)
    }

    /// What clears it.
    pub(crate) fn clear(self) -> Option<HeaderValue> {
        self.header("", "", 0)
    }

    /// What makes the browser remember that of a log-in.
    pub(crate) fn remember(self, what: &Remember) -> Vec<HeaderValue> {
        let over = self.header(LOGIN, "", 0);
        let found = match what {
            Remember::Login(cookie) => [self.header(LOGIN, cookie, LOGIN_MS / 1_000), None],
            Remember::Over(None) => [over, None],
            Remember::Over(Some(provider)) => {
                let lasting = LIFETIME.absolute / 1_000;
                [over, self.header(PROVIDER, provider, lasting)]
            }
        };
        found.into_iter().flatten().collect()
    }

    /// What makes it forget where the session was begun.
    pub(crate) fn forget_provider(self) -> Option<HeaderValue> {
        self.header(PROVIDER, "", 0)
    }

    fn header(self, suffix: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
        let name = format!("{}{suffix}", self.name()?);
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
    fn a_log_in_has_a_cookie_of_its_own() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("holdpoint-login=planted"));
        headers.append(
            COOKIE,
            HeaderValue::from_static("__Host-holdpoint-login=ours"),
        );
        let kept = Cookies::Secure.remembered(&headers);
        assert_eq!((kept.login.as_deref(), kept.provider), (Some("ours"), None));
        assert_eq!(
            Cookies::Secure.remember(&Remember::Login("x".to_owned())),
            ["__Host-holdpoint-login=x; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"]
        );
        let over = Cookies::Plain.remember(&Remember::Over(Some("acme".to_owned())));
        assert_eq!(
            over,
            [
                "holdpoint-login=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
                "holdpoint-provider=acme; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"
            ]
        );
        assert!(Cookies::Off.remember(&Remember::Over(None)).is_empty());
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
