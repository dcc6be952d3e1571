//! What a software bill of materials holds, in short: CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2.2 and 2.3
//! (JSON, tag-value).

mod count;
mod cyclonedx_json;
mod cyclonedx_xml;
mod spdx_json;
mod spdx_tag;

use crate::error::ReadError;
use serde::{Deserialize, Serialize};

/// A bill of materials in short: texts of at most 200 characters, lists of at most 20.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SbomSummary {
    /// The standard.
    pub format: SbomFormat,
    /// The standard's version: `1.6`, `2.3`.
    pub spec_version: String,
    /// How it was written.
    pub encoding: SbomEncoding,
    /// What the bill is of.
    // Called otherwise where it is kept: `root` is what people are called on many machines.
    #[serde(rename = "describes")]
    pub root: Option<SbomRoot>,
    /// How many components it lists, nested ones too, without the root.
    pub components: u64,
    /// How many of them have no version.
    pub without_version: u64,
    /// How many have no package URL.
    pub without_purl: u64,
    /// How many have no licence.
    pub without_licence: u64,
    /// The licences that most components have, most first.
    pub licences: Vec<LicenceCount>,
    /// How many different licences there are.
    pub distinct_licences: u64,
    /// How many vulnerabilities it lists.
    pub vulnerabilities: u64,
    /// When it was made, as RFC 3339.
    pub created: Option<String>,
}

/// A standard of bills of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SbomFormat {
    /// OWASP CycloneDX.
    Cyclonedx,
    /// SPDX of the Linux Foundation.
    Spdx,
}

/// How a bill of materials is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SbomEncoding {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// SPDX's `Tag: value`.
    TagValue,
}

/// What a bill of materials is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SbomRoot {
    /// Its name, with its group.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// Its package URL, as written.
    pub purl: Option<String>,
    /// Its SHA-256, lower-case hexadecimal digits.
    pub sha256: Option<String>,
}

/// How many components have a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceCount {
    /// An SPDX id or expression, or a name.
    pub licence: String,
    /// How many.
    pub components: u64,
}

/// Reads a CycloneDX document in JSON.
///
/// # Errors
/// Says what is wrong, with line and column where the JSON is not what it should be.
pub fn read_cyclonedx_json(bytes: &[u8]) -> Result<SbomSummary, ReadError> {
    cyclonedx_json::read(crate::evidence::utf8(bytes)?)
}

/// Reads a CycloneDX document in XML.
///
/// # Errors
/// Says what is wrong, at its line and column.
pub fn read_cyclonedx_xml(bytes: &[u8]) -> Result<SbomSummary, ReadError> {
    cyclonedx_xml::read(crate::evidence::utf8(bytes)?)
}

/// Reads an SPDX document in JSON.
///
/// # Errors
/// Says what is wrong, with line and column where the JSON is not what it should be.
pub fn read_spdx_json(bytes: &[u8]) -> Result<SbomSummary, ReadError> {
    spdx_json::read(crate::evidence::utf8(bytes)?)
}

/// Reads an SPDX document in tag-value form.
///
/// # Errors
/// Says what is wrong, and at which line.
pub fn read_spdx_tag_value(bytes: &[u8]) -> Result<SbomSummary, ReadError> {
    spdx_tag::read(crate::evidence::utf8(bytes)?)
}

pub(crate) use cyclonedx_json::from_value as cyclonedx_from_value;
pub(crate) use spdx_json::from_value as spdx_from_value;

/// Refuses versions of a standard that are not known, rather than to misread them.
fn check_version(standard: &str, found: &str, known: &[&str]) -> Result<(), ReadError> {
    if known.contains(&found) {
        return Ok(());
    }
    Err(ReadError::content(
        format!(
            "{standard} {} is not read",
            crate::text::bounded_to(found, 40)
        ),
        format!(
            "write the bill of materials as {standard} {}",
            known.join(", ")
        ),
    ))
}
