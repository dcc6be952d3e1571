//! Addresses that providers are reached by.

/// Longest address.
const LONGEST: usize = 2_000;

/// Whether something can be fetched from there, and nobody between has a say: `https`, or the machine itself. No
/// credentials, no fragment, nothing blank.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let sound = |c: char| c.is_ascii_graphic() && !matches!(c, '#' | '"' | '<' | '>' | '\\');
    let plain = text.len() <= LONGEST && text.chars().all(sound);
    let host = host(authority);
    plain
        && !authority.contains('@')
        && !host.is_empty()
        && match scheme {
            "https" => true,
            "http" => matches!(host, "127.0.0.1" | "localhost" | "[::1]"),
            _ => false,
        }
}

/// The same for an issuer, which has no query either (OpenID Connect Core, section 2).
#[must_use]
pub fn is_issuer(text: &str) -> bool {
    is_address(text) && !text.contains('?')
}

/// Where an issuer says what it is (OpenID Connect Discovery, section 4).
#[must_use]
pub fn well_known(issuer: &str) -> String {
    let base = issuer.strip_suffix('/').unwrap_or(issuer);
    format!("{base}/.well-known/openid-configuration")
}

/// An authority without its port.
fn host(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => match rest.find(']') {
            Some(end) => authority.get(..end + 2).unwrap_or_default(),
            None => "",
        },
        None => authority.split(':').next().unwrap_or_default(),
    }
}
