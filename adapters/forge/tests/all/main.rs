//! What is said on forges, against exchanges as their documentation shows them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod limits;
mod published;
mod surroundings;
mod world;
