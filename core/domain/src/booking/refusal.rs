//! Why an environment is not booked.

use super::free::Slot;
use crate::State;
use crate::kernel::{Refusal, refusals};

refusals! {
    fn booking_unknown(id) = "booking-unknown": "there is no booking `{id}`",
        help "`holdpoint environment bookings` shows those that have not ended",
        why "A booking is moved and given back by its id, as long as it has not ended.";
    fn booking_overlaps(environment, from, until, purpose, id) = "booking-overlaps":
        "`{environment}` is booked from {from} until {until} for `{purpose}` (`{id}`)",
        help "choose another time; `holdpoint environment free` finds the next one",
        why "Two who test in one environment at the same time find each other's faults. Bookings that may be shared overlap with one another only.";
    fn booking_backwards(from, until) = "booking-backwards": "a booking from {from} until {until} has no length",
        help "choose an end after the beginning",
        why "A booking is a span of time.";
    fn booking_past(until) = "booking-past": "{until} has passed",
        help "choose an end in the future",
        why "Nobody could use it.";
    fn booking_too_long(days) = "booking-too-long": "a booking takes at most {days} days",
        help "book a shorter time, or make it an environment of its own",
        why "What is booked for longer is somebody's own environment, and others wait in vain.";
    fn booking_refresh_shared() = "booking-refresh-shared": "nobody shares an environment whose data are refreshed",
        help "leave out that it is shared",
        why "Data change under the hands of whoever works there meanwhile.";
    fn booking_of_another(id) = "booking-of-another": "`{id}` is somebody else's booking",
        help "ask them, or somebody who may decide on releases in this environment",
        why "Whoever relies on an environment has to be asked, or overruled by somebody who answers for it.";
    fn booking_person_only() = "booking-person-needed": "only a person or their token books an environment",
        help "sign in as a person",
        why "Whoever waits for it needs somebody to ask.";
}

/// A refusal that says when it would be free.
pub(super) fn with_next(state: &State, slot: &Slot<'_>, refusal: Refusal) -> Refusal {
    match state.free_slot(slot) {
        Some((from, until)) => Refusal {
            help: format!("it is free from {from} until {until}, for as long as was asked"),
            ..refusal
        },
        None => refusal,
    }
}
