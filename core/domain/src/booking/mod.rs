//! Bookings: an environment is somebody's for a span of time.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | booking | `booking.made` | `booking.moved` | `booking.ended`, by somebody or at its end |
//!
//! Two bookings of an environment never overlap, unless both may be shared. While it is booked for one release, or its data
//! are being refreshed, no other release is deployed there.

mod command;
mod event;
mod free;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use command::{BookEnvironment, EndBooking, MoveBooking};
pub use event::{Ended, Made, Moved};
pub use free::Slot;
pub use refusal::PAGES;
pub use state::{Booking, BookingId, Purpose};
