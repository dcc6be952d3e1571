//! Two versions of a schema, side by side.

mod directives;
mod members;
mod types;
mod usages;

use std::cell::Cell;

use holdpoint_findings::{Finding, Level};

use crate::mistakes::place;
use crate::model::{Name, Spot};
use crate::rules::rule;
use crate::schema::Schema;

/// Findings that are kept; whoever changes more has enough to read.
const FINDINGS: usize = 100_000;

/// Values of defaults that are looked at, all in all.
const STEPS: usize = 1_000_000;

/// What a comparison says.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Every change, in no order.
    pub findings: Vec<Finding>,
    /// There are more than are kept.
    pub incomplete: bool,
}

/// Compares two versions of a schema.
#[must_use]
pub fn compare(base: &Schema, revision: &Schema) -> Comparison {
    let mut pair = Pair {
        old: base,
        new: revision,
        said: Comparison::default(),
        steps: Cell::new(STEPS),
    };
    pair.directives();
    pair.roots();
    pair.types();
    pair.schema_usages();
    pair.said.incomplete |= pair.steps.get() == 0;
    pair.said
}

/// Both versions, and what is found between them.
struct Pair<'a> {
    old: &'a Schema,
    new: &'a Schema,
    said: Comparison,
    /// Values of defaults that may still be looked at.
    steps: Cell<usize>,
}

/// Where a change is: in the new version, or in the old one if it is gone.
#[derive(Clone, Copy)]
enum Side {
    New(Spot),
    Old(Spot),
    /// In both, first the new one.
    Both(Spot, Spot),
}

impl Side {
    /// Of something that may be new.
    fn of(new: &Name, old: Option<&Name>) -> Self {
        match old {
            Some(old) => Self::Both(new.at, old.at),
            None => Self::New(new.at),
        }
    }
}

impl Pair<'_> {
    /// Keeps a change with the weight that its rule has.
    fn say(&mut self, peer: &str, subject: &str, side: Side, words: &[(&str, &str)]) {
        let level = rule(peer).map_or(Level::Info, |rule| rule.level);
        self.say_as(peer, level, subject, side, words);
    }

    /// Keeps a change of this weight.
    fn say_as(
        &mut self,
        peer: &str,
        level: Level,
        subject: &str,
        side: Side,
        words: &[(&str, &str)],
    ) {
        let Some(rule) = rule(peer) else { return };
        if self.said.findings.len() >= FINDINGS {
            self.said.incomplete = true;
            return;
        }
        let (old, new) = (&self.old.sources, &self.new.sources);
        let at = match side {
            Side::New(at) | Side::Both(at, _) => place(new, at),
            Side::Old(at) => place(old, at),
        };
        let mut finding = Finding::new(rule, at, subject, words).level(level);
        if let Side::Both(_, before) = side {
            finding = finding.related(place(old, before), "before");
        }
        if level == Level::Info {
            finding = finding.help("nothing to do");
        }
        self.said.findings.push(finding);
    }
}

/// Words for people, not too many of them.
fn shown(text: &str) -> String {
    const LONG: usize = 60;
    let mut short: String = text.chars().take(LONG).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("`{}`", short.replace('`', "'"))
}

/// The same of what may be absent.
fn maybe(text: Option<&str>) -> String {
    text.map_or_else(|| "nothing".to_owned(), shown)
}

/// Whether a text says the same: nothing and an empty one do.
fn same_text(old: Option<&str>, new: Option<&str>) -> bool {
    old.unwrap_or_default() == new.unwrap_or_default()
}
