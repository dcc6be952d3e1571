//! The engine as its callers see it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod ahead;
mod answers;
mod auditing;
mod blobs;
mod dishonest;
mod disk;
mod failing;
mod faulty;
mod formats;
mod guarded;
mod horizon;
mod properties;
mod reacting;
mod rules;
mod several;
mod shop;
mod stores;
mod table;
mod transferring;
mod vault;
mod views;
mod witnesses;
mod world;
