//! Maven coordinates: `group:artifact:version[:packaging[:classifier]]`.

use super::ReferenceError;
use crate::purl::PurlParts;
use crate::version::VersionKind;
use std::fmt;
use std::str::FromStr;

/// One file in a Maven repository.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MavenReference {
    /// The group id.
    pub group: String,
    /// The artifact id.
    pub artifact: String,
    /// The version.
    pub version: String,
    /// The packaging, `jar` where none was written.
    pub packaging: String,
    /// The classifier, such as `sources`.
    pub classifier: Option<String>,
}

impl MavenReference {
    /// The folder of all versions, relative to the repository: `org/example/app`.
    pub fn folder(&self) -> String {
        format!("{}/{}", self.group.replace('.', "/"), self.artifact)
    }

    /// The file's name: `app-1.0-sources.jar`.
    pub fn file_name(&self) -> String {
        let classifier = self
            .classifier
            .as_ref()
            .map(|c| format!("-{c}"))
            .unwrap_or_default();
        // The packaging is mostly the extension; these are the ones of Maven's own handlers that are not.
        let extension = match self.packaging.as_str() {
            "bundle" | "ejb" | "ejb-client" | "java-source" | "javadoc" | "maven-plugin"
            | "test-jar" => "jar",
            other => other,
        };
        format!("{}-{}{classifier}.{extension}", self.artifact, self.version)
    }

    pub(super) fn purl_parts(&self) -> PurlParts {
        let mut qualifiers = Vec::new();
        if self.packaging != "jar" {
            qualifiers.push(("type".to_owned(), self.packaging.clone()));
        }
        qualifiers.extend(
            self.classifier
                .clone()
                .map(|c| ("classifier".to_owned(), c)),
        );
        PurlParts {
            package_type: "maven".to_owned(),
            namespace: Some(self.group.clone()),
            name: self.artifact.clone(),
            version: Some(self.version.clone()),
            qualifiers: qualifiers.into_iter().collect(),
            subpath: None,
        }
    }
}

impl fmt::Display for MavenReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}", self.group, self.artifact, self.version)?;
        match (&self.classifier, self.packaging.as_str()) {
            (Some(classifier), packaging) => write!(out, ":{packaging}:{classifier}"),
            (None, "jar") => Ok(()),
            (None, packaging) => write!(out, ":{packaging}"),
        }
    }
}

impl FromStr for MavenReference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let refuse = |reason: String| ReferenceError::Maven {
            text: text.to_owned(),
            reason,
        };
        let parts: Vec<&str> = text.split(':').collect();
        if let Some(bad) = parts.iter().find(|part| part.is_empty()) {
            return Err(refuse(format!("a part is empty{bad}")));
        }
        let (group, artifact, version, more) = match parts.as_slice() {
            [group, artifact, version, more @ ..] if more.len() <= 2 => {
                (*group, *artifact, *version, more)
            }
            _ => return Err(refuse(format!("it has {} parts, not 3 to 5", parts.len()))),
        };
        let id = |part: &&str| {
            part.bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
        };
        let ids = [group, artifact].into_iter().chain(more.iter().copied());
        if let Some(bad) = ids.clone().find(|part| !id(part)) {
            return Err(refuse(format!(
                "`{bad}` has other characters than letters, digits, `_`, `.`, `-`"
            )));
        }
        VersionKind::Maven
            .check(version)
            .map_err(|error| refuse(error.reason))?;
        Ok(Self {
            group: group.to_owned(),
            artifact: artifact.to_owned(),
            version: version.to_owned(),
            packaging: more.first().map_or("jar", |packaging| packaging).to_owned(),
            classifier: more.get(1).map(|classifier| (*classifier).to_owned()),
        })
    }
}
