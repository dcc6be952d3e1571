//! Agents that are let in, believed, renewed and revoked; and tokens for their steps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod authority;
mod certificates;
mod credentials;
mod enrolment;
mod files;
mod forged;
mod forgery;
mod handshakes;
mod names;
mod requests;
mod rollover;
mod roots;
mod token_keys;
mod tokens;
mod wire;
mod world;
