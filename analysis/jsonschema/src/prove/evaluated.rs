//! Which properties and items other keywords look at, for those that look at the rest.

use std::collections::{BTreeSet, HashSet};

use super::Prover;
use crate::model::{Id, Node};

/// Properties and items that are looked at.
#[derive(Debug, Default)]
pub(super) struct Evaluated {
    pub(super) names: BTreeSet<Box<str>>,
    pub(super) patterns: Vec<Box<str>>,
    /// All properties are.
    pub(super) all: bool,
    /// So many items are, from the first one on.
    pub(super) items: usize,
    /// All items are, or nobody knows which.
    pub(super) all_items: bool,
}

impl Prover<'_> {
    /// What is looked at by a schema itself and by all that has to hold with it: surely, or perhaps.
    pub(super) fn evaluated(&self, id: Id, perhaps: bool) -> Evaluated {
        let mut found = Evaluated::default();
        let (mut seen, mut open) = (HashSet::new(), vec![id]);
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            let node = self.node(at);
            found.add(&node, at == id, perhaps);
            open.extend(node.reference.iter().chain(&node.all));
            found.all |= perhaps && node.doubtful;
            if perhaps {
                open.extend(node.any.iter().chain(&node.one).flatten());
                open.extend(node.dependent.iter().map(|(_, id)| *id));
                if let Some((condition, then, other)) = node.condition {
                    open.extend(std::iter::once(condition).chain(then).chain(other));
                }
            }
        }
        found
    }
}

impl Evaluated {
    fn add(&mut self, node: &Node, itself: bool, perhaps: bool) {
        self.names
            .extend(node.properties.iter().map(|(name, _)| name.clone()));
        self.patterns
            .extend(node.patterns.iter().map(|(pattern, _)| pattern.clone()));
        self.all |= node.additional.is_some() || (!itself && node.unevaluated.is_some());
        self.items = self.items.max(node.prefix.len());
        self.all_items |= node.rest.is_some() || (!itself && node.unevaluated_items.is_some());
        self.all |= perhaps && node.opaque;
        self.all_items |= perhaps && (node.contains.is_some() || node.opaque);
    }
}
