//! Orders, carried out by systems that are on this machine and behave as their documentation says; and the course of an order,
//! whatever comes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod argo;
mod course;
mod github;
mod gitlab;
mod jenkins;
mod limits;
mod model;
mod server;
mod world;
