//! Sets of numbers, as ranges.

use crate::model::Range;

/// Numbers, as ranges that neither touch nor overlap, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranges(Vec<Range>);

impl Ranges {
    pub(crate) fn of(ranges: &[Range]) -> Self {
        let mut sorted = ranges.to_vec();
        sorted.sort_unstable();
        let mut joined: Vec<Range> = Vec::with_capacity(sorted.len());
        for range in sorted {
            match joined.last_mut() {
                Some(last) if range.start <= last.end + 1 => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        Self(joined)
    }

    /// Those that reach to a number or beyond it.
    fn from(&self, number: i64) -> &[Range] {
        let at = self.0.partition_point(|range| range.end < number);
        self.0.get(at..).unwrap_or_default()
    }

    pub(crate) fn has(&self, number: i64) -> bool {
        self.from(number)
            .first()
            .is_some_and(|range| range.start <= number)
    }

    /// What of a range is not in it.
    pub(crate) fn missing(&self, wanted: Range) -> Vec<Range> {
        let mut missing = Vec::new();
        let mut start = wanted.start;
        for range in self.from(wanted.start) {
            if range.start > wanted.end {
                break;
            }
            if range.start > start {
                let end = range.start - 1;
                missing.push(Range { start, end });
            }
            start = range.end + 1;
        }
        if start <= wanted.end {
            let end = wanted.end;
            missing.push(Range { start, end });
        }
        missing
    }
}
