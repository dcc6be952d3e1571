//! Versions: what each notation accepts, and which of two versions is newer.

mod calver;
mod maven;
mod pep440;
mod semantic;

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use thiserror::Error;

pub use calver::{CalverFormat, CalverFormatError};

/// No version that people write is longer; the bound keeps every comparison small.
pub const MAX_VERSION_LENGTH: usize = 256;

/// A notation of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum VersionKind {
    /// Semantic Versioning 2.0.0: `1.4.0-rc.1+build.7`.
    Semver,
    /// Calendar versions: `2026.11.2`, `26.04`.
    Calver,
    /// What Maven accepts, in the order of its `ComparableVersion`.
    Maven,
    /// Semantic versions as the npm registry stores them: without build metadata.
    Npm,
    /// Python versions (PEP 440): `1!2.0rc1.post2.dev3+local`.
    Pep440,
    /// Whatever a regular expression of the scheme accepts; it has no order.
    Regex,
    /// Any text; it has no order.
    Any,
}

/// Why a text is no version of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{version}` is no {kind} version: {reason}")]
pub struct VersionError {
    /// The text.
    pub version: String,
    /// The notation's name.
    pub kind: &'static str,
    /// What is wrong, or what it should look like.
    pub reason: String,
}

impl VersionKind {
    /// The name that schemes use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Semver => "semver",
            Self::Calver => "calver",
            Self::Maven => "maven",
            Self::Npm => "npm",
            Self::Pep440 => "pep440",
            Self::Regex => "regex",
            Self::Any => "any",
        }
    }

    /// Whether `version` is written in this notation.
    ///
    /// # Errors
    /// Says what is wrong with it.
    ///
    /// ```
    /// use holdpoint_naming::VersionKind;
    /// assert!(VersionKind::Semver.check("1.4.0-rc.1").is_ok());
    /// assert!(VersionKind::Semver.check("1.4").is_err());
    /// ```
    pub fn check(self, version: &str) -> Result<(), VersionError> {
        let outcome = if version.len() > MAX_VERSION_LENGTH {
            Err(format!("it is longer than {MAX_VERSION_LENGTH} bytes"))
        } else if version.is_empty() {
            Err("it is empty".to_owned())
        } else {
            match self {
                Self::Semver => semantic::check(version),
                Self::Npm => semantic::check_npm(version),
                Self::Calver => calver::check(version),
                Self::Maven => maven::check(version),
                Self::Pep440 => pep440::check(version),
                Self::Regex | Self::Any => Ok(()),
            }
        };
        let shown = || version.chars().take(60).collect();
        outcome.map_err(|reason| VersionError {
            version: shown(),
            kind: self.as_str(),
            reason,
        })
    }

    /// Which version is newer (`Greater`: the first); nothing where one of them is not of this notation,
    /// or the notation has no order.
    ///
    /// ```
    /// use holdpoint_naming::VersionKind;
    /// use std::cmp::Ordering::Less;
    /// assert_eq!(VersionKind::Maven.compare("1.0-rc2", "1.0"), Some(Less));
    /// assert_eq!(VersionKind::Pep440.compare("1.0.dev1", "1.0a1"), Some(Less));
    /// ```
    pub fn compare(self, left: &str, right: &str) -> Option<Ordering> {
        if left.len().max(right.len()) > MAX_VERSION_LENGTH {
            return None;
        }
        match self {
            Self::Semver | Self::Npm => semantic::compare(left, right),
            Self::Calver => calver::compare(left, right),
            Self::Maven => maven::compare(left, right),
            Self::Pep440 => pep440::compare(left, right),
            Self::Regex | Self::Any => None,
        }
    }

    /// Whether the version comes before a final one: a pre-release, a snapshot, a development release.
    pub fn is_prerelease(self, version: &str) -> bool {
        match self {
            Self::Semver | Self::Npm => semantic::is_prerelease(version),
            Self::Calver => calver::is_prerelease(version),
            Self::Maven => maven::is_prerelease(version),
            Self::Pep440 => pep440::is_prerelease(version),
            Self::Regex | Self::Any => false,
        }
    }
}

/// Compares numbers of any length, given as digits.
fn compare_digits(left: &str, right: &str) -> Ordering {
    let left = left.trim_start_matches('0');
    let right = right.trim_start_matches('0');
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}
