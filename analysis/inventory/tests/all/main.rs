//! Whole repositories, made of a few files each.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod cargo;
mod environments;
mod go;
mod hostile;
mod java;
mod npm;
mod owners;
mod python;
mod tags;
mod world;
