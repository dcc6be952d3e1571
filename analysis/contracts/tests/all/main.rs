//! Contracts, compared.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod files;
mod hostile;
mod rules;
mod schemas;
mod surface;
mod world;
