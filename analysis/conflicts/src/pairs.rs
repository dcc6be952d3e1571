//! All changes against all.
//!
//! Changes are taken in blocks of up to 1,024, each a bit. A block's bits are set at the circles that its changes touch, and go up
//! from what is depended on to what depends: one pass over the graph says for every part which changes of the block it depends on.

use crate::graph::{Graph, Lists, known};
use crate::rows::{BITS, Rows, clear, merge, ones, set};
use crate::{Change, Clash, Relation, Unknown};

/// Every two changes that are in each other's way, in order.
///
/// # Errors
/// For a part that is not in the graph.
pub fn clashes(graph: &Graph, changes: &[Change]) -> Result<Vec<Clash>, Unknown> {
    let mut found = Vec::new();
    for_each_clash(graph, changes, |clash| found.push(clash))?;
    found.sort_unstable();
    Ok(found)
}

/// The same, one by one and in no order, without keeping them: there may be as many as pairs of changes.
///
/// # Errors
/// For a part that is not in the graph.
pub fn for_each_clash(
    graph: &Graph,
    changes: &[Change],
    mut visit: impl FnMut(Clash),
) -> Result<(), Unknown> {
    known(
        graph.parts(),
        changes.iter().flat_map(|one| one.parts.iter().copied()),
    )?;
    let all = All::new(graph, changes);
    for from in (0..all.order.len()).step_by(BITS) {
        let block = Block::new(&all, from);
        for at in 0..all.order.len() {
            all.meet(&block, at, &mut visit);
        }
    }
    Ok(())
}

/// Changes by place and beginning.
struct All<'a> {
    graph: &'a Graph,
    /// Their numbers, and they themselves.
    order: Vec<(usize, &'a Change)>,
    /// The latest end of any up to each, in its place.
    latest: Vec<jiff::Timestamp>,
    /// By part, the places in the order of those who touch it.
    touching: Lists,
}

impl<'a> All<'a> {
    fn new(graph: &'a Graph, changes: &'a [Change]) -> Self {
        let mut order: Vec<_> = changes.iter().enumerate().collect();
        // What takes no time is in nobody's way.
        order.retain(|(_, change)| change.span.from < change.span.to);
        order.sort_by_key(|(_, change)| (change.place, change.span.from));
        let mut latest: Vec<jiff::Timestamp> = Vec::with_capacity(order.len());
        let mut before: Option<&Change> = None;
        for (_, change) in &order {
            let same = before.is_some_and(|before| before.place == change.place);
            let earlier = latest.last().copied().filter(|_| same);
            latest.push(earlier.map_or(change.span.to, |end| end.max(change.span.to)));
            before = Some(change);
        }
        let touches = order.iter().zip(0..).flat_map(|((_, change), at)| {
            let mut parts = change.parts.clone();
            parts.sort_unstable();
            parts.dedup();
            parts.into_iter().map(move |part| (part, at))
        });
        let touches: Vec<_> = touches.collect();
        Self {
            graph,
            touching: Lists::new(graph.parts(), &touches),
            order,
            latest,
        }
    }

    /// Where those lie that may take place at the same time as a change: they begin before its end, and one of those up to them
    /// ends after its beginning.
    fn range(&self, change: &Change) -> (usize, usize) {
        let end = self.order.partition_point(|(_, other)| {
            (other.place, other.span.from) < (change.place, change.span.to)
        });
        let place = self
            .order
            .partition_point(|(_, other)| other.place < change.place);
        let ends = self.latest.get(place..end).unwrap_or_default();
        let begin = place + ends.partition_point(|latest| *latest <= change.span.from);
        (begin, end)
    }

    /// Who of a block is in the way of a change.
    fn meet(&self, block: &Block<'_>, at: usize, visit: &mut impl FnMut(Clash)) {
        let Some((_, change)) = self.order.get(at) else {
            return;
        };
        let (begin, end) = self.range(change);
        let (begin, end) = (begin.max(block.from), end.min(block.to));
        if begin >= end {
            return;
        }
        let found = [
            (Relation::Same, block.same(change)),
            (Relation::DependsOn, block.needs(change)),
        ];
        for (relation, bits) in &found {
            let places = ones(bits).map(|bit| block.from + bit);
            let places = places.filter(|place| (begin..end).contains(place));
            let clashes = places.filter_map(|place| self.clash(at, place, *relation));
            clashes.for_each(&mut *visit);
        }
    }

    /// Whether two that are related, by their places, take place at the same time. Those that change the same are told once.
    fn clash(&self, at: usize, place: usize, relation: Relation) -> Option<Clash> {
        let ((change, one), (other, two)) = (self.order.get(at)?, self.order.get(place)?);
        let once = relation != Relation::Same || change < other;
        let clash = once && change != other && one.span.meets(&two.span);
        clash.then_some(Clash {
            change: *change,
            other: *other,
            relation,
        })
    }
}

/// Some changes in a row, and what depends on them.
struct Block<'a> {
    all: &'a All<'a>,
    from: usize,
    to: usize,
    /// By circle, which of them it touches or depends on.
    rows: Rows,
}

impl<'a> Block<'a> {
    fn new(all: &'a All<'a>, from: usize) -> Self {
        let to = all.order.len().min(from + BITS);
        let circles = &all.graph.circles;
        let mut rows = Rows::new(circles.len(), to - from);
        let block = all.order.get(from..to).unwrap_or_default();
        for (bit, (_, change)) in block.iter().enumerate() {
            for part in &change.parts {
                rows.set(circles.circle(*part), bit);
            }
        }
        // A circle comes after all those that it depends on.
        for circle in 0..u32::try_from(circles.len()).unwrap_or(u32::MAX) {
            for next in circles.needs(circle) {
                rows.add(circle, *next);
            }
        }
        Self {
            all,
            from,
            to,
            rows,
        }
    }

    fn empty(&self) -> Vec<u64> {
        vec![0; (self.to - self.from).div_ceil(64)]
    }

    /// Those that touch a part.
    fn touch(&self, part: u32) -> impl Iterator<Item = usize> + '_ {
        let touching = self.all.touching.of(part);
        let begin = touching.partition_point(|at| (*at as usize) < self.from);
        let within = touching.iter().skip(begin).map(|at| *at as usize);
        within
            .take_while(|at| *at < self.to)
            .map(|at| at - self.from)
    }

    /// Those that change a part that is changed here.
    fn same(&self, change: &Change) -> Vec<u64> {
        let mut bits = self.empty();
        for bit in change.parts.iter().flat_map(|part| self.touch(*part)) {
            set(&mut bits, bit);
        }
        bits
    }

    /// Those that change another part, which one that is changed here depends on.
    fn needs(&self, change: &Change) -> Vec<u64> {
        let circles = &self.all.graph.circles;
        let mut bits = self.empty();
        for part in &change.parts {
            let circle = circles.circle(*part);
            for next in circles.needs(circle) {
                merge(&mut bits, self.rows.row(*next));
            }
            if circles.is_round(circle) {
                merge(&mut bits, &self.round(*part, circle));
            }
        }
        bits
    }

    /// Those that change a part of the same circle or what that depends on, but for those that change nothing of the circle than the
    /// one part; what they change beyond it is found from there.
    fn round(&self, part: u32, circle: u32) -> Vec<u64> {
        let circles = &self.all.graph.circles;
        let mut bits = self.rows.row(circle).to_vec();
        for bit in self.touch(part) {
            let theirs = self.all.order.get(self.from + bit);
            let parts = theirs.map_or(&[][..], |(_, change)| &change.parts);
            let other = |other: &u32| *other != part && circles.circle(*other) == circle;
            if !parts.iter().any(other) {
                clear(&mut bits, bit);
            }
        }
        bits
    }
}
