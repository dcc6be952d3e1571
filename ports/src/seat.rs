//! A ledger that several servers have, of whom one at a time appends: who that is, and how to talk to them.

use crate::{LedgerReader, LedgerStore, StoreError};

/// Who may append, as it stood when it was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seated {
    /// Number of entries.
    pub size: u64,
    /// Where whoever sits there is reached; none if nobody sits there, or they have not said.
    pub address: Option<String>,
    /// Whether whoever looks may sit down: nobody sits there, they have not moved for a while, or it is whoever looks and they
    /// have not heard that they sat down.
    pub free: bool,
    /// Whether whoever looks sits there.
    pub ours: bool,
}

/// A ledger that is shared. Whoever sits down keeps everybody who sat there before from appending.
pub trait SharedLedger: Send {
    /// A reading side; nobody has to sit for that.
    ///
    /// # Errors
    /// When the medium fails.
    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError>;

    /// Looks who sits there. A seat becomes free by looking often enough at somebody who does not move.
    ///
    /// # Errors
    /// When the medium fails; it does not wait long.
    fn look(&mut self) -> Result<Seated, StoreError>;

    /// Sits down if the seat was free at the last look and still is; whoever drops the store gets up.
    ///
    /// # Errors
    /// When the medium fails.
    fn sit(&mut self) -> Result<Option<Box<dyn LedgerStore>>, StoreError>;

    /// Where the other servers are reached, as far as they have said lately.
    ///
    /// # Errors
    /// When the medium fails.
    fn others(&mut self) -> Result<Vec<String>, StoreError>;
}

/// Talks to the other servers on a ledger.
pub trait Peers: Send + Sync {
    /// Passes requests on to the server at an address, and gives its answers.
    ///
    /// # Errors
    /// Why there is no answer. The requests may have arrived all the same.
    fn pass(&self, address: &str, requests: Vec<u8>) -> Result<Vec<u8>, String>;

    /// The newest checkpoint that the server at an address knows; none of an empty ledger.
    ///
    /// # Errors
    /// Why there is no answer.
    fn checkpoint(&self, address: &str) -> Result<Option<Vec<u8>>, String>;
}
