//! A PostgreSQL server of one's own: a real process with its own data directory, for tests and benchmarks.
//!
//! [`Cluster::shared`] is one for a whole test binary, [`Cluster::database`] an empty database in it. Whatever becomes of
//! the program that started it, the server ends and its files go: a shell waits at the other end of a pipe, which the
//! system closes when the program ends, however it ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "for tests: whoever cannot start it has nothing to test"
)]

mod cluster;
mod initial;
mod process;
mod programs;

pub use cluster::{Cluster, Options};
pub use process::Process;
