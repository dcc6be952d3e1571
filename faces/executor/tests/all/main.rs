//! Steps with all that they need, carried out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod artifacts;
mod calls;
mod jobs;
mod secrets;
mod settings;
mod world;
