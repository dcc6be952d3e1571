//! When a change is in nobody's way.

use holdpoint_schedule::{Fit, Span, Spans};
use jiff::Timestamp;

use crate::graph::{Graph, known};
use crate::one::Related;
use crate::{Change, Closing, Unknown};

/// Among what a time is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// Which part depends on which.
    pub graph: &'a Graph,
    /// Who is to be kept out of the way of.
    pub others: &'a [Change],
    /// When nothing may be done.
    pub closings: &'a [Closing],
    /// From when on.
    pub after: Timestamp,
    /// Not beyond.
    pub until: Timestamp,
}

/// The first span as long as that of a change in which it meets no closing and nobody who is [in its way](crate::against), if
/// there is one.
///
/// # Errors
/// For a part that is not in the graph.
pub fn clear(search: &Search<'_>, change: &Change) -> Result<Option<Span>, Unknown> {
    let closed = taken(search, change)?;
    let fit = Fit {
        open: None,
        closed: &closed,
        length: change.span.from.duration_until(change.span.to),
    };
    Ok(fit.next(search.after, search.until))
}

/// All times at which the change cannot be made.
fn taken(search: &Search<'_>, change: &Change) -> Result<Spans, Unknown> {
    let parts = search.graph.parts();
    let theirs = search.others.iter().flat_map(|one| &one.parts);
    let named = search
        .closings
        .iter()
        .flat_map(|one| one.parts.iter().flatten());
    known(parts, theirs.chain(named).copied())?;
    let related = Related::new(search.graph, change)?;
    let others = search
        .others
        .iter()
        .filter(|other| other.place == change.place && related.to(other).next().is_some());
    let concerns = |closing: &&Closing| {
        let about = |all: &Vec<u32>| all.iter().any(|part| related.concerns(*part));
        closing.is_in(change.place) && closing.parts.as_ref().is_none_or(about)
    };
    let closings = search.closings.iter().filter(concerns);
    let closings = closings.flat_map(|closing| closing.spans.as_slice());
    Ok(others
        .map(|other| other.span)
        .chain(closings.copied())
        .collect())
}
