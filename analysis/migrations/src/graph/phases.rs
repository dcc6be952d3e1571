//! Changes in several releases: expand, migrate, contract.

use std::collections::HashMap;
use std::fmt;

use holdpoint_findings::{Finding, Place};

use super::finding;
use crate::migration::Migration;
use crate::rules::row_of;
use crate::runner::directive;
use crate::sql::model::{Action, Change, Kind, Name};

/// A part of a change in several releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// What is new comes beside what is old; programs of both versions run.
    Expand,
    /// Rows go over.
    Migrate,
    /// What is old goes; only programs of the new version run.
    Contract,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expand => "expand",
            Self::Migrate => "migrate",
            Self::Contract => "contract",
        })
    }
}

fn named(word: &str) -> Option<Phase> {
    match word {
        "expand" => Some(Phase::Expand),
        "migrate" => Some(Phase::Migrate),
        "contract" => Some(Phase::Contract),
        _ => None,
    }
}

/// What a migration says of itself, or its name does: `V3__expand_orders.sql`, `contract/4.sql`.
pub(super) fn phase(migration: &Migration) -> Result<Option<Phase>, String> {
    if let Some((_, word)) = directive(&migration.text, "holdpoint:phase").first() {
        return named(word).map(Some).ok_or_else(|| (*word).to_owned());
    }
    let name = migration.source.name().to_lowercase();
    // `migrate` is in the name of too many folders.
    let mut phases = { name.split('/').filter_map(verb).filter_map(named) }
        .filter(|phase| *phase != Phase::Migrate);
    Ok(phases.next_back())
}

/// The word that a name begins with, after its version: others say what is done to what, not in which phase.
fn verb(name: &str) -> Option<&str> {
    let mut words = name.split(|letter: char| !letter.is_ascii_alphabetic());
    // `V3__` and `R__` are versions, too.
    words.find(|word| word.len() > 1)
}

/// What does not fit the phase that it is in.
pub(super) fn judge(migrations: &[Migration]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut expanded: HashMap<String, &Migration> = HashMap::new();
    for migration in migrations.iter().filter(|migration| !migration.base) {
        match phase(migration) {
            Err(word) => found.extend(finding(
                "migration-phase-unknown",
                migration,
                &[("what", &word)],
            )),
            Ok(Some(Phase::Expand)) => {
                found.extend(removals(migration));
                expanded.extend(tables(migration).map(|table| (table.key(), migration)));
            }
            Ok(Some(Phase::Contract)) => found.extend(together(migration, &expanded)),
            Ok(_) => {}
        }
    }
    found
}

fn tables(migration: &Migration) -> impl Iterator<Item = &Name> {
    migration
        .statements
        .iter()
        .filter_map(|statement| match &statement.kind {
            Kind::AlterTable { table, .. } => Some(table),
            Kind::CreateTable(table) => Some(&table.name),
            _ => None,
        })
}

/// What programs of the version before miss.
fn removes(action: &Action) -> Option<&'static str> {
    match &action.change {
        Change::DropColumn(_) => Some("drops a column"),
        Change::RenameColumn(..) | Change::RenameTable(_) => Some("renames what is used"),
        Change::NotNull { set: true, .. } => Some("demands a value"),
        Change::Type { .. } => Some("changes a type"),
        Change::Redefine { column, to } if *column != to.name => Some("renames what is used"),
        _ => None,
    }
}

fn removals(migration: &Migration) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |span, what: &str| {
        let row = row_of("migration-phase-broken");
        found.extend(row.map(|row| {
            Finding::new(
                &row.rule,
                migration.place(span),
                migration.subject(),
                &[("what", what)],
            )
        }));
    };
    for statement in &migration.statements {
        match &statement.kind {
            Kind::DropTable { .. } => say(statement.span, "drops a table"),
            Kind::RenameTables(_) => say(statement.span, "renames what is used"),
            Kind::AlterTable { actions, .. } => {
                for action in actions {
                    removes(action)
                        .into_iter()
                        .for_each(|what| say(action.span, what));
                }
            }
            _ => {}
        }
    }
    found
}

/// A table that is expanded and contracted by one history, which is one release.
fn together(migration: &Migration, expanded: &HashMap<String, &Migration>) -> Option<Finding> {
    let (table, before) =
        tables(migration).find_map(|table| Some((table, *expanded.get(&table.key())?)))?;
    let words = [("table", table.to_string()), ("other", before.name())];
    let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
    let found = finding("migration-phases-together", migration, &words)?;
    Some(found.related(Place::whole(before.source.name()), "it is expanded here"))
}
