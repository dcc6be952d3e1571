//! Tests of the configuration.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod bombs;
mod difference;
mod directory;
mod examples;
mod forges;
mod import;
mod init;
mod pipelines;
mod properties;
mod schema;
mod signers;
mod windows;
mod workloads;
mod world;
mod wrong;
