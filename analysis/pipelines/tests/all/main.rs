//! Stories about definitions of pipelines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod alone;
mod back_out;
mod expressions;
mod forecast;
mod ids;
mod large;
mod mistakes;
mod oracle;
mod random;
mod sample;
mod schedule;
mod schema;
mod world;
