//! The crate's tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod compared;
mod hostile;
mod laws;
mod real;
mod world;
mod written;
