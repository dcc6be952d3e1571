//! CycloneDX in JSON, as far as the summary needs it.

use super::count::{Counter, root};
use super::{SbomEncoding, SbomFormat, SbomRoot, SbomSummary, check_version};
use crate::error::ReadError;
use serde::Deserialize;
use serde::de::IgnoredAny;

pub(super) const VERSIONS: [&str; 6] = ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bom {
    bom_format: String,
    spec_version: String,
    metadata: Option<Metadata>,
    #[serde(default)]
    components: Vec<Component>,
    #[serde(default)]
    vulnerabilities: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
struct Metadata {
    timestamp: Option<String>,
    component: Option<Component>,
}

#[derive(Deserialize)]
struct Component {
    group: Option<String>,
    name: String,
    version: Option<String>,
    purl: Option<String>,
    #[serde(default)]
    hashes: Vec<Hash>,
    #[serde(default)]
    licenses: Vec<Choice>,
    #[serde(default)]
    components: Vec<Component>,
}

#[derive(Deserialize)]
struct Hash {
    alg: String,
    content: String,
}

#[derive(Deserialize)]
struct Choice {
    license: Option<License>,
    expression: Option<String>,
}

#[derive(Deserialize)]
struct License {
    id: Option<String>,
    name: Option<String>,
}

pub(super) fn read(text: &str) -> Result<SbomSummary, ReadError> {
    let bom = serde_json::from_str(text).map_err(|e| ReadError::json(&e, "CycloneDX document"))?;
    summarise(&bom)
}

pub(crate) fn from_value(value: &serde_json::Value) -> Result<SbomSummary, ReadError> {
    let bom = Bom::deserialize(value).map_err(|e| ReadError::json(&e, "CycloneDX document"))?;
    summarise(&bom)
}

fn summarise(bom: &Bom) -> Result<SbomSummary, ReadError> {
    if bom.bom_format != "CycloneDX" {
        return Err(ReadError::content(
            "`bomFormat` is not `CycloneDX`",
            "write `\"bomFormat\": \"CycloneDX\"`",
        ));
    }
    check_version("CycloneDX", &bom.spec_version, &VERSIONS)?;
    let mut counter = Counter::default();
    counter.vulnerabilities = bom.vulnerabilities.len() as u64;
    let metadata = bom.metadata.as_ref();
    let top = metadata.and_then(|metadata| metadata.component.as_ref());
    count(&bom.components, &mut counter);
    if let Some(top) = top {
        count(&top.components, &mut counter);
    }
    let created = metadata.and_then(|metadata| metadata.timestamp.as_deref());
    Ok(counter.finish(
        SbomFormat::Cyclonedx,
        &bom.spec_version,
        SbomEncoding::Json,
        top.map(to_root),
        created,
    ))
}

/// serde_json bounds the depth at 128, so this recursion is bounded too.
fn count(components: &[Component], counter: &mut Counter) {
    for component in components {
        let licences: Vec<&str> = component.licenses.iter().filter_map(Choice::name).collect();
        counter.component(
            component.version.as_deref(),
            component.purl.as_deref(),
            &licences,
        );
        count(&component.components, counter);
    }
}

impl Choice {
    fn name(&self) -> Option<&str> {
        let license = self
            .license
            .as_ref()
            .and_then(|l| l.id.as_deref().or(l.name.as_deref()));
        self.expression.as_deref().or(license)
    }
}

fn to_root(component: &Component) -> SbomRoot {
    let sha256 = component.hashes.iter().find(|hash| hash.alg == "SHA-256");
    root(
        component.group.as_deref(),
        &component.name,
        component.version.as_deref(),
        component.purl.as_deref(),
        sha256.map(|hash| hash.content.as_str()),
    )
}
