//! The API, asked without a network.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod answers;
mod batch;
mod calendars;
mod content;
mod document;
mod kubernetes;
mod matrix;
mod measured;
mod planned;
mod positions;
mod scim;
mod sessions;
mod stolen;
mod stream;
mod workloads;
mod world;
