//! Credentials, and the token that OCI registries want instead of them.

use super::error::RegistryError;
use super::transport::{Method, Request, Transport};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::fmt;
use std::io::Read;

/// A user and a password, or a token to be sent as it is.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A user and a password.
    Basic {
        /// The user.
        user: String,
        /// The password, or a personal token.
        password: String,
    },
    /// A token.
    Bearer(String),
}

impl fmt::Debug for Credentials {
    /// Without what is secret.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Basic { user, .. } => out
                .debug_struct("Basic")
                .field("user", user)
                .finish_non_exhaustive(),
            Self::Bearer(_) => out.debug_struct("Bearer").finish_non_exhaustive(),
        }
    }
}

impl Credentials {
    pub(super) fn header(&self) -> (String, String) {
        let value = match self {
            Self::Basic { user, password } => {
                format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
            }
            Self::Bearer(token) => format!("Bearer {token}"),
        };
        ("Authorization".to_owned(), value)
    }
}

/// A `WWW-Authenticate: Bearer` challenge.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Challenge {
    pub(super) realm: String,
    pub(super) service: Option<String>,
}

impl Challenge {
    pub(super) fn parse(header: &str) -> Option<Self> {
        let (scheme, rest) = header.trim().split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        let parameters = parameters(rest);
        let value = |name: &str| {
            parameters
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
        };
        Some(Self {
            realm: value("realm")?,
            service: value("service"),
        })
    }
}

/// `key="value",key=value`; commas inside quotes do not separate.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some((key, after)) = rest.split_once('=') {
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        found.push((key.trim().to_owned(), value.trim().to_owned()));
        rest = after.trim_start_matches([',', ' ']);
    }
    found
}

#[derive(Deserialize)]
struct Token {
    token: Option<String>,
    access_token: Option<String>,
}

/// No answer with a token is larger.
const MAX_TOKEN: u64 = 64 * 1024;

/// Fetches a token that lets a repository be read.
///
/// Credentials are only ever sent to a realm with TLS, or to one on this machine when the registry is on it too.
pub(super) fn token(
    transport: &dyn Transport,
    challenge: &Challenge,
    repository: &str,
    credentials: Option<&Credentials>,
    local: bool,
) -> Result<Credentials, RegistryError> {
    let realm = &challenge.realm;
    let safe = realm.starts_with("https://") || (local && realm.starts_with("http://"));
    if !safe {
        return Err(RegistryError::protocol(
            realm,
            "tokens are fetched by https only",
        ));
    }
    let mut url = format!(
        "{realm}{}scope={}",
        if realm.contains('?') { '&' } else { '?' },
        encode(&format!("repository:{repository}:pull"))
    );
    if let Some(service) = &challenge.service {
        url.push_str(&format!("&service={}", encode(service)));
    }
    let headers = credentials.map(Credentials::header).into_iter().collect();
    let request = Request {
        method: Method::Get,
        url: url.clone(),
        headers,
    };
    let unreachable = |source| RegistryError::Unreachable {
        url: url.clone(),
        source,
    };
    let response = transport.send(&request).map_err(unreachable)?;
    if response.status != 200 {
        return Err(RegistryError::status(repository, &url, response.status));
    }
    let mut body = Vec::new();
    response
        .body
        .take(MAX_TOKEN)
        .read_to_end(&mut body)
        .map_err(|e| RegistryError::protocol(&url, e))?;
    let token: Token =
        serde_json::from_slice(&body).map_err(|e| RegistryError::protocol(&url, e))?;
    let token = token
        .token
        .or(token.access_token)
        .filter(|token| !token.is_empty());
    let usable = |token: &String| token.bytes().all(|b| b.is_ascii_graphic());
    let token = token
        .filter(usable)
        .ok_or_else(|| RegistryError::protocol(&url, "there is no token in it"))?;
    Ok(Credentials::Bearer(token))
}

/// Percent-encodes everything but letters, digits and `-._~`.
pub(super) fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    text.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
