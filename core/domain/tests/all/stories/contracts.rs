//! Contracts: a release goes where everybody who runs there can go on with it.

use holdpoint_domain::gate::{Outcome, Wait};
use holdpoint_domain::{Fact, Refusal};
use serde_json::{Value, json};

use crate::company::{company, digest, submitted};
use crate::world::{World, types};

fn ready() -> World {
    let mut world = company();
    let lab = json!({"name": "lab", "criteria": [{"name": "contracts", "ask": {"contracts": {}}}]});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"environment": lab}]}),
    );
    world
}

fn contracts(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(name, version)| json!({"interface": name, "kind": "openapi", "digest": digest(version)}))
        .collect()
}

/// Says what an artifact of a release provides and consumes; `meant` as evidence of the release.
fn publish(
    world: &mut World,
    (release, component): (&str, &str),
    provides: &[(&str, &str)],
    consumes: &[(&str, &str)],
    meant: bool,
) -> Vec<Fact> {
    let name = format!("{component} {release}");
    let said = json!({
        "release": meant.then_some(release),
        "subjects": [{"name": name, "digest": digest(&name)}],
        "predicate_type": "https://example.org/holdpoint/contract/v1", "outcome": "none",
        "blob": digest(&format!("{name} {provides:?} {consumes:?}")),
        "summary": {"kind": "contract", "provides": contracts(provides), "consumes": contracts(consumes)}
    });
    world.hours(1);
    world.done("dora", "evidence.add", said)
}

/// Records a check of what consumers know against what providers keep.
fn checked(world: &mut World, base: &str, revision: &str, outcome: &str) {
    let said = json!({
        "subjects": [{"name": revision, "digest": digest(revision)}],
        "predicate_type": "https://example.org/holdpoint/check/api/v1", "outcome": outcome,
        "blob": digest(&format!("{base} {revision} {outcome}")),
        "summary": {"kind": "check", "check": "api", "base": digest(base), "revision": digest(revision)}
    });
    world.hours(1);
    world.done("dora", "evidence.add", said);
}

fn deploy(world: &mut World, release: &str) -> Result<Vec<Fact>, Refusal> {
    let asked = json!({"release": release, "environment": "lab"});
    world.ask("della", "deployment.deploy", asked)
}

fn says(world: &mut World, release: &str) -> Vec<String> {
    let refusal = deploy(world, release).unwrap_err();
    let reasons = refusal.reasons.iter();
    reasons
        .map(|reason| format!("{}: {}", reason.code, reason.message))
        .collect()
}

/// A consumer and a provider that run.
pub fn running() -> World {
    let mut world = ready();
    submitted(&mut world, "one", &["api"]);
    publish(
        &mut world,
        ("one", "api"),
        &[("payments", "v1")],
        &[],
        false,
    );
    deploy(&mut world, "one").unwrap();
    submitted(&mut world, "shop", &["web"]);
    publish(
        &mut world,
        ("shop", "web"),
        &[],
        &[("payments", "v1")],
        true,
    );
    let facts = deploy(&mut world, "shop").unwrap();
    assert!(
        types(&facts).contains(&"deployment.contracted.v1"),
        "{facts:?}"
    );
    world
}

/// The same, and a new version of the provider: held at first, and let in when a check has passed.
pub fn told() -> World {
    let mut world = running();
    submitted(&mut world, "two", &["api"]);
    publish(
        &mut world,
        ("two", "api"),
        &[("payments", "v2")],
        &[],
        false,
    );
    deploy(&mut world, "two").unwrap_err();
    checked(&mut world, "v1", "v2", "passed");
    deploy(&mut world, "two").unwrap();
    world.check_folds();
    world
}

#[test]
fn a_provider_waits_for_a_check_against_each_consumer_that_runs() {
    let mut world = running();
    submitted(&mut world, "two", &["api"]);
    assert_eq!(
        says(&mut world, "two"),
        ["contract-undeclared: nobody has said which interfaces `api.tar` provides and consumes"]
    );
    publish(
        &mut world,
        ("two", "api"),
        &[("payments", "v2")],
        &[],
        false,
    );
    let refusal = deploy(&mut world, "two").unwrap_err();
    let reason = &refusal.reasons[0];
    assert_eq!(
        reason.message,
        "nothing shows that `web shop (running)` can use `payments` of `api two`"
    );
    assert!(
        reason.help.contains("`holdpoint contract check two lab`"),
        "{}",
        reason.help
    );
    assert!(reason.help.contains(&digest("v2")), "{}", reason.help);
    checked(&mut world, "v1", "v2", "failed");
    let said = says(&mut world, "two");
    assert!(
        said[0].starts_with(
            "contract-broken: `payments` of `api two` breaks `web shop (running)`, as check `evi_"
        ),
        "{said:?}"
    );
    checked(&mut world, "v1", "v2", "passed");
    deploy(&mut world, "two").unwrap();
    world.check_folds();
}

#[test]
fn a_consumer_needs_its_provider_there() {
    let mut world = ready();
    submitted(&mut world, "shop", &["web"]);
    publish(
        &mut world,
        ("shop", "web"),
        &[],
        &[("payments", "v2")],
        true,
    );
    assert_eq!(
        says(&mut world, "shop"),
        ["contract-unprovided: nobody provides `payments` in `lab`, which `web shop` consumes"]
    );
    submitted(&mut world, "one", &["api"]);
    publish(&mut world, ("one", "api"), &[("payments", "v1")], &[], true);
    deploy(&mut world, "one").unwrap();
    assert!(
        says(&mut world, "shop")[0]
            .starts_with("contract-unproven: nothing shows that `web shop` can use")
    );
    checked(&mut world, "v2", "v1", "passed");
    deploy(&mut world, "shop").unwrap();
}

#[test]
fn an_interface_stays_while_somebody_who_goes_on_uses_it() {
    let mut world = running();
    submitted(&mut world, "two", &["api"]);
    publish(&mut world, ("two", "api"), &[], &[], false);
    assert_eq!(
        says(&mut world, "two"),
        [
            "contract-removed: `api one (running)` is replaced by what does not provide `payments`, which `web shop (running)` consumes"
        ]
    );
}

#[test]
fn what_is_said_late_counts_for_what_runs() {
    let mut world = ready();
    submitted(&mut world, "shop", &["web"]);
    publish(&mut world, ("shop", "web"), &[], &[], true);
    deploy(&mut world, "shop").unwrap();
    submitted(&mut world, "one", &["api"]);
    publish(&mut world, ("one", "api"), &[("payments", "v1")], &[], true);
    // What was told before is told anew, without naming the release.
    let facts = publish(
        &mut world,
        ("shop", "web"),
        &[],
        &[("payments", "v0")],
        false,
    );
    assert_eq!(
        types(&facts),
        ["evidence.recorded.v1", "deployment.contracted.v1"]
    );
    assert!(says(&mut world, "one")[0].starts_with("contract-unproven"));
    let Fact::EvidenceRecorded(recorded) = &facts[0] else {
        panic!("{facts:?}")
    };
    let taken = json!({"evidence": recorded.evidence, "subject": recorded.subject.digest});
    let facts = world.done("dora", "evidence.withdraw", taken);
    assert_eq!(
        types(&facts),
        ["evidence.withdrawn.v1", "deployment.contracted.v1"]
    );
    deploy(&mut world, "one").unwrap();
    world.check_folds();
}

#[test]
fn a_verdict_says_which_order_is_safe() {
    let mut world = running();
    submitted(&mut world, "both", &["api", "web"]);
    publish(
        &mut world,
        ("both", "api"),
        &[("payments", "v2")],
        &[],
        false,
    );
    publish(
        &mut world,
        ("both", "web"),
        &[],
        &[("payments", "v2")],
        false,
    );
    let said = says(&mut world, "both");
    assert_eq!(said.len(), 2);
    assert!(
        said[0].starts_with("contract-circle: in no order can `api`, `web` be deployed"),
        "{said:?}"
    );
    checked(&mut world, "v1", "v2", "passed");
    let facts = deploy(&mut world, "both").unwrap();
    let Fact::GateJudged(judged) = &facts[0] else {
        panic!("{facts:?}")
    };
    let line = &judged.verdict.criteria[0];
    assert_eq!(
        (line.outcome, line.reasons[0].message.as_str()),
        (Outcome::Go, "deploy in this order: `api`, `web`")
    );
    world.check_folds();
}

#[test]
fn a_circle_that_was_checked_all_around_is_a_no() {
    let mut world = running();
    submitted(&mut world, "both", &["api", "web"]);
    publish(
        &mut world,
        ("both", "api"),
        &[("payments", "v2")],
        &[],
        false,
    );
    publish(
        &mut world,
        ("both", "web"),
        &[],
        &[("payments", "v2")],
        false,
    );
    checked(&mut world, "v1", "v2", "failed");
    checked(&mut world, "v2", "v1", "failed");
    let said = says(&mut world, "both");
    assert!(said[0].starts_with("contract-circle"), "{said:?}");
    assert!(
        said[1..]
            .iter()
            .all(|reason| reason.starts_with("contract-broken")),
        "{said:?}"
    );
}

#[test]
fn what_is_waited_for_says_what_to_compare() {
    let mut world = running();
    submitted(&mut world, "two", &["api"]);
    publish(
        &mut world,
        ("two", "api"),
        &[("payments", "v2")],
        &[],
        false,
    );
    world.done("ada", "organisation.apply", json!({"changes": [{"environment":
        {"name": "lab", "level": "warn", "criteria": [{"name": "contracts", "ask": {"contracts": {}}}]}}]}));
    let facts = deploy(&mut world, "two").unwrap();
    let Fact::GateJudged(judged) = &facts[0] else {
        panic!("{facts:?}")
    };
    let expected = Wait::Contract {
        interface: "payments".to_owned(),
        provider: "api two".to_owned(),
        consumer: "web shop (running)".to_owned(),
        base: digest("v1").parse().unwrap(),
        revision: digest("v2").parse().unwrap(),
    };
    assert_eq!(judged.verdict.criteria[0].waits, [expected]);
    world.check_folds();
}
