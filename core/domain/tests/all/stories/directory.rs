//! Roles follow from groups: they come and go with them, and what people have granted is left alone.

use holdpoint_domain::access::Role;
use serde_json::{Value, json};

use crate::company::{company, scope};
use crate::world::{World, person, types};

const OURS: &str = "https://ours.example";
const THEIRS: &str = "https://theirs.example";

fn provider(name: &str) -> Value {
    json!({"name": name, "issuer": format!("https://{name}.example"), "client": "holdpoint",
        "subject": "sub", "groups": "groups", "first_login": "add-members"})
}

pub fn line(group: &str, of: &str, role: &str, place: &str) -> Value {
    json!({"group": group, "provider": of, "role": role, "scope": scope(place)})
}

/// Settings with two providers and these lines.
pub fn settings(groups: &[Value]) -> Value {
    let providers = [provider("ours"), provider("theirs")];
    json!({"settings": {"timezone": "Europe/Vienna", "directory": {"providers": providers, "groups": groups}}})
}

pub fn apply(world: &mut World, settings: Value) -> Vec<&'static str> {
    types(&world.done("ada", "organisation.apply", json!({"changes": [settings]})))
}

pub fn said(issuer: &str, groups: &[&str]) -> Value {
    json!({"person": person("dora"), "groups": groups, "source": "login", "issuer": issuer})
}

fn mapped(world: &mut World, issuer: &str, groups: &[&str]) -> Vec<&'static str> {
    types(&world.done("system", "access.map-groups", said(issuer, groups)))
}

/// What she is by her groups, and where.
fn by_groups(world: &World) -> Vec<String> {
    let dora = person("dora");
    let grants = world.state.grants_of(&dora);
    let ours = grants.filter(|grant| grant.from.is_some());
    let mut all: Vec<_> = ours
        .map(|grant| format!("{} {}", grant.role, grant.scope))
        .collect();
    all.sort();
    all
}

fn world() -> World {
    let mut world = company();
    let lines = [
        line("ops", "ours", "sre", "organisation"),
        line("ops", "ours", "deployer", "environment/test"),
        line("pay", "ours", "component-owner", "unit/payments"),
        line("ops", "theirs", "developer", "unit/retail"),
    ];
    apply(&mut world, settings(&lines));
    world
}

#[test]
fn what_a_group_gives_goes_with_it() {
    let mut world = world();
    let (granted, revoked) = ("access.granted.v1", "access.revoked.v1");
    assert_eq!(
        mapped(&mut world, OURS, &["ops", "pay", "unknown"]),
        [granted; 3]
    );
    assert_eq!(
        by_groups(&world),
        [
            "component-owner unit/payments",
            "deployer environment/test",
            "sre organisation"
        ]
    );
    assert_eq!(
        mapped(&mut world, OURS, &["ops", "pay"]),
        [""; 0],
        "nothing is new"
    );
    let facts = world.done("system", "access.map-groups", said(OURS, &["pay"]));
    assert_eq!(types(&facts), [revoked; 2]);
    let data = facts[0].data().unwrap();
    assert_eq!(
        data["from"],
        json!({"group": "ops", "source": "login", "issuer": OURS})
    );
    assert_eq!(by_groups(&world), ["component-owner unit/payments"]);
    // She was a developer before, and nobody but who granted that takes it away.
    assert_eq!(mapped(&mut world, OURS, &[]), [revoked]);
    let dora = person("dora");
    let roles: Vec<_> = world
        .state
        .grants_of(&dora)
        .map(|grant| grant.role)
        .collect();
    assert_eq!(roles, [Role::Developer]);
    world.check_folds();
}

#[test]
fn what_one_provider_says_is_nothing_to_another() {
    let mut world = world();
    mapped(&mut world, OURS, &["pay"]);
    // A group of the same name is another there, and gives another role.
    mapped(&mut world, THEIRS, &["ops", "pay"]);
    assert_eq!(
        by_groups(&world),
        ["component-owner unit/payments", "developer unit/retail"]
    );
    mapped(&mut world, THEIRS, &[]);
    assert_eq!(by_groups(&world), ["component-owner unit/payments"]);
    assert_eq!(
        mapped(&mut world, "https://others.example", &["ops", "pay"]),
        [""; 0]
    );
}

#[test]
fn what_the_settings_give_no_more_goes_at_once() {
    let mut world = world();
    mapped(&mut world, OURS, &["ops", "pay"]);
    mapped(&mut world, THEIRS, &["ops"]);
    let left = [line("pay", "ours", "component-owner", "unit/payments")];
    let done = apply(&mut world, settings(&left));
    let gone = done.iter().filter(|name| **name == "access.revoked.v1");
    assert_eq!(gone.count(), 3);
    assert_eq!(by_groups(&world), ["component-owner unit/payments"]);
    apply(
        &mut world,
        json!({"settings": {"timezone": "Europe/Vienna"}}),
    );
    assert_eq!(
        by_groups(&world),
        [""; 0],
        "without a provider nobody says anything"
    );
    world.check_folds();
}

#[test]
fn groups_take_away_no_last_administrator() {
    let mut world = world();
    let admins = [line("admins", "ours", "administrator", "organisation")];
    apply(&mut world, settings(&admins));
    mapped(&mut world, OURS, &["admins"]);
    let others: Vec<_> = world
        .state
        .grants
        .values()
        .filter(|grant| grant.role == Role::Administrator && grant.person != person("dora"))
        .map(|grant| grant.id.clone())
        .collect();
    for id in others {
        world.done("dora", "access.revoke", json!({"grant": id}));
    }
    assert_eq!(mapped(&mut world, OURS, &[]), [""; 0]);
    assert_eq!(by_groups(&world), ["administrator organisation"]);
    let again = json!({"person": person("adam"), "role": "administrator", "scope": "organisation"});
    world.done("dora", "access.grant", again);
    assert_eq!(mapped(&mut world, OURS, &[]), ["access.revoked.v1"]);
}

#[test]
fn only_holdpoint_says_who_is_in_which_group() {
    let mut world = world();
    for who in ["ada", "dora"] {
        let refused = world.refused(who, "access.map-groups", said(OURS, &["ops"]));
        assert_eq!(refused, "not-permitted");
    }
    let nobody = json!({"person": person("nobody"), "groups": [], "source": "login"});
    assert_eq!(
        world.refused("system", "access.map-groups", nobody),
        "person-unknown"
    );
}

#[test]
fn a_person_is_linked_by_themselves_with_proof_or_by_an_administrator() {
    let mut world = world();
    let link = |of: &str, proven: bool| json!({"person": person(of), "act": {"link": {"provider": OURS, "proven": proven}}});
    world.done("dora", "account.record", link("dora", true));
    // Else she could say to be somebody else there, who would then log in as her.
    let alleged = world.refused("dora", "account.record", link("dora", false));
    assert_eq!(alleged, "not-permitted");
    let other = world.refused("dora", "account.record", link("rita", true));
    assert_eq!(other, "not-permitted");
    let done = world.done("ada", "account.record", link("rita", false));
    assert_eq!(types(&done), ["account.linked.v1"]);
    assert_eq!(done[0].data().unwrap()["proven"], json!(false));
    let unlink = json!({"person": person("rita"), "act": {"unlink": {"provider": OURS}}});
    assert_eq!(
        world.refused("dora", "account.record", unlink.clone()),
        "not-permitted"
    );
    let done = world.done("rita", "account.record", unlink);
    assert_eq!(types(&done), ["account.unlinked.v1"]);
    world.check_folds();
}
