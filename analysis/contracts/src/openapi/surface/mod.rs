//! What an API offers: paths, operations, what they take and give.

mod bodies;
mod components;
mod headers;
mod lifecycle;
mod operation;
mod parameter;
mod parameters;
mod path;
mod paths;
mod security;
mod version;

use super::differ::Differ;
use super::reporter::{Reporter, Sides, Words};
use super::walk::{Context, Spot, Walk};
use super::{Comparison, Options};
use crate::files::{At, Files};

/// One comparison.
pub(crate) struct Check<'o, 'a> {
    differ: Differ<'a>,
    reporter: Reporter,
    options: &'o Options,
    visits: usize,
}

/// Both versions of something.
type Pair<'a> = (At<'a>, At<'a>);

pub(super) fn compare<'a>(base: &'a Files, revision: &'a Files, options: &Options) -> Comparison {
    let mut check = Check {
        differ: Differ::default(),
        reporter: Reporter::default(),
        options,
        visits: 0,
    };
    if let (Some(base), Some(revision)) = (base.root(), revision.root()) {
        check.paths(base, revision);
        check.webhooks(base, revision);
        check.components(base, revision);
        check.global_security(base, revision);
        check.version(base, revision);
    }
    Comparison {
        findings: check.reporter.findings,
        incomplete: check.differ.exhausted || check.reporter.exhausted,
    }
}

impl<'a> Check<'_, 'a> {
    /// Goes through what differs in a schema, for the place where it is used.
    fn walk(&mut self, id: usize, spot: &Spot<'_>) {
        let mut context = Context {
            differ: &self.differ,
            reporter: &mut self.reporter,
            options: self.options,
            visits: self.visits,
        };
        Walk {
            context: &mut context,
            spot,
        }
        .start(id);
        self.visits = context.visits;
    }

    fn say(&mut self, change: &str, subject: &str, words: &Words<'_>, sides: Sides<'a>) {
        self.reporter.say(change, subject, words, sides);
    }
}

/// Names of the first that the second does not have, and those of both.
fn apart<'a>(base: Option<At<'a>>, revision: Option<At<'a>>) -> Names<'a> {
    let mut names = Names::default();
    for (name, at) in base.into_iter().flat_map(At::fields) {
        match revision.and_then(|there| there.entry(name)) {
            Some(other) => names.both.push((name, at, other)),
            None => names.gone.push((name, at)),
        }
    }
    let there = |name: &str| base.is_some_and(|at| at.entry(name).is_some());
    let new = revision.into_iter().flat_map(At::fields);
    names.new.extend(new.filter(|(name, _)| !there(name)));
    names
}

/// What came, went and stayed.
#[derive(Default)]
struct Names<'a> {
    new: Vec<(&'a str, At<'a>)>,
    gone: Vec<(&'a str, At<'a>)>,
    both: Vec<(&'a str, At<'a>, At<'a>)>,
}
