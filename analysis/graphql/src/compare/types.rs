//! What is said about types and the roots of operations.

use std::collections::HashSet;

use holdpoint_findings::Level;

use super::{Pair, Side, maybe, same_text, shown};
use crate::model::{Kind, Member, Name, Type};

/// The name of an item, by which two belong together.
pub(super) trait Named {
    fn called(&self) -> &Name;
}

impl Named for Name {
    fn called(&self) -> &Name {
        self
    }
}

impl Named for Member {
    fn called(&self) -> &Name {
        &self.name
    }
}

/// What is gone of a list, what is new, and what is in both.
pub(super) fn split<'l, T: Named>(
    old: &'l [T],
    new: &'l [T],
) -> (Vec<&'l T>, Vec<&'l T>, Vec<(&'l T, &'l T)>) {
    let name = |item: &'l T| &*item.called().text;
    let before: HashSet<&str> = old.iter().map(name).collect();
    let after: std::collections::HashMap<&str, &T> =
        new.iter().map(|item| (name(item), item)).collect();
    let gone = old.iter().filter(|item| !after.contains_key(name(item)));
    let added = new.iter().filter(|item| !before.contains(name(item)));
    let both = old
        .iter()
        .filter_map(|item| Some((item, *after.get(name(item))?)));
    (gone.collect(), added.collect(), both.collect())
}

impl<'a> Pair<'a> {
    pub(super) fn roots(&mut self) {
        for (word, rule) in [
            ("query", "SCHEMA_QUERY_TYPE_CHANGED"),
            ("mutation", "SCHEMA_MUTATION_TYPE_CHANGED"),
            ("subscription", "SCHEMA_SUBSCRIPTION_TYPE_CHANGED"),
        ] {
            let (old, new) = (self.old.roots.get(word), self.new.roots.get(word));
            let text = |name: Option<&'a Name>| name.map(|name| &*name.text);
            if text(old) == text(new) {
                continue;
            }
            let level = match old {
                Some(_) => Level::Error,
                None => Level::Info,
            };
            let side = match (new, old) {
                (Some(new), old) => Side::of(new, old),
                (None, Some(old)) => Side::Old(old.at),
                (None, None) => continue,
            };
            let (from, to) = (maybe(text(old)), maybe(text(new)));
            let words = [("name", word), ("from", &*from), ("to", &*to)];
            self.say_as(rule, level, word, side, &words);
        }
    }

    pub(super) fn types(&mut self) {
        let (old, new) = (&self.old.types, &self.new.types);
        for (name, declared) in old {
            match new.get(name) {
                Some(now) => self.typed(Some(declared), now),
                None => {
                    let side = Side::Old(declared.name.at);
                    self.say("TYPE_REMOVED", name, side, &[("name", name)]);
                }
            }
        }
        for (name, declared) in new {
            if !old.contains_key(name) {
                let side = Side::New(declared.name.at);
                self.say("TYPE_ADDED", name, side, &[("name", name)]);
                self.typed(None, declared);
            }
        }
    }

    fn typed(&mut self, old: Option<&'a Type>, new: &'a Type) {
        let same = old.is_none_or(|old| old.kind == new.kind);
        if same {
            self.inside(old, new);
        } else if let Some(old) = old {
            let words = [
                ("name", &*new.name.text),
                ("from", old.kind.called()),
                ("to", new.kind.called()),
            ];
            let side = Side::of(&new.name, Some(&old.name));
            self.say("TYPE_KIND_CHANGED", &new.name.text, side, &words);
        }
        self.type_description(old, new);
    }

    fn type_description(&mut self, old: Option<&'a Type>, new: &'a Type) {
        let from = old.and_then(|old| old.description.as_deref());
        let to = new.description.as_deref();
        if same_text(from, to) {
            return;
        }
        let rule = match (from, to) {
            (None, _) => "TYPE_DESCRIPTION_ADDED",
            (Some(from), None) if !from.is_empty() => "TYPE_DESCRIPTION_REMOVED",
            _ => "TYPE_DESCRIPTION_CHANGED",
        };
        let (from, to) = (maybe(from), maybe(to));
        let words = [("name", &*new.name.text), ("from", &*from), ("to", &*to)];
        let side = Side::of(&new.name, old.map(|old| &old.name));
        self.say(rule, &new.name.text, side, &words);
    }

    fn inside(&mut self, old: Option<&'a Type>, new: &'a Type) {
        let members = old.map_or(&[][..], |old| &old.members);
        let others = old.map_or(&[][..], |old| &old.others);
        match new.kind {
            Kind::Object | Kind::Interface => {
                self.interfaces(old.is_none(), others, new);
                self.fields(new, members);
            }
            Kind::Union => self.union(old.is_none(), others, new),
            Kind::Enum => self.values(old.is_none(), new, members),
            Kind::Input => self.inputs(old.is_none(), new, members),
            Kind::Scalar => {}
        }
        self.type_usages(old, new);
    }

    fn interfaces(&mut self, fresh: bool, old: &'a [Name], new: &'a Type) {
        let (gone, added, _) = split(old, &new.others);
        let name = &new.name.text;
        for other in gone {
            let words = [("type", &**name), ("name", &*other.text)];
            let rule = "OBJECT_TYPE_INTERFACE_REMOVED";
            self.say(rule, name, Side::New(new.name.at), &words);
        }
        let level = if fresh { Level::Info } else { Level::Warning };
        for other in added {
            let words = [("type", &**name), ("name", &*other.text)];
            let rule = "OBJECT_TYPE_INTERFACE_ADDED";
            self.say_as(rule, level, name, Side::New(other.at), &words);
        }
    }

    fn union(&mut self, fresh: bool, old: &'a [Name], new: &'a Type) {
        let (gone, added, _) = split(old, &new.others);
        let name = &new.name.text;
        for other in gone {
            let words = [("type", &**name), ("name", &*other.text)];
            let side = Side::New(new.name.at);
            self.say("UNION_MEMBER_REMOVED", name, side, &words);
        }
        let level = if fresh { Level::Info } else { Level::Warning };
        for other in added {
            let words = [("type", &**name), ("name", &*other.text)];
            let side = Side::New(other.at);
            self.say_as("UNION_MEMBER_ADDED", level, name, side, &words);
        }
    }

    fn values(&mut self, fresh: bool, new: &'a Type, members: &'a [Member]) {
        let (gone, added, both) = split(members, &new.members);
        for value in gone {
            let words = [("type", &*new.name.text), ("name", &*value.name.text)];
            let subject = format!("{}.{}", new.name.text, value.name.text);
            let side = Side::New(new.name.at);
            self.say("ENUM_VALUE_REMOVED", &subject, side, &words);
        }
        let level = if fresh { Level::Info } else { Level::Warning };
        for value in added {
            let words = [("type", &*new.name.text), ("name", &*value.name.text)];
            let subject = format!("{}.{}", new.name.text, value.name.text);
            let side = Side::New(value.name.at);
            self.say_as("ENUM_VALUE_ADDED", level, &subject, side, &words);
            self.value(new, None, value);
        }
        for (old, value) in both {
            self.value(new, Some(old), value);
        }
    }

    fn value(&mut self, of: &'a Type, old: Option<&'a Member>, new: &'a Member) {
        let subject = format!("{}.{}", of.name.text, new.name.text);
        let side = Side::of(&new.name, old.map(|old| &old.name));
        let words = |from: &str, to: &str| {
            let pair = [
                ("type", of.name.text.to_string()),
                ("name", new.name.text.to_string()),
            ];
            let change = [("from", from.to_owned()), ("to", to.to_owned())];
            pair.into_iter().chain(change).collect::<Vec<_>>()
        };
        let from = old.and_then(|old| old.description.as_deref());
        let to = new.description.as_deref();
        if !same_text(from, to) {
            let words = words(&maybe(from), &maybe(to));
            self.say_owned("ENUM_VALUE_DESCRIPTION_CHANGED", &subject, side, &words);
        }
        let (from, to) = (old.and_then(Member::deprecation), new.deprecation());
        if !same_text(from.as_deref(), to.as_deref()) {
            let standard = |reason: &Option<String>| {
                reason
                    .as_deref()
                    .is_none_or(|reason| reason == crate::model::NO_REASON)
            };
            let (rule, subject) = match (standard(&from), standard(&to)) {
                (true, _) => (
                    "ENUM_VALUE_DEPRECATION_REASON_ADDED",
                    format!("{subject}.@deprecated"),
                ),
                (false, true) => ("ENUM_VALUE_DEPRECATION_REASON_REMOVED", subject),
                _ => (
                    "ENUM_VALUE_DEPRECATION_REASON_CHANGED",
                    format!("{subject}.@deprecated"),
                ),
            };
            let shown =
                |reason: &Option<String>| reason.as_deref().map_or("nothing".to_owned(), shown);
            let words = words(&shown(&from), &shown(&to));
            self.say_owned(rule, &subject, side, &words);
        }
        let on = super::usages::On::value(of, new);
        self.usages(old, &new.usages, &on);
    }

    pub(super) fn say_owned(
        &mut self,
        rule: &str,
        subject: &str,
        side: Side,
        words: &[(&str, String)],
    ) {
        let words: Vec<_> = words
            .iter()
            .map(|(name, word)| (*name, word.as_str()))
            .collect();
        self.say(rule, subject, side, &words);
    }
}
