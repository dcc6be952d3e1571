//! The crate's tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod best;
mod model;
mod numbers;
mod proofs;
mod queues;
mod reading;
mod retried;
mod splits;
mod suites;
