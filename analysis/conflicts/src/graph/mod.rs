//! Which part depends on which.

mod circles;
mod lists;

use std::collections::VecDeque;

use crate::Unknown;
pub(crate) use circles::Circles;
pub(crate) use lists::Lists;

/// Parts, and which depends on which.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    needs: Lists,
    needed: Lists,
    pub(crate) circles: Circles,
}

impl Graph {
    /// So many parts, of which the first of each pair depends on the second.
    ///
    /// # Errors
    /// For a pair with a part that is none of them.
    pub fn new(parts: usize, pairs: impl IntoIterator<Item = (u32, u32)>) -> Result<Self, Unknown> {
        let pairs: Vec<_> = pairs.into_iter().collect();
        known(parts, pairs.iter().flat_map(|(a, b)| [*a, *b]))?;
        let back: Vec<_> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
        let needs = Lists::new(parts, &pairs);
        let circles = Circles::of(&needs);
        Ok(Self {
            needs,
            needed: Lists::new(parts, &back),
            circles,
        })
    }

    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.needs.len()
    }

    /// What a part depends on directly.
    #[must_use]
    pub fn needs(&self, part: u32) -> &[u32] {
        self.needs.of(part)
    }

    /// What depends on a part directly.
    #[must_use]
    pub fn needed_by(&self, part: u32) -> &[u32] {
        self.needed.of(part)
    }

    /// The shortest chain of parts, each of which depends on the next, from any of some parts to any of others. One part alone if
    /// it is in both.
    #[must_use]
    pub fn path(&self, from: &[u32], to: &[u32]) -> Option<Vec<u32>> {
        let mut before = vec![None; self.parts()];
        let mut goal = vec![false; self.parts()];
        for part in to {
            *goal.get_mut(*part as usize)? = true;
        }
        let mut queue = VecDeque::new();
        for part in from {
            let seen = before.get_mut(*part as usize)?;
            if seen.is_none() {
                *seen = Some(*part);
                queue.push_back(*part);
            }
        }
        while let Some(part) = queue.pop_front() {
            if goal.get(part as usize) == Some(&true) {
                return Some(chain(&before, part));
            }
            for next in self.needs(part) {
                if let Some(seen @ None) = before.get_mut(*next as usize) {
                    *seen = Some(part);
                    queue.push_back(*next);
                }
            }
        }
        None
    }

    /// Which parts are reached from another part that is one of these.
    pub(crate) fn others<'a>(
        &'a self,
        from: &[u32],
        next: impl Fn(&'a Self, u32) -> &'a [u32],
    ) -> Vec<bool> {
        // Two different beginnings are enough to know that one of them is another than the part itself.
        let mut origins = vec![[None; 2]; self.parts()];
        let mut stack: Vec<_> = from.iter().map(|part| (*part, *part)).collect();
        while let Some((part, origin)) = stack.pop() {
            for other in next(self, part) {
                let known = origins.get_mut(*other as usize);
                if known.is_some_and(|known| remember(known, origin)) {
                    stack.push((*other, origin));
                }
            }
        }
        let all = origins.iter().zip(0..);
        all.map(|(known, part)| known.iter().flatten().any(|origin| *origin != part))
            .collect()
    }
}

/// Keeps a beginning if it is one of the first two; whether it was.
fn remember(known: &mut [Option<u32>; 2], origin: u32) -> bool {
    let new = !known.contains(&Some(origin));
    let room = known.iter_mut().find(|slot| slot.is_none());
    match room.filter(|_| new) {
        Some(slot) => {
            *slot = Some(origin);
            true
        }
        None => false,
    }
}

/// Whether all parts are known.
pub(crate) fn known(parts: usize, all: impl IntoIterator<Item = u32>) -> Result<(), Unknown> {
    let stray = all.into_iter().find(|part| *part as usize >= parts);
    stray.map_or(Ok(()), |part| Err(Unknown { part, parts }))
}

/// The way back to where the search began, turned around.
fn chain(before: &[Option<u32>], last: u32) -> Vec<u32> {
    let mut chain = vec![last];
    let mut part = last;
    while let Some(Some(earlier)) = before.get(part as usize)
        && *earlier != part
    {
        part = *earlier;
        chain.push(part);
    }
    chain.reverse();
    chain
}
