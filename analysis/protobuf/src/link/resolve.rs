//! From names as written to full ones.

use std::collections::HashSet;

use super::symbols::{Kind, Symbols, join};
use crate::mistakes::{OPTION, UNKNOWN_TYPE, Work};
use crate::model::{Field, File, Scope, Service, Spot, Type};

pub(super) struct Resolver<'a> {
    pub(super) symbols: &'a Symbols,
    pub(super) visible: &'a HashSet<usize>,
    pub(super) packages: &'a HashSet<String>,
    pub(super) file: &'a File,
    pub(super) work: &'a mut Work,
}

impl Resolver<'_> {
    /// Resolves all that stands within a name.
    pub(super) fn scope(&mut self, scope: &mut Scope, within: &str) {
        for message in &mut scope.messages {
            let full = join(within, &message.name);
            self.fields(&mut message.fields, &full);
            self.scope(&mut message.scope, &full);
        }
        self.fields(&mut scope.extensions, within);
    }

    fn fields(&mut self, fields: &mut [Field], within: &str) {
        for field in fields {
            if !field.extendee.is_empty() {
                let wanted = &[Kind::Message];
                let found = self.name(&field.extendee, within, wanted, field.at, "message");
                if let Some((name, _)) = found {
                    field.extendee = name.into();
                }
            }
            if field.type_name.is_empty() {
                continue;
            }
            let wanted = &[Kind::Message, Kind::Enum];
            let found = self.name(&field.type_name, within, wanted, field.type_at, "type");
            let Some((name, kind)) = found else { continue };
            field.type_name = name.into();
            field.kind = match (field.kind, kind) {
                (Type::Named, Kind::Enum) => Type::Enum,
                (Type::Named, _) => Type::Message,
                (known, _) => known,
            };
        }
    }

    pub(super) fn services(&mut self, services: &mut [Service], package: &str) {
        for service in services {
            let full = join(package, &service.name);
            for method in &mut service.methods {
                let sides = [
                    (&mut method.input, method.input_at),
                    (&mut method.output, method.output_at),
                ];
                for (name, at) in sides {
                    let found = self.name(name, &full, &[Kind::Message], at, "message");
                    if let Some((full, _)) = found {
                        *name = full.into();
                    }
                }
            }
        }
    }

    /// Names of options in parentheses have to be extensions.
    pub(super) fn customs(&mut self) {
        for custom in &self.file.customs {
            if self
                .find(&custom.name, &custom.scope, &[Kind::Extension])
                .is_none()
            {
                let what = format!("there is no option `({})` here", custom.name);
                self.work
                    .at(self.file, custom.at, &OPTION, &[("what", &what)]);
            }
        }
    }

    fn name(
        &mut self,
        name: &str,
        within: &str,
        wanted: &[Kind],
        at: Spot,
        kind: &str,
    ) -> Option<(String, Kind)> {
        let found = self.find(name, within, wanted);
        if found.is_none() && !self.work.enough() {
            let words = [("name", name), ("kind", kind)];
            self.work.at(self.file, at, &UNKNOWN_TYPE, &words);
        }
        found
    }

    /// From the innermost scope outwards. The first part of a name decides in which scope it is.
    fn find(&self, name: &str, within: &str, wanted: &[Kind]) -> Option<(String, Kind)> {
        if let Some(full) = name.strip_prefix('.') {
            return self.known(full, wanted).map(|kind| (full.to_owned(), kind));
        }
        let (first, several) = match name.split_once('.') {
            Some((first, _)) => (first, true),
            None => (name, false),
        };
        let mut scope = within;
        loop {
            let candidate = join(scope, first);
            if several && self.holds(&candidate) {
                let full = join(scope, name);
                return self.known(&full, wanted).map(|kind| (full, kind));
            }
            if !several && let Some(kind) = self.known(&candidate, wanted) {
                return Some((candidate, kind));
            }
            if scope.is_empty() {
                return None;
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }

    fn known(&self, full: &str, wanted: &[Kind]) -> Option<Kind> {
        let symbol = self.symbols.get(full)?;
        let fits = wanted.contains(&symbol.kind) && self.visible.contains(&symbol.file);
        fits.then_some(symbol.kind)
    }

    /// Whether other names may be within it.
    fn holds(&self, full: &str) -> bool {
        let message = self.known(full, &[Kind::Message, Kind::Enum]).is_some();
        message || self.packages.contains(full)
    }
}
