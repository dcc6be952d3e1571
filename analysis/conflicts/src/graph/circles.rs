//! Parts that depend on one another, taken together: then nothing goes in a circle, and there is an order.
//!
//! Tarjan's algorithm for strongly connected components (SIAM Journal on Computing 1, 1972), without recursion. A circle gets its
//! number after all those that it depends on.

use super::Lists;

/// Circles: most have a single part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Circles {
    /// The circle of each part.
    of: Vec<u32>,
    /// The parts of each circle.
    members: Lists,
    /// The other circles that each depends on directly; each has a smaller number.
    needs: Lists,
    /// The other circles that depend on each directly; each has a greater number.
    needed: Lists,
}

impl Circles {
    pub(crate) fn of(needs: &Lists) -> Self {
        let (of, count) = Search::run(needs);
        let circle = |part: u32| of.get(part as usize).copied().unwrap_or_default();
        let parts = 0..u32::try_from(of.len()).unwrap_or(u32::MAX);
        let members: Vec<_> = parts.clone().map(|part| (circle(part), part)).collect();
        let edges = parts.flat_map(|part| needs.of(part).iter().map(move |next| (part, *next)));
        let edges = edges.map(|(from, to)| (circle(from), circle(to)));
        let mut edges: Vec<_> = edges.filter(|(from, to)| from != to).collect();
        edges.sort_unstable();
        edges.dedup();
        let back: Vec<_> = edges.iter().map(|(from, to)| (*to, *from)).collect();
        Self {
            members: Lists::new(count, &members),
            needs: Lists::new(count, &edges),
            needed: Lists::new(count, &back),
            of,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    /// The circle of a part.
    pub(crate) fn circle(&self, part: u32) -> u32 {
        self.of.get(part as usize).copied().unwrap_or_default()
    }

    /// Whether a circle has more than one part.
    pub(crate) fn is_round(&self, circle: u32) -> bool {
        self.members.of(circle).len() > 1
    }

    pub(crate) fn needs(&self, circle: u32) -> &[u32] {
        self.needs.of(circle)
    }

    pub(crate) fn needed_by(&self, circle: u32) -> &[u32] {
        self.needed.of(circle)
    }
}

/// Not visited yet.
const NEW: u32 = u32::MAX;

struct Search<'a> {
    needs: &'a Lists,
    /// When each part was visited.
    visited: Vec<u32>,
    /// The earliest visited part that each is known to lead back to.
    low: Vec<u32>,
    circle: Vec<u32>,
    open: Vec<u32>,
    /// The way to where the search is: parts, and how many of what each depends on were seen.
    way: Vec<(u32, usize)>,
    clock: u32,
    circles: u32,
}

impl<'a> Search<'a> {
    /// The circle of each part, and how many there are.
    fn run(needs: &'a Lists) -> (Vec<u32>, usize) {
        let parts = needs.len();
        let mut search = Self {
            needs,
            visited: vec![NEW; parts],
            low: vec![NEW; parts],
            circle: vec![NEW; parts],
            open: Vec::new(),
            way: Vec::new(),
            clock: 0,
            circles: 0,
        };
        for part in 0..u32::try_from(parts).unwrap_or(u32::MAX) {
            if get(&search.visited, part) == NEW {
                search.enter(part);
                while search.step() {}
            }
        }
        (search.circle, search.circles as usize)
    }

    fn enter(&mut self, part: u32) {
        set(&mut self.visited, part, self.clock);
        set(&mut self.low, part, self.clock);
        self.clock += 1;
        self.open.push(part);
        self.way.push((part, 0));
    }

    /// Goes on by one; false when the way is at its end.
    fn step(&mut self) -> bool {
        let Some((part, seen)) = self.way.last_mut() else {
            return false;
        };
        let part = *part;
        let next = self.needs.of(part).get(*seen).copied();
        *seen += 1;
        match next {
            Some(next) if get(&self.visited, next) == NEW => self.enter(next),
            // What belongs to a circle already is not on the way any more.
            Some(next) if get(&self.circle, next) == NEW => {
                self.lower(part, get(&self.visited, next));
            }
            Some(_) => {}
            None => self.leave(part),
        }
        true
    }

    fn leave(&mut self, part: u32) {
        self.way.pop();
        let low = get(&self.low, part);
        if let Some((before, _)) = self.way.last().copied() {
            self.lower(before, low);
        }
        if low == get(&self.visited, part) {
            while let Some(member) = self.open.pop() {
                set(&mut self.circle, member, self.circles);
                if member == part {
                    break;
                }
            }
            self.circles += 1;
        }
    }

    fn lower(&mut self, part: u32, to: u32) {
        let low = get(&self.low, part).min(to);
        set(&mut self.low, part, low);
    }
}

fn get(all: &[u32], at: u32) -> u32 {
    all.get(at as usize).copied().unwrap_or_default()
}

fn set(all: &mut [u32], at: u32, value: u32) {
    if let Some(slot) = all.get_mut(at as usize) {
        *slot = value;
    }
}
