//! Many versions that run at once: a gate is asked about all of them, and quickly.

use std::time::{Duration, Instant};

use holdpoint_domain::contract::{meetings, parties, said_of};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::gate::{Inputs, Outcome, judge};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Actor, Fact, Meta, RuleAnswers, State, Time, evolve};
use serde_json::{Value, json};

use crate::company::digest;

/// How many versions run.
const MANY: usize = 10_000;

fn happened(state: &mut State, name: &str, data: Value) {
    let fact = Fact::parse(name, &data.to_string()).unwrap();
    let meta = Meta {
        position: 0,
        time: Time::from_millis(0),
        actor: Actor::System,
    };
    evolve(state, &fact, &meta);
}

fn contract(interface: &str, version: &str) -> Value {
    json!([{"interface": interface, "kind": "openapi", "digest": digest(version)}])
}

/// Each provides an interface of its own, and consumes that of one other; every tenth that of the first.
fn crowd() -> State {
    let mut state = State::default();
    happened(
        &mut state,
        "environment.declared.v1",
        json!({"environment":
        {"name": "live", "criteria": [{"name": "contracts", "ask": {"contracts": {}}}]}}),
    );
    for n in 0..MANY {
        let (release, id) = (format!("r{n}"), format!("dep_{n:026}"));
        let component = format!("c{n}");
        let common = json!({"deployment": id, "release": release, "environment": "live"});
        let with = |more: Value| {
            let mut all = common.clone();
            for (name, value) in more.as_object().unwrap() {
                all[name] = value.clone();
            }
            all
        };
        happened(
            &mut state,
            "deployment.requested.v1",
            with(json!({"manifest": digest("m"), "components": [component], "purpose": "deploy"})),
        );
        let used = if n % 10 == 0 { 0 } else { n.saturating_sub(1) };
        happened(
            &mut state,
            "deployment.contracted.v1",
            with(json!({"artifact": "a", "component": component,
            "digest": digest(&release), "contracts": {"provides": contract(&format!("i{n}"), "v1"),
            "consumes": contract(&format!("i{used}"), "v1")}})),
        );
        happened(&mut state, "deployment.succeeded.v1", common);
    }
    state
}

#[test]
fn a_gate_is_asked_about_ten_thousand_versions_in_no_time() {
    let mut state = crowd();
    let artifact = digest("next");
    happened(
        &mut state,
        "release.created.v1",
        json!({"release": "next", "components": ["c0"]}),
    );
    happened(
        &mut state,
        "release.artifact-added.v1",
        json!({"release": "next",
        "artifact": {"name": "a", "component": "c0", "digest": artifact}}),
    );
    happened(
        &mut state,
        "evidence.recorded.v1",
        json!({"evidence": "evi_00000000000000000000000001",
        "subject": {"digest": artifact}, "predicate_type": "https://example.org/holdpoint/contract/v1", "outcome": "none",
        "blob": digest("b"), "summary": {"kind": "contract", "provides": contract("i0", "v2")}}),
    );
    happened(
        &mut state,
        "evidence.recorded.v1",
        json!({"evidence": "evi_00000000000000000000000002",
        "subject": {"digest": digest("v2")}, "predicate_type": "https://example.org/holdpoint/check/api/v1",
        "outcome": "passed", "blob": digest("c"),
        "summary": {"kind": "check", "base": digest("v1"), "revision": digest("v2")}}),
    );
    let release: ReleaseName = "next".parse().unwrap();
    let release = state.releases.peek(&release.key()).unwrap().clone();
    let manifest = json!({"evidence": "evi_00000000000000000000000003", "subject": {"digest": release.manifest()},
        "predicate_type": "https://example.org/other", "outcome": "none", "blob": digest("d")});
    happened(&mut state, "evidence.recorded.v1", manifest);
    let place = EnvironmentName::new("live").unwrap();
    let said = said_of(&state, &release).unwrap();
    let met = meetings(&parties(&state, &place, &release, &said));
    assert_eq!(met.all.len(), MANY / 10);
    let inputs = Inputs {
        now: Time::from_millis(1),
        position: 0,
        rules: &RuleAnswers::default(),
    };
    let quickest = (0..5).map(|_| {
        let begun = Instant::now();
        let verdict = judge(&state, &state.environments[&place], &release, &inputs).unwrap();
        assert_eq!(verdict.verdict, Outcome::Go, "{verdict:?}");
        begun.elapsed()
    });
    let quickest = quickest.min().unwrap();
    println!("{MANY} versions: {quickest:?}");
    // Without optimisations, on a machine that does something else as well.
    assert!(quickest < Duration::from_millis(500), "{quickest:?}");
}
