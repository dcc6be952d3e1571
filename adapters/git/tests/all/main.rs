//! The adapter against repositories that the tests make with git itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod ancestry;
mod content;
mod hostile;
mod log;
mod open;
mod tag;
mod world;
