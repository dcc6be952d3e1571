//! From environment to environment: what has run, and what only seems to have.

use serde_json::json;

use crate::company::{approve, artifact, company, deploy, draft, submitted};
use crate::world::types;

#[test]
fn what_has_changed_has_not_run_before() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    submitted(&mut world, "april", &["api"]);
    deploy(&mut world, "april", "test");
    world.done("rita", "release.revise", json!({"release": "march"}));
    let artifacts = json!({"release": "march", "artifacts": [artifact("api", "untried")]});
    world.done("rita", "release.add-artifacts", artifacts);
    world.done("rita", "release.submit", json!({"release": "march"}));
    approve(&mut world, "olga", "march", "component-owner");
    let asked = json!({"release": "march", "environment": "staging"});
    let refusal = world
        .ask("della", "deployment.deploy", asked.clone())
        .unwrap_err();
    assert_eq!(refusal.reasons[0].code, "environment-not-reached");
    deploy(&mut world, "march", "test");
    world.done("della", "deployment.deploy", asked);
}

#[test]
fn a_part_that_ran_does_not_speak_for_the_whole() {
    let mut world = company();
    submitted(&mut world, "march", &["api", "web"]);
    let part =
        |name: &str| json!({"release": "march", "environment": "test", "components": [name]});
    world.done("dirk", "deployment.deploy", part("api"));
    approve(&mut world, "oona", "march", "component-owner");
    let asked = json!({"release": "march", "environment": "staging"});
    assert_eq!(
        world.refused("della", "deployment.deploy", asked.clone()),
        "gate-does-not-go"
    );
    world.done("dirk", "deployment.deploy", part("web"));
    let facts = world.done("della", "deployment.deploy", asked);
    assert_eq!(types(&facts)[1], "deployment.requested.v1");
    world.check_folds();
}

#[test]
fn a_draft_is_tried_out_where_nothing_is_protected_and_stands_while_it_is_on_its_way() {
    let mut world = company();
    let steps =
        json!({"environment": {"name": "test", "steps": [{"name": "go", "command": ["go"]}]}});
    world.done("ada", "organisation.apply", json!({"changes": [steps]}));
    draft(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    let artifacts = json!({"release": "march", "artifacts": [artifact("api", "other")]});
    let code = world.refused("rita", "release.add-artifacts", artifacts.clone());
    assert_eq!(code, "release-being-deployed");
    crate::company::finish(&mut world, 0);
    world.done("rita", "release.add-artifacts", artifacts);
    let asked = json!({"release": "march", "environment": "staging"});
    let refusal = world.ask("della", "deployment.deploy", asked).unwrap_err();
    assert_eq!(refusal.reasons[0].code, "release-not-submitted");
}

#[test]
fn what_runs_already_is_deployed_again_only_when_asked_to() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    let mut asked = json!({"release": "march", "environment": "test"});
    assert_eq!(
        world.refused("della", "deployment.deploy", asked.clone()),
        "already-running"
    );
    asked["again"] = json!(true);
    let facts = world.done("della", "deployment.deploy", asked);
    assert!(
        types(&facts).contains(&"deployment.superseded.v1"),
        "{facts:?}"
    );
    world.check_folds();
}

#[test]
fn only_what_a_release_carries_goes_out() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    let asked = json!({"release": "march", "environment": "test", "components": ["web"]});
    assert_eq!(
        world.refused("della", "deployment.deploy", asked),
        "component-not-in-release"
    );
    let asked = json!({"release": "march", "environment": "moon"});
    assert_eq!(
        world.refused("della", "deployment.deploy", asked),
        "environment-unknown"
    );
    let asked = json!({"release": "may", "environment": "test"});
    assert_eq!(
        world.refused("della", "deployment.deploy", asked),
        "release-unknown"
    );
}
