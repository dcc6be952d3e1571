//! Paths and webhooks, and operations that come and go.

use std::collections::HashMap;

use super::super::reporter::{Sides, Words, short};
use super::super::stability::{self, Stability};
use super::super::sunset::{self, Sunset};
use super::path::{Renamed, normal};
use super::{Check, Pair, apart};
use crate::files::At;

const METHODS: &[&str] = &[
    "get", "head", "post", "put", "patch", "delete", "connect", "options", "trace", "query",
];

/// An item of paths, by the path.
type Item<'a> = (&'a str, At<'a>);

fn items<'a>(root: At<'a>) -> Vec<Item<'a>> {
    let paths = root.get("paths").into_iter().flat_map(At::fields);
    let paths = paths.filter(|(path, at)| !path.starts_with("x-") && !at.value.is_null());
    paths.map(|(path, at)| (path, at.target())).collect()
}

/// Finds the same path in another version, whatever its placeholders are called.
struct Finder<'a> {
    exact: HashMap<&'a str, At<'a>>,
    normal: HashMap<String, Item<'a>>,
}

impl<'a> Finder<'a> {
    fn of(items: &[Item<'a>]) -> Self {
        let keyed = items.iter().rev().map(|item| (normal(item.0).0, *item));
        Self {
            exact: items.iter().copied().collect(),
            normal: keyed.collect(),
        }
    }

    fn find(&self, path: &'a str) -> Option<Item<'a>> {
        let exact = self.exact.get(path).map(|at| (path, *at));
        exact.or_else(|| self.normal.get(&normal(path).0).copied())
    }
}

fn operations<'a>(item: At<'a>) -> impl Iterator<Item = (&'static str, At<'a>)> {
    { METHODS.iter() }.filter_map(move |method| Some((*method, item.get(method)?)))
}

fn subject(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_uppercase())
}

impl<'a> Check<'_, 'a> {
    pub(super) fn paths(&mut self, base: At<'a>, revision: At<'a>) {
        let (before, after) = (items(base), items(revision));
        let (old, new) = (Finder::of(&before), Finder::of(&after));
        let whole = revision.get("paths").unwrap_or(revision);
        for (path, item) in &before {
            match new.find(path) {
                None => self.path_gone(path, *item, whole),
                Some((name, other)) => {
                    let renamed = Renamed::between(path, name);
                    self.item(path, (*item, other), &renamed);
                }
            }
        }
        for (path, item) in after {
            if old.find(path).is_none() {
                operations(item).for_each(|(method, at)| self.added(method, path, at));
            }
        }
    }

    pub(super) fn webhooks(&mut self, base: At<'a>, revision: At<'a>) {
        let names = apart(base.get("webhooks"), revision.get("webhooks"));
        let words = |name| Words {
            name,
            ..Words::default()
        };
        for (name, at) in names.new {
            let subject = format!("webhook {name}");
            self.say(
                "webhook-added",
                &subject,
                &words(name),
                Sides(None, Some(at)),
            );
        }
        for (name, at) in names.gone {
            let subject = format!("webhook {name}");
            let place = revision.get("webhooks").unwrap_or(revision);
            let sides = Sides(Some(at), Some(place));
            self.say("webhook-removed", &subject, &words(name), sides);
        }
        for (name, before, after) in names.both {
            let path = format!("webhook:{name}");
            let renamed = Renamed::between(name, name);
            self.item(&path, (before.target(), after.target()), &renamed);
        }
    }

    fn added(&mut self, method: &str, path: &str, at: At<'a>) {
        let sides = Sides(None, Some(at));
        self.say(
            "endpoint-added",
            &subject(method, path),
            &Words::default(),
            sides,
        );
    }

    fn path_gone(&mut self, path: &str, item: At<'a>, whole: At<'a>) {
        for (method, operation) in operations(item) {
            let subject = subject(method, path);
            match stability::of(operation.get(stability::KEY)) {
                Err(at) => self.no_stability(&subject, at),
                Ok(level) if level >= Stability::Beta => {
                    self.gone(&subject, operation, whole, "api-path-removed");
                }
                Ok(_) => {}
            }
        }
    }

    fn no_stability(&mut self, subject: &str, at: At<'a>) {
        let words = Words {
            to: short(&at.value.to_string()),
            ..Words::default()
        };
        self.say(
            "api-invalid-stability-level",
            subject,
            &words,
            Sides(None, Some(at)),
        );
    }

    fn gone(&mut self, subject: &str, operation: At<'a>, whole: At<'a>, name: &str) {
        let mut words = Words::default();
        let end = operation.get(sunset::KEY).map(|at| (at, sunset::read(at)));
        let change = match end {
            _ if !operation.flag("deprecated") => format!("{name}-without-deprecation"),
            None => format!("{name}-with-deprecation"),
            Some((_, Sunset::Wrong(text))) => {
                words.to = short(&text);
                "api-path-sunset-parse".to_owned()
            }
            Some((_, Sunset::On(day))) if self.options.today < day => {
                words.from = short(&day.to_string());
                format!("{name}-before-sunset")
            }
            Some(_) => return,
        };
        self.say(
            &change,
            subject,
            &words,
            Sides(Some(operation), Some(whole)),
        );
    }

    /// A path that is there in both versions.
    fn item(&mut self, path: &str, items: Pair<'a>, renamed: &Renamed) {
        let (before, after) = items;
        for method in METHODS {
            let subject = subject(method, path);
            match (before.get(method), after.get(method)) {
                (None, None) => {}
                (None, Some(at)) => self.added(method, path, at),
                (Some(at), None) => match stability::of(at.get(stability::KEY)) {
                    Err(at) => self.no_stability(&subject, at),
                    Ok(level) if level >= Stability::Beta => {
                        self.gone(&subject, at, after, "api-removed");
                    }
                    Ok(_) => {}
                },
                (Some(old), Some(new)) => self.both(&subject, items, (old, new), renamed),
            }
        }
    }

    fn both(&mut self, subject: &str, items: Pair<'a>, pair: Pair<'a>, renamed: &Renamed) {
        let (old, new) = pair;
        let (before, after) = (old.get(stability::KEY), new.get(stability::KEY));
        let (before, after) = match (stability::of(before), stability::of(after)) {
            (Ok(before), Ok(after)) => (before, after),
            (Err(at), _) | (_, Err(at)) => {
                // Nothing is known of an unchanged operation either, but nothing has changed.
                if !old.value.same(new.value) {
                    self.no_stability(subject, at);
                    self.operation(subject, items, pair, renamed, None);
                }
                return;
            }
        };
        if before != after && before >= Stability::Beta {
            let change = match after < before {
                true => "api-stability-decreased",
                false => "api-stability-increased",
            };
            let words = Words {
                from: short(before.as_str()),
                to: short(after.as_str()),
                ..Words::default()
            };
            let place = |at: At<'a>| Some(at.get(stability::KEY).unwrap_or(at));
            self.say(change, subject, &words, Sides(place(old), place(new)));
        }
        if after >= Stability::Beta {
            self.operation(subject, items, pair, renamed, Some(after));
        }
    }
}
