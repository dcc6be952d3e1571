//! Profiles of pipelines: what is read, what is found in it, and that it agrees with what is slower but plainer.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "tests"
)]

mod brute;
mod calculated;
mod drawn;
mod random;
mod ranked;
mod readers;
mod simulated;
mod world;
mod written;
