//! Requests taken in, as stories.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

mod accounts;
mod bulletins;
mod conversation;
mod erasure;
mod evidence;
mod inbox;
mod intake;
mod moments;
mod older;
mod repeats;
mod sessions;
mod sign_on;
mod statuses;
mod workloads;
mod world;
