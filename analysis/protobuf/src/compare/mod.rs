//! Two versions of a contract, side by side.
//!
//! What belongs together: files by their paths; messages, enums and services by their full names, in whichever file they
//! are; fields, values and extensions by their numbers; methods by their names.

mod cardinality;
mod defaults;
mod enums;
mod fields;
mod files;
mod messages;
mod packages;
mod removed;
mod services;
mod strings;
mod types;

use holdpoint_findings::Finding;

use crate::choice::Choice;
use crate::contract::Contract;
use crate::index::{Index, Row};
use crate::model::{File, Spot};
use crate::reporter::{Reporter, Sides};

/// What a comparison says.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Every change, in no order.
    pub findings: Vec<Finding>,
    /// There are more than are kept.
    pub incomplete: bool,
}

/// Compares two versions of a contract by the rules that are chosen.
#[must_use]
pub fn compare(base: &Contract, revision: &Contract, choice: &Choice) -> Comparison {
    let (old, new) = (Index::of(base), Index::of(revision));
    let mut pair = Pair {
        old: &old,
        new: &new,
        reporter: Reporter::new(choice),
        subsets: std::collections::HashMap::new(),
    };
    pair.files();
    pair.removed();
    pair.packages();
    pair.messages();
    pair.fields();
    pair.enums();
    pair.services();
    Comparison {
        findings: pair.reporter.findings,
        incomplete: pair.reporter.exhausted,
    }
}

/// Both versions, and what is found between them.
struct Pair<'i, 'a> {
    old: &'i Index<'a>,
    new: &'i Index<'a>,
    reporter: Reporter<'i>,
    /// Whether an enum of the new version has all that one of the old has, by their full names.
    subsets: std::collections::HashMap<(&'a str, &'a str), bool>,
}

/// The places of something in both versions.
fn sides<'a>(new: (&'a File, Spot), old: (&'a File, Spot)) -> Sides<'a> {
    Sides {
        new: Some(new),
        old: Some(old),
    }
}

impl<T> Row<'_, T> {
    fn at(&self, spot: Spot) -> (&File, Spot) {
        (self.file, spot)
    }
}
