//! What is said about fields, arguments and fields of inputs.

use std::cell::Cell;

use holdpoint_findings::Level;

use super::types::split;
use super::usages::On;
use super::{Pair, Side, maybe, same_text, shown};
use crate::model::{Member, NO_REASON, Of, Type};
use crate::schema::Schema;
use crate::worth::{Worth, worth};

/// Whether every value of the new type is one that readers of the old one understand.
fn safe_to_read(old: &Of, new: &Of) -> bool {
    match (old, new) {
        (Of::Named(old), Of::Named(new)) => old == new,
        (Of::Required(old), Of::Required(new)) => safe_to_read(old, new),
        (old, Of::Required(new)) => safe_to_read(old, new),
        (Of::List(old), Of::List(new)) => safe_to_read(old, new),
        _ => false,
    }
}

/// Whether every value of the old type is one of the new type.
pub(super) fn safe_to_send(old: &Of, new: &Of) -> bool {
    match (old, new) {
        (Of::Named(old), Of::Named(new)) => old == new,
        (Of::List(old), Of::List(new)) => safe_to_send(old, new),
        (Of::Required(old), Of::Required(new)) => safe_to_send(old, new),
        (Of::Required(old), new) => safe_to_send(old, new),
        _ => false,
    }
}

/// What a default is worth; one that is no value of its type is none.
fn default(schema: &Schema, member: &Member, steps: &Cell<usize>) -> Option<Worth> {
    let value = member.default.as_ref()?;
    worth(schema, &member.of, value, steps)
}

impl<'a> Pair<'a> {
    /// Whether the defaults are worth the same.
    pub(super) fn same_default(&self, old: &Member, new: &Member) -> bool {
        let from = default(self.old, old, &self.steps);
        from == default(self.new, new, &self.steps)
    }

    pub(super) fn fields(&mut self, of: &'a Type, members: &'a [Member]) {
        let (gone, added, both) = split(members, &of.members);
        for field in gone {
            let words = [("type", &*of.name.text), ("name", &*field.name.text)];
            let subject = format!("{}.{}", of.name.text, field.name.text);
            self.say("FIELD_REMOVED", &subject, Side::Old(field.name.at), &words);
        }
        for field in added {
            let words = [("type", &*of.name.text), ("name", &*field.name.text)];
            let subject = format!("{}.{}", of.name.text, field.name.text);
            self.say("FIELD_ADDED", &subject, Side::New(field.name.at), &words);
            self.field(of, None, field);
        }
        for (old, field) in both {
            self.field(of, Some(old), field);
        }
    }

    fn field(&mut self, of: &'a Type, old: Option<&'a Member>, new: &'a Member) {
        let rules = [
            "FIELD_DESCRIPTION_ADDED",
            "FIELD_DESCRIPTION_REMOVED",
            "FIELD_DESCRIPTION_CHANGED",
        ];
        self.member_description(rules, of, old, new);
        self.deprecation(of, old, new);
        if let Some(old) = old
            && old.of != new.of
        {
            let safe = safe_to_read(&old.of, &new.of);
            self.type_changed("FIELD_TYPE_CHANGED", safe, of, (old, new));
        }
        self.field_arguments(of, old, new);
        let on = On::field(of, new);
        self.usages(old, &new.usages, &on);
    }

    /// Says that a description is new, gone or another one.
    fn member_description(
        &mut self,
        rules: [&str; 3],
        of: &'a Type,
        old: Option<&'a Member>,
        new: &'a Member,
    ) {
        let from = old.and_then(|old| old.description.as_deref());
        let to = new.description.as_deref();
        if same_text(from, to) {
            return;
        }
        let [added, removed, changed] = rules;
        let rule = match (from, to) {
            (None, _) => added,
            (_, None) => removed,
            _ => changed,
        };
        self.say_change(rule, "", of, (old, new), (maybe(from), maybe(to)));
    }

    /// Keeps a change of a member, with something behind its path.
    fn say_change(
        &mut self,
        rule: &str,
        behind: &str,
        of: &'a Type,
        sides: (Option<&'a Member>, &'a Member),
        change: (String, String),
    ) {
        let (old, new) = sides;
        let subject = format!("{}.{}{behind}", of.name.text, new.name.text);
        let words = [
            ("type", of.name.text.to_string()),
            ("name", new.name.text.to_string()),
            ("from", change.0),
            ("to", change.1),
        ];
        let side = Side::of(&new.name, old.map(|old| &old.name));
        self.say_owned(rule, &subject, side, &words);
    }

    fn deprecation(&mut self, of: &'a Type, old: Option<&'a Member>, new: &'a Member) {
        let (from, to) = (old.and_then(Member::deprecation), new.deprecation());
        let (rule, behind) = match (from.as_deref(), to.as_deref()) {
            (None, None) => return,
            (None, Some(_)) => ("FIELD_DEPRECATION_ADDED", ".@deprecated"),
            (Some(_), None) => ("FIELD_DEPRECATION_REMOVED", ".@deprecated"),
            (Some(from), Some(to)) if from == to => return,
            (Some(NO_REASON), Some(_)) => ("FIELD_DEPRECATION_REASON_ADDED", ".@deprecated"),
            (Some(_), Some(NO_REASON)) => ("FIELD_DEPRECATION_REASON_REMOVED", ""),
            _ => ("FIELD_DEPRECATION_REASON_CHANGED", ".@deprecated"),
        };
        let shown =
            |reason: Option<String>| reason.map_or("nothing".to_owned(), |reason| shown(&reason));
        self.say_change(rule, behind, of, (old, new), (shown(from), shown(to)));
    }

    fn type_changed(
        &mut self,
        rule: &str,
        safe: bool,
        of: &'a Type,
        sides: (&'a Member, &'a Member),
    ) {
        let (old, new) = sides;
        let level = if safe { Level::Info } else { Level::Error };
        let subject = format!("{}.{}", of.name.text, new.name.text);
        let (from, to) = (old.of.to_string(), new.of.to_string());
        let words = [
            ("type", &*of.name.text),
            ("name", &*new.name.text),
            ("from", &*from),
            ("to", &*to),
        ];
        let side = Side::of(&new.name, Some(&old.name));
        self.say_as(rule, level, &subject, side, &words);
    }

    fn field_arguments(&mut self, of: &'a Type, old: Option<&'a Member>, new: &'a Member) {
        let before = old.map_or(&[][..], |old| &old.arguments);
        let (gone, added, both) = split(before, &new.arguments);
        let path = format!("{}.{}", of.name.text, new.name.text);
        for argument in gone {
            let words = argument_words(of, new, argument);
            let subject = format!("{path}.{}", argument.name.text);
            let side = Side::Old(argument.name.at);
            self.say("FIELD_ARGUMENT_REMOVED", &subject, side, &words);
        }
        for argument in added {
            let breaks =
                argument.of.is_required() && default(self.new, argument, &self.steps).is_none();
            let level = match (old, breaks) {
                (None, _) => Level::Info,
                (_, true) => Level::Error,
                (_, false) => Level::Warning,
            };
            let words = argument_words(of, new, argument);
            let subject = format!("{path}.{}", argument.name.text);
            let side = Side::New(argument.name.at);
            self.say_as("FIELD_ARGUMENT_ADDED", level, &subject, side, &words);
        }
        for (old, argument) in both {
            self.argument(of, new, old, argument);
        }
    }

    fn argument(&mut self, of: &'a Type, field: &'a Member, old: &'a Member, new: &'a Member) {
        let subject = format!("{}.{}.{}", of.name.text, field.name.text, new.name.text);
        let side = Side::of(&new.name, Some(&old.name));
        let mut say = |rule: &str, level, from: &str, to: &str| {
            let [of, name, argument] = argument_words(of, field, new);
            let words = [of, name, argument, ("from", from), ("to", to)];
            self.say_as(rule, level, &subject, side, &words);
        };
        let (from, to) = (old.description.as_deref(), new.description.as_deref());
        if !same_text(from, to) {
            let rule = "FIELD_ARGUMENT_DESCRIPTION_CHANGED";
            say(rule, Level::Info, &maybe(from), &maybe(to));
        }
        if old.of != new.of {
            let safe = safe_to_send(&old.of, &new.of);
            let level = if safe { Level::Info } else { Level::Error };
            let (from, to) = (old.of.to_string(), new.of.to_string());
            say("FIELD_ARGUMENT_TYPE_CHANGED", level, &from, &to);
        }
        if !self.same_default(old, new) {
            let [type_word, name, argument] = argument_words(of, field, new);
            let (from, to) = (default_of(old), default_of(new));
            let words = [type_word, name, argument, ("from", &*from), ("to", &*to)];
            self.say("FIELD_ARGUMENT_DEFAULT_CHANGED", &subject, side, &words);
        }
        self.usages(Some(old), &new.usages, &On::argument(of, field, new));
    }

    pub(super) fn inputs(&mut self, fresh: bool, of: &'a Type, members: &'a [Member]) {
        let (gone, added, both) = split(members, &of.members);
        for field in gone {
            let words = [("type", &*of.name.text), ("name", &*field.name.text)];
            let subject = format!("{}.{}", of.name.text, field.name.text);
            let side = Side::Old(field.name.at);
            self.say("INPUT_FIELD_REMOVED", &subject, side, &words);
        }
        for field in added {
            let level = match (
                fresh,
                field.of.is_required(),
                default(self.new, field, &self.steps),
            ) {
                (true, _, _) | (_, false, None) => Level::Info,
                (_, _, None) => Level::Error,
                _ => Level::Warning,
            };
            let words = [("type", &*of.name.text), ("name", &*field.name.text)];
            let subject = format!("{}.{}", of.name.text, field.name.text);
            let side = Side::New(field.name.at);
            self.say_as("INPUT_FIELD_ADDED", level, &subject, side, &words);
            self.input(of, None, field);
        }
        for (old, field) in both {
            self.input(of, Some(old), field);
        }
    }

    fn input(&mut self, of: &'a Type, old: Option<&'a Member>, new: &'a Member) {
        let rules = [
            "INPUT_FIELD_DESCRIPTION_ADDED",
            "INPUT_FIELD_DESCRIPTION_REMOVED",
            "INPUT_FIELD_DESCRIPTION_CHANGED",
        ];
        self.member_description(rules, of, old, new);
        if let Some(old) = old {
            if !self.same_default(old, new) {
                let change = (default_of(old), default_of(new));
                let rule = "INPUT_FIELD_DEFAULT_VALUE_CHANGED";
                self.say_change(rule, "", of, (Some(old), new), change);
            }
            if old.of != new.of {
                let safe = safe_to_send(&old.of, &new.of);
                self.type_changed("INPUT_FIELD_TYPE_CHANGED", safe, of, (old, new));
            }
        }
        self.usages(old, &new.usages, &On::input(of, new));
    }
}

fn argument_words<'w>(
    of: &'w Type,
    field: &'w Member,
    argument: &'w Member,
) -> [(&'static str, &'w str); 3] {
    [
        ("type", &of.name.text),
        ("name", &field.name.text),
        ("arg", &argument.name.text),
    ]
}

/// A default for people.
pub(super) fn default_of(member: &Member) -> String {
    let default = member.default.as_ref();
    default.map_or("nothing".to_owned(), |value| shown(&value.to_string()))
}
