//! What has to run before what, over several applications that share a database.

mod edges;
mod phases;
mod sorted;

use std::sync::Arc;

use holdpoint_findings::{Finding, Source, Unreadable};

use crate::migration::Migration;
use crate::options::Options;
use crate::rules::row_of;
use crate::runner::plan;
pub use phases::Phase;

/// One migration among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its file, and which of several in it.
    pub migration: String,
    /// Whose it is: what it says, or the folder that it lies in.
    pub application: String,
    /// Which part of a change in several releases it is.
    pub phase: Option<Phase>,
    /// What has to run before it, by names, each with why.
    pub needs: Vec<(String, String)>,
}

/// All of them in an order in which each finds what it needs.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// In this order. What is part of a circle comes last.
    pub steps: Vec<Step>,
    /// Migrations that need each other.
    pub cycles: Vec<Vec<String>>,
}

/// An order in which every migration finds what it needs: as given, as far as that can be.
///
/// # Errors
/// If a file cannot be read as SQL at all.
pub fn order(files: &[Arc<Source>], options: &Options) -> Result<Order, Unreadable> {
    let planned = plan(files, options)?;
    let needs = edges::needs(&planned.migrations);
    let (sorted, cycles) = sorted::sorted(&needs.of);
    let migrations = &planned.migrations;
    let step = |at: usize| Some(step(migrations, migrations.get(at)?, needs.of.get(at)?));
    let named = |cycle: Vec<usize>| cycle.into_iter().map(|at| name(migrations, at)).collect();
    Ok(Order {
        steps: sorted.into_iter().filter_map(step).collect(),
        cycles: cycles.into_iter().map(named).collect(),
    })
}

fn name(migrations: &[Migration], at: usize) -> String {
    migrations.get(at).map(Migration::name).unwrap_or_default()
}

fn step(migrations: &[Migration], migration: &Migration, needs: &[edges::Need]) -> Step {
    let needs = needs
        .iter()
        .map(|(before, why)| (name(migrations, *before), why.clone()));
    Step {
        migration: migration.name(),
        application: edges::application(migration),
        phase: phases::phase(migration).ok().flatten(),
        needs: needs.collect(),
    }
}

/// What is wrong with the order of a history, and with the phases of its changes.
pub(crate) fn judge(migrations: &[Migration]) -> Vec<Finding> {
    let needs = edges::needs(migrations);
    let (_, cycles) = sorted::sorted(&needs.of);
    let mut found = needs.unknown;
    for cycle in &cycles {
        let names: Vec<String> = cycle
            .iter()
            .filter_map(|at| Some(migrations.get(*at)?.name()))
            .collect();
        let first = cycle.first().and_then(|at| migrations.get(*at));
        found.extend(first.and_then(|first| {
            finding(
                "migration-needs-itself",
                first,
                &[("what", &names.join("`, `"))],
            )
        }));
    }
    if cycles.is_empty() {
        found.extend(late(migrations, &needs.of));
    }
    found.extend(phases::judge(migrations));
    found
}

/// Migrations that are given before what they need.
fn late(migrations: &[Migration], needs: &[Vec<edges::Need>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, migration) in migrations.iter().enumerate() {
        let missing = needs
            .get(at)
            .into_iter()
            .flatten()
            .filter(|(before, _)| *before > at);
        for (before, why) in missing {
            let Some(other) = migrations.get(*before).map(Migration::name) else {
                continue;
            };
            let words = [("other", other.as_str()), ("why", why.as_str())];
            found.extend(finding("migration-needs-later", migration, &words));
        }
    }
    found
}

/// A finding about a migration as a whole.
fn finding(id: &str, migration: &Migration, words: &[(&str, &str)]) -> Option<Finding> {
    let row = row_of(id)?;
    let span = migration
        .statements
        .first()
        .map(|statement| statement.span)
        .unwrap_or_default();
    Some(Finding::new(
        &row.rule,
        migration.place(span),
        migration.subject(),
        words,
    ))
}
