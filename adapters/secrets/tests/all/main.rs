//! Keepers of secrets against servers in this process.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod aws;
mod azure;
mod cache;
mod files;
mod google;
mod leak;
mod settings;
mod sigv4;
mod vault;
mod world;
