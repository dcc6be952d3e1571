//! What must not stand in a file that is kept for ever.

/// Words that name secrets, as parts of a variable's name.
const WORDS: &[&str] = &[
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "API_KEY",
    "PRIVATE_KEY",
    "ACCESS_KEY",
    "CREDENTIALS",
];

/// How well-known secrets begin.
const BEGINNINGS: &[&str] = &[
    "-----BEGIN",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "AKIA",
    "xoxb-",
    "xoxp-",
    "sk_live_",
    "eyJhbGciOi",
];

/// Whether a variable seems to hold a secret: by its name, unless it names a file, or by its value.
pub(super) fn likely(name: &str, value: &str) -> bool {
    let upper = name.to_uppercase().replace('-', "_");
    let place = upper.ends_with("_FILE") || upper.ends_with("_PATH") || upper.ends_with("_URL");
    let named = !place && WORDS.iter().any(|word| upper.contains(word));
    let known = BEGINNINGS.iter().any(|beginning| value.contains(beginning));
    (named && !value.is_empty()) || known || in_address(value)
}

/// Whether an address carries a user name or password; `git@host:path` does not.
pub(crate) fn in_address(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match host.rsplit_once('@') {
        Some((user, _)) => scheme != "ssh" || user.contains(':'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{in_address, likely};

    #[test]
    fn secrets_and_what_only_looks_like_them() {
        assert!(likely("DB_PASSWORD", "x"));
        assert!(likely("HEADER", "ghp_0123456789"));
        assert!(likely("DATABASE", "postgres://me:pass@db/x"));
        assert!(!likely("DB_PASSWORD", ""));
        assert!(!likely("TOKEN_FILE", "/run/token"));
        assert!(!likely("REGION", "eu-central-1"));
    }

    #[test]
    fn addresses_with_credentials() {
        assert!(in_address("https://me:pass@example.org/x"));
        assert!(in_address("https://token@example.org/x"));
        assert!(in_address("ssh://git:pass@example.org/x"));
        assert!(!in_address("ssh://git@example.org/x"));
        assert!(!in_address("git@example.org:x/y"));
        assert!(!in_address("https://example.org/@scope/x"));
    }
}
