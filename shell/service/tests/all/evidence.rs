//! Evidence is what a document says, whoever attaches it.

use std::io::Seek as _;

use ed25519_dalek::{Signer as _, SigningKey};
use holdpoint_attestation::Envelope;
use holdpoint_attestation::dsse::Signature;
use holdpoint_attestation::statement::PAYLOAD_TYPE;
use holdpoint_domain::evidence::{AddEvidence, Outcome, Subject};
use holdpoint_domain::{Actor, Digest};
use holdpoint_engine::Request;
use holdpoint_engine::audit::{Fault, TarBundle, Trust, verify_bundle};
use holdpoint_ledger::Hash;
use holdpoint_service::Submission;
use serde_json::{Value, json};

use crate::world::World;

const FAILING: &str = r#"<testsuite name="unit"><testcase name="adds"><failure message="no"/></testcase></testsuite>"#;
const PASSING: &str = r#"<testsuite name="unit"><testcase name="adds"/></testsuite>"#;
const TESTS: &str = "https://in-toto.io/attestation/test-result/v0.1";

fn digest(of: &str) -> Digest {
    Digest::of(of.as_bytes())
}

fn statement(about: &[&str]) -> String {
    let subject = |name: &&str| {
        let digest = digest(name).to_string();
        json!({ "name": name, "digest": { "sha256": digest.strip_prefix("sha256:").unwrap() } })
    };
    let subjects: Vec<_> = about.iter().map(subject).collect();
    json!({
        "_type": "https://in-toto.io/Statement/v1", "subject": subjects,
        "predicateType": TESTS, "predicate": { "result": "PASSED" }
    })
    .to_string()
}

fn attach(world: &World, who: &Actor, document: Value) -> Result<Value, String> {
    let receipt = world.ask(who, "evidence.add", json!({ "document": document }));
    let receipt = receipt.map_err(|error| error.code())?;
    Ok(receipt
        .events
        .first()
        .map(|event| event.data.clone())
        .unwrap_or_default())
}

#[test]
fn what_is_claimed_of_a_document_is_refused() {
    let world = World::new();
    let dora = world.hire("dora", "developer");
    let honest = json!({
        "subjects": [{ "digest": digest("till") }], "predicate_type": TESTS,
        "outcome": "failed", "blob": world.keep(FAILING.as_bytes())
    });
    let mut forged = honest.clone();
    forged["outcome"] = json!("passed");
    forged["signed_by"] = json!("ci");
    let mut hidden = honest.clone();
    hidden["document"] = json!({ "text": FAILING, "subjects": [digest("till")] });
    let size = world.size();
    for (who, claim) in [
        (&dora, &honest),
        (&dora, &forged),
        (&Actor::System, &forged),
        (&dora, &hidden),
    ] {
        let refused = world.ask(who, "evidence.add", claim.clone()).unwrap_err();
        assert_eq!(refused.code(), "evidence-claimed", "{refused}");
    }
    assert_eq!(world.size(), size, "nothing is recorded");
}

#[test]
fn the_document_says_what_is_recorded() {
    let world = World::new();
    let dora = world.hire("dora", "developer");
    let blob = world.keep(FAILING.as_bytes());
    let said = attach(
        &world,
        &dora,
        json!({ "blob": blob, "subjects": [digest("till")] }),
    )
    .unwrap();
    assert_eq!(
        (&said["outcome"], &said["predicate_type"]),
        (&json!("failed"), &json!(TESTS))
    );
    assert_eq!((&said["reader"], &said["blob"]), (&json!(1), &json!(blob)));
    assert_eq!(said["summary"]["failures"][0]["test"], "adds");
    let unknown = json!({ "blob": digest("nowhere"), "subjects": [digest("till")] });
    assert_eq!(attach(&world, &dora, unknown).unwrap_err(), "blob-unknown");
    let nonsense = json!({ "text": "nonsense", "subjects": [digest("till")] });
    assert_eq!(
        attach(&world, &dora, nonsense).unwrap_err(),
        "evidence-malformed"
    );
    let ben = world.hire("ben", "business-owner");
    let may_not = json!({ "blob": blob, "subjects": [digest("till")] });
    assert_eq!(attach(&world, &ben, may_not).unwrap_err(), "not-permitted");
}

#[test]
fn a_statement_says_itself_what_it_is_and_about_what() {
    let world = World::new();
    let dora = world.hire("dora", "developer");
    let text = statement(&["till", "scanner"]);
    let code = |document: Value| attach(&world, &dora, document).unwrap_err();
    let other = json!({ "text": text, "subjects": [digest("till"), digest("forged")] });
    assert_eq!(code(other), "evidence-subject-not-its-own");
    for kind in [
        "sbom",
        "https://slsa.dev/provenance/v1",
        "https://example.org/review/v1",
    ] {
        let other = json!({ "text": text, "predicate_type": kind });
        assert_eq!(code(other), "evidence-predicate-not-its-own", "{kind}");
    }
    let weak = text.replace("sha256", "sha1");
    assert_eq!(code(json!({ "text": weak })), "evidence-subject-unusable");
    let narrowed =
        json!({ "text": text, "subjects": [digest("scanner")], "predicate_type": "junit" });
    let said = attach(&world, &dora, narrowed).unwrap();
    assert_eq!(
        said["subject"],
        json!({ "name": "scanner", "digest": digest("scanner") })
    );
}

#[test]
fn a_report_is_given_subjects_and_a_kind_but_no_other_documents_kind() {
    let world = World::new();
    let dora = world.hire("dora", "developer");
    let report = |kind: &str| json!({ "text": PASSING, "subjects": [digest("till")], "predicate_type": kind });
    for kind in ["provenance", "sbom", "https://cyclonedx.org/bom/v1.6"] {
        let code = attach(&world, &dora, report(kind)).unwrap_err();
        assert_eq!(code, "evidence-predicate-not-its-own", "{kind}");
    }
    let own = "https://example.org/load-test/v1";
    let said = attach(&world, &dora, report(own)).unwrap();
    assert_eq!(said["predicate_type"], own);
    let nothing = json!({ "text": PASSING });
    assert_eq!(
        attach(&world, &dora, nothing).unwrap_err(),
        "evidence-without-subject"
    );
    let verified = world
        .service
        .audit_verify(&world.admin, &Trust::default(), &|_, _| {})
        .unwrap();
    assert!(verified.sound, "{:?}", verified.problems);
}

#[test]
fn of_a_release_the_document_says_which_artifacts() {
    let world = World::new();
    let rita = world.hire("rita", "release-manager");
    let artifact =
        |name: &str| json!({ "name": name, "component": "till", "digest": digest(name) });
    let create = json!({ "release": "till-1", "components": ["till"] });
    world.ask(&rita, "release.create", create).unwrap();
    let artifacts =
        json!({ "release": "till-1", "artifacts": [artifact("till"), artifact("scanner")] });
    world
        .ask(&rita, "release.add-artifacts", artifacts)
        .unwrap();
    let both = attach(
        &world,
        &rita,
        json!({ "text": statement(&["till", "lamp"]), "release": "till-1" }),
    );
    assert_eq!(
        both.unwrap()["subject"]["name"],
        "till",
        "what the release does not have is left out"
    );
    let none = json!({ "text": statement(&["lamp"]), "release": "till-1" });
    assert_eq!(
        attach(&world, &rita, none).unwrap_err(),
        "evidence-elsewhere"
    );
    let named = json!({ "text": PASSING, "release": "till-1", "artifacts": ["scanner"] });
    assert_eq!(
        attach(&world, &rita, named).unwrap()["subject"]["digest"],
        json!(digest("scanner"))
    );
    let unknown = json!({ "text": PASSING, "release": "till-1", "artifacts": ["lamp"] });
    assert_eq!(
        attach(&world, &rita, unknown).unwrap_err(),
        "artifact-unknown"
    );
    let whole = json!({ "text": FAILING, "release": "till-1" });
    assert_eq!(
        attach(&world, &rita, whole).unwrap()["subject"]["name"],
        "till-1"
    );
}

fn signed(text: &str, seed: u8) -> String {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let sealed = Envelope::seal(PAYLOAD_TYPE, text.as_bytes().to_vec(), |message| {
        let bytes = key.sign(message).to_bytes().to_vec();
        Ok::<_, std::convert::Infallible>(Signature {
            key_id: None,
            bytes,
        })
    });
    String::from_utf8(sealed.unwrap().to_json()).unwrap()
}

fn signers(world: &World, seeds: &[u8]) {
    let key = |seed: &u8| {
        let public = *SigningKey::from_bytes(&[*seed; 32])
            .verifying_key()
            .as_bytes();
        // What stands before an Ed25519 key in a SubjectPublicKeyInfo is twelve bytes: sixteen digits.
        let key = format!("MCowBQYDK2VwAyEA{}", Hash(public).to_base64());
        json!({ "name": format!("ci-{seed}"), "key": key })
    };
    let settings = json!({ "signers": seeds.iter().map(key).collect::<Vec<_>>() });
    let changes = json!({ "changes": [{ "settings": settings }] });
    world
        .ask(&world.admin, "organisation.apply", changes)
        .unwrap();
}

#[test]
fn whose_signature_counts_is_configured_and_not_claimed() {
    let world = World::new();
    let dora = world.hire("dora", "developer");
    let text = signed(&statement(&["till"]), 7);
    let before = attach(&world, &dora, json!({ "text": text })).unwrap();
    assert_eq!(
        before["signed_by"],
        Value::Null,
        "nobody's signature is believed"
    );
    signers(&world, &[7, 9]);
    let after = attach(&world, &dora, json!({ "text": text })).unwrap();
    assert_eq!(after["signed_by"].as_str().map(str::len), Some(64));
    let again = attach(&world, &dora, json!({ "text": text })).unwrap();
    assert_eq!(again, Value::Null, "it says nothing new");
    let stranger = attach(
        &world,
        &dora,
        json!({ "text": signed(&statement(&["till"]), 8) }),
    )
    .unwrap();
    assert_eq!(stranger["signed_by"], Value::Null);
    let listed = world
        .query("evidence.list", json!({ "subject": digest("till") }))
        .unwrap();
    assert_eq!(listed["evidence"][1]["signer"], "ci-7");
    assert_eq!(listed["evidence"][1]["read"], true);
    signers(&world, &[]);
    let verified = world
        .service
        .audit_verify(&world.admin, &Trust::default(), &|_, _| {})
        .unwrap();
    assert!(
        verified.sound,
        "each is read under the keys of its time: {:?}",
        verified.problems
    );
    assert_eq!(verified.evidence.read_again, 3);
}

#[test]
fn an_entry_that_says_otherwise_than_its_document_is_found_in_the_ledger_and_in_a_bundle() {
    let world = World::new();
    let dora = world.hire("dora", "developer");
    attach(
        &world,
        &dora,
        json!({ "text": PASSING, "subjects": [digest("till")] }),
    )
    .unwrap();
    let forge = |reader: Option<u32>| AddEvidence {
        release: None,
        subjects: vec![Subject {
            name: String::new(),
            digest: digest("scanner"),
        }],
        predicate_type: TESTS.to_owned(),
        outcome: Outcome::Passed,
        blob: world.keep(FAILING.as_bytes()).parse().unwrap(),
        produced: None,
        signed_by: None,
        summary: Value::Null,
        failing: Vec::new(),
        reader,
        signers: None,
    };
    let engine = world.service.engine();
    engine
        .submit(Request::new(dora.clone(), forge(None)))
        .unwrap()
        .done()
        .unwrap();
    engine
        .submit(Request::new(dora.clone(), forge(Some(9_999))))
        .unwrap()
        .done()
        .unwrap();
    let verified = world
        .service
        .audit_verify(&world.admin, &Trust::default(), &|_, _| {})
        .unwrap();
    assert!(verified.sound, "{:?}", verified.problems);
    let count = verified.evidence;
    assert_eq!(
        (count.read_again, count.from_before, count.of_other_reader),
        (1, 1, 1)
    );

    let forged = engine
        .submit(Request::new(dora, forge(Some(1))))
        .unwrap()
        .done()
        .unwrap();
    let verified = world
        .service
        .audit_verify(&world.admin, &Trust::default(), &|_, _| {})
        .unwrap();
    let problem = verified.problems.first().unwrap();
    assert_eq!((verified.sound, problem.fault), (false, Fault::Evidence));
    assert_eq!(problem.position, Some(forged.positions.start));
    assert!(
        problem
            .message
            .ends_with("says otherwise: outcome, summary"),
        "{}",
        problem.message
    );

    let mut file = tempfile::tempfile().unwrap();
    let begun = world.service.begin_export(&world.admin, None).unwrap();
    world
        .service
        .write_export(&begun, &mut file, &|_, _| {})
        .unwrap();
    file.rewind().unwrap();
    let bundle = TarBundle::open(file).unwrap();
    let report = verify_bundle(&bundle, &Trust::default(), &|_, _| {});
    assert!(!report.sound && report.log.as_ref().is_some_and(|log| log.sound));
    assert_eq!(report.problems, verified.problems);
    assert_eq!(report.evidence, verified.evidence);
}

#[test]
fn a_rehearsal_reads_the_document_and_keeps_nothing() {
    let world = World::new();
    let dora = world.hire("dora", "developer");
    let document = json!({ "text": FAILING, "subjects": [digest("till")] });
    let request = json!({ "command": "evidence.add", "arguments": { "document": document } });
    let size = world.size();
    let submission = Submission {
        key: None,
        request,
        dry_run: true,
    };
    let receipt = world.service.submit(&dora, submission).unwrap();
    assert_eq!(receipt.events[0].data["outcome"], "failed");
    let blob: Digest = receipt.events[0].data["blob"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let kept = world
        .service
        .blobs()
        .get(&holdpoint_ports::BlobDigest(blob.0))
        .unwrap();
    assert!(kept.is_none() && world.size() == size);
}
