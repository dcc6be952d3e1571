//! The whole way: from a draft to production, to what replaces it, and back.

use holdpoint_domain::gate::{Outcome, Wait};
use holdpoint_domain::release::{ReleaseName, Stage};
use holdpoint_domain::{Effect, Fact, agenda, effects};
use serde_json::json;

use crate::company::{approve, cleared, company, deploy, finish, live, newest, submitted};
use crate::world::{World, types};

fn stage(world: &mut World, release: &str) -> Stage {
    let key = ReleaseName::new(release).unwrap().key();
    if world.state.releases.peek(&key).is_none() {
        world.load(&key);
    }
    world.state.releases.peek(&key).unwrap().stage
}

#[test]
fn a_release_waits_for_each_thing_by_name_and_then_goes() {
    let mut world = company();
    submitted(&mut world, "march", &["api", "web"]);
    let asked = json!({"release": "march", "decision": "go", "environment": "staging"});
    let refusal = world
        .ask("rita", "release.decide", asked.clone())
        .unwrap_err();
    assert_eq!(refusal.code, "gate-does-not-go");
    let codes: Vec<_> = refusal
        .reasons
        .iter()
        .map(|reason| reason.code.as_str())
        .collect();
    let expected = [
        "environment-not-reached",
        "approval-missing",
        "approval-missing",
    ];
    assert_eq!(codes, expected);
    deploy(&mut world, "march", "test");
    approve(&mut world, "olga", "march", "component-owner");
    let refusal = world
        .ask("rita", "release.decide", asked.clone())
        .unwrap_err();
    let missing = "0 of 1 approvals by a `component-owner` for `web`";
    assert_eq!(refusal.reasons[0].message, missing);
    approve(&mut world, "oskar", "march", "component-owner");
    let facts = world.done("rita", "release.decide", asked);
    assert_eq!(types(&facts), ["gate.judged.v1", "release.decided.v1"]);
    let Fact::GateJudged(judged) = &facts[0] else {
        panic!("{facts:?}")
    };
    assert_eq!(judged.verdict.verdict, Outcome::Go);
    assert!(judged.verdict.passes);
}

#[test]
fn what_a_hold_waits_for_is_typed() {
    use holdpoint_domain::environment::EnvironmentName;
    use holdpoint_domain::gate::{Inputs, judge};
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    let digests = ["api march"].map(|text| crate::company::digest(text).parse().unwrap());
    let release = world
        .state
        .releases
        .peek(&ReleaseName::new("march").unwrap().key());
    let (release, place) = (
        release.unwrap().clone(),
        EnvironmentName::new("production").unwrap(),
    );
    for digest in digests.iter().copied().chain([release.manifest()]) {
        world.load(&holdpoint_domain::evidence::key(&digest));
    }
    let inputs = Inputs {
        now: world.now,
        position: 0,
        rules: &holdpoint_domain::RuleAnswers::default(),
    };
    let verdict = judge(
        &world.state,
        &world.state.environments[&place],
        &release,
        &inputs,
    )
    .unwrap();
    assert_eq!(verdict.verdict, Outcome::Hold);
    let waits: Vec<_> = verdict
        .criteria
        .iter()
        .flat_map(|line| &line.waits)
        .collect();
    let [ran, owner, board, tests, runbook] = waits[..] else {
        panic!("{waits:?}")
    };
    assert!(matches!(ran, Wait::Environment { environment } if environment.as_str() == "staging"));
    let Wait::Approval {
        missing: 1,
        eligible,
        ..
    } = owner
    else {
        panic!("{owner:?}")
    };
    let mut owners = ["olga", "oona"].map(crate::world::person);
    owners.sort();
    assert_eq!(eligible[..], owners);
    assert!(matches!(board, Wait::Approval { missing: 2, .. }));
    assert!(matches!(tests, Wait::Evidence { digest, .. } if *digest == digests[0]));
    assert!(matches!(runbook, Wait::Readiness { item } if item == "the runbook is current"));
}

#[test]
fn steps_run_one_after_the_other_and_then_it_is_current() {
    let mut world = company();
    cleared(&mut world, "march", &["api"]);
    let facts = deploy(&mut world, "march", "production");
    let begun = [
        "gate.judged.v1",
        "deployment.requested.v1",
        "release.deployment-begun.v1",
        "deployment.step-requested.v1",
    ];
    assert_eq!(types(&facts), begun);
    let effects = effects(&world.state);
    let [
        (
            position,
            Effect::RunStep {
                command,
                variables,
                timeout_seconds,
                ..
            },
        ),
    ] = &effects[..]
    else {
        panic!("{effects:?}")
    };
    assert_eq!(*position, world.ledger.len() as u64 - 1);
    assert_eq!(command[..], ["install", "march", "api"]);
    assert_eq!(*timeout_seconds, 300);
    assert!(variables["HOLDPOINT_ARTIFACT_LIST"].contains("api.tar"));
    let next = finish(&mut world, 0);
    assert_eq!(
        types(&next),
        [
            "deployment.step-finished.v1",
            "deployment.step-requested.v1"
        ]
    );
    let last = finish(&mut world, 0);
    let ended = [
        "deployment.step-finished.v1",
        "deployment.succeeded.v1",
        "release.environment-reached.v1",
    ];
    assert_eq!(types(&last), ended);
    assert!(agenda(&world.state, world.now).effects.is_empty());
    world.check_folds();
}

#[test]
fn what_is_replaced_closes_and_a_rollback_opens_it_again() {
    let mut world = company();
    live(&mut world, "march", &["api"]);
    let april = live(&mut world, "april", &["api"]);
    assert_eq!(
        stage(&mut world, "march"),
        Stage::Closed,
        "april has replaced it everywhere"
    );
    world.forget();
    for place in ["test", "staging"] {
        assert_eq!(running(&world, place), "april");
    }
    let facts = world.done(
        "della",
        "deployment.roll-back",
        json!({"deployment": april}),
    );
    assert!(types(&facts).contains(&"deployment.requested.v1"));
    finish(&mut world, 0);
    finish(&mut world, 0);
    assert_eq!(running(&world, "production"), "march");
    assert_eq!(stage(&mut world, "march"), Stage::Submitted);
    world.forget();
    world.check_folds();
}

fn running(world: &World, place: &str) -> String {
    let mut found = world.state.open_deployments().filter(|d| d.current());
    found
        .find(|d| d.environment.as_str() == place)
        .unwrap()
        .release
        .to_string()
}

#[test]
fn a_failed_step_ends_the_deployment_and_what_ran_before_runs_on() {
    let mut world = company();
    live(&mut world, "march", &["api"]);
    cleared(&mut world, "april", &["api"]);
    deploy(&mut world, "april", "production");
    let facts = finish(&mut world, 3);
    assert_eq!(
        types(&facts),
        ["deployment.step-finished.v1", "deployment.failed.v1"]
    );
    assert_eq!(running(&world, "production"), "march");
    let again = deploy(&mut world, "april", "production");
    assert_eq!(types(&again)[1], "deployment.requested.v1");
    let id = newest(&world);
    let facts = world.done("sam", "deployment.abort", json!({"deployment": id}));
    assert_eq!(types(&facts), ["deployment.aborted.v1"]);
    let late = json!({"deployment": id, "intent": 1, "outcome": {"exit_code": 0}});
    assert_eq!(world.done("system", "deployment.finish-step", late), []);
    world.check_folds();
}
