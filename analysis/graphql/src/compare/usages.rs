//! What is said about directives where they are used.
//!
//! One may be used several times on the same thing: the first belongs to the first, and so on.

use std::collections::HashMap;

use holdpoint_findings::Level;

use super::{Pair, Side};
use crate::model::{Kind, Member, Name, Type, Usage};

/// What a directive is used on.
pub(super) struct On<'a> {
    /// The part of the rules' names that says it.
    kind: &'static str,
    of: &'a str,
    name: &'a str,
    argument: &'a str,
    /// The way to it.
    path: String,
    at: Name,
}

impl<'a> On<'a> {
    fn new(kind: &'static str, parts: [&'a str; 3], at: &Name) -> Self {
        let [of, name, argument] = parts;
        let filled: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            kind,
            of,
            name,
            argument,
            path: filled.join("."),
            at: at.clone(),
        }
    }

    pub(super) fn field(of: &'a Type, field: &'a Member) -> Self {
        let parts = [&*of.name.text, &*field.name.text, ""];
        Self::new("FIELD_DEFINITION", parts, &field.name)
    }

    pub(super) fn input(of: &'a Type, field: &'a Member) -> Self {
        let parts = [&*of.name.text, &*field.name.text, ""];
        Self::new("INPUT_FIELD_DEFINITION", parts, &field.name)
    }

    pub(super) fn value(of: &'a Type, value: &'a Member) -> Self {
        let parts = [&*of.name.text, &*value.name.text, ""];
        Self::new("ENUM_VALUE", parts, &value.name)
    }

    pub(super) fn argument(of: &'a Type, field: &'a Member, argument: &'a Member) -> Self {
        let parts = [&*of.name.text, &*field.name.text, &*argument.name.text];
        Self::new("ARGUMENT_DEFINITION", parts, &argument.name)
    }

    fn of_type(of: &'a Type) -> Self {
        let kind = match of.kind {
            Kind::Scalar => "SCALAR",
            Kind::Object => "OBJECT",
            Kind::Interface => "INTERFACE",
            Kind::Union => "UNION_MEMBER",
            Kind::Enum => "ENUM",
            Kind::Input => "INPUT_OBJECT",
        };
        Self::new(kind, [&*of.name.text, "", ""], &of.name)
    }
}

/// How much a directive weighs that is there now.
fn weight_added(name: &str, fresh: bool) -> Level {
    match name {
        _ if fresh => Level::Info,
        "deprecated" => Level::Info,
        "oneOf" => Level::Error,
        _ => Level::Warning,
    }
}

fn weight_removed(name: &str) -> Level {
    match name {
        "deprecated" | "oneOf" => Level::Info,
        _ => Level::Warning,
    }
}

impl<'a> Pair<'a> {
    pub(super) fn type_usages(&mut self, old: Option<&'a Type>, new: &'a Type) {
        let before = old.map(|old| &*old.usages);
        self.all_usages(before, &new.usages, &On::of_type(new));
    }

    pub(super) fn usages(&mut self, old: Option<&'a Member>, new: &'a [Usage], on: &On<'_>) {
        self.all_usages(old.map(|old| &*old.usages), new, on);
    }

    pub(super) fn schema_usages(&mut self) {
        let (old, new) = (&self.old.usages, &self.new.usages);
        let name = |usage: Option<&'a Usage>| usage.map(|usage| usage.name.clone());
        for at in 0..old.len().max(new.len()) {
            let before = old.get(at).map_or(&[][..], Vec::as_slice);
            let after = new.get(at).map_or(&[][..], Vec::as_slice);
            let Some(at) = name(after.first()).or(name(before.first())) else {
                continue;
            };
            self.all_usages(Some(before), after, &On::new("SCHEMA", ["", "", ""], &at));
        }
    }

    fn all_usages(&mut self, old: Option<&'a [Usage]>, new: &'a [Usage], on: &On<'_>) {
        let before = old.unwrap_or_default();
        let mut left: HashMap<&str, Vec<&Usage>> = HashMap::new();
        for usage in new.iter().rev() {
            left.entry(&usage.name.text).or_default().push(usage);
        }
        let mut both = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for usage in before {
            *known.entry(&usage.name.text).or_default() += 1;
            match left.get_mut(&*usage.name.text).and_then(Vec::pop) {
                Some(now) => both.push((Some(usage), now)),
                None => self.say_usage("REMOVED", weight_removed(&usage.name.text), usage, on),
            }
        }
        for usage in new {
            let mine = known.get_mut(&*usage.name.text).filter(|count| **count > 0);
            match mine {
                Some(count) => *count -= 1,
                None => {
                    let level = weight_added(&usage.name.text, old.is_none());
                    self.say_usage("ADDED", level, usage, on);
                    both.push((None, usage));
                }
            }
        }
        for (old, new) in both {
            self.usage_arguments(old, new, on);
        }
    }

    fn say_usage(&mut self, what: &str, level: Level, usage: &Usage, on: &On<'_>) {
        let rule = format!("DIRECTIVE_USAGE_{}_{what}", on.kind);
        let subject = format!("{}.@{}", on.path, usage.name.text);
        let words = [
            ("type", on.of),
            ("name", on.name),
            ("arg", on.argument),
            ("directive", &*usage.name.text),
        ];
        let side = match what {
            "ADDED" => Side::New(usage.name.at),
            _ => Side::Old(usage.name.at),
        };
        self.say_as(&rule, level, &subject, side, &words);
    }

    /// An argument that says something else is one that is gone and one that is new.
    fn usage_arguments(&mut self, old: Option<&Usage>, new: &Usage, on: &On<'_>) {
        let before = old.map_or(&[][..], |old| &old.arguments);
        let find = |list: &'_ [(Name, crate::model::Value)], name: &str| {
            let found = list.iter().find(|(known, _)| &*known.text == name);
            found.map(|(_, value)| value.to_string())
        };
        for (name, value) in before {
            if find(&new.arguments, &name.text) != Some(value.to_string()) {
                self.say_usage_argument("REMOVED", new, name, on);
            }
        }
        for (name, value) in &new.arguments {
            if find(before, &name.text) != Some(value.to_string()) {
                self.say_usage_argument("ADDED", new, name, on);
            }
        }
    }

    fn say_usage_argument(&mut self, what: &str, usage: &Usage, name: &Name, on: &On<'_>) {
        let rule = format!("DIRECTIVE_USAGE_ARGUMENT_{what}");
        let subject = format!("{}.@{}.{}", on.path, usage.name.text, name.text);
        let path = match on.path.as_str() {
            "" => "the schema".to_owned(),
            path => format!("`{path}`"),
        };
        let words = [
            ("directive", &*usage.name.text),
            ("on", path.as_str()),
            ("arg", &*name.text),
        ];
        let side = match what {
            "ADDED" => Side::New(name.at),
            _ => Side::New(on.at.at),
        };
        self.say(&rule, &subject, side, &words);
    }
}
