//! How people name artifacts on a command line: an image, a Maven coordinate, an npm package, a file's
//! name and version, or a package URL.

mod error;
mod generic;
mod maven;
mod npm;
mod oci;

use crate::purl::{Purl, PurlParts};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

pub use error::ReferenceError;
pub use generic::PackageReference;
pub use maven::MavenReference;
pub use npm::NpmReference;
pub use oci::{OciDigest, OciReference};

/// Where an artifact's name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Ecosystem {
    /// Container images and other OCI artifacts.
    Oci,
    /// Maven repositories.
    Maven,
    /// The npm registry and its likes.
    Npm,
    /// Python packages.
    Pypi,
    /// Rust crates.
    Cargo,
    /// Anything else with a name and a version.
    Generic,
}

impl Ecosystem {
    const ALL: [(&'static str, Self); 7] = [
        ("oci", Self::Oci),
        ("docker", Self::Oci),
        ("maven", Self::Maven),
        ("npm", Self::Npm),
        ("pypi", Self::Pypi),
        ("cargo", Self::Cargo),
        ("generic", Self::Generic),
    ];

    /// The name that stands before the colon in `maven:org.example:app:1.0`; also the purl type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oci => "oci",
            Self::Maven => "maven",
            Self::Npm => "npm",
            Self::Pypi => "pypi",
            Self::Cargo => "cargo",
            Self::Generic => "generic",
        }
    }
}

/// One artifact, as a person named it.
///
/// ```
/// use holdpoint_naming::ArtifactReference;
/// let image: ArtifactReference = "ghcr.io/acme/ledger:1.4.0".parse()?;
/// assert_eq!((image.name(), image.version()), ("ledger", Some("1.4.0")));
/// let jar: ArtifactReference = "org.example:billing:2.1:war".parse()?;
/// assert_eq!(jar.purl()?.to_string(), "pkg:maven/org.example/billing@2.1?type=war");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ArtifactReference {
    /// `registry/repository:tag@sha256:…`
    Oci(OciReference),
    /// `group:artifact:version[:packaging[:classifier]]`
    Maven(MavenReference),
    /// `@scope/name@version`
    Npm(NpmReference),
    /// `name@version` of another ecosystem
    Package(PackageReference),
    /// `pkg:…`
    Purl(Purl),
}

impl ArtifactReference {
    /// Reads a reference whose ecosystem is known.
    ///
    /// # Errors
    /// Says what that ecosystem's references look like.
    pub fn parse_as(ecosystem: Ecosystem, text: &str) -> Result<Self, ReferenceError> {
        match ecosystem {
            Ecosystem::Oci => text.parse().map(Self::Oci),
            Ecosystem::Maven => text.parse().map(Self::Maven),
            Ecosystem::Npm => text.parse().map(Self::Npm),
            Ecosystem::Pypi | Ecosystem::Cargo | Ecosystem::Generic => {
                PackageReference::parse(ecosystem, text).map(Self::Package)
            }
        }
    }

    /// The name without registry, group or scope: what a scheme of names looks at.
    pub fn name(&self) -> &str {
        match self {
            Self::Oci(image) => image.name(),
            Self::Maven(maven) => &maven.artifact,
            Self::Npm(npm) => &npm.name,
            Self::Package(package) => &package.name,
            Self::Purl(purl) => purl.name(),
        }
    }

    /// The version: an image's tag, else its digest.
    pub fn version(&self) -> Option<&str> {
        match self {
            Self::Oci(image) => image.version(),
            Self::Maven(maven) => Some(&maven.version),
            Self::Npm(npm) => Some(&npm.version),
            Self::Package(package) => Some(&package.version),
            Self::Purl(purl) => match purl.qualifiers().get("tag") {
                Some(tag) if purl.package_type() == "oci" => Some(tag),
                _ => purl.version(),
            },
        }
    }

    /// Where it is kept, as far as the reference says: an image's registry and path without the name.
    pub fn repository(&self) -> Option<&str> {
        match self {
            Self::Oci(image) => Some(image.parent()),
            Self::Purl(purl) => purl.qualifiers().get("repository_url").map(String::as_str),
            _ => None,
        }
    }

    /// The digest that the reference pins, as `sha256:…`.
    pub fn digest(&self) -> Option<&str> {
        match self {
            Self::Oci(image) => image.digest.as_ref().map(OciDigest::as_str),
            Self::Purl(purl) => purl.version().filter(|v| v.starts_with("sha256:")),
            _ => None,
        }
    }

    /// The ecosystem; nothing for a package URL of another type.
    pub fn ecosystem(&self) -> Option<Ecosystem> {
        match self {
            Self::Oci(_) => Some(Ecosystem::Oci),
            Self::Maven(_) => Some(Ecosystem::Maven),
            Self::Npm(_) => Some(Ecosystem::Npm),
            Self::Package(package) => Some(package.ecosystem),
            Self::Purl(purl) => Ecosystem::ALL
                .iter()
                .find(|(name, _)| *name == purl.package_type())
                .map(|(_, e)| *e),
        }
    }

    /// The package URL.
    ///
    /// # Errors
    /// [`ReferenceError::Purl`] where the parts make no package URL.
    pub fn purl(&self) -> Result<Purl, ReferenceError> {
        let parts: PurlParts = match self {
            Self::Purl(purl) => return Ok(purl.clone()),
            Self::Oci(image) => image.purl_parts(),
            Self::Maven(maven) => maven.purl_parts(),
            Self::Npm(npm) => npm.purl_parts(),
            Self::Package(package) => package.purl_parts(),
        };
        Ok(Purl::build(parts)?)
    }
}

impl fmt::Display for ArtifactReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Oci(image) => image.fmt(out),
            Self::Maven(maven) => maven.fmt(out),
            Self::Npm(npm) => npm.fmt(out),
            Self::Package(package) => package.fmt(out),
            Self::Purl(purl) => purl.fmt(out),
        }
    }
}

impl FromStr for ArtifactReference {
    type Err = ReferenceError;

    /// Takes `ECOSYSTEM:REFERENCE`, a package URL, or a bare reference whose form says what it is.
    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        if text.trim().is_empty() {
            return Err(ReferenceError::Empty);
        }
        if text
            .get(..4)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("pkg:"))
        {
            return Ok(Self::Purl(Purl::normalize(text)?));
        }
        for (prefix, ecosystem) in Ecosystem::ALL {
            let rest = text
                .strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix(':'));
            // `maven:3.9-jdk` is an image of that name; a Maven coordinate has more colons.
            if let Some(rest) = rest.filter(|rest| rest.contains([':', '/', '@', '='])) {
                let slashes = if ecosystem == Ecosystem::Oci {
                    "//"
                } else {
                    ""
                };
                return Self::parse_as(ecosystem, rest.strip_prefix(slashes).unwrap_or(rest));
            }
        }
        Self::parse_as(guess(text), text)
    }
}

/// What a bare reference is, by its form.
fn guess(text: &str) -> Ecosystem {
    let scoped = text.starts_with('@') && text.contains('/');
    let pinned = text.contains("@sha256:") || text.contains("@sha512:");
    let colons = text.matches(':').count();
    if scoped {
        Ecosystem::Npm
    } else if !pinned && colons >= 2 && !text.contains(['/', '@']) {
        Ecosystem::Maven
    } else if text.contains("==") {
        Ecosystem::Pypi
    } else if !pinned && text.contains('@') {
        Ecosystem::Generic
    } else {
        Ecosystem::Oci
    }
}

impl Serialize for ArtifactReference {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.ecosystem() {
            Some(ecosystem) if !matches!(self, Self::Purl(_)) => {
                serializer.collect_str(&format_args!("{}:{self}", ecosystem.as_str()))
            }
            _ => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for ArtifactReference {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
