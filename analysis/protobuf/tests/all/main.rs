//! Contracts in Protocol Buffers: what is found between two versions, and what cannot be read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod cases;
mod configuration;
mod descriptors;
mod hostile;
mod language;
mod mistakes;
mod rules;
mod world;
