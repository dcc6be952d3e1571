//! The agent with real processes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod crash;
mod limits;
mod loss;
mod once;
mod run;
mod user;
mod workplace;
mod world;
