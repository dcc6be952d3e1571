//! The core as a whole: stories, who may do what, generated histories, schemas, and a ledger that must always replay.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    unreachable_pub,
    reason = "tests"
)]

mod company;
mod facts;
mod formats;
mod golden;
mod histories;
mod ledger;
mod matrix;
mod pages;
mod pen;
mod policies;
mod schemas;
mod stories;
mod world;
