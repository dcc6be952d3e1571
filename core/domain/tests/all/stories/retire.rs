//! What is used does not go, and says by what it is used.

use holdpoint_domain::Refusal;
use serde_json::{Value, json};

use crate::company::{company, deploy, draft, environments, grant, submitted};
use crate::world::{World, person, types};

fn apply(world: &mut World, changes: &[Value]) -> Result<Vec<&'static str>, Refusal> {
    let facts = world.ask("ada", "organisation.apply", json!({"changes": changes}));
    facts.map(|facts| types(&facts))
}

fn stays(world: &mut World, change: Value, code: &str, message: &str) {
    let refusal = apply(world, &[change]).unwrap_err();
    assert_eq!(refusal.code, code, "{refusal:?}");
    assert!(refusal.message.contains(message), "{refusal:?}");
}

#[test]
fn each_kind_stays_while_something_uses_it() {
    let mut world = company();
    stays(
        &mut world,
        json!({"retire-calendar": "at"}),
        "calendar-in-use",
        "`unit/payments`",
    );
    stays(
        &mut world,
        json!({"retire-unit": "payments"}),
        "unit-in-use",
        "`unit/cards`",
    );
    stays(
        &mut world,
        json!({"retire-unit": "retail"}),
        "unit-in-use",
        "`component/web`",
    );
    stays(
        &mut world,
        json!({"retire-team": "ledgers"}),
        "team-in-use",
        "`component/api`",
    );
    stays(
        &mut world,
        json!({"retire-component": "api"}),
        "component-in-use",
        "`component/web`",
    );
    stays(
        &mut world,
        json!({"retire-component": "web"}),
        "component-in-use",
        "`template/monthly`",
    );
    let place = json!({"retire-environment": "test"});
    stays(
        &mut world,
        place,
        "environment-in-use",
        "`environment/staging`",
    );
}

#[test]
fn a_release_that_is_not_finished_keeps_its_components() {
    let mut world = company();
    draft(&mut world, "march", &["jobs"]);
    let retire = json!({"retire-component": "jobs"});
    stays(
        &mut world,
        retire.clone(),
        "component-in-use",
        "`release/march`",
    );
    world.done("rita", "release.cancel", json!({"release": "march"}));
    assert_eq!(
        apply(&mut world, &[retire]).unwrap(),
        ["component.retired.v1"]
    );
    world.check_folds();
}

#[test]
fn what_runs_or_is_on_its_way_keeps_its_environment() {
    let mut world = company();
    let place =
        json!({"environment": {"name": "lab", "steps": [{"name": "go", "command": ["go"]}]}});
    apply(&mut world, &[place]).unwrap();
    submitted(&mut world, "march", &["jobs"]);
    deploy(&mut world, "march", "lab");
    let retire = json!({"retire-environment": "lab"});
    stays(
        &mut world,
        retire.clone(),
        "environment-in-use",
        "`deployment/dep_",
    );
    crate::company::finish(&mut world, 1);
    assert_eq!(
        apply(&mut world, &[retire]).unwrap(),
        ["environment.retired.v1"]
    );
}

#[test]
fn a_component_that_asks_for_an_environment_keeps_it() {
    let mut world = company();
    let lab = json!({"environment": {"name": "lab"}});
    let asks = json!({"component": {"name": "jobs", "unit": "payments",
        "criteria": [{"name": "lab", "ask": {"ran": {"environment": "lab"}}}]}});
    apply(&mut world, &[lab, asks]).unwrap();
    let retire = json!({"retire-environment": "lab"});
    stays(&mut world, retire, "environment-in-use", "`component/jobs`");
}

#[test]
fn a_grant_keeps_its_scope_until_it_is_revoked_though_it_has_ended() {
    let mut world = company();
    apply(&mut world, &[json!({"unit": {"name": "lab"}})]).unwrap();
    let asked = json!({"person": person("bill"), "role": "sre", "scope": {"unit": "lab"},
        "expires": "2026-03-03T08:00:00Z"});
    world.done("ada", "access.grant", asked);
    world.hours(48);
    let retire = json!({"retire-unit": "lab"});
    stays(&mut world, retire.clone(), "unit-in-use", "`grant/gra_");
    let id = world
        .state
        .grants
        .values()
        .find(|grant| grant.expires.is_some() && grant.person == person("bill"));
    let id = id.unwrap().id.clone();
    world.done("ada", "access.revoke", json!({"grant": id}));
    assert_eq!(apply(&mut world, &[retire]).unwrap(), ["unit.retired.v1"]);
}

#[test]
fn all_of_it_or_nothing() {
    let mut world = company();
    let (good, bad) = (
        json!({"unit": {"name": "lab"}}),
        json!({"retire-unit": "cards"}),
    );
    assert_eq!(
        apply(&mut world, &[good.clone(), bad]).unwrap_err().code,
        "unit-in-use"
    );
    assert_eq!(
        apply(&mut world, std::slice::from_ref(&good)).unwrap(),
        ["unit.declared.v1"]
    );
    assert!(
        apply(&mut world, &[good]).unwrap().is_empty(),
        "said before"
    );
    let gone = ["retire-template", "retire-component", "retire-unit"];
    let names = ["monthly", "web", "lab"];
    let changes: Vec<_> = gone
        .iter()
        .zip(names)
        .map(|(kind, name)| json!({*kind: name}))
        .collect();
    let facts = apply(&mut world, &changes).unwrap();
    assert_eq!(
        facts,
        [
            "template.retired.v1",
            "component.retired.v1",
            "unit.retired.v1"
        ]
    );
    let places: Vec<_> = environments()
        .into_iter()
        .map(|place| json!({"environment": place}))
        .collect();
    assert!(apply(&mut world, &places).unwrap().is_empty());
    grant(&mut world, "bill", "sre", "organisation");
    world.check_folds();
}
