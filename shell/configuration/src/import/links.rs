//! Links between imported items of a kind, without those to nothing and those that close a circle.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_import::Place;

use super::Note;
use crate::order::break_circles;

pub(super) struct Links<'a> {
    known: BTreeSet<&'a str>,
    links: BTreeMap<&'a str, Vec<&'a str>>,
    places: BTreeMap<&'a str, &'a Place>,
}

impl<'a> Links<'a> {
    /// Links to items that exist already are fine.
    pub(super) fn new(known: impl Iterator<Item = &'a str>) -> Self {
        Self {
            known: known.collect(),
            links: BTreeMap::new(),
            places: BTreeMap::new(),
        }
    }

    pub(super) fn add(
        &mut self,
        name: &'a str,
        place: &'a Place,
        to: impl IntoIterator<Item = &'a str>,
    ) {
        self.known.insert(name);
        self.places.insert(name, place);
        self.links.insert(name, to.into_iter().collect());
    }

    /// What is left, and notes on what was left out.
    pub(super) fn settle(
        mut self,
        item: &str,
        key: &str,
    ) -> (BTreeMap<&'a str, Vec<&'a str>>, Vec<Note>) {
        let mut notes = Vec::new();
        let mut note = |places: &BTreeMap<&str, &Place>, name: &str, to: &str, why: &str| {
            notes.push(Note {
                place: places
                    .get(name)
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                message: format!("`{key}` of {item} `{name}` is left out: `{to}` {why}"),
            });
        };
        for (name, targets) in &mut self.links {
            for to in targets.iter().filter(|to| !self.known.contains(*to)) {
                note(&self.places, name, to, "does not exist");
            }
            targets.retain(|to| self.known.contains(to));
        }
        for (name, to) in break_circles(&mut self.links) {
            note(&self.places, name, to, "would close a circle");
        }
        (self.links, notes)
    }
}
