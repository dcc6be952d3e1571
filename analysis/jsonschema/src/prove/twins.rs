//! Schemas that say the same, as far as they reach.

use std::collections::HashSet;

use super::Prover;
use crate::model::{Id, Node};

/// Pairs that are looked at for one question.
const PAIRS: usize = 400;

impl Prover<'_> {
    /// Whether two schemas are the same but for their names and places.
    pub(super) fn are_twins(&mut self, one: Id, other: Id) -> bool {
        if one == other {
            return true;
        }
        if let Some(known) = self.twins.get(&(one, other)) {
            return *known;
        }
        let mut seen = HashSet::from([(one, other)]);
        let mut open = vec![(one, other)];
        let mut same = true;
        while let Some((one, other)) = open.pop() {
            let (mut a, mut b) = ((*self.node(one)).clone(), (*self.node(other)).clone());
            let (parts, others) = (taken(&mut a), taken(&mut b));
            if parts.len() != others.len() || !alike(&a, &b) || seen.len() > PAIRS || !self.spend()
            {
                same = false;
                break;
            }
            let pairs = parts.into_iter().zip(others);
            open.extend(pairs.filter(|(one, other)| one != other && seen.insert((*one, *other))));
        }
        match same {
            true => self.twins.extend(seen.into_iter().map(|pair| (pair, true))),
            false => drop(self.twins.insert((one, other), false)),
        }
        same
    }
}

/// The parts of a schema, which are all the same in it afterwards.
fn taken(node: &mut Node) -> Vec<Id> {
    let mut parts = Vec::new();
    node.each_part(|part| parts.push(std::mem::take(part)));
    // Where it stands makes no difference.
    (node.spot, node.keys) = Default::default();
    parts
}

/// Whether two schemas whose parts are taken ask for the same.
fn alike(a: &Node, b: &Node) -> bool {
    // A number of too many digits was not kept, and neither was where a reference may lead.
    let kept = !(a.beyond || b.beyond || a.opaque || b.opaque);
    kept && a == b
}
