//! SPDX 2.2 and 2.3 in JSON, as far as the summary needs it.

use super::count::{Counter, root};
use super::{SbomEncoding, SbomFormat, SbomSummary, check_version};
use crate::error::ReadError;
use serde::Deserialize;

pub(super) const VERSIONS: [&str; 2] = ["2.2", "2.3"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    spdx_version: String,
    creation_info: Option<CreationInfo>,
    #[serde(default)]
    document_describes: Vec<String>,
    #[serde(default)]
    packages: Vec<Package>,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct CreationInfo {
    created: Option<String>,
}

/// A package, as both encodings give it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Package {
    #[serde(rename = "SPDXID")]
    pub(super) id: String,
    pub(super) name: String,
    pub(super) version_info: Option<String>,
    pub(super) license_concluded: Option<String>,
    pub(super) license_declared: Option<String>,
    pub(super) checksums: Vec<Checksum>,
    pub(super) external_refs: Vec<ExternalRef>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checksum {
    pub(super) algorithm: String,
    pub(super) checksum_value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExternalRef {
    pub(super) reference_type: String,
    pub(super) reference_locator: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Relationship {
    spdx_element_id: String,
    relationship_type: String,
    related_spdx_element: String,
}

pub(super) fn read(text: &str) -> Result<SbomSummary, ReadError> {
    let document = serde_json::from_str(text).map_err(|e| ReadError::json(&e, "SPDX document"))?;
    summarise_document(document)
}

pub(crate) fn from_value(value: &serde_json::Value) -> Result<SbomSummary, ReadError> {
    let document =
        Document::deserialize(value).map_err(|e| ReadError::json(&e, "SPDX document"))?;
    summarise_document(document)
}

fn summarise_document(document: Document) -> Result<SbomSummary, ReadError> {
    let mut described = document.document_describes;
    for relationship in document.relationships {
        match relationship.relationship_type.as_str() {
            "DESCRIBES" => described.push(relationship.related_spdx_element),
            "DESCRIBED_BY" => described.push(relationship.spdx_element_id),
            _ => {}
        }
    }
    let created = document.creation_info.and_then(|info| info.created);
    summarise(
        &document.spdx_version,
        &document.packages,
        described,
        created.as_deref(),
        SbomEncoding::Json,
    )
}

/// The root is the one package that the document describes; with several, none is.
pub(super) fn summarise(
    version: &str,
    packages: &[Package],
    mut described: Vec<String>,
    created: Option<&str>,
    encoding: SbomEncoding,
) -> Result<SbomSummary, ReadError> {
    let version = version.strip_prefix("SPDX-").unwrap_or(version);
    check_version("SPDX", version, &VERSIONS)?;
    described.sort();
    described.dedup();
    let top = match described.as_slice() {
        [one] => packages.iter().find(|package| package.id == *one),
        _ => None,
    };
    let mut counter = Counter::default();
    for package in packages {
        if top.is_some_and(|top| std::ptr::eq(top, package)) {
            continue;
        }
        counter.component(
            package.version_info.as_deref(),
            package.purl(),
            &[package.licence()],
        );
    }
    let root = top.map(|top| {
        let sha256 = top
            .checksums
            .iter()
            .find(|checksum| checksum.algorithm == "SHA256");
        let sha256 = sha256.map(|checksum| checksum.checksum_value.as_str());
        root(
            None,
            &top.name,
            top.version_info.as_deref(),
            top.purl(),
            sha256,
        )
    });
    Ok(counter.finish(SbomFormat::Spdx, version, encoding, root, created))
}

impl Package {
    fn purl(&self) -> Option<&str> {
        let found = self
            .external_refs
            .iter()
            .find(|r| r.reference_type == "purl");
        found.map(|r| r.reference_locator.as_str())
    }

    /// What was concluded, else what was declared.
    fn licence(&self) -> &str {
        let known = |text: &&str| !matches!(*text, "" | "NOASSERTION" | "NONE");
        let concluded = self.license_concluded.as_deref().filter(known);
        concluded
            .or(self.license_declared.as_deref())
            .unwrap_or_default()
    }
}
