//! What makes a finding the same one in the next run.

use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// What a finding is recognised by: its rule, its subject and its words, but neither line nor file name, so that it stays
/// the same when lines move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

/// Raised when what goes into a fingerprint changes, which makes all earlier ones worthless.
const VERSION: &str = "finding/1";

impl Fingerprint {
    /// Of these parts, in this order.
    pub(crate) fn of<'a>(parts: impl Iterator<Item = &'a str>) -> Self {
        let mut hash = Sha256::new();
        for part in std::iter::once(VERSION).chain(parts) {
            // With its length, no two lists of parts are the same bytes.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut first = [0; 16];
        first
            .iter_mut()
            .zip(hash.finalize())
            .for_each(|(kept, byte)| *kept = byte);
        Self(first)
    }

    /// Another one, made of it and one more part.
    pub(crate) fn and(self, part: &str) -> Self {
        Self::of([self.to_string().as_str(), part].into_iter())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
