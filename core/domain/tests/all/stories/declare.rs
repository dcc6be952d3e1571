//! What makes no sense is not declared: all of it is said at once.

use serde_json::{Value, json};

use crate::company::{approvals, company, grant};
use crate::world::types;

fn codes(changes: &[Value]) -> Vec<String> {
    let mut world = company();
    let refusal = world
        .ask("ada", "organisation.apply", json!({"changes": changes}))
        .unwrap_err();
    let more = refusal.reasons.into_iter().map(|reason| reason.code);
    std::iter::once(refusal.code).chain(more).collect()
}

#[test]
fn circles_are_found() {
    assert_eq!(
        codes(&[json!({"unit": {"name": "payments", "parent": "cards"}})]),
        ["unit-circular"]
    );
    assert_eq!(
        codes(&[json!({"unit": {"name": "lab", "parent": "lab"}})]),
        ["unit-circular"]
    );
    let api = json!({"component": {"name": "api", "unit": "cards", "team": "ledgers", "depends_on": ["web"]}});
    assert_eq!(codes(&[api]), ["component-circular"]);
    let own = json!({"component": {"name": "lab", "unit": "cards", "depends_on": ["lab"]}});
    assert_eq!(codes(&[own]), ["component-circular"]);
    let test = json!({"environment": {"name": "test", "after": "production"}});
    assert_eq!(codes(&[test]), ["environment-circular"]);
    assert_eq!(
        codes(&[json!({"environment": {"name": "lab", "after": "lab"}})]),
        ["environment-circular"]
    );
}

#[test]
fn what_is_named_must_exist() {
    let stranger = crate::world::person("nobody");
    for (change, code) in [
        (
            json!({"unit": {"name": "lab", "parent": "moon"}}),
            "unit-unknown",
        ),
        (
            json!({"unit": {"name": "lab", "calendar": "moon"}}),
            "calendar-unknown",
        ),
        (
            json!({"team": {"name": "lab", "unit": "moon"}}),
            "unit-unknown",
        ),
        (
            json!({"team": {"name": "lab", "unit": "retail", "members": [stranger]}}),
            "person-unknown",
        ),
        (
            json!({"component": {"name": "lab", "unit": "moon"}}),
            "unit-unknown",
        ),
        (
            json!({"component": {"name": "lab", "unit": "cards", "team": "moon"}}),
            "team-unknown",
        ),
        (
            json!({"component": {"name": "lab", "unit": "cards", "depends_on": ["moon"]}}),
            "component-unknown",
        ),
        (
            json!({"component": {"name": "lab", "unit": "retail", "team": "ledgers"}}),
            "component-owner-elsewhere",
        ),
        (
            json!({"environment": {"name": "lab", "after": "moon"}}),
            "environment-unknown",
        ),
        (
            json!({"environment": {"name": "lab", "calendar": "moon"}}),
            "calendar-unknown",
        ),
        (
            json!({"template": {"name": "lab", "components": ["moon"]}}),
            "component-unknown",
        ),
        (
            json!({"template": {"name": "lab", "components": []}}),
            "template-wrong",
        ),
        (
            json!({"settings": {"timezone": "Europe/Wien"}}),
            "timezone-unknown",
        ),
        (
            json!({"calendar": {"name": "moon", "timezone": "Moon/Sea", "hours": []}}),
            "calendar-wrong",
        ),
    ] {
        assert_eq!(codes(std::slice::from_ref(&change)), [code], "{change}");
    }
}

#[test]
fn a_gate_asks_for_something_that_can_be_given() {
    let lab = |criterion: Value| json!({"environment": {"name": "lab", "criteria": [criterion]}});
    for ask in [
        json!({"approvals": {"role": "sre", "quorum": 0}}),
        json!({"approvals": {"role": "developer", "quorum": 1}}),
        json!({"approvals": {"role": "administrator", "quorum": 1}}),
        json!({"readiness": {"item": ""}}),
        json!({"evidence": {"predicate": ""}}),
        json!({"ran": {"environment": "moon"}}),
    ] {
        assert_eq!(
            codes(&[lab(json!({"name": "x", "ask": ask}))]),
            ["criterion-wrong"]
        );
    }
    let twins = [approvals("x", "sre", 1), approvals("x", "sre", 2)];
    let twins = json!({"environment": {"name": "lab", "criteria": twins}});
    assert_eq!(codes(&[twins]), ["criterion-wrong"]);
    let bare = json!({"environment": {"name": "lab", "protected": true}});
    assert_eq!(codes(&[bare]), ["environment-unguarded"]);
}

#[test]
fn steps_have_names_commands_and_time() {
    for steps in [
        json!([{"name": "", "command": ["x"]}]),
        json!([{"name": "x", "command": []}]),
        json!([{"name": "x", "command": [""]}]),
        json!([{"name": "x", "command": ["x"], "timeout_seconds": 0}]),
        json!([{"name": "x", "command": ["x"]}, {"name": "x", "command": ["y"]}]),
    ] {
        assert_eq!(
            codes(&[json!({"environment": {"name": "lab", "steps": steps}})]),
            ["step-wrong"]
        );
    }
}

#[test]
fn all_mistakes_are_said_at_once() {
    let wrong = json!({"component": {"name": "lab", "unit": "moon", "team": "moon", "depends_on": ["sun", "lab"]}});
    let expected = [
        "unit-unknown",
        "team-unknown",
        "component-unknown",
        "component-circular",
    ];
    assert_eq!(codes(&[wrong]), expected);
}

#[test]
fn a_component_moves_only_where_its_mover_may_put_it() {
    let mut world = company();
    let mut jobs = json!({"component": {"name": "jobs", "unit": "payments", "title": "Jobs"}});
    world.done("olga", "organisation.apply", json!({"changes": [jobs]}));
    jobs["component"]["unit"] = json!("retail");
    let asked = json!({"changes": [jobs]});
    assert_eq!(
        world.refused("olga", "organisation.apply", asked.clone()),
        "not-permitted"
    );
    grant(&mut world, "olga", "component-owner", "unit/retail");
    world.done("olga", "organisation.apply", asked);
    let unit = json!({"changes": [{"unit": {"name": "lab"}}]});
    assert_eq!(
        world.refused("olga", "organisation.apply", unit),
        "not-permitted"
    );
}

#[test]
fn people_come_and_go_with_what_is_declared() {
    let mut world = company();
    let new = crate::world::person("novice");
    let team = json!({"team": {"name": "lab", "unit": "retail", "members": [new]}});
    let facts = world.done(
        "ada",
        "organisation.apply",
        json!({"people": [new], "changes": [team]}),
    );
    assert_eq!(types(&facts), ["person.added.v1", "team.declared.v1"]);
    let back = json!({"changes": [{"retire-team": "lab"}], "gone": [new]});
    let facts = world.done("ada", "organisation.apply", back);
    assert_eq!(types(&facts), ["team.retired.v1", "person.erased.v1"]);
    world.check_folds();
}

#[test]
fn all_of_it_or_nothing() {
    let mut world = company();
    let new = crate::world::person("novice");
    let wrong = json!({"team": {"name": "lab", "unit": "moon", "members": [new]}});
    let size = world.folded().people.len();
    let asked = json!({"people": [new], "changes": [wrong]});
    assert_eq!(
        world.refused("ada", "organisation.apply", asked),
        "unit-unknown"
    );
    assert_eq!(world.folded().people.len(), size);
    let twice = json!({"people": [new, new], "changes": []});
    assert_eq!(
        world.refused("ada", "organisation.apply", twice),
        "person-already-added"
    );
    let all = ["adam", "ada"].map(crate::world::person);
    let last = json!({"changes": [], "gone": all});
    assert_eq!(
        world.refused("ada", "organisation.apply", last),
        "last-administrator"
    );
}

#[test]
fn who_may_declare_components_brings_nobody_along() {
    let mut world = company();
    grant(&mut world, "cora", "component-owner", "unit/cards");
    let change = json!({"component": {"name": "lab", "unit": "cards"}});
    world.done("cora", "organisation.apply", json!({"changes": [change]}));
    let new = crate::world::person("novice");
    for asked in [
        json!({"people": [new], "changes": []}),
        json!({"people": [new], "changes": [{"component": {"name": "lab", "unit": "cards", "title": "Lab"}}]}),
        json!({"changes": [], "gone": [crate::world::person("dora")]}),
        json!({"changes": [{"retire-component": "lab"}], "gone": [crate::world::person("dora")]}),
    ] {
        assert_eq!(
            world.refused("cora", "organisation.apply", asked),
            "not-permitted"
        );
    }
}
