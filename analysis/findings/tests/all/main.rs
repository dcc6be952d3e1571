//! The tests of this crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod documents;
mod hostile;
mod kept;
mod reports;
mod rules;
mod sarif;
mod waivers;
mod world;
