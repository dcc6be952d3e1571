//! Tokens as the RFCs have them, as providers issue them, and as nobody should take them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod addresses;
mod claims;
mod confused;
mod discovery;
mod forms;
mod issuer;
mod keys;
mod logout;
mod own;
mod properties;
mod vectors;
