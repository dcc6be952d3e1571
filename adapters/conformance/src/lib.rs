//! What every ledger store must do, as functions that a store's tests call, and a ledger in memory that does it.
//!
//! [`MemoryLedger`] is the model: written for clarity, it is what the other stores are compared with, and
//! what tests elsewhere use when they need a ledger and no disk.

mod memory;

pub use memory::MemoryLedger;
