//! An operation that is there in both versions.

use super::super::reporter::{Sides, Words};
use super::super::stability::Stability;
use super::path::Renamed;
use super::{Check, Pair};
use crate::files::At;

/// An operation in both versions.
pub(super) struct Operation<'o, 'a> {
    pub(super) subject: &'o str,
    pub(super) base: At<'a>,
    pub(super) revision: At<'a>,
    /// For how many days it stays once it is deprecated; nothing if its stability cannot be read.
    pub(super) days: Option<i32>,
}

impl<'a> Check<'_, 'a> {
    pub(super) fn operation(
        &mut self,
        subject: &str,
        items: Pair<'a>,
        (base, revision): Pair<'a>,
        renamed: &Renamed,
        stability: Option<Stability>,
    ) {
        let days = stability.map(|stability| match stability {
            Stability::Draft | Stability::Alpha => 0,
            Stability::Beta => self.options.beta_days,
            Stability::Stable => self.options.stable_days,
        });
        let operation = Operation {
            subject,
            base,
            revision,
            days,
        };
        self.names(&operation);
        self.lifecycle(&operation);
        self.parameters(&operation, items, renamed);
        self.request(&operation);
        self.responses(&operation);
        self.security(&operation);
    }

    /// What it is called, and what it is filed under.
    fn names(&mut self, operation: &Operation<'_, 'a>) {
        let (base, revision) = (operation.base, operation.revision);
        let (from, to) = (base.text_of("operationId"), revision.text_of("operationId"));
        let place = |at: At<'a>, key: &str| Some(at.get(key).unwrap_or(at));
        if from != to {
            let change = match from {
                "" => "api-operation-id-added",
                _ => "api-operation-id-removed",
            };
            let words = Words {
                from: from.to_owned(),
                to: to.to_owned(),
                ..Words::default()
            };
            let sides = Sides(place(base, "operationId"), place(revision, "operationId"));
            self.say(change, operation.subject, &words, sides);
        }
        let sides = Sides(place(base, "tags"), place(revision, "tags"));
        let (before, after) = (texts(base, "tags"), texts(revision, "tags"));
        for tag in without(&before, &after) {
            let words = Words {
                from: tag.to_owned(),
                ..Words::default()
            };
            self.say("api-tag-removed", operation.subject, &words, sides);
        }
        for tag in without(&after, &before) {
            let words = Words {
                to: tag.to_owned(),
                ..Words::default()
            };
            self.say("api-tag-added", operation.subject, &words, sides);
        }
    }
}

pub(super) fn texts<'a>(at: At<'a>, key: &str) -> Vec<&'a str> {
    let items = at.get(key).into_iter().flat_map(At::items);
    items.filter_map(At::text).collect()
}

/// Those of the first that are not among the second, each once.
pub(super) fn without<'a>(some: &[&'a str], others: &[&str]) -> Vec<&'a str> {
    let mut some: Vec<&str> = { some.iter() }
        .filter(|one| !others.contains(one))
        .copied()
        .collect();
    some.sort_unstable();
    some.dedup();
    some
}
