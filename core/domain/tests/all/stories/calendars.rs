//! Working calendars: whose counts where, and who is at work when.

use holdpoint_domain::environment::EnvironmentName;
use serde_json::{Value, json};

use crate::company::company;
use crate::world::{World, at, person};

fn apply(world: &mut World, changes: Value) {
    world.done("ada", "organisation.apply", json!({"changes": changes}));
}

fn calendar(name: &str, zone: &str, from: &str) -> Value {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    json!({"calendar": {"name": name, "timezone": zone,
        "hours": [{"days": days, "from": from, "until": "17:00"}],
        "holidays": [{"date": "2026-03-06"}]}})
}

fn name(world: &World, unit: &str) -> Option<String> {
    let found = world.state.calendar_of(&unit.parse().unwrap());
    found.map(|calendar| calendar.name.to_string())
}

#[test]
fn a_unit_has_the_calendar_of_the_unit_above_unless_it_has_its_own() {
    let mut world = company();
    assert_eq!(name(&world, "payments").as_deref(), Some("at"));
    assert_eq!(name(&world, "cards").as_deref(), Some("at"));
    assert_eq!(name(&world, "retail"), None);
    assert_eq!(name(&world, "moon"), None);
    let own = json!({"unit": {"name": "cards", "parent": "payments", "calendar": "es"}});
    apply(
        &mut world,
        json!([calendar("es", "Europe/Madrid", "09:00"), own]),
    );
    assert_eq!(name(&world, "cards").as_deref(), Some("es"));
    let gone = json!([{"retire-calendar": "es"}]);
    let refused = world.refused("ada", "organisation.apply", json!({"changes": gone}));
    assert_eq!(refused, "calendar-in-use");
}

#[test]
fn people_are_at_work_by_their_teams_calendars_and_else_by_the_components() {
    let mut world = company();
    // Thursday evening; Friday is a holiday in Spain.
    let now = at("2026-03-05T18:00:00Z");
    let from = |world: &World, who: &str, component: &str| {
        let found = world
            .state
            .at_work(&person(who), &component.parse().unwrap(), now);
        found.map(|time| time.to_string())
    };
    let unit = json!({"unit": {"name": "retail", "calendar": "es"}});
    let team = json!({"team": {"name": "shops", "unit": "retail", "members": [person("oskar")]}});
    apply(
        &mut world,
        json!([calendar("es", "Europe/Madrid", "09:00"), unit, team]),
    );
    // Oskar works in Spain whatever it is about, Oona as the component does: `at` has Monday and Tuesday only.
    let monday = |time: &str| Some(format!("2026-03-09T{time}:00.000Z"));
    assert_eq!(from(&world, "oskar", "api"), monday("08:00"));
    assert_eq!(from(&world, "oona", "api"), monday("07:00"));
    assert_eq!(from(&world, "oona", "web"), monday("08:00"));
    // In two teams, the first one to work counts.
    let both =
        json!({"team": {"name": "ledgers", "unit": "payments", "members": [person("oskar")]}});
    apply(&mut world, json!([both]));
    assert_eq!(from(&world, "oskar", "web"), monday("07:00"));
    // Where no calendar says when, it may be at any time.
    apply(&mut world, json!([{"unit": {"name": "retail"}}]));
    assert_eq!(from(&world, "oona", "web"), Some(now.to_string()));
}

#[test]
fn who_is_away_in_one_place_is_waited_for_in_others() {
    let mut world = company();
    crate::company::submitted(&mut world, "march", &["api", "web"]);
    let away = |scope: Value| {
        json!({"person": person("oona"), "begins": "2026-03-02T00:00:00Z",
            "ends": "2026-03-04T00:00:00Z", "scope": scope})
    };
    let moon = world.refused(
        "oona",
        "person.record-absence",
        away(json!({"unit": "moon"})),
    );
    assert_eq!(moon, "scope-unknown");
    assert_eq!(waited_for(&mut world, "api"), waited_for(&mut world, "web"));
    world.done(
        "oona",
        "person.record-absence",
        away(json!({"unit": "payments"})),
    );
    assert!(!waited_for(&mut world, "api"), "cards is below payments");
    assert!(waited_for(&mut world, "web"));
    world.done(
        "oona",
        "person.record-absence",
        away(json!({"environment": "staging"})),
    );
    assert!(!waited_for(&mut world, "web"));
    world.hours(48);
    world.tick();
    assert!(waited_for(&mut world, "api"));
}

/// Whether the gate of staging waits for Oona, for that component.
fn waited_for(world: &mut World, component: &str) -> bool {
    let release = holdpoint_domain::release::ReleaseName::new("march").unwrap();
    let inputs = holdpoint_domain::gate::Inputs {
        now: world.now,
        position: world.ledger.len() as u64,
        rules: &holdpoint_domain::RuleAnswers::default(),
    };
    let place = &world.state.environments[&EnvironmentName::new("staging").unwrap()];
    let release = world.state.releases.peek(&release.key()).unwrap();
    let verdict = holdpoint_domain::gate::judge(&world.state, place, release, &inputs).unwrap();
    let waits = verdict.criteria.into_iter().flat_map(|line| line.waits);
    let mut found = waits.filter_map(|wait| match wait {
        holdpoint_domain::gate::Wait::Approval {
            component,
            eligible,
            ..
        } => Some((component.to_string(), eligible)),
        _ => None,
    });
    let (_, eligible) = found.find(|(name, _)| name == component).unwrap();
    eligible.contains(&person("oona"))
}
