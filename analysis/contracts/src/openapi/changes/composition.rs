//! Schemas made of schemas.

use super::super::differ::{Differ, missing, same};
use super::super::node::Child;
use super::super::reporter::{Sides, shown};
use super::super::schema::{Key, Schema};
use super::super::walk::{Here, Role, Walk};
use super::super::whole;
use crate::files::At;

const LISTS: &[(Key, &str)] = &[
    (Key::OneOf, "one-of"),
    (Key::AnyOf, "any-of"),
    (Key::AllOf, "all-of"),
    (Key::PrefixItems, "prefix-items"),
];

const SINGLES: &[(Key, &str)] = &[
    (Key::If, "if"),
    (Key::Then, "then"),
    (Key::Else, "else"),
    (Key::Contains, "contains"),
    (Key::PropertyNames, "property-names"),
    (Key::UnevaluatedItems, "unevaluated-items"),
    (Key::UnevaluatedProperties, "unevaluated-properties"),
    (Key::ContentSchema, "content-schema"),
];

const NAMED: &[(Key, &str)] = &[
    (Key::PatternProperties, "pattern-property"),
    (Key::DependentSchemas, "dependent-schema"),
];

/// Branches by what they refer to, or else by their place.
fn named(branches: &[usize], all: &[At<'_>], key: Key) -> String {
    let keyword = match key {
        Key::OneOf => "oneOf",
        Key::AnyOf => "anyOf",
        Key::AllOf => "allOf",
        _ => "prefixItems",
    };
    let name = |at: &usize| match all.get(*at).and_then(|at| at.reference()) {
        Some(name) => format!("`{}`", name.rsplit('/').next().unwrap_or(name)),
        None => format!("`{keyword}[{at}]`"),
    };
    branches.iter().map(name).collect::<Vec<_>>().join(", ")
}

impl<'a> Walk<'_, '_, 'a> {
    pub(crate) fn composition(&mut self, here: &Here<'_, 'a>) {
        let wrapped = here.root && !whole::moved(here.base(), here.revision()).is_empty();
        if wrapped && self.spot.role != Role::Parameter {
            let sides = Sides(
                Some(here.base().at),
                Some(here.revision().place(Key::OneOf)),
            );
            self.say(
                here,
                "wrapped-in-one-of",
                [String::new(), String::new()],
                sides,
            );
        }
        for (key, name) in LISTS {
            self.list(here, *key, name);
        }
        for (key, name) in SINGLES {
            let change = match here.node.child(*key) {
                Some(Child::Added) => "added",
                Some(Child::Removed) => "removed",
                _ => continue,
            };
            let said = [String::new(), String::new()];
            self.say(here, &format!("{name}-{change}"), said, here.sides(*key));
        }
        for (key, name) in NAMED {
            self.named(here, *key, name);
        }
    }

    fn list(&mut self, here: &Here<'_, 'a>, key: Key, name: &str) {
        let Some(branches) = here.node.branches(key) else {
            return;
        };
        let sides = [
            (&branches.added, here.revision(), "added"),
            (&branches.removed, here.base(), "removed"),
        ];
        for (which, schema, change) in sides {
            let all = schema.branches(key);
            let (said, remarks) = match key {
                Key::AllOf => Differ::apart(which, &all),
                _ => (which.clone(), Vec::new()),
            };
            for (which, aside) in [(said, ""), (remarks, "-annotation-only")] {
                if which.is_empty() {
                    continue;
                }
                let names = named(&which, &all, key);
                let words = match change {
                    "added" => [String::new(), names],
                    _ => [names, String::new()],
                };
                self.say(
                    here,
                    &format!("{name}-{change}{aside}"),
                    words,
                    here.sides(key),
                );
            }
        }
    }

    fn named(&mut self, here: &Here<'_, 'a>, key: Key, name: &str) {
        let Some(members) = here.node.members(key) else {
            return;
        };
        let changes = [(&members.added, "added"), (&members.removed, "removed")];
        for (names, change) in changes {
            for one in names {
                let change = format!("{}-{name}-{change}", self.prefix(here));
                let at = |schema: &Schema<'a>| schema.get(key).and_then(|at| at.get(one));
                let place = |schema: &Schema<'a>| Some(at(schema).unwrap_or(schema.place(key)));
                let sides = Sides(place(here.base()), place(here.revision()));
                let said = [String::new(), String::new()];
                self.report(here, &change, one, here.path, said, sides);
            }
        }
    }

    /// What text holds, and which properties need which.
    pub(crate) fn extras(&mut self, here: &Here<'_, 'a>) {
        let contents = [
            (Key::ContentMediaType, "content-media-type-changed"),
            (Key::ContentEncoding, "content-encoding-changed"),
        ];
        for (key, change) in contents {
            if here.base().text(key) != here.revision().text(key) {
                let (base, revision) = here.both(key);
                self.say(
                    here,
                    change,
                    [shown(base), shown(revision)],
                    here.sides(key),
                );
            }
        }
        self.dependent(here);
    }

    fn dependent(&mut self, here: &Here<'_, 'a>) {
        let (base, revision) = here.both(Key::DependentRequired);
        let under = |at: Option<At<'a>>, name: &str| at.and_then(|at| at.get(name));
        let names = |at: Option<At<'a>>| at.into_iter().flat_map(At::fields).map(|(name, _)| name);
        let mut all: Vec<&str> = names(base).chain(names(revision)).collect();
        all.sort_unstable();
        all.dedup();
        for name in all {
            let (from, to) = (under(base, name), under(revision, name));
            let change = match (from, to) {
                (None, Some(_)) => "added",
                (Some(_), None) => "removed",
                (Some(_), Some(_)) if !unlike(from, to) => continue,
                (Some(_), Some(_)) => "changed",
                (None, None) => continue,
            };
            let change = format!("{}-dependent-required-{change}", self.prefix(here));
            let Sides(before, after) = here.sides(Key::DependentRequired);
            let sides = Sides(from.or(before), to.or(after));
            self.report(
                here,
                &change,
                name,
                here.path,
                [shown(from), shown(to)],
                sides,
            );
        }
    }
}

fn unlike(from: Option<At<'_>>, to: Option<At<'_>>) -> bool {
    !same(from, to) && (!missing(from, to).is_empty() || !missing(to, from).is_empty())
}
