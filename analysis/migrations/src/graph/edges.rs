//! What each migration needs: what it says, what comes before it in its own folder, and tables that others make or end.

use std::collections::HashMap;

use holdpoint_findings::Finding;

use super::finding;
use crate::migration::Migration;
use crate::runner::directive;
use crate::sql::model::{Change, Demand, Kind, Name, Statement};

/// Which migration has to run before, and why.
pub(super) type Need = (usize, String);

/// What all of them need.
#[derive(Debug, Default)]
pub(super) struct Needs {
    pub(super) of: Vec<Vec<Need>>,
    pub(super) unknown: Vec<Finding>,
}

/// Tables that many use are shared by all; more than so many of them say nothing about an order.
const USERS: usize = 200;

/// What a migration does to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Makes,
    Uses,
    Ends,
}

/// Whose a migration is.
pub(super) fn application(migration: &Migration) -> String {
    let said = directive(&migration.text, "holdpoint:application");
    match said.first() {
        Some((_, name)) if !name.is_empty() => (*name).to_owned(),
        _ => migration
            .key
            .0
            .rsplit('/')
            .find(|part| !["", "migrations", "db", "sql"].contains(part))
            .unwrap_or_default()
            .to_owned(),
    }
}

pub(super) fn needs(migrations: &[Migration]) -> Needs {
    let mut needs = Needs {
        of: vec![Vec::new(); migrations.len()],
        unknown: Vec::new(),
    };
    let mut last: HashMap<&str, usize> = HashMap::new();
    for (at, migration) in migrations.iter().enumerate() {
        if let Some(before) = last.insert(&migration.key.0, at) {
            needs.push(
                at,
                before,
                "it comes before it in the same folder".to_owned(),
            );
        }
        said(&mut needs, migrations, at, migration);
    }
    shared(&mut needs, migrations);
    needs
}

impl Needs {
    fn push(&mut self, at: usize, before: usize, why: String) {
        let Some(of) = self.of.get_mut(at).filter(|_| at != before) else {
            return;
        };
        if !of.iter().any(|(other, _)| *other == before) {
            of.push((before, why));
        }
    }
}

/// `-- holdpoint:requires shop/V2__orders.sql, crm/3`.
fn said(needs: &mut Needs, migrations: &[Migration], at: usize, migration: &Migration) {
    for (_, names) in directive(&migration.text, "holdpoint:requires") {
        for name in names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            match migrations.iter().position(|other| is_called(other, name)) {
                Some(before) => needs.push(at, before, "it says so".to_owned()),
                None => needs.unknown.extend(finding(
                    "migration-needs-unknown",
                    migration,
                    &[("what", name)],
                )),
            }
        }
    }
}

/// By the end of its path, with or without `.sql`, or by `application/version`.
fn is_called(migration: &Migration, name: &str) -> bool {
    let file = migration.name();
    let ends = |path: &str| {
        path == name
            || path
                .strip_suffix(name)
                .is_some_and(|rest| rest.ends_with('/'))
    };
    let numbers: Vec<String> = migration.key.1.iter().map(u128::to_string).collect();
    let versioned = || format!("{}/{}", application(migration), numbers.join("."));
    ends(&file)
        || ends(file.trim_end_matches(".sql"))
        || (!numbers.is_empty() && versioned() == name)
}

/// Tables of one folder that migrations of another one name.
fn shared(needs: &mut Needs, migrations: &[Migration]) {
    let mut tables: HashMap<String, Vec<(usize, Use)>> = HashMap::new();
    for (at, migration) in migrations.iter().enumerate() {
        for (name, used) in migration.statements.iter().flat_map(uses) {
            tables.entry(name.key()).or_default().push((at, used));
        }
    }
    let mut tables: Vec<_> = tables.into_iter().collect();
    tables.sort();
    for (_, users) in &mut tables {
        users.sort();
        users.dedup();
    }
    tables.retain(|(_, users)| users.len() < USERS);
    let elsewhere = |a: usize, b: usize| {
        let folder = |at: usize| migrations.get(at).map(|migration| &migration.key.0);
        folder(a) != folder(b)
    };
    for (table, users) in tables {
        for (at, used) in &users {
            for (other, theirs) in users.iter().filter(|(other, _)| elsewhere(*at, *other)) {
                match (used, theirs) {
                    (Use::Uses | Use::Ends, Use::Makes) => {
                        needs.push(*at, *other, format!("it makes `{table}`"))
                    }
                    (Use::Ends, Use::Uses) => {
                        needs.push(*at, *other, format!("it still uses `{table}`"))
                    }
                    _ => {}
                }
            }
        }
    }
}

impl Ord for Use {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (*self as u8).cmp(&(*other as u8))
    }
}

impl PartialOrd for Use {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// What a statement does to which tables.
fn uses(statement: &Statement) -> Vec<(Name, Use)> {
    match &statement.kind {
        Kind::CreateTable(table) => {
            let beside = table
                .columns
                .iter()
                .filter_map(|column| column.references.clone());
            let keys = table
                .constraints
                .iter()
                .filter_map(|constraint| target(&constraint.demand));
            let others = beside
                .chain(keys)
                .filter(|other| *other != table.name)
                .map(|other| (other, Use::Uses));
            std::iter::once((table.name.clone(), Use::Makes))
                .chain(others)
                .collect()
        }
        Kind::AlterTable { table, actions } => {
            let changed = actions
                .iter()
                .flat_map(|action| altered(table, &action.change));
            std::iter::once((table.clone(), Use::Uses))
                .chain(changed)
                .collect()
        }
        Kind::DropTable { names, .. } => {
            names.iter().map(|name| (name.clone(), Use::Ends)).collect()
        }
        Kind::CreateIndex(index) => vec![(index.table.clone(), Use::Uses)],
        Kind::Insert(table) | Kind::Delete { table, .. } => vec![(table.clone(), Use::Uses)],
        Kind::Update(update) => vec![(update.table.clone(), Use::Uses)],
        _ => Vec::new(),
    }
}

fn altered(table: &Name, change: &Change) -> Vec<(Name, Use)> {
    let used = |other: Option<Name>| other.map(|other| (other, Use::Uses)).into_iter().collect();
    match change {
        Change::Add(constraint) => used(target(&constraint.demand)),
        Change::AddColumn(column) => used(column.references.clone()),
        Change::RenameTable(to) => vec![(table.clone(), Use::Ends), (to.clone(), Use::Makes)],
        _ => Vec::new(),
    }
}

fn target(demand: &Demand) -> Option<Name> {
    match demand {
        Demand::Foreign { table } => Some(table.clone()),
        _ => None,
    }
}
