//! What a sound file means.

use holdpoint_domain::access::Role;
use holdpoint_domain::environment::Level;
use holdpoint_domain::gate::{Ask, Requirement};

use crate::world::{file, read};

#[test]
fn a_full_file_means_what_it_says() {
    let found = read(&file("examples/organisation.yaml")).unwrap_or_else(|e| panic!("{e}"));
    assert!(found.governs());
    let calendar = &found.calendars.unwrap()[0];
    assert_eq!(calendar.hours.len(), 3);
    assert_eq!(calendar.hours[2].from, "08:00");
    assert_eq!(calendar.hours[0].days.len(), 4);
    assert_eq!(calendar.problem(), None);
    assert_eq!(calendar.holidays[1].name, "");
    let teams = found.teams.unwrap();
    assert_eq!(teams[0].members, ["anna", "bert"]);
    assert_eq!(teams[1].members, ["carla"]);
    assert_eq!(found.units.unwrap().len(), 3);
    assert_eq!(found.templates.unwrap()[0].readiness, ["support-briefed"]);
    let components = found.components.unwrap();
    assert_eq!(components[0].key_transactions[0].name, "login");
    assert_eq!(components[1].depends_on[0].as_str(), "ledger");
}

#[test]
fn gates_and_steps_mean_what_they_say() {
    let found = read(&file("examples/organisation.yaml")).unwrap();
    let environments = found.environments.unwrap();
    assert_eq!(environments[0].level, Level::Observe);
    let production = &environments[2];
    assert_eq!(production.level, Level::Enforce);
    let names: Vec<_> = production
        .criteria
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "approvals-change-manager",
            "approvals-business-owner",
            "evidence-junit",
            "bill-of-materials",
            "runbook-reviewed",
            "scheme",
            "ran-staging",
            "not-on-fridays",
            "size"
        ]
    );
    assert!(!production.criteria[0].waivable && production.criteria[1].waivable);
    let quorum = Ask::Approvals {
        role: Role::ChangeManager,
        quorum: 2,
        signed: false,
        active: false,
    };
    assert_eq!(production.criteria[0].ask, quorum);
    let Ask::Evidence { require, .. } = &production.criteria[2].ask else {
        panic!("{:?}", production.criteria[2]);
    };
    assert_eq!(*require, Requirement::Fresh { max_age_hours: 24 });
    let steps = &production.steps;
    assert_eq!(
        (steps[0].timeout_seconds, steps[1].timeout_seconds),
        (5_400, 600)
    );
    assert_eq!(steps[1].name, "deploy");
    assert_eq!(
        steps[1].command,
        ["./deploy.sh", "{release}", "{environment}"]
    );
    let policies: Vec<_> = found.policies.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(policies, ["policies/no-friday.rego", "policies/size.rego"]);
}

#[test]
fn an_alias_stands_for_what_it_names() {
    let found = read(&file("examples/repository.yaml")).unwrap_or_else(|e| panic!("{e}"));
    let components = found.components.as_ref().unwrap();
    assert!(!found.governs());
    assert_eq!(components[0].criteria, components[1].criteria);
    assert_eq!(components[1].criteria.len(), 1);
}

#[test]
fn quoted_words_are_text_and_a_country_may_be_no() {
    let text = "organisation: {name: acme}\ncalendars:\n  n: {country: NO, timezone: Europe/Oslo, hours: {friday: 8:00-9:00}}\n";
    assert_eq!(read(text).unwrap().calendars.unwrap()[0].country, "NO");
}
