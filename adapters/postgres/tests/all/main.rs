//! Tests of the ledger in PostgreSQL, with a real server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod conforms;
mod damage;
mod faults;
mod fencing;
mod fight;
mod opening;
mod proxy;
mod scratch;
mod secure;
mod sharing;
mod world;
