//! The blob port: content of any size, named by its SHA-256 and verified whenever it is read.

use std::fmt;
use std::io::Read;
use std::str::FromStr;

/// The SHA-256 of a blob's bytes, written `sha256:<64 lower-case hex digits>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobDigest(pub [u8; 32]);

impl fmt::Display for BlobDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for BlobDigest {
    type Err = BlobError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let malformed = || BlobError::Malformed(text.to_owned());
        let hex = text.strip_prefix("sha256:").ok_or_else(malformed)?;
        let lower = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if hex.len() != 64 || !hex.bytes().all(lower) {
            return Err(malformed());
        }
        let mut digest = [0; 32];
        for (place, at) in digest.iter_mut().zip((0..64).step_by(2)) {
            let pair = hex.get(at..at + 2).ok_or_else(malformed)?;
            *place = u8::from_str_radix(pair, 16).map_err(|_| malformed())?;
        }
        Ok(Self(digest))
    }
}

/// What goes wrong with blobs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BlobError {
    /// Not `sha256:` and 64 lower-case hex digits.
    #[error("`{0}` is not a digest of the form `sha256:<64 hex digits>`")]
    Malformed(String),
    /// What was read does not hash to its name.
    #[error("blob `{digest}` is damaged: its content hashes to `{found}`")]
    Damaged {
        /// The name.
        digest: BlobDigest,
        /// The hash of what was read.
        found: BlobDigest,
    },
    /// The medium failed.
    #[error("the blob store failed at `{place}`")]
    Failed {
        /// Path or address.
        place: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// Content-addressed storage; what `put` returned for is durable.
pub trait BlobStore: Send + Sync {
    /// Keeps the content, streamed, and returns its digest and size once it is durable. Idempotent.
    ///
    /// # Errors
    /// When the reader or the medium fails; then nothing is kept under any name.
    fn put(&self, content: &mut dyn Read) -> Result<(BlobDigest, u64), BlobError>;

    /// The whole content, verified; none if there is no such blob.
    ///
    /// # Errors
    /// [`BlobError::Damaged`] when it no longer hashes to its name.
    fn get(&self, digest: &BlobDigest) -> Result<Option<Vec<u8>>, BlobError>;

    /// Its size in bytes, without verifying.
    ///
    /// # Errors
    /// When the medium fails.
    fn size(&self, digest: &BlobDigest) -> Result<Option<u64>, BlobError>;

    /// Destroys it; says whether it was there.
    ///
    /// # Errors
    /// When the medium fails.
    fn remove(&self, digest: &BlobDigest) -> Result<bool, BlobError>;

    /// All digests, in any order.
    ///
    /// # Errors
    /// When the medium fails.
    fn list(&self) -> Result<Vec<BlobDigest>, BlobError>;
}
