//! Pairs of a type that reads and one that was written.

use std::collections::HashMap;
use std::rc::Rc;

use super::branches::Branches;
use crate::model::{Id, Schema, Spot, Use};
use holdpoint_findings::Rule;

/// Pairs that are looked at.
const PAIRS: usize = 1_000_000;

/// A pair, and what is known of it.
#[derive(Debug)]
pub(super) struct Pair<'s> {
    pub(super) reader: Id,
    pub(super) writer: Id,
    /// Where the one and the other are used.
    pub(super) at: (&'s Spot, &'s Spot),
    /// What it is part of.
    pub(super) subject: String,
    pub(super) needs: Needs,
    /// What is told of it.
    pub(super) notes: Vec<Note<'s>>,
    /// Nothing speaks against it.
    pub(super) holds: bool,
}

/// What a pair needs of others.
#[derive(Debug)]
pub(super) enum Needs {
    All(Vec<usize>),
    /// One of them, or that one if a branch is of just the type that was written.
    Any(Vec<usize>, Option<usize>),
}

impl Needs {
    pub(super) fn parts(&self) -> &[usize] {
        match self {
            Self::All(parts) | Self::Any(parts, _) => parts,
        }
    }
}

/// What is told of a pair.
#[derive(Debug)]
pub(super) struct Note<'s> {
    pub(super) rule: &'static Rule,
    /// It speaks against the pair.
    pub(super) against: bool,
    pub(super) subject: String,
    pub(super) words: Vec<(&'static str, String)>,
    pub(super) at: (&'s Spot, &'s Spot),
}

pub(super) struct Pairs<'s> {
    pub(super) reader: &'s Schema,
    pub(super) writer: &'s Schema,
    pub(super) all: Vec<Pair<'s>>,
    known: HashMap<(Id, Id), usize>,
    /// Unions that read, by their branches.
    unions: HashMap<Id, Rc<Branches<'s>>>,
    pub(super) exhausted: bool,
}

impl<'s> Pairs<'s> {
    pub(super) fn new(reader: &'s Schema, writer: &'s Schema) -> Self {
        Self {
            reader,
            writer,
            all: Vec::new(),
            known: HashMap::new(),
            unions: HashMap::new(),
            exhausted: false,
        }
    }

    /// The branches of a union that reads, as they are found by what was written.
    pub(super) fn branches_of(&mut self, union: Id, all: &'s [Use]) -> Rc<Branches<'s>> {
        let reader = self.reader;
        let known = self.unions.entry(union);
        Rc::clone(known.or_insert_with(|| Rc::new(Branches::of(reader, all))))
    }

    /// A pair at the top.
    pub(super) fn begin(&mut self, reader: &'s Use, writer: &'s Use) -> Option<usize> {
        let subject = match self.writer.name(writer.id) {
            Some(name) => name.full.to_string(),
            None => "schema".to_owned(),
        };
        self.pair(reader, writer, subject)
    }

    /// The pair of two uses, which may be there already.
    pub(super) fn pair(
        &mut self,
        reader: &'s Use,
        writer: &'s Use,
        subject: String,
    ) -> Option<usize> {
        self.pair_of(
            (reader.id, &reader.spot),
            (writer.id, &writer.spot),
            subject,
        )
    }

    /// The same of two types, with the places where they are used.
    pub(super) fn pair_of(
        &mut self,
        (reader, reads): (Id, &'s Spot),
        (writer, writes): (Id, &'s Spot),
        subject: String,
    ) -> Option<usize> {
        let ids = (self.reader.target(reader), self.writer.target(writer));
        if let Some(known) = self.known.get(&ids) {
            return Some(*known);
        }
        if self.all.len() >= PAIRS {
            self.exhausted = true;
            return None;
        }
        let number = self.all.len();
        self.known.insert(ids, number);
        self.all.push(Pair {
            reader: ids.0,
            writer: ids.1,
            at: (reads, writes),
            subject,
            needs: Needs::All(Vec::new()),
            notes: Vec::new(),
            holds: true,
        });
        Some(number)
    }

    /// Looks at every pair, and at those that it needs.
    pub(super) fn expand(&mut self) {
        let mut number = 0;
        while number < self.all.len() {
            let (needs, notes) = self.expanded(number);
            if let Some(pair) = self.all.get_mut(number) {
                pair.holds = !notes.iter().any(|note| note.against);
                (pair.needs, pair.notes) = (needs, notes);
            }
            number += 1;
        }
    }
}
