//! Limits of numbers, lengths and counts.

use std::cmp::Ordering;

use super::super::reporter::shown;
use super::super::schema::{Key, Schema};
use super::super::walk::{Here, Role, Walk};
use crate::files::At;

/// A limit, as rules call it, and whether a higher one lets more in.
struct Limit {
    key: Key,
    name: &'static str,
    upper: bool,
}

const fn limit(key: Key, name: &'static str, upper: bool) -> Limit {
    Limit { key, name, upper }
}

const LIMITS: &[Limit] = &[
    limit(Key::MaxLength, "max-length", true),
    limit(Key::MinLength, "min-length", false),
    limit(Key::Maximum, "max", true),
    limit(Key::Minimum, "min", false),
    limit(Key::ExclusiveMaximum, "exclusive-max", true),
    limit(Key::ExclusiveMinimum, "exclusive-min", false),
    limit(Key::MaxItems, "max-items", true),
    limit(Key::MinItems, "min-items", false),
    limit(Key::MaxContains, "max-contains", true),
    limit(Key::MinContains, "min-contains", false),
];

impl<'a> Walk<'_, '_, 'a> {
    pub(crate) fn limits(&mut self, here: &Here<'_, 'a>) {
        for limit in LIMITS {
            let (base, revision) = here.both(limit.key);
            if base.is_none() && revision.is_none() {
                self.items_of_parameter(here, limit);
                continue;
            }
            if let Some(change) = change(here.base(), here.revision(), limit, self.spot.role) {
                let said = [
                    bound(here.base(), limit.key),
                    bound(here.revision(), limit.key),
                ];
                self.limit(here, limit, change, said);
            }
        }
    }

    fn limit(&mut self, here: &Here<'_, 'a>, limit: &Limit, change: &str, said: [String; 2]) {
        let schema = here.revision();
        let sides = here.sides(limit.key);
        let name = format!("{}-{change}", limit.name);
        let nested = !here.root && !limit.name.ends_with("contains");
        if nested && self.spot.role == Role::Response && schema.flag(Key::WriteOnly) {
            return;
        }
        if nested && self.spot.role == Role::Request && schema.flag(Key::ReadOnly) {
            if change == "set" || limit.key == Key::MinItems {
                return;
            }
            let aside = format!("request-read-only-property-{name}");
            if super::super::rules::row_of(&aside).is_some() {
                return self.report(here, &aside, "", here.path, said, sides);
            }
        }
        self.say(here, &name, said, sides);
    }

    /// How many items a parameter may have may be said of its items, too.
    fn items_of_parameter(&mut self, here: &Here<'_, 'a>, limit: &Limit) {
        if limit.key != Key::MaxItems || self.spot.role != Role::Parameter || !here.root {
            return;
        }
        let items = |schema: &Schema<'a>| schema.one(Key::Items).map(Schema::read);
        let (Some(base), Some(revision)) = (items(here.base()), items(here.revision())) else {
            return;
        };
        if let Some(change) = change(&base, &revision, limit, Role::Parameter) {
            let said = [bound(&base, limit.key), bound(&revision, limit.key)];
            self.limit(here, limit, change, said);
        }
    }
}

fn bound(schema: &Schema<'_>, key: Key) -> String {
    match schema.get(key) {
        None if schema.limit(key).is_some() => "`0`".to_owned(),
        at => shown(at),
    }
}

/// There, as a number or as a truth value.
fn there(schema: &Schema<'_>, key: Key) -> bool {
    let truth = |at: At<'_>| at.value.bool().is_some();
    schema.limit(key).is_some() || schema.get(key).is_some_and(truth)
}

fn change(
    base: &Schema<'_>,
    revision: &Schema<'_>,
    limit: &Limit,
    role: Role,
) -> Option<&'static str> {
    let key = limit.key;
    match (there(base, key), there(revision, key)) {
        (false, false) => None,
        (false, true) => Some("set"),
        (true, false) => Some("unset"),
        (true, true) => {
            let same = match (base.get(key), revision.get(key)) {
                (Some(a), Some(b)) => a.value.same(b.value),
                _ => false,
            };
            match base.order(revision, key) {
                Some(Ordering::Less) => Some("increased"),
                Some(Ordering::Greater) => Some("decreased"),
                Some(Ordering::Equal) => None,
                // A truth value came or went, or what cannot be compared: nothing is known to be wider.
                _ if same || role == Role::Response => None,
                _ if limit.upper => Some("increased"),
                _ => Some("decreased"),
            }
        }
    }
}
