//! Components.

use std::collections::HashMap;

use super::organisation::{environment_of, named, plain, taken, team_of, unit_of};
use super::record::Record;
use super::{Build, classes, criticality};
use crate::model::Component;
use crate::{Criticality, Field, formula};

pub(super) fn component(build: &mut Build, record: &Record<'_>) {
    let kind = plain(build, record, Field::Kind).map(|kind| classes::kind(&kind));
    let class = record.column(Field::Kind).is_some_and(classes::is_class);
    if let Some(machine) = kind
        .as_deref()
        .filter(|kind| class && classes::is_hardware(kind))
    {
        let why = format!("a {machine} is what components run on");
        build.skip(record, &record.any_text(), why);
        return;
    }
    let lifecycle = plain(build, record, Field::Lifecycle).map(|text| stage(record, text));
    if lifecycle.as_deref().is_some_and(is_retired) {
        build.skip(record, &record.any_text(), "it is retired");
        return;
    }
    // Of a component that has a row for each environment the first row tells the rest.
    for environment in record.list(Field::Environment) {
        environment_of(build, record, &environment);
    }
    let Some((title, added)) = named(build, record, |build| &mut build.components) else {
        return;
    };
    let Some(name) = taken(build, record, &title, added) else {
        return;
    };
    let component = Component {
        name,
        title,
        kind,
        description: description(build, record),
        unit: None,
        team: None,
        criticality: level(build, record),
        repository: repository(build, record),
        lifecycle,
        depends_on: Vec::new(),
        place: record.place(),
    };
    let at = build.imported.components.len();
    build.rows.insert(record.key(), at);
    build.named.insert(component.name.clone(), at);
    build.imported.components.push(component);
}

/// ServiceNow may give a number instead of its meaning.
fn stage(record: &Record<'_>, text: String) -> String {
    let column = record.column(Field::Lifecycle).unwrap_or_default();
    match (column, text.as_str()) {
        ("operational_status", "1") => "operational".to_owned(),
        ("operational_status", "6") | ("install_status", "7") => "retired".to_owned(),
        ("install_status", "1") => "installed".to_owned(),
        _ => text,
    }
}

fn is_retired(stage: &str) -> bool {
    let stage = stage.to_lowercase();
    [
        "retired",
        "decommissioned",
        "disposed",
        "absent",
        "end of life",
        "eol",
        "stillgelegt",
    ]
    .contains(&stage.as_str())
}

fn description(build: &mut Build, record: &Record<'_>) -> Option<String> {
    let text = record.long_text(Field::Description)?;
    let Some(rest) = formula::disarm(&text) else {
        return Some(text);
    };
    let rest = rest.to_owned();
    build.problem(
        record,
        Field::Description,
        "it begins like a formula: the sign is left out",
    );
    (!rest.is_empty()).then_some(rest)
}

fn level(build: &mut Build, record: &Record<'_>) -> Option<Criticality> {
    let text = record.text(Field::Criticality)?;
    let level = criticality::read(&text);
    if level.is_none() {
        let message = format!("`{text}` is no criticality: write critical, high, medium or low");
        build.problem(record, Field::Criticality, message);
    }
    level
}

fn repository(build: &mut Build, record: &Record<'_>) -> Option<String> {
    let text = record.text(Field::Repository)?;
    let scheme = ["https://", "http://", "ssh://", "git://", "git@"]
        .iter()
        .any(|s| text.starts_with(s));
    let secret = text.split_once("://").is_some_and(|(scheme, rest)| {
        let host = rest.split('/').next().unwrap_or(rest);
        scheme != "ssh" && host.contains('@')
    });
    match (scheme, secret) {
        (true, false) if !text.contains(' ') => Some(text),
        (true, true) => {
            let message = "the address contains a user or a password and is left out";
            build.problem(record, Field::Repository, message);
            None
        }
        _ => {
            let message = format!("`{text}` is not the address of a repository");
            build.problem(record, Field::Repository, message);
            None
        }
    }
}

/// Ties a component to its unit, its team and what it needs. Only the row that it comes from counts.
pub(super) fn references(build: &mut Build, record: &Record<'_>) {
    let Some(at) = build.rows.get(&record.key()).copied() else {
        return;
    };
    let unit = record.value(Field::Unit);
    let unit = unit.and_then(|unit| unit_of(build, record, Field::Unit, unit));
    let team = record.value(Field::Team);
    let team = team.and_then(|team| team_of(build, record, Field::Team, team));
    let mut needs = Vec::new();
    for needed in record.list(Field::Needs) {
        match build.components.find(&needed) {
            Some(name) => needs.push(name.to_owned()),
            None => {
                let message = format!("`{}` is not among the components", needed.text);
                build.problem(record, Field::Needs, message);
            }
        }
    }
    if let Some(component) = build.imported.components.get_mut(at) {
        component.unit = unit;
        component.team = team;
        needs.retain(|name| *name != component.name);
        component.depends_on = needs;
    }
}

/// A component without unit is in the unit of its team.
pub(super) fn settle(build: &mut Build) {
    let teams = build
        .imported
        .teams
        .iter()
        .map(|team| (team.name.as_str(), &team.unit));
    let units: HashMap<&str, &Option<String>> = teams.collect();
    for component in &mut build.imported.components {
        component.depends_on.sort();
        component.depends_on.dedup();
        if component.unit.is_none() {
            let team = component.team.as_deref();
            component.unit = team
                .and_then(|team| units.get(team))
                .copied()
                .cloned()
                .flatten();
        }
    }
}
