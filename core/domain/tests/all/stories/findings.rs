//! Findings of a check are waived one by one: by somebody, approved by somebody else, and for a time.

use holdpoint_domain::gate::Outcome;
use holdpoint_domain::signing::Act;
use holdpoint_domain::waiver::WaiverId;
use holdpoint_domain::{Fact, Refusal};
use serde_json::{Value, json};

use crate::company::{company, digest, sealed, statement, submitted};
use crate::pen::{About, Passkey, Pen};
use crate::world::{World, types};

fn ready(waivable: bool) -> World {
    let mut world = company();
    let ask = json!({"evidence": {"predicate": "check/api"}});
    let criterion = json!({"name": "api", "ask": ask, "waivable": waivable});
    let lab = json!({"environment": {"name": "lab", "criteria": [criterion]}});
    world.done("ada", "organisation.apply", json!({"changes": [lab]}));
    submitted(&mut world, "march", &["api"]);
    found(&mut world, &["a", "b"]);
    world
}

/// A check fails by these findings.
fn found(world: &mut World, failing: &[&str]) {
    let mut said = statement("march", "api", "march", "failed");
    said["predicate_type"] = json!("https://example.org/holdpoint/check/api/v1");
    said["blob"] = json!(digest(&format!("{failing:?}")));
    said["summary"] = json!({"kind": "check", "check": "api", "failing": failing});
    world.hours(1);
    world.done("dora", "evidence.add", said);
}

/// A check fails by so many findings that they stand beside its summary.
fn found_many(world: &mut World, failing: &[String]) {
    let mut said = statement("march", "api", "march", "failed");
    said["predicate_type"] = json!("https://example.org/holdpoint/check/api/v1");
    said["blob"] = json!(digest("many"));
    said["summary"] = json!({"kind": "check", "check": "api"});
    said["failing"] = json!(failing);
    world.hours(1);
    world.done("dora", "evidence.add", said);
}

fn request(findings: &[&str], ends: &str) -> Value {
    json!({"release": "march", "environment": "lab", "criterion": "api", "findings": findings,
        "reason": sealed("nobody uses it"), "ends": ends})
}

/// Asks for a waiver.
fn asked(world: &mut World, findings: &[&str], ends: &str) -> WaiverId {
    let facts = world.done("cora", "waiver.request", request(findings, ends));
    let Fact::WaiverRequested(asked) = facts.last().unwrap() else {
        panic!("{facts:?}")
    };
    asked.waiver.clone()
}

/// Asks for a waiver, and has it approved.
fn waive(world: &mut World, findings: &[&str], ends: &str) {
    let waiver = asked(world, findings, ends);
    world.done("bea", "waiver.approve", json!({"waiver": waiver}));
}

/// Waivers from findings, a go and a no-go, signed with keys of both kinds by people whom the entries name.
pub fn decided() -> World {
    let mut world = ready(true);
    let (pen, passkey) = (Pen::of("bea"), Passkey::of("bea"));
    pen.add(&mut world);
    passkey.add(&mut world);
    let about = |waiver: &WaiverId| About {
        release: "march",
        environment: Some("lab"),
        waiver: Some(waiver.clone()),
    };
    let first = asked(&mut world, &["a"], SOON);
    let signature = pen.states(&world, Act::Grant, &about(&first));
    let granted = json!({"waiver": first, "signature": signature});
    world.done("bea", "waiver.approve", granted);
    let second = asked(&mut world, &["b"], LATER);
    let signature = passkey.states(&world, Act::Revoke, &about(&second), 2);
    let declined = json!({"waiver": second, "signature": signature});
    world.done("bea", "waiver.revoke", declined);
    waive(&mut world, &["b"], LATER);
    deploy(&mut world).unwrap();
    said(&mut world);
    world.check_folds();
    world
}

fn said(world: &mut World) {
    let (pen, passkey) = (Pen::of("rita"), Passkey::of("rita"));
    pen.add(world);
    passkey.add(world);
    let about = |environment| About {
        release: "march",
        environment,
        waiver: None,
    };
    let signature = pen.states(world, Act::Go, &about(Some("lab")));
    let go =
        json!({"release": "march", "decision": "go", "environment": "lab", "signature": signature});
    world.done("rita", "release.decide", go);
    let signature = passkey.states(world, Act::NoGo, &about(None), 5);
    let no_go = json!({"release": "march", "decision": "no-go", "signature": signature});
    world.done("rita", "release.decide", no_go);
}

fn deploy(world: &mut World) -> Result<Vec<Fact>, Refusal> {
    let asked = json!({"release": "march", "environment": "lab", "again": true});
    world.ask("della", "deployment.deploy", asked)
}

fn says(world: &mut World) -> String {
    deploy(world).unwrap_err().reasons[0].code.clone()
}

const SOON: &str = "2026-03-03T08:00:00Z";
const LATER: &str = "2026-03-05T08:00:00Z";

#[test]
fn a_check_has_passed_when_all_that_fails_it_is_waived_and_until_the_first_of_them_ends() {
    let mut world = ready(true);
    assert_eq!(says(&mut world), "evidence-failed");
    waive(&mut world, &["a"], SOON);
    assert_eq!(says(&mut world), "evidence-failed");
    waive(&mut world, &["b"], LATER);
    let facts = deploy(&mut world).unwrap();
    let Fact::GateJudged(judged) = &facts[0] else {
        panic!("{facts:?}")
    };
    let line = &judged.verdict.criteria[0];
    assert_eq!((line.outcome, line.waiver.clone()), (Outcome::Go, None));
    assert_eq!(line.reasons[0].code, "findings-waived");
    world.hours(24);
    assert_eq!(says(&mut world), "evidence-failed");
    world.check_folds();
}

#[test]
fn what_is_found_later_is_not_waived() {
    let mut world = ready(true);
    waive(&mut world, &["a", "b"], LATER);
    deploy(&mut world).unwrap();
    found(&mut world, &["a", "b", "c"]);
    assert_eq!(says(&mut world), "evidence-failed");
    found(&mut world, &["b"]);
    deploy(&mut world).unwrap();
}

#[test]
fn a_waiver_is_from_what_has_been_found_and_from_nothing_else() {
    let mut world = ready(true);
    let mut refused =
        |findings: &[&str]| world.refused("cora", "waiver.request", request(findings, SOON));
    assert_eq!(refused(&["a", "c"]), "finding-unknown");
    assert_eq!(refused(&["a"; 201]), "findings-too-many");
    let mut other = ready(false);
    assert_eq!(
        other.refused("cora", "waiver.request", request(&["a"], SOON)),
        "criterion-not-waivable"
    );
}

#[test]
fn of_hundreds_of_findings_each_can_be_waived() {
    let mut world = ready(true);
    let all: Vec<String> = (0..300).map(|at| format!("{at:032x}")).collect();
    found_many(&mut world, &all);
    let names: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(
        world.refused("cora", "waiver.request", request(&names, SOON)),
        "findings-too-many"
    );
    waive(&mut world, &names[..200], LATER);
    assert_eq!(says(&mut world), "evidence-failed");
    waive(&mut world, &names[200..], LATER);
    deploy(&mut world).unwrap();
    world.check_folds();
    let mut said = statement("march", "api", "march", "failed");
    said["failing"] = json!(vec!["f"; 1_001]);
    assert_eq!(
        world.refused("dora", "evidence.add", said),
        "evidence-summary-wrong"
    );
}

#[test]
fn a_result_that_does_not_say_all_that_fails_it_is_waived_as_a_whole_only() {
    let mut world = ready(true);
    waive(&mut world, &["a", "b"], LATER);
    found(&mut world, &[]);
    assert_eq!(says(&mut world), "evidence-failed");
    waive(&mut world, &[], LATER);
    deploy(&mut world).unwrap();
}

#[test]
fn a_waiver_from_findings_needs_the_newer_format() {
    let mut world = company();
    let ask = json!({"evidence": {"predicate": "check/api"}});
    let lab = json!({"environment": {"name": "lab", "criteria": [{"name": "api", "ask": ask}]}});
    world.done("ada", "organisation.apply", json!({"changes": [lab]}));
    submitted(&mut world, "march", &["api"]);
    found(&mut world, &["a"]);
    assert_eq!(world.state.format(), 1);
    let facts = world.done("cora", "waiver.request", request(&[], SOON));
    assert_eq!(types(&facts), ["waiver.requested.v1"]);
    assert_eq!(world.state.format(), 1);
    world.done("cora", "waiver.request", request(&["a"], SOON));
    assert_eq!(world.state.format(), 2);
}
