//! Releases that are in each other's way: plans, freezes, what is on its way, people who are away; and trains, with which they go
//! together.

use holdpoint_domain::gate::Wait;
use holdpoint_domain::{Fact, Refusal};
use serde_json::{Value, json};

use crate::company::{approve, cleared, company, deploy, finish, production, sealed, submitted};
use crate::world::{World, at, person, types};

/// `web` depends on `api`.
fn world() -> World {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    submitted(&mut world, "april", &["web"]);
    submitted(&mut world, "may", &["jobs"]);
    world
}

fn plan(release: &str, from: &str, hours: u32) -> Value {
    json!({"release": release, "environment": "test", "from": from, "seconds": hours * 3_600})
}

fn refusal(world: &mut World, arguments: Value) -> Refusal {
    world.ask("rita", "release.plan", arguments).unwrap_err()
}

fn codes(refusal: &Refusal) -> Vec<&str> {
    let codes = refusal.reasons.iter().map(|one| one.code.as_str());
    codes.collect()
}

fn freeze(world: &mut World, everything: bool) {
    let mut place = production();
    place["freeze"] = json!({"seconds": 72 * 3_600, "everything": everything});
    place["steps"] = json!([]);
    let changes = json!({"changes": [{"environment": place}]});
    world.done("ada", "organisation.apply", changes);
}

#[test]
fn a_release_is_not_planned_into_another_one_that_it_depends_on() {
    let mut world = world();
    world.done(
        "rita",
        "release.plan",
        plan("march", "2026-03-03T08:00:00Z", 4),
    );
    let refused = refusal(&mut world, plan("april", "2026-03-03T11:00:00Z", 2));
    assert_eq!(refused.code, "plan-conflicts");
    assert_eq!(codes(&refused), ["calendar-release-planned"]);
    assert!(
        refused.reasons[0]
            .message
            .ends_with("and has to do with `web` → `api`"),
        "{}",
        refused.reasons[0].message
    );
    assert_eq!(
        refused.help,
        "it is clear from 2026-03-03T12:00:00.000Z on: `holdpoint release plan april test --at 2026-03-03T12:00:00.000Z`"
    );
    // Who has nothing to do with it may go, and so may both at other times or in other places.
    world.done(
        "rita",
        "release.plan",
        plan("may", "2026-03-03T11:00:00Z", 2),
    );
    world.done(
        "rita",
        "release.plan",
        plan("april", "2026-03-03T12:00:00Z", 2),
    );
    let mut elsewhere = plan("april", "2026-03-03T11:00:00Z", 2);
    elsewhere["environment"] = json!("staging");
    world.done("rita", "release.plan", elsewhere);
    world.check_folds();
}

#[test]
fn what_is_planned_for_now_keeps_others_out_until_it_has_come() {
    let mut world = world();
    approve(&mut world, "olga", "march", "component-owner");
    world.done(
        "rita",
        "release.plan",
        plan("march", "2026-03-02T09:00:00Z", 4),
    );
    world.now = at("2026-03-02T10:00:00Z");
    let asked = json!({"release": "april", "environment": "test"});
    let refused = world.ask("della", "deployment.deploy", asked).unwrap_err();
    assert_eq!(refused.code, "gate-does-not-go");
    assert_eq!(codes(&refused), ["calendar-release-planned"]);
    deploy(&mut world, "march", "test");
    let facts = deploy(&mut world, "april", "test");
    let Fact::GateJudged(judged) = &facts[0] else {
        panic!("{facts:?}")
    };
    assert_eq!(judged.verdict.semantics, 1);
    // What was given up is in nobody's way, either.
    world.done(
        "rita",
        "release.plan",
        plan("march", "2026-03-03T09:00:00Z", 4),
    );
    world.done("rita", "release.cancel", json!({"release": "may"}));
    world.check_folds();
}

#[test]
fn what_is_on_its_way_keeps_others_out() {
    let mut world = company();
    cleared(&mut world, "march", &["api"]);
    cleared(&mut world, "april", &["web"]);
    deploy(&mut world, "march", "production");
    let asked = json!({"release": "april", "environment": "production"});
    let refused = world
        .ask("della", "deployment.deploy", asked.clone())
        .unwrap_err();
    assert_eq!(codes(&refused), ["calendar-release-under-way"]);
    finish(&mut world, 0);
    finish(&mut world, 0);
    world.done("della", "deployment.deploy", asked);
    world.check_folds();
}

#[test]
fn things_stand_still_after_a_release() {
    for everything in [false, true] {
        let mut world = company();
        freeze(&mut world, everything);
        cleared(&mut world, "march", &["api"]);
        cleared(&mut world, "april", &["web"]);
        cleared(&mut world, "may", &["jobs"]);
        deploy(&mut world, "march", "production");
        let asked = |release: &str| json!({"release": release, "environment": "production"});
        let refused = { world.ask("della", "deployment.deploy", asked("april")) }.unwrap_err();
        assert_eq!(codes(&refused), ["calendar-frozen"]);
        let may = world.ask("della", "deployment.deploy", asked("may"));
        assert_eq!(may.is_err(), everything);
        world.hours(72);
        deploy(&mut world, "april", "production");
        world.check_folds();
    }
}

#[test]
fn a_freeze_ends_with_what_caused_it() {
    let mut world = company();
    freeze(&mut world, false);
    cleared(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "production");
    world.hours(80);
    cleared(&mut world, "april", &["api"]);
    deploy(&mut world, "april", "production");
    let production = "production".parse().unwrap();
    let frozen = |world: &World| world.state.stabilising_in(&production, world.now).count();
    assert_eq!(frozen(&world), 1);
    let deployment = crate::company::newest(&world);
    let asked = json!({"deployment": deployment});
    world.done("della", "deployment.roll-back", asked);
    assert_eq!(frozen(&world), 0);
    world.check_folds();
}

#[test]
fn nobody_of_the_team_is_there() {
    let mut world = world();
    let away = json!({"person": person("dan"), "begins": "2026-03-03T00:00:00Z", "ends": "2026-03-05T00:00:00Z"});
    world.done("dan", "person.record-absence", away);
    let refused = refusal(&mut world, plan("march", "2026-03-04T20:00:00Z", 2));
    assert_eq!(codes(&refused), ["calendar-people-away"]);
    assert!(
        refused
            .help
            .starts_with("it is clear from 2026-03-05T00:00:00.000Z on"),
        "{}",
        refused.help
    );
    world.now = at("2026-03-04T10:00:00Z");
    let key = "march"
        .parse::<holdpoint_domain::release::ReleaseName>()
        .unwrap()
        .key();
    let asked = json!({"release": "march", "environment": "test"});
    let refused = world.ask("della", "deployment.deploy", asked).unwrap_err();
    assert_eq!(codes(&refused), ["calendar-people-away"]);
    assert!(world.state.releases.peek(&key).is_some());
    // Somebody of no team is not missed.
    deploy(&mut world, "april", "test");
    world.check_folds();
}

fn weekly(days: u32) -> Value {
    json!({"window": {"name": "weekly", "title": "The weekly train", "kind": "train", "timezone": "Europe/Vienna",
        "environments": ["test"], "units": ["payments", "retail"], "scope_freeze": {"working_days": days, "calendar": "at"},
        "when": [{"again": {"rule": "FREQ=WEEKLY", "start": "2026-03-04T20:00:00", "lasts": "4h"}}]}})
}

/// Two releases that depend on one another go with one train, and a third one comes too late.
pub fn trains() -> World {
    let mut world = world();
    freeze(&mut world, true);
    world.done("ada", "organisation.apply", json!({"changes": [weekly(2)]}));
    let board =
        |release: &str| json!({"release": release, "environment": "test", "train": "weekly"});
    for release in ["march", "april"] {
        world.done("rita", "release.plan", board(release));
    }
    world.hours(30 * 24);
    deploy(&mut world, "march", "test");
    world.check_folds();
    world
}

#[test]
fn releases_of_one_departure_go_together() {
    let world = trains();
    let planned = world.ledger.iter().filter_map(|(_, fact)| match fact {
        Fact::ReleasePlanned(planned) => Some(planned),
        _ => None,
    });
    let planned: Vec<_> = planned.collect();
    assert_eq!(planned.len(), 2);
    for one in planned {
        // Its calendar works on Mondays and Tuesdays only: the departure on Wednesday the 4th is frozen since the 2nd.
        assert_eq!(one.from.to_string(), "2026-03-11T19:00:00.000Z");
        assert_eq!(one.until.to_string(), "2026-03-11T23:00:00.000Z");
        assert_eq!(one.train.as_ref().unwrap().as_str(), "weekly");
    }
}

#[test]
fn nothing_comes_aboard_once_the_scope_is_frozen() {
    let mut world = world();
    world.done("ada", "organisation.apply", json!({"changes": [weekly(2)]}));
    let board = |release: &str, from: &str| json!({"release": release, "environment": "test", "train": "weekly", "from": from});
    let departure = "2026-03-11T20:00:00Z";
    world.done("rita", "release.plan", board("march", departure));
    world.done("rita", "release.revise", json!({"release": "march"}));
    let carry = |items: &[&str]| {
        let items = items.iter().map(|id| json!({"kind": "feature", "id": id}));
        json!({"release": "march", "scope": items.collect::<Vec<_>>()})
    };
    world.done("rita", "release.set-scope", carry(&["PAY-1", "PAY-2"]));
    world.now = at("2026-03-09T08:00:00Z");
    let late = refusal(&mut world, board("april", departure));
    assert_eq!(late.code, "train-frozen");
    assert!(
        late.message
            .contains("later ones: 2026-03-18T19:00:00.000Z"),
        "{}",
        late.message
    );
    assert_eq!(
        world.refused("rita", "release.set-scope", carry(&["PAY-1", "PAY-3"])),
        "scope-frozen"
    );
    let more = json!({"release": "march", "artifacts": [crate::company::artifact("jobs", "1")]});
    assert_eq!(
        world.refused("rita", "release.add-artifacts", more),
        "scope-frozen"
    );
    // It may carry less, and what it carries may be mended.
    world.done("rita", "release.set-scope", carry(&["PAY-1"]));
    let mended = json!({"release": "march", "artifacts": [crate::company::artifact("api", "2")]});
    world.done("rita", "release.add-artifacts", mended);
    world.done("rita", "release.plan", board("march", departure));
    // Who must come aboard all the same has a waiver.
    let request = json!({"release": "april", "environment": "test", "criterion": "calendar",
        "reason": sealed("the regulator asks for it"), "ends": "2026-03-12T20:00:00Z"});
    world.done("cora", "waiver.request", request);
    let waiver = world.state.waivers.iter().next().unwrap().1.id.clone();
    world.done("bea", "waiver.approve", json!({"waiver": waiver}));
    let mut despite = board("april", departure);
    despite["despite"] = sealed("the regulator asks for it");
    let facts = world.done("rita", "release.plan", despite);
    assert_eq!(types(&facts), ["release.planned.v1"]);
    world.check_folds();
}

#[test]
fn a_train_departs_when_and_where_it_is_declared() {
    let mut world = world();
    world.done("ada", "organisation.apply", json!({"changes": [weekly(2)]}));
    let board = |place: &str, train: &str, from: &str| json!({"release": "may", "environment": place, "train": train, "from": from});
    let departure = "2026-03-11T20:00:00Z";
    for (place, train, from, code) in [
        ("test", "daily", departure, "train-unknown"),
        ("staging", "weekly", departure, "train-elsewhere"),
        ("test", "weekly", "2026-03-12T20:00:00Z", "train-not-then"),
    ] {
        assert_eq!(
            world.refused("rita", "release.plan", board(place, train, from)),
            code
        );
    }
    let mut only = weekly(2);
    only["window"]["units"] = json!(["retail"]);
    world.done("ada", "organisation.apply", json!({"changes": [only]}));
    let refused = refusal(&mut world, board("test", "weekly", departure));
    assert_eq!(
        refused.message,
        "train `weekly` does not carry `component/jobs` of release `may`"
    );
    let mut once = weekly(2);
    once["window"]["when"] =
        json!([{"span": {"from": "2026-03-04T20:00:00", "until": "2026-03-04T22:00:00"}}]);
    world.done("ada", "organisation.apply", json!({"changes": [once]}));
    let next = json!({"release": "may", "environment": "test", "train": "weekly"});
    assert_eq!(world.refused("rita", "release.plan", next), "train-never");
}

#[test]
fn a_verdict_says_for_whom_it_waits_and_until_when() {
    let mut world = world();
    world.done(
        "rita",
        "release.plan",
        plan("march", "2026-03-02T09:00:00Z", 4),
    );
    world.now = at("2026-03-02T10:00:00Z");
    let key = |name: &str| {
        name.parse::<holdpoint_domain::release::ReleaseName>()
            .unwrap()
            .key()
    };
    let release = world.state.releases.peek(&key("april")).unwrap();
    let test: holdpoint_domain::environment::EnvironmentName = "test".parse().unwrap();
    let place = &world.state.environments[&test];
    let rules = holdpoint_domain::RuleAnswers::default();
    let inputs = holdpoint_domain::gate::Inputs {
        now: world.now,
        position: 0,
        rules: &rules,
    };
    let verdict = holdpoint_domain::gate::judge(&world.state, place, release, &inputs).unwrap();
    assert!(verdict.go_in_time());
    let line = verdict.criteria.last().unwrap();
    let expected = Wait::Release {
        release: "march".parse().unwrap(),
        opens: Some(at("2026-03-02T13:00:00Z")),
    };
    assert_eq!(
        (line.criterion.as_str(), &line.waits[..]),
        ("calendar", &[expected][..])
    );
}
