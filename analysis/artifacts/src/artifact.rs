//! What is known of an artifact once it was read.

use holdpoint_naming::{Purl, PurlParts};
use serde::{Deserialize, Serialize};

/// What an artifact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ArtifactKind {
    /// A Java archive: jar, war or ear.
    Jar,
    /// An npm package.
    Npm,
    /// A Python wheel.
    Wheel,
    /// A Python source distribution.
    Sdist,
    /// A Rust crate.
    Crate,
    /// A container image.
    Image,
    /// Any other file.
    Generic,
}

/// An artifact that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadArtifact {
    /// The name without group or scope; for an image its last path segment.
    pub name: String,
    /// The group, scope or path before the name.
    pub namespace: Option<String>,
    /// The version, where the artifact or its file name says one.
    pub version: Option<String>,
    /// What it is.
    pub kind: ArtifactKind,
    /// The digest that names it, as `sha256:…`: of the file, or of the image's manifest.
    pub digest: String,
    /// In bytes: of the file, or of all blobs of the image.
    pub size: u64,
    /// Its package URL, where name and version make one.
    pub purl: Option<Purl>,
    /// Its media type.
    pub media_type: String,
    /// The file's own name, which a scheme of names may look at.
    pub file_name: String,
}

/// What an archive says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) namespace: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) version: Option<String>,
}

impl Identity {
    pub(crate) fn new(namespace: Option<&str>, name: Option<&str>, version: Option<&str>) -> Self {
        let text = |text: Option<&str>| {
            text.map(str::trim)
                .filter(|text| !text.is_empty() && text.len() <= 500)
                .map(str::to_owned)
        };
        Self {
            namespace: text(namespace),
            name: text(name),
            version: text(version),
        }
    }

    /// Takes from `other` what is not known.
    pub(crate) fn or(self, other: Self) -> Self {
        if self.name.is_none() {
            return Self {
                version: self.version.or(other.version),
                ..other
            };
        }
        Self {
            version: self.version.or(other.version),
            ..self
        }
    }
}

impl ArtifactKind {
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Jar => "application/java-archive",
            Self::Npm | Self::Sdist | Self::Crate => "application/gzip",
            Self::Wheel => "application/zip",
            Self::Image => "application/vnd.oci.image.manifest.v1+json",
            Self::Generic => "application/octet-stream",
        }
    }

    /// The package URL of an artifact of this kind; nothing where the parts make none.
    pub(crate) fn purl(self, identity: &Identity, extension: &str) -> Option<Purl> {
        let package_type = match self {
            Self::Jar if identity.namespace.is_some() => "maven",
            Self::Npm => "npm",
            Self::Wheel | Self::Sdist => "pypi",
            Self::Crate => "cargo",
            Self::Jar | Self::Image | Self::Generic => "generic",
        };
        let packaging =
            (package_type == "maven" && extension != "jar").then(|| extension.to_owned());
        let parts = PurlParts {
            package_type: package_type.to_owned(),
            namespace: identity.namespace.clone(),
            name: identity.name.clone()?,
            version: identity.version.clone(),
            qualifiers: packaging
                .map(|packaging| ("type".to_owned(), packaging))
                .into_iter()
                .collect(),
            subpath: None,
        };
        Purl::build(parts).ok()
    }
}
