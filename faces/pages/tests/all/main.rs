//! The pages as browsers get them, of the sample organisation.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

mod acts;
mod archive;
mod bookings;
mod calendar;
mod crawl;
mod cutovers;
mod inbox;
mod login;
mod many;
mod matrix;
mod moving;
mod people;
mod policies;
mod settings;
mod setup;
mod sign_on;
mod talk;
mod unsent;
mod world;
