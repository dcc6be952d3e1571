//! Types that have a name: records, enums, fixed ones.

use std::collections::HashSet;

use holdpoint_findings::{Value, pointer};

use super::{At, Reader};
use crate::mistakes::{DEFAULT, TWICE};
use crate::model::{Enum, Field, Id, Kind, Name, Plain, Record, Use};

impl<'d> Reader<'_, 'd> {
    /// Takes a name for a type. What is declared once more in the same way is the type that is there.
    fn declare(&mut self, at: At<'_, 'd>, name: &Name) -> Option<Use> {
        let first = self.declared.get(&name.full).copied();
        let Some(first) = first else {
            self.declared.insert(name.full.clone(), at.value);
            return None;
        };
        if !first.same(at.value) {
            let words = [("name", &*name.full)];
            self.mistakes.at(&name.spot, &TWICE, &words);
        }
        let used = self.used(at, Kind::Named(Id::MAX));
        let known = (used.clone(), name.full.clone(), Box::from(""));
        self.pending.push(known);
        Some(used)
    }

    /// Adds a type under its name.
    fn keep(&mut self, name: &str, kind: Kind) -> Id {
        let id = self.add(kind);
        self.names.insert(name.into(), id);
        id
    }

    pub(super) fn fixed(&mut self, at: At<'_, 'd>) -> Use {
        let (name, _) = self.name(at);
        let spot = name.spot.clone();
        if let Some(known) = self.declare(at, &name) {
            return known;
        }
        let size = at.value.get("size").and_then(whole);
        if size.is_none() {
            self.invalid(&at.spot_at("size"), "a `size` is a number of bytes");
        }
        let full = name.full.clone();
        let id = self.keep(&full, Kind::Fixed(name, size.unwrap_or_default()));
        Use { id, spot }
    }

    pub(super) fn enumeration(&mut self, at: At<'_, 'd>) -> Use {
        let (name, _) = self.name(at);
        let spot = name.spot.clone();
        if let Some(known) = self.declare(at, &name) {
            return known;
        }
        let symbols = self.symbols(at);
        let default = self.symbol(at, &symbols, &name);
        let full = name.full.clone();
        let id = self.keep(&full, Kind::Enum(name, Enum { symbols, default }));
        Use { id, spot }
    }

    fn symbols(&mut self, at: At<'_, 'd>) -> Vec<Box<str>> {
        let given = at.value.get("symbols").filter(|symbols| symbols.is_list());
        if given.is_none() {
            self.invalid(&at.spot_at("symbols"), "an enum has a list of `symbols`");
        }
        let (mut symbols, mut seen) = (Vec::new(), HashSet::new());
        for symbol in given.into_iter().flat_map(Value::items) {
            let spot = at.spot_of(symbol, "symbols");
            let text = symbol.text().unwrap_or_default();
            self.check_name(&spot, text);
            match seen.insert(text) {
                true => symbols.push(text.into()),
                false => self.invalid(&spot, &format!("the symbol `{text}` is there twice")),
            }
        }
        symbols
    }

    /// What symbols that are not known are taken for.
    fn symbol(&mut self, at: At<'_, 'd>, symbols: &[Box<str>], name: &Name) -> Option<Box<str>> {
        let default = at.value.get("default")?;
        let text = default.text();
        let known = text.and_then(|text| symbols.iter().find(|symbol| ***symbol == *text));
        if known.is_none() {
            let (value, of) = (default.to_string(), format!("the enum `{}`", name.full));
            let words = [("value", &*value), ("of", &*of)];
            self.mistakes.at(&at.spot_at("default"), &DEFAULT, &words);
        }
        known.cloned()
    }

    pub(super) fn record(&mut self, at: At<'_, 'd>) -> Use {
        let (name, space) = self.name(at);
        let spot = name.spot.clone();
        if let Some(known) = self.declare(at, &name) {
            return known;
        }
        // It may be used within itself.
        let id = self.keep(&name.full.clone(), Kind::Plain(Plain::Null));
        let given = at.value.get("fields").filter(|fields| fields.is_list());
        if given.is_none() {
            self.invalid(&at.spot_at("fields"), "a record has a list of `fields`");
        }
        let mut record = Record::default();
        for (number, value) in given.into_iter().flat_map(Value::items).enumerate() {
            let pointer = format!("{}/fields/{number}", at.pointer);
            let at = At {
                value,
                pointer: &pointer,
                space: &space,
                ..at
            };
            self.field(at, id, &mut record);
        }
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.kind = Kind::Record(name, record);
        }
        Use { id, spot }
    }

    /// The type of a field.
    fn typed(&mut self, at: At<'_, 'd>, value: Value<'d>) -> Use {
        let pointer = pointer::join(at.pointer, "type");
        self.schema(At {
            value,
            pointer: &pointer,
            ..at
        })
    }

    fn field(&mut self, at: At<'_, 'd>, id: Id, record: &mut Record) {
        let spot = at.spot_at("name");
        let Some(name) = at.value.get("name").and_then(Value::text) else {
            return self.invalid(&at.spot(), "a field has a `name`");
        };
        self.check_name(&spot, name);
        let Some(value) = at.value.get("type") else {
            return self.invalid(&spot, &format!("the field `{name}` has no `type`"));
        };
        let of = self.typed(at, value);
        let number = record.fields.len();
        if record.names.insert(name.into(), number).is_some() {
            self.invalid(&spot, &format!("the field `{name}` is there twice"));
        }
        let default = at.value.get("default");
        let spotted = default.map(|value| (at.spot_of(value, "default"), value));
        self.defaults
            .extend(spotted.map(|default| ((id, number), default)));
        let aliases = self.other_names(at);
        record.fields.push(Field {
            name: name.into(),
            aliases: aliases.into_iter().map(|(_, alias)| alias).collect(),
            of,
            has_default: default.is_some(),
            spot,
        });
    }
}

/// A number that counts something.
pub(super) fn whole(value: Value<'_>) -> Option<u64> {
    value.number()?.text.parse().ok()
}
