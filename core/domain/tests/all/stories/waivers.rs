//! Exceptions: asked for, approved by somebody else, for a time, and never from people where it is protected.

use serde_json::{Value, json};

use crate::company::{approve, company, deploy, grant, sealed, submitted};
use crate::world::{World, person, types};

fn request(criterion: &str, ends: &str) -> Value {
    json!({"release": "march", "environment": "staging", "criterion": criterion, "reason": sealed("hurry"), "ends": ends})
}

const SOON: &str = "2026-03-03T08:00:00Z";

fn ready() -> World {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    approve(&mut world, "olga", "march", "component-owner");
    world
}

fn newest(world: &World) -> Value {
    let waiver = world
        .state
        .waivers
        .iter()
        .max_by_key(|(_, waiver)| waiver.requested);
    json!({"waiver": waiver.unwrap().1.id})
}

#[test]
fn a_waiver_stands_in_from_its_approval_to_its_end() {
    let mut world = ready();
    let asked = json!({"release": "march", "environment": "staging", "again": true});
    world.done("cora", "waiver.request", request("ran-in-test", SOON));
    let waiver = newest(&world);
    assert_eq!(
        world.refused("della", "deployment.deploy", asked.clone()),
        "gate-does-not-go"
    );
    assert_eq!(
        types(&world.done("bea", "waiver.approve", waiver.clone())),
        ["waiver.approved.v1"]
    );
    assert_eq!(world.done("bob", "waiver.approve", waiver.clone()), []);
    let facts = deploy(&mut world, "march", "staging");
    let holdpoint_domain::Fact::GateJudged(judged) = &facts[0] else {
        panic!("{facts:?}")
    };
    let line = &judged.verdict.criteria[0];
    assert!(
        line.waiver.is_some() && line.waits.is_empty() && !line.reasons.is_empty(),
        "{line:?}"
    );
    world.hours(24);
    assert_eq!(
        world.refused("della", "deployment.deploy", asked),
        "gate-does-not-go"
    );
    assert_eq!(types(&world.tick()), ["waiver.expired.v1"]);
    assert_eq!(
        world.refused("bea", "waiver.approve", waiver),
        "waiver-ended"
    );
    world.check_folds();
}

#[test]
fn a_revoked_waiver_counts_no_more() {
    let mut world = ready();
    world.done("cora", "waiver.request", request("ran-in-test", SOON));
    let waiver = newest(&world);
    world.done("bea", "waiver.approve", waiver.clone());
    world.done("bob", "waiver.revoke", waiver.clone());
    let asked = json!({"release": "march", "environment": "staging"});
    assert_eq!(
        world.refused("della", "deployment.deploy", asked),
        "gate-does-not-go"
    );
    assert_eq!(
        world.refused("bob", "waiver.revoke", waiver),
        "waiver-ended"
    );
}

#[test]
fn it_takes_two_and_none_of_them_excuses_their_own_work() {
    let mut world = ready();
    world.done("cora", "waiver.request", request("ran-in-test", SOON));
    let waiver = newest(&world);
    assert_eq!(
        world.refused("cora", "waiver.approve", waiver.clone()),
        "waiver-by-its-requester"
    );
    grant(&mut world, "dora", "change-manager", "organisation");
    assert_eq!(
        world.refused("dora", "waiver.approve", waiver.clone()),
        "waiver-by-its-maker"
    );
    assert_eq!(
        world.refused("system", "waiver.approve", waiver),
        "waiver-person-needed"
    );
}

#[test]
fn people_are_not_waived_where_it_is_protected() {
    let mut world = ready();
    assert_eq!(
        world.refused("cora", "waiver.request", request("owner", SOON)),
        "criterion-not-waivable"
    );
    let lab = json!({"name": "lab", "criteria": [
        {"name": "told", "waivable": false, "ask": {"readiness": {"item": "told"}}},
        crate::company::approvals("owner", "component-owner", 2)]});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"environment": lab}]}),
    );
    let mut asked = request("told", SOON);
    asked["environment"] = json!("lab");
    assert_eq!(
        world.refused("cora", "waiver.request", asked.clone()),
        "criterion-not-waivable"
    );
    asked["criterion"] = json!("owner");
    world.done("cora", "waiver.request", asked);
}

#[test]
fn a_waiver_is_for_something_and_soon_over() {
    let mut world = ready();
    for (asked, code) in [
        (request("moon", SOON), "criterion-unknown"),
        (
            request("ran-in-test", "2026-03-02T08:00:00Z"),
            "waiver-in-the-past",
        ),
        (
            request("ran-in-test", "2026-05-31T08:00:01Z"),
            "waiver-too-long",
        ),
    ] {
        assert_eq!(world.refused("cora", "waiver.request", asked), code);
    }
    let mut elsewhere = request("ran-in-test", SOON);
    elsewhere["environment"] = json!("moon");
    assert_eq!(
        world.refused("cora", "waiver.request", elsewhere),
        "environment-unknown"
    );
    let unknown = json!({"waiver": "wai_00000000000000000000000000"});
    assert_eq!(
        world.refused("bea", "waiver.approve", unknown),
        "waiver-unknown"
    );
    world.done("rita", "release.cancel", json!({"release": "march"}));
    assert_eq!(
        world.refused("cora", "waiver.request", request("ran-in-test", SOON)),
        "release-wrong-stage"
    );
    assert!(world.state.member(&person("cora")));
}
