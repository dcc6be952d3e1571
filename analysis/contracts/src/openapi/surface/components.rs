//! Components that are not looked at where they are used.

use super::super::reporter::{Sides, Words, shown};
use super::{Check, apart};
use crate::files::At;

fn component<'a>(root: At<'a>, kind: &str) -> Option<At<'a>> {
    root.get("components")?.get(kind)
}

impl<'a> Check<'_, 'a> {
    pub(super) fn components(&mut self, base: At<'a>, revision: At<'a>) {
        let place = revision.get("components").unwrap_or(revision);
        let of = |kind| apart(component(base, kind), component(revision, kind));
        for (name, at) in of("schemas").gone {
            let words = Words {
                name,
                ..Words::default()
            };
            let sides = Sides(Some(at), Some(place));
            self.say(
                "api-schema-removed",
                &format!("schema {name}"),
                &words,
                sides,
            );
        }
        let schemes = of("securitySchemes");
        let named = |name| Words {
            name,
            ..Words::default()
        };
        for (name, at) in schemes.new {
            self.say_of_scheme("added", &named(name), Sides(None, Some(at)));
        }
        for (name, at) in schemes.gone {
            self.say_of_scheme("removed", &named(name), Sides(Some(at), Some(place)));
        }
        for (name, old, new) in schemes.both {
            self.scheme(name, old.target(), new.target());
        }
    }

    fn scheme(&mut self, name: &str, old: At<'a>, new: At<'a>) {
        self.other(
            name,
            "type-changed",
            (old.get("type"), new.get("type")),
            (old, new),
        );
        let flow = |at: At<'a>| at.get("flows").and_then(|flows| flows.get("implicit"));
        let (Some(before), Some(after)) = (flow(old), flow(new)) else {
            return;
        };
        let both = |key: &str| (before.get(key), after.get(key));
        let places = (before, after);
        self.other(name, "oauth-url-changed", both("authorizationUrl"), places);
        self.other(name, "oauth-token-url-changed", both("tokenUrl"), places);
        let scopes = apart(before.get("scopes"), after.get("scopes"));
        for (scope, at) in scopes.new {
            self.scope(
                name,
                "oauth-scope-added",
                ("", scope),
                Sides(Some(before), Some(at)),
            );
        }
        for (scope, at) in scopes.gone {
            self.scope(
                name,
                "oauth-scope-removed",
                (scope, ""),
                Sides(Some(at), Some(after)),
            );
        }
        for (_, from, to) in scopes.both {
            self.other(
                name,
                "oauth-scope-changed",
                (Some(from), Some(to)),
                (from, to),
            );
        }
    }

    fn say_of_scheme(&mut self, change: &str, words: &Words<'_>, sides: Sides<'a>) {
        let rule = format!("api-security-component-{change}");
        let subject = format!("security scheme {}", words.name);
        self.say(&rule, &subject, words, sides);
    }

    fn scope(&mut self, name: &str, change: &str, (from, to): (&str, &str), sides: Sides<'a>) {
        let words = Words {
            name,
            from: format!("`{from}`"),
            to: format!("`{to}`"),
            ..Words::default()
        };
        self.say_of_scheme(change, &words, sides);
    }

    fn other(
        &mut self,
        name: &str,
        change: &str,
        (from, to): (Option<At<'a>>, Option<At<'a>>),
        places: (At<'a>, At<'a>),
    ) {
        let text = |at: Option<At<'a>>| at.and_then(|at| at.value.written()).unwrap_or("");
        if text(from) == text(to) {
            return;
        }
        let words = Words {
            name,
            from: shown(from),
            to: shown(to),
            ..Words::default()
        };
        let sides = Sides(Some(from.unwrap_or(places.0)), Some(to.unwrap_or(places.1)));
        self.say_of_scheme(change, &words, sides);
    }
}
