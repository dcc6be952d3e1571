//! Steps beside each other: which comes after which.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

use super::Step;
use crate::shape::Word;

/// The steps of a stage or part, blocks opened, each with those that it comes after.
pub(crate) struct Siblings<'s> {
    pub(crate) steps: Vec<&'s Step>,
    pub(crate) after: Vec<Vec<usize>>,
    /// How much more may be looked at to say what comes before what.
    left: Cell<usize>,
    by_name: BTreeMap<&'s str, usize>,
}

/// What is wrong with them.
pub(crate) enum Tangle<'s> {
    /// A name that another step has, and that one.
    Twice(&'s Word, &'s Word),
    /// A step that there is not.
    Unknown(&'s Word),
    /// From here on there are too many links.
    Crowded(&'s Word),
}

/// Links between steps that stand beside each other; a block after a block has the product of their steps.
const LINKS: usize = 250_000;
/// Links that are followed at most to say what comes before what.
const FOLLOWED: usize = 10_000_000;

impl<'s> Siblings<'s> {
    /// The steps of a list.
    pub(crate) fn of(list: &'s [Step]) -> (Self, Vec<Tangle<'s>>) {
        let mut found = Self {
            steps: Vec::new(),
            after: Vec::new(),
            left: Cell::new(FOLLOWED),
            by_name: BTreeMap::new(),
        };
        let mut crowded = None;
        let mut links = 0_usize;
        let mut before: Vec<usize> = Vec::new();
        for step in list {
            let inner = match step.is_block() {
                true => step.parallel.as_slice(),
                false => std::slice::from_ref(step),
            };
            let first = found.steps.len();
            links = links.saturating_add(inner.len().saturating_mul(before.len()));
            if links > LINKS {
                before.clear();
                crowded = crowded.or(inner.first().and_then(|step| step.name.as_ref()));
            }
            for step in inner {
                found.steps.push(step);
                found.after.push(before.clone());
            }
            before = (first..found.steps.len()).collect();
        }
        let mut tangles = found.link();
        tangles.extend(crowded.map(Tangle::Crowded));
        (found, tangles)
    }

    /// Names to places, and `after` to places.
    fn link(&mut self) -> Vec<Tangle<'s>> {
        let mut tangles = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let Some(name) = &step.name else { continue };
            if let Some(first) = self.by_name.get(name.as_str()) {
                let first = self.steps.get(*first).and_then(|step| step.name.as_ref());
                tangles.extend(first.map(|first| Tangle::Twice(name, first)));
            } else {
                self.by_name.insert(name.as_str(), at);
            }
        }
        for (at, step) in self.steps.iter().enumerate() {
            let Some(names) = &step.after else { continue };
            let mut places = Vec::new();
            for name in names {
                match self.by_name.get(name.as_str()) {
                    Some(place) => places.push(*place),
                    None => tangles.push(Tangle::Unknown(name)),
                }
            }
            places.sort_unstable();
            places.dedup();
            if let Some(after) = self.after.get_mut(at) {
                *after = places;
            }
        }
        tangles
    }

    /// All names.
    pub(crate) fn names(&self) -> Vec<&'s str> {
        self.by_name.keys().copied().collect()
    }

    /// Where the step of that name is.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    fn after(&self, at: usize) -> &[usize] {
        self.after.get(at).map_or(&[], Vec::as_slice)
    }

    /// All that come before one, by however many steps; nothing if that takes too long to say.
    pub(crate) fn before(&self, late: usize) -> Option<HashSet<usize>> {
        let mut seen = HashSet::new();
        let mut open = self.after(late).to_vec();
        while let Some(at) = open.pop() {
            if seen.insert(at) {
                let next = self.after(at);
                self.left.set(self.left.get().checked_sub(next.len() + 1)?);
                open.extend(next);
            }
        }
        Some(seen)
    }

    /// An order in which each comes after what it comes after, near to that of the file; those in a circle are not in it.
    pub(crate) fn order(&self) -> Vec<usize> {
        let mut waits: Vec<usize> = self.after.iter().map(Vec::len).collect();
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        for (at, after) in self.after.iter().enumerate() {
            for before in after {
                if let Some(next) = next.get_mut(*before) {
                    next.push(at);
                }
            }
        }
        let free = waits.iter().enumerate().filter(|(_, waits)| **waits == 0);
        let mut ready: BinaryHeap<_> = free.map(|(at, _)| Reverse(at)).collect();
        let mut order = Vec::with_capacity(self.steps.len());
        while let Some(Reverse(at)) = ready.pop() {
            order.push(at);
            for later in next.get(at).into_iter().flatten() {
                let Some(waits) = waits.get_mut(*later) else {
                    continue;
                };
                *waits -= 1;
                if *waits == 0 {
                    ready.push(Reverse(*later));
                }
            }
        }
        order
    }

    /// A circle, if there is one: each waits for the next, and the last for the first.
    pub(crate) fn circle(&self) -> Option<Vec<&'s Step>> {
        let order = self.order();
        let done: HashSet<usize> = order.into_iter().collect();
        // Whoever follows what waits among those that are left comes back to where it was.
        let mut at = (0..self.steps.len()).find(|at| !done.contains(at))?;
        let mut path = Vec::new();
        let mut seen = HashSet::new();
        while seen.insert(at) {
            path.push(at);
            at = self
                .after(at)
                .iter()
                .copied()
                .find(|at| !done.contains(at))?;
        }
        let from = path.iter().position(|one| *one == at)?;
        let steps = path.get(from..)?.iter();
        Some(
            steps
                .filter_map(|at| self.steps.get(*at).copied())
                .collect(),
        )
    }
}
