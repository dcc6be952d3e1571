//! What begins and what ends within one migration.

use std::collections::HashSet;

use crate::catalogue::Catalogue;
use crate::sql::model::{Change, Demand, Dropped, Index, Kind, Name, Statement, Update};

/// What begins and what ends within one migration, whatever the order.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    pub(crate) made: HashSet<String>,
    pub(crate) dropped: HashSet<String>,
    columns: HashSet<(String, String)>,
    keys: HashSet<(String, String)>,
    schemas_made: Vec<(usize, String)>,
    schemas_dropped: HashSet<String>,
    /// What was unique before and is dropped: of which table, over which columns.
    pub(crate) unique_dropped: Vec<(String, Vec<String>)>,
    indexes: Vec<(usize, String, String)>,
    views: Vec<(usize, Name, String)>,
    updates: Vec<(usize, Update)>,
    added: Vec<(usize, String, String)>,
    created: Vec<(usize, String)>,
}

impl Spans {
    pub(crate) fn of(statements: &[Statement], before: &Catalogue) -> Self {
        let mut spans = Self::default();
        for (at, statement) in statements.iter().enumerate() {
            spans.read(at, statement);
            spans.lose(statement, before);
        }
        spans
    }

    /// What is unique and goes, as it was before the migration.
    fn lose(&mut self, statement: &Statement, before: &Catalogue) {
        match &statement.kind {
            Kind::DropIndex { name, table, .. } => {
                let table = table.as_ref().map(Name::key);
                let table = table.or_else(|| before.owner(&name.name).map(str::to_owned));
                self.lost(before, table.unwrap_or_default(), &name.name);
            }
            Kind::AlterTable { table, actions } => {
                for action in actions {
                    match &action.change {
                        Change::DropIndex(name)
                        | Change::Drop {
                            kind: Dropped::Constraint,
                            name,
                        } => self.lost(before, table.key(), name),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn lost(&mut self, before: &Catalogue, table: String, name: &str) {
        let Some(known) = before.table_by_key(&table) else {
            return;
        };
        let columns = match (known.indexes.get(name), known.constraints.get(name)) {
            (Some(index), _) if index.unique => &index.parts,
            (_, Some(bound)) if bound.demand == Demand::Unique => &bound.columns,
            _ => return,
        };
        self.unique_dropped.push((table, columns.clone()));
    }

    fn read(&mut self, at: usize, statement: &Statement) {
        match &statement.kind {
            Kind::CreateTable(table) => {
                let key = table.name.key();
                self.created.push((at, key.clone()));
                for column in &table.columns {
                    self.columns.insert((key.clone(), column.name.clone()));
                }
                self.made.insert(key);
            }
            Kind::DropTable { names, .. } => self.dropped.extend(names.iter().map(Name::key)),
            Kind::CreateSchema(name) => {
                self.schemas_made.push((at, name.clone()));
            }
            Kind::DropSchema(names) => self.schemas_dropped.extend(names.iter().cloned()),
            Kind::AlterTable { table, actions } => {
                let key = table.key();
                { actions.iter() }.for_each(|action| self.change(at, &key, &action.change));
            }
            Kind::CreateIndex(index) => self.index(at, index),
            Kind::CreateView { name, text } => self.views.push((at, name.clone(), text.clone())),
            Kind::Update(update) => self.updates.push((at, update.clone())),
            _ => {}
        }
    }

    fn change(&mut self, at: usize, key: &str, change: &Change) {
        match change {
            Change::AddColumn(column) => {
                self.columns.insert((key.to_owned(), column.name.clone()));
                self.added.push((at, key.to_owned(), column.name.clone()));
            }
            Change::Add(constraint) => {
                if let (Some(name), Demand::Foreign { .. }) = (&constraint.name, &constraint.demand)
                {
                    self.keys.insert((key.to_owned(), name.clone()));
                }
            }
            Change::AddIndex(index) => self.index(at, index),
            _ => {}
        }
    }

    fn index(&mut self, at: usize, index: &Index) {
        if let Some(name) = &index.name {
            self.indexes.push((at, index.table.key(), name.clone()));
        }
    }

    /// Whether an index is made in the migration, before a statement.
    pub(crate) fn index_before(&self, before: usize, table: &Name, name: &str) -> bool {
        let key = table.key();
        { self.indexes.iter() }.any(|(at, of, made)| *at < before && *of == key && made == name)
    }

    /// Whether a schema is made in the migration, before a statement.
    pub(crate) fn schema_before(&self, before: usize, name: &str) -> bool {
        { self.schemas_made.iter() }.any(|(at, made)| *at < before && made == name)
    }

    /// Whether a schema goes with the migration, and was there before it.
    pub(crate) fn schema_goes(&self, name: &str) -> bool {
        let made = |made: &(usize, String)| made.1 == name;
        self.schemas_dropped.contains(name) && !self.schemas_made.iter().any(made)
    }

    /// Whether a table is made in the migration.
    pub(crate) fn is_new(&self, table: &Name) -> bool {
        self.made.contains(&table.key())
    }

    /// Whether a column is added in the migration, or with its table.
    pub(crate) fn has_column(&self, table: &Name, column: &str) -> bool {
        self.columns.contains(&(table.key(), column.to_owned()))
    }

    /// Whether a foreign key is added in the migration.
    pub(crate) fn has_key(&self, table: &Name, name: &str) -> bool {
        self.keys.contains(&(table.key(), name.to_owned()))
    }

    /// Whether a column of this name is added to any table from a statement on.
    pub(crate) fn added_back(&self, from: usize, column: &str) -> bool {
        { self.added.iter() }.any(|(at, _, name)| *at >= from && name == column)
    }

    /// Whether a table is made anew after a statement.
    pub(crate) fn made_after(&self, after: usize, table: &Name) -> bool {
        let key = table.key();
        { self.created.iter() }.any(|(at, name)| *at > after && *name == key)
    }

    /// Whether a view takes the place of a table that was renamed.
    pub(crate) fn view_after(&self, after: usize, old: &Name, new: &Name) -> bool {
        self.views.iter().any(|(at, name, text)| {
            *at > after && name.name == old.name && crate::catalogue::mentions(text, &new.name)
        })
    }

    /// Whether rows without a value get one before a statement.
    pub(crate) fn filled_before(&self, before: usize, table: &Name, column: &str) -> bool {
        self.updates.iter().any(|(at, update)| {
            *at < before
                && fills(update, table, column)
                && update
                    .condition
                    .as_deref()
                    .is_none_or(|text| nulls(text, column))
        })
    }

    /// Whether rows with a value that nobody chose get one after a statement.
    pub(crate) fn filled_after(
        &self,
        after: usize,
        table: &Name,
        column: &str,
        value: &str,
    ) -> bool {
        let plain = |text: &str| text.replace(['\'', '"', '`', ' '], "").to_lowercase();
        let wanted = format!("{column}={}", plain(value));
        self.updates.iter().any(|(at, update)| {
            let meant = match &update.condition {
                None => true,
                Some(text) => plain(text).contains(&wanted),
            };
            *at > after && fills(update, table, column) && meant
        })
    }
}

fn fills(update: &Update, table: &Name, column: &str) -> bool {
    update.table.key() == table.key() && update.columns.iter().any(|name| name == column)
}

fn nulls(condition: &str, column: &str) -> bool {
    let plain = condition.replace(['"', '`', '(', ')'], " ").to_lowercase();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let ends = |name: &str| name.rsplit('.').next() == Some(column);
    words
        .windows(3)
        .any(|three| matches!(three, [name, "is", "null"] if ends(name)))
}
