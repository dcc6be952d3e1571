//! Documents made to do harm: they are refused, quickly, and nothing panics.

use holdpoint_attestation::junit::{Options, TestReport};
use holdpoint_attestation::{ErrorCode, Format, read_evidence};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn code(document: &[u8]) -> ErrorCode {
    read_evidence(document, None, &[]).unwrap_err().code
}

#[test]
fn entities_are_refused() {
    let laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>\n<testsuite name=\"&lol2;\"/>";
    assert_eq!(code(laughs.as_bytes()), ErrorCode::Forbidden);
    let outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><testsuite/>";
    assert_eq!(code(outside.as_bytes()), ErrorCode::Forbidden);
    let error = read_evidence(
        b"<testsuite>\n <testcase name=\"&x;\"/></testsuite>",
        None,
        &[],
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2, column 2: the document has the entity `&x;`"
    );
}

#[test]
fn depth_is_bounded() {
    let xml = "<testsuite>".repeat(100_000);
    assert_eq!(code(xml.as_bytes()), ErrorCode::TooComplex);
    let components = "<components><component>".repeat(100_000);
    let xml = format!("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">{components}");
    assert_eq!(code(xml.as_bytes()), ErrorCode::TooComplex);
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let json = format!(
        "{{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],\"predicateType\":\"x\",\"predicate\":{open}{close}}}"
    );
    assert_eq!(code(json.as_bytes()), ErrorCode::TooComplex);
    let (open, close) = (
        "{\"name\":\"a\",\"components\":[".repeat(1000),
        "]}".repeat(1000),
    );
    let json = format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{open}{close}]}}"
    );
    assert_eq!(code(json.as_bytes()), ErrorCode::TooComplex);
}

#[test]
fn size_is_bounded() {
    let large = vec![b' '; 64 * 1024 * 1024 + 1];
    assert_eq!(code(&large), ErrorCode::TooLarge);
}

#[test]
fn bytes_that_are_no_text() {
    let error = read_evidence(b"<testsuite>\n\xff\xfe</testsuite>", None, &[]).unwrap_err();
    assert_eq!(error.code, ErrorCode::Encoding);
    assert_eq!(
        error.to_string(),
        "line 2, column 1: the document is not UTF-8"
    );
}

#[test]
fn large_reports_take_linear_time() {
    let case = "<testsuite failures=\"1\"><testcase name=\"a\"><failure>x</failure></testcase></testsuite>\n";
    let xml = format!("<testsuites>{}</testsuites>", case.repeat(40_000));
    let begun = Instant::now();
    let report = TestReport::read(
        xml.as_bytes(),
        Options {
            merge_reruns: false,
            whole_names: false,
        },
    )
    .unwrap();
    assert_eq!(report.cases.len(), 40_000);
    // A quadratic walk takes minutes; a slow machine takes seconds.
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "{:?}",
        begun.elapsed()
    );
}

fn xml_soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<testsuite>"),
        Just("</testsuite>"),
        Just("<testcase name=\"a\">"),
        Just("</testcase>"),
        Just("<failure message='&lt;'/>"),
        Just("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">"),
        Just("</bom>"),
        Just("<components>"),
        Just("<component>"),
        Just("</component>"),
        Just("<name>x</name>"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<!--"),
        Just("-->"),
        Just("&#27;"),
        Just("&#x110000;"),
        Just("&"),
        Just("é"),
        Just("<"),
        Just(">"),
        Just("<?xml"),
        Just("?>"),
        Just("<a:b:c d=\"e\"/>"),
        Just("time=\"1\""),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn json_soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(":"),
        Just(","),
        Just("\"_type\""),
        Just("\"https://in-toto.io/Statement/v1\""),
        Just("\"subject\""),
        Just("\"digest\""),
        Just("\"payload\""),
        Just("\"bomFormat\""),
        Just("\"CycloneDX\""),
        Just("\"specVersion\""),
        Just("\"1.6\""),
        Just("1e999"),
        Just("-0"),
        Just("null"),
        Just("\"\\ud800\""),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

const FORMATS: [Option<Format>; 8] = [
    None,
    Some(Format::Statement),
    Some(Format::Envelope),
    Some(Format::Junit),
    Some(Format::CyclonedxJson),
    Some(Format::CyclonedxXml),
    Some(Format::SpdxJson),
    Some(Format::SpdxTagValue),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_document_is_answered(text in prop_oneof![xml_soup(), json_soup(), "\\PC*"]) {
        for format in FORMATS {
            if let Ok(evidence) = read_evidence(text.as_bytes(), format, &[]) {
                let json = serde_json::to_string(&evidence).unwrap();
                prop_assert_eq!(serde_json::from_str::<holdpoint_attestation::Evidence>(&json).unwrap(), evidence);
            }
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS {
            let _ = read_evidence(&bytes, format, &[]);
        }
    }
}
