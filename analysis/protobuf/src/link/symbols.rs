//! All names that are declared.

use std::collections::HashMap;

use crate::mistakes::{TWICE, Work};
use crate::model::{File, Scope, Spot};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Message,
    Enum,
    Extension,
    /// A field, a value, a oneof, a service or a method.
    Other,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Symbol {
    pub(crate) kind: Kind,
    pub(crate) file: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Symbols(HashMap<String, Symbol>);

/// A name within another.
pub(crate) fn join(scope: &str, name: &str) -> String {
    match scope {
        "" => name.to_owned(),
        _ => [scope, ".", name].concat(),
    }
}

impl Symbols {
    pub(crate) fn get(&self, name: &str) -> Option<Symbol> {
        self.0.get(name).copied()
    }

    fn declare(
        &mut self,
        file: (usize, &File),
        name: String,
        kind: Kind,
        at: Spot,
        work: &mut Work,
    ) {
        let (number, file) = file;
        if !work.name(file, &name) {
            return;
        }
        let symbol = Symbol { kind, file: number };
        match self.0.contains_key(&name) {
            true => work.at(file, at, &TWICE, &[("name", &name)]),
            false => drop(self.0.insert(name, symbol)),
        }
    }

    /// All that a file declares.
    pub(crate) fn declare_file(&mut self, number: usize, file: &File, work: &mut Work) {
        let of = (number, file);
        self.declare_scope(of, &file.scope, &file.package, work);
        for service in &file.services {
            let full = join(&file.package, &service.name);
            for method in &service.methods {
                let name = join(&full, &method.name);
                self.declare(of, name, Kind::Other, method.at, work);
            }
            self.declare(of, full, Kind::Other, service.at, work);
        }
    }

    fn declare_scope(&mut self, of: (usize, &File), scope: &Scope, within: &str, work: &mut Work) {
        if work.enough() {
            return;
        }
        for message in &scope.messages {
            let full = join(within, &message.name);
            for field in &message.fields {
                let name = join(&full, &field.name);
                self.declare(of, name, Kind::Other, field.name_at, work);
            }
            for oneof in &message.oneofs {
                let name = join(&full, &oneof.name);
                self.declare(of, name, Kind::Other, oneof.at, work);
            }
            self.declare_scope(of, &message.scope, &full, work);
            self.declare(
                of,
                full,
                Kind::Message,
                message.name_at.or(message.at),
                work,
            );
        }
        for one in &scope.enums {
            // The names of values stand beside the enum.
            for value in &one.values {
                let name = join(within, &value.name);
                self.declare(of, name, Kind::Other, value.at, work);
            }
            self.declare(of, join(within, &one.name), Kind::Enum, one.at, work);
        }
        for field in &scope.extensions {
            let name = join(within, &field.name);
            self.declare(of, name, Kind::Extension, field.name_at, work);
        }
    }
}
