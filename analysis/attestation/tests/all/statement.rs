//! Statements, read and built.

use holdpoint_attestation::junit::{Options, TestReport};
use holdpoint_attestation::predicate::{CYCLONEDX, REFERENCE, TEST_RESULT, sbom, test_result};
use holdpoint_attestation::{Outcome, Place, Statement, Subject, Summary, evidence, read_evidence};

const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn statement(change: impl Fn(&mut serde_json::Value)) -> Vec<u8> {
    let mut value = serde_json::json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "app", "digest": {"sha256": HEX}}],
        "predicateType": "https://example.com/sign-off/v1",
        "predicate": {"result": "PASSED"},
    });
    change(&mut value);
    serde_json::to_vec(&value).unwrap()
}

fn error(change: impl Fn(&mut serde_json::Value)) -> (String, String) {
    let error = Statement::parse(&statement(change)).unwrap_err();
    (error.message, error.help)
}

#[test]
fn both_versions_are_read() {
    assert!(Statement::parse(&statement(|_| {})).is_ok());
    let old = statement(|s| s["_type"] = "https://in-toto.io/Statement/v0.1".into());
    assert!(Statement::parse(&old).is_ok());
    let (message, help) = error(|s| s["_type"] = "https://in-toto.io/Statement/v2".into());
    assert_eq!(
        message,
        "the statement's `_type` is `https://in-toto.io/Statement/v2`"
    );
    assert_eq!(
        help,
        "write `https://in-toto.io/Statement/v1` or `https://in-toto.io/Statement/v0.1`"
    );
}

#[test]
fn subjects_need_sound_digests() {
    assert_eq!(
        error(|s| s["subject"] = serde_json::json!([])).0,
        "the statement has 0 subjects"
    );
    assert_eq!(
        error(|s| s["subject"][0]["digest"] = serde_json::json!({})).0,
        "subject 1 has no digest"
    );
    let (message, help) =
        error(|s| s["subject"][0]["digest"]["sha256"] = HEX.to_uppercase().into());
    assert_eq!(
        message,
        format!("the sha256 of subject 1 is `{}`", HEX.to_uppercase())
    );
    assert_eq!(help, "write it as 64 lower-case hexadecimal digits");
    let commit =
        statement(|s| s["subject"][0]["digest"] = serde_json::json!({"gitCommit": &HEX[..40]}));
    let evidence = read_evidence(&commit, None, &[]).unwrap();
    assert_eq!(
        evidence.subjects[0].digest,
        format!("gitCommit:{}", &HEX[..40])
    );
}

#[test]
fn broken_json_is_shown_at_its_place() {
    let text = "{\n  \"_type\": \"https://in-toto.io/Statement/v1\",\n  \"subject\": 7\n}";
    let error = Statement::parse(text.as_bytes()).unwrap_err();
    assert_eq!(
        error.place,
        Some(Place {
            line: 3,
            column: 14
        })
    );
    assert_eq!(
        error.to_string(),
        "line 3, column 14: this is no in-toto statement: invalid type: integer `7`, expected a sequence"
    );
    let two = [statement(|_| {}), statement(|_| {})].join(&b'\n');
    assert_eq!(
        Statement::parse(&two).unwrap_err().help,
        "give one document at a time"
    );
}

#[test]
fn a_junit_report_becomes_a_statement_and_comes_back() {
    let xml = br#"<testsuites><testsuite name="s" time="1.5" timestamp="2026-11-24T10:00:00Z">
        <testcase classname="a" name="ok"/><testcase classname="a" name="bad"><failure message="no"/></testcase>
        <testcase classname="a" name="wobbly"><flakyFailure message="once"/></testcase>
        <testcase classname="a" name="later"><skipped/></testcase></testsuite></testsuites>"#;
    let report = TestReport::read(xml, Options::default()).unwrap();
    let built = test_result(
        &report,
        "TEST-s.xml",
        xml,
        Some("https://ci/1"),
        vec![Subject::sha256("app", HEX)],
    );
    assert_eq!(built.predicate_type, TEST_RESULT);
    assert_eq!(built.predicate["result"], "FAILED");
    assert_eq!(built.predicate["failedTests"], serde_json::json!(["a.bad"]));
    assert_eq!(
        built.predicate["warnedTests"],
        serde_json::json!(["a.wobbly"])
    );
    let read = read_evidence(&built.to_json(), None, &[]).unwrap();
    let direct = evidence::from_report(&report);
    assert_eq!(
        (read.outcome, read.produced_at),
        (Outcome::Failed, direct.produced_at)
    );
    let (Summary::Tests(read), Summary::Tests(direct)) = (read.summary, direct.summary) else {
        panic!()
    };
    assert_eq!(read.counts, direct.counts);
    assert_eq!((read.duration_ms, read.suites), (1500, 1));
}

#[test]
fn a_report_without_tests_does_not_pass() {
    let xml = br#"<testsuite name="s"/>"#;
    let report = TestReport::read(xml, Options::default()).unwrap();
    assert_eq!(report.outcome(), Outcome::None);
    let built = test_result(
        &report,
        "x.xml",
        xml,
        None,
        vec![Subject::sha256("app", HEX)],
    );
    assert_eq!(built.predicate["result"], "FAILED");
}

#[test]
fn a_result_that_contradicts_its_lists_failed() {
    let lying = statement(|s| {
        s["predicateType"] = TEST_RESULT.into();
        s["predicate"] =
            serde_json::json!({"result": "PASSED", "configuration": [], "failedTests": ["a"]});
    });
    assert_eq!(
        read_evidence(&lying, None, &[]).unwrap().outcome,
        Outcome::Failed
    );
}

#[test]
fn bills_of_materials_become_statements() {
    let json = br#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a"}]}"#;
    let built = sbom(json, None, vec![Subject::sha256("app", HEX)]).unwrap();
    assert_eq!(built.predicate_type, CYCLONEDX);
    let read = read_evidence(&built.to_json(), None, &[]).unwrap();
    let Summary::Sbom(summary) = read.summary else {
        panic!()
    };
    assert_eq!(summary.components, 1);

    let xml = br#"<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components/></bom>"#;
    assert_eq!(
        sbom(xml, None, vec![]).unwrap_err().message,
        "only JSON fits into a statement"
    );
    let built = sbom(
        xml,
        Some("https://x/bom.xml"),
        vec![Subject::sha256("app", HEX)],
    )
    .unwrap();
    assert_eq!(built.predicate_type, REFERENCE);
    assert_eq!(
        built.predicate["references"][0]["mediaType"],
        "application/vnd.cyclonedx+xml"
    );
}
