//! What is meant, said as simply as can be: a set of all that each part depends on, and every two changes side by side.

use std::collections::BTreeSet;

use holdpoint_conflicts::{Change, Clash, Closed, Closing, Relation};
use holdpoint_schedule::Span;
use jiff::Timestamp;

/// A case, in numbers that a generator can draw.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) parts: u32,
    pub(crate) edges: Vec<(u32, u32)>,
    pub(crate) changes: Vec<Change>,
    pub(crate) closings: Vec<Closing>,
}

pub(crate) fn span(from: i64, length: i64) -> Span {
    let at = |minutes: i64| Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap();
    Span {
        from: at(from),
        to: at(from + length),
    }
}

impl Case {
    /// By each part, what it depends on, step by step until nothing is new (Warshall).
    pub(crate) fn closure(&self) -> Vec<BTreeSet<u32>> {
        let mut all = vec![BTreeSet::new(); self.parts as usize];
        for (from, to) in &self.edges {
            all[*from as usize].insert(*to);
        }
        for middle in 0..self.parts as usize {
            let beyond = all[middle].clone();
            for reached in &mut all {
                if reached.contains(&(middle as u32)) {
                    reached.extend(&beyond);
                }
            }
        }
        all
    }

    pub(crate) fn clashes(&self) -> Vec<Clash> {
        let reach = self.closure();
        let mut found = Vec::new();
        for (change, one) in self.changes.iter().enumerate() {
            for (other, two) in self.changes.iter().enumerate() {
                if change == other || !together(one, two) {
                    continue;
                }
                let pairs = || {
                    one.parts
                        .iter()
                        .flat_map(|a| two.parts.iter().map(move |b| (*a, *b)))
                };
                let clash = |relation| Clash {
                    change,
                    other,
                    relation,
                };
                if change < other && pairs().any(|(a, b)| a == b) {
                    found.push(clash(Relation::Same));
                }
                if pairs().any(|(a, b)| a != b && reach[a as usize].contains(&b)) {
                    found.push(clash(Relation::DependsOn));
                }
            }
        }
        found.sort_unstable();
        found
    }

    pub(crate) fn closed(&self) -> Vec<Closed> {
        let reach = self.closure();
        let mut found = Vec::new();
        for (change, one) in self.changes.iter().enumerate() {
            for (closing, about) in self.closings.iter().enumerate() {
                let spans = about.spans.as_slice().iter();
                let Some(span) = spans.clone().find(|span| span.meets(&one.span)) else {
                    continue;
                };
                let here = about
                    .places
                    .as_ref()
                    .is_none_or(|all| all.contains(&one.place));
                let itself = about
                    .parts
                    .as_ref()
                    .is_none_or(|all| one.parts.iter().any(|part| all.contains(part)));
                let through = about.parts.iter().flatten().any(|above| {
                    one.parts
                        .iter()
                        .any(|part| reach[*above as usize].contains(part))
                });
                if here && (itself || through) {
                    found.push(Closed {
                        change,
                        closing,
                        span: *span,
                        through: !itself,
                    });
                }
            }
        }
        found.sort_unstable();
        found
    }
}

fn together(one: &Change, two: &Change) -> bool {
    let some = |change: &Change| change.span.from < change.span.to;
    one.place == two.place && some(one) && some(two) && one.span.meets(&two.span)
}
