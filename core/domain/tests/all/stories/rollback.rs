//! Bringing back what ran before: exactly that, and told as much as the first time.

use holdpoint_domain::{Effect, effects};
use serde_json::json;

use crate::company::{artifact, cleared, company, deploy, finish, live, newest, submitted};
use crate::world::{World, types};

fn roll_back(world: &mut World, id: &str) -> Result<Vec<&'static str>, String> {
    let asked = world.ask("della", "deployment.roll-back", json!({"deployment": id}));
    asked
        .map(|facts| types(&facts))
        .map_err(|refusal| refusal.code)
}

/// Two releases, one after the other, in staging.
fn two_in_staging() -> (World, String) {
    let mut world = company();
    for release in ["march", "april"] {
        submitted(&mut world, release, &["api"]);
        crate::company::approve(&mut world, "olga", release, "component-owner");
        deploy(&mut world, release, "test");
        deploy(&mut world, release, "staging");
    }
    let april = newest(&world);
    (world, april)
}

#[test]
fn a_closed_release_is_open_before_its_steps_run() {
    let mut world = company();
    live(&mut world, "march", &["api"]);
    let april = live(&mut world, "april", &["api"]);
    let expected = [
        "release.reopened.v1",
        "deployment.requested.v1",
        "release.deployment-begun.v1",
        "deployment.step-requested.v1",
    ];
    assert_eq!(roll_back(&mut world, &april).unwrap(), expected);
    let effects = effects(&world.folded_open());
    let [
        (
            _,
            Effect::RunStep {
                variables, release, ..
            },
        ),
    ] = &effects[..]
    else {
        panic!("{effects:?}")
    };
    assert_eq!(release.as_str(), "march");
    assert!(
        variables["HOLDPOINT_ARTIFACT_LIST"].contains("api.tar"),
        "{variables:?}"
    );
    world.check_folds();
}

#[test]
fn what_has_changed_since_does_not_come_back_by_a_rollback() {
    let (mut world, april) = two_in_staging();
    world.done("rita", "release.revise", json!({"release": "march"}));
    assert_eq!(
        roll_back(&mut world, &april),
        Err("release-wrong-stage".to_owned())
    );
    let artifacts = json!({"release": "march", "artifacts": [artifact("api", "unseen")]});
    world.done("rita", "release.add-artifacts", artifacts);
    world.done("rita", "release.submit", json!({"release": "march"}));
    assert_eq!(
        roll_back(&mut world, &april),
        Err("release-changed-since".to_owned())
    );
}

#[test]
fn what_was_given_up_does_not_come_back() {
    let (mut world, april) = two_in_staging();
    world.done("rita", "release.cancel", json!({"release": "march"}));
    assert_eq!(
        roll_back(&mut world, &april),
        Err("release-wrong-stage".to_owned())
    );
}

#[test]
fn what_was_submitted_again_unchanged_comes_back() {
    let (mut world, april) = two_in_staging();
    world.done("rita", "release.revise", json!({"release": "march"}));
    world.done("rita", "release.submit", json!({"release": "march"}));
    assert!(roll_back(&mut world, &april).is_ok());
}

#[test]
fn only_what_runs_is_rolled_back_and_only_once() {
    let mut world = company();
    let march = live(&mut world, "march", &["api"]);
    assert_eq!(
        roll_back(&mut world, &march),
        Err("nothing-ran-before".to_owned())
    );
    let april = live(&mut world, "april", &["api"]);
    assert_eq!(
        roll_back(&mut world, &march),
        Err("deployment-ended".to_owned())
    );
    roll_back(&mut world, &april).unwrap();
    assert_eq!(
        roll_back(&mut world, &april),
        Err("deployment-under-way".to_owned())
    );
    finish(&mut world, 0);
    finish(&mut world, 0);
    assert_eq!(
        roll_back(&mut world, &april),
        Err("deployment-ended".to_owned())
    );
}

#[test]
fn each_component_gets_back_what_it_had() {
    let mut world = company();
    live(&mut world, "api-1", &["api"]);
    live(&mut world, "web-1", &["web"]);
    let both = live(&mut world, "both", &["api", "web"]);
    roll_back(&mut world, &both).unwrap();
    for _ in 0..4 {
        finish(&mut world, 0);
    }
    let runs: Vec<_> = world
        .state
        .open_deployments()
        .filter(|found| found.environment.as_str() == "production")
        .map(|found| (found.release.to_string(), found.components.len()))
        .collect();
    assert_eq!(runs.len(), 2, "{runs:?}");
    assert!(
        runs.iter()
            .all(|(name, count)| name != "both" && *count == 1),
        "{runs:?}"
    );
    world.check_folds();
}

#[test]
fn who_made_or_approved_what_ran_before_does_not_bring_it_back() {
    let mut world = company();
    live(&mut world, "march", &["api"]);
    let april = live(&mut world, "april", &["api"]);
    for name in ["dora", "rita", "oona"] {
        crate::company::grant(&mut world, name, "deployer", "organisation");
    }
    let asked = json!({"deployment": april});
    assert_eq!(
        world.refused("dora", "deployment.roll-back", asked.clone()),
        "author-deploys"
    );
    assert_eq!(
        world.refused("rita", "deployment.roll-back", asked.clone()),
        "author-deploys"
    );
    assert_eq!(
        world.refused("oona", "deployment.roll-back", asked),
        "approver-deploys"
    );
    let kept = world
        .ledger
        .iter()
        .filter(|(_, fact)| fact.event_type() == "access.refused.v1");
    assert_eq!(kept.count(), 3);
}

#[test]
fn a_second_deployment_waits_for_the_first() {
    let mut world = company();
    cleared(&mut world, "march", &["api"]);
    cleared(&mut world, "april", &["api"]);
    deploy(&mut world, "march", "production");
    let asked = json!({"release": "april", "environment": "production"});
    assert_eq!(
        world.refused("della", "deployment.deploy", asked),
        "deployment-under-way"
    );
}
