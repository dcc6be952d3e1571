//! Whole imports, from bytes to preview.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod backstage;
mod csv;
mod hostile;
mod mapping;
mod people;
mod servicenow;
mod workbook;
mod world;
mod xlsx;
