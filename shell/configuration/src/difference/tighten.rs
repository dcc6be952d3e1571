//! What a repository may ask of an environment: more, never less.

use holdpoint_domain::State;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::environment::{Environment, Level};
use holdpoint_domain::gate::{Ask, Criterion, Requirement};

use crate::diagnostic::{Diagnostics, loosened, nearest, unknown_reference};
use crate::model::Configuration;

/// The environments of a repository's file, laid over those of the ledger.
pub(super) fn tightened(
    state: &State,
    configuration: &Configuration,
    found: &mut Diagnostics,
) -> Vec<Change> {
    if configuration.governs() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for asked in configuration.environments.iter().flatten() {
        let mut overlay = Overlay {
            configuration,
            found,
            name: asked.name.as_str(),
        };
        match state.environments.get(&asked.name) {
            Some(before) => {
                let item = overlay.laid(before.clone(), asked);
                all.push(Change::Environment(Box::new(item)));
            }
            None => overlay.unknown(state),
        }
    }
    all
}

struct Overlay<'a> {
    configuration: &'a Configuration,
    found: &'a mut Diagnostics,
    name: &'a str,
}

/// Keys that only the organisation's file gives a value.
const GOVERNED: &[&str] = &[
    "title",
    "after",
    "production",
    "planned",
    "freeze",
    "calendar",
    "steps",
];

impl Overlay<'_> {
    fn unknown(&mut self, state: &State) {
        let meant = nearest(
            self.name,
            state.environments.keys().map(|name| name.as_str()),
        );
        let mistake = unknown_reference("environment", self.name)
            .expected("an environment of the organisation")
            .help("a repository can tighten an environment, not add one; correct the name")
            .maybe_help(meant.map(|name| format!("did you mean `{name}`?")));
        let span = self
            .configuration
            .document
            .locate(&["environments", self.name]);
        self.found
            .report(&self.configuration.document.source, span, mistake);
    }

    fn gives(&self, key: &str) -> bool {
        self.configuration
            .document
            .gives(&["environments", self.name, key])
    }

    fn refuse(&mut self, path: &[&str], what: String, expected: &str) {
        let mut full = vec!["environments", self.name];
        full.extend(path);
        let span = self.configuration.document.locate(&full);
        let mistake = loosened(what).expected(expected);
        self.found
            .report(&self.configuration.document.source, span, mistake);
    }

    fn laid(&mut self, mut item: Environment, asked: &Environment) -> Environment {
        for key in GOVERNED {
            if self.gives(key) && differs(key, &item, asked) {
                let what = format!(
                    "`{key}` of environment `{}` is set by the organisation",
                    self.name
                );
                self.refuse(&[key], what, "the organisation's value, or nothing");
            }
        }
        if self.gives("level") {
            if asked.level < item.level {
                let (now, less) = (word(item.level), word(asked.level));
                let what = format!(
                    "environment `{}` is at `{now}`, and `{less}` is less",
                    self.name
                );
                self.refuse(&["level"], what, &format!("`{now}` or more"));
            }
            item.level = item.level.max(asked.level);
        }
        if self.gives("protected") {
            if item.protected && !asked.protected {
                let what = format!("environment `{}` is protected", self.name);
                self.refuse(&["protected"], what, "`true`");
            }
            item.protected |= asked.protected;
        }
        for (index, criterion) in asked.criteria.iter().enumerate() {
            self.criterion(&mut item, criterion, index);
        }
        item
    }

    fn criterion(&mut self, item: &mut Environment, asked: &Criterion, index: usize) {
        let before = item
            .criteria
            .iter_mut()
            .find(|known| known.name == asked.name);
        match before {
            None => item.criteria.push(asked.clone()),
            Some(before) if at_least(asked, before) => *before = asked.clone(),
            Some(_) => {
                let what = format!(
                    "criterion `{}` of environment `{}` would ask for less than it does, or for something else",
                    asked.name, self.name
                );
                self.refuse(
                    &["criteria", &index.to_string()],
                    what,
                    "at least as much, or another `name`",
                );
            }
        }
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Observe => "observe",
        Level::Warn => "warn",
        Level::Enforce => "enforce",
    }
}

fn differs(key: &str, one: &Environment, other: &Environment) -> bool {
    match key {
        "title" => one.title != other.title,
        "after" => one.after != other.after,
        "production" => one.production != other.production,
        "planned" => one.planned != other.planned,
        "freeze" => one.freeze != other.freeze,
        "calendar" => one.calendar != other.calendar,
        _ => one.steps != other.steps,
    }
}

/// Whether whatever satisfies the one satisfies the other.
fn at_least(one: &Criterion, other: &Criterion) -> bool {
    let asks = match (&one.ask, &other.ask) {
        (
            Ask::Approvals {
                role,
                quorum,
                signed,
                active,
            },
            Ask::Approvals {
                role: same,
                quorum: least,
                signed: needed,
                active: there,
            },
        ) => role == same && quorum >= least && signed >= needed && active >= there,
        (
            Ask::Evidence { predicate, require },
            Ask::Evidence {
                predicate: same,
                require: least,
            },
        ) => predicate == same && strictness(require) >= strictness(least),
        (one, other) => one == other,
    };
    asks && (other.waivable || !one.waivable)
}

/// Greater is stricter: a shorter age is.
fn strictness(require: &Requirement) -> (u8, u32) {
    match require {
        Requirement::Present => (0, 0),
        Requirement::Passed => (1, 0),
        Requirement::Fresh { max_age_hours } => (2, u32::MAX - max_age_hours),
    }
}
