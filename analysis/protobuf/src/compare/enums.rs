//! What is said about enums.

use std::collections::{BTreeMap, HashSet};

use super::messages::unreserved;
use super::{Pair, sides};
use crate::features::{self, ALLOW, CLOSED, Feature};
use crate::index::Row;
use crate::model::{Enum, Value};
use crate::parse::MOST_OF_ENUM;
use crate::ranges::Ranges;
use crate::reporter::{Sides, names};

/// Values by their numbers, and then by their names.
type Values<'a> = BTreeMap<i64, BTreeMap<&'a str, &'a Value>>;

fn values(one: &Enum) -> Values<'_> {
    let mut values = Values::new();
    for value in &one.values {
        let names = values.entry(value.number).or_default();
        names.insert(&value.name, value);
    }
    values
}

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn enums(&mut self) {
        let (old, new) = (self.old, self.new);
        for row in &old.enums.rows {
            let Some(now) = new.enums.get(&row.full) else {
                continue;
            };
            let (before, after) = (values(row.item), values(now.item));
            self.removed_values(row, now, &before, &after);
            self.renamed_values(row, now, &before, &after);
            self.openness(row, now);
            self.enum_json(row, now);
            let reserved = (&*row.item.reserved, &*row.item.reserved_names);
            let kept = (&*now.item.reserved, &*now.item.reserved_names);
            for what in unreserved(reserved, kept, MOST_OF_ENUM) {
                let words = [("name", row.nested()), ("what", what.as_str())];
                let sides = sides(now.at(now.item.at), row.at(row.item.at));
                let rule = "RESERVED_ENUM_NO_DELETE";
                self.reporter.say(rule, &row.full, sides, &words);
            }
        }
    }

    fn removed_values(
        &mut self,
        old: &Row<'a, Enum>,
        new: &Row<'a, Enum>,
        before: &Values<'_>,
        after: &Values<'_>,
    ) {
        let gone = before.iter();
        let mut gone = gone
            .filter(|(number, _)| !after.contains_key(number))
            .peekable();
        if gone.peek().is_none() {
            return;
        }
        let reserved = Ranges::of(&new.item.reserved);
        let kept: HashSet<&str> = { new.item.reserved_names.iter() }
            .map(|(name, _)| &**name)
            .collect();
        for (number, values) in gone {
            let shown = number.to_string();
            let called = names(values.keys().copied());
            let words = [
                ("number", shown.as_str()),
                ("names", called.as_str()),
                ("name", old.nested()),
            ];
            let sides = sides(new.at(new.item.at), old.at(old.item.at));
            let mut say = |rule, help| {
                self.reporter.say_with(rule, &old.full, sides, &words, help);
            };
            say("ENUM_VALUE_NO_DELETE", None);
            if !values.keys().all(|name| kept.contains(name)) {
                let list: Vec<_> = { values.keys().take(8) }
                    .map(|name| format!("\"{name}\""))
                    .collect();
                let help = format!("reserve the name: `reserved {};`", list.join(", "));
                say("ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", Some(help));
            }
            if !reserved.has(*number) {
                let help = format!("reserve the number: `reserved {number};`");
                say("ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", Some(help));
            }
        }
    }

    fn renamed_values(
        &mut self,
        old: &Row<'a, Enum>,
        new: &Row<'a, Enum>,
        before: &Values<'_>,
        after: &Values<'_>,
    ) {
        for (number, was) in before {
            let Some(is) = after.get(number) else {
                continue;
            };
            if was.keys().all(|name| is.contains_key(name)) {
                continue;
            }
            let shown = number.to_string();
            let (from, to) = (names(was.keys().copied()), names(is.keys().copied()));
            let words = [
                ("number", shown.as_str()),
                ("name", old.nested()),
                ("from", from.as_str()),
                ("to", to.as_str()),
            ];
            for (name, value) in is {
                let before = was.get(name).map(|value| old.at(value.number_at));
                let sides = Sides {
                    new: Some(new.at(value.number_at)),
                    old: before,
                };
                let subject = format!("{}.{name}", old.full);
                self.reporter
                    .say("ENUM_VALUE_SAME_NAME", &subject, sides, &words);
            }
        }
    }

    fn openness(&mut self, old: &Row<'a, Enum>, new: &Row<'a, Enum>) {
        let word = |row: &Row<'a, Enum>| match row.features.enum_type {
            CLOSED => "closed",
            _ => "open",
        };
        if word(old) != word(new) {
            self.say_feature(
                "ENUM_SAME_TYPE",
                old,
                new,
                Feature::EnumType,
                word(old),
                word(new),
            );
        }
    }

    fn enum_json(&mut self, old: &Row<'a, Enum>, new: &Row<'a, Enum>) {
        let (from, to) = (old.features.json, new.features.json);
        if from == ALLOW && to != ALLOW {
            let word = |value| features::word(Feature::Json, value);
            let rule = "ENUM_SAME_JSON_FORMAT";
            self.say_feature(rule, old, new, Feature::Json, word(from), word(to));
        }
    }

    fn say_feature(
        &mut self,
        rule: &str,
        old: &Row<'a, Enum>,
        new: &Row<'a, Enum>,
        feature: Feature,
        from: &str,
        to: &str,
    ) {
        let place = |row: &Row<'a, Enum>| row.item.features.at(feature).or(row.item.at);
        let words = [("name", old.nested()), ("from", from), ("to", to)];
        let sides = sides(new.at(place(new)), old.at(place(old)));
        self.reporter.say(rule, &old.full, sides, &words);
    }
}
