//! Package URLs (package-url, ECMA-427): `pkg:type/namespace/name@version?qualifiers#subpath`.

mod error;
mod normalize;
mod parse;
mod percent;
mod print;
mod types;

use std::collections::BTreeMap;

pub use error::PurlError;

/// A package URL in its normal form: the rules of its type have been applied.
///
/// `Display` and serde give the canonical text; two equal package URLs have equal text.
///
/// ```
/// use holdpoint_naming::Purl;
/// let purl: Purl = "pkg:NPM/@babel/core@7.0.0".parse()?;
/// assert_eq!(purl.to_string(), "pkg:npm/%40babel/core@7.0.0");
/// assert_eq!(purl.namespace(), Some("@babel"));
/// # Ok::<(), holdpoint_naming::PurlError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Purl {
    parts: PurlParts,
}

/// The components of a package URL, decoded, before or after the rules of the type are applied.
///
/// An empty text counts as absent, as the standard says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PurlParts {
    /// The package type, such as `npm`.
    pub package_type: String,
    /// Segments joined by `/`, such as an npm scope or a Maven group.
    pub namespace: Option<String>,
    /// The package's name.
    pub name: String,
    /// The version, in the type's own notation.
    pub version: Option<String>,
    /// Extra facts, keyed by lower-case names.
    pub qualifiers: BTreeMap<String, String>,
    /// A path inside the package.
    pub subpath: Option<String>,
}

impl Purl {
    /// Builds a package URL from components.
    ///
    /// # Errors
    /// What the standard or the type's definition forbids, see [`PurlError`].
    pub fn build(parts: PurlParts) -> Result<Self, PurlError> {
        normalize::normalize(parts).map(|parts| Self { parts })
    }

    /// The package type, lower case.
    pub fn package_type(&self) -> &str {
        &self.parts.package_type
    }

    /// The namespace: segments joined by `/`, decoded.
    pub fn namespace(&self) -> Option<&str> {
        self.parts.namespace.as_deref()
    }

    /// The name, decoded.
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// The version, decoded.
    pub fn version(&self) -> Option<&str> {
        self.parts.version.as_deref()
    }

    /// The qualifiers, by key.
    pub fn qualifiers(&self) -> &BTreeMap<String, String> {
        &self.parts.qualifiers
    }

    /// The subpath: segments joined by `/`, decoded.
    pub fn subpath(&self) -> Option<&str> {
        self.parts.subpath.as_deref()
    }

    /// The components.
    pub fn parts(&self) -> &PurlParts {
        &self.parts
    }
}

impl serde::Serialize for Purl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Purl {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
