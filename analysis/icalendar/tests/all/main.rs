//! Calendars as a whole: where something fits, and what becomes of them when they are written.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod generated;
mod peer;
mod window;
mod written;
mod zones;
