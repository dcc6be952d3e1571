//! Any document, read into one shape.

use holdpoint_attestation::evidence::{SignatureState, detect};
use holdpoint_attestation::{
    Envelope, ErrorCode, Format, Outcome, PublicKey, Summary, dsse::Signature, read_evidence,
};
use serde_json::{Value, json};

const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn statement(predicate_type: &str, predicate: Value) -> Vec<u8> {
    serde_json::to_vec(&json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "app", "digest": {"sha256": HEX, "sha1": &HEX[..40]}}, {"uri": "pkg:npm/a@1", "digest": {"sha512": HEX.repeat(2)}}],
        "predicateType": predicate_type,
        "predicate": predicate,
    }))
    .unwrap()
}

#[test]
fn formats_are_told_apart() {
    for (text, expected) in [
        ("\u{feff} {\"_type\": 1}", Format::Statement),
        ("{\"payloadType\": 1}", Format::Envelope),
        (
            "{\"mediaType\": \"x\", \"dsseEnvelope\": {}}",
            Format::Envelope,
        ),
        ("{\"bomFormat\": 1}", Format::CyclonedxJson),
        ("{\"spdxVersion\": 1}", Format::SpdxJson),
        ("<?xml version=\"1.0\"?>\n<testsuite/>", Format::Junit),
        ("<x:bom xmlns:x=\"y\"/>", Format::CyclonedxXml),
        ("# comment\nSPDXVersion: SPDX-2.3", Format::SpdxTagValue),
    ] {
        assert_eq!(detect(text.as_bytes()).unwrap(), expected, "{text}");
    }
    for (text, expected) in [
        ("", "the document is empty"),
        ("hello", "the document is neither JSON nor XML"),
        (
            "{}",
            "the document is a JSON object without a name that is known",
        ),
        ("<html/>", "the document is XML that begins with <html>"),
    ] {
        let error = detect(text.as_bytes()).unwrap_err();
        assert_eq!(
            (error.code, error.message.as_str()),
            (ErrorCode::Format, expected)
        );
    }
}

#[test]
fn subjects_have_their_best_digest() {
    let evidence =
        read_evidence(&statement("https://example.com/x", json!({})), None, &[]).unwrap();
    assert_eq!(evidence.subjects[0].digest, format!("sha256:{HEX}"));
    assert_eq!(evidence.subjects[1].name.as_deref(), Some("pkg:npm/a@1"));
    assert_eq!(
        evidence.subjects[1].digest,
        format!("sha512:{}", HEX.repeat(2))
    );
    assert_eq!(evidence.signature, SignatureState::Unsigned);
}

#[test]
fn verification_summaries() {
    let vsa = |result: &str| {
        let predicate = json!({"verifier": {"id": "https://acme/verifier"}, "timeVerified": "2026-11-24T10:00:00Z",
            "resourceUri": "pkg:oci/app", "policy": {"uri": "https://acme/policy"},
            "verificationResult": result, "verifiedLevels": ["SLSA_BUILD_LEVEL_3"]});
        read_evidence(
            &statement("https://slsa.dev/verification_summary/v1", predicate),
            None,
            &[],
        )
        .unwrap()
    };
    assert_eq!(vsa("PASSED").outcome, Outcome::Passed);
    assert_eq!(vsa("FAILED").outcome, Outcome::Failed);
    assert_eq!(vsa("perhaps").outcome, Outcome::None);
    assert_eq!(
        vsa("PASSED").produced_at.as_deref(),
        Some("2026-11-24T10:00:00Z")
    );
    let Summary::Verification(summary) = vsa("PASSED").summary else {
        panic!()
    };
    assert_eq!(summary.levels, ["SLSA_BUILD_LEVEL_3"]);
}

#[test]
fn provenance() {
    let predicate = json!({"buildDefinition": {"buildType": "https://acme/build/v1", "resolvedDependencies": [{"uri": "git+https://x@refs/heads/main"}]},
        "runDetails": {"builder": {"id": "https://acme/builder"}, "metadata": {"finishedOn": "2026-11-24T10:00:00Z"}}});
    let evidence = read_evidence(
        &statement("https://slsa.dev/provenance/v1", predicate),
        None,
        &[],
    )
    .unwrap();
    let Summary::Provenance(summary) = evidence.summary else {
        panic!()
    };
    assert_eq!(summary.builder.as_deref(), Some("https://acme/builder"));
    assert_eq!(summary.materials, ["git+https://x@refs/heads/main"]);
    assert_eq!(
        (evidence.outcome, evidence.produced_at.is_some()),
        (Outcome::None, true)
    );
}

#[test]
fn other_predicates_are_cut_to_size() {
    let predicate = json!({
        "result": "success", "p99": 12.5, "big": u64::MAX, "count": 7, "long": "x".repeat(1000),
        "list": (0..100).collect::<Vec<_>>(), "time": "2026-11-24T10:00:00+01:00",
        "deep": {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}},
    });
    let evidence = read_evidence(
        &statement("https://acme/load-test/v1", predicate),
        None,
        &[],
    )
    .unwrap();
    assert_eq!(evidence.outcome, Outcome::Passed);
    assert_eq!(
        evidence.produced_at.as_deref(),
        Some("2026-11-24T10:00:00+01:00")
    );
    let Summary::Other { fields, truncated } = evidence.summary else {
        panic!()
    };
    assert!(truncated);
    assert_eq!(fields["p99"], "12.5");
    assert_eq!(fields["big"], u64::MAX.to_string());
    assert_eq!(fields["count"], 7);
    assert_eq!(fields["list"].as_array().unwrap().len(), 20);
    assert_eq!(fields["long"].as_str().unwrap().chars().count(), 200);
    assert_eq!(fields["deep"]["a"]["b"]["c"]["d"]["e"], json!({"f": null}));
}

#[test]
fn a_summary_is_always_small() {
    fn nest(depth: usize) -> Value {
        if depth == 0 {
            return json!("😀".repeat(5000));
        }
        (0..50)
            .map(|n| (format!("{n:0>300}"), nest(depth - 1)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
    let evidence = read_evidence(&statement("https://acme/x", nest(2)), None, &[]).unwrap();
    let size = serde_json::to_vec(&evidence.summary).unwrap().len();
    assert!(size < 20_000, "{size}");
}

#[test]
fn of_two_words_the_failure_counts() {
    let outcome = |predicate: Value| {
        read_evidence(&statement("https://acme/x", predicate), None, &[])
            .unwrap()
            .outcome
    };
    assert_eq!(
        outcome(json!({"result": "PASSED", "passed": false})),
        Outcome::Failed
    );
    assert_eq!(outcome(json!({"passed": true})), Outcome::Passed);
    assert_eq!(outcome(json!({"result": true})), Outcome::None);
    assert_eq!(outcome(json!(["PASSED"])), Outcome::None);
}

#[test]
fn envelopes() {
    use ed25519_dalek::{Signer as _, SigningKey};
    let signing = SigningKey::from_bytes(&[3; 32]);
    let key = PublicKey::from_ed25519(signing.verifying_key().as_bytes())
        .unwrap()
        .with_id("ci");
    let seal = |payload_type: &str, payload: Vec<u8>| {
        Envelope::seal(payload_type, payload, |message| {
            let bytes = signing.sign(message).to_bytes().to_vec();
            Ok::<_, std::convert::Infallible>(Signature {
                key_id: Some("ci".to_owned()),
                bytes,
            })
        })
        .unwrap()
    };
    let payload = statement("https://acme/x", json!({"result": "PASSED"}));
    let envelope = seal("application/vnd.in-toto+json", payload.clone());
    let known = read_evidence(&envelope.to_json(), None, std::slice::from_ref(&key)).unwrap();
    assert_eq!(
        (known.signature, known.signed_by.as_slice()),
        (SignatureState::Verified, ["ci".to_owned()].as_slice())
    );
    assert_eq!(known.outcome, Outcome::Passed);
    let unknown = read_evidence(&envelope.to_json(), None, &[]).unwrap();
    assert_eq!(
        (unknown.signature, unknown.signed_by.len()),
        (SignatureState::Unverified, 0)
    );

    let bundle = format!(
        r#"{{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","dsseEnvelope":{}}}"#,
        String::from_utf8(envelope.to_json()).unwrap()
    );
    assert_eq!(
        read_evidence(bundle.as_bytes(), None, std::slice::from_ref(&key)).unwrap(),
        known
    );

    let mut forged = envelope;
    forged.payload = statement("https://acme/x", json!({"result": "FAILED"}));
    assert_eq!(
        read_evidence(&forged.to_json(), None, std::slice::from_ref(&key))
            .unwrap_err()
            .code,
        ErrorCode::Signature
    );
    let other = seal("application/json", payload);
    assert_eq!(
        read_evidence(&other.to_json(), None, std::slice::from_ref(&key))
            .unwrap_err()
            .message,
        "the envelope carries `application/json`"
    );
    let empty = seal("application/vnd.in-toto+json", b"{}".to_vec());
    let error = read_evidence(&empty.to_json(), None, &[key]).unwrap_err();
    assert!(
        error
            .message
            .starts_with("in the envelope's payload: this is no in-toto statement: missing field"),
        "{error}"
    );
}

#[test]
fn a_moment_needs_a_zone() {
    let produced = |timestamp: &str| {
        let xml =
            format!("<testsuite timestamp=\"{timestamp}\"><testcase name=\"a\"/></testsuite>");
        read_evidence(xml.as_bytes(), None, &[])
            .unwrap()
            .produced_at
    };
    assert_eq!(produced("2026-11-24T10:00:00").as_deref(), None);
    assert_eq!(
        produced("2026-11-24t10:00:00.5z").as_deref(),
        Some("2026-11-24T10:00:00.5Z")
    );
    assert_eq!(produced("2026-13-24T10:00:00Z").as_deref(), None);
}

#[test]
fn what_is_taken_from_a_document_is_the_same_for_ever_under_one_version() {
    use sha2::Digest as _;
    let documents = [
        statement(
            "https://in-toto.io/attestation/test-result/v0.1",
            json!({"result": "FAILED", "failedTests": ["a"], "passedTests": ["b", "c"]}),
        ),
        statement("https://slsa.dev/provenance/v1", json!({"runDetails": {"builder": {"id": "b"}}})),
        statement("https://example.org/review/v1", json!({"result": "ok", "score": 1.5, "notes": ["x"]})),
        b"<testsuite name='t' time='1.5' timestamp='2026-01-01T00:00:00Z'><testcase name='a'><failure/></testcase></testsuite>".to_vec(),
        json!({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "l"}]})
            .to_string()
            .into_bytes(),
        b"SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: d\nDocumentNamespace: https://example.org/d\nCreator: Tool: t\nCreated: 2026-01-01T00:00:00Z\n".to_vec(),
    ];
    let read =
        |bytes: &Vec<u8>| serde_json::to_value(read_evidence(bytes, None, &[]).unwrap()).unwrap();
    let mut all: Value = documents.iter().map(read).collect();
    all.sort_all_objects();
    let digest = hex::encode(sha2::Sha256::digest(all.to_string()));
    let known = (
        1,
        "56f7f2f872216c20956b0cc431b5e3da9972c3b2063d0f17a23d56050f83e888",
    );
    assert_eq!(
        (holdpoint_attestation::READER_VERSION, digest.as_str()),
        known,
        "what ledgers say of documents was taken by this version: keep it, or raise the version"
    );
}

fn result(verdict: &str, findings: usize) -> serde_json::Value {
    let finding = |n: usize| {
        let level = ["info", "warning", "error"][n % 3];
        let waiver = (n == 2).then(|| json!({ "owner": "rita" }));
        json!({
            "rule": "api-path-removed", "level": level, "message": format!("finding {n} {}", "ä".repeat(300)),
            "help": "keep it", "place": { "file": "a.yaml", "line": 1, "column": 1, "pointer": "" },
            "subject": "GET /a", "waiver": waiver, "fingerprint": "f", "aliases": [],
        })
    };
    json!({
        "tool": "holdpoint", "version": "1.0.0", "check": "api", "verdict": verdict,
        "summary": { "error": findings, "warning": 0, "info": 0, "waived": 1 },
        "findings": (0..findings).map(finding).collect::<Vec<_>>(),
    })
}

#[test]
fn the_result_of_a_check_is_evidence() {
    let read = |value: &serde_json::Value| read_evidence(value.to_string().as_bytes(), None, &[]);
    for (verdict, outcome) in [
        ("go", Outcome::Passed),
        ("no-go", Outcome::Failed),
        ("hold", Outcome::Failed),
    ] {
        let evidence = read(&result(verdict, 0)).unwrap();
        assert_eq!(
            (evidence.format, evidence.outcome),
            (Format::Check, outcome)
        );
        let kind = "https://example.org/holdpoint/check/api/v1";
        assert_eq!(evidence.predicate_type, kind);
        assert!(evidence.subjects.is_empty());
    }
    let error = read(&result("perhaps", 0)).unwrap_err();
    assert!(
        error.to_string().contains("`verdict` is `perhaps`"),
        "{error}"
    );

    // The gravest come first, what was waived is no more than counted, and all of it is bounded.
    let Summary::Check(summary) = read(&result("no-go", 5_000)).unwrap().summary else {
        panic!("another summary");
    };
    assert_eq!((summary.counts.error, summary.counts.waived), (5_000, 1));
    assert!(summary.findings.len() == 10 && summary.findings[0].message.starts_with("finding 5 "));
    assert!(summary.findings.iter().all(|found| found.level == "error"));
    assert!(serde_json::to_string(&summary).unwrap().len() < 8_000);
}

#[test]
fn what_fails_a_check_stands_in_its_summary_or_beside_it_or_is_too_much() {
    let failing = |count: usize, width: usize| {
        let mut value = result("no-go", 0);
        let finding = |at: usize| {
            json!({"rule": "r", "level": "error", "message": "m", "subject": "s",
            "fingerprint": format!("{at:0width$x}")})
        };
        value["fail_on"] = json!("error");
        value["findings"] = (0..count).map(finding).collect();
        let read = read_evidence(value.to_string().as_bytes(), None, &[]).unwrap();
        let Summary::Check(summary) = read.summary else {
            panic!("another summary")
        };
        assert!(!serde_json::to_string(&summary).unwrap().contains("many"));
        (
            summary.failing.map_or(0, |all| all.len()),
            summary.many_failing.len(),
        )
    };
    assert_eq!(failing(40, 32), (40, 0));
    assert_eq!(failing(41, 32), (0, 41));
    assert_eq!(failing(1_000, 32), (0, 1_000));
    assert_eq!(failing(1_001, 32), (0, 0));
    assert_eq!(
        failing(41, 33),
        (0, 0),
        "what is no fingerprint has no room"
    );
}

#[test]
fn a_statement_with_the_result_of_a_check_says_what_it_is_about_and_when_it_was_made() {
    let mut predicate = result("go", 0);
    predicate["finished"] = json!("2026-11-28T08:00:00Z");
    let subject = holdpoint_attestation::Subject::sha256("till.tar", &"0".repeat(64));
    let kind = format!("{}/api/v1", holdpoint_attestation::predicate::CHECK);
    let statement = holdpoint_attestation::Statement::new(vec![subject], &kind, predicate);
    let evidence = read_evidence(&statement.to_json(), None, &[]).unwrap();
    assert_eq!(evidence.predicate_type, kind);
    assert_eq!(evidence.outcome, Outcome::Passed);
    assert_eq!(
        evidence.produced_at.as_deref(),
        Some("2026-11-28T08:00:00Z")
    );
    assert_eq!(evidence.subjects.len(), 1);
}
