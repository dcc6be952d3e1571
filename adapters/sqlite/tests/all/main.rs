//! Tests of the SQLite ledger.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod basics;
mod conforms;
mod crash;
mod damage;
mod lingering;
mod older;
