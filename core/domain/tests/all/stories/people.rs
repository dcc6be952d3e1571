//! People come and go, and so does what they may do.

use serde_json::json;

use crate::company::{approve, company, deploy, grant, submitted};
use crate::world::{World, actor, command, person, types};

fn grant_of(world: &World, name: &str) -> String {
    world
        .state
        .grants_of(&person(name))
        .next()
        .unwrap()
        .id
        .to_string()
}

#[test]
fn a_ledger_belongs_to_one_organisation() {
    let mut world = World::new();
    let add = json!({"person": person("ada")});
    assert_eq!(
        world.refused("ada", "person.add", add),
        "organisation-not-founded"
    );
    let founding = json!({"name": "acme", "administrator": person("ada")});
    let facts = world.done("ada", "organisation.found", founding.clone());
    assert_eq!(
        types(&facts),
        [
            "organisation.founded.v1",
            "person.added.v1",
            "access.granted.v1"
        ]
    );
    assert_eq!(
        world.refused("ada", "organisation.found", founding),
        "organisation-already-founded"
    );
}

#[test]
fn there_is_always_an_administrator() {
    let mut world = company();
    let adam = grant_of(&world, "adam");
    world.done("ada", "access.revoke", json!({"grant": adam}));
    let ada = grant_of(&world, "ada");
    assert_eq!(
        world.refused("ada", "access.revoke", json!({"grant": ada})),
        "last-administrator"
    );
    let erase = json!({"person": person("ada")});
    assert_eq!(
        world.refused("ada", "person.erase", erase.clone()),
        "last-administrator"
    );
    grant(&mut world, "adam", "administrator", "organisation");
    world.done("adam", "person.erase", erase.clone());
    assert_eq!(world.done("adam", "person.erase", erase), []);
    assert_eq!(
        world.refused("ada", "person.add", json!({"person": person("new")})),
        "not-a-member"
    );
    let adam = grant_of(&world, "adam");
    assert_eq!(
        world.refused("adam", "access.revoke", json!({"grant": adam})),
        "last-administrator"
    );
}

#[test]
fn nobody_gives_themselves_a_role() {
    let mut world = company();
    let asked = json!({"person": person("ada"), "role": "deployer", "scope": "organisation"});
    assert_eq!(
        world.refused("ada", "access.grant", asked.clone()),
        "grant-to-oneself"
    );
    world.done("adam", "access.grant", asked.clone());
    assert_eq!(
        world.done("adam", "access.grant", asked),
        [],
        "they have it"
    );
}

#[test]
fn grants_are_for_somebody_somewhere_and_some_for_a_time() {
    let mut world = company();
    let asked = |name: &str, role: &str, scope: serde_json::Value, expires: Option<&str>| json!({"person": person(name), "role": role, "scope": scope, "expires": expires});
    let everywhere = json!("organisation");
    for (asked, code) in [
        (
            asked("nobody", "sre", everywhere.clone(), None),
            "person-unknown",
        ),
        (
            asked("bill", "auditor", everywhere.clone(), None),
            "auditor-needs-expiry",
        ),
        (
            asked("bill", "sre", everywhere, Some("2026-03-02T08:00:00Z")),
            "expiry-in-the-past",
        ),
        (
            asked("bill", "sre", json!({"unit": "moon"}), None),
            "scope-unknown",
        ),
        (
            asked("bill", "sre", json!({"component": "moon"}), None),
            "scope-unknown",
        ),
        (
            asked("bill", "sre", json!({"environment": "moon"}), None),
            "scope-unknown",
        ),
    ] {
        assert_eq!(
            world.refused("ada", "access.grant", asked.clone()),
            code,
            "{asked}"
        );
    }
    let unknown = json!({"grant": "gra_00000000000000000000000000"});
    assert_eq!(
        world.refused("ada", "access.revoke", unknown),
        "grant-unknown"
    );
}

#[test]
fn a_grant_counts_until_its_end() {
    let mut world = company();
    let asked = json!({"person": person("bill"), "role": "deployer", "scope": "organisation",
        "expires": "2026-03-02T10:00:00Z"});
    world.done("ada", "access.grant", asked);
    submitted(&mut world, "march", &["api"]);
    world.hours(2);
    let asked = json!({"release": "march", "environment": "test"});
    assert_eq!(
        world.refused("bill", "deployment.deploy", asked.clone()),
        "not-permitted"
    );
    world.now = world.now.after(-1);
    world.done("bill", "deployment.deploy", asked);
}

#[test]
fn an_approval_counts_while_the_role_is_held() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    approve(&mut world, "olga", "march", "component-owner");
    deploy(&mut world, "march", "test");
    let asked = json!({"release": "march", "environment": "staging"});
    let olga = grant_of(&world, "olga");
    world.done("ada", "access.revoke", json!({"grant": olga}));
    assert_eq!(
        world.refused("della", "deployment.deploy", asked.clone()),
        "gate-does-not-go"
    );
    grant(&mut world, "olga", "component-owner", "component/web");
    assert_eq!(
        world.refused("della", "deployment.deploy", asked.clone()),
        "gate-does-not-go"
    );
    grant(&mut world, "olga", "component-owner", "environment/staging");
    world.done("della", "deployment.deploy", asked);
}

#[test]
fn who_is_away_is_not_named_but_may_still_decide() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    let away = json!({"person": person("olga"), "begins": "2026-03-01T00:00:00Z", "ends": "2026-03-03T00:00:00Z"});
    assert_eq!(
        world.refused("oona", "person.record-absence", away.clone()),
        "not-ones-own"
    );
    world.done("olga", "person.record-absence", away);
    assert!(!eligible(&mut world).contains(&person("olga")));
    world.hours(24);
    assert_eq!(types(&world.tick()), ["person.back.v1"]);
    assert!(eligible(&mut world).contains(&person("olga")));
    let empty = json!({"person": person("olga"), "begins": "2026-03-09T00:00:00Z", "ends": "2026-03-09T00:00:00Z"});
    assert_eq!(
        world.refused("olga", "person.record-absence", empty),
        "ends-before-it-begins"
    );
    world.check_folds();
}

/// Who could approve `march` for staging.
fn eligible(world: &mut World) -> Vec<holdpoint_domain::organisation::PersonId> {
    use holdpoint_domain::gate::{Inputs, Wait, judge};
    let asked = command(
        "release.decide",
        json!({"release": "march", "decision": "go", "environment": "staging"}),
    );
    let decision = world.decision(&actor("rita"), &asked);
    assert!(
        matches!(decision, holdpoint_domain::Decision::Refused(..)),
        "{decision:?}"
    );
    let inputs = Inputs {
        now: world.now,
        position: 0,
        rules: &holdpoint_domain::RuleAnswers::default(),
    };
    let place = world
        .state
        .environments
        .values()
        .find(|place| place.name.as_str() == "staging");
    let (_, release) = world.state.releases.iter().next().unwrap();
    let verdict = judge(&world.state, place.unwrap(), release, &inputs).unwrap();
    let mut waits = verdict.criteria.into_iter().flat_map(|line| line.waits);
    let found = waits.find_map(|wait| match wait {
        Wait::Approval { eligible, .. } => Some(eligible),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn an_absence_ends_early_by_the_person_alone() {
    let mut world = company();
    let away = json!({"person": person("sam"), "begins": "2026-03-05T00:00:00Z", "ends": "2026-04-03T00:00:00Z"});
    world.done("sam", "person.record-absence", away);
    let id = world.state.absences.keys().next().unwrap().clone();
    let asked = json!({"absence": id});
    assert_eq!(
        world.refused("bea", "person.end-absence", asked.clone()),
        "not-ones-own"
    );
    world.done("sam", "person.end-absence", asked.clone());
    assert_eq!(
        world.refused("sam", "person.end-absence", asked),
        "absence-unknown"
    );
}
