//! What is said about fields and extensions that are in both versions.

use std::collections::HashMap;

use super::messages::called;
use super::{Pair, sides};
use crate::features::Resolved;
use crate::index::Row;
use crate::model::{Field, File, Message, SettingKind, Spot, Type};
use crate::reporter::Sides;

/// A field or extension, with what is known about it.
#[derive(Clone, Copy)]
pub(super) struct Of<'i, 'a> {
    pub(super) file: &'a File,
    pub(super) field: &'a Field,
    pub(super) features: Resolved,
    /// The message that it is in; none of an extension.
    pub(super) message: Option<&'i Row<'a, Message>>,
    /// The full name of an extension.
    pub(super) full: &'i str,
}

impl<'a> Of<'_, 'a> {
    pub(super) fn at(&self, spot: Spot) -> (&'a File, Spot) {
        (self.file, spot)
    }

    pub(super) fn in_map(&self) -> bool {
        self.message.is_some_and(|message| message.item.map_entry)
    }

    /// What is sent: a message that ends with a mark of its own is another thing than one with its length before it.
    pub(super) fn kind(&self, map: bool) -> Type {
        let delimited = self.features.encoding == crate::features::DELIMITED;
        match self.field.kind {
            Type::Message if delimited && !map && !self.in_map() => Type::Group,
            kind => kind,
        }
    }
}

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn fields(&mut self) {
        let (old, new) = (self.old, self.new);
        for row in &old.messages.rows {
            let Some(now) = new.messages.get(&row.full) else {
                continue;
            };
            let fields: HashMap<i64, &Field> = { now.item.fields.iter() }
                .map(|field| (field.number, field))
                .collect();
            let of = |row: &'i Row<'a, Message>, field: &'a Field| Of {
                file: row.file,
                field,
                features: row.features.with(&field.features),
                message: Some(row),
                full: "",
            };
            for field in &row.item.fields {
                if let Some(other) = fields.get(&field.number) {
                    self.field(of(row, field), of(now, other));
                }
            }
        }
        let of = |row: &'i Row<'a, Field>| Of {
            file: row.file,
            field: row.item,
            features: row.features,
            message: None,
            full: &row.full,
        };
        for (key, at) in &old.numbers {
            let other = new.numbers.get(key);
            let row = old.extensions.rows.get(*at);
            let now = other.and_then(|at| new.extensions.rows.get(*at));
            if let (Some(row), Some(now)) = (row, now) {
                self.field(of(row), of(now));
            }
        }
    }

    fn field(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        self.cardinality(old, new);
        self.types(old, new);
        self.strings(old, new);
        self.default(old, new);
        if new.message.is_some() {
            self.json_name(old, new);
            self.oneof(old, new);
        }
        self.name(old, new);
        self.jstype(old, new);
    }

    /// Keeps a change of a field.
    pub(super) fn say_field(
        &mut self,
        rule: &str,
        of: (Of<'i, 'a>, Of<'i, 'a>),
        places: (Spot, Spot),
        change: &[(&str, &str)],
    ) {
        if !self.reporter.asks(&[rule]) {
            return;
        }
        let (old, new) = of;
        let (subject, what) = match old.message {
            Some(message) => (
                format!("{}.{}", message.full, old.field.name),
                called(new.field, None, message.nested()),
            ),
            None => (old.full.to_owned(), called(new.field, Some(new.full), "")),
        };
        let mut words = vec![("field", what.as_str())];
        words.extend_from_slice(change);
        let sides: Sides<'_> = sides(new.at(places.0), old.at(places.1));
        self.reporter.say(rule, &subject, sides, &words);
    }

    fn name(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        let (from, to) = match old.message {
            Some(_) => (&*old.field.name, &*new.field.name),
            None => (old.full, new.full),
        };
        if from != to {
            let places = (new.field.name_at, old.field.name_at);
            let change = [("from", from), ("to", to)];
            self.say_field("FIELD_SAME_NAME", (old, new), places, &change);
        }
    }

    fn json_name(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        let (from, to) = (old.field.json(), new.field.json());
        if from != to {
            let kind = SettingKind::JsonName;
            let places = (new.field.setting_at(kind), old.field.setting_at(kind));
            let change = [("from", &*from), ("to", &*to)];
            self.say_field("FIELD_SAME_JSON_NAME", (old, new), places, &change);
        }
    }

    fn jstype(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        let wide = |field: &Field| {
            matches!(
                field.kind,
                Type::Int64 | Type::Sint64 | Type::Uint64 | Type::Fixed64 | Type::Sfixed64
            )
        };
        let kind = SettingKind::Jstype;
        let word = |field: &'a Field| {
            let set = field.setting(kind);
            set.map_or("JS_NORMAL", |set| &*set.value)
        };
        let (from, to) = (word(old.field), word(new.field));
        if wide(old.field) && wide(new.field) && from != to {
            let places = (new.field.setting_at(kind), old.field.setting_at(kind));
            let change = [("from", from), ("to", to)];
            self.say_field("FIELD_SAME_JSTYPE", (old, new), places, &change);
        }
    }

    fn oneof(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        let name = |of: Of<'i, 'a>| {
            let oneofs = &of.message?.item.oneofs;
            oneofs.get(of.field.oneof?).map(|oneof| &*oneof.name)
        };
        let moved = match (name(old), name(new)) {
            (None, None) => return,
            (Some(from), Some(to)) if from == to => return,
            (Some(from), Some(to)) => {
                format!("is moved from the oneof `{from}` to the oneof `{to}`")
            }
            (Some(from), None) => format!("is moved out of the oneof `{from}`"),
            (None, Some(to)) => format!("is moved into the oneof `{to}`"),
        };
        let places = (new.field.at, old.field.at);
        let change = [("moved", moved.as_str())];
        self.say_field("FIELD_SAME_ONEOF", (old, new), places, &change);
    }
}
