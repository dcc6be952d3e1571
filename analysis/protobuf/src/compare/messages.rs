//! What is said about messages.

use std::collections::{BTreeMap, HashSet};

use super::{Pair, sides};
use crate::features::{self, ALLOW, Feature};
use crate::index::Row;
use crate::model::{Field, Label, Message, Range, Spot};
use crate::parse::{MOST, MOST_OF_SET};
use crate::ranges::Ranges;
use crate::reporter::Sides;

/// A field or extension for people.
pub(super) fn called(field: &Field, full: Option<&str>, message: &str) -> String {
    let kind = if full.is_some() { "extension" } else { "field" };
    let name = full.unwrap_or(&field.name);
    let (number, of) = (
        field.number,
        match full {
            Some(_) => &*field.extendee,
            None => message,
        },
    );
    format!("the {kind} `{name}` ({number}) of the message `{of}`")
}

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn messages(&mut self) {
        let (old, new) = (self.old, self.new);
        for row in &old.messages.rows {
            let Some(now) = new.messages.get(&row.full) else {
                continue;
            };
            self.removed_fields(row, now);
            self.message_ranges(row, now);
            self.oneofs(row, now);
            self.required(row, now);
            self.accessor(row, now);
            self.message_json(row, now);
        }
    }

    fn removed_fields(&mut self, old: &Row<'a, Message>, new: &Row<'a, Message>) {
        let numbers: HashSet<i64> = new.item.fields.iter().map(|field| field.number).collect();
        let gone = old.item.fields.iter();
        let mut gone = gone
            .filter(|field| !numbers.contains(&field.number))
            .peekable();
        if gone.peek().is_none() {
            return;
        }
        let reserved = Ranges::of(&new.item.reserved);
        let names: HashSet<&str> = { new.item.reserved_names.iter() }
            .map(|(name, _)| &**name)
            .collect();
        for field in gone {
            let sides = sides(new.at(new.item.at), old.at(old.item.at));
            let subject = format!("{}.{}", old.full, field.name);
            let field_called = called(field, None, old.nested());
            let words = [("field", field_called.as_str())];
            self.reporter
                .say("FIELD_NO_DELETE", &subject, sides, &words);
            if !names.contains(&*field.name) {
                let rule = "FIELD_NO_DELETE_UNLESS_NAME_RESERVED";
                let help = format!("reserve the name: `reserved \"{}\";`", field.name);
                self.reporter
                    .say_with(rule, &subject, sides, &words, Some(help));
            }
            if !reserved.has(field.number) {
                let rule = "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED";
                let help = format!("reserve the number: `reserved {};`", field.number);
                self.reporter
                    .say_with(rule, &subject, sides, &words, Some(help));
            }
        }
    }

    fn message_ranges(&mut self, old: &Row<'a, Message>, new: &Row<'a, Message>) {
        let most = if new.item.message_set {
            MOST_OF_SET
        } else {
            MOST
        };
        let (before, after) = (&old.item.extension_ranges, &new.item.extension_ranges);
        let sides = sides(new.at(new.item.at), old.at(old.item.at));
        for (range, missing) in missing(before, after, most) {
            let words = [
                ("name", old.nested()),
                ("range", range.as_str()),
                ("missing", missing.as_str()),
            ];
            let rule = "EXTENSION_MESSAGE_NO_DELETE";
            self.reporter.say(rule, &old.full, sides, &words);
        }
        let rule = "RESERVED_MESSAGE_NO_DELETE";
        let kept = (&*new.item.reserved, &*new.item.reserved_names);
        let reserved = (&*old.item.reserved, &*old.item.reserved_names);
        for what in unreserved(reserved, kept, most) {
            let words = [("name", old.nested()), ("what", what.as_str())];
            self.reporter.say(rule, &old.full, sides, &words);
        }
    }

    fn oneofs(&mut self, old: &Row<'a, Message>, new: &Row<'a, Message>) {
        let kept: HashSet<&str> = new.item.oneofs.iter().map(|one| &*one.name).collect();
        for oneof in &old.item.oneofs {
            if !kept.contains(&*oneof.name) {
                let sides = sides(new.at(new.item.at), old.at(old.item.at));
                let subject = format!("{}.{}", old.full, oneof.name);
                let words = [("oneof", &*oneof.name), ("name", old.nested())];
                self.reporter
                    .say("ONEOF_NO_DELETE", &subject, sides, &words);
            }
        }
    }

    fn required(&mut self, old: &Row<'a, Message>, new: &Row<'a, Message>) {
        let required = |message: &'a Message| {
            let fields = message.fields.iter();
            let required = fields.filter(|field| field.label == Label::Required);
            let by_number = required.map(|field| (field.number, field));
            by_number.collect::<BTreeMap<i64, &Field>>()
        };
        let (before, after) = (required(old.item), required(new.item));
        let gone = before
            .iter()
            .filter(|(number, _)| !after.contains_key(number));
        let added = after
            .iter()
            .filter(|(number, _)| !before.contains_key(number));
        for (_, field) in gone {
            let sides = sides(new.at(new.item.at), old.at(old.item.at));
            self.say_required(old, field, sides, "gone");
        }
        for (_, field) in added {
            let sides = Sides {
                new: Some(new.at(field.at)),
                old: None,
            };
            self.say_required(old, field, sides, "new");
        }
    }

    fn say_required(&mut self, row: &Row<'a, Message>, field: &Field, at: Sides<'_>, what: &str) {
        let subject = format!("{}.{}", row.full, field.name);
        let number = field.number.to_string();
        let words = [
            ("number", number.as_str()),
            ("required", &field.name),
            ("name", row.nested()),
            ("what", what),
        ];
        let rule = "MESSAGE_SAME_REQUIRED_FIELDS";
        self.reporter.say(rule, &subject, at, &words);
    }

    fn accessor(&mut self, old: &Row<'a, Message>, new: &Row<'a, Message>) {
        if !old.item.no_accessor && new.item.no_accessor {
            let rule = "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR";
            let sides = sides(
                new.at(new.item.no_accessor_at),
                old.at(old.item.no_accessor_at),
            );
            self.reporter
                .say(rule, &old.full, sides, &[("name", old.nested())]);
        }
    }

    fn message_json(&mut self, old: &Row<'a, Message>, new: &Row<'a, Message>) {
        let (from, to) = (old.features.json, new.features.json);
        if from == ALLOW && to != ALLOW {
            let place = |row: &Row<'a, Message>| {
                let at = row.item.features.at(Feature::Json);
                at.or(row.item.at)
            };
            let word = |value| features::word(Feature::Json, value);
            let words = [
                ("name", old.nested()),
                ("from", word(from)),
                ("to", word(to)),
            ];
            let sides = sides(new.at(place(new)), old.at(place(old)));
            let rule = "MESSAGE_SAME_JSON_FORMAT";
            self.reporter.say(rule, &old.full, sides, &words);
        }
    }
}

/// Ranges of which numbers are missing, and which.
pub(super) fn missing(old: &[Range], new: &[Range], most: i64) -> Vec<(String, String)> {
    let kept = Ranges::of(new);
    let shown = |range: &Range| match range {
        Range { start, end } if start == end => format!("`{start}`"),
        Range { start, end } if *end == most => format!("`{start} to max`"),
        Range { start, end } => format!("`{start} to {end}`"),
    };
    let each = old.iter().filter_map(|range| {
        let missing = kept.missing(*range);
        let names: Vec<String> = missing.iter().take(8).map(shown).collect();
        (!names.is_empty()).then(|| (shown(range), names.join(", ")))
    });
    each.collect()
}

/// Numbers and names that were reserved and are not any more.
pub(super) fn unreserved(
    old: (&[Range], &[(Box<str>, Spot)]),
    new: (&[Range], &[(Box<str>, Spot)]),
    most: i64,
) -> Vec<String> {
    let ranges = missing(old.0, new.0, most).into_iter();
    let mut gone: Vec<String> = ranges
        .map(|(range, missing)| match range == missing {
            true => format!("the range {range}"),
            false => format!("{missing} of the range {range}"),
        })
        .collect();
    let kept: HashSet<&str> = new.1.iter().map(|(name, _)| &**name).collect();
    let mut seen = HashSet::new();
    for (name, _) in old.1 {
        if !kept.contains(&**name) && seen.insert(name) {
            gone.push(format!("the name `{name}`"));
        }
    }
    gone
}
