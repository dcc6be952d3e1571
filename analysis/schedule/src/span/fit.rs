//! Where something of some length fits.

use jiff::{SignedDuration, Timestamp};

use super::{Span, Spans};

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Fit<'a> {
    /// Moments in which it has to lie as a whole; all if none.
    pub open: Option<&'a Spans>,
    /// Moments that it must not touch.
    pub closed: &'a Spans,
    /// How long it is; nothing if negative.
    pub length: SignedDuration,
}

impl Fit<'_> {
    /// The first span from `after` on, and not beyond `until`, in which it fits.
    #[must_use]
    pub fn next(&self, after: Timestamp, until: Timestamp) -> Option<Span> {
        let length = self.length.max(SignedDuration::ZERO);
        let mut from = after;
        loop {
            let opens = self.opens(from)?;
            from = opens.from;
            let to = from.checked_add(length).ok().filter(|to| *to <= until)?;
            // What takes no time must not stand where it is closed, either.
            let shortest = Span {
                from,
                to: to.max(step(from)),
            };
            match self.closed.first_within(&shortest) {
                Some(cut) => from = cut.to,
                None if to > opens.to => from = opens.to,
                None => return Some(Span { from, to }),
            }
        }
    }

    /// The first moment from then on that is open, and until when it stays so.
    fn opens(&self, from: Timestamp) -> Option<Span> {
        let Some(open) = self.open else {
            return Some(Span {
                from,
                to: Timestamp::MAX,
            });
        };
        let span = open.at_or_after(from)?;
        Some(Span {
            from: span.from.max(from),
            to: span.to,
        })
    }
}

fn step(moment: Timestamp) -> Timestamp {
    let next = moment.checked_add(SignedDuration::from_nanos(1));
    next.unwrap_or(Timestamp::MAX)
}
