//! What is imported, as changes of the organisation. What is there already keeps what the import does not say.

use std::collections::BTreeMap;

use holdpoint_domain::catalogue::{Component, ComponentName, Criticality};
use holdpoint_domain::declaration::Change;
use holdpoint_domain::environment::Environment;
use holdpoint_domain::organisation::{PersonId, Team, Unit, UnitName};
use holdpoint_import as import;
use holdpoint_import::Imported;
use holdpoint_service::queries::{
    ListComponents, ListEnvironments, ListTeams, ListUnits, ShowComponent,
};

use crate::client::{Client, ask};
use crate::error::Failure;

/// What is there already.
struct There {
    units: Vec<Unit>,
    teams: Vec<holdpoint_service::queries::TeamPage>,
    components: Vec<ComponentName>,
    environments: Vec<String>,
}

/// The changes of an import, in an order in which each meets what it names.
pub(super) fn changes(
    client: &dyn Client,
    imported: &Imported,
    unit: Option<&str>,
    people: &BTreeMap<String, PersonId>,
) -> Result<Vec<Change>, Failure> {
    let there = There {
        units: ask(client, &ListUnits::default(), None)?.units,
        teams: ask(client, &ListTeams::default(), None)?.teams,
        components: ask(client, &ListComponents::default(), None)?
            .components
            .into_iter()
            .map(|line| line.component)
            .collect(),
        environments: ask(client, &ListEnvironments::default(), None)?
            .environments
            .into_iter()
            .map(|page| page.environment.name.to_string())
            .collect(),
    };
    let mut changes = units(imported, &there)?;
    for one in &imported.teams {
        changes.extend(team(one, imported, &there, unit, people)?);
    }
    for one in &imported.environments {
        if !there.environments.contains(&one.name) {
            changes.push(environment(one)?);
        }
    }
    for one in &imported.components {
        changes.push(component(client, one, imported, &there, unit)?);
    }
    Ok(changes)
}

fn name<T: std::str::FromStr>(text: &str) -> Result<T, Failure>
where
    T::Err: std::fmt::Display,
{
    text.parse()
        .map_err(|error| Failure::input("name-wrong", format!("`{text}`: {error}")))
}

/// Units, parents before the units below them.
fn units(imported: &Imported, there: &There) -> Result<Vec<Change>, Failure> {
    let mut open: Vec<&import::Unit> = imported.units.iter().collect();
    let mut done: Vec<&str> = there.units.iter().map(|unit| unit.name.as_str()).collect();
    let mut changes = Vec::new();
    while !open.is_empty() {
        let ready = |unit: &&import::Unit| {
            unit.parent
                .as_deref()
                .is_none_or(|parent| done.contains(&parent))
        };
        let (mut now, later): (Vec<_>, Vec<_>) = open.into_iter().partition(ready);
        open = later;
        if now.is_empty() {
            // Units in a circle: the ledger says what is wrong with them.
            now = std::mem::take(&mut open);
        }
        for one in now {
            done.push(&one.name);
            let known = there
                .units
                .iter()
                .find(|unit| unit.name.as_str() == one.name);
            if known.is_some() && one.implied {
                continue;
            }
            changes.push(Change::Unit(Unit {
                name: name(&one.name)?,
                title: one.title.clone(),
                parent: one.parent.as_deref().map(name).transpose()?,
                calendar: known.and_then(|unit| unit.calendar.clone()),
            }));
        }
    }
    Ok(changes)
}

fn team(
    one: &import::Team,
    imported: &Imported,
    there: &There,
    unit: Option<&str>,
    people: &BTreeMap<String, PersonId>,
) -> Result<Option<Change>, Failure> {
    let known = there
        .teams
        .iter()
        .find(|team| team.team.as_str() == one.name);
    if known.is_some() && one.implied {
        return Ok(None);
    }
    let unit = match (one.unit.as_deref(), known) {
        (Some(unit), _) => name(unit)?,
        (None, Some(known)) => known.unit.clone(),
        (None, None) => default_unit(unit, "team", &one.name)?,
    };
    let members = imported
        .people
        .iter()
        .filter(|person| person.teams.contains(&one.name));
    let mut members: Vec<_> = members
        .filter_map(|person| people.get(&person.handle).cloned())
        .collect();
    members.extend(
        known
            .into_iter()
            .flat_map(|team| &team.members)
            .map(|one| one.id.clone()),
    );
    members.sort();
    members.dedup();
    Ok(Some(Change::Team(Team {
        name: name(&one.name)?,
        title: one.title.clone(),
        unit,
        members,
    })))
}

fn default_unit(unit: Option<&str>, what: &str, of: &str) -> Result<UnitName, Failure> {
    match unit {
        Some(unit) => name(unit),
        None => Err(
            Failure::input("import-unit", format!("{what} `{of}` says no unit"))
                .help("`--unit NAME` says which unit such things belong to"),
        ),
    }
}

fn environment(one: &import::Environment) -> Result<Change, Failure> {
    let value = serde_json::json!({ "name": one.name, "title": one.title });
    let environment: Environment = serde_json::from_value(value)
        .map_err(|error| Failure::input("name-wrong", format!("`{}`: {error}", one.name)))?;
    Ok(Change::Environment(Box::new(environment)))
}

fn component(
    client: &dyn Client,
    one: &import::Component,
    imported: &Imported,
    there: &There,
    unit: Option<&str>,
) -> Result<Change, Failure> {
    let own: ComponentName = name(&one.name)?;
    let known = match there.components.contains(&own) {
        true => Some(
            ask(
                client,
                &ShowComponent {
                    component: one.name.clone(),
                },
                None,
            )?
            .component,
        ),
        false => None,
    };
    let team = one.team.as_deref().map(name).transpose()?;
    let of_team = imported
        .teams
        .iter()
        .find(|found| Some(&found.name) == one.team.as_ref());
    let unit = match (
        one.unit
            .as_deref()
            .or(of_team.and_then(|team| team.unit.as_deref())),
        &known,
    ) {
        (Some(unit), _) => name(unit)?,
        (None, Some(known)) => known.unit.clone(),
        (None, None) => default_unit(unit, "component", &one.name)?,
    };
    let depends_on = one.depends_on.iter().map(|needed| name(needed));
    let before = known.as_ref();
    Ok(Change::Component(Box::new(Component {
        name: own,
        title: one.title.clone(),
        unit,
        team: team.or_else(|| before.and_then(|known| known.team.clone())),
        kind: before.map(|known| known.kind.clone()).unwrap_or_default(),
        repository: one
            .repository
            .clone()
            .or_else(|| before.map(|known| known.repository.clone()))
            .unwrap_or_default(),
        path: before.map(|known| known.path.clone()).unwrap_or_default(),
        criticality: one
            .criticality
            .map(criticality)
            .or_else(|| before.map(|known| known.criticality))
            .unwrap_or_default(),
        depends_on: depends_on.collect::<Result<_, _>>()?,
        key_transactions: before
            .map(|known| known.key_transactions.clone())
            .unwrap_or_default(),
        criteria: before
            .map(|known| known.criteria.clone())
            .unwrap_or_default(),
    })))
}

fn criticality(imported: import::Criticality) -> Criticality {
    match imported {
        import::Criticality::Low => Criticality::Low,
        import::Criticality::Medium => Criticality::Medium,
        import::Criticality::High => Criticality::High,
        import::Criticality::Critical => Criticality::Critical,
    }
}
