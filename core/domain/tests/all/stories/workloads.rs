//! Programs are let in by what their issuers say of them, say what they have seen, and decide nothing.

use holdpoint_domain::access::Role;
use holdpoint_domain::workload::{COMMANDS, Workload};
use holdpoint_domain::{Actor, Command, Refusal};
use serde_json::{Value, json};

use crate::company::{artifact, company, draft, scope, statement, submitted};
use crate::matrix::{arguments, newcomer};
use crate::world::{World, command, types};

pub const RUN: &str = "wkl_00000000000000000000000001";

pub fn rule(name: &str, role: &str, place: &str) -> Value {
    json!({"name": name, "issuer": "github", "claims": {"repository": ["acme/api"]},
        "role": role, "scope": scope(place)})
}

/// Settings in which these are let in.
pub fn settings(rules: &[Value]) -> Value {
    let issuer =
        json!({"name": "github", "url": "https://ci.example", "audience": "https://acme.example"});
    json!({"settings": {"timezone": "Europe/Vienna", "workloads": {"issuers": [issuer], "allow": rules}}})
}

fn let_in(world: &mut World, rules: &[Value]) {
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [settings(rules)]}),
    );
}

pub fn workload(name: &str) -> Actor {
    Actor::Workload(Workload {
        name: name.parse().unwrap(),
        run: RUN.parse().unwrap(),
    })
}

fn asked(world: &mut World, name: &str, arguments: Value) -> Result<Vec<&'static str>, String> {
    let done = world.submit(&workload("ci"), &command(name, arguments));
    done.map(|facts| types(&facts))
        .map_err(|refusal| refusal.code)
}

pub fn admission() -> Value {
    json!({"workload": "ci", "run": RUN, "subject": "repo:acme/api:ref:refs/heads/main", "called": "4711",
        "claims": {"repository": "acme/api"}, "until": "2026-03-02T09:00:00Z"})
}

#[test]
fn that_a_run_is_let_in_is_a_fact_with_all_that_let_it_in() {
    let mut world = company();
    let unknown = world.refused("system", "workload.admit", admission());
    assert_eq!(unknown, "workload-unknown");
    let_in(&mut world, &[rule("ci", "developer", "unit/payments")]);
    for somebody in ["ada", "dora"] {
        assert_eq!(
            world.refused(somebody, "workload.admit", admission()),
            "not-permitted"
        );
    }
    let done = world.done("system", "workload.admit", admission());
    assert_eq!(types(&done), ["workload.admitted.v1"]);
    assert_eq!(done[0].subject().to_string(), "workload/ci");
    let data = done[0].data().unwrap();
    assert_eq!(data["issuer"], json!("https://ci.example"));
    assert_eq!(
        (&data["role"], &data["scope"]),
        (&json!("developer"), &json!({"unit": "payments"}))
    );
    let mut endless = admission();
    endless["subject"] = json!("x".repeat(16_001));
    assert_eq!(
        world.refused("system", "workload.admit", endless),
        "workload-says-too-much"
    );
    world.check_folds();
}

#[test]
fn a_workload_attaches_evidence_and_puts_releases_together_where_its_rule_says() {
    let mut world = company();
    let_in(&mut world, &[rule("ci", "developer", "unit/payments")]);
    let create = |name: &str, component: &str| json!({"release": name, "components": [component]});
    assert_eq!(
        asked(&mut world, "release.create", create("new", "api")).unwrap(),
        ["release.created.v1"]
    );
    let elsewhere = asked(&mut world, "release.create", create("other", "web"));
    assert_eq!(elsewhere, Err("workload-not-permitted".to_owned()));
    let add = json!({"release": "new", "artifacts": [artifact("api", "new")]});
    assert!(asked(&mut world, "release.add-artifacts", add).is_ok());
    let evidence = statement("new", "api", "new", "passed");
    assert_eq!(
        asked(&mut world, "evidence.add", evidence).unwrap(),
        ["evidence.recorded.v1"]
    );
    let (meta, _) = world.ledger.last().unwrap();
    assert_eq!(meta.actor.to_string(), format!("workload/ci/{RUN}"));
    world.check_folds();
}

#[test]
fn a_workload_acts_as_long_as_the_configuration_lets_it_in() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    let evidence = || statement("march", "api", "march", "passed");
    assert_eq!(
        asked(&mut world, "evidence.add", evidence()),
        Err("workload-unknown".to_owned())
    );
    let mut only = rule("ci", "developer", "organisation");
    only["commands"] = json!(["release.create"]);
    let_in(&mut world, &[only]);
    assert_eq!(
        asked(&mut world, "evidence.add", evidence()),
        Err("workload-may-not".to_owned())
    );
    let_in(&mut world, &[rule("ci", "developer", "organisation")]);
    assert!(asked(&mut world, "evidence.add", evidence()).is_ok());
    let_in(&mut world, &[rule("another", "developer", "organisation")]);
    assert_eq!(
        asked(&mut world, "evidence.add", evidence()),
        Err("workload-unknown".to_owned())
    );
}

/// Whatever its role is: a workload does what is on the list, and nothing else.
#[test]
fn no_workload_decides_whatever_its_role() {
    for role in Role::ALL {
        let newcomer = newcomer(*role, "organisation");
        for name in Command::NAMES {
            let mut world = newcomer.clone();
            let arguments = arguments(&mut world, name, *role);
            // Also a role that no configuration gives to a workload.
            let organisation = world.state.organisation.as_mut().unwrap();
            let rules =
                json!({"issuers": [], "allow": [rule("ci", role.as_str(), "organisation")]});
            organisation.settings.workloads = Some(serde_json::from_value(rules).unwrap());
            let found = asked(&mut world, name, arguments);
            if !COMMANDS.contains(name) {
                assert_eq!(found, Err("workload-may-not".to_owned()), "{role} {name}");
            }
        }
    }
}

#[test]
fn what_lets_everybody_in_is_refused_where_it_is_declared() {
    let mut world = company();
    let mut open = rule("ci", "developer", "organisation");
    open["claims"] = json!({"repository": ["**"]});
    let changes = json!({"changes": [settings(&[open])]});
    assert_eq!(
        world.refused("ada", "organisation.apply", changes),
        "workload-wrong"
    );
    let mut nowhere = settings(&[]);
    nowhere["settings"]["workloads"]["issuers"][0]["url"] = json!("http://ci.example");
    let changes = json!({"changes": [nowhere]});
    assert_eq!(
        world.refused("ada", "organisation.apply", changes),
        "workloads-wrong"
    );
}

#[test]
fn policies_are_asked_about_workloads_too() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    let_in(&mut world, &[rule("ci", "developer", "organisation")]);
    world.ruled_by(
        r#"@id("as-the-roles-say") permit (principal, action, resource);
           @id("no-tests-of-developers")
           forbid (principal in Role::"developer", action == Action::"evidence.add", resource);"#,
    );
    let refused = |done: Result<Vec<_>, Refusal>| done.unwrap_err().message;
    let evidence = command("evidence.add", statement("march", "api", "march", "passed"));
    let said = refused(world.submit(&workload("ci"), &evidence));
    assert!(said.contains("`no-tests-of-developers`"), "{said}");
    world.ruled_by(
        r#"@id("as-the-roles-say") permit (principal, action, resource);
           @id("not-this-one") forbid (principal == Person::"workload/ci", action, resource);"#,
    );
    let said = refused(world.submit(&workload("ci"), &evidence));
    assert!(said.contains("`not-this-one`"), "{said}");
}
