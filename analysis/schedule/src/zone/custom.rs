//! A zone that somebody describes by when its clocks are changed.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset};
use jiff::{SignedDuration, Timestamp};

use super::Transition;
use crate::span::Span;

/// A change of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The clock before it, at that moment.
    pub at: DateTime,
    /// From UTC, before.
    pub before: Offset,
    /// From UTC, after.
    pub after: Offset,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Custom {
    /// Before the first change.
    first: Offset,
    /// From each moment on, in order.
    from: Vec<(Timestamp, Offset)>,
}

impl Custom {
    pub(super) fn new(mut changes: Vec<Change>) -> Self {
        changes.sort_unstable();
        let first = changes.first().map_or(Offset::UTC, |change| change.before);
        let from =
            |change: &Change| Some((change.before.to_timestamp(change.at).ok()?, change.after));
        let mut from: Vec<_> = changes.iter().filter_map(from).collect();
        from.sort_unstable_by_key(|(moment, _)| *moment);
        Self { first, from }
    }

    pub(super) fn at(&self, moment: Timestamp) -> Offset {
        let behind = self.from.partition_point(|(from, _)| *from <= moment);
        let last = behind.checked_sub(1).and_then(|at| self.from.get(at));
        last.map_or(self.first, |(_, offset)| *offset)
    }

    /// By which offsets a clock shows a time.
    pub(super) fn offset(&self, at: DateTime) -> AmbiguousOffset {
        let near = self.near(at);
        let shows = |offset: &Offset| {
            offset
                .to_timestamp(at)
                .is_ok_and(|moment| self.at(moment) == *offset)
        };
        let mut showing: Vec<_> = near.iter().copied().filter(shows).collect();
        // The larger offset is the earlier moment.
        showing.sort_unstable_by(|a, b| b.cmp(a));
        showing.dedup();
        match (showing.as_slice(), near.first(), near.last()) {
            ([offset], _, _) => AmbiguousOffset::Unambiguous { offset: *offset },
            ([before, .., after], _, _) => AmbiguousOffset::Fold {
                before: *before,
                after: *after,
            },
            ([], Some(before), Some(after)) => AmbiguousOffset::Gap {
                before: *before,
                after: *after,
            },
            ([], _, _) => AmbiguousOffset::Unambiguous { offset: self.first },
        }
    }

    /// The offsets within a day and a half of a time, in their order.
    fn near(&self, at: DateTime) -> Vec<Offset> {
        let margin = SignedDuration::from_hours(36);
        let around = Offset::UTC.to_timestamp(at).unwrap_or(Timestamp::MIN);
        let from = around.checked_sub(margin).unwrap_or(Timestamp::MIN);
        let to = around.checked_add(margin).unwrap_or(Timestamp::MAX);
        let within = self
            .from
            .iter()
            .filter(|(moment, _)| *moment > from && *moment <= to);
        std::iter::once(self.at(from))
            .chain(within.map(|(_, offset)| *offset))
            .collect()
    }

    /// As of a zone that everybody knows; what is further from UTC is daylight-saving time.
    pub(super) fn transitions(&self, within: Span) -> Vec<Transition> {
        let mut found = Vec::new();
        let mut before = self.first;
        for (moment, after) in self.from.iter().take_while(|(at, _)| *at < within.to) {
            if *moment <= within.from {
                found.clear();
            }
            if before != *after {
                found.push(Transition {
                    change: Change {
                        at: before.to_datetime(*moment),
                        before,
                        after: *after,
                    },
                    name: None,
                    daylight: *after > before,
                });
            }
            before = *after;
        }
        found
    }
}
