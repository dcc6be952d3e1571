//! Logs of steps against naive oracles, broken connections and broken files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod ansi;
mod append;
mod crash;
mod lines;
mod records;
mod resume;
mod sealed;
mod world;
