//! A company to tell stories about: three units, three components, three environments, a person in every role.

use holdpoint_domain::{Digest, Fact};
use serde_json::{Value, json};

use crate::world::{World, person};

/// People with their roles and scopes.
pub const PEOPLE: &[(&str, &str, &str)] = &[
    ("adam", "administrator", "organisation"),
    ("rita", "release-manager", "organisation"),
    ("dora", "developer", "organisation"),
    ("dan", "developer", "unit/payments"),
    ("olga", "component-owner", "unit/payments"),
    ("oskar", "component-owner", "unit/retail"),
    ("oona", "component-owner", "organisation"),
    ("della", "deployer", "organisation"),
    ("dirk", "deployer", "environment/test"),
    ("cora", "change-manager", "organisation"),
    ("bea", "board-member", "organisation"),
    ("bob", "board-member", "organisation"),
    ("bill", "business-owner", "organisation"),
    ("sue", "support-lead", "organisation"),
    ("sam", "sre", "organisation"),
];

/// A digest to tell things apart by.
pub fn digest(text: &str) -> String {
    Digest::of(text.as_bytes()).to_string()
}

pub fn sealed(text: &str) -> Value {
    json!({"sealed": digest(text)})
}

/// A scope as commands have it.
pub fn scope(text: &str) -> Value {
    match text.split_once('/') {
        None => json!(text),
        Some((kind, name)) => json!({kind: name}),
    }
}

pub fn approvals(name: &str, role: &str, quorum: u32) -> Value {
    json!({"name": name, "ask": {"approvals": {"role": role, "quorum": quorum}}})
}

/// What production asks for.
pub fn production() -> Value {
    json!({"name": "production", "after": "staging", "protected": true, "production": true,
    "criteria": [
        approvals("owner", "component-owner", 1),
        approvals("board", "board-member", 2),
        {"name": "tests", "ask": {"evidence": {"predicate": "test-result"}}},
        {"name": "runbook", "ask": {"readiness": {"item": "the runbook is current"}}},
    ],
    "steps": [
        {"name": "install", "command": ["install", "{release}", "{components}"], "timeout_seconds": 300},
        {"name": "check", "command": ["check", "{environment}"], "variables": {"URL": "https://acme.example"}},
    ]})
}

pub fn environments() -> Vec<Value> {
    let staging = json!({"name": "staging", "after": "test", "protected": true,
        "criteria": [approvals("owner", "component-owner", 1)]});
    vec![json!({"name": "test"}), staging, production()]
}

/// What the configuration declares.
pub fn declared() -> Vec<Value> {
    let mut changes = vec![
        json!({"settings": {"timezone": "Europe/Vienna"}}),
        json!({"calendar": {"name": "at", "country": "AT", "timezone": "Europe/Vienna",
            "hours": [{"days": ["monday", "tuesday"], "from": "08:00", "until": "17:00"}]}}),
        json!({"unit": {"name": "payments", "calendar": "at"}}),
        json!({"unit": {"name": "retail"}}),
        json!({"unit": {"name": "cards", "parent": "payments"}}),
        json!({"team": {"name": "ledgers", "unit": "payments", "members": [person("dan")]}}),
        json!({"component": {"name": "api", "unit": "cards", "team": "ledgers", "criticality": "critical"}}),
        json!({"component": {"name": "web", "unit": "retail", "depends_on": ["api"]}}),
        json!({"component": {"name": "jobs", "unit": "payments"}}),
    ];
    let environments = environments();
    changes.extend(
        environments
            .into_iter()
            .map(|place| json!({"environment": place})),
    );
    changes.push(
        json!({"template": {"name": "monthly", "components": ["api", "web"],
        "readiness": ["support is informed"]}}),
    );
    changes
}

/// Gives somebody a role.
pub fn grant(world: &mut World, name: &str, role: &str, place: &str) -> Vec<Fact> {
    let asked = json!({"person": person(name), "role": role, "scope": scope(place)});
    world.done("ada", "access.grant", asked)
}

/// The company, on its first morning.
pub fn company() -> World {
    let mut world = World::new();
    let founding = json!({"name": "acme", "sample": true, "administrator": person("ada")});
    world.done("system", "organisation.found", founding);
    for (name, ..) in PEOPLE {
        world.done("ada", "person.add", json!({"person": person(name)}));
    }
    world.done("ada", "person.add", json!({"person": person("aude")}));
    world.done("ada", "organisation.apply", json!({"changes": declared()}));
    for (name, role, place) in PEOPLE {
        grant(&mut world, name, role, place);
    }
    let auditor = json!({"person": person("aude"), "role": "auditor", "scope": "organisation",
        "expires": "2027-01-01T00:00:00Z"});
    world.done("ada", "access.grant", auditor);
    world
}

/// An artifact of a component, in a build.
pub fn artifact(component: &str, build: &str) -> Value {
    json!({"name": format!("{component}.tar"), "component": component, "version": build,
        "digest": digest(&format!("{component} {build}")), "size": 1024, "kind": "file"})
}

/// A draft of those components: made by Rita, written by Dora.
pub fn draft(world: &mut World, release: &str, components: &[&str]) {
    let created = json!({"release": release, "components": components});
    world.done("rita", "release.create", created);
    let artifacts: Vec<_> = components
        .iter()
        .map(|name| artifact(name, release))
        .collect();
    let artifacts = json!({"release": release, "artifacts": artifacts});
    world.done("rita", "release.add-artifacts", artifacts);
    let commit = Digest::of(release.as_bytes()).to_string()[7..47].to_owned();
    let commits = json!({"release": release, "repository": "git.example/acme", "to": commit,
        "commits": [{"id": commit, "authors": [person("dora")]}]});
    world.done("rita", "release.add-commits", commits);
}

pub fn submitted(world: &mut World, release: &str, components: &[&str]) {
    draft(world, release, components);
    world.done("rita", "release.submit", json!({"release": release}));
}

pub fn approve(world: &mut World, who: &str, release: &str, role: &str) -> Vec<Fact> {
    let asked = json!({"release": release, "say": "approve", "role": role});
    world.done(who, "approval.decide", asked)
}

/// A statement about an artifact of a release.
pub fn statement(release: &str, component: &str, build: &str, outcome: &str) -> Value {
    let subject = digest(&format!("{component} {build}"));
    json!({"release": release, "subjects": [{"name": component, "digest": subject}],
        "predicate_type": "https://in-toto.io/attestation/test-result/v0.1", "outcome": outcome,
        "blob": digest(&format!("{outcome} {subject}")), "summary": {"passed": 12}})
}

/// Everything that production asks of a release, given.
pub fn cleared(world: &mut World, release: &str, components: &[&str]) {
    submitted(world, release, components);
    clear(world, release, components);
}

/// The same of a release that was submitted.
pub fn clear(world: &mut World, release: &str, components: &[&str]) {
    for (who, role) in [
        ("oona", "component-owner"),
        ("bea", "board-member"),
        ("bob", "board-member"),
    ] {
        approve(world, who, release, role);
    }
    for component in components {
        let tests = statement(release, component, release, "passed");
        world.done("dora", "evidence.add", tests);
    }
    let item = json!({"release": release, "item": "the runbook is current"});
    world.done("sam", "readiness.confirm", item);
    for place in ["test", "staging"] {
        deploy(world, release, place);
    }
}

pub fn deploy(world: &mut World, release: &str, place: &str) -> Vec<Fact> {
    world.done(
        "della",
        "deployment.deploy",
        json!({"release": release, "environment": place}),
    )
}

/// The id of the newest deployment.
pub fn newest(world: &World) -> String {
    let requested = world.ledger.iter().rev().find_map(|(_, fact)| match fact {
        Fact::DeploymentRequested(requested) => Some(requested.deployment.to_string()),
        _ => None,
    });
    requested.unwrap()
}

/// Ends the step that runs, with that exit code.
pub fn finish(world: &mut World, exit: i32) -> Vec<Fact> {
    let effects = holdpoint_domain::effects(&world.state);
    let Some((intent, holdpoint_domain::Effect::RunStep { deployment, .. })) = effects.last()
    else {
        panic!("{effects:?}")
    };
    let outcome =
        json!({"deployment": deployment, "intent": intent, "outcome": {"exit_code": exit}});
    world.done("system", "deployment.finish-step", outcome)
}

/// A release that runs in production.
pub fn live(world: &mut World, release: &str, components: &[&str]) -> String {
    cleared(world, release, components);
    deploy(world, release, "production");
    finish(world, 0);
    finish(world, 0);
    newest(world)
}

/// Releases of `api` that went out before, by name.
pub fn past(names: &[&str]) -> Value {
    let one = |name: &&str| {
        json!({"release": name, "components": ["api"], "past": {
            "occurred": "2025-11-03T10:00:00Z", "version": "1.0.0",
            "source": {"kind": "git-tag", "reference": name}
        }})
    };
    json!({"releases": names.iter().map(one).collect::<Vec<_>>()})
}
