//! When an environment is free.

use holdpoint_schedule::{Fit, Span, Spans};
use jiff::{SignedDuration, Timestamp};

use super::BookingId;
use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::Time;

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Slot<'a> {
    /// In which environment.
    pub environment: &'a EnvironmentName,
    /// From when on.
    pub after: Time,
    /// How long, in milliseconds.
    pub length: i64,
    /// Whether others may use it at the same time.
    pub shared: bool,
    /// The booking that is to be moved: it is not in its own way.
    pub moving: Option<&'a BookingId>,
}

impl State {
    /// The first span in which nobody who does not share has booked the environment.
    #[must_use]
    pub fn free_slot(&self, slot: &Slot<'_>) -> Option<(Time, Time)> {
        let all = self.bookings_of(slot.environment).into_iter();
        let others = all.filter(|(id, _)| Some(*id) != slot.moving);
        let closed = others.filter(|(_, booking)| !(slot.shared && booking.shared));
        let closed: Spans = closed
            .map(|(_, booking)| Span {
                from: stamp(booking.from),
                to: stamp(booking.until),
            })
            .collect();
        let fit = Fit {
            open: None,
            closed: &closed,
            length: SignedDuration::from_millis(slot.length),
        };
        let found = fit.next(stamp(slot.after), stamp(Time::from_millis(i64::MAX)))?;
        Some((time(found.from), time(found.to)))
    }
}

fn stamp(time: Time) -> Timestamp {
    Timestamp::from_millisecond(time.millis()).unwrap_or(Timestamp::MAX)
}

fn time(stamp: Timestamp) -> Time {
    Time::from_millis(stamp.as_millisecond())
}
