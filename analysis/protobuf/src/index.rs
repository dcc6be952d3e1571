//! Where to find what a contract declares.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::contract::Contract;
use crate::features::Resolved;
use crate::model::{Enum, Field, File, Message, Scope, Service};

/// A declaration with what is known about it.
#[derive(Debug)]
pub(crate) struct Row<'a, T> {
    pub(crate) file: &'a File,
    pub(crate) item: &'a T,
    pub(crate) full: Rc<str>,
    /// What holds where it stands, its own features included.
    pub(crate) features: Resolved,
}

impl<T> Row<'_, T> {
    /// Its name without the package.
    pub(crate) fn nested(&self) -> &str {
        match self.file.package.len() {
            0 => &self.full,
            length => self.full.get(length + 1..).unwrap_or_default(),
        }
    }
}

/// Declarations of a kind, by full name.
#[derive(Debug)]
pub(crate) struct Table<'a, T> {
    pub(crate) rows: Vec<Row<'a, T>>,
    full: HashMap<Rc<str>, usize>,
}

impl<'a, T> Default for Table<'a, T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            full: HashMap::new(),
        }
    }
}

impl<'a, T> Table<'a, T> {
    fn add(&mut self, row: Row<'a, T>) {
        self.full.insert(Rc::clone(&row.full), self.rows.len());
        self.rows.push(row);
    }

    /// The one of this full name.
    pub(crate) fn get(&self, full: &str) -> Option<&Row<'a, T>> {
        self.rows.get(*self.full.get(full)?)
    }

    /// The one of this name in a package.
    pub(crate) fn of(&self, package: &str, nested: &str) -> Option<&Row<'a, T>> {
        match package {
            "" => self.get(nested),
            _ => self.get(&[package, ".", nested].concat()),
        }
    }

    /// The one of this name in a file, whatever the package of the file is.
    pub(crate) fn within(&self, file: &File, nested: &str) -> Option<&Row<'a, T>> {
        let found = self.of(&file.package, nested)?;
        (found.file.path == file.path && found.nested() == nested).then_some(found)
    }
}

/// All that a contract declares.
#[derive(Debug, Default)]
pub(crate) struct Index<'a> {
    pub(crate) files: BTreeMap<&'a str, &'a File>,
    pub(crate) messages: Table<'a, Message>,
    pub(crate) enums: Table<'a, Enum>,
    pub(crate) services: Table<'a, Service>,
    pub(crate) extensions: Table<'a, Field>,
    /// Extensions by what they extend and their number.
    pub(crate) numbers: BTreeMap<(&'a str, i64), usize>,
}

impl<'a> Index<'a> {
    pub(crate) fn of(contract: &'a Contract) -> Self {
        let mut index = Self::default();
        for file in &contract.files {
            index.files.insert(&file.path, file);
            let features = Resolved::of(file.syntax).with(&file.features);
            index.scope(file, &file.scope, &file.package, features);
            for service in &file.services {
                let full = join(&file.package, &service.name);
                index.services.add(Row {
                    file,
                    item: service,
                    full,
                    features,
                });
            }
        }
        index
    }

    fn scope(&mut self, file: &'a File, scope: &'a Scope, within: &str, outer: Resolved) {
        for message in &scope.messages {
            let full = join(within, &message.name);
            let features = outer.with(&message.features);
            self.scope(file, &message.scope, &full, features);
            self.messages.add(Row {
                file,
                item: message,
                full,
                features,
            });
        }
        for one in &scope.enums {
            self.enums.add(Row {
                file,
                item: one,
                full: join(within, &one.name),
                features: outer.with(&one.features),
            });
        }
        self.extensions(file, scope, within, outer);
    }

    fn extensions(&mut self, file: &'a File, scope: &'a Scope, within: &str, outer: Resolved) {
        for field in &scope.extensions {
            let at = self.extensions.rows.len();
            self.numbers.insert((&field.extendee, field.number), at);
            self.extensions.add(Row {
                file,
                item: field,
                full: join(within, &field.name),
                features: outer.with(&field.features),
            });
        }
    }
}

fn join(scope: &str, name: &str) -> Rc<str> {
    match scope {
        "" => name.into(),
        _ => [scope, ".", name].concat().into(),
    }
}
