//! Steps whose end nobody knows, and deployments that are stopped.

use holdpoint_domain::deployment::DeploymentStage;
use holdpoint_domain::{Effect, agenda, effects};
use serde_json::{Value, json};

use crate::company::{cleared, company, deploy, finish, grant, newest};
use crate::world::{World, types};

fn on_its_way() -> (World, String) {
    let mut world = company();
    cleared(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "production");
    let id = newest(&world);
    (world, id)
}

fn intent(world: &World) -> u64 {
    agenda(&world.state, world.now).effects[0]
}

fn outcome(id: &str, intent: u64, outcome: Value) -> Value {
    json!({"deployment": id, "intent": intent, "outcome": outcome})
}

fn stage(world: &World, id: &str) -> DeploymentStage {
    let mut all = world.state.deployments.iter();
    all.find(|(key, _)| key.name() == id).unwrap().1.stage
}

#[test]
fn a_step_past_its_limit_is_lost_and_a_person_says_how_it_ended() {
    let (mut world, id) = on_its_way();
    let limit = world.now.after(360_000);
    assert_eq!(agenda(&world.state, world.now).wake, Some(limit));
    world.now = limit.after(-1);
    assert!(world.tick().is_empty());
    world.now = limit;
    assert_eq!(types(&world.tick()), ["deployment.step-lost.v1"]);
    assert_eq!(stage(&world, &id), DeploymentStage::Uncertain);
    assert!(agenda(&world.state, world.now).effects.is_empty());
    world.check_folds();
    let asked = json!({"deployment": id, "succeeded": true});
    let facts = world.done("della", "deployment.resolve-step", asked.clone());
    assert_eq!(
        types(&facts),
        [
            "deployment.step-finished.v1",
            "deployment.step-requested.v1"
        ]
    );
    assert_eq!(
        world.refused("della", "deployment.resolve-step", asked),
        "step-not-lost"
    );
    finish(&mut world, 0);
    assert_eq!(stage(&world, &id), DeploymentStage::Current);
}

#[test]
fn the_agents_word_still_counts_when_it_comes_late() {
    let (mut world, id) = on_its_way();
    let first = intent(&world);
    world.hours(1);
    world.tick();
    let late = outcome(&id, first, json!({"exit_code": 0}));
    assert_eq!(
        types(&world.done("system", "deployment.finish-step", late.clone())).len(),
        2
    );
    assert_eq!(
        world.done("system", "deployment.finish-step", late),
        [],
        "told before"
    );
    let lost = json!({"deployment": id, "intent": first});
    assert_eq!(
        world.done("system", "deployment.lose-step", lost),
        [],
        "another step runs"
    );
}

#[test]
fn who_made_it_does_not_say_that_it_went_well() {
    let (mut world, id) = on_its_way();
    for name in ["dora", "oona"] {
        grant(&mut world, name, "deployer", "organisation");
    }
    world.hours(1);
    world.tick();
    let asked = |succeeded: bool| json!({"deployment": id, "succeeded": succeeded});
    assert_eq!(
        world.refused("dora", "deployment.resolve-step", asked(true)),
        "author-deploys"
    );
    assert_eq!(
        world.refused("oona", "deployment.resolve-step", asked(true)),
        "approver-deploys"
    );
    let facts = world.done("dora", "deployment.resolve-step", asked(false));
    assert_eq!(
        types(&facts),
        ["deployment.step-finished.v1", "deployment.failed.v1"]
    );
}

#[test]
fn only_an_exit_code_of_nought_in_time_is_success() {
    for ended in [
        json!({"exit_code": 1}),
        json!({"signal": 9}),
        json!({"exit_code": 0, "timed_out": true}),
        json!({}),
    ] {
        let (mut world, id) = on_its_way();
        let intent = intent(&world);
        let facts = world.done(
            "system",
            "deployment.finish-step",
            outcome(&id, intent, ended),
        );
        assert_eq!(
            types(&facts),
            ["deployment.step-finished.v1", "deployment.failed.v1"]
        );
        world.check_folds();
    }
}

#[test]
fn an_abort_takes_the_step_off_the_agenda() {
    let (mut world, id) = on_its_way();
    let running = intent(&world);
    let asked = json!({"deployment": id});
    assert_eq!(
        world.refused("dora", "deployment.abort", asked.clone()),
        "not-permitted"
    );
    world.done("sam", "deployment.abort", asked.clone());
    assert_eq!(
        agenda(&world.state, world.now),
        holdpoint_domain::Agenda::default()
    );
    assert_eq!(
        world.refused("sam", "deployment.abort", asked),
        "deployment-ended"
    );
    let late = outcome(&id, running, json!({"exit_code": 0}));
    assert_eq!(world.done("system", "deployment.finish-step", late), []);
    let unknown = json!({"deployment": "dep_00000000000000000000000000"});
    assert_eq!(
        world.refused("sam", "deployment.abort", unknown),
        "deployment-unknown"
    );
}

#[test]
fn a_step_is_told_what_it_is_for() {
    let (world, id) = on_its_way();
    let effects = effects(&world.state);
    let Effect::RunStep { variables, .. } = &effects[0].1 else {
        panic!("{effects:?}")
    };
    assert_eq!(variables["HOLDPOINT_DEPLOYMENT"], id);
    assert_eq!(variables["HOLDPOINT_RELEASE"], "march");
    assert_eq!(variables["HOLDPOINT_ENVIRONMENT"], "production");
    assert_eq!(variables["HOLDPOINT_COMPONENTS"], "api");
    let artifacts: Value = serde_json::from_str(&variables["HOLDPOINT_ARTIFACT_LIST"]).unwrap();
    assert_eq!(artifacts[0]["digest"], crate::company::digest("api march"));
}
