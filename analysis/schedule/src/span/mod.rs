//! Sets of moments.

mod fit;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use fit::Fit;

/// From a moment to another, which is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
}

/// A set of moments: spans in order that neither meet nor touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans(Vec<Span>);

impl Span {
    /// All moments.
    pub const EVER: Self = Self {
        from: Timestamp::MIN,
        to: Timestamp::MAX,
    };

    /// Whether both have a moment in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

impl FromIterator<Span> for Spans {
    /// What is in any of them; those that end where they begin have nothing in them.
    fn from_iter<T: IntoIterator<Item = Span>>(spans: T) -> Self {
        let mut spans: Vec<_> = spans
            .into_iter()
            .filter(|span| span.from < span.to)
            .collect();
        spans.sort_unstable();
        spans.dedup_by(|next, before| {
            let touch = next.from <= before.to;
            if touch {
                before.to = before.to.max(next.to);
            }
            touch
        });
        Self(spans)
    }
}

impl Spans {
    /// The spans, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a moment is in it.
    #[must_use]
    pub fn contains(&self, moment: Timestamp) -> bool {
        self.at_or_after(moment)
            .is_some_and(|span| span.from <= moment)
    }

    /// The first span that ends after a moment.
    #[must_use]
    pub fn at_or_after(&self, moment: Timestamp) -> Option<&Span> {
        self.0.get(self.0.partition_point(|span| span.to <= moment))
    }

    /// The first of its spans that has a moment in common with one.
    #[must_use]
    pub fn first_within(&self, within: &Span) -> Option<&Span> {
        self.at_or_after(within.from)
            .filter(|span| span.meets(within))
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// What is in it and not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for span in &self.0 {
            let mut from = span.from;
            let begin = other.0.partition_point(|cut| cut.to <= from);
            let cuts = other.0.iter().skip(begin);
            for cut in cuts.take_while(|cut| cut.from < span.to) {
                if cut.from > from {
                    left.push(Span { from, to: cut.from });
                }
                from = from.max(cut.to);
            }
            if from < span.to {
                left.push(Span { from, to: span.to });
            }
        }
        Self(left)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.without(&Self::from_iter([Span::EVER]).without(other))
    }
}
