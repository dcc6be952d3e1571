//! An organisation's scheme: how artifacts are named, which versions they carry, where they are kept.

mod check;
mod pattern;
mod source;
mod violation;

use std::collections::BTreeMap;
use thiserror::Error;

pub use source::{Placeholder, SchemeSource, VersionDetails, VersionSource};
pub use violation::{Violation, ViolationCode};

use crate::version::{CalverFormat, CalverFormatError, VersionKind};
use pattern::Pattern;
use regex_lite::Regex;

/// A scheme that was read and is sound.
///
/// ```
/// use holdpoint_naming::{Context, Scheme};
/// let scheme: Scheme = serde_json::from_str(r#"{
///     "name": "{unit}-{component}-{version}.{extension}",
///     "version": "semver",
///     "repositories": ["registry.example.com/{unit}"]
/// }"#)?;
/// let context = Context::new().with("unit", "payments").with("component", "ledger");
/// let found = scheme.check(
///     "payments-ledger-1.4.0.jar", Some("1.4.0"), Some("registry.example.com/payments"), &context);
/// assert!(found.is_empty());
/// let found = scheme.check("ledger-1.4.jar", Some("1.4"), None, &context);
/// let codes: Vec<&str> = found.iter().map(|violation| violation.code.as_str()).collect();
/// assert_eq!(codes, ["artifact-name", "artifact-version", "artifact-repository-missing"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "SchemeSource", into = "SchemeSource")]
pub struct Scheme {
    source: SchemeSource,
    name: Option<Pattern>,
    version: Option<VersionRule>,
    repositories: Vec<Pattern>,
}

#[derive(Clone, Debug)]
struct VersionRule {
    kind: VersionKind,
    format: Format,
    prerelease: bool,
}

#[derive(Clone, Debug)]
enum Format {
    None,
    Regex(String, Regex),
    Calver(CalverFormat),
}

impl PartialEq for Scheme {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Scheme {}

impl From<Scheme> for SchemeSource {
    fn from(scheme: Scheme) -> Self {
        scheme.source
    }
}

impl Scheme {
    /// The scheme as it was written.
    pub fn source(&self) -> &SchemeSource {
        &self.source
    }
}

/// What is known of an artifact besides its own name: the values of placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    values: BTreeMap<String, String>,
}

impl Context {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the value of a placeholder, such as `unit`.
    #[must_use]
    pub fn with(mut self, placeholder: &str, value: &str) -> Self {
        self.values.insert(placeholder.to_owned(), value.to_owned());
        self
    }

    /// The value of a placeholder.
    pub fn get(&self, placeholder: &str) -> Option<&str> {
        self.values.get(placeholder).map(String::as_str)
    }
}

/// Why a scheme is not sound.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SchemeError {
    /// A brace without its partner, or an empty pattern.
    #[error("the pattern `{pattern}` is broken at column {column}: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Counted from 1, in characters.
        column: usize,
        /// What is wrong.
        reason: &'static str,
    },
    /// A regular expression that does not compile.
    #[error("the regular expression `{expression}` of `{place}` is broken: {reason}")]
    Regex {
        /// Where it stands: a placeholder or `version`.
        place: String,
        /// The expression.
        expression: String,
        /// What the reader of expressions says.
        reason: String,
    },
    /// The expressions of the placeholders do not go together.
    #[error(
        "the regular expressions of the placeholders in `{0}` do not go together: use no named groups, and less repetition"
    )]
    Together(String),
    /// A placeholder that allows nothing.
    #[error("the placeholder `{0}` allows no value at all: list at least one")]
    NoValues(String),
    /// A placeholder is described but no pattern has it.
    #[error("the placeholder `{0}` is described, but no pattern has `{{{0}}}`")]
    Unused(String),
    /// `regex` without a pattern.
    #[error("a version of kind `regex` needs a `pattern`")]
    RegexMissing,
    /// A pattern where the kind has none.
    #[error(
        "a version of kind `{0}` has no `pattern`; use kind `regex`, or `calver` with a format"
    )]
    PatternUnexpected(&'static str),
    /// A calendar format that is none.
    #[error(transparent)]
    Calver(#[from] CalverFormatError),
}
