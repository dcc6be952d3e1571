//! npm packages: `@scope/name@version`.

use super::ReferenceError;
use crate::purl::PurlParts;
use crate::version::VersionKind;
use std::fmt;
use std::str::FromStr;

/// One version of an npm package.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NpmReference {
    /// The scope without its `@`.
    pub scope: Option<String>,
    /// The name without the scope.
    pub name: String,
    /// The exact version.
    pub version: String,
}

impl NpmReference {
    /// The name with its scope, as the registry has it: `@babel/core`.
    pub fn full_name(&self) -> String {
        match &self.scope {
            Some(scope) => format!("@{scope}/{}", self.name),
            None => self.name.clone(),
        }
    }

    pub(super) fn purl_parts(&self) -> PurlParts {
        PurlParts {
            package_type: "npm".to_owned(),
            namespace: self.scope.as_ref().map(|scope| format!("@{scope}")),
            name: self.name.clone(),
            version: Some(self.version.clone()),
            ..PurlParts::default()
        }
    }
}

impl fmt::Display for NpmReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}@{}", self.full_name(), self.version)
    }
}

impl FromStr for NpmReference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let refuse = |reason: &str| ReferenceError::Npm {
            text: text.to_owned(),
            reason: reason.to_owned(),
        };
        let (full, version) = match text.rsplit_once('@') {
            Some((full, version)) if !full.is_empty() => (full, version),
            _ => return Err(refuse("the version is missing")),
        };
        let (scope, name) = match full.strip_prefix('@') {
            Some(scoped) => {
                let (scope, name) = scoped
                    .split_once('/')
                    .ok_or_else(|| refuse("a scope is followed by `/` and a name"))?;
                (Some(scope), name)
            }
            None => (None, full),
        };
        if full.len() > 214 {
            return Err(refuse("a name has at most 214 characters"));
        }
        if !scope.into_iter().chain([name]).all(is_name) {
            return Err(refuse(
                "a name is letters, digits, `-`, `_`, `.`, `~`, and begins with neither `.` nor `_`",
            ));
        }
        if let Err(error) = VersionKind::Npm.check(version) {
            return Err(refuse(&format!(
                "`{version}` is no exact version: {}",
                error.reason
            )));
        }
        Ok(Self {
            scope: scope.map(str::to_owned),
            name: name.to_owned(),
            version: version.to_owned(),
        })
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['.', '_'])
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~'))
}
