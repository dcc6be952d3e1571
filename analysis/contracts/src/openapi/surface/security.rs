//! Who may call: alternatives, each of schemes with scopes.

use super::super::reporter::{Sides, Words, short};
use super::Check;
use super::operation::{Operation, texts, without};
use crate::files::At;

/// One way in: schemes that are all needed.
fn schemes(at: At<'_>) -> Vec<&str> {
    let mut names: Vec<&str> = at.fields().map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

fn scopes_differ(one: At<'_>, other: At<'_>) -> bool {
    one.fields().any(|(name, _)| {
        let (before, after) = (texts(one, name), texts(other, name));
        !without(&before, &after).is_empty() || !without(&after, &before).is_empty()
    })
}

fn named(at: At<'_>) -> String {
    let scheme = |name: &&str| match texts(at, name) {
        scopes if scopes.is_empty() => (*name).to_owned(),
        scopes => format!("{name} ({})", scopes.join(", ")),
    };
    let all: Vec<String> = schemes(at).iter().map(scheme).collect();
    match all.is_empty() {
        true => "nobody in particular".to_owned(),
        false => all.join(" and "),
    }
}

fn words(name: &str) -> Words<'_> {
    Words {
        name,
        ..Words::default()
    }
}

/// Alternatives that came, went, and need other scopes.
struct Changed<'a> {
    new: Vec<At<'a>>,
    gone: Vec<At<'a>>,
    scopes: Vec<(At<'a>, At<'a>)>,
}

fn compare<'a>(base: Option<At<'a>>, revision: Option<At<'a>>) -> Changed<'a> {
    let all = |at: Option<At<'a>>| at.into_iter().flat_map(At::items).collect::<Vec<_>>();
    let (mut gone, mut new) = (all(base), all(revision));
    gone.retain(|one| {
        let same =
            |other: &At<'a>| schemes(*one) == schemes(*other) && !scopes_differ(*one, *other);
        new.iter().position(same).is_none_or(|at| {
            new.remove(at);
            false
        })
    });
    let mut scopes = Vec::new();
    let alone = |all: &[At<'a>], one: At<'a>| {
        all.iter()
            .filter(|other| schemes(**other) == schemes(one))
            .count()
            == 1
    };
    let before = gone.clone();
    gone.retain(|one| {
        let twin = new
            .iter()
            .position(|other| schemes(*one) == schemes(*other));
        match twin {
            Some(at) if alone(&before, *one) && alone(&new, *one) => {
                scopes.push((*one, new.remove(at)));
                false
            }
            _ => true,
        }
    });
    Changed { new, gone, scopes }
}

impl<'a> Check<'_, 'a> {
    pub(super) fn security(&mut self, operation: &Operation<'_, 'a>) {
        let (base, revision) = (operation.base, operation.revision);
        let (before, after) = (base.get("security"), revision.get("security"));
        let mut changed = compare(before, after);
        changed.new.retain(|at| !schemes(*at).is_empty());
        changed.gone.retain(|at| !schemes(*at).is_empty());
        let places = (before.unwrap_or(base), after.unwrap_or(revision));
        self.secured(&changed, operation.subject, "api-security", places);
    }

    pub(super) fn global_security(&mut self, base: At<'a>, revision: At<'a>) {
        let (before, after) = (base.get("security"), revision.get("security"));
        let changed = compare(before, after);
        let places = (before.unwrap_or(base), after.unwrap_or(revision));
        self.secured(&changed, "security", "api-global-security", places);
    }

    fn secured(
        &mut self,
        changed: &Changed<'a>,
        subject: &str,
        name: &str,
        places: (At<'a>, At<'a>),
    ) {
        for at in &changed.new {
            let sides = Sides(Some(places.0), Some(*at));
            let said = named(*at);
            self.say(&format!("{name}-added"), subject, &words(&said), sides);
        }
        for at in &changed.gone {
            let sides = Sides(Some(*at), Some(places.1));
            let said = named(*at);
            self.say(&format!("{name}-removed"), subject, &words(&said), sides);
        }
        for (old, new) in &changed.scopes {
            self.scopes(subject, name, *old, *new);
        }
    }

    fn scopes(&mut self, subject: &str, name: &str, old: At<'a>, new: At<'a>) {
        for scheme in schemes(old) {
            let (before, after) = (texts(old, scheme), texts(new, scheme));
            let sides = Sides(Some(old), Some(new));
            for scope in without(&after, &before) {
                let words = Words {
                    name: scheme,
                    to: short(scope),
                    ..Words::default()
                };
                self.say(&format!("{name}-scope-added"), subject, &words, sides);
            }
            for scope in without(&before, &after) {
                let words = Words {
                    name: scheme,
                    from: short(scope),
                    ..Words::default()
                };
                self.say(&format!("{name}-scope-removed"), subject, &words, sides);
            }
        }
    }
}
