//! The directory says by itself who there is, who acts, and who is in which groups; roles follow in the same breath.

use holdpoint_domain::Fact;
use holdpoint_domain::directory::GroupId;
use serde_json::{Value, json};

use super::directory::{apply, line, settings};
use crate::company::{company, grant, sealed};
use crate::world::{World, person, types};

pub fn group(number: u128) -> GroupId {
    GroupId::from_bits(number)
}

/// Everybody in a group, as a command has it.
pub fn members(number: u128, name: &str, people: &[&str]) -> Value {
    let people: Vec<_> = people.iter().map(|name| person(name)).collect();
    json!({"group": group(number), "name": name, "members": people})
}

/// A company with a directory, and groups that are something here.
pub fn provisioned() -> World {
    let mut world = company();
    world.done("ada", "person.add", json!({"person": person("entra")}));
    grant(&mut world, "entra", "provisioner", "organisation");
    let lines = [
        line("ops", "ours", "sre", "organisation"),
        line("pay", "ours", "component-owner", "unit/payments"),
        line("root", "ours", "administrator", "organisation"),
    ];
    apply(&mut world, settings(&lines));
    world
}

fn put(world: &mut World, asked: Value) -> Vec<&'static str> {
    types(&world.done("entra", "directory.group", asked))
}

/// What somebody is by groups.
fn by_groups(world: &World, name: &str) -> Vec<String> {
    let who = person(name);
    let grants = world
        .state
        .grants_of(&who)
        .filter(|grant| grant.from.is_some());
    let mut all: Vec<_> = grants
        .map(|grant| format!("{} {}", grant.role, grant.scope))
        .collect();
    all.sort();
    all
}

#[test]
fn roles_come_and_go_with_groups() {
    let mut world = provisioned();
    let made = put(&mut world, members(1, "ops", &["dora", "dan"]));
    assert_eq!(
        made,
        [
            "group.declared.v1",
            "group.members-changed.v1",
            "access.granted.v1",
            "access.granted.v1"
        ]
    );
    assert_eq!(by_groups(&world, "dora"), ["sre organisation"]);
    assert_eq!(
        put(&mut world, members(1, "ops", &["dora", "dan"])),
        Vec::<&str>::new()
    );
    let less = put(&mut world, members(1, "ops", &["dora"]));
    assert_eq!(less, ["group.members-changed.v1", "access.revoked.v1"]);
    assert_eq!(by_groups(&world, "dan"), Vec::<String>::new());
    // In two groups, and a group that is called otherwise.
    put(&mut world, members(2, "nothing", &["dora"]));
    let renamed = put(&mut world, members(2, "pay", &["dora"]));
    assert_eq!(renamed, ["group.declared.v1", "access.granted.v1"]);
    assert_eq!(
        by_groups(&world, "dora"),
        ["component-owner unit/payments", "sre organisation"]
    );
    let gone = world.done("entra", "directory.drop-group", json!({"group": group(1)}));
    assert_eq!(types(&gone), ["group.retired.v1", "access.revoked.v1"]);
    assert_eq!(by_groups(&world, "dora"), ["component-owner unit/payments"]);
    // What people have granted stays.
    assert_eq!(world.state.grants_of(&person("dora")).count(), 2);
    assert_eq!(
        world.refused("entra", "directory.drop-group", json!({"group": group(1)})),
        "group-unknown"
    );
    world.check_folds();
}

#[test]
fn roles_follow_settings_that_change_later() {
    let mut world = provisioned();
    apply(&mut world, settings(&[]));
    put(&mut world, members(1, "ops", &["dora", "dan"]));
    assert_eq!(by_groups(&world, "dora"), Vec::<String>::new());
    let ops = line("ops", "ours", "sre", "organisation");
    let facts = apply(&mut world, settings(&[ops]));
    assert_eq!(
        facts,
        [
            "organisation.configured.v1",
            "access.granted.v1",
            "access.granted.v1"
        ]
    );
    assert_eq!(by_groups(&world, "dan"), ["sre organisation"]);
    assert_eq!(apply(&mut world, settings(&[])).len(), 3);
    assert_eq!(by_groups(&world, "dan"), Vec::<String>::new());
    world.check_folds();
}

#[test]
fn people_are_added_deactivated_and_back() {
    let mut world = provisioned();
    let say = |active: bool| json!({"person": person("new"), "active": active});
    let facts = world.done("entra", "directory.person", say(false));
    assert_eq!(types(&facts), ["person.added.v1", "person.deactivated.v1"]);
    assert_eq!(
        types(&world.done("entra", "directory.person", say(true))),
        ["person.reactivated.v1"]
    );
    assert_eq!(world.done("entra", "directory.person", say(true)), []);
    put(&mut world, members(1, "ops", &["new"]));
    assert_eq!(
        types(&world.done("entra", "directory.person", say(false))),
        ["person.deactivated.v1"]
    );
    assert_eq!(
        by_groups(&world, "new"),
        ["sre organisation"],
        "it counts for nothing, and is there"
    );
    world.done(
        "ada",
        "person.erase",
        json!({"person": person("new"), "reason": sealed("asked")}),
    );
    assert_eq!(
        world.refused("entra", "directory.person", say(true)),
        "person-unknown"
    );
    // Who was erased may still stand in a group, and does not get into another.
    put(&mut world, members(1, "ops", &["new", "dora"]));
    assert_eq!(
        world.refused("entra", "directory.group", members(2, "x", &["new"])),
        "person-unknown"
    );
    world.check_folds();
}

#[test]
fn the_directory_does_nothing_else_and_nobody_else_does_this() {
    let mut world = provisioned();
    for (command, arguments) in [
        ("person.add", json!({"person": person("new")})),
        ("person.erase", json!({"person": person("dora")})),
        (
            "access.grant",
            json!({"person": person("dora"), "role": "sre", "scope": "organisation"}),
        ),
        (
            "organisation.apply",
            json!({"changes": [{"unit": {"name": "x"}}]}),
        ),
        (
            "account.record",
            json!({"person": person("dora"), "act": {"issue-enrolment": {"expires": "2026-03-04T00:00:00Z"}}}),
        ),
    ] {
        assert_eq!(
            world.refused("entra", command, arguments),
            "not-permitted",
            "{command}"
        );
    }
    for who in ["ada", "rita"] {
        assert_eq!(
            world.refused(who, "directory.group", members(1, "ops", &[])),
            "not-permitted"
        );
    }
}

#[test]
fn names_are_one_groups_and_two_changes_at_once_lose_nobody() {
    let mut world = provisioned();
    put(&mut world, members(1, "ops", &["dora"]));
    assert_eq!(
        world.refused("entra", "directory.group", members(2, "OPS", &[])),
        "group-name-taken"
    );
    for name in ["", " ", &"x".repeat(201)] {
        assert_eq!(
            world.refused("entra", "directory.group", members(2, name, &[])),
            "group-name-wrong"
        );
    }
    let seen = world.state.groups[&group(1)].revision;
    let asked = |people: &[&str], seen: u64| {
        let mut asked = members(1, "ops", people);
        asked["seen"] = json!(seen);
        asked
    };
    put(&mut world, asked(&["dora", "dan"], seen));
    assert_eq!(
        world.refused("entra", "directory.group", asked(&["dora", "sam"], seen)),
        "group-changed"
    );
    assert_eq!(world.state.groups[&group(1)].members.len(), 2);
}

#[test]
fn the_last_administrator_stays_whatever_the_directory_says() {
    let mut world = provisioned();
    put(&mut world, members(1, "root", &["sue"]));
    for name in ["ada", "adam"] {
        let off = json!({"person": person(name), "active": false});
        world.done("entra", "directory.person", off);
    }
    let off = json!({"person": person("sue"), "active": false});
    assert_eq!(
        world.refused("entra", "directory.person", off),
        "last-administrator"
    );
    assert_eq!(
        put(&mut world, members(1, "root", &[])),
        ["group.members-changed.v1"]
    );
    assert_eq!(by_groups(&world, "sue"), ["administrator organisation"]);
}

#[test]
fn many_members_are_several_entries() {
    let mut world = provisioned();
    let people: Vec<_> = (0..1_200).map(|n| format!("p{n}")).collect();
    for name in &people {
        world.done("ada", "person.add", json!({"person": person(name)}));
    }
    let names: Vec<_> = people.iter().map(String::as_str).collect();
    let facts = world.done("entra", "directory.group", members(1, "none", &names));
    assert_eq!(
        facts
            .iter()
            .filter(|fact| matches!(fact, Fact::GroupMembersChanged(_)))
            .count(),
        3
    );
    facts.iter().for_each(crate::facts::check);
    let half = put(&mut world, members(1, "none", &names[..600]));
    assert_eq!(half.len(), 2);
    assert_eq!(world.state.groups[&group(1)].members.len(), 600);
    world.check_folds();
}

/// One in which a group came, changed and went.
pub fn told() -> World {
    let mut world = provisioned();
    let mut ops = members(1, "ops", &["dora"]);
    ops["external"] = json!("0a21");
    put(&mut world, ops);
    put(&mut world, members(1, "ops", &["dan"]));
    put(&mut world, members(2, "pay", &["olga"]));
    world.done("entra", "directory.drop-group", json!({"group": group(1)}));
    for active in [false, true, false] {
        let say = json!({"person": person("dora"), "active": active});
        world.done("entra", "directory.person", say);
    }
    world
}
