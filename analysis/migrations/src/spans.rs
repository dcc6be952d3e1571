//! What begins and what ends within one migration.

use std::collections::HashSet;

use crate::sql::model::{Change, Demand, Dropped, Kind, Name, Statement, Update};

/// What begins and what ends within one migration, whatever the order.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    pub(crate) made: HashSet<String>,
    pub(crate) dropped: HashSet<String>,
    columns: HashSet<(String, String)>,
    keys: HashSet<(String, String)>,
    pub(crate) schemas_made: HashSet<String>,
    pub(crate) schemas_dropped: HashSet<String>,
    /// Indexes that were dropped, by table.
    pub(crate) indexes_dropped: Vec<(String, String)>,
    views: Vec<(usize, Name, String)>,
    updates: Vec<(usize, Update)>,
    added: Vec<(usize, String, String)>,
    created: Vec<(usize, String)>,
}

impl Spans {
    pub(crate) fn of(statements: &[Statement]) -> Self {
        let mut spans = Self::default();
        { statements.iter().enumerate() }.for_each(|(at, statement)| spans.read(at, statement));
        spans
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
                self.schemas_made.insert(name.clone());
            }
            Kind::DropSchema(names) => self.schemas_dropped.extend(names.iter().cloned()),
            Kind::AlterTable { table, actions } => {
                let key = table.key();
                { actions.iter() }.for_each(|action| self.change(at, &key, &action.change));
            }
            Kind::DropIndex { name, table, .. } => {
                let table = table.as_ref().map(Name::key).unwrap_or_default();
                self.indexes_dropped.push((table, name.name.clone()));
            }
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
            Change::DropIndex(name)
            | Change::Drop {
                kind: Dropped::Constraint,
                name,
            } => {
                self.indexes_dropped.push((key.to_owned(), name.clone()));
            }
            _ => {}
        }
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
