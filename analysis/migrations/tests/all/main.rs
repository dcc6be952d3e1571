//! Migrations, checked.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod atlas;
mod examples;
mod history;
mod hostile;
mod ignoring;
mod mysql;
mod rehearsing;
mod runners;
mod types;
mod world;
