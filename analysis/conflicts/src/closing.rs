//! Changes against closings.
//!
//! As with changes, a closing is a bit; it goes down from what is closed to what that depends on.

use crate::graph::{Circles, Graph, known};
use crate::rows::{BITS, Rows, merge, ones};
use crate::{Change, Closed, Closing, Unknown};

/// Every change that lies in a closing, with the first span of it that it lies in; in order.
///
/// # Errors
/// For a part that is not in the graph.
pub fn closed(
    graph: &Graph,
    changes: &[Change],
    closings: &[Closing],
) -> Result<Vec<Closed>, Unknown> {
    let named = closings.iter().flat_map(|one| one.parts.iter().flatten());
    let touched = changes.iter().flat_map(|one| &one.parts);
    known(graph.parts(), named.chain(touched).copied())?;
    let mut found = Vec::new();
    for from in (0..closings.len()).step_by(BITS) {
        let block = Block::new(graph, closings, from);
        for (number, change) in changes.iter().enumerate() {
            let over = block.over(change);
            found.extend(over.filter_map(|closing| one(change, number, closings, closing)));
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Whether a change lies in a closing that is about some part of it, or about all.
fn one(change: &Change, number: usize, closings: &[Closing], closing: usize) -> Option<Closed> {
    let about = closings.get(closing)?;
    let span = about
        .is_in(change.place)
        .then(|| about.spans.first_within(&change.span));
    let itself = |parts: &Vec<u32>| change.parts.iter().any(|part| parts.contains(part));
    Some(Closed {
        change: number,
        closing,
        span: *span??,
        through: !about.parts.as_ref().is_none_or(itself),
    })
}

/// Some closings in a row.
struct Block<'a> {
    graph: &'a Graph,
    from: usize,
    /// By circle, which of them close it, or something that depends on it.
    rows: Rows,
    /// Those that close everything.
    everything: Vec<u64>,
}

impl<'a> Block<'a> {
    fn new(graph: &'a Graph, closings: &[Closing], from: usize) -> Self {
        let circles = &graph.circles;
        let to = closings.len().min(from + BITS);
        let mut rows = Rows::new(circles.len(), to - from);
        let mut everything = vec![0; (to - from).div_ceil(64)];
        for (bit, closing) in closings
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            if closing.parts.is_none() {
                crate::rows::set(&mut everything, bit);
            }
            for part in closing.parts.iter().flatten() {
                rows.set(circles.circle(*part), bit);
            }
        }
        spread(&mut rows, circles);
        Self {
            graph,
            from,
            rows,
            everything,
        }
    }

    /// Which of them are about a change.
    fn over(&self, change: &Change) -> impl Iterator<Item = usize> + use<> {
        let mut bits = self.everything.clone();
        for part in &change.parts {
            merge(&mut bits, self.rows.row(self.graph.circles.circle(*part)));
        }
        let found: Vec<_> = ones(&bits).map(|bit| self.from + bit).collect();
        found.into_iter()
    }
}

/// What is closed closes what it depends on.
fn spread(rows: &mut Rows, circles: &Circles) {
    // A circle comes before all those that depend on it.
    for circle in (0..u32::try_from(circles.len()).unwrap_or(u32::MAX)).rev() {
        for above in circles.needed_by(circle) {
            rows.add(circle, *above);
        }
    }
}
