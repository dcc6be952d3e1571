//! The agent with real processes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod crash;
mod killed;
mod limits;
mod loss;
mod nursery;
mod once;
mod run;
mod user;
mod workplace;
mod world;
