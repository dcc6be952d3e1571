//! Filters, changes and views, by example and against brute force.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod filters;
mod oracle;
mod pages;
mod patches;
