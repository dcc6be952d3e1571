//! The ledger against the standards' vectors, other implementations, and naive oracles.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod canonical;
mod damage;
mod entry;
mod log;
mod note;
mod oracle;
mod policy;
mod sample;
mod tile;
mod tree;
mod vectors;
mod witness;
