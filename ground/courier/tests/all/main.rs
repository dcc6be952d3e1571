//! Agents and servers over networks that break, in virtual time and on real sockets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests"
)]

mod choice;
mod files;
mod frames;
mod histories;
mod logs;
mod office;
mod requests;
mod restarts;
mod room;
mod sessions;
mod skew;
mod sockets;
mod wishes;
mod world;
