//! When nothing is in the way.

use holdpoint_schedule::{Span, Spans};

use super::Asking;
use crate::kernel::Time;
use crate::window::{self, Stretch};

/// The first span of that many milliseconds, from a moment on, in which nothing is in the way; none within five years.
#[must_use]
pub fn next_clear(asking: &Asking<'_>, from: Time, length: i64) -> Option<Stretch> {
    let (place, parts) = (asking.place, &asking.release.components);
    window::next_clear(
        asking.state,
        place,
        parts,
        from,
        length,
        &taken(asking, from),
    )
}

/// The first moment from then on at which nothing is in the way any more, if it is that moment or a later one.
#[must_use]
pub fn next_open(asking: &Asking<'_>, now: Time) -> Option<Time> {
    next_clear(asking, now, 1).map(|clear| clear.from)
}

/// When something else than windows is in the way.
fn taken(asking: &Asking<'_>, from: Time) -> Spans {
    let release = &asking.release.name;
    let bookings = asking.state.bookings_of(asking.place).into_iter();
    let bookings = bookings.filter(|(_, booking)| booking.excludes(release));
    let bookings = bookings.map(|(_, booking)| Stretch {
        from: booking.from,
        until: booking.until,
    });
    let others = asking.others(from);
    let ties = asking.ties(&others).into_iter();
    let releases = ties.filter_map(|(number, _)| others.get(number));
    let releases = releases.map(|other| other.closed);
    let away = asking.away(from).into_iter();
    let away = away.flat_map(|(_, spans)| spans.as_slice().to_vec());
    let spans = bookings.chain(releases).map(|one| one.span());
    spans
        .chain(away)
        .collect::<Vec<Span>>()
        .into_iter()
        .collect()
}
