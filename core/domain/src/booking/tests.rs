//! The next free slot, held against trying every minute.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Booking, BookingId, Purpose, Slot};
use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::Time;
use crate::organisation::PersonId;
use proptest::prelude::*;

const MINUTE: i64 = 60_000;

fn environment(name: &str) -> EnvironmentName {
    name.parse().unwrap()
}

fn booking(place: &str, from: i64, length: i64, shared: bool) -> Booking {
    Booking {
        environment: environment(place),
        from: Time::from_millis(from * MINUTE),
        until: Time::from_millis((from + length) * MINUTE),
        purpose: Purpose::Use,
        shared,
        title: None,
        person: PersonId::from_bits(1),
        made: Time::from_millis(0),
    }
}

fn state(bookings: &[(bool, i64, i64, bool)]) -> State {
    let mut state = State::default();
    for (bits, (here, from, length, shared)) in (1..).zip(bookings) {
        let place = if *here { "test" } else { "staging" };
        let booking = booking(place, *from, *length, *shared);
        state.bookings.insert(BookingId::from_bits(bits), booking);
    }
    state
}

proptest! {
    #[test]
    fn the_free_slot_is_the_first_that_trying_finds(
        bookings in proptest::collection::vec((any::<bool>(), 0..60_i64, 1..15_i64, any::<bool>()), 0..9),
        after in 0..50_i64,
        length in 1..12_i64,
        shared: bool,
        moving in 0..9_u128,
    ) {
        let state = state(&bookings);
        let moving = BookingId::from_bits(moving);
        let place = environment("test");
        let slot = Slot {
            environment: &place,
            after: Time::from_millis(after * MINUTE),
            length: length * MINUTE,
            shared,
            moving: Some(&moving),
        };
        let taken = |from: i64| state.bookings.iter().any(|(id, one)| {
            let (from, until) = (Time::from_millis(from * MINUTE), Time::from_millis((from + length) * MINUTE));
            *id != moving && one.environment == place && !(shared && one.shared) && one.meets(from, until)
        });
        let expected = (after..).find(|from| !taken(*from)).unwrap();
        let found = state.free_slot(&slot).unwrap();
        prop_assert_eq!((found.0.millis(), found.1.millis()), (expected * MINUTE, (expected + length) * MINUTE));
    }
}

#[test]
fn a_booking_keeps_out_all_but_the_release_that_it_is_for() {
    let (march, april) = ("march".parse().unwrap(), "april".parse().unwrap());
    let mut state = State::default();
    let held = Booking {
        purpose: Purpose::Release("march".parse().unwrap()),
        ..booking("test", 10, 10, false)
    };
    state.bookings.insert(BookingId::from_bits(1), held);
    let asked = |place: &str, release, minute: i64| {
        let (from, until) = (minute * MINUTE, (minute + 1) * MINUTE);
        let (from, until) = (Time::from_millis(from), Time::from_millis(until));
        let found = state.booked_against(&environment(place), release, from, until);
        found.is_some()
    };
    assert!(asked("test", &april, 10) && asked("test", &april, 19));
    assert!(!asked("test", &april, 9) && !asked("test", &april, 20));
    assert!(!asked("test", &march, 15) && !asked("staging", &april, 15));
}
