//! What an engine is put together from.

use std::sync::Arc;

use holdpoint_domain::Rules;
use holdpoint_ledger::note::{Ed25519Signer, Signer, VerifierKey};
use holdpoint_ports::{BlobStore, Clock, LedgerStore, Randomness, Vault};

/// The stores, the surroundings and the key of an engine.
pub struct Parts<S = Box<dyn LedgerStore>> {
    /// The ledger, for writing. The engine is the only one that appends to it, unless it is one of a [`crate::Fleet`].
    pub store: S,
    /// Content that entries name by digest.
    pub blobs: Arc<dyn BlobStore>,
    /// Names and keys of people.
    pub vault: Arc<dyn Vault>,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where fresh ids come from.
    pub randomness: Arc<dyn Randomness>,
    /// What signs checkpoints.
    pub signer: Arc<dyn Signer + Send + Sync>,
    /// The public half of it.
    pub key: VerifierKey,
    /// The name of the log in its checkpoints, such as `ledger.example.org/acme`.
    pub origin: String,
    /// Custom rules.
    pub rules: Arc<dyn Rules + Send + Sync>,
    /// How many questions are answered from the ledger at the same time; at least 2.
    pub readers: usize,
}

impl Parts {
    /// How many readers an engine has unless told otherwise.
    pub const READERS: usize = 6;
}

impl<S> Parts<S> {
    /// The same around another ledger.
    pub fn around<T>(self, store: T) -> Parts<T> {
        Parts {
            store,
            blobs: self.blobs,
            vault: self.vault,
            clock: self.clock,
            randomness: self.randomness,
            signer: self.signer,
            key: self.key,
            origin: self.origin,
            rules: self.rules,
            readers: self.readers,
        }
    }
}

/// An Ed25519 key as [`Parts`] wants it: the signer, and its public half.
#[must_use]
pub fn signing(signer: Ed25519Signer) -> (Arc<dyn Signer + Send + Sync>, VerifierKey) {
    let key = signer.verifier_key().clone();
    (Arc::new(signer), key)
}
