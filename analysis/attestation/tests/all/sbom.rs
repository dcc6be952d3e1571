//! Bills of materials in each format.

use holdpoint_attestation::sbom::{
    LicenceCount, SbomEncoding, SbomFormat, SbomSummary, read_cyclonedx_json, read_cyclonedx_xml,
    read_spdx_json, read_spdx_tag_value,
};

const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn licences(summary: &SbomSummary) -> Vec<(&str, u64)> {
    summary
        .licences
        .iter()
        .map(
            |LicenceCount {
                 licence,
                 components,
             }| (licence.as_str(), *components),
        )
        .collect()
}

/// What all the documents below say.
fn assert_same(summary: &SbomSummary, format: SbomFormat, encoding: SbomEncoding, version: &str) {
    assert_eq!(
        (
            summary.format,
            summary.encoding,
            summary.spec_version.as_str()
        ),
        (format, encoding, version)
    );
    let root = summary.root.as_ref().unwrap();
    assert_eq!(
        (root.version.as_deref(), root.sha256.as_deref()),
        (Some("1.4.0"), Some(HEX))
    );
    assert_eq!(
        root.purl.as_deref(),
        Some("pkg:maven/com.acme/ledger@1.4.0")
    );
    assert_eq!((summary.components, summary.distinct_licences), (3, 2));
    assert_eq!(
        (
            summary.without_version,
            summary.without_purl,
            summary.without_licence
        ),
        (1, 2, 1)
    );
    assert_eq!(licences(summary), [("MIT", 2), ("Apache-2.0 OR MIT", 1)]);
    assert_eq!(summary.created.as_deref(), Some("2026-11-24T10:00:00Z"));
}

fn cyclonedx_json(version: &str) -> String {
    serde_json::json!({
        "bomFormat": "CycloneDX", "specVersion": version, "serialNumber": "urn:uuid:0", "version": 1,
        "metadata": {"timestamp": "2026-11-24T10:00:00Z", "component": {
            "type": "application", "group": "com.acme", "name": "ledger", "version": "1.4.0",
            "purl": "pkg:maven/com.acme/ledger@1.4.0", "hashes": [{"alg": "SHA-256", "content": HEX}]}},
        "components": [
            {"type": "library", "name": "a", "version": "1", "purl": "pkg:npm/a@1", "licenses": [{"license": {"id": "MIT"}}],
             "components": [{"type": "library", "name": "nested", "version": "2", "licenses": [{"expression": "Apache-2.0 OR MIT"}, {"license": {"name": "MIT"}}]}]},
            {"type": "file", "name": "b"}
        ],
        "vulnerabilities": [{"id": "CVE-2026-1"}]
    })
    .to_string()
}

#[test]
fn cyclonedx_in_json() {
    for version in ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"] {
        let summary = read_cyclonedx_json(cyclonedx_json(version).as_bytes()).unwrap();
        assert_same(&summary, SbomFormat::Cyclonedx, SbomEncoding::Json, version);
        assert_eq!(summary.root.unwrap().name, "com.acme/ledger");
        assert_eq!(summary.vulnerabilities, 1);
    }
    let error = read_cyclonedx_json(cyclonedx_json("2.0").as_bytes()).unwrap_err();
    assert_eq!(error.message, "CycloneDX 2.0 is not read");
    assert_eq!(
        error.help,
        "write the bill of materials as CycloneDX 1.2, 1.3, 1.4, 1.5, 1.6, 1.7"
    );
}

#[test]
fn cyclonedx_in_xml() {
    let xml = format!(
        r#"<?xml version="1.0"?>
<!-- made by hand -->
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
  <metadata><timestamp>2026-11-24T10:00:00Z</timestamp>
    <tools><tool><name>x</name></tool></tools>
    <component type="application"><group>com.acme</group><name>ledger</name><version>1.4.0</version>
      <hashes><hash alg="SHA-1">aa</hash><hash alg="SHA-256">{HEX}</hash></hashes>
      <purl>pkg:maven/com.acme/ledger@1.4.0</purl></component></metadata>
  <components>
    <component type="library"><name>a</name><version>1</version><licenses><license><id>MIT</id></license></licenses><purl>pkg:npm/a@1</purl>
      <components><component type="library"><name>nested</name><version>2</version>
        <licenses><expression>Apache-2.0 OR MIT</expression><license><name>MIT</name></license></licenses></component></components></component>
    <component type="file"><name>b</name></component>
  </components>
  <vulnerabilities><vulnerability><id>CVE-2026-1</id></vulnerability></vulnerabilities>
</bom>"#
    );
    let summary = read_cyclonedx_xml(xml.as_bytes()).unwrap();
    assert_same(&summary, SbomFormat::Cyclonedx, SbomEncoding::Xml, "1.5");
    assert_eq!(summary.vulnerabilities, 1);
}

#[test]
fn spdx_in_json() {
    let package = |id: &str,
                   version: Option<&str>,
                   purl: Option<&str>,
                   concluded: &str,
                   declared: &str| {
        let refs = purl.map(|purl| serde_json::json!({"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}));
        serde_json::json!({"SPDXID": id, "name": id, "versionInfo": version, "licenseConcluded": concluded, "licenseDeclared": declared,
            "externalRefs": refs.into_iter().collect::<Vec<_>>(), "checksums": [{"algorithm": "SHA256", "checksumValue": HEX}]})
    };
    for version in ["SPDX-2.2", "SPDX-2.3"] {
        let document = serde_json::json!({
            "spdxVersion": version, "SPDXID": "SPDXRef-DOCUMENT", "creationInfo": {"created": "2026-11-24T10:00:00Z", "creators": []},
            "packages": [
                package("SPDXRef-root", Some("1.4.0"), Some("pkg:maven/com.acme/ledger@1.4.0"), "NOASSERTION", "NONE"),
                package("SPDXRef-a", Some("1"), Some("pkg:npm/a@1"), "NOASSERTION", "MIT"),
                package("SPDXRef-b", Some("2"), None, "Apache-2.0 OR MIT", "MIT"),
                package("SPDXRef-c", None, None, "NOASSERTION", "MIT"),
            ],
            "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-root"}],
        });
        let summary = read_spdx_json(document.to_string().as_bytes()).unwrap();
        assert_eq!(licences(&summary), [("MIT", 2), ("Apache-2.0 OR MIT", 1)]);
        assert_eq!(
            (
                summary.components,
                summary.without_version,
                summary.without_purl
            ),
            (3, 1, 2)
        );
        let root = summary.root.unwrap();
        assert_eq!(
            (root.name.as_str(), root.sha256.as_deref()),
            ("SPDXRef-root", Some(HEX))
        );
    }
}

#[test]
fn spdx_as_tags() {
    let text = format!(
        "# made by hand
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentComment: <text>several
PackageName: not a package
lines</text>
Created: 2026-11-24T10:00:00Z
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-root

PackageName: ledger
SPDXID: SPDXRef-root
PackageVersion: 1.4.0
PackageChecksum: SHA256: {HEX}
ExternalRef: PACKAGE-MANAGER purl pkg:maven/com.acme/ledger@1.4.0
PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1
PackageLicenseConcluded: MIT
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1
PackageName: b
SPDXID: SPDXRef-b
PackageVersion: 2
PackageLicenseDeclared: MIT
FileName: ./x
SPDXID: SPDXRef-file
PackageName: c
SPDXID: SPDXRef-c
PackageLicenseConcluded: NOASSERTION
"
    );
    let summary = read_spdx_tag_value(text.as_bytes()).unwrap();
    assert_eq!((summary.components, summary.without_licence), (3, 1));
    assert_eq!(licences(&summary), [("MIT", 2)]);
    assert_eq!(
        summary.root.unwrap().purl.as_deref(),
        Some("pkg:maven/com.acme/ledger@1.4.0")
    );
    let error = read_spdx_tag_value(b"SPDXVersion: SPDX-2.3\nnonsense\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2, column 1: a line is no `Tag: value`"
    );
}

#[test]
fn a_missing_field_is_named() {
    let error = read_cyclonedx_json(
        b"{\"bomFormat\": \"CycloneDX\",\n \"specVersion\": \"1.6\", \"components\": [{}]}",
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2, column 40: this is no CycloneDX document: missing field `name`"
    );
}

#[test]
fn many_licences_are_cut_to_the_commonest() {
    let components: Vec<_> = (0..50)
        .flat_map(|n| (0..=n).map(move |_| serde_json::json!({"type": "library", "name": "x", "licenses": [{"license": {"name": format!("L{n:02}")}}]})))
        .collect();
    let document = serde_json::json!({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components});
    let summary = read_cyclonedx_json(document.to_string().as_bytes()).unwrap();
    assert_eq!(
        (summary.licences.len(), summary.distinct_licences),
        (20, 50)
    );
    assert_eq!(
        summary.licences[0],
        LicenceCount {
            licence: "L49".to_owned(),
            components: 50
        }
    );
}
