//! What an import would do.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Imported, Place, Problem, RecordKind};

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSummary {
    /// The table.
    pub table: String,
    /// What its records were taken for.
    pub record: RecordKind,
    /// How many rows it has.
    pub rows: usize,
    /// How many of them were imported.
    pub imported: usize,
}

/// A row that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Where.
    pub place: Place,
    /// What it is called, as far as it is.
    pub what: String,
    /// Why it is left out.
    pub why: String,
}

/// What an import would do: all of it, before any of it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Preview {
    /// What would be imported.
    pub imported: Imported,
    /// What became of each table.
    pub tables: Vec<TableSummary>,
    /// What is left out.
    pub skipped: Vec<Skipped>,
    /// What a person should look at.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for table in &self.tables {
            let TableSummary {
                table,
                record,
                rows,
                imported,
            } = table;
            writeln!(f, "{table}: {imported} of {rows} rows as {record}")?;
        }
        let Imported {
            units,
            teams,
            people,
            components,
            environments,
        } = &self.imported;
        let counts = [
            (units.len(), "units"),
            (teams.len(), "teams"),
            (people.len(), "people"),
            (components.len(), "components"),
            (environments.len(), "environments"),
        ];
        let counts = counts.map(|(count, what)| format!("{count} {what}"));
        writeln!(f, "found {}", counts.join(", "))?;
        for Skipped { place, what, why } in &self.skipped {
            writeln!(f, "left out: {place} `{what}`: {why}")?;
        }
        self.problems
            .iter()
            .try_for_each(|problem| writeln!(f, "look at: {problem}"))
    }
}
