//! Migrations, checked.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod atlas;
mod examples;
mod graph;
mod history;
mod hostile;
mod ignoring;
mod mysql;
mod online;
mod peers;
mod rehearsing;
mod runners;
mod sqlite;
mod types;
mod world;
