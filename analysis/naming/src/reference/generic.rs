//! `name@version`, for Rust crates, Python packages (`name==version` too) and anything without a registry.

use super::{Ecosystem, ReferenceError};
use crate::purl::PurlParts;
use std::fmt;

/// A name and a version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PackageReference {
    /// Cargo, PyPI or generic.
    pub ecosystem: Ecosystem,
    /// What stands before the last slash of a generic name.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
}

impl PackageReference {
    pub(super) fn parse(ecosystem: Ecosystem, text: &str) -> Result<Self, ReferenceError> {
        let refuse = |reason| ReferenceError::Package {
            text: text.to_owned(),
            ecosystem: ecosystem.as_str(),
            reason,
            example: if ecosystem == Ecosystem::Pypi {
                "name==1.2.3"
            } else {
                "name@1.2.3"
            },
        };
        let split = match ecosystem {
            Ecosystem::Pypi => text.split_once("==").or_else(|| text.rsplit_once('@')),
            _ => text.rsplit_once('@'),
        };
        let (path, version) = split.ok_or_else(|| refuse("the version is missing"))?;
        if version.is_empty() || path.is_empty() {
            return Err(refuse("the name or the version is empty"));
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(refuse("it has blanks"));
        }
        let (namespace, name) = match path.rsplit_once('/') {
            Some(_) if ecosystem != Ecosystem::Generic => {
                return Err(refuse("such a name has no `/`"));
            }
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, path),
        };
        if path.split('/').any(str::is_empty) {
            return Err(refuse("a part of the name is empty"));
        }
        if ecosystem == Ecosystem::Pypi && (version.starts_with('=') || !pypi_name(name)) {
            return Err(refuse(
                "the name is letters, digits, `.`, `_`, `-`, with a letter or a digit at both ends, then `==` and the version",
            ));
        }
        Ok(Self {
            ecosystem,
            namespace: namespace.map(str::to_owned),
            name: name.to_owned(),
            version: version.to_owned(),
        })
    }

    pub(super) fn purl_parts(&self) -> PurlParts {
        PurlParts {
            package_type: self.ecosystem.as_str().to_owned(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            version: Some(self.version.clone()),
            ..PurlParts::default()
        }
    }
}

/// The names that the Python packaging specification allows; no `=` in them, so that `==` is found again.
fn pypi_name(name: &str) -> bool {
    let at_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    at_end(name.chars().next())
        && at_end(name.chars().next_back())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

impl fmt::Display for PackageReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(namespace) = &self.namespace {
            write!(out, "{namespace}/")?;
        }
        let separator = if self.ecosystem == Ecosystem::Pypi {
            "=="
        } else {
            "@"
        };
        write!(out, "{}{separator}{}", self.name, self.version)
    }
}
