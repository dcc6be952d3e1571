//! The line that a finding is about.

use super::plain::plain;
use crate::{Place, Report};

/// A line, cut to what fits, with what stands under it.
pub(super) struct Excerpt {
    pub(super) number: usize,
    pub(super) line: String,
    /// Spaces before the mark, and how wide it is.
    pub(super) indent: usize,
    pub(super) width: usize,
}

/// Characters of a line that are shown.
const SHOWN: usize = 120;
/// Characters before the place that stay when the line is cut.
const BEFORE: usize = 40;

/// None if the text is not at hand.
pub(super) fn of(report: &Report, place: &Place) -> Option<Excerpt> {
    let line = report.sources().get(&place.file)?.line(place.line)?;
    let column = place.column.saturating_sub(1);
    let skipped = match line.chars().count() > SHOWN {
        true => column.saturating_sub(BEFORE),
        false => 0,
    };
    let shown: String = line.chars().skip(skipped).take(SHOWN).collect();
    let shown = plain(&shown.replace('\t', " ")).into_owned();
    let end = match place.end {
        Some(end) if end.line == place.line => end.column - 1,
        Some(_) => line.chars().count(),
        None => column + 1,
    };
    let indent = column - skipped;
    let room = shown.chars().count().saturating_sub(indent).max(1);
    Some(Excerpt {
        number: place.line,
        line: shown,
        indent,
        width: end.saturating_sub(column).clamp(1, room),
    })
}
