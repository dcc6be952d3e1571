//! A bill of materials, in any of its formats, is answered, and its summary stays small.

use holdpoint_attestation::{Format, Summary, read_evidence};

pub(crate) fn run(bytes: &[u8]) {
    for format in [
        Format::CyclonedxJson,
        Format::CyclonedxXml,
        Format::SpdxJson,
        Format::SpdxTagValue,
    ] {
        let Ok(evidence) = read_evidence(bytes, Some(format), &[]) else {
            continue;
        };
        let Summary::Sbom(summary) = &evidence.summary else {
            panic!("another summary")
        };
        assert!(summary.licences.len() <= 20);
        assert!(summary.without_licence <= summary.components);
        let json = serde_json::to_string(&evidence).expect("evidence is JSON");
        assert!(json.len() < 60_000, "evidence of {} bytes", json.len());
        assert_eq!(
            serde_json::from_str::<holdpoint_attestation::Evidence>(&json).expect("it reads back"),
            evidence
        );
    }
}
