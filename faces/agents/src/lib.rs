//! Agents on other hosts: how they are let in, get work, and tell how it ended. Both ends.
//!
//! | here | is |
//! |---|---|
//! | [`server`] | the server's end: enrols, hands out steps, keeps what they write and make |
//! | [`host`] | the agent's end: verifies what it is asked to do, does it, and tells |
//! | `order` | what is asked: the entries of a run, proven to be in the ledger |
//! | [`Allowed`] | what a host's administrator lets agents do there |
//!
//! An agent is not told what to run: it gets the entries of the run with proofs, folds them itself by the same core as the
//! server, and so finds out what the ledger intends. What is not in the ledger is not run, and what the file of the host's
//! administrator does not allow is not run either, whoever has the server.

mod allow;
mod enrol;
pub mod host;
mod http;
mod order;
mod pieces;
pub mod server;
mod told;

pub use allow::{AllowMistake, Allowed, Asked};
