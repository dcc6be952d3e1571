//! Schemas that are about the same value again and again: nobody knows what they take.

use super::Builder;
use crate::mistakes::ENDLESS;
use crate::model::{Id, Node};

/// Schemas about the same value that a schema has.
fn about_the_same(node: &Node) -> Vec<Id> {
    let mut found: Vec<Id> = node.reference.iter().chain(&node.all).copied().collect();
    found.extend(node.any.iter().chain(&node.one).flatten());
    found.extend(node.not);
    found.extend(node.dependent.iter().map(|(_, id)| *id));
    if let Some((condition, then, other)) = node.condition {
        found.extend(std::iter::once(condition).chain(then).chain(other));
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    Open,
    Done,
}

impl Builder<'_> {
    /// Notes every schema that leads back to itself without going into a part of the value.
    pub(super) fn check_ends(&mut self) {
        let mut seen = vec![Seen::Not; self.nodes.len()];
        let mut endless = Vec::new();
        for start in 0..self.nodes.len() {
            let mut open = vec![(start, false)];
            while let Some((at, leaving)) = open.pop() {
                match (leaving, seen.get(at)) {
                    (true, _) => mark(&mut seen, at, Seen::Done),
                    (false, Some(Seen::Not)) => {
                        mark(&mut seen, at, Seen::Open);
                        open.push((at, true));
                        let node = self.nodes.get(at);
                        let parts = node.map(about_the_same).unwrap_or_default();
                        open.extend(parts.into_iter().map(|id| (id as usize, false)));
                    }
                    (false, Some(Seen::Open)) => endless.push(at),
                    _ => {}
                }
            }
        }
        endless.sort_unstable();
        endless.dedup();
        for at in endless {
            let place = self.nodes.get(at).map(|node| self.index.place(&node.spot));
            if let Some(place) = place {
                self.mistakes.at(place, &ENDLESS, &[]);
            }
        }
    }
}

fn mark(seen: &mut [Seen], at: usize, as_what: Seen) {
    if let Some(seen) = seen.get_mut(at) {
        *seen = as_what;
    }
}
