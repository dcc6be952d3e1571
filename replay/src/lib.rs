//! What every parser of bytes that come from outside has to hold, whatever the bytes are.
//!
//! `cargo test` replays the inputs that were kept (`fuzz/corpus`), the same every time; `cargo xtask fuzz` looks for new ones
//! with libFuzzer. The targets are the same functions.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a target says by a panic that a parser does not hold what it has to"
)]

pub mod targets;
