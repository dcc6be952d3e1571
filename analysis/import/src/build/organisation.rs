//! Units, teams and environments.

use std::collections::BTreeMap;

use super::Build;
use super::keys::{Added, is_sys_id};
use super::record::Record;
use crate::model::{Environment, Team, Unit};
use crate::table::Value;
use crate::{Field, formula};

/// No organisation is deeper; a deeper one is a circle.
const DEEPEST: usize = 32;

pub(super) fn unit(build: &mut Build, record: &Record<'_>) {
    let Some((title, added)) = named(build, record, |build| &mut build.units) else {
        return;
    };
    if let Some(name) = taken(build, record, &title, added) {
        let place = record.place();
        build.rows.insert(record.key(), build.imported.units.len());
        build.imported.units.push(Unit {
            name,
            title,
            parent: None,
            place,
            implied: false,
        });
    }
}

pub(super) fn team(build: &mut Build, record: &Record<'_>) {
    let Some((title, added)) = named(build, record, |build| &mut build.teams) else {
        return;
    };
    let mail = mail(build, record);
    if let Some(name) = taken(build, record, &title, added) {
        let place = record.place();
        let team = Team {
            name,
            title,
            unit: None,
            mail,
            place,
            implied: false,
        };
        build.rows.insert(record.key(), build.imported.teams.len());
        build.imported.teams.push(team);
    }
}

pub(super) fn environment(build: &mut Build, record: &Record<'_>) {
    let Some((title, added)) = named(build, record, |build| &mut build.environments) else {
        return;
    };
    if let Some(name) = taken(build, record, &title, added) {
        let place = record.place();
        build.imported.environments.push(Environment {
            name,
            title,
            place,
            implied: false,
        });
    }
}

/// The title of a row, and what became of it among its kind.
pub(super) fn named(
    build: &mut Build,
    record: &Record<'_>,
    keys: impl FnOnce(&mut Build) -> &mut super::Keys,
) -> Option<(String, Added)> {
    if let Some(why) = gone(record) {
        build.skip(record, &record.any_text(), why);
        return None;
    }
    let Some(title) = plain(build, record, Field::Name) else {
        build.skip(record, &record.any_text(), "it has no name");
        return None;
    };
    let added = keys(build).add(record.id(), &title);
    Some((title, added))
}

/// The name to use, unless the row is to be left out.
pub(super) fn taken(
    build: &mut Build,
    record: &Record<'_>,
    title: &str,
    added: Added,
) -> Option<String> {
    match added {
        Added::New(name) => {
            build.count(&record.place());
            Some(name)
        }
        Added::Namesake(name) => {
            build.count(&record.place());
            let message = format!("another one is called `{title}` too: this one becomes `{name}`");
            build.problem(record, Field::Name, message);
            Some(name)
        }
        Added::Known(name) => {
            build.skip(record, title, format!("it is there already, as `{name}`"));
            None
        }
        Added::Nameless => {
            let why = "its name has neither letters nor digits that a name may have (a-z, 0-9)";
            build.skip(record, title, why);
            None
        }
    }
}

/// Why a row is about something that is no more.
pub(super) fn gone(record: &Record<'_>) -> Option<&'static str> {
    let active = record
        .under("active")
        .map(|value| value.text.to_lowercase());
    let no = |text: &str| matches!(text, "false" | "no" | "0" | "inactive" | "nein");
    active.filter(|text| no(text)).map(|_| "it is not active")
}

/// The text of a field, without what would make it a formula.
pub(super) fn plain(build: &mut Build, record: &Record<'_>, field: Field) -> Option<String> {
    let text = record.text(field)?;
    let Some(rest) = formula::disarm(&text) else {
        return Some(text);
    };
    let rest = rest.to_owned();
    build.problem(
        record,
        field,
        format!("`{text}` begins like a formula: it is taken as `{rest}`"),
    );
    (!rest.is_empty()).then_some(rest)
}

/// The mail address of a row.
pub(super) fn mail(build: &mut Build, record: &Record<'_>) -> Option<String> {
    let text = record.text(Field::Mail)?;
    let text = text.strip_prefix("mailto:").unwrap_or(&text).to_lowercase();
    let whole = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    if whole
        && !text.contains([' ', ',', ';', '<', '>', '=', '('])
        && formula::disarm(&text).is_none()
    {
        return Some(text);
    }
    build.problem(
        record,
        Field::Mail,
        format!("`{text}` is not a mail address"),
    );
    None
}

pub(super) fn unit_parent(build: &mut Build, record: &Record<'_>) {
    let Some(at) = build.rows.get(&record.key()).copied() else {
        return;
    };
    let Some(parent) = record.value(Field::Parent) else {
        return;
    };
    let parent = unit_of(build, record, Field::Parent, parent);
    if let Some(unit) = build.imported.units.get_mut(at) {
        unit.parent = parent.filter(|parent| *parent != unit.name);
    }
}

pub(super) fn team_unit(build: &mut Build, record: &Record<'_>) {
    let Some(at) = build.rows.get(&record.key()).copied() else {
        return;
    };
    super::people::members(build, record, at);
    let Some(unit) = record.value(Field::Unit) else {
        return;
    };
    // A group may be part of a group; then the unit is somewhere above.
    let unit = match build
        .teams
        .find(unit)
        .filter(|_| build.units.find(unit).is_none())
    {
        Some(above) => Some(format!("{IN_TEAM}{above}")),
        None => unit_of(build, record, Field::Unit, unit),
    };
    if let Some(team) = build.imported.teams.get_mut(at) {
        team.unit = unit;
    }
}

/// Marks a unit that has yet to be looked up at another team; no name begins so.
const IN_TEAM: &str = "@";

/// The unit that a value refers to; one that is not declared is taken from its mention.
pub(super) fn unit_of(
    build: &mut Build,
    record: &Record<'_>,
    field: Field,
    value: &Value,
) -> Option<String> {
    if let Some(known) = build.units.find(value) {
        return Some(known.to_owned());
    }
    let title = mentioned(build, record, field, value)?;
    let (Added::New(name) | Added::Namesake(name)) = build.units.add(value.id.as_deref(), &title)
    else {
        return None;
    };
    let place = record.place();
    build.imported.units.push(Unit {
        name: name.clone(),
        title,
        parent: None,
        place,
        implied: true,
    });
    Some(name)
}

/// The team that a value refers to; one that is not declared is taken from its mention.
pub(super) fn team_of(
    build: &mut Build,
    record: &Record<'_>,
    field: Field,
    value: &Value,
) -> Option<String> {
    if let Some(known) = build.teams.find(value) {
        return Some(known.to_owned());
    }
    let person = value
        .id
        .as_deref()
        .is_some_and(|id| id.starts_with("user:"))
        || value.text.contains('@')
        || build.people.find(value).is_some();
    if person {
        let message = format!("`{}` is a person: give the team", value.text);
        build.problem(record, field, message);
        return None;
    }
    let title = mentioned(build, record, field, value)?;
    let (Added::New(name) | Added::Namesake(name)) = build.teams.add(value.id.as_deref(), &title)
    else {
        return None;
    };
    let place = record.place();
    let team = Team {
        name: name.clone(),
        title,
        unit: None,
        mail: None,
        place,
        implied: true,
    };
    build.imported.teams.push(team);
    Some(name)
}

/// The environment that a value names.
pub(super) fn environment_of(build: &mut Build, record: &Record<'_>, value: &Value) {
    if build.environments.find(value).is_some() {
        return;
    }
    let Some(title) = mentioned(build, record, Field::Environment, value) else {
        return;
    };
    if let Added::New(name) = build.environments.add(value.id.as_deref(), &title) {
        let place = record.place();
        build.imported.environments.push(Environment {
            name,
            title,
            place,
            implied: true,
        });
    }
}

/// The title of something that is mentioned only.
fn mentioned(
    build: &mut Build,
    record: &Record<'_>,
    field: Field,
    value: &Value,
) -> Option<String> {
    let title = formula::disarm(&value.text).unwrap_or(&value.text).trim();
    let title: String = title
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    if is_sys_id(&title) {
        let message = format!(
            "`{title}` is in none of the files: export its table too, or with display values"
        );
        build.problem(record, field, message);
        return None;
    }
    if crate::slug(&title).is_none() {
        let message = format!("`{title}` cannot be a name");
        build.problem(record, field, message);
        return None;
    }
    Some(title)
}

/// Looks up the units of teams within teams, and cuts circles of units.
pub(super) fn settle(build: &mut Build) {
    let units: BTreeMap<String, Option<String>> = build
        .imported
        .teams
        .iter()
        .map(|team| (team.name.clone(), team.unit.clone()))
        .collect();
    for team in &mut build.imported.teams {
        for _ in 0..DEEPEST {
            let Some(above) = team
                .unit
                .as_deref()
                .and_then(|unit| unit.strip_prefix(IN_TEAM))
            else {
                break;
            };
            team.unit = units.get(above).cloned().flatten();
        }
        team.unit = team.unit.take().filter(|unit| !unit.starts_with(IN_TEAM));
    }
    let parents: BTreeMap<String, Option<String>> = build
        .imported
        .units
        .iter()
        .map(|unit| (unit.name.clone(), unit.parent.clone()))
        .collect();
    for unit in &mut build.imported.units {
        let next = |name: &String| parents.get(name).cloned().flatten();
        let above = std::iter::successors(unit.parent.clone(), next).take(DEEPEST + 1);
        if above.clone().count() > DEEPEST || above.clone().any(|name| name == unit.name) {
            let message = format!(
                "`{}` is above itself: it is taken as a unit of its own",
                unit.title
            );
            build.problems.push(crate::Problem {
                place: unit.place.clone(),
                column: None,
                message,
            });
            unit.parent = None;
        }
    }
}
