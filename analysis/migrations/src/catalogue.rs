//! What is known of the database at a point of the history.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::sql::model::{
    Change, Column, Constraint, Demand, Generated, Index, Kind, Name, NewTable, Statement, Type,
};

/// A column as it is now.
#[derive(Debug, Clone, Default)]
pub(crate) struct Held {
    pub(crate) ty: Type,
    pub(crate) null: bool,
    pub(crate) default: Option<String>,
    pub(crate) generated: Option<Generated>,
    pub(crate) charset: Option<String>,
    pub(crate) primary: bool,
    /// CHECK (column IS NOT NULL), beside the column.
    pub(crate) checked: bool,
}

impl Held {
    fn of(column: &Column) -> Self {
        Self {
            ty: column.ty.clone(),
            null: !column.not_null && !column.primary,
            default: column.default.clone(),
            generated: column.generated,
            charset: column.charset.clone(),
            primary: column.primary,
            checked: column
                .check
                .as_deref()
                .is_some_and(|check| is_not_null(check, &column.name)),
        }
    }
}

/// A constraint as it is now.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) demand: Demand,
    pub(crate) columns: Vec<String>,
    pub(crate) valid: bool,
}

/// A table as it is now, as far as the history tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) columns: BTreeMap<String, Held>,
    pub(crate) constraints: BTreeMap<String, Bound>,
    pub(crate) indexes: BTreeMap<String, Index>,
    /// In which migration it was made, if in one of these.
    pub(crate) made: Option<usize>,
}

impl Table {
    /// Whether a check that holds for every row says that a column is not null.
    pub(crate) fn never_null(&self, column: &str) -> bool {
        self.constraints.values().any(|bound| match &bound.demand {
            Demand::Check(text) => bound.valid && is_not_null(text, column),
            _ => false,
        })
    }

    /// What a change makes of a column that stays.
    fn hold(&mut self, change: &Change) {
        match change {
            Change::Type { column, ty } => {
                if let Some(held) = self.columns.get_mut(column) {
                    held.ty = ty.clone();
                }
            }
            Change::NotNull { column, set } => {
                if let Some(held) = self.columns.get_mut(column) {
                    held.null = !set;
                }
            }
            Change::Default { column, set } => {
                if let Some(held) = self.columns.get_mut(column) {
                    held.default.clone_from(set);
                }
            }
            _ => {}
        }
    }

    /// Whether a column is in an index, or an expression of one names it.
    pub(crate) fn indexed(&self, column: &str) -> bool {
        let mut parts = self.indexes.values().flat_map(|index| &index.parts);
        parts.any(|part| part == column || mentions(part, column))
    }
}

/// Whether a check is `column IS NOT NULL` and nothing else.
pub(crate) fn is_not_null(check: &str, column: &str) -> bool {
    let lower = check.to_lowercase();
    let Some(name) = lower
        .trim()
        .trim_matches(['(', ')'])
        .trim()
        .strip_suffix("is not null")
    else {
        return false;
    };
    name.trim().trim_matches(['"', '`', '[', ']']) == column
}

/// Whether a word stands in a text.
pub(crate) fn mentions(text: &str, word: &str) -> bool {
    let part = |letter: char| !(letter.is_alphanumeric() || letter == '_');
    text.to_lowercase().split(part).any(|found| found == word)
}

/// What is known of the database.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalogue {
    tables: HashMap<String, Table>,
    /// Which table an index is of.
    owners: HashMap<String, String>,
    settings: HashMap<String, String>,
    schemas: HashSet<String>,
}

impl Catalogue {
    pub(crate) fn table(&self, name: &Name) -> Option<&Table> {
        self.tables.get(&name.key())
    }

    pub(crate) fn table_by_key(&self, key: &str) -> Option<&Table> {
        self.tables.get(key)
    }

    pub(crate) fn column(&self, table: &Name, column: &str) -> Option<&Held> {
        self.table(table)?.columns.get(column)
    }

    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str)
    }

    /// The table that an index is of.
    pub(crate) fn owner(&self, index: &str) -> Option<&str> {
        self.owners.get(index).map(String::as_str)
    }

    /// What a statement makes of it, and of which migration it is.
    pub(crate) fn apply(&mut self, statement: &Statement, migration: Option<usize>) {
        match &statement.kind {
            Kind::CreateTable(table) => self.create(table, migration),
            Kind::AlterTable { table, actions } => {
                let changes = actions.iter().map(|action| &action.change);
                changes.for_each(|change| self.change(table, change));
            }
            Kind::DropTable { names, .. } => names.iter().for_each(|name| {
                self.tables.remove(&name.key());
            }),
            Kind::RenameTables(pairs) => pairs.iter().for_each(|(from, to)| self.rename(from, to)),
            Kind::CreateIndex(index) => self.index(&index.table.clone(), index),
            Kind::DropIndex { name, table, .. } => {
                let owner = self.owners.remove(&name.name);
                let owner = table.as_ref().map(Name::key).or(owner);
                if let Some(table) = owner.and_then(|key| self.tables.get_mut(&key)) {
                    table.indexes.remove(&name.name);
                }
            }
            Kind::CreateSchema(name) => {
                self.schemas.insert(name.clone());
            }
            Kind::Set { name, value } => {
                self.settings.insert(name.clone(), value.clone());
            }
            _ => {}
        }
    }

    fn create(&mut self, new: &NewTable, migration: Option<usize>) {
        let key = new.name.key();
        if new.if_not_exists && self.tables.contains_key(&key) {
            return;
        }
        let mut table = Table {
            made: migration,
            ..Table::default()
        };
        for column in &new.columns {
            table.columns.insert(column.name.clone(), Held::of(column));
        }
        self.tables.insert(key, table);
        new.columns
            .iter()
            .for_each(|column| self.beside(&new.name, column));
        new.constraints
            .iter()
            .for_each(|constraint| self.bind(&new.name, constraint));
        new.indexes
            .iter()
            .for_each(|index| self.index(&new.name, index));
    }

    /// What is said beside a column and holds for the table.
    fn beside(&mut self, name: &Name, column: &Column) {
        let mut bind = |suffix: &str, demand: Demand| {
            let constraint = Constraint {
                name: Some(format!("{}_{}_{suffix}", name.name, column.name)),
                demand,
                columns: vec![column.name.clone()],
                not_valid: false,
                not_enforced: false,
                using_index: false,
            };
            self.bind(name, &constraint);
        };
        if let Some(table) = &column.references {
            bind(
                "fkey",
                Demand::Foreign {
                    table: table.clone(),
                },
            );
        }
        if let Some(check) = &column.check {
            bind("check", Demand::Check(check.clone()));
        }
        if column.unique {
            bind("key", Demand::Unique);
        }
    }

    fn bind(&mut self, name: &Name, constraint: &Constraint) {
        let table = self.tables.entry(name.key()).or_default();
        if constraint.demand == Demand::Primary {
            for column in &constraint.columns {
                if let Some(held) = table.columns.get_mut(column) {
                    (held.null, held.primary) = (false, true);
                }
            }
        }
        let suffix = match &constraint.demand {
            Demand::Primary => "pkey",
            Demand::Unique => "key",
            Demand::Check(_) => "check",
            Demand::Foreign { .. } => "fkey",
            Demand::Exclude => "excl",
        };
        let made_up = || {
            let columns = constraint.columns.iter().map(|column| format!("_{column}"));
            format!("{}{}_{suffix}", name.name, columns.collect::<String>())
        };
        let bound = Bound {
            demand: constraint.demand.clone(),
            columns: constraint.columns.clone(),
            valid: !constraint.not_valid && !constraint.not_enforced,
        };
        table
            .constraints
            .insert(constraint.name.clone().unwrap_or_else(made_up), bound);
    }

    fn index(&mut self, name: &Name, index: &Index) {
        let key = name.key();
        let called = index.name.clone();
        let called =
            called.unwrap_or_else(|| format!("{}_{}_idx", name.name, index.parts.join("_")));
        self.owners.insert(called.clone(), key.clone());
        self.tables
            .entry(key)
            .or_default()
            .indexes
            .insert(called, index.clone());
    }

    fn rename(&mut self, from: &Name, to: &Name) {
        let to = Name {
            schema: to.schema.clone().or_else(|| from.schema.clone()),
            name: to.name.clone(),
        };
        if let Some(table) = self.tables.remove(&from.key()) {
            self.tables.insert(to.key(), table);
        }
    }

    fn change(&mut self, name: &Name, change: &Change) {
        match change {
            Change::Add(constraint) => return self.bind(name, constraint),
            Change::AddIndex(index) => return self.index(name, index),
            Change::RenameTable(to) => return self.rename(name, to),
            Change::AddColumn(column) => self.beside(name, column),
            _ => {}
        }
        let table = self.tables.entry(name.key()).or_default();
        match change {
            Change::AddColumn(column) => {
                table.columns.insert(column.name.clone(), Held::of(column));
            }
            Change::DropColumn(column) => {
                table.columns.remove(column);
                table
                    .constraints
                    .retain(|_, bound| !bound.columns.contains(column));
                table
                    .indexes
                    .retain(|_, index| !index.parts.contains(column));
            }
            Change::RenameColumn(from, to) => {
                if let Some(held) = table.columns.remove(from) {
                    table.columns.insert(to.clone(), held);
                }
            }
            Change::Redefine { column, to } => {
                table.columns.remove(column);
                table.columns.insert(to.name.clone(), Held::of(to));
            }
            Change::Drop { name, .. } => {
                table.constraints.remove(name);
                table.indexes.remove(name);
            }
            Change::DropIndex(name) => {
                table.indexes.remove(name);
                table.constraints.remove(name);
            }
            Change::Validate(name) => {
                if let Some(bound) = table.constraints.get_mut(name) {
                    bound.valid = true;
                }
            }
            _ => table.hold(change),
        }
    }
}
