//! The ledger in an SQLite file: write-ahead log, synchronous=FULL, one transaction a batch.
//!
//! `schema` says what lies in the file; `append` writes it; `reader` answers from it; `checkpoint` keeps the
//! write-ahead log short without making a caller wait for it.

mod append;
mod checkpoint;
mod chunk;
mod error;
mod keys;
mod ledger;
mod linger;
mod migrate;
mod reader;
mod schema;

pub use holdpoint_durable::{KeyError, KeyFile, KeySource};
pub use ledger::{Options, SqliteLedger, Synchronous, look};
