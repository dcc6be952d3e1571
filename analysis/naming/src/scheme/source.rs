//! The scheme as a person writes it, and what is checked when it is read.

use super::pattern::Pattern;
use super::{Format, Scheme, SchemeError, VersionRule};
use crate::version::VersionKind;
use regex_lite::Regex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A scheme, unchecked. Unknown keys are errors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemeSource {
    /// What names look like: text with placeholders, as in `{unit}-{component}-{version}.{extension}`.
    /// `{version}` is the artifact's version; other placeholders take the context's value, or any text
    /// without blanks and slashes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What placeholders may be, beyond what the context says.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub placeholders: BTreeMap<String, Placeholder>,
    /// What versions look like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionSource>,
    /// Where artifacts may be kept, with placeholders; what lies below an allowed place is allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repositories: Vec<String>,
    /// Whether versions that move (`latest`, `1.0-SNAPSHOT`, `main`) are allowed. They are not, unless
    /// this says so: nobody can audit what a name meant last month.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moving: bool,
}

/// The values of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Placeholder {
    /// One of these.
    OneOf(Vec<String>),
    /// What the regular expression accepts, as a whole.
    Regex(String),
}

/// The rule for versions: a kind alone, or with details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum VersionSource {
    /// A kind alone.
    Kind(VersionKind),
    /// A kind with details.
    Detailed(VersionDetails),
}

/// A rule for versions, in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionDetails {
    /// The notation.
    pub kind: VersionKind,
    /// For `regex` the expression, for `calver` a format such as `YYYY.0M.MICRO`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Whether pre-releases are allowed; they are unless this says no.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub prerelease: bool,
}

fn yes() -> bool {
    true
}

// serde wants a reference here.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
fn is_yes(value: &bool) -> bool {
    *value
}

impl TryFrom<SchemeSource> for Scheme {
    type Error = SchemeError;

    fn try_from(source: SchemeSource) -> Result<Self, SchemeError> {
        check_placeholders(&source)?;
        let read = |text: &str| {
            let pattern = Pattern::parse(text)?;
            match pattern.is_sound(&source.placeholders) {
                true => Ok(pattern),
                false => Err(SchemeError::Together(text.to_owned())),
            }
        };
        let name = source.name.as_deref().map(read).transpose()?;
        let places = source.repositories.iter().map(|text| place(text));
        let repositories = places.map(read).collect::<Result<Vec<_>, _>>()?;
        for described in source.placeholders.keys() {
            if !name
                .iter()
                .chain(&repositories)
                .any(|pattern| pattern.has(described))
            {
                return Err(SchemeError::Unused(described.clone()));
            }
        }
        let version = source.version.as_ref().map(version_rule).transpose()?;
        Ok(Self {
            name,
            version,
            repositories,
            source,
        })
    }
}

/// A place without the parts of a URL that do not tell places apart.
pub(super) fn place(text: &str) -> &str {
    text.split_once("://")
        .map_or(text, |(_, rest)| rest)
        .trim_end_matches('/')
}

fn check_placeholders(source: &SchemeSource) -> Result<(), SchemeError> {
    for (name, placeholder) in &source.placeholders {
        match placeholder {
            Placeholder::OneOf(values) if values.is_empty() => {
                return Err(SchemeError::NoValues(name.clone()));
            }
            Placeholder::OneOf(_) => {}
            Placeholder::Regex(expression) => {
                whole(name, expression)?;
            }
        }
    }
    Ok(())
}

/// Compiles an expression that must match a text as a whole.
fn whole(place: &str, expression: &str) -> Result<Regex, SchemeError> {
    let broken = |error: regex_lite::Error| SchemeError::Regex {
        place: place.to_owned(),
        expression: expression.to_owned(),
        reason: error.to_string(),
    };
    // Alone first: `a)(b` must not become sound by what is put around it.
    Regex::new(expression).map_err(broken)?;
    Regex::new(&format!("^(?:{expression})$")).map_err(broken)
}

fn version_rule(source: &VersionSource) -> Result<VersionRule, SchemeError> {
    let details = match source {
        VersionSource::Kind(kind) => VersionDetails {
            kind: *kind,
            pattern: None,
            prerelease: true,
        },
        VersionSource::Detailed(details) => details.clone(),
    };
    let format = match (details.kind, details.pattern) {
        (VersionKind::Regex, Some(expression)) => {
            let regex = whole("version", &expression)?;
            Format::Regex(expression, regex)
        }
        (VersionKind::Regex, None) => return Err(SchemeError::RegexMissing),
        (VersionKind::Calver, Some(format)) => Format::Calver(format.parse()?),
        (kind, Some(_)) => return Err(SchemeError::PatternUnexpected(kind.as_str())),
        (_, None) => Format::None,
    };
    Ok(VersionRule {
        kind: details.kind,
        format,
        prerelease: details.prerelease,
    })
}
