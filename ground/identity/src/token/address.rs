//! Addresses of issuers.

/// Longest address, in characters.
const LONGEST: usize = 255;

/// What is wrong with an address, if something is.
pub(super) fn wrong(address: &str) -> Option<&'static str> {
    let Some(rest) = without_scheme(address) else {
        return Some("it has to begin with `https://`");
    };
    if host(rest).is_empty() {
        return Some("it has no host");
    }
    if address.len() > LONGEST {
        return Some("it is longer than 255 characters");
    }
    if rest.contains(odd) {
        return Some(
            "there is something in it that an address of an issuer does not have, such as `?`, `#`, `@` or a space",
        );
    }
    address.ends_with('/').then_some("it has a `/` at its end")
}

/// What comes after the scheme; `http` is for this machine itself, where nobody listens in between.
fn without_scheme(address: &str) -> Option<&str> {
    let near = |rest: &&str| matches!(host(rest), "localhost" | "127.0.0.1" | "[::1]");
    let plain = || address.strip_prefix("http://").filter(near);
    address.strip_prefix("https://").or_else(plain)
}

/// The host, without a port. Colons within brackets are an address's own.
fn host(rest: &str) -> &str {
    let authority = rest.split('/').next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => authority,
    }
}

fn odd(c: char) -> bool {
    !c.is_ascii_graphic() || matches!(c, '?' | '#' | '@' | '\\' | '"' | '<' | '>')
}
