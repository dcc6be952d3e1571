//! From tables and a mapping to what would be imported.

mod classes;
mod components;
mod criticality;
mod dependencies;
mod keys;
mod organisation;
mod people;
mod record;

use std::collections::{BTreeMap, HashMap};

use crate::mapping::{Mapping, RecordKind, TableMapping};
use crate::preview::{Preview, Skipped, TableSummary};
use crate::source::Source;
use crate::table::Table;
use crate::{Field, ImportError, Imported, Place, Problem};
use keys::Keys;
use record::{Record, RowKey};

/// The import as it grows.
#[derive(Default)]
struct Build {
    imported: Imported,
    units: Keys,
    teams: Keys,
    people: Keys,
    components: Keys,
    environments: Keys,
    skipped: Vec<Skipped>,
    problems: Vec<Problem>,
    /// Where what a row declares stands in its list.
    rows: HashMap<RowKey, usize>,
    /// Where people stand, by handle.
    handles: HashMap<String, usize>,
    /// Where components stand, by name.
    named: HashMap<String, usize>,
    /// Rows imported, by table.
    counts: BTreeMap<String, usize>,
}

impl Build {
    fn problem(&mut self, record: &Record<'_>, field: Field, message: impl Into<String>) {
        let column = record.column(field).map(str::to_owned);
        let (place, message) = (record.place(), message.into());
        self.problems.push(Problem {
            place,
            column,
            message,
        });
    }

    fn skip(&mut self, record: &Record<'_>, what: &str, why: impl Into<String>) {
        let (place, what) = (record.place(), what.to_owned());
        self.skipped.push(Skipped {
            place,
            what,
            why: why.into(),
        });
    }

    fn count(&mut self, place: &Place) {
        *self.counts.entry(place.table.clone()).or_default() += 1;
    }
}

/// What is declared comes before what refers to it, whatever the order of the tables.
const ORDER: [RecordKind; 5] = [
    RecordKind::Unit,
    RecordKind::Team,
    RecordKind::Person,
    RecordKind::Environment,
    RecordKind::Component,
];

/// What would be imported by a mapping.
pub(crate) fn build(source: &Source, mapping: &Mapping) -> Result<Preview, ImportError> {
    let mapped = mapped(&source.tables, mapping)?;
    let mut build = Build {
        problems: source.problems.clone(),
        ..Build::default()
    };
    let of = |kind: RecordKind| {
        let tables = mapped
            .iter()
            .enumerate()
            .filter(move |(_, (_, _, record))| *record == kind);
        tables.flat_map(|(number, (table, fields, _))| Record::all(number, table, fields))
    };
    for kind in ORDER {
        for record in of(kind) {
            declare(&mut build, kind, &record);
        }
    }
    for kind in ORDER {
        for record in of(kind) {
            refer(&mut build, kind, &record);
        }
    }
    of(RecordKind::Membership).for_each(|record| people::join(&mut build, &record));
    of(RecordKind::Dependency).for_each(|record| dependencies::add(&mut build, &record));
    for record in of(RecordKind::Skip) {
        let what = record.any_text();
        build.skip(&record, &what, "nothing is made of such records");
    }
    organisation::settle(&mut build);
    components::settle(&mut build);
    Ok(finish(build, source, &mapped))
}

/// Takes up what a row declares.
fn declare(build: &mut Build, kind: RecordKind, record: &Record<'_>) {
    match kind {
        RecordKind::Unit => organisation::unit(build, record),
        RecordKind::Team => organisation::team(build, record),
        RecordKind::Person => people::person(build, record),
        RecordKind::Environment => organisation::environment(build, record),
        RecordKind::Component => components::component(build, record),
        RecordKind::Membership | RecordKind::Dependency | RecordKind::Skip => {}
    }
}

/// Ties what a row declares to what others declare.
fn refer(build: &mut Build, kind: RecordKind, record: &Record<'_>) {
    match kind {
        RecordKind::Unit => organisation::unit_parent(build, record),
        RecordKind::Team => organisation::team_unit(build, record),
        RecordKind::Person => people::teams(build, record),
        RecordKind::Component => components::references(build, record),
        _ => {}
    }
}

/// A table with the index of each field and what its records are.
type Mapped<'s> = (&'s Table, BTreeMap<Field, usize>, RecordKind);

fn mapped<'s>(tables: &'s [Table], mapping: &Mapping) -> Result<Vec<Mapped<'s>>, ImportError> {
    for wanted in &mapping.tables {
        let names = || tables.iter().map(|table| table.name.as_str());
        if !names().any(|name| name == wanted.table) {
            return Err(missing("table", &wanted.table, names()));
        }
    }
    let mut mapped = Vec::new();
    for table in tables {
        let wanted = mapping.tables.iter().find(|one| one.table == table.name);
        let (record, fields) = match wanted {
            Some(wanted) => (wanted.record, fields(table, wanted)?),
            None => (RecordKind::Skip, BTreeMap::new()),
        };
        mapped.push((table, fields, record));
    }
    Ok(mapped)
}

fn fields(table: &Table, wanted: &TableMapping) -> Result<BTreeMap<Field, usize>, ImportError> {
    let mut fields = BTreeMap::new();
    for (field, heading) in &wanted.fields {
        let index = table.columns.iter().position(|column| column == heading);
        let names = || table.columns.iter().map(String::as_str);
        fields.insert(
            *field,
            index.ok_or_else(|| missing("column", heading, names()))?,
        );
    }
    Ok(fields)
}

fn missing<'n>(
    what: &'static str,
    name: &str,
    names: impl Iterator<Item = &'n str>,
) -> ImportError {
    let alike = names.map(|one| (strsim::jaro_winkler(one, name), one));
    let nearest = alike
        .filter(|(fit, _)| *fit > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = nearest
        .map(|(_, one)| format!(": did you mean `{one}`?"))
        .unwrap_or_default();
    ImportError::Mapping {
        what,
        name: name.to_owned(),
        hint,
    }
}

fn finish(build: Build, source: &Source, mapped: &[Mapped<'_>]) -> Preview {
    let summary = |(table, _, record): &Mapped<'_>| TableSummary {
        table: table.name.clone(),
        record: *record,
        rows: table.rows.len(),
        imported: build.counts.get(&table.name).copied().unwrap_or(0),
    };
    let tables = mapped.iter().map(summary).collect();
    let Build {
        imported,
        skipped,
        mut problems,
        ..
    } = build;
    // Each row is looked at more than once.
    let order: BTreeMap<&str, usize> = source
        .tables
        .iter()
        .enumerate()
        .map(|(at, table)| (table.name.as_str(), at))
        .collect();
    problems.sort_by_key(|one| (order.get(one.place.table.as_str()).copied(), one.clone()));
    problems.dedup();
    Preview {
        imported,
        tables,
        skipped,
        problems,
    }
}
