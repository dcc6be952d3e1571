//! Somebody does not act for a while, or for good: nothing is taken from them, and nothing is asked of them.

use serde_json::{Value, json};

use crate::company::{approvals, approve, company, deploy, draft, grant, sealed, submitted};
use crate::world::{World, person, types};

fn of(name: &str) -> Value {
    json!({ "person": person(name) })
}

fn before_staging() -> World {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    world
}

fn goes(world: &mut World) -> bool {
    let asked = json!({"release": "march", "environment": "staging"});
    world.ask("della", "deployment.deploy", asked).is_ok()
}

/// Whom the gate of staging waits for.
fn asked(world: &World) -> Vec<String> {
    let names = ["olga", "oona", "sue", "sam"];
    let verdict = super::signing::judged(world);
    let waits = verdict.criteria.iter().flat_map(|line| &line.waits);
    let waits = waits.filter_map(|wait| match wait {
        holdpoint_domain::gate::Wait::Approval { eligible, .. } => Some(eligible),
        _ => None,
    });
    let named = |id: &_| names.iter().find(|name| person(name) == *id).unwrap();
    waits.flatten().map(|id| named(id).to_string()).collect()
}

#[test]
fn who_is_deactivated_does_nothing_until_they_are_reactivated() {
    let mut world = before_staging();
    let left = json!({"person": person("olga"), "reason": sealed("has left")});
    let facts = world.done("ada", "person.deactivate", left.clone());
    assert_eq!(types(&facts), ["person.deactivated.v1"]);
    assert_eq!(world.done("ada", "person.deactivate", left), []);
    let yes = json!({"release": "march", "say": "approve", "role": "component-owner"});
    let key = crate::pen::Pen::of("olga").line();
    for (command, arguments) in [
        ("approval.decide", yes),
        (
            "account.record",
            json!({"person": person("olga"), "act": {"set-password": {}}}),
        ),
        ("account.add-key", json!({"key": {"ssh": key}})),
        (
            "access.delegate",
            json!({"from": person("olga"), "to": person("sue"), "ends": "2026-03-04T00:00:00Z"}),
        ),
    ] {
        let code = world.refused("olga", command, arguments);
        assert_eq!(code, "person-deactivated", "{command}");
    }
    let code = json!({"person": person("olga"), "act": {"issue-enrolment": {"expires": "2026-03-04T00:00:00Z"}}});
    assert_eq!(
        world.refused("ada", "account.record", code),
        "person-deactivated"
    );
    let lent =
        json!({"from": person("oona"), "to": person("olga"), "ends": "2026-03-04T00:00:00Z"});
    assert_eq!(
        world.refused("oona", "access.delegate", lent),
        "person-deactivated"
    );
    // It is asked of nobody, and roles stay: they are taken away, and given, as before.
    assert_eq!(asked(&world), ["oona"]);
    assert_eq!(world.state.grants_of(&person("olga")).count(), 1);
    grant(&mut world, "olga", "support-lead", "organisation");
    assert_eq!(
        types(&world.done("ada", "person.reactivate", of("olga"))),
        ["person.reactivated.v1"]
    );
    assert_eq!(world.done("ada", "person.reactivate", of("olga")), []);
    approve(&mut world, "olga", "march", "component-owner");
    assert!(goes(&mut world));
    world.check_folds();
}

#[test]
fn what_they_decided_stays_unless_a_gate_asks_for_the_active() {
    let mut world = before_staging();
    approve(&mut world, "olga", "march", "component-owner");
    world.done("ada", "person.deactivate", of("olga"));
    let mut still = world.clone();
    assert!(goes(&mut still));
    let mut owner = approvals("owner", "component-owner", 1);
    owner["ask"]["approvals"]["active"] = json!(true);
    let staging =
        json!({"name": "staging", "after": "test", "protected": true, "criteria": [owner]});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"environment": staging}]}),
    );
    assert!(!goes(&mut world));
    assert_eq!(asked(&world), ["oona"]);
    world.done("ada", "person.reactivate", of("olga"));
    assert!(goes(&mut world));
    assert_eq!(world.state.format(), 2);
    world.check_folds();
}

#[test]
fn who_stands_in_for_them_goes_on_and_is_asked() {
    let mut world = before_staging();
    let lent = json!({"from": person("olga"), "to": person("sue"), "role": "component-owner", "ends": "2026-03-04T00:00:00Z"});
    world.done("olga", "access.delegate", lent);
    assert_eq!(sorted(asked(&world)), ["olga", "oona"]);
    world.done("ada", "person.deactivate", of("olga"));
    assert_eq!(sorted(asked(&world)), ["oona", "sue"]);
    let mut away = world.clone();
    away.done("ada", "person.deactivate", of("sue"));
    assert_eq!(asked(&away), ["oona"]);
    let yes = json!({"release": "march", "say": "approve", "role": "component-owner", "on_behalf_of": person("olga")});
    world.done("sue", "approval.decide", yes);
    assert!(goes(&mut world));
    world.hours(40);
    world.tick();
    assert_eq!(world.state.delegations.len(), 0);
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[test]
fn somebody_always_administers_who_acts() {
    let mut world = company();
    world.done("ada", "person.deactivate", of("adam"));
    for command in ["person.deactivate", "person.erase"] {
        assert_eq!(
            world.refused("ada", command, of("ada")),
            "last-administrator"
        );
    }
    assert_eq!(
        world.refused("adam", "person.deactivate", of("ada")),
        "person-deactivated"
    );
    assert_eq!(
        world.refused("oona", "person.reactivate", of("adam")),
        "not-permitted"
    );
    world.done("ada", "person.reactivate", of("adam"));
    world.done("adam", "person.deactivate", of("ada"));
    for command in ["person.deactivate", "person.reactivate"] {
        assert_eq!(
            world.refused("adam", command, of("nobody")),
            "person-unknown"
        );
    }
    world.done("adam", "person.erase", of("ada"));
    assert_eq!(
        world.refused("adam", "person.reactivate", of("ada")),
        "person-unknown"
    );
    draft(&mut world, "april", &["api"]);
    world.check_folds();
}
