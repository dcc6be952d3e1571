//! Names of agents, and the trust domain in which they are names.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Longest name of an agent: it is the common name of a certificate, too, of which RFC 5280 allows 64 characters.
const LONGEST_NAME: usize = 63;

/// Longest trust domain (SPIFFE-ID, section 2.1).
const LONGEST_DOMAIN: usize = 255;

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` cannot be {what}: {why}")]
pub struct NameMistake {
    what: &'static str,
    text: String,
    why: String,
}

/// Within which names of agents mean something: `release.example.com`. Lower-case letters, digits, `-`, `.` and `_`
/// (SPIFFE-ID, section 2.1). It need not be a name that can be looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrustDomain(String);

impl TrustDomain {
    /// The domain of that name.
    ///
    /// # Errors
    /// Says which letter of it is in the way.
    pub fn new(text: &str) -> Result<Self, NameMistake> {
        let fits = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '.' | '_');
        let allowed = "lower-case letters, digits, `-`, `.` and `_`";
        check("a trust domain", text, LONGEST_DOMAIN, fits, allowed)?;
        Ok(Self(text.to_owned()))
    }

    /// Its SPIFFE ID, which is that of its certificate authority: `spiffe://DOMAIN`.
    #[must_use]
    pub fn spiffe(&self) -> String {
        format!("spiffe://{}", self.0)
    }
}

/// The name of an agent: at most 63 letters, digits, `-`, `.` and `_` (a segment of a path: SPIFFE-ID, section 2.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AgentId(String);

impl AgentId {
    /// The agent of that name.
    ///
    /// # Errors
    /// Says which letter of it is in the way.
    pub fn new(text: &str) -> Result<Self, NameMistake> {
        let what = "the name of an agent";
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let allowed = "letters from A to Z, digits, `-`, `.` and `_`";
        check(what, text, LONGEST_NAME, fits, allowed)?;
        if matches!(text, "." | "..") {
            return Err(mistake(what, text, "it would be a way to another name"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its SPIFFE ID: `spiffe://DOMAIN/agent/NAME`.
    #[must_use]
    pub fn spiffe(&self, domain: &TrustDomain) -> String {
        format!("spiffe://{domain}/agent/{self}")
    }

    /// The agent whose SPIFFE ID this is; none if it is something else, or somebody of another domain.
    #[must_use]
    pub fn of_spiffe(id: &str, domain: &TrustDomain) -> Option<Self> {
        let path = id.strip_prefix("spiffe://")?.strip_prefix(&domain.0)?;
        Self::new(path.strip_prefix("/agent/")?).ok()
    }
}

fn check(
    what: &'static str,
    text: &str,
    longest: usize,
    fits: impl Fn(char) -> bool,
    allowed: &str,
) -> Result<(), NameMistake> {
    let wrong = |why: &str| Err(mistake(what, text, why));
    if text.is_empty() {
        return wrong("it is empty");
    }
    if text.len() > longest {
        return wrong(&format!("it is longer than {longest} characters"));
    }
    match text.chars().find(|c| !fits(*c)) {
        Some(c) => wrong(&format!(
            "`{}` is in it, and {allowed} may be",
            c.escape_debug()
        )),
        None => Ok(()),
    }
}

fn mistake(what: &'static str, text: &str, why: &str) -> NameMistake {
    let shown = text.chars().flat_map(char::escape_debug).take(80);
    NameMistake {
        what,
        text: shown.collect(),
        why: why.to_owned(),
    }
}

impl fmt::Display for TrustDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for AgentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TrustDomain {
    type Err = NameMistake;

    fn from_str(text: &str) -> Result<Self, NameMistake> {
        Self::new(text)
    }
}

impl FromStr for AgentId {
    type Err = NameMistake;

    fn from_str(text: &str) -> Result<Self, NameMistake> {
        Self::new(text)
    }
}
