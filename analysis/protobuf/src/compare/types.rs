//! What a field holds.

use super::Pair;
use super::fields::Of;
use crate::model::{Enum, Spot, Type};

/// Types of which one may stand for another in bytes have the same number.
fn on_the_wire(kind: Type) -> u8 {
    match kind {
        Type::Int32 | Type::Int64 | Type::Uint32 | Type::Uint64 | Type::Bool => 1,
        Type::Sint32 | Type::Sint64 => 2,
        Type::String => 3,
        Type::Bytes => 4,
        Type::Fixed32 | Type::Sfixed32 => 5,
        Type::Fixed64 | Type::Sfixed64 => 6,
        Type::Double => 7,
        Type::Float => 8,
        Type::Group => 9,
        Type::Message | Type::Named => 10,
        Type::Enum => 11,
    }
}

/// The same in bytes and in JSON.
fn in_json(kind: Type) -> u8 {
    match kind {
        Type::Int32 | Type::Uint32 => 21,
        Type::Int64 | Type::Uint64 => 22,
        Type::Bool => 23,
        Type::Sint32 => 24,
        Type::Sint64 => 25,
        other => on_the_wire(other),
    }
}

fn is_named(kind: Type) -> bool {
    matches!(kind, Type::Message | Type::Group | Type::Enum | Type::Named)
}

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn types(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        let was = old.kind(self.is_map(old, false));
        let is = new.kind(self.is_map(new, true));
        let both = (old, new);
        let changed = was != is;
        let renamed = is_named(new.field.kind) && old.field.type_name != new.field.type_name;
        if changed {
            self.say_type("FIELD_SAME_TYPE", both, was, is);
        } else if renamed {
            self.say_type_name("FIELD_SAME_TYPE", both);
        }
        let text = was == Type::String && is == Type::Bytes;
        for (rule, apart) in [
            (
                "FIELD_WIRE_COMPATIBLE_TYPE",
                on_the_wire(was) != on_the_wire(is),
            ),
            (
                "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
                in_json(was) != in_json(is),
            ),
        ] {
            if !self.reporter.asks(&[rule]) {
                continue;
            }
            // Every string is a row of bytes.
            let allowed = text && rule == "FIELD_WIRE_COMPATIBLE_TYPE";
            if apart && !allowed {
                self.say_type(rule, both, was, is);
            } else if !apart && renamed && !(is == Type::Enum && self.stands_for(both)) {
                self.say_type_name(rule, both);
            }
        }
    }

    fn say_type(&mut self, rule: &str, both: (Of<'i, 'a>, Of<'i, 'a>), was: Type, is: Type) {
        let word = |of: Of<'i, 'a>, kind: Type| match kind {
            Type::Group if of.file.syntax.is_edition() => "message (with an end mark)".to_owned(),
            _ if is_named(kind) => format!("{} {}", kind.word(), of.field.type_name),
            _ => kind.word().to_owned(),
        };
        let (from, to) = (word(both.0, was), word(both.1, is));
        let change = [("from", from.as_str()), ("to", to.as_str())];
        self.say_field(rule, both, places(both), &change);
    }

    fn say_type_name(&mut self, rule: &str, both: (Of<'i, 'a>, Of<'i, 'a>)) {
        let (from, to) = (&*both.0.field.type_name, &*both.1.field.type_name);
        let change = [("from", from), ("to", to)];
        self.say_field(rule, both, places(both), &change);
    }

    /// Whether the new enum of a field is called as the old one and has all its values.
    fn stands_for(&mut self, both: (Of<'i, 'a>, Of<'i, 'a>)) -> bool {
        let names = (&*both.0.field.type_name, &*both.1.field.type_name);
        if let Some(known) = self.subsets.get(&names) {
            return *known;
        }
        let (old, new) = (self.old.enums.get(names.0), self.new.enums.get(names.1));
        let fits = match (old, new) {
            (Some(old), Some(new)) => has_all(new.item, old.item),
            _ => false,
        };
        self.subsets.insert(names, fits);
        fits
    }
}

fn has_all(new: &Enum, old: &Enum) -> bool {
    let numbers: std::collections::HashMap<&str, i64> = { new.values.iter() }
        .map(|value| (&*value.name, value.number))
        .collect();
    let kept = |name: &str, number: i64| numbers.get(name) == Some(&number);
    new.name == old.name && { old.values.iter() }.all(|value| kept(&value.name, value.number))
}

fn places(both: (Of<'_, '_>, Of<'_, '_>)) -> (Spot, Spot) {
    (both.1.field.type_at, both.0.field.type_at)
}
