//! What is known of values that several schemas take.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Prover;
use super::goal::Left;
use super::split::{ANY, CONDITION, ONE, Split};
use crate::datum::Datum;
use crate::model::{Bound, Id, Node, Range, Types};
use crate::number::Decimal;
use crate::read::tighter;

/// What is known of values that several schemas take.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// All schemas that take it, where references lead.
    pub(super) nodes: Vec<Id>,
    pub(super) isnt: Vec<Id>,
    /// Alternatives of which one holds.
    pub(super) splits: Vec<Split>,
    pub(super) types: Types,
    /// All values that it may be, if they are known.
    pub(super) values: Option<Vec<Datum>>,
    pub(super) lower: Option<Bound>,
    pub(super) upper: Option<Bound>,
    pub(super) multiples: Vec<Decimal>,
    pub(super) length: Range,
    pub(super) patterns: Vec<Box<str>>,
    pub(super) formats: Vec<Box<str>>,
    pub(super) items: Range,
    pub(super) unique: bool,
    pub(super) count: Range,
    pub(super) required: BTreeSet<Box<str>>,
}

impl Prover<'_> {
    pub(super) fn facts(&mut self, left: &Left) -> Rc<Facts> {
        if let Some(known) = self.facts.get(left) {
            return Rc::clone(known);
        }
        let (nodes, required) = self.together(&left.is);
        self.spend_on(nodes.len() + left.isnt.len());
        let mut facts = Facts {
            types: Types::ALL,
            isnt: left.isnt.clone(),
            required,
            nodes,
            ..Facts::default()
        };
        for id in facts.nodes.clone() {
            let node = self.node(id);
            facts.add(&node);
            facts.choices(&node, id, left);
            facts.isnt.extend(node.not);
        }
        self.exclude(&mut facts);
        self.enumerate(&mut facts);
        facts.contradictions();
        let facts = Rc::new(facts);
        self.facts.insert(left.clone(), Rc::clone(&facts));
        facts
    }

    /// All schemas that have to take it, and the properties that it has to have.
    fn together(&self, is: &[Id]) -> (Vec<Id>, BTreeSet<Box<str>>) {
        let mut found = Together::default();
        let mut open: Vec<Id> = is.iter().rev().copied().collect();
        loop {
            while let Some(id) = open.pop() {
                if found.seen.insert(id) {
                    let node = self.node(id);
                    open.extend(node.all.iter().rev().chain(&node.reference));
                    found.required.extend(node.required.iter().cloned());
                    found.types = found.types.and(node.types.unwrap_or(Types::ALL));
                    found.nodes.push(id);
                }
            }
            let before = found.required.len();
            for id in found.nodes.clone() {
                found.depend(&self.node(id), &mut open);
            }
            if open.is_empty() && found.required.len() == before {
                return (found.nodes, found.required);
            }
        }
    }

    /// Takes out what is excluded as a whole.
    fn exclude(&self, facts: &mut Facts) {
        for id in &facts.isnt {
            let node = self.node(*id);
            let only_type = node.keys.iter().all(|(key, _)| *key == "type");
            let plain = only_type && !node.never && !node.opaque && node.condition.is_none();
            if plain && node.not.is_none() && node.contains.is_none() {
                let types = node.types.unwrap_or(Types::ALL);
                facts.types = facts.types.without(types);
            }
        }
    }

    /// Values that are named, without those that are surely not taken.
    fn enumerate(&mut self, facts: &mut Facts) {
        let finite = Types::NULL.or(Types::BOOLEAN);
        if facts.values.is_none() && facts.types.without(finite).is_empty() {
            let all = [Datum::Null, Datum::Bool(false), Datum::Bool(true)];
            let there = all.into_iter().filter(|one| one.types().meets(facts.types));
            facts.values = Some(there.collect());
        }
        let Some(values) = facts.values.take() else {
            return;
        };
        let mut kept = Vec::new();
        for value in values {
            let out = facts
                .nodes
                .iter()
                .any(|id| self.takes(*id, &value) == Some(false))
                || facts
                    .isnt
                    .iter()
                    .any(|id| self.takes(*id, &value) == Some(true));
            if !out && value.types().meets(facts.types) {
                kept.push(value);
            }
        }
        let types = kept.iter().map(Datum::types).fold(Types::NONE, Types::or);
        facts.types = facts.types.and(types);
        facts.values = Some(kept);
    }
}

/// Schemas that have to take it, as they are found.
#[derive(Debug)]
struct Together {
    nodes: Vec<Id>,
    seen: BTreeSet<Id>,
    types: Types,
    required: BTreeSet<Box<str>>,
}

impl Default for Together {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            seen: BTreeSet::new(),
            types: Types::ALL,
            required: BTreeSet::new(),
        }
    }
}

impl Together {
    /// What is there may need more. Only of an object anything has to be there.
    fn depend(&mut self, node: &Node, open: &mut Vec<Id>) {
        if node.doubtful {
            return;
        }
        for (name, needed) in &node.needs {
            if self.required.contains(name) {
                self.required.extend(needed.iter().cloned());
            }
        }
        let object = self.types.without(Types::OBJECT).is_empty();
        for (name, of) in &node.dependent {
            if object && self.required.contains(name) && !self.seen.contains(of) {
                open.push(*of);
            }
        }
    }
}

impl Facts {
    fn add(&mut self, node: &Node) {
        if node.never {
            self.types = Types::NONE;
        }
        self.types = self.types.and(node.types.unwrap_or(Types::ALL));
        if let Some(values) = &node.values {
            self.values = Some(match self.values.take() {
                None => values.clone(),
                Some(known) => {
                    let both =
                        |one: &Datum| values.iter().any(|other| one.same(other) != Some(false));
                    known.into_iter().filter(both).collect()
                }
            });
        }
        self.lower = node
            .lower
            .map_or(self.lower, |new| tighter(self.lower, new, true));
        self.upper = node
            .upper
            .map_or(self.upper, |new| tighter(self.upper, new, false));
        self.multiples.extend(node.multiple);
        self.patterns.extend(node.pattern.clone());
        self.formats.extend(node.format.clone());
        self.unique |= node.unique;
        self.length = both(self.length, node.length);
        self.items = both(self.items, node.items);
        self.count = both(self.count, node.count);
    }

    fn choices(&mut self, node: &Node, id: Id, left: &Left) {
        let there = [
            (node.any.is_some(), ANY),
            (node.one.is_some(), ONE),
            (
                node.condition
                    .is_some_and(|(_, then, other)| then.or(other).is_some()),
                CONDITION,
            ),
        ];
        for (_, kind) in there.into_iter().filter(|(there, _)| *there) {
            if !left.done.contains(&(id, kind)) {
                self.splits.push(Split { id, kind });
            }
        }
    }

    /// Takes out types of which no value is left.
    fn contradictions(&mut self) {
        let (lowest, highest) = (self.whole(true), self.whole(false));
        if matches!((lowest, highest), (Some(low), Some(high)) if low > high) {
            self.types = self.types.without(Types::INTEGER);
        }
        let whole = self.multiples.iter().any(|multiple| multiple.is_whole());
        let between = match (self.lower, self.upper) {
            (Some(low), Some(high)) => {
                low.at < high.at
                    || (low.at == high.at && !low.open && !high.open && !low.at.is_whole())
            }
            _ => true,
        };
        if whole || !between {
            self.types = self.types.without(Types::FRACTION);
        }
        let empty = |(least, most): Range| matches!((least, most), (Some(least), Some(most)) if least > most);
        let crowded = self
            .count
            .1
            .is_some_and(|most| (self.required.len() as u64) > most);
        for (out, types) in [
            (empty(self.length), Types::STRING),
            (empty(self.items), Types::ARRAY),
            (empty(self.count) || crowded, Types::OBJECT),
        ] {
            if out {
                self.types = self.types.without(types);
            }
        }
    }

    /// The least or greatest whole number.
    pub(super) fn whole(&self, least: bool) -> Option<Decimal> {
        whole_bound(if least { self.lower } else { self.upper }, least)
    }
}

/// The whole number next to a limit.
pub(super) fn whole_bound(bound: Option<Bound>, least: bool) -> Option<Decimal> {
    let bound = bound?;
    match bound.open && bound.at.is_whole() {
        true => bound.at.stepped(if least { 1 } else { -1 }),
        false => bound.at.rounded(least),
    }
}

fn both(one: Range, other: Range) -> Range {
    let most = match (one.1, other.1) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    (one.0.max(other.0), most)
}
