//! What is said about directives that are declared.

use holdpoint_findings::Level;

use super::members::{default_of, safe_to_send};
use super::types::split;
use super::{Pair, Side, maybe, same_text};
use crate::model::{Directive, Member};

impl<'a> Pair<'a> {
    pub(super) fn directives(&mut self) {
        let (old, new) = (&self.old.directives, &self.new.directives);
        for (name, directive) in old {
            match new.get(name) {
                Some(now) => self.directive(Some(directive), now),
                None => {
                    let side = Side::Old(directive.name.at);
                    let subject = format!("@{name}");
                    self.say("DIRECTIVE_REMOVED", &subject, side, &[("name", name)]);
                }
            }
        }
        for (name, directive) in new {
            if !old.contains_key(name) {
                let side = Side::New(directive.name.at);
                let subject = format!("@{name}");
                self.say("DIRECTIVE_ADDED", &subject, side, &[("name", name)]);
                self.directive(None, directive);
            }
        }
    }

    fn directive(&mut self, old: Option<&'a Directive>, new: &'a Directive) {
        let name = &*new.name.text;
        let subject = format!("@{name}");
        let side = Side::of(&new.name, old.map(|old| &old.name));
        let from = old.and_then(|old| old.description.as_deref());
        let to = new.description.as_deref();
        if !same_text(from, to) {
            let (from, to) = (maybe(from), maybe(to));
            let words = [("name", name), ("from", &*from), ("to", &*to)];
            self.say("DIRECTIVE_DESCRIPTION_CHANGED", &subject, side, &words);
        }
        let repeatable = old.is_some_and(|old| old.repeatable);
        match (repeatable, new.repeatable) {
            (false, true) => self.say(
                "DIRECTIVE_REPEATABLE_ADDED",
                &subject,
                side,
                &[("name", name)],
            ),
            (true, false) => self.say(
                "DIRECTIVE_REPEATABLE_REMOVED",
                &subject,
                side,
                &[("name", name)],
            ),
            _ => {}
        }
        let before = old.map_or(&[][..], |old| &old.locations);
        let (gone, added, _) = split(before, &new.locations);
        for location in added {
            let words = [("name", name), ("to", &*location.text)];
            let side = Side::New(location.at);
            self.say("DIRECTIVE_LOCATION_ADDED", &subject, side, &words);
        }
        for location in gone {
            let words = [("name", name), ("from", &*location.text)];
            self.say("DIRECTIVE_LOCATION_REMOVED", &subject, side, &words);
        }
        self.directive_arguments(old, new);
    }

    fn directive_arguments(&mut self, old: Option<&'a Directive>, new: &'a Directive) {
        let name = &*new.name.text;
        let before = old.map_or(&[][..], |old| &old.arguments);
        let (gone, added, both) = split(before, &new.arguments);
        for argument in added {
            let breaks = old.is_some() && argument.of.is_required();
            let level = if breaks { Level::Error } else { Level::Info };
            let words = [("name", name), ("arg", &*argument.name.text)];
            let side = Side::New(argument.name.at);
            let subject = format!("@{name}");
            self.say_as("DIRECTIVE_ARGUMENT_ADDED", level, &subject, side, &words);
        }
        for argument in gone {
            let words = [("name", name), ("arg", &*argument.name.text)];
            let subject = format!("@{name}.{}", argument.name.text);
            let side = Side::Old(argument.name.at);
            self.say("DIRECTIVE_ARGUMENT_REMOVED", &subject, side, &words);
        }
        for (old, argument) in both {
            self.directive_argument(name, old, argument);
        }
    }

    fn directive_argument(&mut self, name: &str, old: &'a Member, new: &'a Member) {
        let subject = format!("@{name}.{}", new.name.text);
        let side = Side::of(&new.name, Some(&old.name));
        let mut said = Vec::new();
        let (from, to) = (old.description.as_deref(), new.description.as_deref());
        if !same_text(from, to) {
            let rule = "DIRECTIVE_ARGUMENT_DESCRIPTION_CHANGED";
            said.push((rule, Level::Info, maybe(from), maybe(to)));
        }
        if !self.same_default(old, new) {
            let rule = "DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED";
            said.push((rule, Level::Warning, default_of(old), default_of(new)));
        }
        if old.of != new.of {
            let safe = safe_to_send(&old.of, &new.of);
            let level = if safe { Level::Info } else { Level::Error };
            let rule = "DIRECTIVE_ARGUMENT_TYPE_CHANGED";
            said.push((rule, level, old.of.to_string(), new.of.to_string()));
        }
        for (rule, level, from, to) in said {
            let words = [
                ("name", name),
                ("arg", &*new.name.text),
                ("from", &*from),
                ("to", &*to),
            ];
            self.say_as(rule, level, &subject, side, &words);
        }
    }
}
